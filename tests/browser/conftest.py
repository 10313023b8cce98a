"""Tests in a real browser: Chromium, as the system has it. Set FILIATION_TEST_BROWSER=required to forbid skipping."""

import os
import shutil

import pytest
from tests.browser.serving import served
from tests.browser.visiting import visiting

from filiation.observatory import Observatory

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # nothing can leave this machine
)


def pytest_itemcollected(item):
    item.add_marker(pytest.mark.allow_hosts(["127.0.0.1"]))
    item.add_marker(pytest.mark.xdist_group(group(item)))


def group(item):
    """Return with which tests a test shares its browser and site: those of its file, or of its sort of reader."""
    reader = getattr(item, "callspec", None) and item.callspec.params.get("reader")
    return f"browser-{reader or item.path.stem}"


@pytest.fixture(scope="session")
def chromium():
    """Return the path of the browser, or skip: its absence must not stop who works without it."""
    found = os.environ.get("FILIATION_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        told = "no Chromium on this machine: install it, or name it in FILIATION_CHROMIUM"
        if os.environ.get("FILIATION_TEST_BROWSER") == "required":
            pytest.fail(told)
        pytest.skip(told)
    return found


@pytest.fixture(scope="module")
def browser(chromium):
    """Return a running browser; one for each file, since its event loop would be in the way of other tests."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        yield started
        started.close()


@pytest.fixture(scope="session")
def sample_site(tmp_path_factory):
    """Return the address of a site that answers from the bundled sample."""
    with pytest.MonkeyPatch.context() as patched:
        folder = tmp_path_factory.mktemp("user")
        patched.setenv("XDG_CACHE_HOME", str(folder))
        patched.setenv("XDG_DATA_HOME", str(folder))
        with Observatory.open() as observatory, served(observatory) as address:
            yield address


@pytest.fixture
def visit(browser, sample_site):
    """Return a visitor of the sample's site, wide, light, with scripts."""
    with visiting(browser, sample_site) as visitor:
        yield visitor
