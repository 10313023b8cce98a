"""What templates do with texts from outside."""

from markupsafe import Markup

from filiation.web.templating import environment, seen


def test_texts_are_escaped_and_what_hides_in_them_is_made_visible():
    page = environment("en").from_string("{{ text }}").render(text="<b>a\u202eb\x1b[0m\nc")
    assert page == "&lt;b&gt;a\\u202eb\\u001b[0m\nc"


def test_our_own_markup_stays_markup():
    assert seen(Markup("<i>x\u2066</i>")) == Markup("<i>x\\u2066</i>")
    assert isinstance(seen(Markup("<i>\u2066</i>")), Markup)
    assert seen("é\u202f%\u00a0; l’œil") == "é\u202f%\u00a0; l’œil"
    assert seen(7) == 7
