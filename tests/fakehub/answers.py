"""What is asked of the stand-in and what it answers, before either becomes bytes on a wire."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qsl, unquote

import msgspec

JSON = "application/json; charset=utf-8"
PLAIN = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Request:
    """A request as the stand-in reads it; `host` is `hub`, `cdn` or `elsewhere`."""

    host: str
    origin: str
    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes = b""
    params: tuple[tuple[str, str], ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "params", tuple(parse_qsl(self.query, keep_blank_values=True)))

    @property
    def target(self) -> str:
        """The path with its query, as it was asked."""
        return f"{self.path}?{self.query}" if self.query else self.path

    @property
    def segments(self) -> list[str]:
        """The parts of the path, decoded."""
        return [unquote(part) for part in self.path.strip("/").split("/")]

    def one(self, name: str, default: str = "") -> str:
        """Return the last value of a parameter."""
        return next((value for key, value in reversed(self.params) if key == name), default)

    def many(self, name: str) -> list[str]:
        """Return all values of a parameter, also where it is written with brackets."""
        return [value for key, value in self.params if key in (name, f"{name}[]")]

    def flag(self, name: str) -> bool:
        """Tell whether a parameter is set to true."""
        return self.one(name).lower() in ("true", "1")


@dataclass(slots=True)
class Answer:
    """An answer: `headers` in addition to those that every answer has."""

    status: int
    body: bytes = b""
    kind: str | None = JSON
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of the log: what was asked of which host, with which headers, and the status that was answered."""

    host: str
    method: str
    path: str
    query: str
    headers: dict[str, str]
    status: int
    fault: str | None = None

    @property
    def target(self) -> str:
        """The path with its query."""
        return f"{self.path}?{self.query}" if self.query else self.path


def json(value: Any, status: int = 200, headers: Mapping[str, str] = MappingProxyType({})) -> Answer:
    """Answer with JSON."""
    return raw_json(msgspec.json.encode(value), status, headers)


def raw_json(body: bytes, status: int = 200, headers: Mapping[str, str] = MappingProxyType({})) -> Answer:
    """Answer with JSON that is bytes already, with the weak ETag that the Hub gives it."""
    return Answer(status, body, JSON, {"ETag": etag(body), **headers})


def etag(body: bytes) -> str:
    """Return the Hub's ETag of a JSON body: its length in hex and its SHA-1."""
    digest = base64.b64encode(hashlib.sha1(body).digest()).decode().rstrip("=")
    return f'W/"{len(body):x}-{digest}"'
