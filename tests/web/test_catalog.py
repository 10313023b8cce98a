from tests.web.reading import Page


def read(site, address):
    return Page(site.get(address)).sound()


def test_the_catalog_counts_what_it_holds_and_what_it_does_not_know(small, small_app):
    stats = small_app.state.service.reading().stats
    page = read(small, "/en/catalog")
    assert ["Ffinetune", "3"] in page.rows
    assert ["declared", str(stats.standings["declared"])] in page.rows
    assert ["it is a path on somebody's computer", "2"] in page.rows
    assert ["base/B", "5"] in page.rows
    assert "1 model is named as a parent but was not read itself" in page.text
    assert [stats.imports[0].name, stats.imports[0].seen.isoformat()] in [row[:2] for row in page.rows]
    assert stats.edition in page.text


def test_the_day_is_told(small, small_app):
    day = small_app.state.service.reading().stats.seen.isoformat()
    assert f"as they were on {day} or before" in read(small, "/en/catalog").text


def test_the_sample_is_told_in_french(site):
    page = read(site, "/fr/catalog")
    assert page.h1 == "Ce que contient le fonds"
    assert page.leads_to("/fr/models/mistralai/Mistral-7B-v0.1")
