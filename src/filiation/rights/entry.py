"""Where tests show that data came into a line of models: at the farthest one that holds them and got them from nobody.

Pure reasoning over what a reader tested. A copy or a quantized model was not trained: whatever it repeats was in its
parent, even where the parent was made to keep silent about it (fewer bits are known to bring such things back). So
what such a child repeats is held against its parent, tested or not.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from filiation.facts.parties import Above, Entry
from filiation.facts.rights import MEMORY_OF, Memory
from filiation.facts.vocabulary import Relation


@dataclass(frozen=True, slots=True)
class Ancestry:
    """A model of the line: how many links away from the model of the case, and its known parents."""

    depth: int
    parents: Mapping[str, Relation]


def entry(line: Mapping[str, Ancestry], repeats: Collection[str], silent: Collection[str]) -> Entry | None:
    """Return where data came in, as far as tests tell; None where none of the line repeats them.

    `line` holds the model of the case and its ancestors, the nearest and most used first: of several that are as far
    away, the first counts. None as well where all that repeat come from one another.
    """
    holding = _holding(line, repeats)
    found = [model for model in holding if not holding.keys() & line[model].parents.keys()]
    if not found:
        return None
    places = {model: place for place, model in enumerate(line)}
    farthest = min(found, key=lambda model: (-line[model].depth, places[model]))
    return Entry(farthest, holding[farthest], _above(line[farthest], silent))


def _holding(line: Mapping[str, Ancestry], repeats: Collection[str]) -> dict[str, str]:
    """Return the models that hold the data, each with the tested one that shows it."""
    holding = {model: model for model in line if model in repeats}
    waiting = list(holding)
    while waiting:
        model = waiting.pop(0)
        for parent, relation in line[model].parents.items():
            if MEMORY_OF[relation] is Memory.SAME and parent not in holding:
                holding[parent] = holding[model]
                waiting.append(parent)
    return holding


def _above(model: Ancestry, silent: Collection[str]) -> Above:
    if not model.parents:
        return Above.NONE
    return Above.SILENT if all(parent in silent for parent in model.parents) else Above.UNTESTED
