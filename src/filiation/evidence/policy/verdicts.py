"""The third step of the policy: which candidates are parents, and what the others are.

They are judged from the nearest source to the farthest, each beside the parents that nearer sources have established.
"""

from enum import StrEnum

import duckdb

from filiation.evidence.interface import Tier
from filiation.evidence.policy.words import CARRIES, CONVERTERS, EQUAL_FILES, RECIPES, SETTINGS, TEXTS
from filiation.facts.vocabulary import Relation


class Verdict(StrEnum):
    """What a candidate is found to be."""

    PARENT = "parent"
    GRANDPARENT = "grandparent"
    CONTRADICTION = "contradiction"
    OUTWEIGHED = "outweighed"


MOST_LINKS = 6
"""How many links up a model is known for an ancestor of a parent."""

CROWD = 50
"""A model that names more parents than these is not walked through on the way up."""

_AT_ODDS = (Tier.PROOF, Tier.WORDS)
"""The sources that contradict what is declared where they name another; weaker ones are outweighed."""


def give_verdicts(con: duckdb.DuckDBPyConnection) -> None:
    """Make `verdicts` (child, parent, tier, relation, current, verdict) of all candidates for parents."""
    _ancestries(con)
    con.execute(
        f"""CREATE TABLE namings AS
        SELECT child, parent, bool_or(reader IN {RECIPES}) AS in_recipe, bool_or(reader IN {TEXTS}) AS in_words,
               bool_or(reader IN {CONVERTERS}) AS by_converter,
               bool_or(reader IN {SETTINGS} OR reader IN {EQUAL_FILES} AND tier = {int(Tier.PROOF)}) AS is_direct
        FROM judged WHERE rejection IS NULL AND target = 'model' AND tier > {int(Tier.DECLARED)} AND (
            current OR (child, parent) NOT IN (SELECT (child, parent) FROM related WHERE current))
        GROUP BY child, parent;
        CREATE TABLE verdicts AS
        SELECT child, parent, tier, relation, current, '{Verdict.PARENT}' AS verdict
        FROM related WHERE target = 'model' AND tier = {int(Tier.DECLARED)}"""
    )
    for tier in sorted(Tier)[1:]:
        _judge(con, tier)
    _remote(con)


def _ancestries(con: duckdb.DuckDBPyConnection) -> None:
    """Make `near` (child, parent: what is declared or proved) and `ancestries`: the same through several models.

    It is told of the candidates of children about whose parents sources of different nearness speak, so that what is
    asked stays small; as far up as MOST_LINKS, and not through models that name a crowd of parents.
    """
    con.execute(
        f"""CREATE TABLE near AS
        SELECT child, parent FROM related
        WHERE target = 'model' AND current AND tier <= {int(Tier.PROOF)} AND child <> parent;
        CREATE TABLE ancestries AS
        SELECT child, parent FROM near SEMI JOIN (
            SELECT DISTINCT parent AS child FROM related WHERE target = 'model' AND child IN (
                SELECT child FROM related WHERE target = 'model' GROUP BY child
                HAVING count(*) > 1 AND (min(tier) <> max(tier) OR min(tier) >= {int(Tier.WORDS)}))) USING (child);
        CREATE TABLE reached AS FROM ancestries;
        CREATE TABLE onward AS FROM near ANTI JOIN (
            SELECT child FROM near GROUP BY child HAVING count(*) > {CROWD}) USING (child)"""
    )
    for _ in range(MOST_LINKS - 1):
        con.execute(
            """CREATE OR REPLACE TABLE reached AS
            SELECT DISTINCT reached.child, onward.parent FROM reached JOIN onward ON onward.child = reached.parent
            WHERE onward.parent <> reached.child
            EXCEPT FROM ancestries;
            INSERT INTO ancestries FROM reached"""
        )


