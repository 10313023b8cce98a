"""Clocks and memory meters for the benchmarks."""

import os
import subprocess
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np

T = TypeVar("T")


@dataclass(frozen=True)
class Timing:
    """How long a class of questions took, in milliseconds."""

    p50: float
    p95: float
    max: float
    n: int

    def as_json(self) -> dict[str, float]:
        return {key: round(value, 4) for key, value in asdict(self).items()}


def timing(milliseconds: list[float]) -> Timing:
    """Sum up single durations."""
    p50, p95 = np.percentile(milliseconds, [50, 95])
    return Timing(float(p50), float(p95), max(milliseconds), len(milliseconds))


def timed(function: Callable[[], T]) -> tuple[T, float]:
    """Call and return the answer with the milliseconds it took."""
    began = time.perf_counter_ns()
    answer = function()
    return answer, (time.perf_counter_ns() - began) / 1e6


def time_each(calls: Iterable[Callable[[], object]], warm: int = 2) -> Timing:
    """Time each call once, after the first few have been made for warmth."""
    listed = list(calls)
    for call in listed[:warm]:
        call()
    return timing([timed(call)[1] for call in listed])


def _kilobytes(pid: int, file: str, field: str) -> int:
    try:
        for line in Path(f"/proc/{pid}/{file}").read_text().splitlines():
            if line.startswith(field + ":"):
                return int(line.split()[1])
    except OSError:
        pass  # the process has ended meanwhile
    return 0


def rss_mb(pids: Iterable[int], *, peak: bool = False) -> float:
    """Sum the resident memory of some processes, now or at their highest."""
    return sum(_kilobytes(pid, "status", "VmHWM" if peak else "VmRSS") for pid in pids) / 1024


def pss_mb(pids: Iterable[int]) -> float:
    """Sum the memory of some processes, shared pages divided among those who share them."""
    return sum(_kilobytes(pid, "smaps_rollup", "Pss") for pid in pids) / 1024


def tree(pid: int) -> list[int]:
    """Return a process and all its living descendants."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            parents.setdefault(_kilobytes(int(entry.name), "status", "PPid"), []).append(int(entry.name))
    found = [pid]
    for member in found:
        found.extend(parents.get(member, []))
    return found


def folder_mb(folder: Path) -> float:
    """Size of all files in a folder."""
    return sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()) / 2**20


@dataclass(frozen=True)
class Run:
    """How a command went."""

    code: int
    seconds: float
    peak_mb: float
    output: str


def run_watched(command: list[str], environment: dict[str, str], every: float = 0.1) -> Run:
    """Run a command and follow the resident memory of its whole process tree."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command, env=os.environ | environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    lines: list[str] = []
    reader = threading.Thread(target=lambda: lines.extend(process.stdout or []))
    reader.start()
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, rss_mb(tree(process.pid)))
        time.sleep(every)
    reader.join()
    return Run(process.returncode, time.perf_counter() - began, peak, "".join(lines))
