"""The steps of the policy in sentences, each with what it was decided on; why files, or parts of them, are unread."""

from collections.abc import Callable, Iterable, Mapping

from filiation.errors import printable
from filiation.facts.evidence import ClueFacts, LinkEvidence, Rejected
from filiation.facts.findings import Fault, Sign
from filiation.facts.grounds import Ground
from filiation.facts.vocabulary import Rejection, Relation, Source
from filiation.locale import Translate, mark
from filiation.words.reasons import guess, reason
from filiation.words.speech import Speech
from filiation.words.vocabulary import REJECTION, RELATION, source_words

_DECLARING = frozenset({Source.CARD, Source.HUB_TAG, Source.PUBLICATION})
_REPEATING = _DECLARING | {Source.CARD_TEXT}

FAULT: Mapping[Fault, str] = {
    Fault.TOO_LARGE: mark("it is larger than what is read of such files"),
    Fault.CUT_SHORT: mark("it ends too early"),
    Fault.NOT_TEXT: mark("it is no text"),
    Fault.NOT_JSON: mark("it is no valid JSON"),
    Fault.NOT_YAML: mark("it is no valid YAML"),
    Fault.TOO_DEEP: mark("its parts are nested too deep"),
    Fault.TOO_MANY: mark("it lists more than is read"),
    Fault.WRONG_SHAPE: mark("it is not built as such files are"),
    Fault.WRONG_FORMAT: mark("it is not in the format that its name tells"),
    Fault.OUT_OF_REACH: mark("it could not be had"),
}
"""Why a file, or a part of it, could not be read."""

SIGN: Mapping[Sign, str] = {
    Sign.ADAPTER: mark("an adapter"),
    Sign.QUANTIZED: mark("quantized weights"),
    Sign.MERGED: mark("made by a tool that merges models"),
    Sign.TRAINED: mark("written by a tool that trains models"),
    Sign.CONVERTED: mark("converted to another format"),
    Sign.COMPLETE: mark("complete weights"),
}
"""What a file shows of its own repository."""

_PROOF: Mapping[Relation, str] = {
    Relation.ADAPTER: mark("but the files hold an adapter and no complete weights: the files are believed."),
    Relation.QUANTIZED: mark("but the weights in the files are quantized: the files are believed."),
    Relation.MERGE: mark("but the files hold the recipe of a merge: the files are believed."),
    Relation.COPY: mark("but the weight files are the same as those of the parent: the files are believed."),
}
_TRAINED = mark("but the files hold complete weights that are not quantized: the files are believed.")


def steps(speech: Speech, link: LinkEvidence) -> list[str]:
    """Return the steps by which the policy made a link, in order; a step that is not known here as its code."""
    if link.relation is Relation.TRAINED_ON:  # how a model was made from its data is no question
        told = [code for code in link.grounds if code in _OF_DATASET or code not in _STEP]
        return [_OF_DATASET[code](speech, link) if code in _OF_DATASET else _code(code) for code in told]
    return [_STEP[code](speech, link) if code in _STEP else _code(code) for code in link.grounds]


def why_not(speech: Speech, rejected: Rejected) -> str:
    """Return why what was read could not be taken for a parent; of what is unreadable, what went wrong."""
    why = speech.translate(REJECTION[rejected.reason])
    if rejected.reason is not Rejection.UNREADABLE:
        return why
    return speech.say(mark("{problem}: {cause}"), problem=why, cause=fault(rejected.raw, speech.translate))


def fault(code: str, translate: Translate) -> str:
    """Return why something could not be read; the code itself where it is not known here."""
    return translate(FAULT[Fault(code)]) if code in _FAULTS else _code(code)


def tells(speech: Speech, clue: ClueFacts | Rejected) -> list[str]:
    """Return what a clue tells beyond the name: how the child was made, and from which revision of the parent."""
    said = []
    if clue.relation is not None and clue.relation is not Relation.TRAINED_ON:
        said.append(speech.say(mark("it says: {relation}"), relation=speech.translate(RELATION[clue.relation])))
    if clue.revision is not None:
        said.append(speech.say(mark("revision {revision}"), revision=printable(clue.revision)))
    return said


def _code(code: str) -> str:
    return str(printable(code))


