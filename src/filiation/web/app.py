"""The application: pages in each language, the API, our own files, and the guards around them."""

from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from filiation import __version__
from filiation.locale import LANGUAGES
from filiation.observatory import Observatory
from filiation.web import private, problems
from filiation.web.addresses import is_private, with_query
from filiation.web.api import routes as api
from filiation.web.api.answers import ROOT
from filiation.web.caching import Caching
from filiation.web.days import Days
from filiation.web.imaging import Studio
from filiation.web.language import preferred
from filiation.web.pages import PAGES
from filiation.web.reading import Service
from filiation.web.refreshing import Refresher
from filiation.web.roots import asked_path
from filiation.web.security import KnownNames, OwnPages, SecurityHeaders
from filiation.web.templating import build
from filiation.web.vaulting import Strongroom

LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")
"""The names under which a site on this machine is asked for; others are refused, against DNS rebinding."""

_TYPED = (f"/{ROOT}/search", *(f"/{place}/{page}" for place in LANGUAGES for page in ("search", "request")))


def make_app(
    observatory: Observatory,
    hosts: tuple[str, ...] = LOCAL_HOSTS,
    service: Service | None = None,
    refresher: Refresher | None = None,
    strongroom: Strongroom | None = None,
) -> FastAPI:
    """Return the site that answers from an observatory, or a `service` made of it, to requests for `hosts`.

    With a `refresher`, readers can have the live Hub asked; with a `strongroom`, cases are kept on this machine.
    Without one the site is public: nothing that a person types is ever sent to it.
    """
    serving = service or Service(observatory)
    app = FastAPI(
        title="Filiation",
        version=__version__,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        middleware=_around(serving, hosts),
    )
    app.state.service = serving
    app.state.studio = Studio()
    app.state.refresher = refresher
    app.state.strongroom = strongroom
    problems.install(app)
    private.install(app)
    api.install(app)  # first: routes are tried in order, and programs ask the most
    app.add_api_route("/", _start, include_in_schema=False)
    for language in LANGUAGES:
        app.add_api_route(f"/{language}", _home, include_in_schema=False)
        for router in PAGES:
            app.include_router(router, prefix=f"/{language}", include_in_schema=False)
    app.mount(f"/static/{build()}", _OwnFiles(directory=Path(__file__).parent / "static"))
    return app


def _around(serving: Service, hosts: tuple[str, ...]) -> list[Middleware]:
    """Return what each request passes on its way to a page or an answer, the outermost first."""
    return [
        Middleware(SecurityHeaders),
        Middleware(KnownNames, names=hosts),
        Middleware(OwnPages),
        Middleware(Days),
        Middleware(
            Caching,
            edition=lambda: serving.reading().identity,
            build=f"{__version__} {build()}",
            typed=_TYPED,
            private=is_private,
        ),
        Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5),
        Middleware(problems.LastResort),
    ]


async def _start(request: Request) -> RedirectResponse:
    """Send the reader to the home page in the language that the browser prefers."""
    language = preferred(request.headers.get("accept-language", ""))
    return RedirectResponse(f"/{language}/", 302, {"Vary": "Accept-Language"})


async def _home(request: Request) -> RedirectResponse:
    """Send who left out the last slash to the home page of a language."""
    return RedirectResponse(with_query(f"{asked_path(request)}/", request.query_params), 307)


class _OwnFiles(StaticFiles):
    """Our own scripts and styles, kept by browsers for good: their address changes when they do."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response
