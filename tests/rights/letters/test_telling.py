"""Which sentences stand for which facts."""

import re
from dataclasses import asdict, replace
from datetime import date

import pytest
from tests.rights.letters.matters import (
    DATASET,
    DEADLINE,
    DRAFT,
    EVENTS,
    EXAMPLES,
    FAMILY,
    FILE_SHA,
    HOST,
    LINE,
    PUBLISHER,
    QUANTIZER,
    SAID,
    email,
    from_country,
    model,
    reach,
)

from filiation.errors import WrongUse
from filiation.facts.cases import Event, EventKind, Outcome
from filiation.facts.contacts import Contact, Whose
from filiation.facts.letters import LetterKind
from filiation.facts.register import Measure
from filiation.facts.register import Standing as Stands
from filiation.facts.requests import Observation
from filiation.facts.rights import Applies, ContactKind, DataKind, ErasureGround, Purpose, Right, Role
from filiation.facts.vocabulary import Standing
from filiation.rights.authorities import authority, regime_of
from filiation.rights.deadlines import BASES
from filiation.rights.letters import writing
from filiation.rights.letters.composing import dated
from filiation.rights.letters.telling import file_hash, told_host, told_request


def sentences(letter):
    return {sentence.id: sentence.text for block in letter.blocks for sentence in block.sentences}


def complaint(party):
    letter = writing.complaint_letter(
        DRAFT, FAMILY, party, EVENTS, authority("FR"), outcome=Outcome.NO_ANSWER, day=date(2027, 2, 2)
    )
    return sentences(letter)


def request(party=PUBLISHER, family=FAMILY, **fields):
    return sentences(writing.request_letter(replace(DRAFT, **fields), family, party))


@pytest.mark.parametrize(
    ("rights", "kinds", "grounds", "told"),
    [
        ((Right.RESTRICTION, Right.RECTIFICATION), (), (), {"restriction.contested"}),
        ((Right.RESTRICTION,), (DataKind.WRONG,), (), {"restriction.contested"}),
        ((Right.RESTRICTION,), (), (ErasureGround.UNLAWFUL,), {"restriction.opposes"}),
        ((Right.RESTRICTION, Right.OBJECTION), (), (), {"restriction.objection"}),
        ((Right.RESTRICTION, Right.ERASURE), (), (ErasureGround.UNLAWFUL,), {"restriction.any"}),
        ((Right.RESTRICTION,), (), (), {"restriction.any"}),
    ],
)
def test_restriction_is_asked_for_in_the_situation_that_is_given(rights, kinds, grounds, told):
    found = request(rights=rights, kinds=kinds, grounds=grounds)
    points = {"restriction.contested", "restriction.opposes", "restriction.objection", "restriction.any"}
    assert points & set(found) == told


@pytest.mark.parametrize("ground", ErasureGround)
def test_a_ground_of_erasure_is_told_with_its_point(ground):
    letter = writing.request_letter(replace(DRAFT, grounds=(ground,)), FAMILY, PUBLISHER)
    point = "abcdef"[list(ErasureGround).index(ground)]
    cited = {source for source in letter.sources if source.startswith("gdpr:17(1)(")}
    assert cited == {f"gdpr:17(1)({point})"}
    assert f"17(1)({point})" in sentences(letter)[f"erasure.{ground.replace('-', '_')}"]


def test_an_objection_is_no_ground_where_nobody_objects():
    found = request(rights=(Right.ERASURE,), grounds=(ErasureGround.OBJECTION,))
    assert "erasure.objection" not in found
    assert "erasure.no_ground" in found


def test_a_dataset_is_not_asked_to_be_trained_anew():
    assert {"erasure.dataset", "erasure.retest_dataset"} <= set(request(DATASET))
    assert not {"erasure.retrain", "erasure.filter", "erasure.version"} & set(request(DATASET))
    assert not {"erasure.dataset", "erasure.retest_dataset"} & set(request(PUBLISHER))


