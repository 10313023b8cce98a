"""What templates do with texts from outside."""

from datetime import date

import pytest
from markupsafe import Markup

from filiation.web import templating
from filiation.web.templating import build, days_whole, environment, seen


def test_texts_are_escaped_and_what_hides_in_them_is_made_visible():
    page = environment("en").from_string("{{ text }}").render(text="<b>a\u202eb\x1b[0m\nc")
    assert page == "&lt;b&gt;a\\u202eb\\u001b[0m\nc"


def test_our_own_markup_stays_markup():
    assert seen(Markup("<i>x\u2066</i>")) == Markup("<i>x\\u2066</i>")
    assert isinstance(seen(Markup("<i>\u2066</i>")), Markup)
    assert seen("é\u202f%\u00a0; l’œil") == "é\u202f%\u00a0; l’œil"
    assert seen(7) == 7


@pytest.mark.parametrize(
    "file", ["locale/fr.po", "words/speech.py", "web/static/site.css", "web/templates/texts/x.html"]
)
def test_the_build_is_another_when_any_file_that_decides_answers_is(tmp_path, monkeypatch, file):
    place = tmp_path / file
    place.parent.mkdir(parents=True)
    monkeypatch.setattr(templating, "files", lambda _: tmp_path)
    told = []
    for text in ("a", "b"):
        place.write_text(text)
        told.append(build.__wrapped__())
    assert told[0] != told[1]
    assert build.__wrapped__() == told[1]


def test_what_decides_no_answer_is_no_part_of_the_build(tmp_path, monkeypatch):
    monkeypatch.setattr(templating, "files", lambda _: tmp_path)
    before = build.__wrapped__()
    (tmp_path / "speech.cpython-311.pyc").write_bytes(b"x")
    assert build.__wrapped__() == before


def test_no_line_ends_within_a_day():
    whole = '<span class="day">2026-11-02</span>'
    text = '{{ say("On {day}", day=day_then) }} {{ day(day_then) }} {{ told | days_whole }}'
    page = environment("en").from_string(text).render(day_then=date(2026, 11, 2), told="<b> 2026-11-02")
    assert page == f"On {whole} {whole} &lt;b&gt; {whole}"
    assert days_whole(Markup("<i>2026-11-02</i>")) == f"<i>{whole}</i>"
