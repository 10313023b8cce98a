"""Values of the API in words: how they look in JSON, and within which bounds they are."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from markupsafe import Markup, escape

from filiation.locale import mark
from filiation.words.speech import Speech

Schema = Mapping[str, Any]
"""A part of the OpenAPI document that describes values."""

_NAMES = "#/components/schemas/"
_PLAIN: Mapping[str, str] = {
    "string": mark("text"),
    "integer": mark("whole number"),
    "number": mark("number"),
    "boolean": mark("true or false"),
    "null": mark("null"),
    "date": mark("day"),
}


def shape(schema: Schema, speech: Speech) -> Markup:
    """Return how a value looks in JSON, in words, with links to the types that have a name."""
    if "$ref" in schema:
        return Markup('<a href="#type-{0}">{0}</a>').format(type_name(schema))
    if "anyOf" in schema:
        either = speech.translate(mark("or"))
        return escape(f" {either} ").join(shape(one, speech) for one in schema["anyOf"])
    if "enum" in schema:
        return _words(schema["enum"])
    if schema["type"] in {"array", "object"}:
        return _compound(schema, speech)
    return escape(speech.translate(_PLAIN[schema.get("format", schema["type"])]))


def _compound(schema: Schema, speech: Speech) -> Markup:
    if "prefixItems" in schema:
        inner = Markup(", ").join(shape(one, speech) for one in schema["prefixItems"])
        return _filled(speech, mark("pair of {inner}"), inner=inner)
    if schema["type"] == "array":
        return _filled(speech, mark("list of {inner}"), inner=shape(schema["items"], speech))
    inner = shape(schema["additionalProperties"], speech)
    return _filled(speech, mark("object, for each name a {inner}"), inner=inner)


def bounds(schema: Schema, types: Mapping[str, Schema], speech: Speech) -> Iterator[Markup]:
    """Yield what a parameter may be, how often it may stand there, and what it is when it is left out."""
    inner = next((one for one in schema.get("anyOf", ()) if one.get("type") != "null"), schema)
    several = inner.get("type") == "array"
    yield _value({**(inner["items"] if several else inner), **_length(schema)}, types, speech)
    if several:
        yield _filled(speech, mark("may be repeated, up to {n}"), n=inner["maxItems"])
    usual = schema.get("default")
    if usual not in (None, [], ""):
        shown = str(usual[0] if isinstance(usual, list) else usual)
        yield _filled(speech, mark("{usual} if left out"), usual=_word(shown.lower()))


def prose(text: str) -> Markup:
    """Return words that describe a type, with what stands between back quotes as code."""
    pieces = " ".join(text.split()).split("`")
    return Markup("").join(_word(piece) if place % 2 else escape(piece) for place, piece in enumerate(pieces))


def type_name(schema: Schema) -> str:
    """Return the name of the type to which a part of the document refers."""
    return str(schema["$ref"]).removeprefix(_NAMES)


def _value(schema: Schema, types: Mapping[str, Schema], speech: Speech) -> Markup:
    words = types[type_name(schema)]["enum"] if "$ref" in schema else schema.get("enum")
    if schema.get("type") == "boolean":
        words = ["true", "false"]
    if words:
        return _words(words)
    if "minimum" in schema:
        return _filled(speech, mark("{least} to {most}"), least=schema["minimum"], most=schema["maximum"])
    if "maxLength" in schema:
        return _filled(speech, mark("up to {n} characters"), n=schema["maxLength"])
    if schema.get("format") == "date":
        return escape(speech.translate(mark("a day, YYYY-MM-DD")))
    return escape(speech.translate(_PLAIN[schema["type"]]))


def _length(schema: Schema) -> Schema:
    return {"maxLength": schema["maxLength"]} if "maxLength" in schema else {}


def _filled(speech: Speech, message: str, **values: object) -> Markup:
    """Return a sentence of ours with numbers, or with markup, in its places."""
    return escape(speech.translate(message)).format(**{key: speech.shown(value) for key, value in values.items()})


def _word(word: str) -> Markup:
    return Markup("<code>{}</code>").format(word)


def _words(words: Iterable[str]) -> Markup:
    return Markup(" · ").join(map(_word, words))
