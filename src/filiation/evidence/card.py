"""The fields `base_model` and `base_model_relation` of a model card's metadata."""

from filiation.evidence.interface import Reader, listed
from filiation.facts.vocabulary import Source

_RELATION = "lower(TRY(json_extract_string(card, '$.base_model_relation')))"

READER = Reader(
    name="base_model_relation in the card",
    source=Source.CARD,
    declares=True,
    rank=1,
    query=f"""
        SELECT child, 'model' AS target, raw, location,
               CASE WHEN said IN ('finetune', 'adapter', 'quantized', 'merge') THEN said END AS relation,
               first_seen, last_seen, current
        FROM ({listed("card", "$.base_model", "cardData.base_model", now="card_now")}) AS found
        JOIN (SELECT marked_row, {_RELATION} AS said FROM marked) USING (marked_row)""",
)
