"""What building and asking the search index share: its files, its kinds of names, and how names fall into words.

Readers import this and not the builder, whose libraries they need not hold in memory.
"""

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

VERSION = 1
MANIFEST = "search.json"
TANTIVY = "words"
TEXTS = ("names", "vocabulary")
ARRAYS = ("rows", "uses", "sorted")


class Found(StrEnum):
    """What a name that the search finds belongs to."""

    MODEL = "model"
    DATASET = "dataset"
    PUBLISHER = "publisher"

    @property
    def code(self) -> int:
        """The kind's number in the index."""
        return FOUND.index(self)

    @property
    def term(self) -> str:
        """The kind among the words of a name: a capital, which no folded word has."""
        return self.value[0].upper()


FOUND: tuple[Found, ...] = tuple(Found)
"""All kinds; a kind's place is its code in the index, so the order never changes within a `VERSION`."""


def _folded_byte(code: int) -> int:
    if code > 127:
        return code
    letter = chr(code).lower()
    return ord(letter) if letter.isalnum() else ord(" ")


_FOLD = bytes(_folded_byte(code) for code in range(256))


def fold(name: bytes) -> bytes:
    """Return the key of `name`: small letters, and a space for each ASCII character not a letter or digit."""
    return name.translate(_FOLD)


def split_words(text: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Tell before which bytes a word begins without a separator: OpenHermes, GPTNeo, llama3 (but not v3)."""
    small = (text >= ord("a")) & (text <= ord("z"))
    capital = (text >= ord("A")) & (text <= ord("Z"))
    digit = (text >= ord("0")) & (text <= ord("9"))
    letter = small | capital
    begins = np.zeros(len(text), np.bool_)
    begins[1:] = small[:-1] & capital[1:]
    begins[1:-1] |= capital[:-2] & capital[1:-1] & small[2:]
    begins[2:] |= letter[:-2] & letter[1:-1] & digit[2:]
    return begins


def grams(word: str) -> list[str]:
    """Return what `word` is found by as a part: its first letter, its first two, and every three in a row."""
    return [word[:1], word[:2], *(word[i : i + 3] for i in range(len(word) - 2))]
