from urllib.parse import quote

import pytest
from tests.web.reading import EVIL, Page


def found(site, address):
    return Page(site.get(address)).sound()


def test_the_exact_model_comes_first_and_is_no_redirect(small):
    page = found(small, "/en/search?text=me/tuned")
    finds = [link for link in page.links if "/models/" in link]
    assert finds[0] == "/en/models/me/tuned"
    assert "50 downloads" in page.text
    assert "same name" in page.text


def test_finds_lead_to_the_page_of_their_kind(small):
    assert found(small, "/en/search?text=corp/D").leads_to("/en/datasets/corp/D")
    page = found(small, "/en/search?text=me&kind=publisher")
    assert page.leads_to("/en/publishers/me")
    assert "5 models" in page.text or "6 models" in page.text
    assert not page.leads_to("/en/models/me/tuned")


def test_the_kind_stays_for_the_next_search(small):
    page = found(small, "/en/search?text=me&kind=publisher")
    assert {"type": "hidden", "name": "kind", "value": "publisher"} in page.fields
    assert page.leads_to("/en/search", text=["me"], kind=["model"])


@pytest.mark.parametrize("text", ["https://huggingface.co/me/tuned", "https://huggingface.co/me/tuned/tree/main?x=1#f"])
def test_the_address_of_a_page_on_the_hub_finds_it(small, text):
    page = found(small, f"/en/search?text={quote(text)}")
    assert next(link for link in page.links if "/models/" in link) == "/en/models/me/tuned"


def test_an_empty_search_explains(small):
    for address in ("/en/search", "/en/search?text=", "/en/search?text=%20"):
        page = found(small, address)
        assert "as it stands on the Hub" in page.text
        assert "Nothing is found" not in page.text


def test_no_find_suggests(small):
    page = found(small, "/en/search?text=qqqqzzzz&kind=dataset")
    assert "Nothing is found for qqqqzzzz." in page.text
    assert page.leads_to("/en/search", text=["qqqqzzzz"])
    assert page.leads_to("/en/catalog")


def test_what_is_searched_runs_nothing(small):
    response = small.get(f"/en/search?text={quote(EVIL)}")
    assert response.status_code == 200
    assert EVIL not in response.text
    found(small, f"/en/search?text={quote(EVIL)}")


def test_more_finds_are_one_link_away(site):
    page = found(site, "/en/search?text=mistral&limit=2")
    assert page.leads_to("/en/search", text=["mistral"], limit=["100"])
    assert not found(site, "/en/search?text=mistralai/Mistral-7B-v0.1&kind=model&limit=1000").leads_to(
        "/en/search", limit=["1000"]
    )


def test_a_kind_that_is_none_is_refused(small):
    assert small.get("/en/search?text=a&kind=planet").status_code == 400


def test_in_french(small):
    assert "téléchargements" in found(small, "/fr/search?text=me/tuned").text
