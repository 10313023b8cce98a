"""The forms by name."""

from dataclasses import replace

import pytest
from tests.export.letters.writing import LETTER

from filiation.errors import WrongUse
from filiation.export.letters import FORMS, form_named, html, pdf, text
from filiation.facts.letters import LetterKind


def test_every_form_writes_a_file_of_its_sort():
    begin = {name: form.write(LETTER)[:9] for name, form in FORMS.items()}
    assert begin == {"txt": b"A. Person", "html": b"<!doctype", "eml": b"Subject: ", "pdf": b"%PDF-1.7\n"}
    assert [form.suffix for form in FORMS.values()] == [".txt", ".html", ".eml", ".pdf"]


def test_an_unknown_form_is_told_with_those_that_there_are():
    with pytest.raises(WrongUse, match="txt, html, eml, pdf"):
        form_named("docx")


def test_words_for_a_public_discussion_are_nothing_but_these_words():
    kind = LetterKind.PRIVATE_CONTACT
    bare = replace(LETTER, kind=kind, subject="", sender=(), recipient=(), to=None, annexes=())
    assert text(replace(bare, blocks=bare.blocks[:1])) == "Dear Sir or Madam,\n"
    assert "<title>request for a private contact</title>" in html(bare)
    assert pdf(bare).startswith(b"%PDF")
    assert b"A. Person" not in pdf(bare) + html(bare).encode()