def test_the_file_is_known_by_its_whole_path_or_its_name():
    family = replace(FAMILY, files=(replace(FAMILY.files[0], path="gguf/model.safetensors"),))
    for name in ("gguf/model.safetensors", "model.safetensors"):
        assert file_hash(replace(DRAFT, file=name), family) == FILE_SHA
        assert "object.file_hash" in request(family=family, file=name)
    for name in ("", "safetensors", "other.bin"):
        assert file_hash(replace(DRAFT, file=name), family) == ""
        assert "object.file_hash" not in request(family=family, file=name)


@pytest.mark.parametrize("name", ["base-model.Q4_K_M.gguf", "Q4_K_M", "other.bin.zip"])
def test_a_file_of_somebody_else_is_not_told_to_be_of_the_model(name):
    found = request(file=name)
    assert name in found["object.other_file"]
    assert not {"object.file", "object.file_hash"} & set(found)
    host = sentences(writing.host_letter(replace(DRAFT, file=name), FAMILY, HOST))
    assert "files named above" not in " ".join(host.values())
    assert "host.repository" in host


def test_a_file_is_the_models_own_where_its_files_say_so_or_none_is_known():
    family = replace(FAMILY, files=(replace(FAMILY.files[0], path="gguf/model.Q4_K_M.gguf"),))
    for name in ("model.Q4_K_M.gguf", "Q4_K_M"):
        assert {"object.file"} == {"object.file", "object.other_file"} & set(request(family=family, file=name))
    unread = replace(FAMILY, files=())
    assert "object.other_file" in request(family=unread, file="base-model.Q4_K_M.gguf")
    assert "object.file" in request(family=unread, file="model-00001-of-00002.safetensors")
    assert "object.file" in request(family=replace(unread, model="quantizer/base-GGUF"), file="Q4_K_M")
    assert not {"object.file", "object.other_file"} & set(request(file=""))
    host = sentences(writing.host_letter(replace(DRAFT, file=""), FAMILY, HOST))
    assert "host.place" not in host
    assert "host.place" in sentences(writing.host_letter(DRAFT, FAMILY, HOST))


def test_who_objects_asks_for_restriction_meanwhile():
    found = request(rights=(Right.OBJECTION, Right.ERASURE))
    assert "18(1)(d)" in found["objection.restrict"]
    both = request(rights=(Right.OBJECTION, Right.RESTRICTION))
    assert "objection.restrict" not in both
    assert "18(1)(d)" in both["restriction.objection"]
    assert "18(1)(d)" not in " ".join(request(rights=(Right.ERASURE,)).values())


def test_rectification_is_asked_for_where_erasure_is_not_done():
    assert "in the alternative" in request(rights=(Right.ERASURE, Right.RECTIFICATION))["rectification.alternative"]
    assert "rectification.alternative" not in request(rights=(Right.RECTIFICATION,))


def test_a_known_postal_address_is_written_on_the_letter_and_in_the_complaint():
    post = Contact(
        ContactKind.POST, "Example Lab, 1 Example Square, Example Town", Purpose.PRIVACY, "curated", "", None
    )
    others = replace(post, value="Someone Else, 2 Example Square", whose=Whose.OTHER)
    party = replace(PUBLISHER, reachability=reach("example-lab", others, post, email("privacy@example.org")))
    letter = writing.letter_for(DRAFT, FAMILY, party, contact="privacy@example.org")
    assert letter.recipient[2:] == (post.value, "privacy@example.org")
    assert writing.letter_for(DRAFT, FAMILY, party, contact=post.value).recipient[2:] == (post.value,)
    assert post.value in complaint(party)["complaint.against"]
    assert "https://huggingface.co/example-lab" in complaint(PUBLISHER)["complaint.against"]


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", ("1 March 2026", "31 August 2026", "")), ("fr", ("1er mars 2026", "31 août 2026", ""))],
)
def test_days_are_told_in_words(language, told):
    assert tuple(dated(language, day) for day in (date(2026, 3, 1), date(2026, 8, 31), None)) == told


