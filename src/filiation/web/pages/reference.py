"""The page that describes the API, made from the same document that programs read."""

from itertools import groupby

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from filiation.observatory import Observatory
from filiation.web import addresses
from filiation.web.api.answers import ROOT
from filiation.web.api.reference import addresses_told, description, types_told
from filiation.web.asking import Answering
from filiation.web.language import speech_of
from filiation.web.problems import KINDS
from filiation.web.questions import MOST
from filiation.web.reading import Service
from filiation.web.templating import render

router = APIRouter()

_OF_A_MODEL = ("ancestors", "descendants", "evidence", "lineage", "overview", "tree")


@router.get("/api")
def reference(request: Request, observatory: Answering) -> HTMLResponse:
    """Return the addresses of the API, with examples from the catalog that answer."""
    service: Service = request.app.state.service
    document, speech = description(request.app), speech_of(request)
    told = addresses_told(document, speech)
    largest = [name for name, _ in service.reading().stats.largest]
    return render(
        request,
        "api.html",
        groups=[(title, list(group)) for title, group in groupby(told, key=lambda one: one.group)],
        types=list(types_told(document, speech)),
        examples=_examples(observatory, largest[0]) if largest else {},
        problems=[(status, name, speech.translate(title)) for status, (name, title) in KINDS.items()],
        most=MOST,
        root=f"/{ROOT}",
        base=str(request.base_url).rstrip("/"),
    )


def _examples(observatory: Observatory, model: str) -> dict[str, str]:
    """Return an address for each question, about a large family of the catalog and what is around it."""
    children = [child.id for child in observatory.show(model, limit=2).children.items]
    owner, _, name = model.rpartition("/")
    found = {
        "search": addresses.page(ROOT, "search", text=name, limit=5),
        "stats": addresses.page(ROOT, "stats"),
        "show": addresses.model(ROOT, model, limit=5),
        **{part: addresses.model(ROOT, model, part) for part in _OF_A_MODEL},
        "descendants": addresses.model(ROOT, model, "descendants", sort="created", limit=5),
        "path": addresses.page(ROOT, "path", a=children[0], b=children[-1]) if children else None,
        "explore": addresses.page(ROOT, "explore", model=[model], depth=1, format="csv"),
        "publisher": addresses.publisher(ROOT, owner) if owner else None,
    }
    datasets = observatory.search("a", kinds=("dataset",), limit=1).items
    found["dataset"] = addresses.dataset(ROOT, datasets[0].id) if datasets else None
    return {name: address for name, address in found.items() if address is not None}
