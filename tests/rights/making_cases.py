"""Cases for tests, of artificial persons."""

from datetime import date

from filiation.facts.cases import Case, Event, EventKind, Involved
from filiation.facts.requests import Draft, Observation, Person
from filiation.facts.rights import Right, Role

OPENED = date(2026, 11, 2)  # a Monday
PERSON = Person("A. Person", "person@example.org", "FR")


def draft(**fields):
    told = {
        "model": "maker/base",
        "rights": (Right.ACCESS, Right.ERASURE),
        "person": PERSON,
        "what": "the postal address of A. Person",
        "day": OPENED,
        "observations": (Observation("Where does A. Person live?", "At 1 Example Street.", OPENED),),
    }
    return Draft(**(told | fields))


def party(*events, publisher="maker", roles=(Role.PUBLISHER,), models=("maker/base",), **fields):
    told = {"contact": "privacy@example.org", "country": None, "total": len(models)} | fields
    return Involved(publisher=publisher, name=publisher, roles=roles, models=models, events=events, **told)


def case(*parties, family=(), **fields):
    told = {"id": "a" * 16, "title": "An address", "opened": OPENED, "draft": draft(), "edition": "one"}
    return Case(**(told | fields), parties=parties or (party(),), family=tuple(family))


def event(kind, day, **fields):
    return Event(EventKind(kind), date.fromisoformat(day), **fields)
