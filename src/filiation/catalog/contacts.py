"""What an edition's database tells of contacts, and of the files of weights of a model."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from json import dumps
from sqlite3 import Row

from filiation.catalog.edition import Edition, day
from filiation.facts.contacts import Contact, Whose
from filiation.facts.parties import WeightFile
from filiation.facts.rights import ContactKind, Purpose

_CONTACTS = """
    SELECT c.publisher, c.kind, c.value, c.purpose, c.whose, c.source, c.location, c.seen, m.id AS model
    FROM contacts c LEFT JOIN models m ON m.n = c.model"""
_PUBLIC = ContactKind.CODE  # whoever opens an issue there is read by all


@dataclass(frozen=True, slots=True)
class Looked:
    """What was looked at of a publisher: `files` in which contacts were looked for, models with and without a card.

    `model` is the id of its most used model in the newest sources; None where it has none there.
    """

    full_name: str | None
    files: int
    cards: int
    models: int
    model: str | None


def contacts_of(edition: Edition, publishers: Iterable[int]) -> dict[int, list[Contact]]:
    """Return the different contacts of some publishers, by number, in the order in which an edition has them."""
    query = f"{_CONTACTS} WHERE c.publisher IN ({{}}) AND NOT c.again ORDER BY c.publisher, c.place"
    found: dict[int, list[Contact]] = {}
    for row in edition.chunked(query, publishers):
        found.setdefault(row["publisher"], []).append(_contact(row))
    return found


def contacts_in(edition: Edition, models: Iterable[int]) -> dict[str, list[Contact]]:
    """Return the contacts that the files of some models tell, by the models' ids."""
    found: dict[str, list[Contact]] = {}
    for row in edition.chunked(f"{_CONTACTS} WHERE c.model IN ({{}}) ORDER BY c.publisher, c.place", models):
        found.setdefault(row["model"], []).append(_contact(row))
    return found


def looked_at(edition: Edition, publishers: Iterable[int]) -> dict[int, Looked]:
    """Return what was looked at of some publishers, by number."""
    query = """SELECT p.n, p.full_name, p.models, r.files, r.cards, m.id AS model FROM publishers p
        LEFT JOIN readings r ON r.publisher = p.n LEFT JOIN models m ON m.n = r.model WHERE p.n IN ({})"""
    return {
        row["n"]: Looked(row["full_name"], row["files"] or 0, row["cards"] or 0, row["models"], row["model"])
        for row in edition.chunked(query, publishers)
    }


def publisher_numbers(edition: Edition, names: Sequence[str]) -> dict[str, int]:
    """Return the numbers of publishers by their names, in any case of letters; the unknown ones are left out."""
    query = "SELECT n, id FROM publishers WHERE id COLLATE NOCASE IN (SELECT value FROM json_each(?)) ORDER BY n DESC"
    found: dict[str, int] = {}
    for row in edition.rows(query, [dumps(list(names))]):
        found[row["id"].lower()] = row["n"]
        found[row["id"]] = row["n"]
    return {name: found[near] for name in names for near in (name, name.lower()) if near in found}


def weight_files(edition: Edition, model: int) -> tuple[WeightFile, ...]:
    """Return the files of weights of a model that was inspected, by path; none where it was not."""
    rows = edition.rows("SELECT path, size, sha256 FROM weight_files WHERE model = ? ORDER BY path", [model])
    return tuple(WeightFile(row["path"], row["size"], row["sha256"]) for row in rows)


def _contact(row: Row) -> Contact:
    kind = ContactKind(row["kind"])
    return Contact(
        kind=kind,
        value=row["value"],
        purpose=Purpose(row["purpose"]),
        source=row["source"],
        location=row["location"],
        seen=day(row["seen"]),
        public=kind is _PUBLIC,
        model=row["model"],
        whose=Whose(row["whose"]),
    )
