"""What is wrong with how models tell their origin: the table `ailments`, one rule for each kind.

Looked at are the models that the newest sources hold, their links in force and the clues that still stand. Of a name
only what the publisher writes counts (the card, the tags made of it, the settings of an adapter, a recipe), not what
tools noted on the way.
"""

from collections.abc import Iterable, Mapping, Sequence

import duckdb
import pyarrow as pa

from filiation.facts.grounds import Ground
from filiation.facts.history import ChangeKind
from filiation.facts.hygiene import Ailment, Misnaming
from filiation.facts.licenses import one_license
from filiation.facts.tables import OUTSIDE
from filiation.facts.vocabulary import Presence, Rejection, Relation, Source, Standing

_UNUSABLE = (
    Rejection.LOCAL_PATH,
    Rejection.PLACEHOLDER,
    Rejection.TRUNCATED,
    Rejection.NO_OWNER,
    Rejection.MALFORMED,
    Rejection.ELSEWHERE,
)
_STATED = (Source.CARD, Source.HUB_TAG, Source.PUBLICATION)
_CARD = (Source.CARD, Source.HUB_TAG)  # the Hub makes its tags of the card
_WRITTEN = (*_CARD, Source.ADAPTER_CONFIG, Source.MERGE_CONFIG)
_NAMERS: Mapping[Ground, Sequence[Source]] = {
    Ground.SHOWN: (Source.ADAPTER_CONFIG, Source.MERGE_CONFIG, Source.SAME_FILE),
    Ground.IN_WORDS: (Source.CARD_TEXT, Source.MERGE_CONFIG),
    Ground.BY_HABIT: (Source.NAME,),
}
_DAY = "(CAST({} AS DATE) - DATE '1970-01-01')::INTEGER"
_NEAREST = "arg_min(source, list_position([{}], source))"


def _among(words: Iterable[str]) -> str:
    """Return words as SQL texts in a row."""
    return ", ".join(f"'{word}'" for word in words)


def _has(ground: Ground) -> str:
    return f"list_contains(string_split(coalesce(grounds, ''), ' '), '{ground}')"


def _namers() -> str:
    """Return SQL for the sources that can have named a parent, by the first of its grounds, the nearest first."""
    cases = " ".join(f"WHEN '{ground}' THEN [{_among(sources)}]" for ground, sources in _NAMERS.items())
    return f"CASE string_split(coalesce(grounds, ''), ' ')[1] {cases} ELSE [{_among(Source)}] END"


def _rejected(reasons: Sequence[Rejection], found: str) -> str:
    """Return the query for what is written and names no parent, each text once, with the place nearest to the card."""
    return f"""
        SELECT child, NULL AS parent, raw AS said, {found} AS found, min(since) AS since,
               {_NEAREST.format(_among(_WRITTEN))} AS source
        FROM told WHERE rejection IN ({_among(reasons)}) AND source IN ({_among(_WRITTEN)})
        GROUP BY child, raw, rejection"""


_COPIES = f"""
    SELECT child, parent FROM told WHERE source = '{Source.SAME_FILE}' AND relation = '{Relation.COPY}'
    AND rejection IS NULL"""
_LABELS = f"""
    SELECT child, parent, arg_min(told.relation, list_position([{_among(_STATED)}], source)) AS said
    FROM told JOIN held USING (child, parent)
    WHERE source IN ({_among(_STATED)}) AND told.relation NOT IN (held.relation, '{Relation.UNSPECIFIED}')
    GROUP BY child, parent"""
_DECLARED = f"SELECT child, parent FROM told WHERE source IN ({_among(_STATED)})"
# Files against the Hub's label leave nothing open; against the publisher's own word, or over the parent, they do.
_SETTLED = f"{_has(Ground.LABEL_OUTRANKED)} AND NOT {_has(Ground.PARENTS_DIFFER)}"
_OUTRANKED = f"({_has(Ground.LABEL_OUTRANKED)} OR {_has(Ground.CARD_OUTRANKED)})"

