"""What a space is worth, in figures: formulas in numpy, each with where it is from.

Every figure comes with the values it has when what it was measured on is drawn
again and again (`bootstrap`), so that it has an interval, and two states of a
space that were measured on the same can be compared pair by pair.
"""
