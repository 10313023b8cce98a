"""The legal sources that letters and pages cite: each a dated piece of data, so that a change of law is one of data.

A key names an act and a place in it: `gdpr:17(1)(d)`. An act's own key (`gdpr`, `cjeu-c-154-21`) names the whole of it.
"""

import datetime as dt
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

_SMALLEST = re.compile(r"\([^()]+\)\Z")
_SIGNS = {"en": ("{}: {}", "({})", "({})"), "fr": ("{}\u00a0: {}", ", §\u00a0{}", ", {})")}


@dataclass(frozen=True, slots=True)
class LegalSource:
    """One provision, judgment or guideline, told in our words; only its official text counts.

    `titles`, `urls` and `in_words` hold a text for each language. `date` is that of the text. `how` tells whether on
    the day `checked` its wording was `read` in a published copy, or a `summary` of it, or whether it is told
    `from-memory`. `act` is the whole's key.
    """

    key: str
    titles: Mapping[str, str]
    urls: Mapping[str, str]
    date: dt.date
    checked: dt.date
    in_words: Mapping[str, str]
    how: str
    act: str

    @property
    def title(self) -> str:
        """What it is called, in English."""
        return self.titles["en"]

    @property
    def url(self) -> str:
        """Where its official text is, in English where there is one."""
        return self.urls["en"]


def source(key: str) -> LegalSource:
    """Return the source that a key names: a smaller part of an article without its own entry is told by the article.

    Numbers of paragraphs of a guideline, opinion or judgment lead to the whole. Raises KeyError where no data hold it.
    """
    known, place = _sources(), key
    while place not in known and _SMALLEST.search(place):
        place = _SMALLEST.sub("", place)
    if place not in known and place.partition(":")[0] in _whole():
        place = place.partition(":")[0]
    if place not in known:
        raise KeyError(key)
    return known[place]


def sources() -> Mapping[str, LegalSource]:
    """Return all legal sources by key: the acts first, then their parts in the order of the data."""
    return MappingProxyType(_sources())


def cited(key: str, language: str) -> str:
    """Return how a key is cited, down to the place that it names: `GDPR, Article 17(1)(d)`.

    A language in which we tell no law cites as English does. Raises KeyError for what no data hold.
    """
    source(key)
    return _cited(key, language if language in _SIGNS else "en")


def _cited(key: str, language: str) -> str:
    act, _, place = key.partition(":")
    told = _data()["acts"][act]
    if place:
        return str(told["cite"][language]).format(place=_placed(place, language))
    return str(told["cite"][language].rpartition(", ")[0] if act in _whole() else told["title"][language])


def _placed(place: str, language: str) -> str:
    """Return a place as people write it in a language: `17(1)(d)` is `17, § 1, d)` in French."""
    first, *rest = re.split(r"[()]+", place.rstrip(")"))
    _, number, letter = _SIGNS[language]
    return first + "".join((number if part[0].isdigit() else letter).format(part) for part in rest)


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("data/law.toml").read_text("utf-8"))


@cache
def _whole() -> frozenset[str]:
    """The acts of which smaller places lead to the whole."""
    return frozenset(key for key, act in _data()["acts"].items() if act.get("whole"))


@cache
def _sources() -> dict[str, LegalSource]:
    return {one.key: one for one in _read()}


def _read() -> Iterator[LegalSource]:
    """Yield the acts, then their parts, which have the address, date and checking of their act unless they tell."""
    acts = _data()["acts"]
    for key, act in acts.items():
        yield LegalSource(
            key, act["title"], act["url"], act["date"], act["checked"], act["in_words"], act["how"], act=key
        )
    for key, part in _data().items():
        if key != "acts":
            name = key.partition(":")[0]
            yield _part(key, part, name, acts[name])


def _part(key: str, part: Mapping[str, Any], name: str, act: Mapping[str, Any]) -> LegalSource:
    joined = {language: signs[0] for language, signs in _SIGNS.items()}
    return LegalSource(
        key,
        {language: joined[language].format(_cited(key, language), part[language][0]) for language in joined},
        dict.fromkeys(joined, part["url"]) if "url" in part else act["url"],
        part.get("date", act["date"]),
        part.get("checked", act["checked"]),
        {language: part[language][1] for language in joined},
        part.get("how", act["how"]),
        act=name,
    )
