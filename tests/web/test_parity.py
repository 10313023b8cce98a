"""One capability is one method, one command, one address of the API and one page; what differs is written here."""

import inspect

from filiation.cli.main import cli
from filiation.observatory import Observatory

NOT_FOR_READERS = {"open", "close", "import_files", "rebuild"}
"""Methods that change the store, or handle it: commands only."""

COMMANDS_ALONE = {"import", "rebuild", "serve"}

PAGE_OF = {
    "search": "/search",
    "stats": "/catalog",
    "show": "/models/{owner}/{name}",
    "ancestors": "/models/{owner}/{name}/ancestors",
    "descendants": "/models/{owner}/{name}/descendants",
    "evidence": "/models/{owner}/{name}/evidence",
    "lineage": "/models/{owner}/{name}",  # the model page tells the line and what is inherited
    "overview": "/models/{owner}/{name}/family",  # in one of its views
    "tree": "/models/{owner}/{name}/family",
    "path": "/path",
    "explore": "/explore",
    "publisher": "/publishers/{name}",
    "dataset": "/datasets/{owner}/{name}",
}

PAGES_ALONE = {"/", "/understand", "/accessibility", "/api"}
DRAWINGS = {f"{page}.{form}" for page in ("/explore", "/models/{owner}/{name}/family") for form in ("svg", "png")}
FILES = {"/explore.{suffix}", *DRAWINGS}


def methods():
    public = {name for name, value in vars(Observatory).items() if not name.startswith("_") and _called(value)}
    return public - NOT_FOR_READERS


def _called(value):
    return inspect.isfunction(value) or isinstance(value, classmethod)


def page_paths():
    from filiation.web.pages import PAGES

    return {route.path for router in PAGES for route in router.routes}


def test_every_method_is_a_command():
    assert methods() == set(cli.commands) - COMMANDS_ALONE


def test_every_method_is_an_address_of_the_api(site):
    paths = site.get("/api/v1/openapi.json").json()["paths"]
    assert {path["get"]["operationId"] for path in paths.values()} == methods()


def test_every_method_is_a_page():
    assert set(PAGE_OF) == methods()
    assert set(PAGE_OF.values()) == page_paths() - PAGES_ALONE - FILES


def test_addresses_of_the_api_are_those_of_the_pages(site):
    for path, told in site.get("/api/v1/openapi.json").json()["paths"].items():
        name, here = told["get"]["operationId"], path.removeprefix("/api/v1")
        if name not in {"stats", "lineage", "overview", "tree"}:  # views of a page, or a page with a longer name
            assert here == PAGE_OF[name]
