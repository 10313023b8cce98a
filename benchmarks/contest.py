"""Runs the rivals, each in its own process, and stops one that thinks for too long over a question."""

import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, cast

from measure import rss_mb, tree

HERE = Path(__file__).parent
RIVALS = [
    "numpy_walk",
    "rustworkx_graph",
    "networkx_graph",
    "sqlite_cte",
    "duckdb_cte",
    "ladybug_db",
    "falkordb_server",
]
QUESTION_LIMIT_S = 20.0
LOAD_LIMIT_S = 900.0


@dataclass
class Report:
    """What became known of one engine."""

    module: str
    engine: str = ""
    loaded: dict[str, float] = field(default_factory=dict)
    peak_mb: float = 0.0
    questions: dict[str, dict[str, Any]] = field(default_factory=dict)
    failure: str = ""

    def as_json(self) -> dict[str, Any]:
        return self.__dict__


@dataclass
class _Round:
    """One life of the worker: how it ended, and which class of questions was open."""

    open_class: str = ""
    classes: set[str] = field(default_factory=set)
    finished: bool = False
    too_slow: bool = False


class _Lines:
    """Lines from a pipe, with patience for each."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self.pipe = pipe
        self.buffer = b""
        self.selector = selectors.DefaultSelector()
        self.selector.register(pipe, selectors.EVENT_READ)

    def next(self, patience_s: float) -> str | None:
        """Return the next line, "" at the end, None when patience ran out."""
        end = time.monotonic() + patience_s
        while b"\n" not in self.buffer:
            if not self.selector.select(max(0.0, end - time.monotonic())):
                return None
            more = os.read(self.pipe.fileno(), 65536)
            if not more:
                return ""
            self.buffer += more
        line, _, self.buffer = self.buffer.partition(b"\n")
        return line.decode()


def run_rival(module: str, data: Path, python: str, limit_s: float = QUESTION_LIMIT_S) -> Report:
    """Let one rival answer in a process of its own."""
    return contest([python, str(HERE / "worker.py"), module, str(data)], Report(module), limit_s)


def contest(command: list[str], report: Report, limit_s: float = QUESTION_LIMIT_S) -> Report:
    """Run a worker; after a question over the limit it starts again without that class of questions."""
    while True:
        skip = [f"--skip={name}" for name in report.questions]
        with tempfile.TemporaryFile() as errors:
            # A session of its own, so that a server which the engine started ends with it.
            worker = subprocess.Popen([*command, *skip], stdout=subprocess.PIPE, stderr=errors, start_new_session=True)
            life = _follow(worker, report, limit_s)
            if not life.finished:
                report.peak_mb = max(report.peak_mb, rss_mb(tree(worker.pid), peak=True))
                os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()
            errors.seek(0)
            words = (errors.read().decode(errors="replace").strip().splitlines() or ["ended without a word"])[-1]
        if life.finished:
            return report
        if not life.open_class:
            report.failure = f"not ready within {LOAD_LIMIT_S:.0f} s" if life.too_slow else words[:200]
            return report
        reason = {"over_limit_s": limit_s} if life.too_slow else {"failed": words[:200]}
        report.questions[life.open_class] = reason
        if report.questions.keys() >= life.classes:
            return report


def _follow(worker: subprocess.Popen[bytes], report: Report, limit_s: float) -> _Round:
    life, lines, patience = _Round(), _Lines(cast(IO[bytes], worker.stdout)), LOAD_LIMIT_S
    while line := lines.next(patience):
        event = json.loads(line)
        if "loaded" in event:
            report.engine, report.loaded = event["engine"], event["loaded"]
            life.classes = set(event["classes"])
        elif "begins" in event:
            life.open_class, patience = event["begins"], limit_s
        elif "ends" in event:
            report.questions[event["ends"]] = event["result"]
            life.open_class = ""
        elif "done" in event:
            report.peak_mb = event["done"]["peak_mb"]
            life.finished = True
            return life
    life.too_slow = line is None
    return life


def main() -> None:
    data = Path(sys.argv[1])
    for module in sys.argv[2:] or RIVALS:
        print(json.dumps(run_rival(module, data, sys.executable).as_json()), flush=True)


if __name__ == "__main__":
    main()
