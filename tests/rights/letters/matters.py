"""Matters and letters for tests: artificial persons, and publishers of the sample."""

from dataclasses import replace
from datetime import date

from filiation.facts.cases import Deadline, Event, EventKind, Outcome
from filiation.facts.contacts import Applicability, Contact, Establishment, Reachability
from filiation.facts.letters import LetterKind, Table
from filiation.facts.parties import Parties, Party, PartyModel, WeightFile
from filiation.facts.register import Announcement, Measure, Received
from filiation.facts.requests import Draft, Observation, Person
from filiation.facts.rights import Applies, ContactKind, DataKind, Memory, Purpose, Right, Role
from filiation.facts.vocabulary import Presence, Relation
from filiation.facts.vocabulary import Standing as Link
from filiation.rights import register
from filiation.rights.authorities import authority
from filiation.rights.letters import writing

SHA = "0123456789abcdef0123456789abcdef01234567"
FILE_SHA = "f" * 64
MODEL = "example-lab/base-model"


def model(name, role=Role.DESCENDANT, **fields):
    told = {
        "kind": "model",
        "role": role,
        "depth": 1,
        "way": (Relation.QUANTIZED,) if role is Role.DESCENDANT else (),
        "memory": Memory.SAME,
        "standing": Link.DECLARED if role is Role.DESCENDANT else None,
        "sha": SHA,
        "gone": False,
        "presence": Presence.LISTED,
        "downloads": 10,
    }
    return PartyModel(id=name, **(told | fields))


def reach(publisher, *contacts, applies=Applies.UNCERTAIN, country=None):
    place = Establishment(country, None, "curated", date(2026, 11, 1)) if country else None
    return Reachability(publisher, None, contacts, Applicability(applies, "told", place), 3, 0)


def email(value, *, public=False):
    return Contact(ContactKind.EMAIL, value, Purpose.PRIVACY, "card", "README.md", date(2026, 11, 1), public)


PUBLISHER = Party(
    "example-lab",
    (Role.PUBLISHER,),
    {},
    1,
    (model(MODEL, Role.PUBLISHER, depth=0),),
    12,
    reach("example-lab", email("privacy@example.org"), applies=Applies.CLEAR, country="FR"),
)
QUANTIZER = Party(
    "quantizer",
    (Role.DESCENDANT,),
    {"same": 6, "may": 1, "with-base": 1},
    8,
    (
        model("quantizer/base-model-GGUF", repeats=True),
        model("quantizer/base-model-AWQ", standing=Link.INFERRED, repeats=False),
        *(model(f"quantizer/base-model-{bits}bit") for bits in (2, 3, 4, 5)),
        model(
            "quantizer/base-model-chat", way=(Relation.FINETUNE, Relation.MERGE), memory=Memory.MAY, depth=2, sha=None
        ),
        model("quantizer/base-model-lora", way=(Relation.ADAPTER,), memory=Memory.WITH_BASE),
    ),
    0,
    reach("quantizer"),
)
DATASET = Party(
    "data-lab",
    (Role.DATASET,),
    {},
    1,
    (model("data-lab/pages", Role.DATASET, kind="dataset", standing=Link.DECLARED),),
    30,
    reach("data-lab", applies=Applies.LIKELY),
    brought_in=True,
)
HOST = Party("huggingface", (Role.HOST,), {}, 1, (model(MODEL, Role.HOST),), 0, reach("huggingface"))
FAMILY = Parties(
    model=MODEL,
    publisher="example-lab",
    sha=SHA,
    files=(WeightFile("model.safetensors", 1000, FILE_SHA), WeightFile("other.bin", None, None)),
    seen=date(2026, 11, 1),
    edition="2026-11-20T120000",
    first=(PUBLISHER, DATASET, HOST),
    descendants=8,
    by_memory={"same": 6, "may": 1, "with-base": 1},
    unowned=0,
    relays=(),
    total=1,
    offset=0,
    items=(QUANTIZER,),
)
DRAFT = Draft(
    model=MODEL,
    rights=tuple(Right),
    person=Person("A. Person", "person@example.org", "FR"),
    what="my name with my postal address",
    day=date(2026, 11, 22),
    kinds=(DataKind.CONTACT, DataKind.WRONG),
    observations=(
        Observation("Where does A. Person live?", "At 1 Example Street.", date(2026, 11, 2), "temperature 0"),
        Observation("And now?", "Still there.", None, "", "quantizer/base-model-GGUF"),
    ),
    revision=SHA,
    file="model.safetensors",
    correction="I have not lived there since 2020",
    situation="I moved because of threats",
)
DEADLINE = Deadline(0, date(2027, 1, 25), "gdpr:12(3)", passed=True, moved_from=date(2027, 1, 23), calendar="FR")
EVENTS = (
    Event(EventKind.SENT, date(2026, 11, 23), "A private note", "proof-1", "letter-1"),
    Event(EventKind.EXTENDED, date(2026, 12, 20)),
    Event(EventKind.REMINDED, date(2027, 1, 26)),
    Event(EventKind.REFUSED, date(2027, 2, 1), proof="proof-2"),
)
RECEIVED = Received("r", date(2026, 11, 22), "A. Person", "person@example.org", MODEL, (Right.ERASURE, Right.ACCESS))
LINE = register.line(RECEIVED, date(2026, 11, 24))
SAID = Announcement(
    MODEL, Measure.ERASED, date(2026, 11, 22), "en", "example-lab/base-model-2", SHA, "privacy@example.org"
)
FRENCH = {
    "what": "mon nom avec mon adresse postale",
    "correction": "je n’y habite plus depuis 2020",
    "situation": "j’ai déménagé à cause de menaces",
}


