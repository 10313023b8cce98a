"""The first step of the policy: each clue with the repository that it names, or the reason why it names none."""

import duckdb

from filiation.evidence.interface import Tier
from filiation.evidence.naming import CONVERTERS
from filiation.evidence.policy.words import EQUAL_FILES, HEADERS, MERGE_TAGS, PUBLICATION, RECIPES, by_reader
from filiation.evidence.relation_rule import RENAMED_ONLY
from filiation.facts.vocabulary import HUB_BEGAN, RELATIONS, Rejection, Relation

CROWD = 30
"""More parents than these are not taken from words, habits or traces of one kind; the most seen in a card are six."""

CONVERTING = "(" + ", ".join(f"'{account}'" for account in CONVERTERS) + ")"
_SPECIFIC = (Relation.ADAPTER, Relation.QUANTIZED, Relation.MERGE)  # where one source says two, the narrower word


def judge_names(con: duckdb.DuckDBPyConnection) -> None:
    """Make `judged` (clue, child, parent, target, reader, tier, vote, current, first_seen, last_seen, rejection, ...).

    `vote` orders what the clues say of the relation: the lowest is believed; it ends in the reader and the relation.
    `tier` is the reader's; files that are equal in part only are a trace.
    """
    code = " ".join(f"WHEN '{r}' THEN {r.code}" for r in RELATIONS)
    specific = " ".join(f"WHEN '{r}' THEN {place}" for place, r in enumerate(_SPECIFIC))
    rank, tier = by_reader(lambda reader: reader.rank), by_reader(lambda reader: int(reader.tier))
    con.execute(
        f"""CREATE TABLE judged AS
        WITH shadows AS (
            SELECT (me.key, other.key) FROM unlisted AS other JOIN entities AS me
            ON lower(me.id) = other.folded AND me.kind = other.target AND me.key <> other.key)
        SELECT clue, child, key AS parent, clues.target, reader,
               CASE WHEN reader IN {EQUAL_FILES} AND relation IS NULL THEN {int(Tier.TRACE)}
                    ELSE CASE reader {tier} END END::TINYINT AS tier,
               current, first_seen, last_seen, CASE WHEN relation IS NOT NULL THEN
                   (CASE reader {rank} END) * 10000 + (CASE relation {specific} ELSE 9 END) * 1000
                   + reader::INTEGER * 10 + (CASE relation {code} END) END AS vote,
               CASE WHEN key = child OR (child, key) IN (FROM shadows) THEN '{Rejection.SELF_REFERENCE}'
                    ELSE rejection END AS rejection, listed, false AS handed
        FROM clues JOIN targets ON targets.target = clues.target AND targets.named = clues.named
            AND targets.stated = (reader IN {PUBLICATION});
        DELETE FROM judged WHERE reader IN {MERGE_TAGS} AND NOT coalesce(listed, false) AND child NOT IN
            (SELECT child FROM marked WHERE tags_now AND list_contains(tags, 'lazymergekit'))
            AND parent NOT IN (SELECT key FROM entities WHERE lower(split_part(id, '/', 1)) IN
                (SELECT lower(split_part(id, '/', 1)) FROM entities JOIN repositories USING (key)))"""
    )
    _crowds(con)
    _younger(con)
    _behind_sources(con)
    _hand_up(con)


def _crowds(con: duckdb.DuckDBPyConnection) -> None:
    """Refuse what words, habits and traces name of a child where it is far more than it can have been made from."""
    con.execute(
        f"""UPDATE judged SET rejection = '{Rejection.TOO_MANY}'
        WHERE tier >= {int(Tier.WORDS)} AND reader NOT IN {RECIPES} AND rejection IS NULL AND target = 'model'
          AND (child, reader) IN (
            SELECT (child, reader) FROM judged WHERE rejection IS NULL AND target = 'model'
            GROUP BY child, reader HAVING count(DISTINCT parent) > {CROWD})"""
    )


