import pytest
from tests.web.reading import Page


def read(site, address, status=200):
    page = Page(site.get(address)).sound()
    assert page.status == status
    return page


@pytest.mark.parametrize(
    ("a", "b", "said"),
    [
        ("base/B", "me/tuned", "base/B is a parent of me/tuned."),
        ("me/small-GGUF", "base/B", "me/small-GGUF is a descendant of base/B, 2 generations down."),
        ("me/tuned", "me/merged", "me/tuned and me/merged have 1 common ancestor."),
        ("base/B", "base/C", "base/B and base/C have no common ancestor, but a common descendant: me/merged."),
        ("me/tuned", "you/alone", "No chain of known links joins me/tuned and you/alone."),
        ("me/tuned", "ME/Tuned", "me/tuned is one and the same model."),
    ],
)
def test_kinship_is_told_in_words(small, a, b, said):
    assert said in read(small, f"/en/path?a={a}&b={b}").text


def test_the_chain_tells_each_step_and_its_evidence(small):
    page = read(small, "/en/path?a=me/small-GGUF&b=me/merged")
    text = page.text[page.text.index("The shortest chain of links") :]
    places = [text.index(name) for name in ("me/small-GGUF", "me/tuned", "base/B", "me/merged")]
    assert places == sorted(places)
    assert text.count("up to its parent") == 2
    assert text.count("down to its child") == 1
    for child in ("me/small-GGUF", "me/tuned", "me/merged"):
        assert page.leads_to(f"/en/models/{child}/evidence")


def test_common_ancestors_are_links_and_both_families_can_be_explored(small):
    page = read(small, "/en/path?a=me/tuned&b=me/merged")
    assert "Nearest common ancestors" in page.text
    assert page.leads_to("/en/models/base/B")
    assert page.leads_to("/en/explore", model=["me/tuned", "me/merged"])
    assert page.leads_to("/en/path", a=["me/merged"], b=["me/tuned"])


def test_it_explains_until_both_are_named(small):
    assert "Name two models" in read(small, "/en/path").text
    page = read(small, "/en/path?a=me/tuned&b=")
    assert "One model is still missing." in page.text
    assert "me/tuned" in [f.get("value") for f in page.fields]


def test_a_model_that_is_not_there_keeps_the_form(small):
    page = read(small, "/en/path?a=me/tunde&b=base/B", 404)
    assert "The catalog holds no model me/tunde." in page.text
    assert {"me/tunde", "base/B"} <= {f.get("value") for f in page.fields}


def test_in_french(small):
    assert "est un parent de" in read(small, "/fr/path?a=base/B&b=me/tuned").text
