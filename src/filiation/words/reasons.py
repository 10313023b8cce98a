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

_SETTINGS = mark("Settings in its files say it.")
_OF_FILES: Mapping[str, str] = {
    "equal weight files": mark("Its weight files are the same as those of the parent."),
    "name by a converter": mark("Its name says it, by the habits of its publisher."),
    "name by another account": mark("Its name says it: that of the parent, with a format added."),
    "card-text": mark("A sentence of the card says it."),
    "card-block": mark("Settings quoted in the card say it."),
    "adapter_config.json": mark("The settings of the adapter name its base."),
    "mergekit_config": mark("The recipe of the merge names it."),
    "GGUF header": mark("The header of its GGUF file says it."),
    "safetensors header": mark("The header of its weights says it."),
    **dict.fromkeys(
        (
            "config.json",
            "training_params.json",
            "model_index.json",
            "quantization settings",
            "trainer_state.json",
            "train_results.json",
            "ort_config.json",
            "openvino_config.json",
            "OpenVINO network",
            "Core ML",
            "CTranslate2",
            "ONNX",
            "ONNX name",
            "modules.json",
        ),
        _SETTINGS,
    ),
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
    from filiation.evidence.policy.corrections import CORRECTIONS
    from filiation.evidence.relation_rule import RULES

    rules = {rule.name: rule.why for rule in RULES} | {case.name: case.why for case in CORRECTIONS}
    return translate(_REASON.get(name) or _OF_FILES.get(name) or rules.get(name) or name)
