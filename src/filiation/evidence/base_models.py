"""The Hub's own field `baseModels`, in its three shapes: a list, `{relation, models}`, an object keyed by relation."""

from filiation.evidence.interface import Reader, Tier
from filiation.facts.vocabulary import Source

_KEYED = "('finetune', 'adapter', 'quantized', 'merge')"

READER = Reader(
    name="baseModels of the Hub",
    source=Source.HUB_TAG,
    tier=Tier.DECLARED,
    rank=2,
    column="base_models",
    query=f"""
        WITH found AS (
            SELECT child, marked_row AS reading, first_seen, last_seen, base_models_now AS current,
                   base_models AS field, json_type(base_models) AS shape
            FROM marked WHERE base_models IS NOT NULL),
        groups AS (
            SELECT *, NULL AS relation, 'baseModels' AS place, field::JSON AS members FROM found WHERE shape = 'ARRAY'
            UNION ALL BY NAME
            SELECT *, json_extract_string(field, '$.relation') AS relation, 'baseModels.models' AS place,
                   json_extract(field, '$.models') AS members FROM found WHERE shape = 'OBJECT'
            UNION ALL BY NAME
            SELECT *, key AS relation, 'baseModels.' || key AS place, json_extract(field, '$.' || key) AS members
            FROM (SELECT *, unnest(json_keys(field)) AS key FROM found WHERE shape = 'OBJECT') WHERE key IN {_KEYED}),
        members AS (
            SELECT *, unnest(json_extract(members, '$[*]')) AS member,
                   generate_subscripts(json_extract(members, '$[*]'), 1) AS number
            FROM groups WHERE json_type(members) = 'ARRAY')
        SELECT child, 'model' AS target,
               CASE json_type(member) WHEN 'OBJECT' THEN json_extract_string(member, '$.id')
                                      WHEN 'VARCHAR' THEN json_extract_string(member, '$') END AS raw,
               place || '[' || (number - 1) || ']' AS location,
               CASE WHEN relation IN {_KEYED} THEN relation END AS relation, first_seen, last_seen, current, reading
        FROM members""",
)
