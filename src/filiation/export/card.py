"""Parts of a model card, ready to paste: where the model comes from, and that another one replaces it."""

import re
from collections.abc import Sequence

import yaml

from filiation.facts.vocabulary import Relation

_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|!~]")
_OF_THE_HUB = frozenset({Relation.FINETUNE, Relation.ADAPTER, Relation.QUANTIZED, Relation.MERGE})


def statable(relation: Relation | None) -> bool:
    """Tell whether a card has a word for a relation: the Hub knows four."""
    return relation in _OF_THE_HUB


def card_metadata(base_models: Sequence[str], relation: Relation | None) -> str:
    """Return the fields `base_model` and `base_model_relation` as YAML, between the lines that mark a card's head.

    The relation is left out where the Hub has no word for it; no other field is touched.
    """
    fields: dict[str, object] = {"base_model": list(base_models)}
    if relation is not None and statable(relation):
        fields["base_model_relation"] = str(relation)
    return yaml.safe_dump(fields, sort_keys=False, allow_unicode=False, width=1000, explicit_start=True) + "---\n"


def new_version_metadata(new_version: str) -> str:
    """Return the field `new_version` as YAML, by which the Hub shows readers of a model the one to use instead."""
    fields = {"new_version": new_version}
    return yaml.safe_dump(fields, allow_unicode=False, width=1000, explicit_start=True) + "---\n"


def quoted_block(text: str) -> str:
    """Return a text as a quoted block of Markdown, in which nothing is read as markup."""
    return "".join(f"> {_MARKUP.sub(_escaped, line)}\n" if line else ">\n" for line in text.splitlines())


def _escaped(found: re.Match[str]) -> str:
    return f"\\{found[0]}"
