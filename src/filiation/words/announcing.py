"""What a publisher did about a model, in the words of a banner."""

from collections.abc import Mapping

from filiation.facts.register import Announcement, Measure
from filiation.locale import mark
from filiation.words.speech import Speech

MEASURE: Mapping[Measure, str] = {
    Measure.ERASED: mark("personal data were erased from the training data and from the model"),
    Measure.REMOVED_FROM_DATA: mark("personal data were removed from the training data; the weights are unchanged"),
    Measure.CORRECTED: mark("inaccurate personal data were corrected"),
    Measure.FILTERED: mark("personal data are filtered from what it answers; the weights are unchanged"),
    Measure.RESTRICTED: mark("its use is restricted while a request is being examined"),
    Measure.WITHDRAWN: mark("it was withdrawn"),
}
"""Each measure as a part of a sentence."""

MEASURE_SHORT: Mapping[Measure, str] = {
    Measure.ERASED: mark("Erased from data and model"),
    Measure.REMOVED_FROM_DATA: mark("Removed from the training data"),
    Measure.CORRECTED: mark("Corrected"),
    Measure.FILTERED: mark("Filtered from answers"),
    Measure.RESTRICTED: mark("Use restricted"),
    Measure.WITHDRAWN: mark("Withdrawn"),
}
"""Each measure as the name of a choice."""

_SPREADS = frozenset(Measure) - {Measure.FILTERED, Measure.RESTRICTED}


def banner(speech: Speech, made: Announcement) -> str:
    """Return what the card of a model tells its readers at its top."""
    told = [
        speech.say(
            mark("Notice of {day} about {model}: {measure}."),
            day=made.day,
            model=made.model,
            measure=speech.translate(MEASURE[made.measure]),
        )
    ]
    if made.revision:
        told.append(speech.say(mark("This holds from revision {revision} on."), revision=made.revision))
    if made.new_version:
        told.append(speech.say(mark("Please use {model} instead."), model=made.new_version))
    if made.measure in _SPREADS:
        told.append(
            speech.say(
                mark(
                    "Whoever made a copy, a quantized, fine-tuned or merged model, or an adapter from an earlier "
                    "version is asked to do the same there."
                )
            )
        )
    if made.contact:
        told.append(speech.say(mark("Questions: {contact}."), contact=made.contact))
    return " ".join(told)
