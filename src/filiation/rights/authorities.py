"""The authorities to which a person can complain, one for each country, each with where its address was read."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

_LIST = "https://github.com/datenanfragen/data/blob/{version}/supervisory-authorities/{name}.json"


@dataclass(frozen=True, slots=True)
class Regional:
    """The authority of a part of a country: for whom it is competent is told by the note of the country's."""

    region: str
    name: str
    website: str
    source: str


@dataclass(frozen=True, slots=True)
class Authority:
    """One supervisory authority: `names` holds it in English, French and its own languages.

    `regime` is the law under which it acts. `source` is where its address was read on the day `checked`; `how` tells
    whether all of it was `read` there, or some is told `from-memory`. `note` is what else is to be known, by language.
    """

    country: str
    names: Mapping[str, str]
    address: tuple[str, ...]
    website: str
    complaint_page: str | None
    email: str | None
    phone: str | None
    regime: str
    source: str
    checked: date
    how: str
    note: Mapping[str, str]
    regional: tuple[Regional, ...] = ()


def authority(country: str) -> Authority | None:
    """Return the authority of a country (an ISO 3166-1 code, in any case); None where we know of none."""
    return _by_country().get(country.upper())


def authorities() -> tuple[Authority, ...]:
    """Return all authorities, by country code."""
    return tuple(_by_country().values())


def regime_of(country: str) -> str:
    """Return the law on personal data of a country: `gdpr`, `uk-gdpr`, `fadp`, or empty elsewhere."""
    found = authority(country)
    return found.regime if found else ""


@cache
def _by_country() -> Mapping[str, Authority]:
    data = tomllib.loads(files(__package__).joinpath("data/authorities.toml").read_text("utf-8"))
    checked, default = data.pop("checked"), data.pop("regime")
    return MappingProxyType(
        {country: _authority(country, told, checked, default) for country, told in sorted(data.items())}
    )


def _authority(country: str, told: Mapping[str, Any], checked: date, default: str) -> Authority:
    return Authority(
        country,
        told["names"],
        tuple(told["address"]),
        told["website"],
        told.get("complaint_page"),
        told.get("email"),
        told.get("phone"),
        told.get("regime", default),
        _read_in(told["read"]),
        checked,
        told.get("how", "read"),
        told.get("note", {}),
        tuple(Regional(region, name, site, _read_in(where)) for region, name, site, where in told.get("regional", ())),
    )


def _read_in(where: str) -> str:
    """Return the address where a fact was read: a page, or a name and version in the public list of authorities."""
    name, at, version = where.partition("@")
    return _LIST.format(name=name, version=version) if at else where
