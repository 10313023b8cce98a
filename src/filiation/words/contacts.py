"""Contacts in human words: what they are, whom they reach, where they were found, and which law may apply."""

from collections.abc import Mapping

from filiation.facts.contacts import Applicability, Contact, Reachability, Whose
from filiation.facts.rights import Applies, ContactKind, Purpose
from filiation.locale import mark
from filiation.words.places import place
from filiation.words.speech import Speech

KIND: Mapping[ContactKind, str] = {
    ContactKind.EMAIL: mark("e-mail"),
    ContactKind.FORM: mark("form"),
    ContactKind.WEBSITE: mark("website"),
    ContactKind.POST: mark("postal address"),
    ContactKind.NAME: mark("name"),
    ContactKind.PAPER: mark("paper"),
    ContactKind.CODE: mark("source code"),
    ContactKind.DISCUSSION: mark("public discussion"),
}
"""What sort of contact it is."""

PURPOSE: Mapping[Purpose, str] = {
    Purpose.PRIVACY: mark("for privacy"),
    Purpose.LEGAL: mark("for legal matters"),
    Purpose.SECURITY: mark("for security"),
    Purpose.GENERAL: mark("for any matter"),
}
"""What a contact is for."""

WHOSE: Mapping[Whose, str] = {
    Whose.PUBLISHER: mark("Its own"),
    Whose.AUTHOR: mark("Authors and papers that its files name"),
    Whose.OTHER: mark("Somebody else’s, met in its files"),
}
"""Headings over contacts, by whom they reach."""

WHOSE_MEANS: Mapping[Whose, str] = {
    Whose.PUBLISHER: mark(
        "They lead to the publisher itself, as far as what was read tells. Before you write on a page, check that it "
        "is not public."
    ),
    Whose.AUTHOR: mark("They may help to find the publisher; an author need not answer for it."),
    Whose.OTHER: mark(
        "Of a model from which its own comes, of a tool, of a license: do not write there about this one."
    ),
}
"""What that means."""

SOURCE: Mapping[str, str] = {
    "card": mark("model card"),
    "license-file": mark("license file"),
    "overview": mark("what the account says of itself on the Hub"),
    "organization-card": mark("organization card on the Hub"),
    "curated": mark("list that comes with the program"),
    "hub": mark("made from the id"),
}
"""Where a contact was found."""

APPLIES: Mapping[Applies, str] = {
    Applies.CLEAR: mark("The GDPR applies, as far as a source tells where it is established"),
    Applies.LIKELY: mark("The GDPR is likely to apply"),
    Applies.UNCERTAIN: mark("Whether the GDPR applies is uncertain"),
}
"""Whether the law of the Union applies to a publisher."""

REASON: Mapping[str, str] = {
    "established-eea": mark("A source says that it is established in the European Economic Area ({country})."),
    "group-eea": mark("A source names a company of its group in the European Economic Area: {who} ({country})."),
    "representative-eea": mark("A source names its representative in the Union (GDPR, article 27): {who} ({country})."),
    "policy-eea": mark("What it publishes about privacy grants the rights of the GDPR."),
    "policy-quoted": mark(
        "Somebody else who read what it publishes about privacy tells that it grants the rights of the GDPR; we could "
        "not read that passage ourselves."
    ),
    "established-elsewhere": mark(
        "A source says that it is established elsewhere ({country}), and none names anybody in the Union. The GDPR "
        "applies all the same where it offers something to people in the Union, or watches what they do there (article "
        "3(2))."
    ),
    "nothing-known": mark(
        "Nothing that was read tells where it is established. The GDPR applies where it is established in the European "
        "Economic Area (article 3(1)), or where it offers something to people in the Union, or watches what they do "
        "there (article 3(2))."
    ),
}
"""Why: the codes of `Applicability.reason`."""

PUBLIC = mark("public: anyone can read what is written there, so write nothing personal")
"""What is to be known of a public contact."""


def reason(speech: Speech, told: Applicability) -> str:
    """Return why the law is taken to apply, or not."""
    there = told.establishment
    unknown = speech.translate(mark("country not named"))
    country = (there.country if there else None) or unknown
    who = (there.representative if there else None) or speech.translate(mark("not named"))
    return speech.say(REASON[told.reason], country=country, who=who)


def found(speech: Speech, one: Contact) -> str:
    """Return in what a contact was found, and of which day that is."""
    source = speech.translate(SOURCE[one.source])
    if one.seen is None or one.kind is ContactKind.DISCUSSION:
        return source
    if one.source == "curated":
        return speech.say(mark("{source}, after a page of {day}"), source=source, day=one.seen)
    return speech.say(mark("{source}, read on {day}"), source=source, day=one.seen)


def where(speech: Speech, one: Contact) -> str:
    """Return the exact place of a contact: a model's file and line, or a page."""
    at = place(speech, one.location)
    return f"{one.model}, {at}" if one.model is not None and one.source in ("card", "license-file") else at


def summary(speech: Speech, answer: Reachability) -> str:
    """Return what was found, and in how much, so that “none” can be weighed."""
    own = sum(one.whose is Whose.PUBLISHER and one.kind is not ContactKind.DISCUSSION for one in answer.contacts)
    if own:
        told = speech.many(own, mark("{n} contact of its own was found."), mark("{n} contacts of its own were found."))
    else:
        told = speech.translate(mark("No contact of its own was found."))
    cut = speech.translate(mark("Its files hold further ones: only the nearest are told.")) if answer.more else ""
    return " ".join(filter(None, (told, cut, looked(speech, answer))))


def looked(speech: Speech, answer: Reachability) -> str:
    """Return in how many files contacts were looked for, and for how many models nobody looked."""
    if not answer.read and not answer.unread:
        return speech.translate(mark("What is known comes from our list alone."))
    if not answer.read:
        one = mark("No card was read: {n} model is unread, and what is known comes from our list alone.")
        many = mark("No card was read: {n} models are unread, and what is known comes from our list alone.")
        return speech.many(answer.unread, one, many)
    read = speech.many(answer.read, mark("{n} text was searched"), mark("{n} texts were searched"))
    unread = speech.many(
        answer.unread, mark("the card of {n} model was not read"), mark("the cards of {n} models were not read")
    )
    return speech.say(mark("{read}; {unread}."), read=read, unread=unread)
