"""Spaces: vectors for terms that lack them, put together from words, derived from others."""
