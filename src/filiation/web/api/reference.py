"""The description of the API, for programs as OpenAPI and for people in their language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from fastapi import FastAPI
from markupsafe import Markup

from filiation.facts.answers import Stats
from filiation.facts.vocabulary import HUB_BEGAN
from filiation.web.addresses import API, AS_OF
from filiation.web.api.meanings import meaning
from filiation.web.api.shapes import Schema, bounds, prose, shape, type_name
from filiation.words.speech import Speech

_PROBLEM = "application/problem+json"
_NOW = "The catalog as it is now."
_THEN = "The catalog as it stood on a day."
_DAY = "A day, YYYY-MM-DD; what was read later is left out."


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: what it means, and what it may be, in the reader's language; `place` is `path` or `query`."""

    name: str
    place: str
    means: str
    bounds: Markup
    required: bool


@dataclass(frozen=True, slots=True)
class Address:
    """One address of the API, and what it answers: the name of a type, and of the files that may come instead."""

    name: str
    path: str
    summary: str
    group: str
    parameters: tuple[Parameter, ...]
    answer: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Type:
    """One type of what answers are made of: its fields, or the words that it can be."""

    name: str
    about: Markup
    fields: tuple[tuple[str, Markup], ...]
    words: tuple[str, ...]


def description(app: FastAPI, day: date) -> dict[str, Any]:
    """Return the OpenAPI document of an application, with what each parameter means.

    Its paths stand below one of two servers: the catalog as it is now, or as it stood on a day, such as `day`.
    """
    return {**_described(app), "servers": _servers(day)}


def day_described(stats: Stats) -> date:
    """Return the day that a catalog describes; that on which the Hub began for an empty one."""
    return stats.seen or HUB_BEGAN


def _servers(day: date) -> list[dict[str, Any]]:
    then = {"default": day.isoformat(), "description": _DAY}
    return [
        {"url": f"/{API}", "description": _NOW},
        {"url": f"/{API}/{AS_OF}/{{day}}", "description": _THEN, "variables": {"day": then}},
    ]


def _described(app: FastAPI) -> dict[str, Any]:
    made: dict[str, Any] | None = getattr(app.state, "description", None)
    if made is None:
        made = app.state.description = app.openapi()
        made["paths"] = {path.removeprefix(f"/{API}"): told for path, told in made["paths"].items()}
        for operation in _operations(made):
            _complete(operation)
    return made


def addresses_told(document: Schema, speech: Speech) -> Iterator[Address]:
    """Yield the addresses that an OpenAPI document describes, in a language."""
    for path, methods in document["paths"].items():
        operation = methods["get"]
        content = operation["responses"]["200"]["content"]
        yield Address(
            name=operation["operationId"],
            path=path,
            summary=speech.translate(operation["summary"]),
            group=speech.translate(operation["tags"][0]),
            parameters=tuple(_parameter(operation["operationId"], one, document, speech) for one in _asked(operation)),
            answer=type_name(content["application/json"]["schema"]),
            files=tuple(kind.partition(";")[0] for kind in content if kind != "application/json"),
        )


def types_told(document: Schema, speech: Speech) -> Iterator[Type]:
    """Yield the types of which answers are made, by name; what they are is told in English, as the fields are."""
    for name, schema in sorted(document["components"]["schemas"].items()):
        fields = schema.get("properties", {}).items()
        told = tuple((field, shape(value, speech)) for field, value in fields)
        yield Type(name, prose(schema.get("description", "")), told, tuple(schema.get("enum", ())))


def _operations(document: Schema) -> Iterator[dict[str, Any]]:
    for methods in document["paths"].values():
        yield from methods.values()


def _complete(operation: dict[str, Any]) -> None:
    """Add what the framework does not know: meanings, and the type of content in which problems are told."""
    operation.pop("description", None)
    for parameter in _asked(operation):
        parameter["description"] = meaning(operation["operationId"], parameter["name"])
    for status, response in operation["responses"].items():
        if status != "200":
            response["content"] = {_PROBLEM: response["content"]["application/json"]}


def _asked(operation: Mapping[str, Any]) -> list[dict[str, Any]]:
    asked: list[dict[str, Any]] = operation.get("parameters", [])
    return asked


def _parameter(operation: str, told: Schema, document: Schema, speech: Speech) -> Parameter:
    means = speech.translate(meaning(operation, told["name"]))
    within = Markup(", ").join(bounds(told["schema"], document["components"]["schemas"], speech))
    return Parameter(told["name"], told["in"], means, within, told["required"])
