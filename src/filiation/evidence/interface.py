"""What a reader of clues is: a source, and a query over what was read of the repositories.

A reader looks at the table `marked` (one row a reading of a model that says anything of its descent):
`child` (the model's key in `entities`), `first_seen`, `last_seen`, `tags` and `card`, `config`, `base_models` (JSON
text), each with a flag (`tags_now`, ...) that tells whether this is the newest reading that has it. It gives rows of

`child`, `target` ('model' or 'dataset'), `raw` (what is written), `location` (where in the record),
`relation` (what the clue itself says of it, or null), `first_seen`, `last_seen`, `current`, `reading` (its
`marked_row`; null where it was read elsewhere)

and, where these differ from `raw` and from the reader's own source, `named` (the text that names the parent) and
`source`.
"""

from dataclasses import dataclass

from filiation.facts.vocabulary import Source


@dataclass(frozen=True, slots=True)
class Reader:
    """One kind of evidence.

    `declares` tells whether a person or tool wrote it down as the parent; other sources only show it. `rank` orders
    what sources say of a relation where they differ: the lowest is believed. `column` is the one of `marked` that it
    reads: a reading without it says nothing (empty: it reads another table).
    """

    name: str
    source: Source
    declares: bool
    rank: int
    column: str
    query: str


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
