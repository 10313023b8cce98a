"""Relations, standings, reasons and kinship in human words, all marked for translation."""

from collections.abc import Mapping

from filiation.facts.vocabulary import Presence, Rejection, Relation, Source, Standing
from filiation.locale import mark

RELATION: Mapping[Relation, str] = {
    Relation.FINETUNE: mark("finetune"),
    Relation.ADAPTER: mark("adapter"),
    Relation.QUANTIZED: mark("quantized"),
    Relation.MERGE: mark("merge"),
    Relation.COPY: mark("copy"),
    Relation.UNSPECIFIED: mark("unspecified"),
    Relation.TRAINED_ON: mark("trained on"),
}
"""What one link is called."""

LETTER: Mapping[Relation, str] = {
    Relation.FINETUNE: mark("F"),
    Relation.ADAPTER: mark("A"),
    Relation.QUANTIZED: mark("Q"),
    Relation.MERGE: mark("M"),
    Relation.COPY: mark("C"),
    Relation.UNSPECIFIED: mark("?"),
    Relation.TRAINED_ON: mark("D"),
}
"""The letter that stands for a relation in pictures."""

COUNTED: Mapping[Relation, tuple[str, str]] = {
    Relation.FINETUNE: (mark("{n} finetune"), mark("{n} finetunes")),
    Relation.ADAPTER: (mark("{n} adapter"), mark("{n} adapters")),
    Relation.QUANTIZED: (mark("{n} quantized model"), mark("{n} quantized")),
    Relation.MERGE: (mark("{n} merge"), mark("{n} merges")),
    Relation.COPY: (mark("{n} copy"), mark("{n} copies")),
    Relation.UNSPECIFIED: (mark("{n} model, unspecified"), mark("{n} unspecified")),
    Relation.TRAINED_ON: (mark("{n} link to training data"), mark("{n} links to training data")),
}
"""How many links or models there are of a relation: one, several."""

STANDING: Mapping[Standing, str] = {
    Standing.DECLARED: mark("declared"),
    Standing.CORROBORATED: mark("corroborated"),
    Standing.INFERRED: mark("inferred"),
    Standing.CONTRADICTED: mark("contradicted"),
}
"""What a standing is called."""

STANDING_MEANS: Mapping[Standing, str] = {
    Standing.DECLARED: mark("declared"),
    Standing.CORROBORATED: mark("corroborated: declared, and its files agree"),
    Standing.INFERRED: mark("inferred: nobody declared it"),
    Standing.CONTRADICTED: mark("contradicted: clues disagree"),
}
"""What a standing means, in few words."""

SOURCE: Mapping[Source, str] = {
    Source.CARD: mark("model card"),
    Source.HUB_TAG: mark("tag on the Hub"),
    Source.ADAPTER_CONFIG: mark("adapter settings"),
    Source.MERGE_CONFIG: mark("merge recipe"),
    Source.GGUF_HEADER: mark("GGUF header"),
    Source.CONFIG: mark("model settings"),
    Source.CARD_TEXT: mark("text of the card"),
    Source.NAME: mark("name"),
    Source.SAME_FILE: mark("same file"),
    Source.WEIGHTS: mark("weights"),
    Source.PUBLICATION: mark("publication"),
    Source.SAFETENSORS_HEADER: mark("safetensors header"),
    Source.FILE: mark("file of the repository"),
}
"""What the source of a clue is called."""

_MERGE_TAG = mark("tag of the merge")


def source_words(source: Source, location: str) -> str:
    """Return what the source of a clue is called, given the place in it: merge tools leave tags as well as recipes."""
    if source is Source.MERGE_CONFIG and location.rsplit(": ", maxsplit=1)[-1].startswith("tags"):
        return _MERGE_TAG
    return SOURCE[source]


REJECTION: Mapping[Rejection, str] = {
    Rejection.SELF_REFERENCE: mark("it is the model itself"),
    Rejection.LOCAL_PATH: mark("it is a path on somebody's computer"),
    Rejection.PLACEHOLDER: mark("it stands for nothing: a placeholder"),
    Rejection.TRUNCATED: mark("it is cut short"),
    Rejection.NO_OWNER: mark("it names no owner, and no repository of that name is known"),
    Rejection.MALFORMED: mark("it is no id that the Hub can have"),
    Rejection.ELSEWHERE: mark("it leads elsewhere than to a model of the Hub"),
    Rejection.GRANDPARENT: mark("it is an ancestor further up: the clue came down from the parent"),
    Rejection.TOO_MANY: mark("one source of the record names far more than a model can have"),
    Rejection.OUTWEIGHED: mark("it is a weak clue, and better ones name another parent"),
    Rejection.YOUNGER_PARENT: mark("it was published after the child, and nobody declares it"),
    Rejection.UNREADABLE: mark("it could not be read"),
}
"""Why what was written could not be taken for a parent."""

PRESENCE: Mapping[Presence, str] = {
    Presence.LISTED: mark("in the sources"),
    Presence.ABSENT: mark("named by others; not in the sources read (deleted, private, renamed or never read)"),
    Presence.OUTSIDE: mark("has no repository on the Hub"),
}
"""Whether a repository itself was read."""

PRESENCE_SHORT: Mapping[Presence, str] = {
    Presence.ABSENT: mark("not in the sources"),
    Presence.OUTSIDE: mark("outside the Hub"),
}
"""The same, beside an id."""

MATCH: Mapping[str, str] = {
    "exact": mark("same name"),
    "prefix": mark("beginning"),
    "words": mark("words"),
    "part": mark("part of a word"),
    "typo": mark("near spelling"),
}
"""How a find of a search matches."""

KIND: Mapping[str, tuple[str, str, str]] = {
    "model": (mark("model"), mark("{n} model"), mark("{n} models")),
    "dataset": (mark("dataset"), mark("{n} dataset"), mark("{n} datasets")),
    "publisher": (mark("publisher"), mark("{n} publisher"), mark("{n} publishers")),
    "statement": (mark("statement"), mark("{n} statement"), mark("{n} statements")),
}
"""What the things in the catalog are called: by itself, one of them, several."""

STAGE: Mapping[str, str] = {
    "asking": mark("asking the Hub"),
    "waiting": mark("waiting, as the Hub wants it"),
    "fetching": mark("fetching the snapshot"),
    "storing": mark("storing the records"),
    "read": mark("reading the files"),
    "records": mark("gathering the records"),
    "clues": mark("reading the clues"),
    "links": mark("resolving the links"),
    "changes": mark("comparing the readings"),
    "numbers": mark("ranking the models"),
    "graph": mark("building the graph"),
    "catalog": mark("writing the catalog"),
    "search": mark("indexing for search"),
}
"""What an import is doing."""
