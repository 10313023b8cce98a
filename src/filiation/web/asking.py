"""What all pages take from a request: who answers, and which repository the address names."""

from typing import Annotated

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool

from filiation.errors import NotFound
from filiation.locale import mark
from filiation.observatory import Observatory
from filiation.web.addresses import repository_id
from filiation.web.questions import LONGEST_ID
from filiation.web.reading import Reading, Service
from filiation.web.roots import day_of, may_begin

# `async`, so that no thread is fetched for what takes no time.


async def _reading(request: Request) -> Reading:
    service: Service = request.app.state.service
    day = day_of(request)
    opened = service.at_once(day)
    return await run_in_threadpool(service.reading, day, begins=may_begin(request)) if opened is None else opened


async def _observatory(reading: Annotated[Reading, Depends(_reading)]) -> Observatory:
    return reading.observatory


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

AsRead = Annotated[Reading, Depends(_reading)]
"""The same with what is counted once for all requests."""

RepositoryId = Annotated[str, Depends(_repository)]
"""The id in an address with {owner}/{name}."""
