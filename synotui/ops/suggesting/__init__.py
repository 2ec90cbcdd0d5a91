"""Candidates for a head: where they come from, how they are ranked, and why."""
