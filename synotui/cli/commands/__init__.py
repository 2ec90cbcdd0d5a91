"""One module for each command; each holds it as `command`."""
