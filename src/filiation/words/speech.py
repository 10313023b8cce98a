"""How the product speaks to one reader: sentences, counts, numbers and dates in a language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from filiation.facts.vocabulary import Presence, Relation
from filiation.locale import Translate, mark, translator
from filiation.words.vocabulary import COUNTED, PRESENCE_SHORT

UNKNOWN = "–"
"""What stands where the sources say nothing."""


@dataclass(frozen=True, slots=True)
class Speech:
    """A language and its manners; numbers and days in sentences are written as people write them."""

    language: str
    translate: Translate

    def say(self, message: str, **values: object) -> str:
        """Return a marked sentence in the reader's language, filled in."""
        return self.translate(message).format(**{key: self.shown(value) for key, value in values.items()})

    def shown(self, value: object) -> object:
        """Return a value as it is written in a sentence."""
        if isinstance(value, date):
            return self.day(value)
        return self.number(value) if isinstance(value, int) else value

    def many(self, count: int, one: str, many: str, **values: object) -> str:
        """Return the marked sentence for `count` things, which fills {n}; in French, 0 takes the singular."""
        alone = count == 1 or (count == 0 and self.language == "fr")
        return self.say(one if alone else many, n=count, **values)

    def counts(self, by_relation: Mapping[str, int]) -> str:
        """Return how many there are of each relation, in one line, the most first."""
        ordered = sorted(by_relation.items(), key=lambda pair: -pair[1])
        return ", ".join(self.many(n, *COUNTED[Relation(name)]) for name, n in ordered)

    def presence(self, presence: Presence, *, gone: bool, withdrawn: bool = False) -> list[str]:
        """Return what is to be noted of a repository that the newest sources do not hold, and of a link to it."""
        told = [mark("no longer stated")] if withdrawn else []
        if presence is not Presence.LISTED:
            told.append(PRESENCE_SHORT[presence])
        elif gone:
            told.append(mark("no longer in the sources"))
        return list(map(self.translate, told))

    def number(self, value: int | None) -> str:
        """Return a number with its digits in groups of three."""
        if value is None:
            return UNKNOWN
        return f"{value:,}" if self.language == "en" else f"{value:,}".replace(",", "\u202f")

    def decimal(self, value: float) -> str:
        """Return a number with one digit behind the point, or the comma."""
        return f"{value:.1f}" if self.language == "en" else f"{value:.1f}".replace(".", ",")

    def percent(self, share: float) -> str:
        """Return a share in percent."""
        return f"{share:.0%}" if self.language == "en" else f"{share * 100:.0f}\u202f%"

    def day(self, value: date | None) -> str:
        """Return a day as it is written everywhere here: YYYY-MM-DD."""
        return value.isoformat() if value else UNKNOWN


@cache
def speech(language: str) -> Speech:
    """Return the manner of speaking of a language."""
    return Speech(language, translator(language))
