"""What all pages take from a request: who answers, and which repository the address names."""

from typing import Annotated

from fastapi import Depends, Request

from filiation.observatory import Observatory
from filiation.web.addresses import repository_id
from filiation.web.reading import Service

# `async`, so that no thread is fetched for what takes no time.


async def _observatory(request: Request) -> Observatory:
    service: Service = request.app.state.service
    return service.reading().observatory


async def _repository(owner: str, name: str) -> str:
    return repository_id(owner, name)


Answering = Annotated[Observatory, Depends(_observatory)]
"""The observatory that answers a request."""

RepositoryId = Annotated[str, Depends(_repository)]
"""The id in an address with {owner}/{name}."""
