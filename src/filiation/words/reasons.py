"""Why a link has its relation when nobody states it: the rule that decided, and how sure it is."""

from collections.abc import Mapping

from filiation.locale import Translate, mark
from filiation.words.speech import Speech

STATED = 1.0
"""The certainty of a relation that the publisher or the Hub states."""

_REASON: Mapping[str, str] = {
    "baseModels of the Hub": mark("The Hub states it."),
    "base-model tag": mark("A tag on the Hub states it."),
    "base_model_relation in the card": mark("The model card states it."),
    "config.peft": mark("The settings of the adapter name its base."),
    "merge tag": mark("A tag of the merge names it."),
    "publication": mark("A publication states it."),
    "declared": mark("It is declared."),
    "no rule applies": mark("Nothing tells how the child was made."),
}


def guess(speech: Speech, name: str, certainty: float) -> str:
    """Return why a link has its relation, with the certainty where it was measured."""
    why = reason(name, speech.translate)
    if not certainty:
        return why
    share = speech.percent(certainty)
    return speech.say(mark("{reason} Certainty: {share}."), reason=why, share=share)


def reason(name: str, translate: Translate) -> str:
    """Return why a link has its relation: the words of the clue or rule that decided."""
    from filiation.evidence.relation_rule import RULES

    rules = {rule.name: rule.why for rule in RULES}
    return translate(_REASON.get(name) or rules.get(name) or name)
