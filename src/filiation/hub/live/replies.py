"""What the body of an answer of the Hub is: data of the right shape, or the Hub's words for why it gives none."""

import msgspec

from filiation.hub import documents

_LONGEST_REFUSAL = 100_000
_MOST_FIELDS = 10_000  # of one object; the Hub's have some forty
_WORDS = msgspec.json.Decoder(dict[str, msgspec.Raw])


def fits(body: bytes, rows: int | None) -> bool:
    """Whether the text is one JSON object, or a list of at most so many; raises msgspec.DecodeError for no JSON."""
    if documents.is_crowded(body, _MOST_FIELDS if rows is None else rows):
        return False
    if rows is None:
        return documents.is_object(body)
    try:
        found = documents.items(body)
    except msgspec.ValidationError:
        return False
    return len(found) <= rows and all(bytes(row)[:1] == b"{" for row in found)


def words(body: bytes) -> str:
    """Return the Hub's own words in a refusal; empty where there are none."""
    try:
        error = msgspec.json.decode(_WORDS.decode(body[:_LONGEST_REFUSAL])["error"])
    except (ValueError, KeyError, RecursionError):
        return ""
    return error if isinstance(error, str) else str(error)[:300]