def draft(language, **fields):
    return replace(DRAFT, language=language, **((FRENCH if language == "fr" else {}) | fields))


def from_country(country, represents=""):
    return Person("A. Person", "1 Example Street, Example Town", country, represents)


def _received(kind, country=None, **told):
    def make(language):
        received = replace(RECEIVED, language=language, country=country)
        line = register.line(received, date(2026, 11, 24))
        return writing.received_letter(line, kind, day=date(2026, 11, 24), sender="Example Lab", **told)

    return make


EXAMPLES = {
    "request-publisher": lambda language: writing.letter_for(
        draft(language), FAMILY, PUBLISHER, contact="privacy@example.org"
    ),
    "request-descendant": lambda language: writing.letter_for(
        draft(language, rights=(Right.ERASURE, Right.OBJECTION), situation="", correction=""), FAMILY, QUANTIZER
    ),
    "request-dataset-uk": lambda language: writing.letter_for(
        draft(
            language,
            rights=(Right.ACCESS, Right.ERASURE, Right.RESTRICTION),
            kinds=(DataKind.SENSITIVE,),
            person=from_country("GB", "B. Person"),
            observations=(),
        ),
        FAMILY,
        DATASET,
        contact="2 Example Street, Example Town",
    ),
    "request-publisher-ch": lambda language: writing.letter_for(
        draft(language, rights=(Right.RECTIFICATION, Right.OBJECTION), person=from_country("CH"), kinds=()),
        FAMILY,
        PUBLISHER,
    ),
    "host": lambda language: writing.letter_for(draft(language), FAMILY, HOST, contact="https://example.org/form"),
    "host-uk": lambda language: writing.letter_for(draft(language, person=from_country("GB")), FAMILY, HOST),
    "reminder": lambda language: writing.reminder_letter(
        draft(language, day=date(2027, 1, 26)), FAMILY, PUBLISHER, DEADLINE, date(2026, 11, 23)
    ),
    "reminder-uk": lambda language: writing.reminder_letter(
        draft(language, rights=(Right.ACCESS,), person=from_country("GB", "B. Person")),
        FAMILY,
        QUANTIZER,
        replace(DEADLINE, basis="uk-gdpr:12A", moved_from=None, extended=True),
        date(2026, 11, 23),
    ),
    "reminder-ch": lambda language: writing.reminder_letter(
        draft(language, rights=(Right.ACCESS, Right.ERASURE), person=from_country("CH")),
        FAMILY,
        QUANTIZER,
        replace(DEADLINE, basis="fadp-ordinance:18"),
        date(2026, 11, 23),
    ),
    "host-reminder": lambda language: writing.host_reminder_letter(
        draft(language, day=date(2026, 12, 28)), FAMILY, HOST, date(2026, 11, 23), contact="https://example.org/form"
    ),
    "host-reminder-uk": lambda language: writing.host_reminder_letter(
        draft(language, person=from_country("GB", "B. Person")), FAMILY, HOST, date(2026, 11, 23)
    ),
    "complaint": lambda language: writing.complaint_letter(
        draft(language), FAMILY, PUBLISHER, EVENTS, authority("FR"), outcome=Outcome.REFUSED, day=date(2027, 2, 2)
    ),
    "complaint-uk": lambda language: writing.complaint_letter(
        draft(language, person=from_country("GB")),
        FAMILY,
        QUANTIZER,
        EVENTS[:1],
        authority("GB"),
        outcome=Outcome.NO_ANSWER,
        day=date(2027, 2, 2),
    ),
    "complaint-ch": lambda language: writing.complaint_letter(
        draft(language, person=from_country("CH")),
        FAMILY,
        QUANTIZER,
        EVENTS[:2],
        authority("CH"),
        outcome=Outcome.UNANSWERED,
        day=date(2027, 2, 2),
    ),
    "recipients": lambda language: writing.recipients_letter(replace(SAID, language=language), FAMILY),
    "notice": lambda language: writing.notice_letter(
        replace(SAID, language=language, measure=Measure.FILTERED, new_version="", contact=""), FAMILY
    ),
    "receipt": _received(LetterKind.RECEIPT, told="Which file did you use?"),
    "receipt-ch": _received(LetterKind.RECEIPT, "CH"),
    "extension-ch": _received(LetterKind.EXTENSION, "CH", told="The model has to be trained anew; by 1 March 2027."),
    "refusal-uk": _received(LetterKind.REFUSAL, "GB", told="We cannot find the data."),
    "extension": _received(LetterKind.EXTENSION, told="The model has to be trained anew."),
    "outcome": _received(LetterKind.OUTCOME, measures=(Measure.ERASED, "We wrote to 12 publishers.")),
    "refusal": _received(LetterKind.REFUSAL, told="We cannot find the data."),
}
"""The stored examples: a name, and how the letter is made in a language."""


def shown(letter):
    """Return a whole letter as text, each sentence on its own line, as the stored examples hold it."""
    parts = ["\n".join(letter.sender), "\n".join(letter.recipient), f"→ {letter.to}", str(letter.day), letter.subject]
    for block in letter.blocks:
        before = {"heading": "# ", "list": "- ", "paragraph": ""}[block.form]
        parts.append("\n".join(before + sentence.text for sentence in block.sentences))
    parts += [_table(annex) for annex in letter.annexes if isinstance(annex, Table)]
    parts.append(" ".join(letter.sources))
    return "\n\n".join(part for part in parts if part) + "\n"


def _table(table):
    rows = (table.header, *table.rows)
    return "\n".join([f"[{table.title}]", *([table.note] if table.note else []), *(" | ".join(row) for row in rows)])
