"""One engine in a process of its own: loads, answers, and tells its progress in lines of JSON."""

import argparse
import importlib
import json
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import questions
from classes import QuestionClass, shared
from measure import folder_mb, rss_mb, timed, timing
from rivals.base import CannotAnswerError, Engine

CLASS_BUDGET_S = 30.0
"""No class of questions is continued beyond this."""


def tell(**event: object) -> None:
    print(json.dumps(event), flush=True)


def _ask(group: QuestionClass, budget_s: float) -> None:
    durations: list[float] = []
    wrong: list[str] = []
    began = time.perf_counter()
    tell(begins=group.name)
    try:
        group.questions[0].ask()
        tell(asked=True)
        for question in group.questions:
            answer, milliseconds = timed(question.ask)
            tell(asked=True)
            durations.append(milliseconds)
            wrong.extend(filter(None, [question.wrong(answer)]))
            if time.perf_counter() - began > budget_s:
                break
    except CannotAnswerError:
        tell(ends=group.name, result={"cannot": True})
        return
    tell(ends=group.name, result=timing(durations).as_json() | {"wrong": len(wrong), "first_wrong": wrong[:1]})


def _memory(engine: Engine, *, peak: bool) -> float:
    return round(rss_mb([os.getpid(), *engine.processes()], peak=peak), 1)


def ask_all(engine: Engine, data: Path, skip: set[str], classes: Callable[[], list[QuestionClass]]) -> None:
    """Load the engine and put all questions to it that are not skipped."""
    with tempfile.TemporaryDirectory(prefix="filiation-bench-") as name:
        folder = Path(name)
        try:
            _, milliseconds = timed(lambda: engine.load(data / "links.parquet", data / "models.parquet", folder))
            loaded = {"load_s": round(milliseconds / 1000, 3), "disk_mb": round(folder_mb(folder), 1)}
            groups = classes()
            loaded |= {"loaded_mb": _memory(engine, peak=False)}
            tell(engine=engine.name, loaded=loaded, classes=[group.name for group in groups])
            for group in groups:
                if group.name not in skip:
                    _ask(group, CLASS_BUDGET_S)
            tell(done={"peak_mb": _memory(engine, peak=True)})
        finally:
            engine.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("engine", help="module in benchmarks/rivals")
    parser.add_argument("data", type=Path)
    parser.add_argument("--skip", action="append", default=[])
    given = parser.parse_args()
    engine: Engine = importlib.import_module(f"rivals.{given.engine}").Engine()
    asked = questions.read(given.data)
    ask_all(engine, given.data, set(given.skip), lambda: shared(engine, asked))


if __name__ == "__main__":
    main()
