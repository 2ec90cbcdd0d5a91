"""Maps of terms in the plane: what is on them, where it lies, and as a picture."""
