"""The last step of the policy: every clue is attached to its link, or to the reason why it makes none."""

import duckdb

from filiation.evidence.interface import Tier
from filiation.evidence.policy.verdicts import Verdict
from filiation.facts.vocabulary import Rejection, Relation, Source

# What speaks against each parent is quoted there: a few names suffice, and many would fill the memory.
_QUOTED = "array_to_string(list_sort(list(DISTINCT raw))[:20], ', ')"
_QUOTED += " || CASE WHEN count(DISTINCT raw) > 20 THEN ', …' ELSE '' END"
_REFUSED = {Verdict.GRANDPARENT: Rejection.GRANDPARENT, Verdict.OUTWEIGHED: Rejection.OUTWEIGHED}


def attach_clues(con: duckdb.DuckDBPyConnection) -> None:
    """Make `evidence`; a clue of another relation than its link's speaks against it.

    The word “fine-tuned” in a text does not: training tools write it of adapters and of whole models alike.
    """
    refused = " ".join(f"WHEN '{verdict}' THEN '{rejection}'" for verdict, rejection in _REFUSED.items())
    con.execute(
        f"""CREATE TABLE evidence AS
        WITH settled AS (
            SELECT judged.*, coalesce(rejection, CASE verdict {refused} END) AS refusal
            FROM judged LEFT JOIN verdicts ON judged.target = 'model' AND verdicts.child = judged.child
                 AND verdicts.parent = judged.parent)
        SELECT clues.child, CASE WHEN refusal IS NULL THEN settled.parent END AS parent, clues.target, raw, source,
               location, clues.relation, revision, clues.first_seen, clues.last_seen, clues.current,
               coalesce(clues.relation = links.relation OR settled.tier >= {int(Tier.WORDS)}
                        AND clues.relation = '{Relation.FINETUNE}', true) AS supports,
               refusal AS rejection
        FROM settled JOIN clues USING (clue)
        LEFT JOIN links ON links.child = settled.child AND links.parent = settled.parent
        UNION ALL BY NAME FROM ({_opponents()})
        UNION ALL BY NAME
        SELECT links.child, links.parent, target, method AS raw, '{Source.CONFIG}' AS source, files.location,
               '{Relation.QUANTIZED}' AS relation, files.first_seen, files.last_seen, true AS current,
               true AS supports, NULL AS rejection
        FROM links JOIN quantized_files AS files ON files.child = links.child
        WHERE links.relation = '{Relation.QUANTIZED}' AND links.target = 'model'
        UNION ALL BY NAME
        SELECT child, NULL AS parent, target, raw, source, location, relation, first_seen, last_seen, current,
               true AS supports, '{Rejection.TOO_MANY}' AS rejection
        FROM surplus
        UNION ALL BY NAME
        SELECT child, NULL AS parent, 'model' AS target, fault AS raw, '{Source.FILE}' AS source, location, first_seen,
               last_seen, current, true AS supports, '{Rejection.UNREADABLE}' AS rejection
        FROM file_faults"""
    )


def _opponents() -> str:
    """Return SQL for what contradicts each parent: the others that sources of another kind name in its place."""
    return f"""
        SELECT said.child, links.parent, 'model' AS target, said.raw, said.source, said.location, said.relation,
               said.first_seen, said.last_seen, said.current, false AS supports, NULL AS rejection
        FROM (SELECT judged.child, judged.reader, {_QUOTED} AS raw, min(source) AS source,
                     CASE WHEN min(source) = '{Source.MERGE_CONFIG}' AND bool_and(starts_with(location, 'tags'))
                          THEN 'tags' ELSE min(location) END AS location,
                     min(clues.relation) AS relation, min(judged.first_seen) AS first_seen,
                     max(judged.last_seen) AS last_seen, bool_or(judged.current) AS current
              FROM judged JOIN clues USING (clue) JOIN verdicts ON verdicts.child = judged.child
                   AND verdicts.parent = judged.parent AND verdict = '{Verdict.CONTRADICTION}'
              WHERE judged.target = 'model' AND rejection IS NULL GROUP BY judged.child, judged.reader) AS said
        JOIN links ON links.child = said.child AND links.target = 'model' AND NOT links.gone
        JOIN verdicts ON verdicts.child = links.child AND verdicts.parent = links.parent
             AND verdicts.verdict = '{Verdict.PARENT}'"""
