"""Files of a case as they are handed out: named by numbers alone, and never kept by a browser's cache."""

import zipfile
from collections.abc import Mapping
from io import BytesIO

from fastapi import Response

from filiation.facts.cases import Case
from filiation.words.numbers import number_of


def party_file(case: Case, place: int, name: str) -> str:
    """Return the name of a party's file in an archive."""
    return f"case-{number_of(case)}/party-{place + 1}/{name}"


def archive(found: Mapping[str, bytes]) -> bytes:
    """Return files as one zip file, made in memory."""
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for name, body in found.items():
            made.writestr(zipfile.ZipInfo(name), body, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def attached(content: bytes, media_type: str, name: str) -> Response:
    """Return a file to be saved, never shown."""
    return Response(content, headers={"Content-Disposition": f'attachment; filename="{name}"'}, media_type=media_type)
