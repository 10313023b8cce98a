"""In which language a request is answered: that of its address, else the one that the browser prefers."""

from babel import negotiate_locale
from fastapi import Request

from filiation.locale import LANGUAGES
from filiation.words.speech import Speech, speech


def language_of(request: Request) -> str:
    """Return the language of a request: `en` or `fr`."""
    first = request.url.path.split("/", 2)[1]
    return first if first in LANGUAGES else preferred(request.headers.get("accept-language", ""))


def speech_of(request: Request) -> Speech:
    """Return how to speak to who sent a request."""
    return speech(language_of(request))


def preferred(header: str) -> str:
    """Return the language that an Accept-Language header likes best; English when it likes none of ours."""
    wanted = sorted(filter(None, map(_choice, header[:1000].split(","))), reverse=True)
    return negotiate_locale([name for _, name in wanted], LANGUAGES, sep="-") or LANGUAGES[0]


def _choice(part: str) -> tuple[float, str] | None:
    """Return the weight and name of one choice of an Accept-Language header; None for one that makes no sense."""
    name, _, weight = part.strip().partition(";")
    try:
        liking = float(weight.strip().removeprefix("q=")) if weight else 1.0
    except ValueError:
        return None
    return (liking, name.strip()) if name and liking > 0 else None
