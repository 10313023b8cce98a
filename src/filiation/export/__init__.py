"""Answers as files for other programs: one format per file."""
