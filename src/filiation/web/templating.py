"""Pages made from templates, in the reader's language; everything in them is escaped unless we wrote it."""

import re
from collections.abc import Callable, Iterator
from functools import cache, partial
from hashlib import blake2b
from importlib.resources import files
from importlib.resources.abc import Traversable

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from filiation.facts.tables import bare
from filiation.facts.vocabulary import HUB_BEGAN, LINEAGE, STANDINGS, STATED
from filiation.locale import LANGUAGES
from filiation.web import addresses
from filiation.web.language import language_of
from filiation.web.reading import Service
from filiation.words import vocabulary as words
from filiation.words.reasons import deduced, guess
from filiation.words.speech import Speech, speech

# Control characters, and marks that are not seen but turn, hide or join the text around them.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ud800-\udfff]"
)

_DECIDING = (".py", ".po", ".html", ".js", ".css", ".svg")
_LONGEST_ASKED = 1000  # of an address that a page about a problem repeats


@cache
def build() -> str:
    """Return a name for the program as it is: its code, words, templates, scripts and styles.

    Browsers may keep what they got for as long as it is the same.
    """
    digest = blake2b(digest_size=6)
    for path, file in sorted(_own(files("filiation"), ""), key=lambda pair: pair[0]):
        content = file.read_bytes()
        digest.update(f"{path} {len(content)} ".encode() + content)
    return digest.hexdigest()


def _own(folder: Traversable, path: str) -> Iterator[tuple[str, Traversable]]:
    """Yield the files that decide what is answered, with their paths."""
    for entry in folder.iterdir():
        place = f"{path}/{entry.name}"
        if entry.name.endswith(_DECIDING) and entry.is_file():
            yield place, entry
        elif entry.is_dir():
            yield from _own(entry, place)


@cache
def environment(language: str) -> Environment:
    """Return the templates of one language, with the words and addresses that they use."""
    made = Environment(
        loader=PackageLoader("filiation.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.do"],
        finalize=seen,
    )
    voice = speech(language)
    made.filters["bare"] = bare
    made.globals.update(
        lang=language,
        languages=LANGUAGES,
        say=_sentence(voice, voice.say),
        many=_sentence(voice, voice.many),
        tell=voice.translate,
        counts=voice.counts,
        presence=voice.presence,
        number=voice.number,
        percent=voice.percent,
        day=voice.day,
        guess=partial(guess, voice),
        deduced=partial(deduced, voice),
        STATED=STATED,
        words=words,
        LINEAGE=LINEAGE,
        STANDINGS=STANDINGS,
        HUB_BEGAN=HUB_BEGAN,
        static=lambda name: f"/static/{build()}/{name}",
        page=partial(addresses.page, language),
        model_page=partial(addresses.model, language),
        dataset_page=partial(addresses.dataset, language),
        publisher_page=partial(addresses.publisher, language),
        hub_page=addresses.hub,
        with_query=addresses.with_query,
    )
    return made


def render(request: Request, template: str, *, status: int = 200, **facts: object) -> HTMLResponse:
    """Return a page made from a template and facts; `request` gives the language and what all pages tell."""
    language = language_of(request)
    service: Service = request.app.state.service
    reading = service.reading()
    asked = request.url.path.removeprefix(f"/{language}") + (f"?{request.url.query}" if request.url.query else "")
    rest = "/" if status >= 400 and len(asked) > _LONGEST_ASKED else asked
    text = (
        environment(language)
        .get_template(template)
        .render(
            facts,
            path=request.url.path,
            query=request.url.query,
            elsewhere={other: f"/{other}{rest}" for other in LANGUAGES},
            catalog=reading.stats,
            is_sample=reading.observatory.is_sample,
        )
    )
    return HTMLResponse(text, status, headers={"Content-Language": language})


def _sentence(voice: Speech, form: Callable[..., str]) -> Callable[..., Markup]:
    """Return a function for templates that fills escaped values (or our own markup) into a sentence."""

    def fill(*arguments: object, **values: object) -> Markup:
        shown = {key: escape(voice.shown(value)) for key, value in values.items()}
        return Markup(form(*arguments, **shown))  # noqa: S704 (the sentence is ours, the values are escaped)

    return fill


def seen(value: object) -> object:
    """Return a value for a page: in a text, what would not be seen is made visible as its number."""
    if not isinstance(value, str) or not _HIDDEN.search(value):
        return value
    return type(value)(_HIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", value))
