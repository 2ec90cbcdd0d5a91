"""Questions to a space, and its answers, at the base vectors and as they are now."""
