from tests.web.reading import Page


def read(site, address):
    return Page(site.get(address)).sound()


def test_a_publisher_is_told_with_its_reach_and_families(small):
    page = read(small, "/en/publishers/base")
    assert page.h1 == "base"
    assert "2 models carry its name; 5 models of others descend from these." in page.text
    assert page.leads_to("/en/models/base/B")
    assert page.leads_to("/en/models/base/B/descendants")
    row = next(row for row in page.rows if row[0] == "base/B")
    assert row[1:] == ["900", "7", "2023-01-05", "text-generation", "mit", "0", "5"]


def test_each_number_stands_under_its_name(small):
    page = read(small, "/en/publishers/you")
    told = page.facts("facts")
    assert told["Models"] == "1"
    assert (told["Descendants of others"], told["Families"], told["Without relatives"]) == ("0", "0", "1")
    other = read(small, "/en/publishers/base").facts("facts")
    assert (other["Descendants of others"], other["Families"], other["Without relatives"]) == ("5", "2", "0")


def test_what_is_unknown_is_said_and_nobody_is_called_a_controller(small):
    page = read(small, "/en/publishers/base")
    assert "an account of unknown kind" in page.text
    assert "only presumed" in page.text
    assert "/en/understand#rights" in page.links
    assert "https://huggingface.co/base" in page.links


def test_its_datasets_tell_how_many_models_declare_them(small):
    page = read(small, "/en/publishers/corp")
    assert "0 models carry its name" in page.text
    assert ["corp/D", "12", "2022-05-05", "cc0-1.0", "1"] in page.rows


def test_paging_and_sorting_are_links(small):
    page = read(small, "/en/publishers/me?limit=2&sort=descendants")
    assert page.leads_to("/en/publishers/me", limit=["2"], sort=["descendants"], offset=["2"])
    assert page.leads_to("/en/publishers/me", limit=["2"], sort=["created"])
    assert page.rows[1][0] == "me/tuned"


def test_another_case_leads_to_the_canonical_address(small):
    response = small.get("/en/publishers/ME?sort=likes")
    assert (response.status_code, response.headers["location"]) == (307, "/en/publishers/me?sort=likes")


def test_what_makes_no_sense_is_told(small):
    assert small.get("/en/publishers/nobody").status_code == 404
    assert small.get("/en/publishers/me?sort=beauty").status_code == 400
    assert small.get("/en/publishers/me?sort=").status_code == 200


def test_in_french(small):
    assert "responsable de traitement" in read(small, "/fr/publishers/me").text