def _judge(con: duckdb.DuckDBPyConnection, tier: Tier) -> None:
    """Judge the candidates that a tier names first, beside the `established` parents of the same children."""
    nearer = "by_converter" if tier is Tier.HABIT else "is_direct"  # these name what the model was made from at last
    against = Verdict.CONTRADICTION if tier in _AT_ODDS else Verdict.OUTWEIGHED
    con.execute(
        f"""CREATE OR REPLACE TABLE open AS
        SELECT child, parent, relation, related.current, coalesce(in_recipe, false) AS in_recipe,
               coalesce(in_words, false) AS in_words, coalesce(is_direct, false) AS is_direct,
               coalesce(by_converter, false) AS by_converter
        FROM related LEFT JOIN namings USING (child, parent) WHERE target = 'model' AND tier = {int(tier)};
        CREATE OR REPLACE TABLE established AS
        SELECT child, parent, relation, coalesce(in_recipe, false) AS in_recipe, coalesce(in_words, false) AS in_words
        FROM (FROM verdicts SEMI JOIN open USING (child)) LEFT JOIN namings USING (child, parent)
        WHERE verdict = '{Verdict.PARENT}' AND current;
        INSERT INTO verdicts
        WITH beside AS (
            SELECT child, true AS is_beside, bool_or(relation IN {CARRIES}) AS carries, bool_or(in_recipe) AS shares,
                   bool_or(in_words) AS speaks
            FROM established GROUP BY child),
        pairs AS (SELECT child, open.parent, established.parent AS other FROM open JOIN established USING (child)),
        above AS (
            SELECT DISTINCT pairs.child, pairs.parent, true AS is_above FROM pairs
            JOIN ancestries ON ancestries.child = other AND ancestries.parent = pairs.parent),
        below AS (
            SELECT DISTINCT pairs.child, pairs.parent, true AS is_below FROM pairs
            JOIN ancestries ON ancestries.child = pairs.parent AND ancestries.parent = other),
        own AS (
            SELECT open.child, open.parent, true AS is_own FROM open
            JOIN near ON near.child = open.parent AND near.parent = open.child)
        SELECT child, parent, {int(tier)}, open.relation, open.current, CASE
            WHEN is_beside IS NULL THEN '{Verdict.PARENT}'
            WHEN in_recipe AND shares AND NOT carries THEN '{Verdict.PARENT}'
            WHEN is_own THEN '{against if tier is Tier.PROOF else Verdict.OUTWEIGHED}'
            WHEN is_above AND NOT is_direct THEN '{Verdict.GRANDPARENT}'
            WHEN is_below AND {nearer} THEN '{Verdict.PARENT}'
            WHEN carries AND NOT is_direct AND {tier is not Tier.HABIT} THEN '{Verdict.GRANDPARENT}'
            WHEN in_words AND NOT in_recipe AND speaks THEN '{Verdict.OUTWEIGHED}'
            ELSE '{against}' END
        FROM open LEFT JOIN beside USING (child) LEFT JOIN above USING (child, parent)
        LEFT JOIN below USING (child, parent) LEFT JOIN own USING (child, parent)"""
    )


def _remote(con: duckdb.DuckDBPyConnection) -> None:
    """Find parents that are remote, though they were taken for parents at first.

    A declared one, where an adapter's settings or equal weights point to a child of it (a name alone takes nothing from
    what is declared); one that only words or traces name, where another parent found in the same way is a child of it.
    """
    con.execute(
        f"""CREATE TABLE remote AS
        WITH farther AS (
            SELECT nearer.child, up.parent, nearer.tier, coalesce(is_direct, false) AS by_direct
            FROM verdicts AS nearer JOIN ancestries AS up ON up.child = nearer.parent
            LEFT JOIN namings ON namings.child = nearer.child AND namings.parent = nearer.parent
            WHERE nearer.verdict = '{Verdict.PARENT}' AND nearer.current
              AND NOT EXISTS (FROM ancestries AS back WHERE back.child = up.parent AND back.parent = up.child)
              AND NOT EXISTS (FROM near AS back WHERE back.child = up.parent AND back.parent = up.child))
        SELECT DISTINCT child, parent FROM verdicts JOIN farther USING (child, parent)
        LEFT JOIN namings USING (child, parent)
        WHERE relation <> '{Relation.MERGE}' AND (
            verdicts.tier = {int(Tier.DECLARED)} AND verdicts.current AND by_direct AND NOT coalesce(is_direct, false)
            OR verdicts.tier >= {int(Tier.WORDS)} AND verdict = '{Verdict.PARENT}'
               AND farther.tier >= {int(Tier.WORDS)});
        UPDATE verdicts SET verdict = '{Verdict.GRANDPARENT}'
        FROM remote WHERE remote.child = verdicts.child AND remote.parent = verdicts.parent"""
    )
