"""What a person tells before letters can be written: all of it concerns the person, and stays where it is typed."""

from dataclasses import dataclass, field
from datetime import date

from filiation.facts.rights import DataKind, ErasureGround, Right


@dataclass(frozen=True, slots=True)
class Person:
    """Who writes: a name, where to answer (an e-mail or a postal address), and the country of residence.

    `country` is an ISO 3166-1 code. `represents` names the person for whom a lawyer or an association writes.
    """

    name: str = field(repr=False)
    reply_to: str = field(repr=False)
    country: str
    represents: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Observation:
    """One thing that a model was asked and what it said; `settings` as the person noted them (temperature, seed…)."""

    prompt: str = field(repr=False)
    output: str = field(repr=False)
    day: date | None = None
    settings: str = field(default="", repr=False)
    model: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything that a person says of a matter.

    `what` is the data in a few words. `file` is the one that was used (a name, or a quantization), `revision` a
    commit. `correction` says what is right (for article 16), `situation` why the person objects (article 21).
    `repeats` and `silent` are models of the line that were tested: they do, or do not, say it too. `language` is that
    of the letters, `day` the one that they bear.
    """

    model: str
    rights: tuple[Right, ...]
    person: Person
    what: str = field(repr=False)
    day: date
    language: str = "en"
    kinds: tuple[DataKind, ...] = ()
    observations: tuple[Observation, ...] = ()
    revision: str = ""
    file: str = ""
    correction: str = field(default="", repr=False)
    situation: str = field(default="", repr=False)
    grounds: tuple[ErasureGround, ...] = (ErasureGround.OBJECTION, ErasureGround.UNLAWFUL)
    repeats: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
