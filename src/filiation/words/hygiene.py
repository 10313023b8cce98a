"""What is wrong with how a model tells its origin, and what its publisher can do, in sentences.

Ids and what is written stand in them as plain text, on one line, with control characters made visible.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from filiation.facts.grounds import Ground
from filiation.facts.hygiene import Ailment, Diagnosis, Finding, Lack, Misnaming, Repair, Side
from filiation.facts.vocabulary import Source
from filiation.locale import mark
from filiation.words.grounds import FAULT
from filiation.words.history import shown
from filiation.words.reasons import reason
from filiation.words.speech import Speech
from filiation.words.vocabulary import REJECTION, RELATION, source_words

_Code = TypeVar("_Code", bound=StrEnum)

AILMENT: Mapping[Ailment, str] = {
    Ailment.CYCLE: mark("descends from itself"),
    Ailment.SELF_REFERENCE: mark("names itself"),
    Ailment.VANISHED_PARENT: mark("parent not there"),
    Ailment.CONTRADICTED: mark("clues disagree"),
    Ailment.RELABELED_COPY: mark("copy under another label"),
    Ailment.MISLABELED_RELATION: mark("wrong relation"),
    Ailment.UNDECLARED_PARENT: mark("undeclared parent"),
    Ailment.UNUSABLE_NAME: mark("unusable name"),
    Ailment.OUTDATED_NAME: mark("inexact name"),
    Ailment.LICENSE_DIFFERS: mark("license differs"),
    Ailment.LICENSE_CHANGED: mark("license changed"),
    Ailment.YOUNGER_PARENT: mark("younger parent"),
    Ailment.UNREADABLE: mark("unreadable file"),
}
"""What a kind of finding is called."""

MEANS: Mapping[Ailment, str] = {
    Ailment.CYCLE: mark(
        "Two or more models are said to come from one another, which cannot be. One of these links is wrong; their "
        "publishers know which."
    ),
    Ailment.SELF_REFERENCE: mark(
        "The model names itself as its parent. The name of the true parent belongs there, or nothing."
    ),
    Ailment.VANISHED_PARENT: mark(
        "The parent is not in the newest sources: deleted, made private, renamed, or merely never read. Of one that "
        "was there before, nobody can check any more what the model was made from."
    ),
    Ailment.CONTRADICTED: mark(
        "The sources give different parents, or different relations to one parent. Both sides are shown; the publisher "
        "must say which is true."
    ),
    Ailment.RELABELED_COPY: mark(
        "All weight files are the same as those of another model, but it is declared as something else, or nobody "
        "declares it."
    ),
    Ailment.MISLABELED_RELATION: mark(
        "The files prove another relation than the one that is declared. The Hub often deduces it wrongly: a model "
        "that also ships a quantized file counts as quantized there. base_model_relation in the card puts it right."
    ),
    Ailment.UNDECLARED_PARENT: mark(
        "The parent was found in files, texts or names, but nobody declares it. base_model in the card makes it known."
    ),
    Ailment.UNUSABLE_NAME: mark(
        "What is written as a parent names none that others can find: a folder on a disk, a placeholder, half a name, "
        "a name without its owner, an address elsewhere."
    ),
    Ailment.OUTDATED_NAME: mark(
        "The parent can be understood, but is not named by its id: by an old name, in another case, by an address, or "
        "with something added."
    ),
    Ailment.LICENSE_DIFFERS: mark(
        "The model tells another license than its parent. That can be right; whoever uses it should know."
    ),
    Ailment.LICENSE_CHANGED: mark(
        "The model tells another license than it did before. Those who built on it should know."
    ),
    Ailment.YOUNGER_PARENT: mark(
        "The parent was published more than a day after the model. It may have been uploaded late, or it is not the "
        "parent."
    ),
    Ailment.UNREADABLE: mark("A file that could tell the origin could not be read."),
}
"""What a kind of finding means, and what can be done."""


def _coded(words: Mapping[_Code, str]) -> Mapping[str | None, str]:
    return {str(code): word for code, word in words.items()}


_CODES: Mapping[Ailment, Mapping[str | None, str]] = {
    Ailment.RELABELED_COPY: _coded(RELATION),
    Ailment.MISLABELED_RELATION: _coded(RELATION),
    Ailment.UNDECLARED_PARENT: _coded(RELATION),
    Ailment.UNUSABLE_NAME: _coded(REJECTION),
    Ailment.UNREADABLE: _coded(FAULT),
}
_MISNAMED: Mapping[str | None, str] = {
    Misnaming.OLD_NAME: mark("Names {parent} by its old name, {said}."),
    Misnaming.ANOTHER_CASE: mark("Names {parent} in another case of letters, {said}."),
    Misnaming.ADDRESS: mark("Names {parent} by an address, {said}."),
    Misnaming.ADDITION: mark("Names {parent} with something added, {said}."),
}
_PLAIN: Mapping[Ailment, str] = {
    Ailment.CYCLE: mark("Is said to come from {parent}, which descends from it."),
    Ailment.SELF_REFERENCE: mark("Names itself as its parent: {said}."),
    Ailment.LICENSE_DIFFERS: mark("Its license is {said}, that of its parent {parent} is {found}."),
    Ailment.LICENSE_CHANGED: mark("Its license was {said}, and is {found} since."),
    Ailment.YOUNGER_PARENT: mark("Was published on {said}, its parent {parent} on {found}."),
}
_CHOICES: Mapping[Ailment, tuple[str, str]] = {
    Ailment.VANISHED_PARENT: (
        mark("Its parent {parent} is not in the sources: deleted, private, renamed, or never read."),
        mark("Its parent {parent} is no longer in the sources."),
    ),
    Ailment.CONTRADICTED: (
        mark("The sources tell different relations to {parent}."),
        mark("Some sources name {parent} as its parent, others name another."),
    ),
    Ailment.RELABELED_COPY: (
        mark("Its weights are those of {parent}, which nobody declares."),
        mark("Its weights are those of {parent}; declared is: {said}."),
    ),
    Ailment.MISLABELED_RELATION: (
        mark("Its files prove another relation to {parent} than the one declared: {found}."),
        mark("Its relation to {parent} is declared as {said}; its files prove: {found}."),
    ),
}
_NAMED_BY: Mapping[tuple[Ground | str | None, Source | None], str] = {
    (Ground.SHOWN, Source.ADAPTER_CONFIG): mark("The settings of the adapter name {parent}"),
    (Ground.SHOWN, Source.MERGE_CONFIG): mark("The recipe of the merge names {parent}"),
    (Ground.SHOWN, Source.SAME_FILE): mark("Its weight files are those of {parent}"),
    (Ground.IN_WORDS, Source.MERGE_CONFIG): mark("Tags of the merge name {parent}"),
}
_KNOWN_BY: Mapping[Ground | str | None, str] = {
    Ground.SHOWN: mark("Its files show that it was made from {parent}"),
    Ground.IN_WORDS: mark("The text of its card names {parent}"),
    Ground.TRACED: mark("A note that a tool left in its files names {parent}"),
    Ground.BY_HABIT: mark("Its name points to {parent}"),
    Ground.HANDED_UP: mark("What models made from it took over names {parent}"),
}
_FOUND = mark("Something in its repository points to {parent}")
LACK: Mapping[Lack, str] = {
    Lack.DISPUTED: mark("The sources disagree: only its publisher can say which of these is true."),
    Lack.NAME_ONLY: mark("A parent is suspected from the name only: its publisher must say."),
    Lack.UNSURE: mark("A parent was found, but not surely enough to be written into the card: its publisher must say."),
    Lack.UNKNOWN: mark("What the card names cannot be its parent, and no other is known: its publisher must say."),
}
"""Why no metadata can be proposed for a card."""

REASONS: Mapping[Ailment, str] = {
    Ailment.SELF_REFERENCE: mark("The card names the model itself as its parent."),
    Ailment.RELABELED_COPY: mark("The weight files are the same as those of the parent, which the card does not tell."),
    Ailment.MISLABELED_RELATION: mark("The files prove another relation than the one declared."),
    Ailment.UNDECLARED_PARENT: mark("The files or the text of the card name a parent that the metadata does not."),
    Ailment.UNUSABLE_NAME: mark("What stands as a parent in the card cannot be found by others."),
    Ailment.OUTDATED_NAME: mark("The card names the parent otherwise than by its id."),
}
"""Why a card should be changed that has such a finding."""


def what(speech: Speech, finding: Finding) -> str:
    """Return what is wrong with a model, in a sentence that leaves the model's own name out."""
    if finding.kind is Ailment.UNDECLARED_PARENT:
        return _undeclared(speech, finding)
    codes = _CODES.get(finding.kind, {})
    said, found = (
        speech.translate(codes[code]) if code in codes else shown(code) for code in (finding.said, finding.found)
    )
    return speech.say(_sentence(finding), parent=shown(finding.parent), said=said, found=found)


