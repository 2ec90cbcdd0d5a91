"""Measure a space: on word similarities, analogies, gold, held-out pairs; play a curator."""
