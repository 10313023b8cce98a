"""What questions ask for, checked: orders, pages, and names that must be in the catalog."""

from collections.abc import Sequence
from datetime import date

from filiation.catalog.edition import Edition, day_number
from filiation.catalog.search import Found
from filiation.errors import NotFound, WrongUse
from filiation.facts.vocabulary import LINEAGE, Kind, Relation
from filiation.locale import mark

UNKNOWN = "unknown"
"""What filters ask for and tables count where the sources do not tell; the Hub's own word `unknown` tells no more."""

NOT_TOLD = -1
"""The code of what the sources do not tell."""


def window(limit: int, offset: int, depth: int | None = None) -> None:
    """Raise WrongUse unless a page begins and ends somewhere."""
    if limit < 0 or offset < 0 or (depth is not None and depth < 1):
        raise WrongUse(
            mark("A limit and an offset count from 0, a depth from 1."),
            mark("Give a limit of 0 to list all."),
        )


def order(sort: str, known: Sequence[str]) -> str:
    """Return the order asked for; raises WrongUse for one that is not `known`."""
    asked = "use" if sort == "downloads" else sort
    if asked in known:
        return asked
    raise WrongUse(
        mark("{sort} is not an order in which models can be listed."),
        mark("Orders are: {known}."),
        sort=sort,
        known=", ".join(known),
    )


def day_asked(value: date | None) -> int | None:
    """Return a day as a number; raises WrongUse for what is none."""
    if value is None:
        return None
    if not isinstance(value, date):
        raise WrongUse(
            mark("{day} is not a date."), mark("Give a date, such as datetime.date(2024, 1, 31)."), day=repr(value)
        )
    return day_number(value)


def model_number(edition: Edition, name: str) -> int:
    """Return the number of a model; raises NotFound with near names."""
    number = edition.number(name)
    if number is None:
        near = _near(edition, name, Found.MODEL) or _near(edition, name.rpartition("/")[2], Found.MODEL)
        raise NotFound(
            mark("The catalog holds no model {model}."),
            mark("Near it: {near}.") if near else mark("Look for it with: filiation search TEXT"),
            model=name[:200],
            near=near,
        )
    return number


def publisher_number(edition: Edition, name: str) -> int:
    """Return the number of a publisher; raises NotFound with near names."""
    number = edition.number(name, "publisher")
    if number is None:
        near = _near(edition, name, Found.PUBLISHER)
        raise NotFound(
            mark("The catalog holds no publisher {publisher}."),
            mark("Near it: {near}.") if near else mark("Look for it with: filiation search TEXT"),
            publisher=name[:200],
            near=near,
        )
    return number


def dataset_number(edition: Edition, name: str) -> int:
    """Return the number of a dataset; raises NotFound with near names."""
    number = edition.number(name, "dataset")
    if number is None:
        near = _near(edition, name, Found.DATASET) or _near(edition, name.rpartition("/")[2], Found.DATASET)
        raise NotFound(
            mark("The catalog holds no dataset {dataset}."),
            mark("Near it: {near}.") if near else mark("Look for it with: filiation search TEXT"),
            dataset=name[:200],
            near=near,
        )
    return number


def not_told(edition: Edition, column: str) -> frozenset[int]:
    """Return the codes of a column (publisher, license, task) that tell nothing: the one for it, and `unknown`."""
    if column == "publisher":
        number = edition.number(UNKNOWN, column)
        return frozenset({NOT_TOLD} if number is None else {NOT_TOLD, number})
    return frozenset({NOT_TOLD, *(code for code, word in edition.words(column).items() if word.lower() == UNKNOWN)})


def publisher_codes(edition: Edition, name: str | None) -> frozenset[int] | None:
    """Return the codes of a publisher to filter by; None lets all pass."""
    if name is None:
        return None
    if name.lower() == UNKNOWN:
        return not_told(edition, "publisher")
    return frozenset({publisher_number(edition, name)})


def license_codes(edition: Edition, name: str | None) -> frozenset[int] | None:
    """Return the codes of a license to filter by; None lets all pass, raises NotFound for one that nobody has."""
    codes = _codes(edition, "license", name)
    if name is not None and not codes:
        raise NotFound(
            mark("No model in the catalog has the license {license}."),
            mark("Licenses are named as on the Hub: apache-2.0, mit, llama3, …; unknown for none."),
            license=name[:200],
        )
    return codes


def task_codes(edition: Edition, name: str | None) -> frozenset[int] | None:
    """Return the codes of a task to filter by; None lets all pass, raises NotFound for one that nobody has."""
    codes = _codes(edition, "task", name)
    if name is not None and not codes:
        raise NotFound(
            mark("No model in the catalog has the task {task}."),
            mark("Tasks are named as on the Hub: text-generation, image-classification, …; unknown for none."),
            task=name[:200],
        )
    return codes


def _codes(edition: Edition, kind: str, name: str | None) -> frozenset[int] | None:
    """Return the codes of a word: as it is written, else in whatever case; none when nobody wrote it."""
    if name is None:
        return None
    if name.lower() == UNKNOWN:
        return not_told(edition, kind)
    words = edition.words(kind)
    exact = {code for code, word in words.items() if word == name}
    return frozenset(exact or {code for code, word in words.items() if word.lower() == name.lower()})


def _near(edition: Edition, name: str, kind: Found) -> tuple[str, ...]:
    return tuple(hit.name for hit in edition.search.find(name, kinds=frozenset({kind}), limit=3))


def finds_asked(kinds: str | Sequence[str]) -> frozenset[Found] | None:
    """Return the kinds of things to be found; None for all; raises WrongUse for others."""
    try:
        return frozenset(Found(kind) for kind in ([kinds] if isinstance(kinds, str) else kinds)) or None
    except ValueError:
        raise WrongUse(
            mark("{kinds} is not a kind of thing that can be found."),
            mark("Kinds are: {known}."),
            kinds=kinds if isinstance(kinds, str) else ", ".join(kinds),
            known=", ".join(Found),
        ) from None


def kind_asked(given: Kind | str | None) -> Kind | None:
    """Return the kind of records asked for; raises WrongUse for what is none."""
    try:
        return Kind(given.removesuffix("s")) if given else None
    except ValueError:
        raise WrongUse(
            mark("{kind} is not a kind of record that can be imported."),
            mark("Kinds are: {known}."),
            kind=given,
            known=", ".join(f"{kind}s" for kind in Kind),
        ) from None


def relations_asked(given: Relation | str | Sequence[Relation | str] | None) -> frozenset[Relation] | None:
    """Return relations between models to filter by; None lets all pass."""
    return frozenset(lineage_asked(given)) if given else None


def lineage_asked(given: Relation | str | Sequence[Relation | str]) -> tuple[Relation, ...]:
    """Return relations between models, in the order given; raises WrongUse for others."""
    names = [given] if isinstance(given, str) else given
    try:
        return tuple(LINEAGE[LINEAGE.index(Relation(name))] for name in names)
    except ValueError:
        raise WrongUse(
            mark("{relation} is not a relation between models."),
            mark("Relations are: {known}."),
            relation=", ".join(names),
            known=", ".join(LINEAGE),
        ) from None