def _undeclared(speech: Speech, finding: Finding) -> str:
    """Return what tells a parent that nobody declares, and how often such was right."""
    how = speech.say(
        _NAMED_BY.get((finding.ground, finding.source), _KNOWN_BY.get(finding.ground, _FOUND)),
        parent=shown(finding.parent),
    )
    if finding.parent_certainty is None:
        return speech.say(mark("{how}; nobody declares it."), how=how)
    share = speech.percent(finding.parent_certainty)
    return speech.say(
        mark("{how} ({share} of such were right when measured); nobody declares it."), how=how, share=share
    )


def told_by(speech: Speech, side: Side) -> str:
    """Return what speaks for a side: its sources, each once, or what decided where no clue tells it."""
    named = dict.fromkeys(speech.translate(source_words(one.source, one.location)) for one in side.told)
    if side.reason is not None:
        return reason(side.reason, speech.translate)
    return ", ".join(named) or speech.say(mark("none"))


def why(speech: Speech, repair: Repair) -> str:
    """Return why a card should be changed, in plain words."""
    if repair.metadata is None:
        return speech.say(LACK[repair.lack or Lack.DISPUTED])
    return " ".join(speech.say(REASONS[kind]) for kind in repair.mends)


def summary(speech: Speech, answer: Diagnosis) -> str:
    """Return how many models were looked at, and how many have a finding."""
    if not answer.ailing:
        return speech.many(
            answer.models,
            mark("{n} model was examined; nothing was found."),
            mark("{n} models were examined; nothing was found."),
        )
    if answer.models == 1:
        return speech.say(mark("1 model was examined; it has something to mend or to know."))
    return speech.many(
        answer.ailing,
        mark("{models} models were examined; {n} of them has something to mend or to know."),
        mark("{models} models were examined; {n} of them have something to mend or to know."),
        models=answer.models,
    )


def _sentence(finding: Finding) -> str:
    """Return the marked sentence for a finding."""
    if finding.kind in _PLAIN:
        return _PLAIN[finding.kind]
    if finding.kind in _CHOICES:
        return _CHOICES[finding.kind][_choice(finding)]
    if finding.kind is Ailment.OUTDATED_NAME:
        return _MISNAMED[finding.found]
    if finding.kind is Ailment.UNUSABLE_NAME:
        return mark("Names as its parent {said}: {found}.")
    return mark("The file {said} could not be read: {found}.")


def _choice(finding: Finding) -> bool:
    if finding.kind is Ailment.VANISHED_PARENT:
        return finding.found == "gone"
    if finding.kind is Ailment.CONTRADICTED:
        return finding.found == "parents-differ"
    return finding.said is not None
