"""A site on one's own machine, with a vault that opens with a key file: tests need not wait for a passphrase."""

import json
from datetime import UTC, datetime, timedelta

from starlette.testclient import TestClient

from filiation.vault import Vault
from filiation.web.app import make_app
from filiation.web.vaulting import Strongroom

MODEL = "mistralai/Mistral-7B-v0.1"
SECRETS = ("A. Person", "person@example.org", "12 Elm Street", "Where does A. Person live?")
"""What only the vault may hold."""


class StillClock:
    """A clock that moves only when it is told to."""

    def __init__(self):
        self.day = datetime(2026, 11, 22, 12, tzinfo=UTC)
        self.seconds = 0.0

    def now(self):
        return self.day

    def monotonic(self):
        return self.seconds

    def sleep(self, seconds):
        self.wait(seconds=seconds)

    def wait(self, **amount):
        passed = timedelta(**amount)
        self.day += passed
        self.seconds += passed.total_seconds()


def case_file(*, publishers=("mistralai",), **changed):
    """Return a case file as the guided path saves it."""
    draft = {
        "model": MODEL,
        "rights": ["erasure", "objection"],
        "person": {"name": SECRETS[0], "reply_to": SECRETS[1], "country": "FR"},
        "what": SECRETS[2],
        "day": "2026-11-20",
        "kinds": ["contact"],
        "observations": [{"prompt": SECRETS[3], "output": SECRETS[2], "day": "2026-11-19"}],
        **changed,
    }
    return json.dumps({"filiation": "case", "version": 1, "draft": draft, "parties": list(publishers)})


class Home:
    """One's own machine: a folder for the vault and its key, a clock, and the site."""

    def __init__(self, folder, observatory):
        self.folder = folder
        self.clock = StillClock()
        self.key = folder / "elsewhere" / "key.age"
        self.key.parent.mkdir()
        self.strongroom = Strongroom(folder / "vault", self.clock)
        self.app = make_app(observatory, strongroom=self.strongroom)

    def reader(self):
        """Return a new browser."""
        return TestClient(self.app, base_url="http://localhost", follow_redirects=False)

    def make(self):
        """Make the vault as the command line does."""
        if self.strongroom.state == "none":
            Vault.create(self.folder / "vault", key_file=self.key)

    def made(self):
        """Return a browser that has the vault open, which is made if there is none."""
        self.make()
        reader = self.reader()
        answer = reader.post("/en/cases/unlock", data={"lock-key": str(self.key)})
        assert answer.status_code == 303, answer.text
        return reader

    def vault(self):
        return Vault.open(self.folder / "vault", key_file=self.key)
