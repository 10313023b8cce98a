"""Which spellings are of one license: people write its SPDX id, the Hub's word, its name."""

import re

_SILENT = frozenset({"", "other", "unknown"})
_FILLING = re.compile(r"\b(?:the|licen[cs]e[ds]?|version|software|only)\b|\bv(?=\.?\s*\d)")
_SAME = {
    "apache2": "apache20",
    "asl20": "apache20",
    "agpl3": "agpl30",
    "gpl3": "gpl30",
    "gpl2": "gpl20",
    "gplv3": "gpl30",
    "gplv2": "gpl20",
    "lgpl3": "lgpl30",
    "mpl2": "mpl20",
    "gnugpl30": "gpl30",
    "gnugpl3": "gpl30",
    "3clausebsd": "bsd3clause",
    "2clausebsd": "bsd2clause",
    "newbsd": "bsd3clause",
}


def one_license(word: str | None) -> str | None:
    """Return what all spellings of a license have in common; None where the word tells no license.

    What a license allows is not judged: two licenses are one only where they are the same text.
    """
    if word is None:
        return None
    bare = _FILLING.sub(" ", re.sub(r"[_-]+", " ", word.casefold()))
    joined = "".join(sign for sign in bare if sign.isalnum() or sign == "+")
    folded = _SAME.get(joined, joined)
    return None if folded in _SILENT else folded
