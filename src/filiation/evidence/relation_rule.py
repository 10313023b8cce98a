"""The relation of a link that nobody labeled, decided by an ordered list of plain rules.

Each rule is one test over the child's record and the two names; the first that holds decides. A rule whose
relation is `unspecified` abstains on purpose: it names a case in which the signs contradict each other.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from filiation.evidence.format_words import CONVERSIONS, DETAILS, METHODS, UNCLEAR, WHOLE, WIDTHS, folded, named
from filiation.facts.vocabulary import Relation
from filiation.locale import mark

COLUMNS: dict[str, str] = {
    "child": "VARCHAR",
    "parent": "VARCHAR",
    "tags": "VARCHAR[]",
    "library": "VARCHAR",
    "task": "VARCHAR",
    "files": "VARCHAR[]",
    "config": "VARCHAR",
    "parents": "INTEGER",
    "child_name": "VARCHAR",
    "parent_name": "VARCHAR",
}
"""What a test may read of a link, and its DuckDB type."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One step: when `test` (a DuckDB condition over `COLUMNS`) holds, the link has `relation`.

    `certainty` is the measured share of links on which the step is right, 0 for a step that abstains, and 0.9
    where too few labeled links exist to measure it; `why` is the reason for readers, marked for translation.
    """

    name: str
    relation: Relation
    certainty: float
    test: str
    why: str


def _tagged(*tags: str) -> str:
    quoted = ", ".join(f"'{tag}'" for tag in tags)
    return f"list_has_any(tags, [{quoted}])"


PIPELINE = "diffusers:[A-Za-z0-9]+Pipeline"
"""The tag of a complete model for images."""

_CHILD = folded("child_name")
_PARENT = folded("parent_name")
_STEM = f"contains({_CHILD}, {_PARENT})"
# What the child's name adds to its parent's: a mark that both carry says nothing about the step between them.
_ADDED = f"CASE WHEN parent_name <> '' THEN replace({_CHILD}, {_PARENT}, '') ELSE {_CHILD} END"

_METHODS = f"{METHODS}|onnx|smashed"  # these hold quantized weights too, mostly
_NOT_QUANTIZED = f"regexp_matches({_CHILD}, '{WHOLE}')"
_QUANTIZED_NAMED = f"{named(f'{_METHODS}|{WIDTHS}', f'({_ADDED})')} AND NOT {_NOT_QUANTIZED}"
_METHOD_NAMED = f"{named(_METHODS, f'({_ADDED})')} AND NOT {_NOT_QUANTIZED}"
_FORMAT_WORDS = f"'^(-+({_METHODS}|{WIDTHS}|{DETAILS}|ggml))+$'"
# The parent's whole name, then nothing but words of the format: not a format of a third model in between.
_FORMAT_ONLY = (
    f"{_STEM} AND regexp_matches(substr({_CHILD}, strpos({_CHILD}, {_PARENT}) + length({_PARENT})), {_FORMAT_WORDS})"
)
# What follows the parent's whole name where the child's begins with it, or with the owner's before it.
_OWNED = f"concat({folded('lower(split_part(parent, chr(47), 1))')}, '-', {_PARENT})"
_BEHIND = (
    f"CASE WHEN parent_name = '' THEN '' WHEN starts_with({_CHILD}, {_PARENT})"
    f" THEN substr({_CHILD}, length({_PARENT}) + 1) WHEN starts_with({_CHILD}, {_OWNED})"
    f" THEN substr({_CHILD}, length({_OWNED}) + 1) ELSE '' END"
)
RENAMED_ONLY = (
    f"regexp_matches({_BEHIND}, {_FORMAT_WORDS})"
    f" AND {named(f'{METHODS}|{WIDTHS}|ggml', f'({_BEHIND})')} AND NOT regexp_matches({_BEHIND}, '{WHOLE}')"
)
"""Whether the child has its parent's name and then nothing but words of a quantized format.

