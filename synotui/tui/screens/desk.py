"""What the screens over the review have in common: the app, and the ways back."""

from typing import TYPE_CHECKING, cast

from textual.screen import Screen

if TYPE_CHECKING:
    from synotui.tui.app import SynotuiApp


class DeskScreen(Screen[None]):
    """A screen over the review; any term it shows can be gone to."""

    @property
    def desk(self) -> "SynotuiApp":
        """The app, which performs operations."""
        return cast("SynotuiApp", self.app)

    def leave_for(self, head: int, candidate: int | None = None) -> None:
        """Leave for the review of a head, with the cursor on `candidate` if that is another."""
        review = self.desk.review
        self.action_leave()
        review.jump_to(head, candidate if candidate != head else None)

    def action_leave(self) -> None:
        """Go back to where one came from."""
        self.dismiss()
