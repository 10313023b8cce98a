"""Our list of publishers: how they can be reached and where they are, as far as sources say; see its file for how."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from filiation.facts.contacts import Contact
from filiation.facts.rights import ContactKind, Purpose

CURATED = "curated"
"""The source of contacts of this list."""


class Read(StrEnum):
    """How a source was read: on its own page, in a copy of it, or as somebody else tells it."""

    PAGE = "page"
    ARCHIVE = "archive"
    QUOTED = "quoted"


class Tie(StrEnum):
    """What ties a publisher that is established elsewhere to the Union."""

    GROUP = "group"
    REPRESENTATIVE = "representative"
    POLICY = "policy"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact was read: the page, the day, and how; `of` is what it is a copy of, or what it tells of."""

    page: str
    seen: date
    read: Read
    of: str | None = None


@dataclass(frozen=True, slots=True)
class Established:
    """The country in which a publisher is established, with the source that says so."""

    country: str
    source: Source


@dataclass(frozen=True, slots=True)
class InTheUnion:
    """What ties a publisher to the Union: what sort of tie, with whom and where as far as the source names them."""

    tie: Tie
    country: str | None
    who: str | None
    source: Source


@dataclass(frozen=True, slots=True)
class Listed:
    """One publisher of the list, with its accounts on the Hub."""

    accounts: tuple[str, ...]
    name: str
    sources: Mapping[str, Source]
    contacts: tuple[Contact, ...]
    established: Established | None
    in_the_union: InTheUnion | None

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts of its e-mail addresses that bear its name: not those of providers and of representatives."""
        hosts = (one.value.partition("@")[2] for one in self.contacts if one.kind is ContactKind.EMAIL)
        names = [_letters(name) for name in (self.name, *self.accounts)]
        return frozenset(
            host for host in hosts if any(_letters(part) in name for part in host.split(".")[:-1] for name in names)
        )


def listed(account: str) -> Listed | None:
    """Return the entry of an account, in any case of letters; None where there is none."""
    return _by_account().get(account.lower())


@cache
def publishers() -> tuple[Listed, ...]:
    """Return the whole list."""
    text = files("filiation.rights").joinpath("data", "publishers.toml").read_text(encoding="utf-8")
    return tuple(map(_entry, tomllib.loads(text)["publisher"]))


@cache
def owners_of_hosts() -> Mapping[str, Listed]:
    """Return the publishers of the list by the hosts of their addresses that bear their names."""
    return {host: one for one in publishers() for host in one.hosts}


@cache
def _by_account() -> Mapping[str, Listed]:
    return {account.lower(): one for one in publishers() for account in one.accounts}


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.lower()))


def _entry(fields: Mapping[str, Any]) -> Listed:
    sources = {name: _source(told) for name, told in fields["sources"].items()}
    established, union = fields.get("established"), fields.get("in_the_union")
    return Listed(
        accounts=tuple(fields["accounts"]),
        name=fields["name"],
        sources=sources,
        contacts=tuple(_contact(one, sources[one["source"]]) for one in fields["contacts"]),
        established=Established(established["country"], sources[established["source"]]) if established else None,
        in_the_union=_union(union, sources) if union else None,
    )


def _source(fields: Mapping[str, Any]) -> Source:
    return Source(fields["page"], fields["seen"], Read(fields["read"]), fields.get("of"))


def _union(fields: Mapping[str, Any], sources: Mapping[str, Source]) -> InTheUnion:
    return InTheUnion(Tie(fields["kind"]), fields.get("country"), fields.get("who"), sources[fields["source"]])


def _contact(fields: Mapping[str, Any], source: Source) -> Contact:
    return Contact(
        ContactKind(fields["kind"]), fields["value"], Purpose(fields["purpose"]), CURATED, source.page, source.seen
    )
