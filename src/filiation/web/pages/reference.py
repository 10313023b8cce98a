"""The page that describes the API, made from the same document that programs read."""

from datetime import date, timedelta
from itertools import groupby

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from filiation.facts.register import Measure
from filiation.observatory import Observatory
from filiation.web import addresses
from filiation.web.api.reference import addresses_told, day_described, description, types_told
from filiation.web.asking import AsRead
from filiation.web.language import speech_of
from filiation.web.problems import KINDS
from filiation.web.questions import MOST
from filiation.web.roots import api_root_of
from filiation.web.templating import render

router = APIRouter()

_OF_A_MODEL = ("ancestors", "descendants", "evidence", "history", "lineage", "overview", "parties", "tree")


@router.get("/api")
def reference(request: Request, reading: AsRead) -> HTMLResponse:
    """Return the addresses of the API, with examples from the catalog that answer."""
    day = day_described(reading.stats)
    document, speech = description(request.app, day), speech_of(request)
    told = addresses_told(document, speech)
    root = api_root_of(request)
    largest = [name for name, _ in reading.stats.largest]
    return render(
        request,
        "api.html",
        groups=[(title, list(group)) for title, group in groupby(told, key=lambda one: one.group)],
        types=list(types_told(document, speech)),
        examples=_examples(reading.observatory, root, day, largest[0]) if largest else {},
        problems=[(status, name, speech.translate(title)) for status, (name, title) in KINDS.items()],
        most=MOST,
        root=f"/{root}",
        then=f"/{addresses.root(addresses.API, day)}",
        base=str(request.base_url).rstrip("/"),
    )


def _examples(observatory: Observatory, root: str, day: date, model: str) -> dict[str, str]:
    """Return an address for each question, about a large family of the catalog and what is around it."""
    children = [child.id for child in observatory.show(model, limit=2).children.items]
    owner, _, name = model.rpartition("/")
    found = {
        "search": addresses.page(root, "search", text=name, limit=5),
        "stats": addresses.page(root, "stats"),
        "show": addresses.model(root, model, limit=5),
        **{part: addresses.model(root, model, part) for part in _OF_A_MODEL},
        "descendants": addresses.model(root, model, "descendants", sort="created", limit=5),
        "announce": addresses.model(root, model, "announce", measure=Measure.ERASED, day=day),
        "diff": addresses.page(root, "diff", start=day - timedelta(days=365), end=day, limit=5),
        "doctor": addresses.page(root, "doctor", model=model, limit=5),
        "path": addresses.page(root, "path", a=children[0], b=children[-1]) if children else None,
        "explore": addresses.page(root, "explore", model=[model], depth=1, format="csv"),
        "publisher": addresses.publisher(root, owner) if owner else None,
        "contacts": addresses.publisher(root, owner, "contacts", model=model) if owner else None,
    }
    datasets = observatory.search("a", kinds=("dataset",), limit=1).items
    found["dataset"] = addresses.dataset(root, datasets[0].id) if datasets else None
    return {name: address for name, address in found.items() if address is not None}
