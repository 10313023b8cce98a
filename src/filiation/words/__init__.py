"""The vocabulary and the facts in human words, in the reader's language."""
