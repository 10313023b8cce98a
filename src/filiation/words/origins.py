"""How the product calls the readings that a catalog is made of: by how they came and how much they held."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from filiation.errors import printable
from filiation.facts.answers import Origin
from filiation.locale import mark
from filiation.words.speech import Speech

_CAME: Mapping[str, tuple[str, str]] = {
    "import": (mark("files"), mark("files with all that is public of a kind")),
    "crawl": (mark("a part of {host}, crawled"), mark("all of {host}, crawled")),
    "update": (mark("what changed on {host}"), mark("what changed on {host}, with the names of all that is there")),
    "inspect": (mark("files of models on {host}"), mark("files of models on {host}")),
    "pull": (mark("a snapshot published on {host}"), mark("a snapshot published on {host}")),
}
_LONGEST = 100


def came(speech: Speech, origin: Origin) -> str:
    """Return what an import was made from, and whether it was all that is public."""
    host = urlsplit(origin.endpoint).netloc if origin.endpoint else ""
    part, whole = _CAME.get(origin.source, _CAME["import"])
    return speech.say(whole if origin.whole else part, host=str(printable(host[:_LONGEST])) or "Hub")
