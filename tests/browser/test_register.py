"""The register in a browser: a request is noted, answered and followed without scripts, on clean pages."""

import pytest
from tests.browser.serving import served
from tests.browser.test_pages import examine
from tests.browser.visiting import NARROW, WIDE, visiting
from tests.web.keeping import StillClock

from filiation.observatory import Observatory
from filiation.vault import Vault
from filiation.web.vaulting import Strongroom

SECRETS = ("A. Person", "person@example.org", "12 Elm Street")


@pytest.fixture(scope="module")
def home(tmp_path_factory, sample_site):
    """Return a site with a vault: its address, and the key that opens it."""
    assert sample_site  # it has set where the sample lies
    folder = tmp_path_factory.mktemp("home")
    room = Strongroom(folder / "vault", StillClock())
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("XDG_CACHE_HOME", str(folder))
        patched.setenv("XDG_DATA_HOME", str(folder))
        with Observatory.open() as observatory, served(observatory, strongroom=room) as address:
            Vault.create(folder / "vault", key_file=folder / "key.age")
            yield address, folder / "key.age"
    room.end()


@pytest.mark.parametrize(
    ("language", "size", "theme"), [("en", WIDE, "light"), ("fr", NARROW, "dark"), ("fr", WIDE, "dark")]
)
def test_a_request_is_noted_answered_and_followed(browser, home, language, size, theme):
    site, key = home
    with visiting(browser, site, viewport=size, color_scheme=theme, java_script_enabled=False) as visit:
        visit.go(f"/{language}/register")
        visit.page.locator("#lock-key").fill(str(key))
        visit.page.locator(".lock-form button").click()
        visit.page.wait_for_url(f"**/{language}/register")
        visit.page.fill("#model", "mistralai/Mistral-7B-v0.1")
        visit.page.check("input[name=right][value=erasure]")
        visit.page.fill("#sender", SECRETS[0])
        visit.page.fill("#reply_to", SECRETS[1])
        visit.page.fill("#summary", SECRETS[2])
        visit.page.select_option("#country", "FR")
        visit.page.locator("form.case-form button").click()
        visit.page.wait_for_url("**/register/*")
        assert not any(secret in visit.page.title() + visit.page.url for secret in SECRETS)
        visit.page.check("input[name=letter][value=outcome]")
        visit.page.check("input[name=measure][value=erased]")
        visit.page.fill("#signed", "Acme")
        with visit.page.expect_download() as saved:
            visit.page.locator("button[name=form][value=pdf]").click()
        assert saved.value.suggested_filename.startswith("outcome-")
        visit.page.locator("button[name=form][value='']").click()
        visit.page.wait_for_selector("#shown")
        assert "Acme" in visit.page.locator(".letter-text").inner_text()
        visit.page.select_option("#kind", "asked")
        visit.page.fill("#note", "by e-mail")
        visit.page.locator("form[action$='/events#record'] button").click()
        visit.page.wait_for_url("**/register/*#events")
        assert "by e-mail" in visit.page.locator(".events").inner_text()


@pytest.mark.parametrize(
    ("language", "size", "theme"), [("en", WIDE, "light"), ("fr", NARROW, "dark"), ("en", NARROW, "light")]
)
def test_every_page_of_the_register_is_clean(browser, home, language, size, theme):
    site, key = home
    with visiting(browser, site, viewport=size, color_scheme=theme) as visit:
        visit.go(f"/{language}/register")
        visit.page.locator("#lock-key").fill(str(key))
        visit.page.locator(".lock-form button").click()
        visit.page.wait_for_url(f"**/{language}/register")
        visit.page.fill("#model", "mistralai/Mistral-7B-v0.1")
        visit.page.fill("#sender", SECRETS[0])
        visit.page.locator("form.case-form button").click()
        visit.page.wait_for_selector("#add-problem")
        examine(visit.page)
        visit.page.check("input[name=right][value=access]")
        visit.page.locator("form.case-form button").click()
        visit.page.wait_for_url("**/register/*")
        here = visit.place
        examine(visit.page)
        visit.page.check("input[name=letter][value=refusal]")
        visit.page.locator("button[name=form][value='']").click()
        visit.page.wait_for_selector("#letter-problem")
        examine(visit.page)
        visit.page.fill("#told", "We hold no such data.")
        visit.page.locator("button[name=form][value='']").click()
        visit.page.wait_for_selector("#shown")
        examine(visit.page)
        for path in (f"{here}/remove", f"/{language}/register"):
            visit.go(path)
            examine(visit.page)


def test_a_public_site_says_that_it_keeps_no_register(browser, sample_site):
    with visiting(browser, sample_site) as visit:
        visit.go("/en/register", 404)
        examine(visit.page)
        assert visit.page.locator("main form").count() == 0


def test_a_text_to_paste_is_copied_with_its_lines(browser, sample_site):
    here = "/en/models/mistralai/Mistral-7B-v0.1/announce?measure=erased&day=2026-11-20&new_version=acme%2Fnew"
    with visiting(browser, sample_site, permissions=["clipboard-read", "clipboard-write"]) as visit:
        visit.go(here)
        visit.page.locator("button[data-copy=card-head]").click()
        copied = visit.page.evaluate("navigator.clipboard.readText()")
    assert copied == "---\nnew_version: acme/new\n---\n"