def test_no_day_of_a_letter_is_told_in_digits():
    for language in ("en", "fr"):
        for name, make in EXAMPLES.items():
            assert not re.search(r"\d{4}-\d\d-\d\d", str(asdict(make(language)))), name


def test_the_catalog_is_told_by_its_day():
    assert "catalog of 1 November 2026" in request()["down.family"]
    unseen = replace(FAMILY, seen=None)
    assert f"state of the catalog: {FAMILY.edition}" in request(family=unseen)["down.family"]


def test_only_three_observations_are_quoted_and_all_are_in_the_annex():
    many = tuple(Observation(f"Question {n}?", f"Answer {n}") for n in range(5))
    letter = writing.request_letter(replace(DRAFT, observations=many), FAMILY, PUBLISHER)
    quoted = next(block for block in letter.blocks if block.id == "observations")
    assert len(quoted.sentences) == 3
    assert sentences(letter)["found.more"] == "These are the first of 5 observations."
    assert len(letter.annexes[-1].rows) == 5


def test_a_silent_answer_is_quoted_as_nothing():
    found = request(observations=(Observation("Where?", ""),))
    assert "answered “(nothing)” (day: not noted)" in found["found.observation"]


def test_a_letter_lists_the_models_of_its_party_alone():
    letter = writing.request_letter(DRAFT, FAMILY, QUANTIZER)
    named = next(block for block in letter.blocks if block.id == "models")
    assert [one.text.split(",")[0] for one in named.sentences] == [one.id for one in QUANTIZER.items[:5]]
    models = letter.annexes[0]
    assert len(models.rows) == 8
    assert models.rows[6][1] == "trained further, merged (may hold it)"
    assert [row[2] for row in models.rows[:2]] == ["declared", "deduced, not declared"]
    assert [row[4] for row in models.rows[:3]] == ["says it too", "does not say it", ""]
    assert models.note == ""
    assert writing.request_letter(DRAFT, FAMILY, replace(QUANTIZER, total=99)).annexes[0].note == "8 of 99 are listed."


def test_a_deduced_link_is_called_so():
    assert "not declared by anyone" in request(QUANTIZER)["why.inferred"]
    sure = replace(QUANTIZER, items=(model("quantizer/one", standing=Standing.CORROBORATED),))
    assert "why.inferred" not in request(sure)
    assert "why.contradicted" in request(replace(sure, items=(model("quantizer/one", standing=Standing.CONTRADICTED),)))


@pytest.mark.parametrize(
    ("country", "party", "told"),
    [
        ("FR", PUBLISHER, {"law.clear"}),
        ("fr", DATASET, {"law.likely"}),
        ("", QUANTIZER, {"law.uncertain"}),
        ("GB", DATASET, {"law.uncertain", "law.uk"}),
        ("GB", PUBLISHER, {"law.clear", "law.uk_beside"}),
        ("US", PUBLISHER, {"law.clear", "law.none"}),
        ("CH", QUANTIZER, {"law.uncertain", "law.ch"}),
    ],
)
def test_the_law_depends_on_where_one_lives(country, party, told):
    found = request(party, person=from_country(country))
    swiss = {f"law.ch_{right}" for right in Right} if country == "CH" else set()
    assert {name for name in found if name.startswith("law.")} == told | swiss
    assert ("UK GDPR" in found["erasure.ask"]) == ("law.uk" in told)
    assert ("answer.month_uk" in found) == ("law.uk" in told)
    assert (
        "host.dsa" in sentences(writing.host_letter(replace(DRAFT, person=from_country(country)), FAMILY, HOST))
    ) == (country in {"FR", "fr", ""})


def test_a_british_party_is_told_of_british_law():
    british = replace(PUBLISHER, reachability=reach("example-lab", applies=Applies.UNCERTAIN, country="GB"))
    assert "law.uk_beside" in request(british)
    assert "law.uk_beside" not in request(british, person=from_country("GB"))


