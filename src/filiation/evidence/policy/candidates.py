"""The second step of the policy: what the clues that name the same parent of the same child say together."""

import duckdb

from filiation.evidence.interface import Tier
from filiation.evidence.policy.words import DECLARING, INDEPENDENT, PUBLICATION, by_reader

_PROOF = int(Tier.PROOF)


def find_candidates(con: duckdb.DuckDBPyConnection) -> None:
    """Make `candidates`: one row for each child and parent that a clue joins.

    What is no longer said counts only where nothing is said now. `tier` is that of the nearest source; `vote` the best
    word on the relation of those who declare or prove it, `weak_vote` that of the others; `quarrel` whether the former
    differ among themselves; `precision` that of the surest reader (null: none was measured);
    `is_handed` tells that all of it was handed up by a child.
    """

    def counted(what: str, where: str = "true") -> str:
        now = f"{what} FILTER (current AND {where})"
        return f"CASE WHEN bool_or(current) THEN {now} ELSE {what} FILTER ({where}) END"

    near, far = f"tier <= {_PROOF}", f"tier > {_PROOF}"
    con.execute(
        f"""CREATE TABLE candidates AS
        SELECT child, parent, any_value(target) AS target, {counted("min(tier)")} AS tier,
               {counted("min(vote)", near)} AS vote, {counted("min(vote)", far)} AS weak_vote,
               {counted("min(vote % 10)", near)} <> {counted("max(vote % 10)", near)} AS quarrel,
               {counted("count(*)", f"reader IN {DECLARING}")} > 0 AS is_declared,
               {counted("count(*)", f"reader IN {INDEPENDENT}")} > 0 AS is_shown,
               {counted(f"max(CASE reader {by_reader(lambda r: r.precision)} END)")}::DOUBLE AS precision,
               bool_or(current AND reader IN {DECLARING} AND reader NOT IN {PUBLICATION}) AS is_named,
               bool_and(handed) AS is_handed, bool_or(current) AS current,
               min(first_seen) AS first_seen, max(last_seen) AS last_seen
        FROM judged WHERE rejection IS NULL GROUP BY child, parent"""
    )
