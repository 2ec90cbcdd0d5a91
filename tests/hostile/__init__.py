"""What means harm: terms, files, long sessions. Nothing of it may act, crash, or grow."""
