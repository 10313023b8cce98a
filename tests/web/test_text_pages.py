import pytest
from tests.web.reading import Page

from filiation.locale import LANGUAGES


@pytest.mark.parametrize("name", ["understand", "accessibility"])
def test_texts_are_pages_in_each_language(small, name):
    read = {language: Page(small.get(f"/{language}/{name}")).sound() for language in LANGUAGES}
    assert len({page.h1 for page in read.values()}) == len(LANGUAGES)
    assert read["en"].leads_to(f"/fr/{name}")


def test_places_that_other_pages_point_to_are_there(small):
    for language in LANGUAGES:
        page = Page(small.get(f"/{language}/understand"))
        assert {"limits", "standing", "rights", "derived", "pictures"} <= set(page.ids)
