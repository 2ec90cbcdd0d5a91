"""Queues of pairs from many heads: what to decide next, how far one is, how much is left."""