def test_the_host_is_told_who_cannot_be_reached():
    told = told_host(DRAFT, FAMILY, HOST, "en")
    assert [one["publisher"] for one in told.lists["unreachable"]] == ["data-lab", "quantizer"]
    public = replace(DATASET, reachability=reach("data-lab", email("a@example.org", public=True)))
    family = replace(FAMILY, first=(PUBLISHER, public, HOST), items=())
    assert [one["publisher"] for one in told_host(DRAFT, family, HOST, "en").lists["unreachable"]] == ["data-lab"]
    reached = replace(family, first=(PUBLISHER, HOST))
    assert "has_unreachable" not in told_host(DRAFT, reached, HOST, "en").flags


@pytest.mark.parametrize("whose", Whose)
def test_the_host_is_told_of_a_publisher_for_whom_only_somebody_elses_address_is_known(whose):
    known = replace(DATASET, reachability=reach("data-lab", replace(email("a@example.org"), whose=whose)))
    told = told_host(DRAFT, replace(FAMILY, first=(PUBLISHER, known, HOST), items=()), HOST, "en")
    named = [one["publisher"] for one in told.lists["unreachable"]]
    assert named == ([] if whose is Whose.PUBLISHER else ["data-lab"])


def test_who_writes_for_another_says_so():
    found = request(person=from_country("FR", "B. Person"))
    assert "I am writing to you for B. Person" in found["who.mandate"]
    assert "who.self" not in found
    assert "personal data concerning B. Person" in found["erasure.ask"]
    letter = writing.request_letter(replace(DRAFT, person=from_country("FR", "B. Person")), FAMILY, PUBLISHER)
    assert letter.sender == ("A. Person", "for B. Person", "1 Example Street, Example Town")


def test_a_reminder_tells_the_day_and_why_it_was_moved():
    found = sentences(writing.reminder_letter(DRAFT, FAMILY, PUBLISHER, DEADLINE, date(2026, 11, 23)))
    assert "On 23 November 2026 I wrote" in found["reminder.since"]
    assert "25 January 2027" in found["reminder.due"]
    assert "23 January 2027" in found["reminder.moved"]
    plain = replace(DEADLINE, moved_from=None, extended=True)
    found = sentences(writing.reminder_letter(DRAFT, FAMILY, PUBLISHER, plain, date(2026, 11, 23)))
    assert "reminder.moved" not in found
    assert "25 January 2027" in found["reminder.due_extended"]


@pytest.mark.parametrize(
    ("country", "extended", "told", "cited"),
    [
        ("FR", False, "reminder.due", "reg-1182-71:3"),
        ("FR", True, "reminder.due_extended", "reg-1182-71:3"),
        ("US", False, "reminder.due", "reg-1182-71:3"),
        ("GB", False, "reminder.due_uk", "uk-gdpr:12A"),
        ("GB", True, "reminder.due_uk_extended", "uk-gdpr:12A"),
        ("CH", False, "reminder.due_ch", "fadp-ordinance:18"),
    ],
)
def test_a_reminder_counts_by_the_law_by_which_the_deadline_was_counted(country, extended, told, cited):
    deadline = replace(DEADLINE, basis=BASES[regime_of(country) or "gdpr"], extended=extended)  # as a case has it
    matter = replace(DRAFT, person=from_country(country))
    letter = writing.reminder_letter(matter, FAMILY, QUANTIZER, deadline, date(2026, 11, 23))
    found = sentences(letter)
    assert [one for one in found if one.startswith("reminder.due")] == [told]
    assert "25 January 2027" in found[told]
    assert cited in letter.sources
    european = country not in {"GB", "CH"}
    assert ("reminder.moved" in found) == european
    assert ("reg-1182-71:3(4)" in letter.sources) == european
    assert ("30 days" in found[told]) == (country == "CH")


def test_a_reminder_to_a_publisher_in_the_union_stands_under_its_law_as_the_letter_did():
    matter, deadline = replace(DRAFT, person=from_country("GB")), replace(DEADLINE, basis=BASES["uk-gdpr"])
    letter = writing.reminder_letter(matter, FAMILY, PUBLISHER, deadline, date(2026, 11, 23))
    assert {"reminder.due", "reminder.moved"} <= set(sentences(letter))
    assert not [key for key in letter.sources if key.startswith("uk-gdpr")]


