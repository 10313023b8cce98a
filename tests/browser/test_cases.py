"""Cases in a browser on one's own machine: the lock, the way back, and pages that are whole without scripts."""

import pytest
from tests.browser.serving import served
from tests.browser.test_pages import examine
from tests.browser.visiting import NARROW, WIDE, visiting
from tests.web.keeping import SECRETS, StillClock, case_file

from filiation.observatory import Observatory
from filiation.vault import Vault
from filiation.web.vaulting import Strongroom

PARTS = ("", "/parties/0", "/parties/0/complaint", "/told", "/remove")


@pytest.fixture(scope="module")
def home(tmp_path_factory, sample_site):
    """Return a site with a vault: its address, its strongroom and the key that opens it."""
    assert sample_site  # it has set where the sample lies
    folder = tmp_path_factory.mktemp("home")
    room = Strongroom(folder / "vault", StillClock())
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("XDG_CACHE_HOME", str(folder))
        patched.setenv("XDG_DATA_HOME", str(folder))
        with Observatory.open() as observatory, served(observatory, strongroom=room) as address:
            Vault.create(folder / "vault", key_file=folder / "key.age")
            yield address, room, folder / "key.age"
    room.end()


@pytest.fixture(params=["en-wide-light", "fr-narrow-dark"])
def reader(request, browser, home):
    """Return a visitor who reads in one language, on one screen, in one theme, without scripts; and that language."""
    language, width, theme = request.param.split("-")
    with visiting(browser, home[0], viewport=WIDE if width == "wide" else NARROW, color_scheme=theme) as visitor:
        yield visitor, language


def unlock(visit, key):
    visit.page.locator("#lock-key").fill(str(key))
    visit.page.locator(".lock-form button").click()


def keep(visit, site, language):
    """Send a case as the guided path does: by a form, from a page of the site."""
    visit.page.evaluate(
        """([address, told]) => {
          const form = document.createElement('form');
          const field = document.createElement('input');
          Object.assign(form, { method: 'post', action: address });
          Object.assign(field, { type: 'hidden', name: 'case', value: told });
          form.append(field);
          document.body.append(form);
          form.submit();
        }""",
        [f"{site}/{language}/cases", case_file()],
    )


def test_a_case_is_kept_through_the_lock_and_every_page_of_it_is_clean(reader, home):
    (visit, language), (site, _, key) = reader, home
    visit.go(f"/{language}/")
    keep(visit, site, language)
    visit.page.wait_for_selector(".lock-form")
    assert visit.page.evaluate("document.title").endswith("Filiation")
    examine(visit.page)
    unlock(visit, key)
    visit.page.wait_for_url("**/cases/*")
    case = visit.place
    for part in PARTS:
        visit.go(f"{case}{part}")
        assert not any(secret in visit.page.title() + visit.page.url for secret in SECRETS)
        examine(visit.page)
    visit.go(f"/{language}/cases")
    examine(visit.page)


def test_after_locking_nothing_can_be_seen_again(reader, home):
    (visit, language), (site, _, key) = reader, home
    visit.go(f"/{language}/cases/unlock")
    unlock(visit, key)
    visit.page.wait_for_url(f"**/{language}/cases")
    keep(visit, site, language)
    visit.page.wait_for_url("**/cases/*")
    case = visit.place
    visit.page.locator(".lock-bar button").click()
    visit.page.wait_for_url("**/cases/unlock")
    visit.page.go_back()
    visit.page.wait_for_selector(".lock-form")
    assert not any(secret in visit.page.content() for secret in SECRETS)
    visit.go(f"{case}/parties/0")
    assert visit.place.startswith(f"/{language}/cases/unlock")
    unlock(visit, key)
    visit.page.wait_for_url(f"**{case}/parties/0")


def test_what_happened_is_noted_without_scripts(browser, home):
    site, _, key = home
    with visiting(browser, site, viewport=NARROW) as visit:
        visit.go("/en/")
        keep(visit, site, "en")
        unlock(visit, key)
        visit.page.wait_for_url("**/cases/*")
        case, held = visit.place, visit.page.context.storage_state()
    with visiting(browser, site, java_script_enabled=False, storage_state=held) as visit:
        visit.go(case)
        visit.page.locator(".todo a.button").first.click()
        with visit.page.expect_download() as saved:
            visit.page.locator("a.button", has_text="PDF").first.click()
        assert saved.value.suggested_filename.startswith("request-")
        visit.page.select_option("#kind", "sent")
        visit.page.fill("#note", "by mail")
        visit.page.set_input_files("#proof", {"name": "receipt.txt", "mimeType": "text/plain", "buffer": b"receipt"})
        visit.page.locator("form.case-form button").click()
        visit.page.wait_for_url(f"**{case}/parties/0#events")
        assert "by mail" in visit.page.locator(".events").inner_text()
        visit.go(case)
        visit.page.emulate_media(media="print")
        assert visit.page.locator(".cascade").is_visible()
        assert not visit.page.locator(".lock-bar").is_visible()
        assert visit.page.pdf(format="A4").startswith(b"%PDF-")


def test_a_vault_is_made_with_a_passphrase(browser, sample_site, tmp_path):
    assert sample_site
    with Observatory.open() as observatory:
        room = Strongroom(tmp_path / "vault", StillClock())
        with served(observatory, strongroom=room) as site, visiting(browser, site, viewport=NARROW) as visit:
            visit.go("/en/cases")
            examine(visit.page)
            visit.page.fill("#lock-passphrase", "four words of mine")
            visit.page.fill("#lock-repeated", "four words of nine")
            visit.page.locator(".lock-form button").click()
            visit.page.wait_for_selector("#lock-problem")
            examine(visit.page)
            visit.page.fill("#lock-passphrase", "four words of mine")
            visit.page.fill("#lock-repeated", "four words of mine")
            visit.page.locator(".lock-form button").click()
            visit.page.wait_for_url("**/en/cases")
        room.end()


def test_a_public_site_says_that_it_keeps_nothing(browser, sample_site):
    with visiting(browser, sample_site) as visit:
        visit.go("/fr/cases", 404)
        examine(visit.page)
        assert visit.page.locator("main form").count() == 0
