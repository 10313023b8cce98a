"""The Hub's limits: what its headers tell of them, and how long to wait so as to stay within."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tenacity import RetryCallState

LONGEST = 3600
"""The longest, in seconds, that is waited because the Hub says so; its windows last five minutes."""

SPARED = 0.05
"""The share of the quota that is left to others who ask from the same address."""

_ROUNDING = 1  # seconds are told rounded down


@dataclass(frozen=True, slots=True)
class Told:
    """What one answer told: requests left, seconds until the window ends, requests allowed in a window of seconds."""

    left: int
    ends: int
    quota: int | None
    window: int | None

    @property
    def pause(self) -> int:
        """How many seconds to wait before the next request."""
        spared = (self.quota or 0) * SPARED
        return self.ends + _ROUNDING if self.left <= spared and self.ends <= LONGEST else 0


def told(headers: Mapping[str, str]) -> Told | None:
    """Read the RateLimit headers; None where there are none that can be read."""
    from huggingface_hub.utils import parse_ratelimit_headers  # type: ignore[attr-defined] # it has no list of exports

    try:
        found = parse_ratelimit_headers(headers)
    except ValueError:  # a number of thousands of digits
        return None
    if found is None:
        return None
    return Told(found.remaining, found.reset_in_seconds, found.limit, found.window_seconds)


def wait_told(headers: Mapping[str, str], now: datetime) -> float | None:
    """How many seconds a refused request is to wait, as the Hub tells; None when it does not."""
    limit = told(headers)
    if limit is not None and limit.left == 0:
        return limit.ends + _ROUNDING
    after = headers.get("retry-after", "").strip()
    if after.isascii() and after.isdigit():
        return float(after[:9])
    moment = moment_of(after)
    return max(0.0, (moment - (moment_of(headers.get("date", "")) or now)).total_seconds()) if moment else None


def moment_of(text: str) -> datetime | None:
    """Read the date of a header, in UTC; None when it is none."""
    try:
        found = parsedate_to_datetime(text[:100])
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError, IndexError, TypeError):
        return None


def moment_written(text: str | None) -> datetime | None:
    """Read a moment as the Hub writes it in records, in UTC; None when it is none."""
    try:
        found = datetime.fromisoformat(text or "")
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def backoff(state: "RetryCallState") -> float:
    """How many seconds to wait after a failed attempt: twice as long each time, and not the same for everybody."""
    from tenacity import wait_exponential_jitter

    return wait_exponential_jitter(initial=1, max=120, jitter=1)(state)
