"""The app as the tests of the UI open it, and with all that it writes to its terminal kept."""

import pytest

from tests.hostile.wire import watching
from tests.tui.conftest import Opener, opened

__all__ = ["opened", "watched"]


@pytest.fixture
def watched() -> Opener:
    """Open a dictionary in the review, at some size, and keep what is written to the terminal."""
    return watching
