"""The places in files, and the details of what was found there, as people read them."""

import re

from filiation.facts.findings import Fault
from filiation.facts.live import Access
from filiation.locale import mark
from filiation.words.live import ACCESS
from filiation.words.speech import Speech

_LINE = re.compile(r"((?:.*?: )?)line ([0-9]+)\b", re.DOTALL)
_TENSORS = re.compile(r"([0-9]{1,18}) tensors?")
_ACCESSES = {access.value: access for access in Access}


def place(speech: Speech, location: str) -> str:
    """Return a place in a file, with or without the path before it, the number of a line in the reader's language."""
    found = _LINE.match(location)
    if found is None:
        return location
    return found[1] + speech.say(mark("line {n}"), n=found[2]) + location[found.end() :]


def sign_detail(speech: Speech, detail: str) -> str:
    """Return what a sign tells beyond its kind, in words where it counts."""
    found = _TENSORS.fullmatch(detail)
    return speech.many(int(found[1]), mark("{n} tensor"), mark("{n} tensors")) if found else detail


def fault_detail(speech: Speech, fault: Fault, detail: str) -> str:
    """Return what is told beside a fault, in words where it is one of our codes."""
    access = _ACCESSES.get(detail) if fault is Fault.OUT_OF_REACH else None
    return detail if access is None else speech.translate(ACCESS[access])
