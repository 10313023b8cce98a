"""Clues in the YAML of a card: the settings of the making that tools put into it, and its front matter.

Axolotl and LLaMA-Factory write the settings of a training into a fenced block, mergekit the recipe of a merge.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice

from filiation.evidence.files import merge_config
from filiation.evidence.files.bounded import Steps, cut_short, mapping, text, yaml_documents
from filiation.evidence.files.card_layout import Kind, Passage, decoded, parted, passages
from filiation.evidence.files.card_text import CARD, MOST
from filiation.evidence.files.interface import FileReader
from filiation.evidence.interface import Tier
from filiation.facts.findings import Clue, Fault, Findings, Unread
from filiation.facts.vocabulary import Kind as Target
from filiation.facts.vocabulary import Relation, Source

MOST_BLOCKS = 50
"""The most blocks of settings that are read of one card."""

MOST_DATASETS = 200
"""The most datasets that are taken from one block."""

_YAML = {"yaml", "yml", ""}
_TELLING = re.compile(
    r"^\s*-?\s*[\"']?(?:base_model|model_name_or_path|models|slices|modules|experts|merge_method)[\"']?\s*:",
    re.MULTILINE,
)
_OF_AXOLOTL = {
    *("adapter", "datasets", "micro_batch_size", "num_epochs", "sequence_len", "val_set_size", "dataset_prepared_path"),
    *("output_dir", "rl", "lora_r", "model_type", "tokenizer_type", "learning_rate"),
}
_OF_LLAMA_FACTORY = {"stage", "finetuning_type", "do_train", "dataset", "template", "cutoff_len", "num_train_epochs"}
_REVISIONS = ("revision_of_model", "base_model_revision", "model_revision")
_ADAPTERS = {"lora", "qlora", "llama-adapter", "oft", "dora"}


def front_matter(card: str) -> dict[str, object] | Unread:
    """Return the front matter of a card, its keys and values; nothing where there is none."""
    written, _, _ = parted(card)
    documents = yaml_documents(written) if written.strip() else []
    if isinstance(documents, Unread):
        return documents
    if not documents or documents[0] is None:
        return {}
    if not isinstance(documents[0], dict):
        return Unread(Fault.WRONG_SHAPE)
    return {text(key): value for key, value in documents[0].items()}


def read(body: bytes, size: int) -> Findings:
    """Return what the blocks of settings in a card tell of parents and datasets."""
    card = decoded(body)
    if isinstance(card, Unread):
        return Findings()  # the reader of sentences reports it
    blocks = list(islice(_blocks(card), MOST_BLOCKS + 1))
    found = [_block(passage) for passage in blocks[:MOST_BLOCKS]]
    found += [Findings(faults=(Unread(Fault.TOO_MANY, f"line {more.line}"),)) for more in blocks[MOST_BLOCKS:]]
    last = cut_short(body, size)
    return Findings(
        clues=tuple(dict.fromkeys(clue for one in found for clue in one.clues)),
        signs=tuple(dict.fromkeys(sign for one in found for sign in one.signs)),
        faults=tuple(fault for one in found for fault in one.faults) if last is None else (),
    )


def _blocks(card: str) -> Iterator[Passage]:
    for passage in passages(card):
        if passage.kind is Kind.FENCE and passage.info.lower() in _YAML and _TELLING.search(passage.text):
            yield passage


def _block(passage: Passage) -> Findings:
    """Return what one block tells; of a block that does not say that it is YAML, only what can be read."""
    documents = yaml_documents(passage.text)
    if isinstance(documents, Unread):
        place = ", ".join(filter(None, (f"line {passage.line}", documents.location and f"{documents.location} of it")))
        return Findings(faults=(replace(documents, location=place),) if passage.info else ())
    recipe = merge_config.parents(documents)
    if recipe.clues or recipe.signs:
        return _placed(recipe, passage.line)
    clues = [clue for document in documents for clue in _training(mapping(document))]
    return _placed(Findings(clues=tuple(clues)), passage.line)


def _placed(found: Findings, line: int) -> Findings:
    """Return findings of a block with the line on which it begins in their places."""
    return Findings(
        clues=tuple(replace(clue, location=f"line {line}, {clue.location}") for clue in found.clues),
        signs=tuple(replace(sign, location=f"line {line}, {sign.location}") for sign in found.signs),
        faults=tuple(replace(fault, location=f"line {line}, {fault.location}".rstrip(", ")) for fault in found.faults),
    )


def _training(settings: Mapping[object, object]) -> Iterator[Clue]:
    """Yield the model and the datasets that the settings of a training name."""
    for key, method, known in (
        ("base_model", "adapter", _OF_AXOLOTL),
        ("model_name_or_path", "finetuning_type", _OF_LLAMA_FACTORY),
    ):
        parent = settings.get(key)
        if isinstance(parent, str) and parent.strip() and any(other in settings for other in known):
            adapted = str(settings.get(method)).lower() in _ADAPTERS
            relation = Relation.ADAPTER if adapted else Relation.FINETUNE
            revision = next((text(settings[name]) for name in _REVISIONS if settings.get(name)), None)
            yield Clue(text(parent), key, relation, revision=revision)
            if key == "base_model":
                yield from _datasets(settings.get("datasets"))


def _datasets(value: object) -> Iterator[Clue]:
    steps = Steps(MOST_DATASETS)
    for place, item in steps.through(value if isinstance(value, list) else []):
        path = mapping(item).get("path", item)
        if isinstance(path, str) and path.strip():
            yield Clue(text(path), f"datasets{place}", Relation.TRAINED_ON, target=Target.DATASET)


READER = FileReader(
    name="card-block",
    source=Source.CARD_TEXT,
    tier=Tier.WORDS,
    rank=4,
    most=MOST,
    wants=CARD.__eq__,
    read=read,
    independent=False,
)
