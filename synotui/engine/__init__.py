"""numpy and hnswlib: spaces, search, adjustment, what changed. No SQL and no screen."""
