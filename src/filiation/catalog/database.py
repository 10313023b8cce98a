"""Writing `catalog.db`: the edition's names, display fields, links and clues as one SQLite file."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from importlib.resources import files
from pathlib import Path

import duckdb

_BATCH = 20_000

_TABLES: Mapping[str, str] = {
    "publishers": (
        "SELECT n, id, kind, models, datasets, downloads, full_name, details, verified::INTEGER, seen "
        "FROM publishers ORDER BY n"
    ),
    "words": ("SELECT kind, code, word FROM words ORDER BY kind, code"),
    "models": (
        "SELECT n, id, presence, gone::INTEGER, publisher, created, modified, downloads, likes, task, library, "
        "license, gated, disabled::INTEGER, sha, hub_id, new_version, first_seen, last_seen FROM models ORDER BY n"
    ),
    "datasets": (
        "SELECT n, id, presence, gone::INTEGER, publisher, created, modified, downloads, likes, license, gated, sha, "
        "hub_id, first_seen, last_seen FROM datasets ORDER BY n"
    ),
    "old_names": (
        "SELECT kind, old, any_value(id) FROM aliases WHERE id IN (SELECT id FROM nodes) "
        "GROUP BY kind, old ORDER BY kind, old"
    ),
    "links": (
        "SELECT child, parent, relation, standing, certainty, parent_certainty, reason, grounds, first_seen, "
        "last_seen, gone::INTEGER "
        "FROM numbered WHERE target = 'model' ORDER BY child, parent"
    ),
    "trained_on": (
        "SELECT child, parent, standing, reason, grounds, first_seen, last_seen, gone::INTEGER "
        "FROM numbered WHERE target = 'dataset' ORDER BY child, parent"
    ),
    "clues": (
        "SELECT child, row_number() OVER (PARTITION BY child ORDER BY rejection NULLS FIRST, parent NULLS LAST, "
        "dataset, source, location, raw), parent, dataset, source, location, raw, relation, revision, first_seen, "
        "last_seen, gone::INTEGER, supports::INTEGER, rejection FROM numbered_clues ORDER BY 1, 2"
    ),
    "changes": (
        "SELECT kind, n, row_number() OVER (PARTITION BY kind, n ORDER BY day, moment, what, other_kind, other, "
        "before), import, day, since, what, other_kind, other, before, after FROM numbered_changes ORDER BY 1, 2, 3"
    ),
    "ailments": (
        "SELECT child, kind, row_number() OVER (PARTITION BY child, kind ORDER BY parent, said, found), parent, said, "
        "found, since, source FROM ailments ORDER BY 1, 2, 3"
    ),
    "health": "SELECT what, n FROM health ORDER BY what",
    "contacts": (
        "SELECT publisher, place, again::INTEGER, kind, value, purpose, whose, source, location, model, seen "
        "FROM numbered_contacts ORDER BY 1, 2"
    ),
    "readings": "SELECT publisher, files, cards, model FROM numbered_readings ORDER BY publisher",
    "weight_files": "SELECT model, path, size, sha256 FROM numbered_weights ORDER BY 1, 2",
    "days": "SELECT day, whole::INTEGER FROM read_days ORDER BY day",
    "imports": "SELECT name, source, endpoint, seen, whole FROM sources ORDER BY name",
}

_INDEXES = (
    "CREATE INDEX models_id ON models (id COLLATE NOCASE)",
    "CREATE INDEX datasets_id ON datasets (id COLLATE NOCASE)",
    "CREATE INDEX publishers_id ON publishers (id COLLATE NOCASE)",
    "CREATE INDEX old_names_id ON old_names (id)",
    "CREATE INDEX trained_on_dataset ON trained_on (dataset)",
    "CREATE INDEX datasets_publisher ON datasets (publisher)",
    "CREATE INDEX changes_day ON changes (day DESC, kind DESC, n, place)",
    "CREATE INDEX contacts_model ON contacts (model)",
    "CREATE INDEX ailments_kind ON ailments (kind, child, place)",
)


def write_database(con: duckdb.DuckDBPyConnection, file: Path, meta: Mapping[str, str]) -> None:
    """Write the numbered tables of the build's connection, and `meta`, to a new SQLite file."""
    with closing(sqlite3.connect(file, isolation_level=None)) as db:
        # The file is new and published only when whole: a journal would be written for nothing.
        db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;")
        db.executescript(files("filiation.catalog").joinpath("schema.sql").read_text(encoding="utf-8"))
        db.execute("BEGIN")
        db.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())
        for table, query in _TABLES.items():
            _copy(con, db, table, query)
        for index in _INDEXES:
            db.execute(index)
        db.execute("COMMIT")
        db.execute("ANALYZE")


def _copy(con: duckdb.DuckDBPyConnection, db: sqlite3.Connection, table: str, query: str) -> None:
    for batch in con.sql(query).to_arrow_reader(_BATCH):
        marks = ", ".join("?" * batch.num_columns)
        columns = (column.to_pylist() for column in batch.columns)
        db.executemany(f"INSERT INTO {table} VALUES ({marks})", zip(*columns, strict=True))
