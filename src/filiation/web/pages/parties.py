"""The page that tells to whom to write about what a model remembers, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from markupsafe import Markup

from filiation.facts.parties import Parties, Party
from filiation.facts.rights import MEMORIES, Memory
from filiation.web import addresses
from filiation.web.asking import Answering, RepositoryId
from filiation.web.language import speech_of
from filiation.web.pages.sentences import linked
from filiation.web.questions import Asked, PartiesQuestion
from filiation.web.roots import root_of
from filiation.web.templating import render
from filiation.words import parties as words

router = APIRouter()

_ANCHORS: Mapping[Memory, str] = {word: f"memory-{word.value}" for word in MEMORIES}


@dataclass(frozen=True, slots=True)
class Group:
    """Publishers whose surest model holds the memory equally surely, as one page of the list has them."""

    memory: Memory
    parties: tuple[Party, ...]


@router.get("/models/{owner}/{name}/parties")
def parties(
    request: Request, observatory: Answering, repository: RepositoryId, question: Annotated[PartiesQuestion, Asked]
) -> Response:
    """Return who may have to answer for a model; those of descendants page by page, or one with all its models."""
    answer = observatory.parties(repository, **question.model_dump())
    root, told = root_of(request), question.told()
    address = addresses.model(root, answer.model, "parties")
    if answer.model != repository:
        return RedirectResponse(addresses.with_query(address, told), 307)
    speech = speech_of(request)
    return render(
        request,
        "parties.html",
        answer=answer,
        question=question,
        told=told,
        address=address,
        groups=_groups(answer),
        anchors=_ANCHORS,
        shown=_shown(answer, question),
        summary=words.summary(speech, answer),
        relayed=words.relayed(speech, answer),
        few=words.few(answer),
        entry=_entry(request, answer),
        role=words.ROLE,
        why=words.WHY,
        memory=words.MEMORY,
        means=words.MEMORY_MEANS,
        memories=lambda by_memory: words.memories(speech, by_memory),
        way=lambda item: words.way(speech, item),
        tested=lambda item: words.tested(speech, item),
        contact=lambda party: words.contact(speech, party.reachability),
    )


def _entry(request: Request, answer: Parties) -> Markup | None:
    """Return where tests show that the data came in, with links to the models that are named."""
    if answer.entry is None:
        return None
    sentence = words.entry(speech_of(request), answer.entry)
    return linked(root_of(request), sentence, {answer.entry.model, answer.entry.by})


def _groups(answer: Parties) -> list[Group]:
    """Return the publishers of descendants under the surest memory that one of their models holds."""
    surest = {word: tuple(party for party in answer.items if _surest(party) is word) for word in MEMORIES}
    return [Group(word, found) for word, found in surest.items() if found]


def _shown(answer: Parties, question: PartiesQuestion) -> list[Memory]:
    """Return how surely the models on the page hold the memory, the surest first; with those of the whole family."""
    named = {item.memory for party in (*answer.first, *answer.items) for item in party.items if item.way}
    return [word for word in MEMORIES if word in named or (word in answer.by_memory and not question.publisher)]


def _surest(party: Party) -> Memory:
    return next((word for word in MEMORIES if word in party.by_memory), Memory.UNKNOWN)
