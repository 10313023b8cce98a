"""The pages of changes: the life of one model, and what changed in a family or in the catalog between two days."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from markupsafe import Markup

from filiation.errors import NotFound, WrongUse
from filiation.facts.answers import Origin
from filiation.facts.history import Change, ChangeKind, Diff, History
from filiation.observatory import Observatory
from filiation.web import addresses
from filiation.web.asking import Answering, AsRead, RepositoryId
from filiation.web.language import speech_of
from filiation.web.pages.sentences import leading
from filiation.web.questions import Asked, DiffQuestion
from filiation.web.roots import root_of
from filiation.web.templating import days_whole, render
from filiation.words import history as words
from filiation.words.speech import Speech

router = APIRouter()

_OF_DATASETS = frozenset({ChangeKind.DATASET_ADDED, ChangeKind.DATASET_REMOVED})
_OF_MODELS = frozenset(
    {ChangeKind.NEW_VERSION, ChangeKind.PARENT_ADDED, ChangeKind.PARENT_REMOVED, ChangeKind.RELATION}
)
_FILTERS = ("model", "kind")


@dataclass(frozen=True, slots=True)
class Told:
    """A change in words, with links; `read` names the imports of the day on which it was seen."""

    kind: ChangeKind
    when: Markup
    text: Markup
    read: tuple[str, ...] = ()


@router.get("/models/{owner}/{name}/history")
def history(request: Request, observatory: Answering, repository: RepositoryId) -> Response:
    """Return the life of a model as it was read, the oldest change first."""
    answer = observatory.history(repository)
    root = root_of(request)
    address = addresses.model(root, answer.model, "history")
    if answer.model != repository:
        return RedirectResponse(address, 307)
    return render(
        request,
        "history.html",
        answer=answer,
        changes=list(_life(speech_of(request), root, answer)),
        here=addresses.model("", answer.model, "history").removeprefix("/"),
        names=_names_by_day(answer.sources),
    )


@router.get("/diff")
def diff(request: Request, reading: AsRead, question: Annotated[DiffQuestion, Asked]) -> Response:
    """Return what was seen to change between two days, counted by kind and listed."""
    days = sorted({origin.seen for origin in reading.stats.imports})
    answer, problem = _asked(reading.observatory, question)
    speech, root = speech_of(request), root_of(request)
    shown = question.told()
    items = [(one, told(speech, root, one.change)) for one in answer.items] if answer else []
    return render(
        request,
        "diff.html",
        status=problem.status if problem else 200,
        question=question,
        days=days,
        whole_days={origin.seen for origin in reading.stats.imports if origin.whole},
        answer=answer,
        problem=problem,
        items=items,
        told=shown,
        filters={name: shown[name] for name in _FILTERS if name in shown},
        address=addresses.page(root, "diff"),
        kinds=words.CHANGE,
    )


def _asked(observatory: Observatory, question: DiffQuestion) -> tuple[Diff | None, NotFound | WrongUse | None]:
    """Return the answer to a question that names both days, or what is wrong with it."""
    if question.start is None or question.end is None:
        return None, None
    try:
        answer = observatory.diff(
            question.start,
            question.end,
            model=question.model.strip() if question.model else None,
            kinds=question.kind,
            limit=question.limit,
            offset=question.offset,
        )
    except (NotFound, WrongUse) as problem:
        return None, problem
    return answer, None


def told(speech: Speech, root: str, change: Change, names: Mapping[date, Sequence[str]] | None = None) -> Told:
    """Return a change in words, with links to what it names."""
    text = leading(words.what(speech, change), dict(_named(root, change)))
    return Told(change.kind, days_whole(words.when(speech, change)), text, tuple((names or {}).get(change.seen, ())))


def _named(root: str, change: Change) -> Iterator[tuple[str, str]]:
    """Yield the models and datasets that a change names, with the addresses of their pages."""
    if change.kind in _OF_DATASETS and change.other:
        yield change.other, addresses.dataset(root, change.other)
    if change.kind in _OF_MODELS:
        for name in filter(None, (change.other, change.before, change.after)):
            if "/" in name:
                yield name, addresses.model(root, name)


def _life(speech: Speech, root: str, answer: History) -> Iterator[Told]:
    names = _names_by_day(answer.sources)
    return (told(speech, root, change, names) for change in answer.changes)


def _names_by_day(sources: Sequence[Origin]) -> dict[date, list[str]]:
    """Return the names of imports by the day that they describe."""
    found: dict[date, list[str]] = {}
    for origin in sources:
        found.setdefault(origin.seen, []).append(origin.name)
    return found
