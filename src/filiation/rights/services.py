"""Well-known services in which people talk with a model: who answers for them, and how that one can be reached."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from filiation.facts.contacts import Contact, way_to
from filiation.rights.publishers import listed

_BETWEEN = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Service:
    """A service: its names in folded form, the company that offers it, and the private way to it that our list has."""

    name: str
    names: tuple[str, ...]
    company: str
    contact: Contact | None


def service(text: str) -> Service | None:
    """Return the service that a text names, whatever follows the name (a version); None where it names none."""
    asked = _folded(text)
    fitting = [one for one in services() if any(f"{asked} ".startswith(f"{name} ") for name in one.names)]
    return fitting[0] if fitting else None


@cache
def services() -> tuple[Service, ...]:
    """Return all services of our list."""
    text = files("filiation.rights").joinpath("data", "services.toml").read_text(encoding="utf-8")
    return tuple(_service(one) for one in tomllib.loads(text)["service"])


def _service(fields: dict[str, str | list[str]]) -> Service:
    name = str(fields["name"])
    entry = listed(str(fields["account"])) if "account" in fields else None
    names = tuple(map(_folded, (name, *fields.get("also", ()))))
    return Service(name, names, str(fields["company"]), way_to(entry.contacts) if entry else None)


def _folded(text: str) -> str:
    return _BETWEEN.sub(" ", text.casefold()).strip()
