"""The columns of the tables that one room hands to another (Arrow schemas)."""

import pyarrow as pa

_TEXT, _MOMENT = pa.string(), pa.timestamp("ms")

_RECORD: dict[str, pa.DataType] = {
    "kind": _TEXT,
    "id": _TEXT,
    "hub_id": _TEXT,
    "author": _TEXT,
    "created": _MOMENT,
    "modified": _MOMENT,
    "sha": _TEXT,
    "private": pa.bool_(),
    "disabled": pa.bool_(),
    "gated": _TEXT,
    "downloads": pa.int64(),
    "downloads_all_time": pa.int64(),
    "likes": pa.int64(),
    "task": _TEXT,
    "library": _TEXT,
    "tags": pa.list_(_TEXT),
    "card": _TEXT,
    "config": _TEXT,
    "base_models": _TEXT,
    "files": pa.list_(_TEXT),
    "extra": _TEXT,
}

RECORDS = pa.schema(_RECORD)
"""One repository as a source described it. Null: the source did not say. `card`, `config`, `base_models` and
`extra` (all that has no column of its own) are JSON text; `gated` is "false", "auto" or "manual"; moments are UTC."""

STATEMENTS = pa.schema(dict.fromkeys(("child", "parent", "relation", "source", "location", "raw"), _TEXT))
"""A link stated outside the Hub's records: who is said to come from whom, in which words, and at which address.
An id that starts with `outside:` names a model that has no repository."""

_ACCOUNT: dict[str, pa.DataType] = {
    "id": _TEXT,
    "kind": _TEXT,
    "hub_id": _TEXT,
    "full_name": _TEXT,
    "details": _TEXT,
    "verified": pa.bool_(),
}

PUBLISHERS = pa.schema(_ACCOUNT)
"""One account as its overview on the Hub describes it; `kind` is a PublisherKind: `unknown` where the Hub knows no
account of the name `id`."""

_REPOSITORY_FILE: dict[str, pa.DataType] = {
    **dict.fromkeys(("kind", "id", "revision", "path"), _TEXT),
    "size": pa.int64(),
    **dict.fromkeys(("blob", "sha256"), _TEXT),
    "body": pa.binary(),
    "fault": _TEXT,
}

REPOSITORY_FILES = pa.schema(_REPOSITORY_FILE)
"""One file of a repository at the commit `revision`: `size` in bytes, `blob` the name of its content (the Hub's ETag),
`sha256` that of large files. `body` is what was read of it, the whole or its beginning (null: nothing, or its content
is stored already under the same `blob`); `fault` a `facts.findings.Fault` where it was to be read and could not be."""

SPACE = "space"
"""The kind of a Space in REPOSITORY_FILES: of those, only the cards of organizations are read."""

OUTSIDE = "outside:"
"""What the id of a model without a repository begins with."""


def bare(name: str) -> str:
    """Return an id as people read it: without the mark of a model that has no repository."""
    return name.removeprefix(OUTSIDE)
