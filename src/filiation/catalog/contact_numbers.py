"""Contacts, and files of weights, with the numbers of an edition.

Makes `numbered_contacts`, `numbered_readings` and `numbered_weights` with the columns of `schema.sql`.
"""

from enum import StrEnum

import duckdb

from filiation.facts.contacts import Whose
from filiation.facts.rights import ContactKind, Purpose
from filiation.facts.vocabulary import Presence
from filiation.facts.weights import holds_weights

MOST = 60
"""The most different contacts that are told of one publisher; one more is kept, as the sign that there are more."""

_SOURCES = ("organization-card", "overview", "card", "license-file")  # the nearest to the publisher first
_DAY = "(CAST(seen AS DATE) - DATE '1970-01-01')::INTEGER"


def number_contacts(con: duckdb.DuckDBPyConnection) -> None:
    """Make the tables of this module from `found_contacts` and `contents`; needs those of `numbering`."""
    _contacts(con)
    _readings(con)
    con.execute(
        f"""CREATE TABLE numbered_weights AS
        SELECT models.n AS model, path, max(size) AS size, max(sha256) AS sha256
        FROM contents JOIN models USING (key) WHERE current AND {holds_weights("path")} GROUP BY ALL"""
    )


def _contacts(con: duckdb.DuckDBPyConnection) -> None:
    """Put the contacts of each publisher in order; what is told again comes behind all that differ."""
    weight = ", ".join(
        (_place("whose", tuple(Whose)), _place("purpose", tuple(Purpose)), _place("kind", tuple(ContactKind)))
    )
    nearest = f"{_place('whose', tuple(Whose))}, {_listed('source', _SOURCES)}, {_place('purpose', tuple(Purpose))}"
    con.execute(
        f"""CREATE TABLE numbered_contacts AS
        WITH told AS (
            SELECT publishers.n AS publisher, found.kind, value, purpose, whose, source, location, models.n AS model,
                   {_DAY.replace("seen", "found.seen")} AS seen
            FROM found_contacts AS found JOIN publishers ON publishers.id = found.publisher
            LEFT JOIN models USING (key) WHERE found.key IS NULL OR models.n IS NOT NULL),
        once AS (
            SELECT *, row_number() OVER (
                PARTITION BY publisher, kind, value ORDER BY {nearest}, model NULLS FIRST, location) > 1 AS again
            FROM told),
        placed AS (
            SELECT *, row_number() OVER (
                PARTITION BY publisher, again ORDER BY {weight}, model, value, location) AS rank
            FROM once)
        SELECT publisher, row_number() OVER (PARTITION BY publisher ORDER BY again, rank)::INTEGER AS place, again,
               kind, value, purpose, whose, source, location, model, seen
        FROM placed WHERE again OR rank <= {MOST + 1}"""
    )


def _place(column: str, words: tuple[StrEnum, ...]) -> str:
    return _listed(column, tuple(map(str, words)))


def _listed(column: str, words: tuple[str, ...]) -> str:
    quoted = ", ".join(f"'{word}'" for word in words)
    return f"list_position([{quoted}], {column})"


def _readings(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        f"""CREATE TABLE numbered_readings AS
        WITH looked AS (
            SELECT key, count(DISTINCT path) AS files, bool_or(path = 'README.md') AS card FROM contents
            SEMI JOIN telling USING (bearer, path) WHERE current GROUP BY key),
        own AS (
            SELECT publisher, coalesce(sum(files), 0) AS files, count(*) FILTER (card) AS cards, min(n) AS model
            FROM models LEFT JOIN looked USING (key)
            WHERE publisher IS NOT NULL AND presence = '{Presence.LISTED}' AND NOT gone GROUP BY publisher)
        SELECT own.publisher, (own.files + count(cards.publisher) + count(accounts.id))::INTEGER AS files,
               own.cards::INTEGER AS cards, own.model
        FROM own JOIN publishers ON publishers.n = own.publisher
        LEFT JOIN organization_cards AS cards ON cards.publisher = publishers.id
        LEFT JOIN accounts ON accounts.id = publishers.id AND accounts.details IS NOT NULL
        GROUP BY own.publisher, own.files, own.cards, own.model"""
    )