def _named(speech: Speech, clues: Iterable[ClueFacts]) -> str:
    """Return what the sources of some clues are called, each once."""
    return ", ".join(dict.fromkeys(speech.translate(source_words(one.source, one.location)) for one in clues))


def _supporting(link: LinkEvidence) -> list[ClueFacts]:
    """Return the clues for a link; all of them where each speaks against something in it."""
    return [clue for clue in link.clues if clue.supports] or list(link.clues)


def _declared(speech: Speech, link: LinkEvidence) -> str:
    sources = {clue.source for clue in _supporting(link)}
    if Source.CARD in sources:
        return speech.say(mark("The publisher declares this parent in the model card."))
    if Source.HUB_TAG in sources:
        return speech.say(
            mark("A tag on the Hub names this parent; the Hub makes such tags of what the publisher declares.")
        )
    if Source.PUBLICATION in sources:
        return speech.say(mark("A publication names this parent."))
    return speech.say(mark("This parent is declared."))


def _dataset(speech: Speech, link: LinkEvidence) -> str:
    sources = {clue.source for clue in _supporting(link)}
    if Source.CARD in sources:
        return speech.say(mark("The publisher declares this dataset in the model card."))
    if Source.HUB_TAG in sources:
        sentence = mark("A tag on the Hub names this dataset; the Hub makes such tags of what the publisher declares.")
        return speech.say(sentence)
    return speech.say(mark("This dataset is declared."))


def _from(message: str) -> "_Say":
    """Return a step whose sentence names the sources, {sources}, that are no declaration."""

    def say(speech: Speech, link: LinkEvidence) -> str:
        found = [clue for clue in _supporting(link) if clue.source not in _DECLARING]
        return speech.say(message, sources=_named(speech, found or link.clues))

    return say


def _related(message: str) -> "_Say":
    """Return a step whose sentence names the relation, {relation}, and what told it, {reason}."""

    def say(speech: Speech, link: LinkEvidence) -> str:
        return speech.say(message, relation=_relation(speech, link.relation), reason=_reason(speech, link))

    return say


def _reason(speech: Speech, link: LinkEvidence) -> str:
    words = reason(link.reason, speech.translate)
    return words if words != link.reason else speech.say(mark("Told by: {reader}."), reader=link.reason)


def _ruled(speech: Speech, link: LinkEvidence) -> str:
    why = guess(speech, link.reason, link.certainty)
    relation = _relation(speech, link.relation)
    return speech.say(
        mark("Nobody states how the model was made; a measured rule decides: {relation}. {reason}"),
        relation=relation,
        reason=why,
    )


def _open(speech: Speech, _: LinkEvidence) -> str:
    return speech.say(mark("Nobody states how the model was made, and no rule is sure enough to decide."))


def _outranked(claim: str, source: Source) -> "_Say":
    """Return a step whose sentence sets what a source says, {label}, against what the files hold."""

    def say(speech: Speech, link: LinkEvidence) -> str:
        told = {one.relation: None for one in link.clues if one.source is source and one.relation != link.relation}
        label = ", ".join(_relation(speech, relation) for relation in told if relation is not None)
        proof = speech.translate(_PROOF.get(link.relation, _TRAINED))
        return speech.say(claim, label=label or _relation(speech, Relation.UNSPECIFIED), proof=proof)

    return say


def _agreed(speech: Speech, link: LinkEvidence) -> str:
    found = [clue for clue in link.clues if clue.supports and clue.source not in _REPEATING]
    if not found:
        return speech.say(mark("Files that do not merely repeat the declaration agree with it."))
    sentence = mark("Sources that do not merely repeat the declaration agree with it: {sources}.")
    return speech.say(sentence, sources=_named(speech, found))


def _unchecked(speech: Speech, _: LinkEvidence) -> str:
    return speech.say(mark("Nothing independent of the declaration confirms or denies it."))


def _inferred(speech: Speech, link: LinkEvidence) -> str:
    if link.parent_certainty is None:
        return speech.say(
            mark("Nobody declares this parent: the link is inferred. How often such clues are right was not measured.")
        )
    sentence = mark("Nobody declares this parent: the link is inferred. When measured, {share} of such were right.")
    return speech.say(sentence, share=speech.percent(link.parent_certainty))


