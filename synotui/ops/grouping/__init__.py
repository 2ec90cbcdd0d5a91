"""Synonym sets: what accepted pairs join, how they measure, what would split them."""
