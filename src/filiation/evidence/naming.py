"""The habit of naming a converted model by its source: `TheBloke/X-GGUF` is made from the X of someone else.

The words of formats at a name's end are taken off; what is left is the source's own name, or its owner's and its own.
A source is taken only where one listed repository alone has that name (its case, `_` and `.` set aside), is not itself
named as a conversion, and was public a day after the child at the latest. Where the child's own account has a
repository of that very name, no other is taken: of accounts that convert, which publish a copy of the source beside
it, that one alone is taken where nobody else has the name; of all others it goes before.

A name is nobody's property: whoever publishes X makes `TheBloke/X-GGUF` point at it. The dates protect what was
published before: a name that is taken up later than a day after the child gets nothing. A second X makes both silent,
and so does an account and name that together read like X. What shows nothing of a model (no library, no task, never
downloaded nor liked) is passed over where the child is downloaded: a bare name costs nothing. Nothing protects a child
whose source is gone, or was never public, from a repository that took its name before the child came and looks like
a model; nor from an old one that was renamed since, for a repository keeps its date with its new name. So whatever a
publisher declares, what adapters and merges need, and what a card says goes before a name.
"""

from filiation.evidence.format_words import CONVERSIONS, DETAILS, METHODS, UNCLEAR, WIDTHS, folded, named
from filiation.evidence.interface import Reader, Tier
from filiation.facts.vocabulary import Relation, Source

CONVERTERS = (
    *("thebloke", "bartowski", "mradermacher", "unsloth", "lmstudio-community", "mlx-community", "quantfactory"),
    *("lonestriker", "maziyarpanahi", "richarderkhov", "prunaai", "redhatai", "neuralmagic", "nm-testing"),
    *("second-state", "blockblockblock", "zoyd", "solidrust", "nikolaykozloff", "s3nh", "afrideva", "mmnga"),
)
"""The accounts whose trade is to convert the models of others, in lower case."""

_QUANTIZED = (
    f"{METHODS}|{WIDTHS}|ggml|[0-9]+-[0-9]+-?bpw|iq[1-4]-(nl|xx?s|s|m)|(gptq|awq)-?[0-9][0-9a-z]*|quanto|marlin"
)
_OTHER_FORMS = f"{CONVERSIONS}|{UNCLEAR}|onnx|(turbo-)?((tiny|small)-)?(green-)?smashed"
_WHOLE = "bf16|fp16|f16|fp32|f32|float16|16-?bits?"
_BESIDE = (
    f"{DETAILS}|{_WHOLE}|v[0-9]|[0-9]+g|(no-)?act-?order|rpcal|safetensors|green|tiny|small|true|false|fixed|new|synced"
    "|bit|nl|xx?s|[smlk]|mixed"
)
_TAIL = f"-+({_QUANTIZED}|{_OTHER_FORMS})(-+({_QUANTIZED}|{_OTHER_FORMS}|{_BESIDE}))*$"
# What may belong to the source's name: it is taken off in a second trial only.
_BEFORE = f"(-+({_WHOLE}|imat|unsloth|dynamic|sharded))+$"
_SAME = "-+(hf|merged|fp16|bf16)$"  # may be left out of the source's name: then both are meant, or none
CROWD = 20
"""A name that more repositories bear names none of them."""

_SHORTEST = 4  # letters of a source's name; shorter ones are nobody's own


def _one_hyphen(text: str) -> str:
    return f"regexp_replace({text}, '-+', '-', 'g')"


_CALLED = f"""
    called AS MATERIALIZED (
        SELECT key, id, created, repositories.first_seen, repositories.last_seen,
               coalesce(downloads > 0, false) AS used,
               coalesce(downloads = 0 AND likes = 0 AND library IS NULL AND task IS NULL, false) AS empty,
               lower(split_part(id, '/', 1)) AS account, {folded("account")} AS owner,
               {_one_hyphen(folded("lower(split_part(id, '/', 2))"))} AS name,
               regexp_replace(name, '{_TAIL}', '') AS stem
        FROM entities JOIN repositories USING (key) WHERE kind = 'model' AND contains(id, '/')),
    own_names AS (
        SELECT *, name AS called_as FROM called WHERE stem = name
        UNION ALL
        SELECT *, regexp_replace(name, '{_SAME}', '') AS short FROM called WHERE stem = name AND short <> name)"""
_SOURCES = f"""
    sources AS MATERIALIZED (
        SELECT *, count(*) OVER (PARTITION BY sought) <= {CROWD} AS rare
        FROM (SELECT key, id, account, created, empty, called_as AS sought FROM own_names
              UNION ALL
              SELECT key, id, account, created, empty, {_one_hyphen("concat(owner, '-', called_as)")} FROM own_names)
        WHERE sought IN (SELECT sought FROM sought WHERE length(sought) >= {_SHORTEST}))"""
# An account's own repository is found however many others bear its name.
_OWN = """
            UNION ALL
            SELECT sought.key, trial, true, sources.*, sought.created, sought.used
            FROM sources JOIN sought USING (sought, account) WHERE NOT rare"""


def _query(account: str, form: str, *, own_last: bool) -> str:
    """Return the query for children of the accounts and with the form that these conditions tell."""
    return f"""
        WITH {_CALLED},
        children AS MATERIALIZED (
            SELECT *, substr(name, length(stem) + 1) AS form FROM called WHERE {account} AND {form}),
        sought AS MATERIALIZED (
            SELECT key, account, created, used, stem AS sought, 0 AS trial FROM children WHERE stem <> name
            UNION ALL
            SELECT key, account, created, used, regexp_replace(stem, '{_BEFORE}', '') AS shorter, 1 FROM children
            WHERE shorter <> stem),
        namesakes AS (
            SELECT sought.key AS child FROM sought JOIN called ON called.account = sought.account AND name = sought
            WHERE stem = name),
        {_SOURCES},
        met AS (
            SELECT sought.key AS child, trial AS place, sources.account = sought.account AS own, sources.*,
                   sought.created AS made, used
            FROM sources JOIN sought USING (sought) WHERE rare
            {_OWN if not own_last else ""}),
        nearest AS (
            SELECT child, any_value(id) AS named
            FROM (SELECT *, rank() OVER (PARTITION BY child ORDER BY place, own = {own_last}) AS position FROM met
                  WHERE child <> key AND coalesce(created <= made + INTERVAL 1 DAY, true) AND NOT (used AND empty))
            WHERE position = 1 GROUP BY child
            HAVING count(DISTINCT key) = 1 AND (any_value(own) OR child NOT IN (FROM namesakes)))
        SELECT child, 'model' AS target, id AS raw, named, 'id' AS location,
               CASE WHEN {named(_QUANTIZED, "form")} THEN '{Relation.QUANTIZED}' END AS relation,
               first_seen, last_seen, true AS current, NULL::BIGINT AS reading
        FROM nearest JOIN children ON key = child"""


_KNOWN = "(account IN (" + ", ".join(f"'{account}'" for account in CONVERTERS) + "))"

READER = Reader(
    name="name by a converter",
    source=Source.NAME,
    tier=Tier.HABIT,
    rank=7,
    column="",
    precision=0.99,
    query=_query(_KNOWN, "true", own_last=True),
)
OTHERS = Reader(
    name="name by another account",
    source=Source.NAME,
    tier=Tier.HABIT,
    rank=8,
    column="",
    precision=0.96,
    query=_query(f"NOT {_KNOWN}", named(f"{METHODS}|exl2|[0-9]*bpw[0-9]*", "form"), own_last=False),
)
"""The same for any account, where the words are said of conversions only."""
