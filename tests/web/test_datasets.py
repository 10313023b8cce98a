from tests.web.reading import Page


def read(site, address):
    return Page(site.get(address)).sound()


def test_a_dataset_tells_who_declares_it_and_who_descends_from_those(small):
    page = read(small, "/en/datasets/corp/D")
    assert page.h1 == "corp/D"
    assert "1 model says that it was trained on it; 1 more descends from these." in page.text
    assert [row[:2] for row in page.rows[1:]] == [
        ["me/tuned", "declares it"],
        ["me/small-GGUF", "1 link from me/tuned"],
    ]
    assert "cc0-1.0" in page.text
    assert "https://huggingface.co/datasets/corp/D" in page.links
    assert "/en/models/me/tuned/evidence#datasets" in page.links


def test_one_that_was_not_read_is_told_as_such_and_leads_nowhere(small):
    page = read(small, "/en/datasets/-/squad")
    assert page.h1 == "squad"
    assert "This dataset itself was not read" in page.text
    assert not [link for link in page.links if link.startswith("https://huggingface.co/datasets")]


def test_paging_and_sorting_are_links(site):
    page = read(site, "/en/datasets/mteb/nq?limit=5&sort=depth")
    assert page.leads_to("/en/datasets/mteb/nq", limit=["5"], sort=["depth"], offset=["5"])
    assert page.leads_to("/en/datasets/mteb/nq", limit=["5"], sort=["created"])


def test_another_case_leads_to_the_canonical_address(small):
    response = small.get("/fr/datasets/CORP/d?limit=3")
    assert (response.status_code, response.headers["location"]) == (307, "/fr/datasets/corp/D?limit=3")


def test_one_that_nobody_names_is_not_found(small):
    assert small.get("/en/datasets/no/body").status_code == 404


def test_in_french(small):
    assert "1 modèle se dit entraîné sur lui" in read(small, "/fr/datasets/corp/D").text