_RULES: Mapping[Ailment, str] = {
    Ailment.CYCLE: """
        SELECT child, parent, since FROM held JOIN loops AS mine ON mine.n = child
        JOIN loops AS its ON its.n = parent AND its.loop = mine.loop""",
    Ailment.SELF_REFERENCE: _rejected([Rejection.SELF_REFERENCE], "NULL"),
    Ailment.VANISHED_PARENT: f"""
        SELECT child, parent, CASE WHEN presence = '{Presence.ABSENT}' THEN 'absent' ELSE 'gone' END AS found, since
        FROM held WHERE presence = '{Presence.ABSENT}' OR presence = '{Presence.LISTED}' AND is_gone""",
    Ailment.CONTRADICTED: f"""
        SELECT child, parent, CASE WHEN {_has(Ground.PARENTS_DIFFER)} THEN '{Ground.PARENTS_DIFFER}'
               ELSE '{Ground.RELATIONS_DIFFER}' END AS found, since
        FROM held WHERE standing = '{Standing.CONTRADICTED}' AND NOT ({_SETTLED})""",
    Ailment.RELABELED_COPY: f"""
        SELECT child, parent, labels.said, '{Relation.COPY}' AS found, since FROM held
        LEFT JOIN ({_LABELS}) AS labels USING (child, parent)
        WHERE (standing <> '{Standing.CONTRADICTED}' OR {_OUTRANKED}) AND (child, parent) IN ({_COPIES})
        AND relation = '{Relation.COPY}' AND (labels.said IS NOT NULL OR (child, parent) NOT IN ({_DECLARED}))""",
    Ailment.MISLABELED_RELATION: f"""
        SELECT child, parent, labels.said, relation AS found, since FROM held
        LEFT JOIN ({_LABELS}) AS labels USING (child, parent)
        WHERE {_OUTRANKED} AND NOT (relation = '{Relation.COPY}' AND (child, parent) IN ({_COPIES}))""",
    Ailment.UNDECLARED_PARENT: f"""
        SELECT held.child, held.parent, held.relation AS found, held.since,
               arg_min(told.source, list_position({_namers()}, told.source)) AS source
        FROM held LEFT JOIN told ON told.child = held.child AND told.parent = held.parent AND rejection IS NULL
        WHERE standing = '{Standing.INFERRED}'
        AND NOT (held.relation = '{Relation.COPY}' AND (held.child, held.parent) IN ({_COPIES}))
        GROUP BY ALL""",
    Ailment.UNUSABLE_NAME: _rejected(_UNUSABLE, "rejection"),
    Ailment.OUTDATED_NAME: f"""
        SELECT child, held.parent, raw AS said, CASE
               WHEN lower(raw) = lower(id) THEN '{Misnaming.ANOTHER_CASE}'
               WHEN raw IN (SELECT old FROM aliases WHERE kind = 'model') THEN '{Misnaming.OLD_NAME}'
               WHEN contains(raw, '://') OR regexp_matches(raw, '^(www\\.)?(huggingface\\.co|hf\\.co)/')
                    THEN '{Misnaming.ADDRESS}' ELSE '{Misnaming.ADDITION}' END AS found,
               min(told.since) AS since, {_NEAREST.format(_among(_CARD))} AS source
        FROM told JOIN held USING (child, parent)
        WHERE source IN ({_among(_CARD)}) AND rejection IS NULL AND raw <> id AND presence = '{Presence.LISTED}'
        GROUP BY child, held.parent, raw, id""",
    Ailment.LICENSE_DIFFERS: f"""
        SELECT child, parent, mine.word AS said, its.word AS found, since FROM held
        JOIN words AS mine ON mine.kind = 'license' AND mine.code = held.license
        JOIN words AS its ON its.kind = 'license' AND its.code = parent_license
        JOIN spellings AS my ON my.word = mine.word JOIN spellings AS their ON their.word = its.word
        WHERE my.license <> their.license AND standing <> '{Standing.CONTRADICTED}'""",
    Ailment.LICENSE_CHANGED: f"""
        SELECT changed.n AS child, NULL AS parent, before AS said, after AS found, day AS since
        FROM numbered_changes AS changed JOIN models ON models.n = changed.n
        JOIN spellings AS old ON old.word = before JOIN spellings AS new ON new.word = after
        WHERE kind = 'model' AND what = {ChangeKind.LICENSE.code} AND (old.license = new.license) IS NOT TRUE
        AND presence = '{Presence.LISTED}' AND NOT gone""",
    Ailment.YOUNGER_PARENT: f"""
        SELECT child, parent, (DATE '1970-01-01' + created)::VARCHAR AS said,
               (DATE '1970-01-01' + parent_created)::VARCHAR AS found, since
        FROM held WHERE {_has(Ground.YOUNGER_PARENT)}""",
    Ailment.UNREADABLE: f"""
        SELECT child, NULL AS parent, location AS said, raw AS found, min(since) AS since, min(source) AS source
        FROM told WHERE rejection = '{Rejection.UNREADABLE}' GROUP BY child, location, raw""",
}
"""For each kind a query over `held` (links in force of models that are held) and `told` (their clues that stand)."""


