"""Pages made from templates, in the reader's language; everything in them is escaped unless we wrote it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from hashlib import blake2b
from importlib.resources import files
from importlib.resources.abc import Traversable

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from filiation.errors import FiliationError
from filiation.facts.tables import bare
from filiation.facts.vocabulary import HUB_BEGAN, LINEAGE, STANDINGS, STATED
from filiation.locale import LANGUAGES
from filiation.web import addresses
from filiation.web.language import language_of
from filiation.web.passing import came_through
from filiation.web.reading import Reading, Service
from filiation.web.refreshing import Refresher
from filiation.web.roots import asked_path, day_of, may_begin, root_of
from filiation.words import vocabulary as words
from filiation.words.history import GATED
from filiation.words.legal import TERMS
from filiation.words.live import ACCESS
from filiation.words.origins import came
from filiation.words.reasons import deduced, guess
from filiation.words.speech import Speech, speech

# Control characters, and marks that are not seen but turn, hide or join the text around them.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ud800-\udfff]"
)

_WRITTEN_DAY = re.compile(r"\d{4}-\d\d-\d\d")
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
    made.filters["days_whole"] = days_whole
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
        came=partial(came, voice),
        number_of=lambda kind, n: voice.many(n, *words.KIND[kind][1:]),
        day=lambda value: days_whole(voice.day(value)),
        guess=partial(guess, voice),
        deduced=partial(deduced, voice),
        STATED=STATED,
        words=words,
        TERMS=TERMS,
        ACCESS=ACCESS,
        GATED=GATED,
        LINEAGE=LINEAGE,
        STANDINGS=STANDINGS,
        HUB_BEGAN=HUB_BEGAN,
        static=lambda name: f"/static/{build()}/{name}",
        hub_page=addresses.hub,
        with_query=addresses.with_query,
    )
    return made


def render(request: Request, template: str, *, status: int = 200, **facts: object) -> HTMLResponse:
    """Return a page made from a template and facts; `request` gives the language and what all pages tell."""
    frame = _frame(request, status)
    language = language_of(request)
    text = (
        environment(language)
        .get_template(template)
        .render(
            facts,
            path=request.url.path,
            query=request.url.query,
            catalog=frame.reading.stats,
            is_sample=frame.reading.observatory.is_sample,
            as_of=frame.day,
            beyond=frame.day is not None and frame.day > (frame.newest or frame.day),
            asks=_asks(request, frame.day),
            keeps=request.app.state.strongroom is not None and not came_through(request.headers),
            now=_elsewhere(request, language, status),
            elsewhere={other: _elsewhere(request, addresses.root(other, frame.day), status) for other in LANGUAGES},
            **places(addresses.root(language, frame.day)),
        )
    )
    return HTMLResponse(text, status, headers={"Content-Language": language})


@dataclass(frozen=True, slots=True)
class _Frame:
    """What stands around the content of a page: from which reading it is told, and as of which day.

    Then `newest` is the day of the newest reading of all.
    """

    reading: Reading
    day: date | None
    newest: date | None = None


def _frame(request: Request, status: int) -> _Frame:
    service: Service = request.app.state.service
    day = day_of(request)
    try:
        begins = status < 400 and may_begin(request)
        return _Frame(service.reading(day, begins=begins), day, service.reading().stats.newest if day else None)
    except FiliationError:
        if day is None or status < 400:
            raise
        return _Frame(service.reading(), None)  # the page tells why that day is not answered


def _asks(request: Request, day: date | None) -> str | None:
    """Return the host of the Hub that readers of a page may have asked; none for pages of another day."""
    refresher: Refresher | None = request.app.state.refresher
    return refresher.host if refresher and day is None else None


def _elsewhere(request: Request, root: str, status: int) -> str:
    """Return the address of the same page below another root; of its home page where the address may be absurd.

    What only a button leads to has none: there it is the page with the button.
    """
    rest = asked_path(request).removeprefix(f"/{root_of(request)}")
    asked = f"{rest}?{request.url.query}" if request.url.query else rest
    if request.method not in {"GET", "HEAD"}:
        asked = rest.rpartition("/")[0] or "/"
    lost = status >= 400 and len(asked) > _LONGEST_ASKED
    return f"/{root}{'/' if lost else asked}"


def places(root: str) -> dict[str, Callable[..., str]]:
    """Return the functions by which templates make addresses below a root."""
    return {
        "page": partial(addresses.page, root),
        "model_page": partial(addresses.model, root),
        "dataset_page": partial(addresses.dataset, root),
        "publisher_page": partial(addresses.publisher, root),
    }


def _sentence(voice: Speech, form: Callable[..., str]) -> Callable[..., Markup]:
    """Return a function for templates that fills escaped values (or our own markup) into a sentence."""

    def fill(*arguments: object, **values: object) -> Markup:
        shown = {key: _filled(voice, value) for key, value in values.items()}
        return Markup(form(*arguments, **shown))  # noqa: S704 (the sentence is ours, the values are escaped)

    return fill


def _filled(voice: Speech, value: object) -> Markup:
    return days_whole(voice.day(value)) if isinstance(value, date) else escape(voice.shown(value))


def days_whole(text: str) -> Markup:
    """Return a text for a page in which no line ends within a day."""
    # What is put around a day is ours, and the text is escaped.
    return Markup(_WRITTEN_DAY.sub(r'<span class="day">\g<0></span>', str(escape(text))))  # noqa: S704


def seen(value: object) -> object:
    """Return a value for a page: in a text, what would not be seen is made visible as its number."""
    if not isinstance(value, str) or not _HIDDEN.search(value):
        return value
    return type(value)(_HIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", value))
