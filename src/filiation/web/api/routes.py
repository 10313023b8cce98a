"""The addresses of the API, put together."""

from fastapi import FastAPI
from fastapi.routing import APIRoute

from filiation.web.api import documents, graph, models, whole

ROUTERS = (whole.router, models.router, graph.router)
"""What answers the addresses under /api/v1, in the order in which the reference tells of them."""


def install(app: FastAPI) -> None:
    """Let an application answer the API, and describe it."""
    for router in ROUTERS:
        app.include_router(router, generate_unique_id_function=_name)
    app.include_router(documents.router, include_in_schema=False)


def _name(route: APIRoute) -> str:
    """Return what an address is called in the description of the API: as the method of the Python API is."""
    return route.name
