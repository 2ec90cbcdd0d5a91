"""The nearest terms: the vectors in memory, their index, the neighbours of every term."""
