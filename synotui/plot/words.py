"""What is said of a map beside it: what its axes show, what its marks mean, what has no room."""

from dataclasses import replace

from synotui.model import METHOD_NAMES, MapKind, MapPoint, TermMap

KIND_NAMES: dict[MapKind, str] = {
    "head": "the head",
    "accepted": "accepted",
    "rejected": "rejected",
    "skipped": "skipped",
    "chosen": "chosen",
    "member": "in its set",
    "neighbour": "a neighbour",
}
"""What a point of each kind is called in a legend."""
_STARS = {"encoded": "*", "words": "≈", "subwords": "≈"}
"""What follows the label of a point whose vector is not simply that of a term."""
_NEITHER = "neither the axes nor long distances mean anything"


def method_words(found: TermMap) -> str:
    """Say how a map was made, and how much of what there is it shows."""
    name = METHOD_NAMES[found.method]
    if found.method != "pca":
        return f"{name}: neighbours are near, {_NEITHER}"
    if found.explained is None:
        return name
    across, up = found.explained
    both = _share(across + up)
    return f"{name}: shows {both} of what varies, {_share(across)} across, {_share(up)} up"


def starred(point: MapPoint) -> MapPoint:
    """Give a point with a mark behind its text if its vector is not simply that of a term."""
    star = _STARS.get(point.how)
    return replace(point, text=point.text + star) if star else point


def star_words(found: TermMap) -> str:
    """Say what the marks behind labels mean that are there; nothing without any."""
    hows = {point.how for point in found.points}
    told = ["* encoded on the spot"] if "encoded" in hows else []
    told += ["≈ put together from words or parts"] if hows & {"words", "subwords"} else []
    return ", ".join(told)


def unlabelled_words(labels: int) -> str:
    """Say how many labels have no room; nothing if all have."""
    return f"{labels:,} label{'s have' if labels > 1 else ' has'} no room" if labels else ""


def _share(share: float) -> str:
    return f"{100 * share:.0f} %"
