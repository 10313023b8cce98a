"""How much of a family a picture draws, on a page or in a file, unless one asks for another part of it."""

PLAIN_DEPTH, PLAIN_ANCESTOR_DEPTH, PLAIN_LIMIT = 1, 3, 8
"""What is understood at one glance: generations down, generations up, and neighbors of each model."""
