"""How far vectors went, and what that did to others: planned, measured, reported."""
