"""A site that answers from the bundled sample, without a server."""

import pytest
from starlette.testclient import TestClient

from filiation.observatory import Observatory
from filiation.web.app import make_app


@pytest.fixture(scope="session")
def observatory(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patched:
        folder = tmp_path_factory.mktemp("user")
        patched.setenv("XDG_CACHE_HOME", str(folder))
        patched.setenv("XDG_DATA_HOME", str(folder))
        with Observatory.open() as made:
            assert made.edition
            yield made


@pytest.fixture(scope="session")
def app(observatory):
    return make_app(observatory)


@pytest.fixture
def site(app):
    """Return a client of the site that follows no redirects."""
    return TestClient(app, base_url="http://localhost", follow_redirects=False)
