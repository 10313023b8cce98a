"""What goes wrong on the way, on demand: a seeded plan, the same each time."""

import random
import re
from collections.abc import Iterable
from dataclasses import dataclass

KINDS = frozenset(
    (
        "truncated",  # JSON that breaks off, in an answer that is whole by its length
        "cut",  # the connection ends before the body does that Content-Length promised
        "cut-chunked",  # the same, with no length promised
        "cut-gzip",  # a gzip stream that breaks off, in an answer that is whole by its length
        "dropped",  # the connection ends before an answer
        "500",
        "502",
        "503",
        "504",
        "429",  # too many requests, with RateLimit as the Hub tells it
        "429-seconds",  # only Retry-After in seconds
        "429-date",  # only Retry-After as a date
        "429-bare",  # nothing that tells how long
        "drip",  # a few bytes at a time
        "hang",  # no answer for a while, then a good one
        "html",  # the page of a proxy, with status 200
        "shape",  # JSON that is no answer of the Hub
        "expired",  # the token is not good any more
        "elsewhere",  # a redirect to another host
        "undated",  # no Date
        "misdated",  # a Date that is none
        "clock",  # a Date that is off by `seconds`
        "cursor",  # a cursor that is refused
        "endless",  # a full page without a Link, as if it were the last
    )
)


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong with a `share` of the requests whose path and query match `path` (a regular expression).

    The first `after` of these are spared, no more than `times` are struck, and each that is struck is followed by
    others until `run` in a row were. `seconds` is for how long: a pause, a wait that is asked for, a clock's error.
    """

    kind: str
    share: float = 1.0
    path: str = ""
    times: int | None = None
    after: int = 0
    run: int = 1
    seconds: float = 1.0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(self.kind)

    @classmethod
    def parse(cls, text: str) -> "Fault":
        """Read `kind:share`, as the command line gives it."""
        kind, _, share = text.partition(":")
        return cls(kind, float(share or 1))


class Faults:
    """A plan of faults: which request meets which, told one after the other."""

    def __init__(self, *plan: Fault | str, seed: int = 0) -> None:
        self.plan = [Fault.parse(part) if isinstance(part, str) else part for part in plan]
        self.random = random.Random(seed)
        self.matched = [0] * len(self.plan)
        self.struck = [0] * len(self.plan)
        self.running = [0] * len(self.plan)

    @classmethod
    def of(cls, faults: "Faults | Iterable[Fault | str] | None") -> "Faults":
        """Return a plan, however it was given."""
        return faults if isinstance(faults, Faults) else cls(*(faults or ()))

    def strike(self, target: str) -> Fault | None:
        """Return what goes wrong with the next request."""
        for index, fault in enumerate(self.plan):
            if re.search(fault.path, target) and self._strikes(index, fault):
                return fault
        return None

    def _strikes(self, index: int, fault: Fault) -> bool:
        self.matched[index] += 1
        if self.matched[index] <= fault.after or (fault.times is not None and self.struck[index] >= fault.times):
            return False
        if self.running[index]:
            self.running[index] -= 1
        elif self.random.random() < fault.share:
            self.running[index] = fault.run - 1
        else:
            return False
        self.struck[index] += 1
        return True
