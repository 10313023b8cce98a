"""What a reader of clues is: a source, and a query over what was read of the repositories.

A reader looks at the table `marked` (one row a reading of a model that says anything of its descent):
`child` (the model's key in `entities`), `first_seen`, `last_seen`, `tags` and `card`, `config`, `base_models` (JSON
text), each with a flag (`tags_now`, ...) that tells whether this is the newest reading that has it. It gives rows of

`child`, `target` ('model' or 'dataset'), `raw` (what is written), `location` (where in the record),
`relation` (what the clue itself says of it, or null), `first_seen`, `last_seen`, `current`, `reading` (its
`marked_row`; null where it was read elsewhere)

and, where these differ from `raw` and from the reader's own source, `named` (the text that names the parent) and
`source`; and `revision`, where the parent's is told.
"""

from dataclasses import dataclass
from enum import IntEnum

from filiation.facts.vocabulary import Source


class Tier(IntEnum):
    """How near a source is to the making of a model; a lower tier never stands against a higher one alone.

    DECLARED: the publisher, the Hub or a publication names the parent in the place that is meant for it.
    PROOF: what the making itself left, and the model needs to work: an adapter's settings, a recipe, equal weights.
    WORDS: what a tool wrote into the card, which is often copied with the card from another model.
    HABIT: how a publisher is known to name what it makes.
    TRACE: what a tool noted in a file on the way; it is hard to forge, but often names the parent's parent.
    """

    DECLARED = 0
    PROOF = 1
    WORDS = 2
    HABIT = 3
    TRACE = 4


@dataclass(frozen=True, slots=True)
class Reader:
    """One kind of evidence.

    `rank` orders what sources say of a relation where they differ: the lowest is believed. `column` is the one of
    `marked` that it reads: a reading without it says nothing (empty: it reads another table). `independent` tells that
    it does not merely repeat what the publisher declares, so that it can corroborate that. `precision` is the measured
    share of its parents that are right where nobody declares one (None: not measured).
    """

    name: str
    source: Source
    tier: Tier
    rank: int
    column: str
    query: str
    independent: bool = False
    precision: float | None = None

    @property
    def declares(self) -> bool:
        """Whether a person or a tool wrote it down as the parent; other sources only show it."""
        return self.tier is Tier.DECLARED


def listed(column: str, path: str, location: str, *, now: str) -> str:
    """Return SQL that yields `raw` and `location` for a JSON value that should be one text or a list of texts.

    What is neither is given as JSON, to be rejected where it can be seen.

    `path` is the JSON path in `column`; `location` how the place is called; `now` the flag of currency.
    """
    value = f"TRY(json_extract({column}, '{path}'))"
    return f"""
        SELECT child, first_seen, last_seen, {now} AS current,
               CASE json_type(item) WHEN 'VARCHAR' THEN json_extract_string(item, '$')
                    ELSE CAST(item AS VARCHAR) END AS raw,
               '{location}' || CASE WHEN many THEN '[' || (place - 1) || ']' ELSE '' END AS location,
               marked_row AS reading
        FROM (SELECT *, unnest(items) AS item, generate_subscripts(items, 1) AS place
              FROM (SELECT *, json_type(found) = 'ARRAY' AS many,
                           CASE WHEN many THEN json_extract(found, '$[*]') ELSE [found] END AS items
                    FROM (SELECT *, {value} AS found FROM marked WHERE {column} IS NOT NULL)
                    WHERE found IS NOT NULL))
        WHERE json_type(item) <> 'NULL'"""
