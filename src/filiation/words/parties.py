"""Parties in human words: who they are, why to write to them, and how surely their models hold what was found."""

from collections.abc import Mapping

from filiation.facts.contacts import Reachability, Whose
from filiation.facts.parties import Above, Entry, Parties, Party, PartyModel, Relay
from filiation.facts.rights import Memory, Role
from filiation.locale import mark
from filiation.words.speech import Speech
from filiation.words.vocabulary import RELATION

ROLE: Mapping[Role, str] = {
    Role.PUBLISHER: mark("publisher of the model"),
    Role.SOURCE: mark("publisher of a model from which it comes"),
    Role.DATASET: mark("publisher of data on which it says that it was trained"),
    Role.DESCENDANT: mark("publisher of models that come from it"),
    Role.HOST: mark("host of its files"),
}
"""What someone has to do with a model."""

WHY: Mapping[Role, str] = {
    Role.PUBLISHER: mark(
        "It put the model before the public, and is presumed to decide why and how data are used in it: it is asked "
        "first, and it is the one who can change the model."
    ),
    Role.SOURCE: mark(
        "The model was made from one of its models: what the model repeats may have been learned there already."
    ),
    Role.DATASET: mark(
        "The model, or one from which it comes, declares data of this publisher: what the model repeats may stand in "
        "them."
    ),
    Role.DESCENDANT: mark("What the model repeats may have gone on into its models, which were made from it."),
    Role.HOST: mark(
        "It stores the files and offers them to everyone. It did not train the model, but it can stop offering it "
        "where the publisher does not act."
    ),
}
"""Why to write to someone."""

MEMORY: Mapping[Memory, str] = {
    Memory.SAME: mark("same memory"),
    Memory.MAY: mark("may remember"),
    Memory.WITH_BASE: mark("with its base"),
    Memory.UNKNOWN: mark("nobody tells"),
}
"""How surely a relative holds what a model has memorized, in two or three words."""

MEMORY_MEANS: Mapping[Memory, str] = {
    Memory.SAME: mark(
        "Copies, and compressed (quantized) versions, the same weights in fewer bits: in principle they hold what the "
        "model itself has memorized. Only a test tells."
    ),
    Memory.MAY: mark(
        "Trained further, or merged with others: that weakens what was memorized, and does not surely remove it. Only "
        "a test tells."
    ),
    Memory.WITH_BASE: mark(
        "Adapters: small sets of weights that only work together with the model for which they were made. Who uses one "
        "uses that model too."
    ),
    Memory.UNKNOWN: mark("A parent is named, but not what was done with it: anything above may be true."),
}
"""What that means."""

COUNTED: Mapping[Memory, tuple[str, str]] = {
    Memory.SAME: (mark("{n} model with the same memory"), mark("{n} models with the same memory")),
    Memory.MAY: (mark("{n} model that may remember"), mark("{n} models that may remember")),
    Memory.WITH_BASE: (mark("{n} adapter"), mark("{n} adapters")),
    Memory.UNKNOWN: (mark("{n} model of which nobody tells"), mark("{n} models of which nobody tells")),
}
"""How many models hold it how surely: one, several."""

_ENTRY: Mapping[Above, str] = {
    Above.SILENT: mark(
        "Your tests speak for {model} as the place where the data came in: {by} repeats them, and none of the models "
        "from which {model} is known to come does."
    ),
    Above.UNTESTED: mark(
        "As far as your tests go, the data came in at {model} or further up: {by} repeats them, but not all of the "
        "models from which {model} comes were tested."
    ),
    Above.NONE: mark(
        "Your tests speak for {model} as the place where the data came in: {by} repeats them, and nobody tells of a "
        "model from which {model} comes."
    ),
}
_ENOUGH = 0.8


def entry(speech: Speech, found: Entry) -> str:
    """Return where tests show that the data came in, and how far that goes."""
    return speech.say(_ENTRY[found.above], model=found.model, by=found.by)


def summary(speech: Speech, answer: Parties) -> str:
    """Return how many models come from a model, how many publishers they have, and how many have none that is known."""
    if not answer.descendants:
        return speech.translate(mark("Nothing that was read says that another model comes from it."))
    told = [
        speech.many(
            answer.descendants,
            mark("{n} model comes from it, directly or through others."),
            mark("{n} models come from it, directly or through others."),
        )
    ]
    if answer.unowned:
        told.append(unowned(speech, answer.unowned))
    return " ".join(told)


def unowned(speech: Speech, models: int) -> str:
    """Return of how many models the publisher is unknown."""
    one, many = mark("The publisher of {n} of them is unknown."), mark("The publishers of {n} of them are unknown.")
    return speech.many(models, one, many)


def few(answer: Parties) -> tuple[Relay, ...]:
    """Return the relays through whom four models in five are reached (all, where these are too few for that).

    None where most of the publishers would have to be written to anyway.
    """
    relays = answer.relays
    enough = next((place for place, one in enumerate(relays, 1) if one.share >= _ENOUGH), len(relays))
    return tuple(relays[:enough]) if enough * 2 <= answer.total else ()


def relayed(speech: Speech, answer: Parties) -> str | None:
    """Return how much of a family a few publishers reach; None where there are no such few."""
    chosen = few(answer)
    if not chosen:
        return None
    one = mark("{n} publisher reaches {share} of them: its own models, and those that come from these.")
    many = mark("{n} publishers reach {share} of them: their own models, and those that come from these.")
    return speech.many(len(chosen), one, many, share=speech.percent(chosen[-1].share))


def memories(speech: Speech, by_memory: Mapping[str, int]) -> str:
    """Return how many models hold it how surely, in one line, the surest first."""
    return ", ".join(speech.many(n, *COUNTED[Memory(word)]) for word, n in by_memory.items())


def reasons(speech: Speech, party: Party) -> tuple[str, ...]:
    """Return why to write to a party, the weightiest reason first."""
    return tuple(map(speech.translate, (WHY[role] for role in party.roles)))


def way(speech: Speech, item: PartyModel) -> str:
    """Return what a model of a party has to do with that of the case: the relations between the two, or its role."""
    if not item.way:
        declared = mark("declared by the model itself") if not item.depth else mark("declared by an ancestor")
        return speech.translate(declared if item.role is Role.DATASET else mark("the model itself"))
    told = speech.translate(RELATION[item.way[0]])
    for relation in item.way[1:]:
        told = speech.say(mark("{before}, then {relation}"), before=told, relation=speech.translate(RELATION[relation]))
    return told


def tested(speech: Speech, item: PartyModel) -> str | None:
    """Return what a test of a model showed; None where it was not tested."""
    if item.repeats is None:
        return None
    return speech.translate(mark("tested: it repeats it") if item.repeats else mark("tested: it does not repeat it"))


def contact(speech: Speech, found: Reachability) -> str:
    """Return the best way to reach someone, as a text that is not ours; or that none was found.

    What only reaches somebody else, met in its files in passing, is none. What is public comes last.
    """
    near = [one for one in found.contacts if one.whose is not Whose.OTHER]
    if not near:
        return speech.translate(mark("no contact was found"))
    best = found.way or min(near, key=lambda one: one.public)
    if best.public:
        return speech.say(mark("{contact} (public: write nothing personal there)"), contact=best.value)
    if best.whose is Whose.AUTHOR:
        return speech.say(mark("{contact} (an author whom its files name)"), contact=best.value)
    return best.value
