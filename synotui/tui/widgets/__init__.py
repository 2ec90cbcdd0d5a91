"""The parts of the review screen, each drawn line by line."""
