"""One capability is one method, one command, one address of the API and one page; what differs is written here."""

import inspect

import pytest

from filiation.cli.main import cli, main
from filiation.observatory import Observatory
from filiation.web.addresses import is_private

FILLING = {"import_files", "rebuild", "crawl", "update", "pull", "inspect", "forecast"}
NOT_FOR_READERS = {"open", "at", "prepare", "close"} | FILLING
"""Methods that change the store, or handle it: commands only."""

COMMANDS_ALONE = {"import", "rebuild", "serve", "crawl", "update", "pull", "inspect", "request", "vault", "register"}

LIVE = "live"
"""Asks the Hub, not the store: an option of `show`, and a page that only a button leads to; never the API."""

PAGE_OF = {
    "search": "/search",
    "stats": "/catalog",
    "show": "/models/{owner}/{name}",
    "live": "/models/{owner}/{name}/live",
    "history": "/models/{owner}/{name}/history",
    "diff": "/diff",
    "doctor": "/doctor",
    "parties": "/models/{owner}/{name}/parties",
    "announce": "/models/{owner}/{name}/announce",
    "ancestors": "/models/{owner}/{name}/ancestors",
    "descendants": "/models/{owner}/{name}/descendants",
    "evidence": "/models/{owner}/{name}/evidence",
    "lineage": "/models/{owner}/{name}",  # the model page tells the line and what is inherited
    "overview": "/models/{owner}/{name}/family",  # in one of its views
    "tree": "/models/{owner}/{name}/family",
    "path": "/path",
    "explore": "/explore",
    "publisher": "/publishers/{name}",
    "contacts": "/publishers/{name}/contacts",
    "dataset": "/datasets/{owner}/{name}",
}

GUIDED = {"/request", "/models/{owner}/{name}/request", "/letters.json"}
"""The path to letters, which the browser puts together: its command is `request`; nothing of a person is in the API."""

PAGES_ALONE = {"/", "/rights", "/rights/authorities", "/understand", "/accessibility", "/api"}
DRAWINGS = {f"{page}.{form}" for page in ("/explore", "/models/{owner}/{name}/family") for form in ("svg", "png")}
CHOOSING = {"/as-of"}
"""Where the form for a day leads to, and from there to the page as of that day."""

NARROWER = {"/models/{owner}/{name}/contacts", "/models/{owner}/{name}/doctor", "/publishers/{name}/doctor"}
"""Pages of one family and of one publisher, which the API asks for with parameters."""

SHORTER = {"/models/{name}", "/datasets/{name}"}
"""Addresses without an owner, which lead to the whole ones."""

FILES = {"/explore.{suffix}", *DRAWINGS}


def methods():
    public = {name for name, value in inspect.getmembers(Observatory, _called) if not name.startswith("_")}
    return public - NOT_FOR_READERS


def _called(value):
    return inspect.isfunction(value) or inspect.ismethod(value)


def page_paths():
    from filiation.web.pages import PAGES

    paths = {route.path for router in PAGES for route in router.routes}
    return {path for path in paths if not is_private(f"/en{path}")}  # what concerns a person is no capability of all


def test_every_method_is_a_command():
    assert methods() - {LIVE} == set(cli.commands) - COMMANDS_ALONE
    assert f"--{LIVE}" in {name for option in cli.commands["show"].params for name in option.opts}


def test_every_method_is_an_address_of_the_api(site):
    paths = site.get("/api/v1/openapi.json").json()["paths"]
    assert {path["get"]["operationId"] for path in paths.values()} == methods() - {LIVE}


def test_every_question_can_be_asked_as_of_a_day(site):
    commands = {
        name for name, one in cli.commands.items() if "--as-of" in {name for p in one.params for name in p.opts}
    }
    assert commands == methods() - {LIVE}
    assert [server["url"] for server in site.get("/api/v1/openapi.json").json()["servers"]][1].endswith("/as-of/{day}")


def test_every_method_is_a_page():
    assert set(PAGE_OF) == methods()
    assert set(PAGE_OF.values()) == page_paths() - PAGES_ALONE - CHOOSING - NARROWER - SHORTER - FILES - GUIDED


def test_addresses_of_the_api_are_those_of_the_pages(site):
    for here, told in site.get("/api/v1/openapi.json").json()["paths"].items():
        name = told["get"]["operationId"]
        if name not in {"stats", "lineage", "overview", "tree"}:  # views of a page, or a page with a longer name
            assert here == PAGE_OF[name]


MODEL = "HuggingFaceH4/zephyr-7b-beta"
PICTURES = {
    "tree": (("tree", MODEL), f"/models/{MODEL}/family"),
    "tree in time": (("tree", MODEL, "--time"), f"/models/{MODEL}/family?view=time"),
    "tree, more of it": (
        ("tree", MODEL, "--depth", "2", "--ancestor-depth", "1", "--limit", "3"),
        f"/models/{MODEL}/family?depth=2&ancestor_depth=1&limit=3",
    ),
    "overview": (("overview", MODEL), f"/models/{MODEL}/family?view=overview"),
    "explore": (
        ("explore", MODEL, "--kind", "model", "--kind", "dataset", "--depth", "2"),
        f"/explore?model={MODEL}&kind=model&kind=dataset&depth=2",
    ),
}
"""Commands that draw, with where the site draws the same."""


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", PICTURES)
def test_every_drawing_of_the_site_is_that_of_a_command(site, name, language, tmp_path):
    command, address = PICTURES[name]
    path, mark, query = address.partition("?")
    for form in ("svg", "png"):
        file = tmp_path / f"picture.{form}"
        assert main([*command, "--lang", language, f"--{form}", str(file)]) == 0
        assert file.read_bytes() == site.get(f"/{language}{path}.{form}{mark}{query}").content


def test_every_address_of_a_drawing_is_compared():
    shown = {address.partition("?")[0].replace(MODEL, "{owner}/{name}") for _, address in PICTURES.values()}
    assert {f"{path}.{form}" for path in shown for form in ("svg", "png")} == DRAWINGS
