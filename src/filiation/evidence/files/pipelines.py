"""The files that list the parts of a whole: pipelines of diffusers, models of sentence-transformers."""

from filiation.evidence.files.bounded import Steps, json_document, json_mapping, mapping, text
from filiation.evidence.files.interface import KIB, FileReader
from filiation.evidence.files.model_config import name_or_path
from filiation.evidence.interface import Tier
from filiation.facts.findings import Clue, Fault, Findings, Shown, Sign, Unread
from filiation.facts.vocabulary import Source


def read_pipeline(body: bytes, size: int) -> Findings:
    """Return what the list of a pipeline's parts tells: from where it was loaded, and that it is a whole."""
    settings = json_mapping(body, size)
    if isinstance(settings, Unread):
        return Findings(faults=(settings,))
    found = list(name_or_path(settings))
    kind = settings.get("_class_name")
    return Findings(
        clues=tuple(one for one in found if isinstance(one, Clue)),
        signs=(Shown(Sign.COMPLETE, "_class_name", text(kind)[:100]),) if isinstance(kind, str) else (),
        faults=tuple(one for one in found if isinstance(one, Unread)),
    )


def read_modules(body: bytes, size: int) -> Findings:
    """Return what the list of a sentence model's parts tells: that it is a whole.

    Whether the parts were trained here, or were copied with the file, it does not tell.
    """
    found = json_document(body)
    if isinstance(found, Unread):
        return Findings(faults=(Unread(Fault.CUT_SHORT) if size > len(body) else found,))
    kinds = [mapping(part).get("type") for _, part in Steps(20).through(found)]
    names = [text(kind).rsplit(".", 1)[-1][:50] for kind in kinds if isinstance(kind, str)]
    if not isinstance(found, list) or not names:
        return Findings(faults=(Unread(Fault.WRONG_SHAPE),))
    return Findings(signs=(Shown(Sign.COMPLETE, "", ", ".join(names)),))


READER = FileReader(
    name="model_index.json",
    source=Source.CONFIG,
    tier=Tier.TRACE,
    rank=8,
    most=64 * KIB,
    wants="model_index.json".__eq__,
    read=read_pipeline,
)

MODULES = FileReader(
    name="modules.json",
    source=Source.CONFIG,
    tier=Tier.TRACE,
    rank=8,
    most=64 * KIB,
    wants="modules.json".__eq__,
    read=read_modules,
)
