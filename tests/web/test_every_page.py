"""What holds for every page, on every sort of page that the tests in a browser visit."""

import pytest
from tests.browser.pages import PAGES, WRONG
from tests.web.markup import check, read

from filiation.locale import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_sound(site, name, language):
    answer = site.get(f"/{language}{PAGES[name]}")
    assert answer.status_code == 200
    check(read(answer.text))


@pytest.mark.parametrize("name", WRONG)
def test_an_error_is_a_sound_page(site, name):
    path, status = WRONG[name]
    answer = site.get(f"/fr{path}")
    assert answer.status_code == status
    check(read(answer.text))
