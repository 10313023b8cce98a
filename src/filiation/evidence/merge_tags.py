"""The ids of merged models that lazymergekit and like tools put among a card's tags."""

from filiation.evidence.interface import Reader, Tier
from filiation.facts.vocabulary import Source

_ID = "^[A-Za-z0-9_][A-Za-z0-9_.-]*/[A-Za-z0-9_][A-Za-z0-9_.-]*$"

READER = Reader(
    name="merge tag",
    source=Source.MERGE_CONFIG,
    tier=Tier.WORDS,
    rank=4,
    column="tags",
    precision=0.85,
    query=f"""
        SELECT child, 'model' AS target, tag AS raw, 'tags[' || (list_position(tags, tag) - 1) || ']' AS location,
               'merge' AS relation, first_seen, last_seen, tags_now AS current,
               marked_row AS reading
        FROM (SELECT *, unnest(list_filter(tags, lambda t: contains(t, '/') AND regexp_matches(t, '{_ID}'))) AS tag
              FROM marked WHERE list_has_any(tags, ['merge', 'mergekit', 'lazymergekit']))""",
)
