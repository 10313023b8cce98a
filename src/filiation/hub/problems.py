"""What could not be taken from a source: counted by reason, with the first places named."""

from dataclasses import dataclass, field
from pathlib import Path

from filiation.errors import printable
from filiation.facts.imports import Skipped

_EXAMPLES = 5


@dataclass(slots=True)
class Problems:
    """Collects reasons for which records, or parts of them, could not be taken; nothing is dropped silently."""

    _counts: dict[str, int] = field(default_factory=dict)
    _examples: dict[str, list[str]] = field(default_factory=dict)

    def note(self, reason: str, file: Path, place: str, detail: str = "", count: int = 1) -> None:
        """Count one problem (or `count` like it) at `place` (a line or a record) of `file`."""
        self._counts[reason] = self._counts.get(reason, 0) + count
        examples = self._examples.setdefault(reason, [])
        if len(examples) < _EXAMPLES:
            text = f"{file}:{place}" + (f": {printable(detail[:120])}" if detail else "")
            examples.append(text)

    def first_of(self, file: Path) -> str:
        """Return the first problem noted in `file` with its reason, or nothing, to end a message with."""
        for reason, examples in self._examples.items():
            for example in examples:
                if example.startswith(f"{file}:"):
                    return f" ({example}: {reason})"
        return ""

    def summary(self) -> tuple[Skipped, ...]:
        """All problems, the most frequent reason first."""
        order = sorted(self._counts, key=lambda reason: (-self._counts[reason], reason))
        return tuple(Skipped(r, self._counts[r], tuple(self._examples[r])) for r in order)
