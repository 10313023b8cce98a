"""The API: the same questions as the pages, answered in JSON."""