@pytest.mark.parametrize("country", ["GB", "CH", "US"])
def test_the_host_gets_a_whole_notice_without_the_law_of_the_union_too(country):
    letter = writing.host_letter(replace(DRAFT, person=from_country(country)), FAMILY, HOST)
    found = sentences(letter)
    assert {"host.plain", "host.decision_plain"} <= set(found)
    assert not {"host.dsa", "host.rules", "host.decision"} & set(found)
    assert not [key for key in letter.sources if key.startswith("dsa:")]
    notice = next(block for block in letter.blocks if block.id == "notice")
    assert notice.sentences[0].text.startswith("To the extent that what is offered at this address")


@pytest.mark.parametrize("outcome", Outcome)
def test_a_complaint_tells_what_came_of_it(outcome):
    letter = writing.complaint_letter(
        DRAFT, FAMILY, PUBLISHER, EVENTS, authority("FR"), outcome=outcome, day=date(2027, 2, 2)
    )
    assert set(sentences(letter)) & {f"complaint.{one.value}" for one in Outcome} == {f"complaint.{outcome.value}"}


def test_a_complaint_of_an_answer_in_part_asserts_nothing_that_was_not_noted():
    letter = writing.complaint_letter(
        DRAFT, FAMILY, PUBLISHER, EVENTS, authority("FR"), outcome=Outcome.PARTLY, day=date(2027, 2, 2)
    )
    told = sentences(letter)["complaint.partly"]
    assert "not been explained" not in told
    assert "I ask you to examine" in told


@pytest.mark.parametrize(
    ("events", "enclosed"),
    [
        ((), set()),
        ((Event(EventKind.SENT, DRAFT.day),), set()),
        ((Event(EventKind.SENT, DRAFT.day, letter="kept"),), {"copy"}),
        ((Event(EventKind.SENT, DRAFT.day, proof="kept"),), {"proofs"}),
        ((Event(EventKind.CLOSED, DRAFT.day),), set()),
        ((Event(EventKind.REFUSED, DRAFT.day),), set()),
        ((Event(EventKind.REFUSED, DRAFT.day, proof="kept"),), {"answers"}),
    ],
)
def test_a_complaint_encloses_only_what_is_kept(events, enclosed):
    letter = writing.complaint_letter(
        DRAFT, FAMILY, PUBLISHER, events, authority("FR"), outcome=Outcome.NO_ANSWER, day=date(2027, 2, 2)
    )
    found = set(sentences(letter))
    assert {name for name in ("copy", "proofs", "answers") if f"complaint.{name}" in found} == enclosed
    assert ("complaint.chronology" in found) == any(one.kind is not EventKind.CLOSED for one in events)


def test_a_complaint_goes_to_the_authority_with_what_happened_but_no_private_notes():
    letter = writing.complaint_letter(
        DRAFT, FAMILY, PUBLISHER, EVENTS, authority("FR"), outcome=Outcome.REFUSED, day=date(2027, 2, 2)
    )
    assert letter.day == date(2027, 2, 2)
    assert "CNIL" in letter.recipient[0]
    turns = next(block for block in letter.blocks if block.id == "events")
    assert [one.text for one in turns.sentences][:2] == [
        "23 November 2026: the letter was sent",
        "20 December 2026: an extension was announced",
    ]


@pytest.mark.parametrize("measure", Measure)
def test_an_announcement_tells_the_measure_and_no_person(measure):
    for letter in (
        writing.recipients_letter(replace(SAID, measure=measure), FAMILY),
        writing.notice_letter(replace(SAID, measure=measure), FAMILY),
    ):
        found = sentences(letter)
        assert {name for name in found if name.startswith("measure.")} == {
            f"measure.{measure.replace('-', '_')}",
            "measure.since",
            "measure.version",
        }
        assert letter.to is None
        assert "Person" not in str(asdict(letter))
    told = sentences(writing.recipients_letter(replace(SAID, measure=measure), FAMILY))
    erasing = measure not in {Measure.CORRECTED, Measure.RESTRICTED, Measure.FILTERED}
    assert ("recipients.public" in told) == erasing
    assert ("recipients.told" in told) == (measure is not Measure.FILTERED)
    assert ("notice.reason" in found) == (measure is not Measure.FILTERED)


