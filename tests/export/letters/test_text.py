"""Plain text: nothing is lost, nothing is steered, lines are short."""

import pytest
from tests.export.letters.writing import LETTER, block, saying

from filiation.export.letters import text
from filiation.export.letters.text import WIDTH


def test_a_letter_reads_from_top_to_bottom():
    lines = text(LETTER).split("\n")
    assert lines[:6] == ["A. Person", "person@example.org", "", "Example Labs", "Data protection", ""]
    assert lines[6:9] == ["22 November 2026", "", "Subject: Request under articles 17 and 21 of the GDPR"]
    told = text(LETTER)
    order = [
        "Dear Sir",
        "What I ask\n----------",
        "1. Erase",
        "2. Tell me",
        "publisher. Please answer",
        "Annex 1: The family",
    ]
    order += [
        "It has 2 descendants.",
        "Annex 2: The models\n===",
        "As read on",
        "[1]\nmodel: owner/model-GGUF",
        "Annex 3:",
    ]
    places = [told.index(one) for one in order]
    assert places == sorted(places)


def test_lines_are_short_but_hashes_and_addresses_stay_whole():
    told = text(saying("word " * 200))
    assert max(map(len, told.split("\n"))) <= WIDTH
    told = text(LETTER)
    assert "ab12" * 16 in told
    assert "owner/" + "long-name-" * 9 in told


def test_an_item_that_takes_several_lines_is_indented():
    from dataclasses import replace

    told = text(replace(LETTER, blocks=(block("list", "word " * 30),), annexes=()))
    first, second = told.split("\n")[-3:-1]
    assert first.startswith("1. word")
    assert second.startswith("   word")


def test_what_a_model_said_keeps_its_lines():
    assert "answered: In\n  Example Street 1" in text(LETTER)


def test_no_text_steers_a_terminal_or_begins_another_part():
    told = text(saying("a\x1b[31m\r\nSubject: b\u202e\u2028c\x00"))
    assert not any(sign in told for sign in "\x1b\r\x00\u202e\u2028")
    assert "\nSubject: b" not in told.replace("Subject: a", "")
    assert "a[31m Subject: b c" in told


@pytest.mark.parametrize("sign", "\xad\u115f\u180e\u206a\u3164\uffa0\U000e0041")
def test_signs_that_are_not_seen_are_in_no_letter(sign):
    assert sign not in text(saying(f"a{sign}b"))


def test_french_spaces_hold_lines_together():
    told = text(saying("mot" + " mot" * 17 + "\u00a0: suite"))
    assert not any(line.lstrip().startswith(":") for line in told.split("\n"))


def test_without_a_width_no_paragraph_is_broken_into_lines():
    told = text(LETTER, width=0)
    for one in LETTER.blocks:
        whole = " ".join(sentence.text for sentence in one.sentences)
        if one.form == "paragraph":
            assert " ".join(whole.split()) in told
    long = saying("word " * 60)
    assert "\n\n" + "word " * 59 + "word" in text(long, width=0)
    assert "word " * 59 not in text(long)
