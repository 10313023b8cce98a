"""What each reading says of parents and datasets: what the links between two readings are compared by."""

import duckdb

from filiation.evidence.clues import READERS
from filiation.evidence.interface import Tier
from filiation.evidence.policy.verdicts import Verdict
from filiation.facts.vocabulary import RELATIONS

_TOLD = f"('{Verdict.PARENT}', '{Verdict.CONTRADICTION}')"


def read_tellings(con: duckdb.DuckDBPyConnection) -> None:
    """Make `tellings` from the clues that `resolve` has judged, of repositories that were read several times.

    One row a reading, `source` (the column of the record) and parent or dataset that this source names: `reading`,
    `source`, `child`, `parent` (keys), `target`, `relation` (what the best clue states, or null) and `vote` (the lowest
    is believed). What was rejected is left out, and so is what stands outside the Hub's records.
    """
    columns = ", ".join(f"'{reader.column}'" for reader in READERS)
    relations = ", ".join(f"'{relation}'" for relation in RELATIONS)
    con.execute(
        f"""CREATE TABLE tellings AS
        WITH named AS (
            SELECT clue, judged.child, judged.parent, target, reader, vote FROM judged
            LEFT JOIN verdicts ON target = 'model' AND verdicts.child = judged.child
                 AND verdicts.parent = judged.parent
            WHERE rejection IS NULL AND NOT handed
              AND (verdict IS NULL OR verdict IN {_TOLD} OR judged.tier = {int(Tier.DECLARED)}))
        SELECT reading, [{columns}][reader + 1] AS source, child, parent, any_value(target) AS target,
               min(vote) AS vote, [{relations}][min(vote) % 10 + 1] AS relation
        FROM named JOIN (SELECT clue, unnest(readings) AS reading FROM clues WHERE readings IS NOT NULL) USING (clue)
        WHERE reading IS NOT NULL GROUP BY ALL"""
    )
