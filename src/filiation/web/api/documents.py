"""The description of the API for programs (OpenAPI)."""

import msgspec
from fastapi import APIRouter, Request, Response

from filiation.web.api.answers import ROOT
from filiation.web.api.reference import day_described, description
from filiation.web.asking import AsRead

router = APIRouter(prefix=f"/{ROOT}")


@router.get("/openapi.json")
def openapi(request: Request, reading: AsRead) -> Response:
    """Return the description of all addresses of the API, their parameters and their answers."""
    return Response(
        msgspec.json.encode(description(request.app, day_described(reading.stats))), media_type="application/json"
    )
