"""The datasets on which a model was trained: the tags `dataset:ID`, and `datasets` in the card's metadata."""

from filiation.evidence.interface import Reader, Tier, listed
from filiation.facts.vocabulary import Source

TAG_READER = Reader(
    name="dataset tag",
    source=Source.HUB_TAG,
    tier=Tier.DECLARED,
    rank=2,
    column="tags",
    query="""
        SELECT child, 'dataset' AS target, substr(tag, 9) AS raw,
               'tags[' || (list_position(tags, tag) - 1) || ']' AS location,
               'trained_on' AS relation, first_seen, last_seen, tags_now AS current, marked_row AS reading
        FROM (SELECT *, unnest(list_filter(tags, lambda t: starts_with(t, 'dataset:'))) AS tag FROM marked)""",
)

CARD_READER = Reader(
    name="datasets in the card",
    source=Source.CARD,
    tier=Tier.DECLARED,
    rank=1,
    column="card",
    query=f"""
        SELECT child, 'dataset' AS target, raw, location, 'trained_on' AS relation, first_seen, last_seen, current,
               reading
        FROM ({listed("card", "$.datasets", "cardData.datasets", now="card_now")})""",
)
