"""The columns of the tables that one room hands to another (Arrow schemas)."""

import pyarrow as pa

_DAY = pa.date32()

RECORDS = pa.schema(
    [
        pa.field("kind", pa.string(), nullable=False),
        pa.field("id", pa.string(), nullable=False),
        pa.field("hub_id", pa.string()),
        pa.field("author", pa.string()),
        pa.field("created", pa.timestamp("ms", "UTC")),
        pa.field("modified", pa.timestamp("ms", "UTC")),
        pa.field("sha", pa.string()),
        pa.field("private", pa.bool_()),
        pa.field("disabled", pa.bool_()),
        pa.field("gated", pa.string()),
        pa.field("downloads", pa.int64()),
        pa.field("downloads_all_time", pa.int64()),
        pa.field("likes", pa.int64()),
        pa.field("task", pa.string()),
        pa.field("library", pa.string()),
        pa.field("tags", pa.list_(pa.string())),
        pa.field("card", pa.string()),
        pa.field("config", pa.string()),
        pa.field("base_models", pa.string()),
        pa.field("files", pa.list_(pa.string())),
        pa.field("extra", pa.string()),
    ]
)
"""One repository as a source described it. Null: the source did not say. `card`, `config`, `base_models` and
`extra` (all that has no column of its own) are JSON text; `gated` is "false", "auto" or "manual"."""

STATEMENTS = pa.schema(
    [
        pa.field("child", pa.string(), nullable=False),
        pa.field("parent", pa.string(), nullable=False),
        pa.field("relation", pa.string(), nullable=False),
        pa.field("source", pa.string(), nullable=False),
        pa.field("location", pa.string(), nullable=False),
        pa.field("raw", pa.string(), nullable=False),
    ]
)
"""A link stated outside the Hub's records: who is said to come from whom, in which words, and where (an address).
An id that starts with `outside:` names a model that has no repository."""

CLUES = pa.schema(
    [
        pa.field("child", pa.string(), nullable=False),
        pa.field("raw", pa.string(), nullable=False),
        pa.field("source", pa.string(), nullable=False),
        pa.field("location", pa.string(), nullable=False),
        pa.field("relation", pa.string()),
        pa.field("first_seen", _DAY, nullable=False),
        pa.field("last_seen", _DAY, nullable=False),
        pa.field("current", pa.bool_(), nullable=False),
    ]
)
"""One observation about a parent (or, with relation `trained_on`, a dataset). `relation` is what the clue itself
says of it, null where it says nothing; `current` is false once a newer reading lacks the clue."""
