"""The tags `base_model:ID` and `base_model:RELATION:ID`, which the Hub (and some tools) put on a model."""

from filiation.evidence.interface import Reader, Tier
from filiation.facts.vocabulary import Source

_FORM = "^base_model:(?:(finetune|adapter|quantized|merge):)?(.*)$"

READER = Reader(
    name="base-model tag",
    source=Source.HUB_TAG,
    tier=Tier.DECLARED,
    rank=2,
    column="tags",
    query=f"""
        SELECT child, 'model' AS target, regexp_extract(tag, '{_FORM}', 2) AS raw,
               'tags[' || (list_position(tags, tag) - 1) || ']' AS location,
               nullif(regexp_extract(tag, '{_FORM}', 1), '') AS relation, first_seen, last_seen, tags_now AS current,
               marked_row AS reading
        FROM (SELECT *, unnest(list_filter(tags, lambda t: starts_with(t, 'base_model:'))) AS tag FROM marked)""",
)
