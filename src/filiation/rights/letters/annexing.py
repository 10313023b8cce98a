"""The annexes of a letter that are tables: the models concerned, the files of the model, what was observed."""

from collections.abc import Iterator

from filiation.facts.letters import Table
from filiation.facts.parties import Parties, Party, PartyModel
from filiation.facts.requests import Draft
from filiation.rights.letters.composing import LONGEST_NAME, dated, label, plain
from filiation.rights.letters.telling import address, concerning, how, own_models

EVIDENCE = 20_000
"""The most characters of what was asked or answered that an annex takes in."""


def annexes(draft: Draft, parties: Parties, party: Party) -> tuple[Table, ...]:
    """Return the tables that go with a letter to a party, or with a complaint about it: none is empty."""
    language = draft.language
    made = (_models(party, language), _files(parties, language), _observations(draft, parties, party))
    return tuple(table for table in made if table.rows)


def _models(party: Party, language: str) -> Table:
    own = own_models(party)
    counts = {"listed": str(len(own)), "total": str(party.total)}
    return Table(
        label(language, "annex.models"),
        _header(language, "models", ("id", "how", "standing", "sha", "tested")),
        tuple(tuple(_model(one, language)) for one in own),
        label(language, "annex.models_note", **counts) if party.total > len(own) else "",
    )


def _model(model: PartyModel, language: str) -> Iterator[str]:
    yield address(model)
    yield how(model, language)
    yield label(language, f"standing.{model.standing}") if model.standing else ""
    yield plain(model.sha or "")
    yield "" if model.repeats is None else label(language, "tested.yes" if model.repeats else "tested.no")


def _files(parties: Parties, language: str) -> Table:
    read = {"sha": parties.sha or "", "seen": dated(language, parties.seen)}
    known = [one for one in parties.files if one.sha256]
    return Table(
        label(language, "annex.files", model=plain(parties.model, LONGEST_NAME)),
        _header(language, "files", ("path", "size", "sha")),
        tuple((plain(one.path), "" if one.size is None else str(one.size), one.sha256 or "") for one in known),
        label(language, "annex.files_note", **read) if all(read.values()) else "",
    )


def _observations(draft: Draft, parties: Parties, party: Party) -> Table:
    language = draft.language
    names = ("model", "prompt", "output", "day", "settings")
    rows = (
        (
            plain(one.model or parties.model, LONGEST_NAME),
            plain(one.prompt, EVIDENCE),
            plain(one.output, EVIDENCE),
            dated(language, one.day),
            plain(one.settings),
        )
        for one in concerning(draft, parties, party)
    )
    return Table(label(language, "annex.observations"), _header(language, "observations", names), tuple(rows))


def _header(language: str, annex: str, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(label(language, f"annex.{annex}_{name}") for name in names)