def _younger(con: duckdb.DuckDBPyConnection) -> None:
    """Make `younger` (child, parent published more than a day later), and refuse what alone shows such a parent.

    The Hub shows the day on which it began for everything older.
    """
    con.execute(
        f"""CREATE TABLE younger AS
        SELECT child, parent FROM (
            SELECT DISTINCT child, parent FROM judged WHERE rejection IS NULL AND target = 'model') AS ends
        JOIN repositories AS me ON me.key = child JOIN repositories AS other ON other.key = parent
        WHERE other.created > me.created + INTERVAL 1 DAY AND me.created >= DATE '{HUB_BEGAN}' + INTERVAL 1 DAY;
        UPDATE judged SET rejection = '{Rejection.YOUNGER_PARENT}'
        WHERE tier >= {int(Tier.HABIT)} AND rejection IS NULL AND target = 'model'
          AND (child, parent) IN (SELECT (child, parent) FROM younger)
          AND (child, parent) NOT IN (SELECT (child, parent) FROM judged
              WHERE rejection IS NULL AND target = 'model' AND tier < {int(Tier.HABIT)})"""
    )


def _behind_sources(con: duckdb.DuckDBPyConnection) -> None:
    """Refuse the base models of a header that names its source too: they are the parents of that."""
    con.execute(
        f"""UPDATE judged SET rejection = '{Rejection.GRANDPARENT}'
        WHERE reader IN {HEADERS} AND rejection IS NULL AND clue IN (
            SELECT base.clue FROM clues AS base JOIN clues AS source USING (child, reader)
            JOIN judged AS it ON it.clue = source.clue AND it.rejection IS NULL
            JOIN judged AS its ON its.clue = base.clue AND its.parent <> it.parent
            WHERE base.reader IN {HEADERS} AND contains(base.location, 'general.base_model.')
              AND contains(source.location, 'general.source.'))"""
    )


def _hand_up(con: duckdb.DuckDBPyConnection) -> None:
    """Let the clues that a quantized model took over from its parent speak for that parent, where it was never read.

    It must be the only parent declared, and its name that of the child but for words of a format. What is handed up
    are the tags of a merge and the base models of a header, as traces; never what was made from that parent itself. An
    account whose trade is to convert must bear them, or two accounts that agree; and nobody hands up models of his own.
    """
    con.execute(
        f"""CREATE TABLE handed AS
        WITH sole AS (
            SELECT child, min(parent) AS heir FROM judged
            WHERE rejection IS NULL AND target = 'model' AND tier = {int(Tier.DECLARED)} AND current
            GROUP BY child HAVING count(DISTINCT parent) = 1),
        heirs AS (
            SELECT child AS bearer, me.id AS bearer_id, lower(split_part(me.id, '/', 1)) AS account, heir,
                   lower(split_part(me.id, '/', -1)) AS child_name, other.id AS parent,
                   lower(split_part(other.id, '/', -1)) AS parent_name
            FROM sole JOIN entities AS me ON me.key = child JOIN entities AS other ON other.key = heir
            WHERE heir NOT IN (SELECT key FROM repositories)
              AND heir NOT IN (SELECT child FROM judged WHERE rejection IS NULL AND target = 'model'))
        SELECT row_number() OVER (ORDER BY heir, clue, judged.parent)::INTEGER
               + (SELECT max(clue) FROM clues)::INTEGER AS copy, clue, judged.parent, heir, bearer_id
        FROM judged JOIN (SELECT * FROM heirs WHERE {RENAMED_ONLY}) AS heirs ON bearer = child
        JOIN entities AS named ON named.key = judged.parent
        WHERE rejection IS NULL AND target = 'model' AND judged.parent <> heir
          AND (reader IN {MERGE_TAGS} OR reader IN {HEADERS})
          AND lower(split_part(named.id, '/', 1)) <> account
          AND (judged.parent, heir) NOT IN (SELECT (child, parent) FROM judged WHERE rejection IS NULL)
        QUALIFY bool_or(account IN {CONVERTING}) OVER (PARTITION BY heir, judged.parent)
             OR count(DISTINCT account) OVER (PARTITION BY heir, judged.parent) > 1;
        INSERT INTO judged BY NAME
        SELECT judged.* REPLACE (copy AS clue, heir AS child, {int(Tier.TRACE)} AS tier, true AS handed,
                                 CASE WHEN reader IN {MERGE_TAGS} THEN vote END AS vote)
        FROM judged JOIN handed USING (clue, parent);
        INSERT INTO clues BY NAME
        SELECT clues.* REPLACE (copy AS clue, heir AS child, bearer_id || ': ' || location AS location,
                                CASE WHEN reader IN {MERGE_TAGS} THEN relation END AS relation,
                                NULL::BIGINT[] AS readings)
        FROM clues JOIN handed USING (clue)"""
    )