def find_ailments(con: duckdb.DuckDBPyConnection, loops: Iterable[Sequence[int]]) -> None:
    """Make `ailments` (kind, child, parent, said, found, since, source) and `health` (what, n).

    Needs the tables of `numbering` and those from which it makes them; `loops` are the groups of models that descend
    from one another.
    """
    _looked_at(con, loops)
    _spelled(con)
    con.execute(
        "CREATE TABLE ailments (kind TINYINT, child INTEGER, parent INTEGER, said VARCHAR, found VARCHAR, "
        "since INTEGER, source TINYINT)"
    )
    sources = f"list_position([{_among(Source)}], source) - 1"
    for kind, query in _RULES.items():
        con.execute(
            f"""INSERT INTO ailments SELECT {kind.code}, child, parent, said, found, since, {sources} FROM (
            SELECT NULL::VARCHAR AS said, NULL::VARCHAR AS found, NULL::VARCHAR AS source WHERE false
            UNION ALL BY NAME {query})"""
        )
    con.execute(
        f"""CREATE TABLE health AS
        SELECT 'models' AS what, count(*) AS n FROM models WHERE presence = '{Presence.LISTED}' AND NOT gone
        UNION ALL SELECT 'ailing', count(DISTINCT child) FROM ailments
        UNION ALL SELECT [{_among(Ailment)}][kind + 1], count(*) FROM ailments GROUP BY kind;
        DROP TABLE told;
        DROP TABLE held;
        DROP TABLE spellings"""
    )


def _spelled(con: duckdb.DuckDBPyConnection) -> None:
    """Make `spellings`: each word for a license, and what all words for that license have in common."""
    rows = con.execute(
        f"""SELECT word FROM words WHERE kind = 'license' AND word IS NOT NULL
        UNION SELECT unnest([before, after]) FROM numbered_changes
        WHERE kind = 'model' AND what = {ChangeKind.LICENSE.code} AND before IS NOT NULL AND after IS NOT NULL"""
    ).fetchall()
    words = [word for (word,) in rows]
    licenses = [one_license(word) for word in words]
    con.register(
        "found_words", pa.table({"word": pa.array(words, pa.string()), "license": pa.array(licenses, pa.string())})
    )
    con.execute("CREATE TABLE spellings AS FROM found_words")
    con.unregister("found_words")


def _looked_at(con: duckdb.DuckDBPyConnection, loops: Iterable[Sequence[int]]) -> None:
    """Make `loops`, `held` and `told`."""
    members = [(n, place) for place, loop in enumerate(loops) for n in loop]
    columns = zip(*members, strict=True) if members else ((), ())
    arrays = [pa.array(column, pa.int32()) for column in columns]
    con.register("loops_found", pa.table(arrays, names=["n", "loop"]))
    con.execute(
        f"""CREATE TABLE loops AS FROM loops_found;
        CREATE TABLE held AS
        SELECT me.n AS child, other.n AS parent, other.id, relation, standing, grounds, me.license,
               other.license AS parent_license, me.created, other.created AS parent_created, other.presence,
               other.gone AS is_gone, {_DAY.format("links.first_seen")} AS since
        FROM links JOIN models AS me ON me.key = links.child JOIN models AS other ON other.key = links.parent
        WHERE target = 'model' AND NOT links.gone AND me.presence = '{Presence.LISTED}' AND NOT me.gone;
        CREATE TABLE told AS
        SELECT me.n AS child, other.n AS parent, raw, source, location, relation, rejection,
               {_DAY.format("evidence.first_seen")} AS since
        FROM evidence JOIN models AS me ON me.key = child LEFT JOIN models AS other ON other.key = evidence.parent
        WHERE (target = 'model' OR rejection = '{Rejection.UNREADABLE}') AND current
        AND me.presence = '{Presence.LISTED}' AND NOT me.gone
        AND NOT starts_with(raw, '{OUTSIDE}')"""
    )
    con.unregister("loops_found")
