"""What the screens over the review have in common: the app, and the ways back."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar, cast

from synotui.tui.leavable import Leavable

if TYPE_CHECKING:
    from synotui.ops.workbench import Workbench
    from synotui.tui.app import SynotuiApp

T = TypeVar("T")


class DeskScreen(Leavable[None]):
    """A screen over the review; any term it shows can be gone to."""

    @property
    def desk(self) -> "SynotuiApp":
        """The app, which performs operations."""
        return cast("SynotuiApp", self.app)

    def on_unmount(self) -> None:
        """Hear of changes no more: a signal would keep the screen until there is one."""
        self.desk.changed.unsubscribe(self)
        self.desk.ranking.news.unsubscribe(self)

    def read(self, job: "Callable[[Workbench], T]", then: Callable[[T], None]) -> None:
        """Read from the dictionary, in order; `then` gets what was read, unless one has left."""

        def show(found: T) -> None:
            if not self.left:
                then(found)

        self.desk.ask(job, show)

    def leave_for(self, head: int, candidate: int | None = None) -> None:
        """Leave for the review of a head, with the cursor on `candidate` if that is another."""
        review = self.desk.review
        self.action_leave()
        review.jump_to(head, candidate if candidate != head else None)

    def action_leave(self) -> None:
        """Go back to where one came from."""
        self.dismiss()
