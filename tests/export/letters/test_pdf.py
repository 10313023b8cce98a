"""The document: PDF/UA-1 as its own words claim, with tags, words for its picture, and nothing that acts."""

import io
import sys
from dataclasses import replace

import pikepdf
import pytest
from tests.export.letters.writing import LETTER, saying

from filiation.export.letters import FORMS, pdf
from filiation.facts.letters import Table

MODULE = sys.modules["filiation.export.letters.pdf"]


def opened(letter):
    return pikepdf.open(io.BytesIO(pdf(letter)))


def tags(document):
    """Return the tags of a document in the order of reading, with their alternative texts."""
    found = []

    def walk(one):
        if isinstance(one, pikepdf.Array):
            for inner in one:
                walk(inner)
        elif isinstance(one, pikepdf.Dictionary) and "/S" in one:
            found.append((str(one.S), str(one.get("/Alt", ""))))
            walk(one.get("/K", pikepdf.Array()))

    walk(document.Root.StructTreeRoot.K)
    return found


def test_a_document_says_what_screen_readers_need():
    with opened(LETTER) as document:
        root = document.Root
        assert root.MarkInfo.Marked
        assert str(root.Lang) == "en"
        assert root.ViewerPreferences.DisplayDocTitle
        with document.open_metadata() as told:
            assert told["pdfuaid:part"] == "1"
            assert told["dc:title"] == LETTER.subject


def test_its_parts_are_tagged_in_the_order_of_reading():
    with opened(LETTER) as document:
        names = [name for name, _ in tags(document)]
        assert [name for name in names if name in {"/H1", "/H2", "/L", "/Figure", "/Table"}] == [
            *("/H1", "/H2", "/L"),
            *("/H2", "/Figure", "/H2", "/Table", "/H2", "/Table"),
        ]
        assert names.count("/TH") == 5
        assert names.count("/LI") == 2
        assert ("/Figure", "The family of owner/model. It has 2 descendants.") in tags(document)


def test_a_document_does_nothing_and_leads_nowhere():
    with opened(saying("https://evil.example/ www.evil.example mailto:x@evil.example")) as document:
        assert "/OpenAction" not in document.Root
        assert "/AA" not in document.Root
        assert "/AcroForm" not in document.Root
        assert "/Names" not in document.Root
        assert not [page for page in document.pages if "/Annots" in page]
        for one in document.objects:
            if isinstance(one, pikepdf.Dictionary):
                assert not {"/JS", "/JavaScript", "/URI", "/Launch", "/EmbeddedFile"} & set(one.keys())


@pytest.mark.parametrize(
    "text",
    ['#panic("x")', '#read("/etc/passwd")', "$x$ *b* _i_ `c` <l> @ref = h", "\\u{41} #{", '"); #x', "[U+4E2D]", ""],
)
def test_no_text_is_read_as_markup(text):
    shown = MODULE._Told(saying(text), frozenset()).whole()
    assert shown["subject"] == (text or "request")
    with opened(saying(text)) as document:
        assert ("/H1", "") in tags(document)
        with document.open_metadata() as told:
            assert told["dc:title"] == (text or "request")


def test_what_no_font_has_is_written_by_its_number(monkeypatch):
    import typst

    monkeypatch.setattr(MODULE, "_fonts", lambda: typst.Fonts(include_system_fonts=False))
    asked = []
    told = MODULE._Told

    def listen(letter, unknown):
        asked.append(unknown)
        return told(letter, unknown)

    monkeypatch.setattr(MODULE, "_Told", listen)
    letter = saying("名 \U0001f600 \u0378 سلام é")
    with opened(letter) as document:
        assert document.pages
    assert {"名", "\U0001f600", "\u0378"} <= asked[-1]
    assert not {"é", "س"} & asked[-1]
    shown = told(letter, asked[-1]).whole()
    assert shown["subject"].startswith("[U+540D] [U+1F600] [U+0378] ")
    assert "in no font" in str(shown["blocks"][-1])
    assert "in no font" not in str(told(letter, frozenset()).whole()["blocks"][-1])


def test_long_words_can_end_a_line_without_a_sign_between():
    pieces = MODULE._pieces("the file " + "ab12" * 16 + " of owner/some-long-model-name.gguf")
    assert "".join(pieces) == "the file " + "ab12" * 16 + " of owner/some-long-model-name.gguf"
    assert max(map(len, pieces)) <= len("the file ") + 12
    assert MODULE._pieces("short words only") == ["short words only"]
    assert MODULE._pieces("") == [""]


def test_the_same_letter_is_the_same_file():
    assert pdf(LETTER) == pdf(LETTER)
    assert pdf(LETTER) != pdf(replace(LETTER, subject="x"))


def test_a_wide_drawing_lies_on_its_side_and_pages_have_numbers():
    with opened(LETTER) as document:
        sizes = [[float(side) for side in page.mediabox] for page in document.pages]
        assert [width > height for _, _, width, height in sizes] == [False, True, False, False]
    tall = replace(LETTER.annexes[0], svg=LETTER.annexes[0].svg.replace("0 0 200 100", "0 0 100 200"))
    with opened(replace(LETTER, annexes=(tall,))) as document:
        assert all(page.mediabox[2] < page.mediabox[3] for page in document.pages)


def test_annexes_of_thousands_of_models_are_made():
    rows = tuple((f"owner/model-{n}", "quantized") for n in range(2000))
    with opened(replace(LETTER, annexes=(Table("Models", ("model", "relation"), rows),))) as document:
        assert len(document.pages) > 20


def test_an_annex_without_rows_is_made():
    with opened(replace(LETTER, annexes=(Table("Models", ("model",), ()),), sender=(), recipient=())) as document:
        assert len(document.pages) >= 1


def test_a_mail_has_the_document_attached():
    from email import message_from_bytes
    from email.policy import default

    mail = message_from_bytes(FORMS["eml"].write(LETTER), policy=default)
    (part,) = mail.iter_attachments()
    assert part.get_filename() == "letter.pdf"
    assert part.get_content() == pdf(LETTER)
