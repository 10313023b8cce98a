"""A site that answers from the bundled sample, without a server."""

import time

import pytest
from starlette.testclient import TestClient
from tests.making import imported
from tests.web.reading import DATASETS, RECORDS

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


@pytest.fixture(scope="session")
def small_app(tmp_path_factory):
    folder = tmp_path_factory.mktemp("small")
    imported(folder, RECORDS).close()
    with imported(folder, DATASETS) as made:
        assert made.edition
        yield make_app(made)


@pytest.fixture
def small(small_app):
    """Return a client of a site over a few models with every oddity, some of them hostile."""
    return TestClient(small_app, base_url="http://localhost", follow_redirects=False)


@pytest.fixture
def wait_for():
    """Return a function that waits until something is true."""

    def wait(true, seconds=10):
        for _ in range(seconds * 100):
            if true():
                return
            time.sleep(0.01)
        pytest.fail("it did not come true")

    return wait