@pytest.mark.parametrize(
    ("rights", "measures", "public", "recipients"),
    [
        ((Right.OBJECTION,), (), False, False),
        ((Right.ERASURE,), (Measure.FILTERED, "We wrote."), False, False),
        ((Right.ERASURE,), (), False, False),
        ((Right.OBJECTION,), (Measure.ERASED,), True, True),
        ((Right.ERASURE,), (Measure.RESTRICTED, Measure.FILTERED), False, True),
        ((Right.RECTIFICATION,), ("corrected",), False, True),
    ],
)
def test_what_was_done_decides_who_else_is_told(rights, measures, public, recipients):
    line = replace(LINE, received=replace(LINE.received, rights=rights))
    found = sentences(writing.received_letter(line, LetterKind.OUTCOME, day=date(2026, 12, 1), measures=measures))
    assert ("outcome.public" in found) == public
    assert ({"outcome.recipients", "outcome.who"} <= set(found)) == recipients


def test_an_unknown_publisher_signs_as_that_of_the_model():
    letter = writing.notice_letter(replace(SAID, contact=""), replace(FAMILY, publisher=None))
    assert letter.sender == ("The publisher of the model example-lab/base-model",)


def test_an_extension_counts_three_months_and_needs_its_reasons():
    letter = writing.received_letter(LINE, LetterKind.EXTENSION, day=date(2026, 12, 1), told="It is hard.")
    assert "22 February 2027" in sentences(letter)["extension.due"]
    with pytest.raises(WrongUse, match="told"):
        writing.received_letter(LINE, LetterKind.EXTENSION, day=date(2026, 12, 1))
    with pytest.raises(WrongUse, match="told"):
        writing.received_letter(LINE, LetterKind.REFUSAL, day=date(2026, 12, 1))


def test_a_day_that_was_put_off_is_told_only_with_the_day_itself():
    moved = replace(LINE, moved_from=date(2026, 12, 20))
    found = sentences(writing.received_letter(moved, LetterKind.RECEIPT, day=date(2026, 12, 1)))
    assert {"receipt.due", "receipt.moved"} <= set(found)
    received = replace(LINE.received, day=date(2026, 11, 20))  # a month later is a Sunday
    done = replace(LINE, received=received, due=None, standing=Stands.DONE)
    found = sentences(writing.received_letter(done, LetterKind.RECEIPT, day=date(2026, 12, 1)))
    assert not {"receipt.due", "receipt.moved"} & set(found)


def test_a_request_is_not_answered_with_a_request():
    with pytest.raises(WrongUse, match="reminder"):
        writing.received_letter(LINE, LetterKind.REMINDER, day=date(2026, 12, 1))


def test_a_measure_is_told_in_words_and_what_else_was_done_as_it_is():
    letter = writing.received_letter(
        LINE, LetterKind.OUTCOME, day=date(2026, 12, 1), measures=("filtered", "We wrote.")
    )
    done = next(block for block in letter.blocks if block.id == "outcome.measures")
    assert [one.text for one in done.sentences] == [
        "the model is prevented from saying the data where we offer its use",
        "We wrote.",
    ]


def test_roles_add_up():
    party = replace(QUANTIZER, roles=(Role.PUBLISHER, Role.SOURCE, Role.DATASET, Role.DESCENDANT))
    assert {"why.publisher", "why.source", "why.dataset", "why.descendant"} <= set(request(party))
    assert told_request(DRAFT, FAMILY, party, "en").flags >= {
        "is_publisher",
        "is_dataset",
        "holds_model",
        "several_models",
    }
