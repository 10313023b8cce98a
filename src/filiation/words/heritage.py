"""Where a model comes from, what came of it, and what is doubtful about it, in sentences.

Ids stand in them as plain text, on one line, with control characters made visible.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from filiation.errors import printable
from filiation.facts.answers import Profile
from filiation.facts.heritage import Doubt, DoubtKind, Forebear, Lineage
from filiation.facts.tables import OUTSIDE
from filiation.facts.vocabulary import STATED, Presence, Relation, Standing
from filiation.locale import mark
from filiation.words.speech import Speech
from filiation.words.vocabulary import PRESENCE_SHORT

_LONGEST = 200
_SURE, _LIKELY = 0.9, 0.7  # of relations that a rule deduced: from here on told as a fact with a remark; as probable

MADE: Mapping[Relation, str] = {
    Relation.FINETUNE: mark("a fine-tune of {parent}"),
    Relation.ADAPTER: mark("an adapter for {parent}"),
    Relation.QUANTIZED: mark("a quantized version of {parent}"),
    Relation.MERGE: mark("a merge that takes in {parent}"),
    Relation.COPY: mark("a copy of {parent}"),
    Relation.UNSPECIFIED: mark("a model made, in a way that is not told, from {parent}"),
    Relation.TRAINED_ON: mark("a model trained on {parent}"),
}
"""What a model is to its parent."""


def _alike(sentence: str) -> tuple[str, str]:
    """Return a sentence that is the same for one and for several."""
    return sentence, sentence


DOUBT: Mapping[DoubtKind, tuple[str, str]] = {
    DoubtKind.NO_PARENT: _alike(mark("No parent of {model} is known.")),
    DoubtKind.REJECTED: (
        mark("{model} names a parent that could not be taken for one: {other}."),
        mark("{model} names {n} parents that could not be taken for any, among them {other}."),
    ),
    DoubtKind.ABSENT_PARENT: (
        mark("{other}, a parent of {model}, is not in the sources: deleted, private, renamed or never read."),
        mark(
            "{n} parents of {model} are not in the sources (deleted, private, renamed or never read), "
            "among them {other}."
        ),
    ),
    DoubtKind.GONE_PARENT: (
        mark("{other}, a parent of {model}, is no longer in the sources."),
        mark("{n} parents of {model} are no longer in the sources, among them {other}."),
    ),
    DoubtKind.WITHDRAWN_LINK: (
        mark("{model} was once said to come from {other}; the sources no longer say so."),
        mark("{model} was once said to come from {n} models, {other} among them; the sources no longer say so."),
    ),
    DoubtKind.CONTRADICTED: (
        mark("Clues disagree about the link from {model} to {other}."),
        mark("Clues disagree about {n} links from {model} to its parents, among them that to {other}."),
    ),
    DoubtKind.YOUNGER_PARENT: (
        mark("{other} was published later than {model}, which is said to come from it."),
        mark("{n} parents of {model} were published later than it was, among them {other}."),
    ),
    DoubtKind.CYCLE: (
        mark("{model} and {other} descend from each other."),
        mark("{model} and {n} other models descend from one another, {other} among them."),
    ),
    DoubtKind.LICENSE_DIFFERS: _alike(mark("{model} does not have the license of its parent: {other}.")),
    DoubtKind.NO_LICENSE: _alike(mark("No license is told for {model}.")),
    DoubtKind.NO_DATASET: _alike(
        mark("Neither {model} nor any known ancestor tells on which datasets it was trained.")
    ),
}
"""What each kind of doubt says: of one such thing, of {n}."""


_ALL_DIRECT = (
    mark("{n} model descends from it: {sorts}."),
    mark("{n} models descend from it, all directly: {sorts}."),
)
_SOME_DIRECT = (
    mark("{total} models descend from it, one of them directly: {sorts}."),
    mark("{total} models descend from it, {n} of them directly: {sorts}."),
)


def doubt(speech: Speech, found: Doubt) -> str:
    """Return what is missing or contradictory, in a sentence."""
    model, other = _shown(found.model), _shown(found.other or "")
    return speech.many(found.count, *DOUBT[found.kind], model=model, other=other)


def origin(speech: Speech, profile: Profile, lineage: Lineage) -> str:
    """Return where a model comes from: what it is to its parents and these to theirs, and how far that is known."""
    if not lineage.line:
        return speech.translate(_unknown(profile, lineage))
    merged = _merged(profile, lineage)
    told = lineage.line[:1] if merged else lineage.line[:2]
    made = [_qualified(speech, parent, _made(speech, parent)) for parent in told]
    if len(merged) > 1:
        sure = min(told[0].certainty, *(parent.certainty for parent in profile.parents if parent.id in merged))
        told = (replace(told[0], certainty=sure),)
        made = [_qualified(speech, told[0], _merge(speech, merged))]
    sentence = mark("{made}, which is {further}.") if len(made) > 1 else mark("{made}.")
    sentences = [speech.say(sentence, made=made[0][:1].upper() + made[0][1:], further=made[-1])]
    others = sum(not parent.withdrawn for parent in profile.parents) - max(1, len(merged))
    if others > 0:
        sentences.append(speech.many(others, mark("{n} more parent is known."), mark("{n} more parents are known.")))
    return " ".join([*sentences, *_end(speech, lineage, len(told)), *_deduced(speech, told)])


def progeny(speech: Speech, profile: Profile) -> str:
    """Return how many models descend from a model, of which relations, and how many of them directly."""
    total, direct = profile.descendants.total, profile.children.total
    if not total:
        return speech.say(mark("No model is known to descend from it."))
    sorts = speech.counts(profile.descendants.by_relation)
    sentences = _ALL_DIRECT if total == direct else _SOME_DIRECT
    return speech.many(direct, *sentences, total=total, sorts=sorts)


def _unknown(profile: Profile, lineage: Lineage) -> str:
    """Return the marked sentence that tells why no parent is known."""
    kinds = {found.kind for found in lineage.doubts if found.model == lineage.model}
    if profile.model.presence is Presence.OUTSIDE:
        return mark("Nothing is known of its parents: it has no repository on the Hub.")
    if profile.model.presence is Presence.ABSENT:
        return mark("Nothing is known of its parents: its own repository is not in the sources.")
    if DoubtKind.WITHDRAWN_LINK in kinds:
        return mark("No parent is known any more: what was declared once is no longer stated.")
    if DoubtKind.REJECTED in kinds:
        return mark("No parent is known: what is declared could not be taken for one.")
    return mark("No parent is known: none is declared, and none was found.")


def _merged(profile: Profile, lineage: Lineage) -> list[str]:
    """Return the parents of a merge, the primary one first; nothing for what is no merge."""
    first = lineage.line[0]
    if first.relation is not Relation.MERGE:
        return []
    others = (p for p in profile.parents if p.relation is Relation.MERGE and not p.withdrawn and p.id != first.id)
    return [first.id, *(parent.id for parent in others)]


def _merge(speech: Speech, merged: list[str]) -> str:
    a, b = (_shown(name) for name in merged[:2])
    rest = len(merged) - 2
    if not rest:
        return speech.say(mark("a merge of {a} and {b}"), a=a, b=b)
    one, many = mark("a merge of {a}, {b} and one more"), mark("a merge of {a}, {b} and {n} more")
    return speech.many(rest, one, many, a=a, b=b)


def _made(speech: Speech, parent: Forebear) -> str:
    """Return what a model is to its parent on the line."""
    name = _shown(parent.id)
    if parent.presence is not Presence.LISTED:
        name += f" ({speech.translate(PRESENCE_SHORT[parent.presence])})"
    return speech.say(MADE[parent.relation], parent=name)


def _qualified(speech: Speech, parent: Forebear, made: str) -> str:
    """Return `made` with how sure it is: that there is a link, and that it is of this relation."""
    if parent.standing is Standing.CONTRADICTED:
        made = speech.say(mark("{made} (clues disagree)"), made=made)
    if 0 < parent.certainty < _LIKELY:
        return speech.say(mark("perhaps {made}"), made=made)
    if parent.standing is Standing.INFERRED or 0 < parent.certainty < _SURE:
        return speech.say(mark("probably {made}"), made=made)
    return made


def _deduced(speech: Speech, told: Sequence[Forebear]) -> list[str]:
    """Return which of the relations that are told as facts a rule deduced; those told as probable say so themselves."""
    of = [place for place, parent in enumerate(told) if _SURE <= parent.certainty < STATED]
    of = [place for place in of if told[place].standing is not Standing.INFERRED]
    if not of:
        return []
    if len(of) > 1:
        return [speech.say(mark("How both were made is deduced, not stated."))]
    if of == [0]:
        return [speech.say(mark("How it was made is deduced, not stated."))]
    return [speech.say(mark("How {model} was made is deduced, not stated."), model=_shown(told[0].id))]


def _end(speech: Speech, lineage: Lineage, told: int) -> list[str]:
    """Return where the line of primary parents ends, when that is further up than what is told already."""
    if lineage.looped:
        return [speech.say(mark("Further up, its line leads back to a model that is on it already."))]
    if len(lineage.line) <= told:
        return []
    oldest = lineage.line[-1]
    sentence = mark("Its line goes back to {oldest}, {n} links up.")
    return [speech.say(sentence, oldest=_shown(oldest.id), n=oldest.depth)]


def _shown(name: str) -> str:
    """Return an id, or what was written as one, so that it can stand in a sentence."""
    bare = str(printable(name.removeprefix(OUTSIDE)))
    return bare if len(bare) <= _LONGEST else bare[:_LONGEST] + "…"
