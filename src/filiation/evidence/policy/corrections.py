"""What the files prove against what was stated of a relation: the few cases in which they are believed."""

from dataclasses import dataclass

from filiation.evidence.relation_rule import RENAMED_ONLY
from filiation.facts.vocabulary import Relation
from filiation.locale import mark

WHOLE_FILE = (
    r"^((pytorch_)?model|tf_model|flax_model|consolidated)([-._][0-9a-z-]*)?\.(safetensors|bin|h5|msgpack|pth?)$"
)
"""The names of files that hold all weights of a model, or a part of them, in the folder at the top."""

WHOLE_TAGS = ("pytorch", "safetensors", "tf", "jax", "keras")
"""The Hub's tags of the formats in which whole weights are published."""

_WHOLE = "coalesce(whole_files, whole_tags, false)"


@dataclass(frozen=True, slots=True)
class Correction:
    """One case: where `test` holds, a link labeled with one of `labels` has `relation` in truth.

    `test` is SQL over `relation_rule.COLUMNS`, `rule` (the name of the rule that decides it), `whole_files`,
    `adapter_files`, `gguf_files`, `other_weights` (those of no adapter; null: the files are not known) and
    `whole_tags`. `certainty` is the share of such links that were right when they were read one by one, and 0.9 where
    these were few; `over_card`: it is believed against the publisher's word too.
    """

    name: str
    relation: Relation
    labels: tuple[Relation, ...]
    certainty: float
    test: str
    why: str
    over_card: bool = False


_STATED = (Relation.FINETUNE, Relation.QUANTIZED, Relation.MERGE)

CORRECTIONS: tuple[Correction, ...] = (
    Correction(
        "adapter-alone",
        Relation.ADAPTER,
        _STATED,
        0.99,
        "adapter_files AND NOT other_weights",
        mark("The repository holds an adapter and no other weights: without its base it does not run."),
        over_card=True,
    ),
    Correction(
        "complete-weights",
        Relation.FINETUNE,
        (Relation.QUANTIZED,),
        0.9,  # three of three that were labeled so, and no false alarm among 955: too few to tell more
        f"rule = 'finetune-record' AND parents = 1 AND {_WHOLE}",
        mark("The repository holds complete weights that are not quantized; a quantized file lies beside them."),
    ),
    Correction(
        "complete-weights-beside-gguf",
        Relation.FINETUNE,
        (Relation.QUANTIZED,),
        0.9,  # 17 of 17
        "rule = 'quantized-or-trained' AND parents = 1 AND whole_files AND gguf_files"
        " AND NOT coalesce(contains(config, '\"quant_method\"'), false)",
        mark("The repository holds complete weights that were trained; GGUF files of the same lie beside them."),
    ),
    Correction(
        "renamed-only",
        Relation.QUANTIZED,
        (Relation.FINETUNE, Relation.ADAPTER),
        0.99,  # 85 of 85
        f"parents = 1 AND NOT coalesce(adapter_files AND NOT other_weights, false) AND ({RENAMED_ONLY})",
        mark("The name is the parent's with nothing but words of a quantized format added."),
    ),
    Correction(
        "renamed-only-of-several",
        Relation.QUANTIZED,
        (Relation.MERGE,),
        0.9,  # five of five
        f"parents > 1 AND ({RENAMED_ONLY})",
        mark("Of several parents, it bears the name of this one with nothing but words of a quantized format added."),
    ),
)
"""The cases in the order in which they are tried."""


def cases() -> str:
    """Return SQL that gives the place of the case that applies to a described candidate labeled `label`, or null."""
    steps = " ".join(
        f"WHEN label IN ({', '.join(repr(str(label)) for label in case.labels)})"
        f"{'' if case.over_card else ' AND NOT by_card'} AND ({case.test}) THEN {place}"
        for place, case in enumerate(CORRECTIONS)
    )
    return f"CASE {steps} END"
