"""Classes of questions as calls that can be timed, each with a check of its answer against the plain walk."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from questions import PAGE, Questions, page_offsets
from rivals.base import Counts, Engine


@dataclass(frozen=True)
class Question:
    """One call and the test of what it returns; the test gives a reason when the answer is wrong."""

    ask: Callable[[], Any]
    wrong: Callable[[Any], str] = lambda _: ""


@dataclass(frozen=True)
class QuestionClass:
    """Questions whose times are summed up together."""

    name: str
    questions: list[Question] = field(default_factory=list)


def _check_counts(asked: Questions, name: str) -> Callable[[Counts], str]:
    expected = asked.expected[name]

    def wrong(answer: Counts) -> str:
        if answer.total != expected.total:
            return f"{name}: {answer.total} descendants, not {expected.total}"
        if answer.by_relation != expected.by_relation:
            return f"{name}: {answer.by_relation} by relation, not {expected.by_relation}"
        if answer.by_depth and answer.by_depth != expected.by_depth:
            return f"{name}: {answer.by_depth} by depth, not {expected.by_depth}"
        return ""

    return wrong


def _counts(engine: Engine, asked: Questions, names: list[str], repeat: int = 1) -> list[Question]:
    checks = {name: _check_counts(asked, name) for name in names}
    return [Question(partial(engine.counts, name), checks[name]) for name in names * repeat]


def _page(engine: Engine, asked: Questions, name: str, offset: int) -> Question:
    expected = asked.expected[name].pages[str(offset)]

    def wrong(answer: list[tuple[str, int]]) -> str:
        right = [downloads for _, downloads in answer] == expected
        return "" if right else f"{name} from {offset}: {answer[:2]}, not {expected[:2]}"

    return Question(lambda: engine.best(name, PAGE, offset), wrong)


def _pages(engine: Engine, asked: Questions, which: int, repeat: int) -> list[Question]:
    return [
        _page(engine, asked, name, page_offsets(asked.expected[name].total)[which]) for name in asked.large * repeat
    ]


def _ancestors(engine: Engine, asked: Questions) -> list[Question]:
    def question(name: str, total: int) -> Question:
        def wrong(answer: list[str]) -> str:
            return "" if len(answer) == total else f"{name}: {len(answer)} ancestors, not {total}"

        return Question(lambda: engine.ancestors(name), wrong)

    return [question(*pair) for pair in zip(asked.ancestors, asked.ancestor_totals, strict=True)]


def shared(engine: Engine, asked: Questions, repeat: int = 10) -> list[QuestionClass]:
    """Return the questions that every engine is asked, light ones first."""
    return [
        QuestionClass("ancestors", _ancestors(engine, asked)),
        QuestionClass("counts, families < 1,000", _counts(engine, asked, asked.typical)),
        QuestionClass("counts, families of 1,000 to 10,000", _counts(engine, asked, asked.medium)),
        QuestionClass("counts, large families", _counts(engine, asked, asked.large, repeat)),
        QuestionClass("best 20, large families", _pages(engine, asked, 0, repeat)),
        QuestionClass("page at 1,000, large families", _pages(engine, asked, 1, repeat)),
        QuestionClass("last page, large families", _pages(engine, asked, 2, repeat)),
        QuestionClass("path", [Question(partial(engine.path, *pair)) for pair in asked.pairs]),
    ]
