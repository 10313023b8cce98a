"""Preparing the catalog as it stood on a day: beside the answering of requests, in a process of its own.

Run as a program, this module makes the view of one day of one store, and gives way to all else on the machine.
"""

import os
import sys
from contextlib import suppress
from datetime import date
from pathlib import Path
from subprocess import DEVNULL, Popen
from threading import Lock, Thread

from filiation.web.later import BeingPrepared, NotPrepared

_GIVING_WAY = 15


class Preparer:
    """Makes the views of days, one at a time."""

    def __init__(self, store: Path) -> None:
        """Make views of the store in a folder."""
        self._store = store
        self._lock = Lock()
        self._work: Popen[bytes] | None = None
        self._day: date | None = None
        self._ended = False

    def ask(self, day: date) -> None:
        """Begin with a day that is not prepared, unless another is under way.

        Raises BeingPrepared, or NotPrepared where the work for it was in vain.
        """
        with self._lock:
            if self._work is not None and self._work.poll() is None and self._day is not None:
                raise BeingPrepared(day, self._day)
            if self._ended or day == self._day:  # it has ended, and yet the day is not there
                self._day = None
                raise NotPrepared(day)
            self._day = day
            self._work = self._begun(day)
        raise BeingPrepared(day, day)

    def end(self) -> None:
        """End the work under way; nothing is begun from now on."""
        self._ended = True
        work = self._work
        if work is not None:
            work.kill()

    def _begun(self, day: date) -> Popen[bytes]:
        program = [sys.executable, "-P", "-m", __name__, str(self._store), day.isoformat()]
        work = Popen(program, stdin=DEVNULL, stdout=DEVNULL)  # noqa: S603 (our own program; its errors go to the log)
        Thread(target=work.wait, name="filiation-preparing", daemon=True).start()
        return work


def _run(store: str, day: str) -> int:
    """Make the view of a day; returns how the program ends."""
    from filiation.errors import FiliationError
    from filiation.observatory import Observatory

    with suppress(AttributeError, OSError):  # where the system knows no such thing
        os.nice(_GIVING_WAY)
    try:
        with Observatory.open(store, as_of=date.fromisoformat(day)) as observatory:
            return 0 if observatory.edition else 1
    except FiliationError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code


if __name__ == "__main__":
    sys.exit(_run(*sys.argv[1:]))
