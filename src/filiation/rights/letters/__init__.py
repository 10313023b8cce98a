"""Letters as data: sentences with their conditions, legal sources and texts."""
