"""The app as the tests of the UI open it."""

from tests.tui.conftest import opened

__all__ = ["opened"]
