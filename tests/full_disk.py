"""A disk that is nearly full, for one dictionary: SQLite refuses to let its file grow any more."""

from synotui.store import Store


def leave_room(store: Store, pages: int) -> None:
    """Let a dictionary's file grow by so many pages; beyond, writing fails as on a full disk."""
    most = store.page_count() + pages
    store._connection.execute(f"PRAGMA max_page_count = {most}")
