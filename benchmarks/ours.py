"""Filiation itself behind the same questions as its rivals, and those that only it is asked.

`python benchmarks/ours.py STORE DATA` answers all questions; with `--mixed SECONDS` it is one of several
workers under a mixed load and then waits, so that the memory of all can be read.
"""

import argparse
import random
import sys
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import filiation
import questions
from classes import Question, QuestionClass, shared
from filiation.facts.answers import Profile, Relatives, SearchAnswer
from questions import PAGE, SEARCHES, Questions
from rivals.base import Counts
from worker import ask_all, tell

SINCE = date(2025, 1, 1)


class Engine:
    """An opened store; every answer is asked for as a user of the Python API does."""

    name = "Filiation"

    def __init__(self, store: Path) -> None:
        self.store = store

    def load(self, links: Path, models: Path, folder: Path) -> None:
        """Open the store; the import is measured apart."""
        del links, models, folder
        self.view = filiation.open(self.store)
        self.view.stats()

    def counts(self, model: str) -> Counts:
        # A profile holds the counts; `descendants` adds depths, tallies and a page, and is asked apart.
        answer = self.view.show(model, limit=1).descendants
        return Counts(answer.total, dict(answer.by_relation))

    def best(self, model: str, limit: int, offset: int) -> list[tuple[str, int]]:
        page = self.view.descendants(model, limit=limit, offset=offset)
        return [(item.id, item.downloads or 0) for item in page.items]

    def ancestors(self, model: str) -> list[str]:
        return [item.id for item in self.view.ancestors(model, limit=0).items]

    def path(self, first: str, second: str) -> list[str] | None:
        steps = self.view.path(first, second).steps
        return [step.child for step in steps] or None

    def processes(self) -> list[int]:
        return []

    def close(self) -> None:
        return None


def _opening(engine: Engine, asked: Questions) -> list[Question]:
    def first_answer(name: str) -> Profile:
        with filiation.open(engine.store) as view:
            return view.show(name)

    return [Question(partial(first_answer, name)) for name in asked.look_up[:40]]


def _look_up(engine: Engine, asked: Questions) -> list[Question]:
    def question(name: str) -> Question:
        return Question(
            lambda: engine.view.show(name),
            lambda answer: "" if answer.model.id == name else f"{name} not found",
        )

    return [question(name) for name in asked.look_up]


def _licensed(engine: Engine, asked: Questions, repeat: int) -> list[Question]:
    def question(name: str) -> Question:
        total = asked.licensed[name]
        return Question(
            lambda: engine.view.descendants(name, license=asked.license, limit=PAGE),
            lambda answer: "" if answer.total == total else f"{name}: {answer.total} licensed, not {total}",
        )

    return [question(name) for name in asked.large * repeat]


def _recent(engine: Engine, asked: Questions, repeat: int) -> list[Question]:
    def ask(name: str) -> Callable[[], Any]:
        return lambda: engine.view.descendants(name, relation="quantized", published_after=SINCE, limit=PAGE)

    return [
        Question(ask(name), lambda answer: "" if answer.total else "nothing is recent") for name in asked.large * repeat
    ]


def _tallies(engine: Engine, asked: Questions, repeat: int) -> list[Question]:
    def question(name: str) -> Question:
        expected = asked.expected[name]

        def wrong(answer: Relatives) -> str:
            depths = [answer.by_depth.get(str(depth), 0) for depth in range(1, len(expected.by_depth) + 1)]
            if depths != expected.by_depth:
                return f"{name}: {depths} by depth, not {expected.by_depth}"
            licensed = (answer.by_license or {}).get(asked.license)
            return "" if licensed == asked.licensed[name] else f"{name}: {licensed} under {asked.license}"

        return Question(lambda: engine.view.descendants(name, limit=PAGE, tallies=True), wrong)

    return [question(name) for name in asked.large * repeat]


def _search(engine: Engine, asked: Questions, kind: str) -> list[Question]:
    def question(text: str) -> Question:
        def wrong(answer: SearchAnswer) -> str:
            found = [hit.id for hit in answer.items]
            if kind == "pasted" and found[:1] != [text]:
                return f"{text} is not first"
            return f"{text}: nothing found" if kind in {"prefix", "part", "words"} and not found else ""

        return Question(lambda: engine.view.search(text, limit=PAGE), wrong)

    return [question(text) for text in asked.search[kind]]


def all_classes(engine: Engine, asked: Questions, repeat: int = 10) -> list[QuestionClass]:
    """Return the shared questions and our own."""
    own = [
        QuestionClass("opening", _opening(engine, asked)),
        QuestionClass("look-up", _look_up(engine, asked)),
        QuestionClass("filter by license, large families", _licensed(engine, asked, repeat)),
        QuestionClass("filter by relation and date, large families", _recent(engine, asked, repeat)),
        QuestionClass("tallies, large families", _tallies(engine, asked, repeat)),
        *(QuestionClass(f"search: {kind}", _search(engine, asked, kind)) for kind in SEARCHES),
    ]
    return [*own, *shared(engine, asked, repeat)]


def mixed_load(engine: Engine, asked: Questions, seconds: float, seed: int) -> int:
    """Answer a mixture of questions for a while and return how many were answered."""
    chance, end, answered = random.Random(seed), time.monotonic() + seconds, 0
    texts = [text for kind in SEARCHES for text in asked.search[kind]]
    kinds: list[Callable[[], Any]] = [
        lambda: engine.view.search(chance.choice(texts), limit=PAGE),
        lambda: engine.view.descendants(chance.choice(asked.large + asked.typical), limit=PAGE),
        lambda: engine.view.ancestors(chance.choice(asked.ancestors), limit=0),
        lambda: engine.view.show(chance.choice(asked.look_up)),
    ]
    while time.monotonic() < end:
        chance.choices(kinds, [4, 3, 2, 1])[0]()
        answered += 1
    return answered


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("--skip", action="append", default=[])
    parser.add_argument("--mixed", type=float, default=0.0)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    engine, asked = Engine(given.store), questions.read(given.data)
    if not given.mixed:
        ask_all(engine, given.data, set(given.skip), lambda: all_classes(engine, asked))
        return
    engine.load(given.data, given.data, given.data)
    tell(answered=mixed_load(engine, asked, given.mixed, given.seed))
    sys.stdin.readline()


if __name__ == "__main__":
    main()
