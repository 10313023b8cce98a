"""How many requests may be made: fixed windows, one bucket for each sort of address."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Quota:
    """Requests that are allowed in one window, by bucket."""

    api: int
    resolvers: int
    pages: int


ANONYMOUS, FREE, PRO = Quota(500, 3_000, 100), Quota(1_000, 5_000, 200), Quota(2_500, 12_000, 400)
AMPLE = Quota(10**9, 10**9, 10**9)


@dataclass(slots=True)
class Limits:
    """The quotas of who has no token and of who has one, and what is used up of the window that runs."""

    anonymous: Quota = ANONYMOUS
    known: Quota = FREE
    window: int = 300
    used: dict[tuple[str, str, int], int] = field(default_factory=dict)

    @classmethod
    def ample(cls) -> "Limits":
        """Return limits that nobody reaches."""
        return cls(AMPLE, AMPLE)

    def spend(self, bucket: str, who: str | None, now: float) -> tuple[bool, dict[str, str]]:
        """Count one request; tell whether it is allowed, and the headers that say what is left."""
        quota = getattr(self.anonymous if who is None else self.known, bucket)
        number = int(now // self.window)
        key = (bucket, who or "", number)
        self.used[key] = used = self.used.get(key, 0) + 1
        return used <= quota, self.told(bucket, quota, max(quota - used, 0), now)

    def told(self, bucket: str, quota: int, left: int, now: float) -> dict[str, str]:
        """Return the headers of a bucket of which so many requests are left."""
        until = self.window - int(now % self.window)
        return {
            "RateLimit": f'"{bucket}";r={left};t={until}',
            "RateLimit-Policy": f'"fixed window";"{bucket}";q={quota};w={self.window}',
        }


def bucket_of(path: str) -> str:
    """Return the bucket in which an address is counted."""
    if "/resolve/" in path or path.startswith("/api/resolve-cache/"):
        return "resolvers"
    return "api" if path.startswith("/api/") else "pages"
