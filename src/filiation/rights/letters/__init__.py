"""Letters as data: sentences with their conditions, legal sources and texts."""

from filiation.rights.letters.composing import Composed, Told, compose, document, label, languages

__all__ = ["Composed", "Told", "compose", "document", "label", "languages"]
