"""Files taken in and written: terms, pairs and vectors."""
