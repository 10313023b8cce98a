"""The formats of exports, by name."""

from collections.abc import Mapping

from filiation.errors import WrongUse
from filiation.export.csv_table import CsvTable
from filiation.export.graphml import GraphMl
from filiation.export.interface import Format
from filiation.export.json_document import JsonDocument
from filiation.locale import mark

_FORMATS: tuple[Format, ...] = (CsvTable(), JsonDocument(), GraphMl())

FORMATS: Mapping[str, Format] = {one.name: one for one in _FORMATS}
"""All formats; a new one is one file and one place in this list."""


def format_named(name: str) -> Format:
    """Return a format by its name; raises WrongUse for an unknown one."""
    if name not in FORMATS:
        raise WrongUse(
            mark("{format} is not a format of exports."),
            mark("Formats are: {known}."),
            format=name[:200],
            known=", ".join(FORMATS),
        )
    return FORMATS[name]


def format_of(file: str) -> Format:
    """Return the format that the end of a file's name asks for; raises WrongUse when it asks for none."""
    found = next((one for one in FORMATS.values() if file.lower().endswith(one.suffix)), None)
    if found is None:
        raise WrongUse(
            mark("The name of {file} does not tell the format of the export."),
            mark("Let it end in {known}, or name the format."),
            file=file[:200],
            known=", ".join(one.suffix for one in FORMATS.values()),
        )
    return found
