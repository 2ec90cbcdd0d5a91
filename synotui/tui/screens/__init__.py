"""The screens: review, and the small ones that open over it."""
