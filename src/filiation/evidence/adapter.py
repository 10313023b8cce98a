"""The base of a PEFT adapter, as the Hub repeats it from `adapter_config.json` in `config.peft`."""

from filiation.evidence.interface import Reader, Tier, listed
from filiation.facts.vocabulary import Source

READER = Reader(
    name="config.peft",
    source=Source.ADAPTER_CONFIG,
    tier=Tier.PROOF,
    independent=True,
    precision=0.99,
    rank=3,
    column="config",
    query=f"""
        SELECT child, 'model' AS target, raw, location, 'adapter' AS relation, first_seen, last_seen, current,
               reading
        FROM ({
        listed(
            "config",
            "$.peft.base_model_name_or_path",
            "config.peft.base_model_name_or_path",
            now="config_now",
        )
    })""",
)
