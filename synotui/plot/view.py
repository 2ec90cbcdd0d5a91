"""Which part of a map a plane of cells or pixels shows, and how large: fitted, moved, zoomed."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

Place = tuple[float, float]
"""In map units: right and up. Or on the plane: right and down."""

_SMALLEST = 1e-9
"""Map units below which points count as being at one place."""


@dataclass(frozen=True, slots=True)
class View:
    """A plane that shows a part of a map. Both axes have the same scale: distances are true."""

    width: float
    height: float
    """Of the plane, in its units: cells or pixels."""
    centre: Place
    """What of the map is in the middle."""
    scale: float
    """Units of the plane, across, for one unit of the map."""
    aspect: float = 1.0
    """How much higher than wide a unit of the plane is: about 2 for cells."""

    def at(self, place: Place) -> Place:
        """Give where on the plane a place of the map is, perhaps outside of it."""
        x = self.width / 2 + (place[0] - self.centre[0]) * self.scale
        y = self.height / 2 - (place[1] - self.centre[1]) * self.scale / self.aspect
        return x, y

    def cell(self, place: Place) -> tuple[int, int]:
        """Give the column and row of the unit a place of the map is in, perhaps outside."""
        x, y = self.at(place)
        return int(x // 1), int(y // 1)

    def place(self, x: float, y: float) -> Place:
        """Give the place of the map that is at a point of the plane."""
        return (
            self.centre[0] + (x - self.width / 2) / self.scale,
            self.centre[1] - (y - self.height / 2) * self.aspect / self.scale,
        )

    def moved(self, columns: float, rows: float) -> "View":
        """Give the view from elsewhere: as many units of the plane to the right and down."""
        return replace(self, centre=self.place(self.width / 2 + columns, self.height / 2 + rows))

    def zoomed(self, factor: float, about: Place | None = None) -> "View":
        """Give the view `factor` times as large; `about`, a place of the map, stays where it is."""
        x, y = about or self.centre
        centre = (x + (self.centre[0] - x) / factor, y + (self.centre[1] - y) / factor)
        return replace(self, centre=centre, scale=self.scale * factor)


def fit(
    places: Iterable[Place],
    width: float,
    height: float,
    *,
    aspect: float = 1.0,
    margin: tuple[float, float] = (0.0, 0.0),
) -> View:
    """Give the view that shows all `places`, with a margin left and right, and above and below.

    One place, or many at the same one, are in the middle. Margins shrink where
    the plane is too small for them.
    """
    xs, ys = zip(*places, strict=True) if (places := [*places]) else ((0.0,), (0.0,))
    centre = ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
    across = max(0.5, width / 2, width - 1 - 2 * min(margin[0], width / 4))
    upwards = max(0.5, height / 2, height - 1 - 2 * min(margin[1], height / 4))
    spans = (max(xs) - min(xs)) / across, (max(ys) - min(ys)) / (upwards * aspect)
    largest = max(spans)
    scale = 1 / largest if largest * max(across, upwards) > _SMALLEST else 1.0
    return View(width, height, centre, scale, aspect)
