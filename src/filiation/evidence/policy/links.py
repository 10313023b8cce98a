"""The fourth step of the policy: the links, each with its standing and the steps that were taken for it."""

import duckdb

from filiation.evidence.interface import Tier
from filiation.evidence.policy.verdicts import Verdict
from filiation.evidence.policy.words import places
from filiation.facts.grounds import Ground
from filiation.facts.vocabulary import Relation, Source, Standing

_NAMED_BY = {
    Tier.DECLARED: Ground.DECLARED,
    Tier.PROOF: Ground.SHOWN,
    Tier.WORDS: Ground.IN_WORDS,
    Tier.HABIT: Ground.BY_HABIT,
    Tier.TRACE: Ground.TRACED,
}
_CARD = places(lambda reader: reader.source is Source.CARD)
_KEPT = f"('{Verdict.PARENT}', '{Verdict.CONTRADICTION}')"


def make_links(con: duckdb.DuckDBPyConnection) -> None:
    """Make `links` from `related` and `verdicts`; datasets are never judged against each other.

    `certainty` is that of the relation, `parent_certainty` that of the parent where nobody declares it (null: it is
    declared, or was not measured).
    """
    named = " ".join(f"WHEN {int(tier)} THEN '{ground}'" for tier, ground in _NAMED_BY.items())
    con.execute(
        f"""CREATE TABLE links AS
        WITH disputed AS (
            SELECT DISTINCT child FROM verdicts WHERE verdict = '{Verdict.CONTRADICTION}' AND current),
        remote_named AS (
            SELECT DISTINCT child FROM verdicts WHERE verdict = '{Verdict.GRANDPARENT}' AND current),
        probably_remote AS (
            SELECT named.child, ancestries.parent FROM verdicts AS named
            JOIN ancestries ON ancestries.child = named.parent
            WHERE named.tier = {int(Tier.HABIT)} AND named.verdict = '{Verdict.PARENT}' AND named.current),
        kept AS (
            SELECT related.*, quarrel AS relations_differ,
                   target = 'model' AND related.current
                       AND (child IN (FROM disputed) OR verdict = '{Verdict.CONTRADICTION}') AS parents_differ,
                   target = 'model' AND (child, parent) IN (SELECT (child, parent) FROM younger) AS is_younger,
                   target = 'model' AND related.current AND child IN (FROM remote_named) AS remote_named,
                   target = 'model' AND tier = {int(Tier.DECLARED)}
                       AND (child, parent) IN (SELECT (child, parent) FROM probably_remote) AS probably_remote,
                   target = 'model' AND (is_shown OR related.relation = '{Relation.QUANTIZED}' AND NOT by_rule
                       AND child IN (SELECT child FROM quantized_files)) AS agrees
            FROM related LEFT JOIN (SELECT child, parent, verdict FROM verdicts) AS verdicts USING (child, parent)
            WHERE target = 'dataset' OR verdict IN {_KEPT} AND child <> parent),
        stood AS (
            SELECT *, CASE WHEN relations_differ OR parents_differ THEN '{Standing.CONTRADICTED}'
                           WHEN is_declared AND agrees THEN '{Standing.CORROBORATED}'
                           WHEN is_declared THEN '{Standing.DECLARED}' ELSE '{Standing.INFERRED}' END AS standing
            FROM kept)
        SELECT child, parent, target, relation,
               certainty, CASE WHEN NOT is_declared THEN precision END AS parent_certainty, reason, standing,
               concat_ws(' ', CASE WHEN is_handed THEN '{Ground.HANDED_UP}' ELSE CASE tier {named} END END,
                   {_relation_ground()}, {_outranked()},
                   CASE WHEN standing = '{Standing.INFERRED}' THEN '{Ground.NOBODY_DECLARES}'
                        WHEN standing = '{Standing.CORROBORATED}' THEN '{Ground.AGREED}'
                        WHEN standing = '{Standing.DECLARED}' THEN '{Ground.NOT_CHECKED}' END,
                   CASE WHEN relations_differ THEN '{Ground.RELATIONS_DIFFER}' END,
                   CASE WHEN parents_differ THEN '{Ground.PARENTS_DIFFER}' END,
                   CASE WHEN is_younger THEN '{Ground.YOUNGER_PARENT}' END,
                   CASE WHEN remote_named THEN '{Ground.REMOTE_NAMED}' END,
                   CASE WHEN probably_remote THEN '{Ground.PROBABLY_REMOTE}' END) AS grounds,
               first_seen, last_seen, NOT current AS gone
        FROM stood"""
    )


def _relation_ground() -> str:
    return f"""CASE WHEN proved IS NOT NULL THEN '{Ground.RELATION_PROVED}'
                    WHEN by_rule THEN '{Ground.RELATION_RULE}'
                    WHEN relation = '{Relation.UNSPECIFIED}' THEN '{Ground.RELATION_OPEN}'
                    WHEN said IS NULL THEN '{Ground.RELATION_SHOWN}'
                    WHEN voter_tier = {int(Tier.PROOF)} THEN '{Ground.RELATION_PROVED}'
                    ELSE '{Ground.RELATION_STATED}' END"""


def _outranked() -> str:
    return f"""CASE WHEN outranked IS NOT NULL AND voter IN {_CARD} THEN '{Ground.CARD_OUTRANKED}'
                    WHEN outranked IS NOT NULL THEN '{Ground.LABEL_OUTRANKED}' END"""