Of 2,901 labeled links of this kind with one parent, the Hub labels 85 otherwise: read one by one, all 85 are
quantizations.
"""
_PARENT_QUANTIZED = named(f"{_METHODS}|{WIDTHS}", _PARENT)
_TOLD = (
    f"regexp_matches({_CHILD}, 'instruct|chat|merge|16|fine|tun|[0-9]ep(-|$)"
    "|(^|-)(it|ft|sft|dpo|orpo|grpo|cpt|epochs?|e[0-9]+|r[0-9]+|lr|steps?)(-|$)')"
)
_TERSE = f"length({_CHILD}) - length(replace({_CHILD}, '-', '')) < 4 AND NOT {_TOLD}"
_LORA_NAMED = f"regexp_matches({_CHILD}, 'lora|(^|-)(adapters?|peft)(-|$)')"
_MERGED_NAMED = f"regexp_matches({_CHILD}, 'merged?(-|$)|fused|(^|-)full|16-?bit|vllm')"
_STORED = (
    f"({_tagged('gguf', 'GGUF', 'gptq', 'awq', 'exl2', 'mlc-llm', *(f'{bits}-bit' for bits in range(2, 9)))}"
    " OR coalesce(library IN ('gguf', 'GGUF', 'llama.cpp', 'mlc-llm', 'ExLlamaV2', 'CTranslate2'), false)"
    " OR coalesce(contains(config, '\"quant_method\"'), false))"
)
_TRAINED = _tagged(
    "trl", "sft", "dpo", "orpo", "unsloth", "generated_from_trainer", "llama-factory", "axolotl", "autotrain"
)
_MERGE_TAGGED = _tagged("merge", "mergekit", "lazymergekit", "moe", "frankenmoe")
_ALONE = "tags IS NULL AND files IS NULL AND config IS NULL"

RULES: tuple[Rule, ...] = (
    Rule(
        "adapter-files",
        Relation.ADAPTER,
        0.99,
        "(list_contains(files, 'adapter_config.json') AND NOT list_contains(files, 'config.json'))"
        " OR contains(config, '\"peft\"')",
        mark("The repository holds the settings of an adapter."),
    ),
    Rule(
        "adapter-library",
        Relation.ADAPTER,
        0.99,
        "library IN ('peft', 'adapter-transformers')",
        mark("The record names a library that makes adapters only."),
    ),
    Rule(
        "adapter-image",
        Relation.ADAPTER,
        0.9,
        f"{_tagged('lora', 'LoRA', 'dora', 'lycoris', 'template:sd-lora')}"
        " AND (library = 'diffusers' OR task IN ('text-to-image', 'image-to-image', 'text-to-video'))",
        mark("An image model is tagged as a low-rank adapter."),
    ),
    Rule(
        "added-network",
        Relation.UNSPECIFIED,
        0.0,
        _tagged("controlnet", "textual_inversion", "custom-diffusion", "t2i-adapter", "ip-adapter"),
        mark("A part is added beside an image model that stays as it was: none of the words says this."),
    ),
    Rule(
        "quantized-of-one",
        Relation.QUANTIZED,
        0.9,  # five labels, all against; read one by one, all five are quantizations
        f"parents > 1 AND {RENAMED_ONLY}",
        mark("Several parents are given, but the name is that of this one with a quantized format added."),
    ),
    Rule(
        "quantized-of-several",
        Relation.UNSPECIFIED,
        0.0,
        f"parents > 1 AND {_STORED} AND {_QUANTIZED_NAMED} AND NOT {_MERGE_TAGGED}",
        mark("A quantized model gives several parents without a word of a merge: perhaps its ancestors."),
    ),
    Rule(
        "several-parents",
        Relation.MERGE,
        0.99,
        "parents > 1",
        mark("Several models are given as parents."),
    ),
    Rule(
        "quantized-stored-named",
        Relation.QUANTIZED,
        0.99,
        f"{_STORED} AND {_QUANTIZED_NAMED}",
        mark("The record shows a quantized format, and the name adds one to the parent's name."),
    ),
    Rule(
        "quantized-or-trained",
        Relation.UNSPECIFIED,
        0.0,
        f"{_STORED} AND ({_TRAINED} OR {_tagged('gguf', 'bitsandbytes')} OR {_PARENT_QUANTIZED})",
        mark("The record shows a quantized format and also signs of training, or of a parent quantized before."),
    ),
    Rule(
        "quantized-stored",
        Relation.QUANTIZED,
        0.9,
        f"{_STORED} OR library = 'transformers.js'",
        mark("The record shows a quantized format, and no sign of training."),
    ),
    Rule(
        "adapter-untasked",
        Relation.ADAPTER,
        0.98,
        f"task IS NULL AND ({_tagged('unsloth')} OR (library IS NULL AND {_tagged('generated_from_trainer')}))",
        mark("A training tool wrote the card, but the Hub found no complete model to give a task to."),
    ),
    Rule(
        "conversion",
        Relation.UNSPECIFIED,
        0.0,
        f"({_STEM} AND tags IS NOT NULL AND {_QUANTIZED_NAMED})"
        f" OR {named(UNCLEAR, f'({_ADDED})')}"
        f" OR ({named(CONVERSIONS, f'({_ADDED})')} AND NOT ({_QUANTIZED_NAMED}))"
        f" OR ({_STEM} AND regexp_matches({_ADDED}, '^-?(bf16|fp16|f16|float16|hf)$'))",
        mark("The name tells of another format, and nothing tells whether precision was lost."),
    ),
    Rule(
        "same-name",
        Relation.UNSPECIFIED,
        0.0,
        f"{_CHILD} = {_PARENT} AND NOT coalesce({_TRAINED}, false)",
        mark("Both have the same name: it may be a copy, or a model trained further."),
    ),
    Rule(
        "merge-one-parent",
        Relation.UNSPECIFIED,
        0.0,
        f"{_MERGE_TAGGED} AND NOT ({_QUANTIZED_NAMED})",
        mark("The record speaks of a merge but gives one parent only."),
    ),
    Rule(
        "finetune-record",
        Relation.FINETUNE,
        0.99,
        "library IN ('transformers', 'sentence-transformers', 'setfit', 'flair', 'span-marker', 'timm')"
        f" OR ({_TRAINED} AND library IS DISTINCT FROM 'diffusers')",
        mark("A complete model, not quantized, from a library that trains models."),
    ),
    Rule(
        "finetune-image",
        Relation.FINETUNE,
        0.9,
        f"library = 'diffusers' AND NOT {_LORA_NAMED} AND regexp_matches(array_to_string(tags, ' '), '{PIPELINE}')",
        mark("A complete image model, with no sign of an adapter."),
    ),
    Rule(
        "quantized-named",
        Relation.QUANTIZED,
        0.97,
        f"{_ALONE} AND ({_METHOD_NAMED} OR ({_QUANTIZED_NAMED} AND {_FORMAT_ONLY}))",
        mark("The name adds a quantized format to the parent's name."),
    ),
    Rule(
        "quantized-bits-per-weight",
        Relation.QUANTIZED,
        0.85,
        f"{_ALONE} AND {named('exl2|[0-9]*bpw[0-9]*', f'({_ADDED})')}"
        f" AND NOT regexp_matches({_CHILD}, '-h[0-9]-exl2$')",
        mark("The name tells how many bits each weight has."),
    ),
    Rule(
        "quantized-again",
        Relation.QUANTIZED,
        0.87,
        f"{_ALONE} AND {_QUANTIZED_NAMED} AND {_PARENT_QUANTIZED} AND NOT contains({_CHILD}, 'bnb')",
        mark("Both names tell of quantized weights, and the child's says so in words of its own."),
    ),
    Rule(
        "quantized-elsewhere",
        Relation.UNSPECIFIED,
        0.0,
        f"{_ALONE} AND {_QUANTIZED_NAMED}",
        mark("The name tells of a quantized format, but perhaps of another model than the parent."),
    ),
    Rule(
        "adapter-or-merged",
        Relation.UNSPECIFIED,
        0.0,
        f"{_ALONE} AND {_LORA_NAMED} AND NOT {_MERGED_NAMED}",
        mark("The name tells of an adapter, which may have been merged into the model since."),
    ),
    Rule(
        "terse-name",
        Relation.UNSPECIFIED,
        0.0,
        f"{_ALONE} AND {_PARENT_QUANTIZED} AND {_TERSE}",
        mark("The parent is quantized already, and the child's short name tells nothing of what was done."),
    ),
    Rule(
        "finetune-named-quantized-parent",
        Relation.FINETUNE,
        0.9,
        f"{_ALONE} AND {_PARENT_QUANTIZED}",
        mark("The parent is quantized already, and the child's name tells of no other format."),
    ),
    Rule(
        "finetune-named",
        Relation.FINETUNE,
        0.94,
        _ALONE,
        mark("Nothing in the name tells of a quantized format, an adapter or a copy."),
    ),
)
"""The steps in the order in which they are tried; a link on which none holds stays `unspecified`."""


def case_sql(rules: tuple[Rule, ...] = RULES) -> str:
    """Return a SQL expression over `COLUMNS` that gives the index of the deciding rule, or NULL."""
    steps = " ".join(f"WHEN ({rule.test}) THEN {index}" for index, rule in enumerate(rules))
    return f"CASE {steps} END"


def decide(link: Mapping[str, object], rules: tuple[Rule, ...] = RULES) -> Rule | None:
    """Return the rule that decides one `link` (columns left out are NULL), or None."""
    values = ", ".join(f"CAST(${name} AS {kind}) AS {name}" for name, kind in COLUMNS.items())
    row = {name: link.get(name) for name in COLUMNS}
    with duckdb.connect(config={"threads": 1}) as con:
        found = con.execute(f"SELECT {case_sql(rules)} FROM (SELECT {values})", row).fetchone()
    return None if found is None or found[0] is None else rules[found[0]]
