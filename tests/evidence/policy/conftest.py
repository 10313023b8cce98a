"""The catalog of a module's cases, read once."""

from collections.abc import Iterator

import pytest

from filiation.observatory import Observatory


@pytest.fixture(scope="module")
def catalog(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Observatory]:
    with request.module.CASES.read(tmp_path_factory.mktemp("cases")) as read:
        yield read
