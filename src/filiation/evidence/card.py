"""The fields `base_model` and `base_model_relation` of a model card's metadata."""

from filiation.evidence.interface import Reader, Tier, listed
from filiation.facts.vocabulary import Source

_FIELD = "TRY(json_extract(card, '$.base_model_relation'))"
_FIRST = f"CASE json_type({_FIELD}) WHEN 'ARRAY' THEN json_extract({_FIELD}, '$[0]') ELSE {_FIELD} END"
_SAID = f"lower(trim(json_extract_string({_FIRST}, '$')))"

# Spellings that people use for the four words of the Hub; of any other word the relation is left open.
_MEANT = """
    CASE WHEN said IS NULL THEN NULL
         WHEN regexp_full_match(said, 'fine[-_ ]?tun(e|ed|ing)') THEN 'finetune'
         WHEN regexp_full_match(said, 'adapters?|lora|qlora|peft') THEN 'adapter'
         WHEN regexp_full_match(said, 'quanti[sz](ed|ation)|quant') THEN 'quantized'
         WHEN regexp_full_match(said, 'merged?') THEN 'merge' ELSE 'unspecified' END"""

READER = Reader(
    name="base_model_relation in the card",
    source=Source.CARD,
    tier=Tier.DECLARED,
    rank=1,
    column="card",
    query=f"""
        SELECT child, 'model' AS target, raw, location, {_MEANT} AS relation, first_seen, last_seen, current, reading
        FROM ({listed("card", "$.base_model", "cardData.base_model", now="card_now")}) AS found
        JOIN (SELECT marked_row AS reading, {_SAID} AS said FROM marked) USING (reading)""",
)
