"""The strongroom of a site on one's own machine: the vault, opened for a browser that holds a session, for a while."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from secrets import token_urlsafe
from threading import BoundedSemaphore, Lock, Timer
from typing import Protocol

from filiation.errors import FiliationError, NotFound, StoreFailed, WrongUse
from filiation.locale import mark
from filiation.vault import Vault, WrongKey, faults, key_in
from filiation.vault.age import Identity

COOKIE = "filiation_vault"
"""The name of the cookie that holds the session; it tells nothing, and ends with the browser."""

IDLE = 15 * 60.0
"""The seconds after which a session that nobody used is forgotten."""

LONGEST = 8 * 3600.0
"""The seconds after which a session is forgotten, used or not."""

ATTEMPTS = 5
"""How many wrong keys may be tried before each further try waits its turn."""

PACE = 3.0
"""The seconds between one wrong key and the next try from then on."""

_MOST_WAITING = 10  # tries; each holds one of the threads that answer pages
_MOST_SESSIONS = 20


class Clock(Protocol):
    """The time: the moment, and seconds that only ever grow."""

    def now(self) -> datetime:
        """Return the moment, in UTC."""
        ...

    def monotonic(self) -> float:
        """Return seconds that only ever grow."""
        ...

    def sleep(self, seconds: float) -> None:
        """Wait."""
        ...


class TooOften(FiliationError):
    """So many tries wait for their turn that one more is not taken in."""

    exit_code = 2
    status = 429

    def __init__(self) -> None:
        """Tell to wait."""
        super().__init__(
            mark("Too many attempts to open the vault wait for their turn."),
            mark("Wait a minute, then try again: nothing is lost. Another program on this machine may be trying keys."),
        )


@dataclass(frozen=True, slots=True)
class _Session:
    vault: Vault
    began: float
    used: float
    wrong: int


class Strongroom:
    """Holds opened vaults by session, in memory only.

    A session is a random token; only its digest is kept here, and it is forgotten when it is locked, when nobody used
    it for a while, when it is some hours old, and when the site is stopped.
    """

    def __init__(self, folder: Path, clock: Clock, *, idle: float = IDLE) -> None:
        """Keep the vault in `folder`; sessions that nobody used for `idle` seconds are forgotten."""
        self.folder = folder
        self._clock = clock
        self._idle = idle
        self._sessions: dict[bytes, _Session] = {}
        self._wrong, self._last_wrong = 0, 0.0  # since the vault was last opened
        self._guard, self._turn = Lock(), Lock()
        self._waiting = BoundedSemaphore(_MOST_WAITING)
        self._timer: Timer | None = None

    @property
    def state(self) -> str:
        """How the vault is locked: `none` (there is no vault yet), `passphrase` or `key-file`."""
        return Vault.state(self.folder)

    def now(self) -> datetime:
        """Return the moment, in UTC."""
        return self._clock.now()

    def today(self) -> date:
        """Return the day where this machine is."""
        return self._clock.now().astimezone().date()

    def create(self, passphrase: str) -> str:
        """Make the vault, open it, and return the token of a new session."""
        with self._turn:
            return self._begin(Vault.create(self.folder, passphrase=passphrase))

    def open(self, *, passphrase: str | None = None, key_file: Path | None = None) -> str:
        """Open the vault and return the token of a new session.

        One attempt runs at a time. After several wrong ones each waits its turn: nobody can guess fast, and nobody can
        keep the owner out. Raises WrongKey, which does not tell whether there is a file of this name, and TooOften
        where too many wait already.
        """
        if not self._waiting.acquire(blocking=False):
            raise TooOften
        try:
            key = None if key_file is None else self._key_in(key_file)
            with self._turn:
                self._pause()
                try:
                    vault = Vault.open(self.folder, passphrase=passphrase, key_file=key)
                except WrongKey:
                    self._count_wrong()
                    raise
                return self._begin(vault)
        finally:
            self._waiting.release()

    def wrong_tries(self, token: str | None) -> int:
        """Return how many wrong keys were tried before a session began, once: then 0."""
        with self._guard:
            held = self._sessions.get(_digest(token)) if token else None
            if held is None or not token:
                return 0
            self._sessions[_digest(token)] = replace(held, wrong=0)
            return held.wrong

    def vault(self, token: str | None) -> Vault | None:
        """Return the vault that a session has open, which counts as its use; None for what is no session."""
        self.sweep()
        with self._guard:
            held = self._sessions.get(_digest(token)) if token else None
            if held is not None and token:
                self._sessions[_digest(token)] = replace(held, used=self._clock.monotonic())
            return held.vault if held else None

    def lock(self, token: str | None = None) -> None:
        """Forget a session; without a token, all of them."""
        with self._guard:
            if token is None:
                self._sessions.clear()
            else:
                self._sessions.pop(_digest(token), None)

    def sweep(self) -> None:
        """Forget the sessions that nobody used for too long, and those that are too old."""
        now = self._clock.monotonic()
        with self._guard:
            for key in [key for key, one in self._sessions.items() if self._has_ended(one, now)]:
                del self._sessions[key]

    def end(self) -> None:
        """Forget all sessions: the site is stopped."""
        self.lock()
        with self._guard:
            if self._timer is not None:
                self._timer.cancel()

    def _key_in(self, key_file: Path) -> Identity:
        """Return the key in a file, before any turn is taken: to read a file of some disks takes long."""
        try:
            return key_in(key_file)
        except (NotFound, WrongKey, StoreFailed):
            self._count_wrong()
            raise faults.wrong_key_file() from None

    def _count_wrong(self) -> None:
        with self._guard:
            self._wrong, self._last_wrong = self._wrong + 1, self._clock.monotonic()

    def _pause(self) -> None:
        with self._guard:
            since = self._clock.monotonic() - self._last_wrong
            pause = PACE - since if self._wrong >= ATTEMPTS else 0.0
        if pause > 0:
            self._clock.sleep(pause)

    def _has_ended(self, session: _Session, now: float) -> bool:
        return now - session.used >= self._idle or now - session.began >= LONGEST

    def _begin(self, vault: Vault) -> str:
        token, now = token_urlsafe(32), self._clock.monotonic()
        with self._guard:
            while len(self._sessions) >= _MOST_SESSIONS:
                del self._sessions[min(self._sessions, key=lambda key: self._sessions[key].used)]
            self._sessions[_digest(token)] = _Session(vault, now, now, self._wrong)
            self._wrong = 0
            self._watch()
        return token

    def _watch(self) -> None:
        """Sweep after a while, so that keys do not stay in memory until somebody asks."""
        if self._timer is None or not self._timer.is_alive():
            self._timer = Timer(self._idle + 1, self._again)
            self._timer.daemon = True
            self._timer.start()

    def _again(self) -> None:
        self.sweep()
        with self._guard:
            self._timer = None
            if self._sessions:
                self._watch()


def key_path(text: str) -> Path:
    """Return the place of a key file that a person typed; raises WrongUse for what is no whole path."""
    path = Path(text.strip()).expanduser() if text.strip() else None
    if path is None or not path.is_absolute() or "\0" in text:
        raise WrongUse(
            mark("The place of the key file is not a whole path."),
            mark("Write it from the root of the disk on, as your file manager shows it, or from ~/ on."),
        )
    return path


def _digest(token: str) -> bytes:
    return sha256(token.encode(errors="replace")).digest()
