"""Why a link has its relation when nobody states it: the rule that decided, and how sure it is."""

from collections.abc import Iterable, Mapping

from filiation.facts.vocabulary import STATED
from filiation.locale import Translate, mark
from filiation.words.speech import Speech

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


def deduced(speech: Speech, certainty: float | None) -> str:
    """Return the few words that mark a relation which a rule deduced, with its certainty; nothing for others."""
    if not certainty or certainty == STATED:
        return ""
    return speech.say(mark("deduced: {share}"), share=speech.percent(certainty))


def ways_deduced(certainties: Iterable[float | None], speech: Speech) -> str:
    """Return for how many of some links a rule deduced how the child was made; nothing where all is stated."""
    n = sum(bool(deduced(speech, certainty)) for certainty in certainties)
    one = mark("Of {n} link drawn, the way in which the child was made is deduced, not stated.")
    many = mark("Of {n} links drawn, the way in which the child was made is deduced, not stated.")
    return speech.many(n, one, many) if n else ""


def reason(name: str, translate: Translate) -> str:
    """Return why a link has its relation: the words of the clue or rule that decided."""
    from filiation.evidence.relation_rule import RULES

    rules = {rule.name: rule.why for rule in RULES}
    return translate(_REASON.get(name) or rules.get(name) or name)
