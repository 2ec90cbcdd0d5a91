"""What pictures of points have in common, be they of cells or of pixels: views, labels, words."""
