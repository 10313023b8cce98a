"""What all pages take from a request: who answers, and which repository the address names."""

from typing import Annotated

from fastapi import Depends, Request

from filiation.errors import NotFound
from filiation.locale import mark
from filiation.observatory import Observatory
from filiation.web.addresses import repository_id
from filiation.web.questions import LONGEST_ID
from filiation.web.reading import Service

# `async`, so that no thread is fetched for what takes no time.


async def _observatory(request: Request) -> Observatory:
    service: Service = request.app.state.service
    return service.reading().observatory


async def _repository(owner: str, name: str) -> str:
    asked = repository_id(owner, name)
    if len(asked) > LONGEST_ID:
        raise NotFound(
            mark("No id has more than {most} characters."),
            mark("Look for the model, dataset or publisher with the search."),
            most=LONGEST_ID,
        )
    return asked


Answering = Annotated[Observatory, Depends(_observatory)]
"""The observatory that answers a request."""

RepositoryId = Annotated[str, Depends(_repository)]
"""The id in an address with {owner}/{name}."""