def _relations_differ(speech: Speech, link: LinkEvidence) -> str:
    told: dict[Relation, list[ClueFacts]] = {}
    for clue in sorted(link.clues, key=lambda one: one.relation is not link.relation):
        if clue.relation is not None:
            told.setdefault(clue.relation, []).append(clue)
    if len(told) < 2:
        return speech.say(mark("The sources do not agree on how the model was made."))
    sides = "; ".join(f"{_relation(speech, one)} ({_named(speech, clues)})" for one, clues in told.items())
    return speech.say(mark("The sources do not agree on how the model was made: {sides}."), sides=sides)


def _parents_differ(speech: Speech, _: LinkEvidence) -> str:
    return speech.say(mark("The sources name different parents, and nothing decides: what speaks for each is kept."))


def _younger(speech: Speech, _: LinkEvidence) -> str:
    return speech.say(mark("The parent was published after the model: that can be, but asks for an explanation."))


def _remote(speech: Speech, _: LinkEvidence) -> str:
    return speech.say(mark("Another model that is named is an ancestor further up: it is not taken for a parent."))


def _handed_up(speech: Speech, link: LinkEvidence) -> str:
    bearers = ", ".join(dict.fromkeys(str(printable(clue.location.split(": ")[0])) for clue in link.clues))
    return speech.say(
        mark(
            "The model itself was never read; what came down from it to a quantized model names this parent: {models}."
        ),
        models=bearers,
    )


def _probably_remote(speech: Speech, _: LinkEvidence) -> str:
    return speech.say(
        mark("A model that the name points to was made from this parent: it is probably an ancestor further up.")
    )


def _relation(speech: Speech, relation: Relation) -> str:
    return speech.say(mark("“{text}”"), text=speech.translate(RELATION[relation]))


_Say = Callable[[Speech, LinkEvidence], str]
_FAULTS = frozenset(fault.value for fault in Fault)
_STEP: Mapping[str, _Say] = {
    Ground.DECLARED: _declared,
    Ground.SHOWN: _from(mark("What the making of the model left in its files shows this parent: {sources}.")),
    Ground.IN_WORDS: _from(
        mark("Words in the card name this parent: {sources}. Such words may be copied from another model's card.")
    ),
    Ground.TRACED: _from(
        mark("A note that a tool left in a file names this parent: {sources}. Such notes often name a remote ancestor.")
    ),
    Ground.BY_HABIT: _from(mark("The name is that of this model, with words of a format added.")),
    Ground.HANDED_UP: _handed_up,
    Ground.RELATION_STATED: _related(mark("How the model was made is stated: {relation}. {reason}")),
    Ground.RELATION_PROVED: _related(mark("The files show how the model was made: {relation}. {reason}")),
    Ground.RELATION_SHOWN: _related(
        mark("Nobody states how the model was made; a weaker clue tells it: {relation}. {reason}")
    ),
    Ground.RELATION_RULE: _ruled,
    Ground.RELATION_OPEN: _open,
    Ground.LABEL_OUTRANKED: _outranked(mark("The Hub's label says {label}, {proof}"), Source.HUB_TAG),
    Ground.CARD_OUTRANKED: _outranked(mark("The model card says {label}, {proof}"), Source.CARD),
    Ground.AGREED: _agreed,
    Ground.NOT_CHECKED: _unchecked,
    Ground.NOBODY_DECLARES: _inferred,
    Ground.RELATIONS_DIFFER: _relations_differ,
    Ground.PARENTS_DIFFER: _parents_differ,
    Ground.YOUNGER_PARENT: _younger,
    Ground.PROBABLY_REMOTE: _probably_remote,
    Ground.REMOTE_NAMED: _remote,
}
_OF_DATASET: Mapping[str, _Say] = {
    Ground.DECLARED: _dataset,
    Ground.SHOWN: _from(mark("The files of the model name this dataset: {sources}.")),
    Ground.IN_WORDS: _from(mark("Words in the card name this dataset: {sources}.")),
    Ground.AGREED: _agreed,
    Ground.NOT_CHECKED: _unchecked,
    Ground.NOBODY_DECLARES: lambda speech, _: speech.say(mark("It is declared nowhere: the link is inferred.")),
}
