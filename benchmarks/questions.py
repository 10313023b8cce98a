"""The questions put to every engine, drawn once, with the answers of a plain numpy walk."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

import duckdb
import numpy as np

from rivals.numpy_walk import Engine

LARGE = 100_000
"""A family with more descendants counts as large; where there are too few, the five largest are taken."""
PAGE = 20
COMMON = [
    "instruct",
    "lora",
    "gguf",
    "finetuned",
    "chat",
    "sft",
    "dpo",
    "base",
    "vision",
    "coder",
    "awq",
    "7B",
]
COMMON += ["8B", "70B", "medical", "qlora"]
SEARCHES = ["prefix", "part", "words", "pasted", "typo", "common", "none"]


@dataclass(frozen=True)
class Expected:
    """What the plain walk says of one model's descendants."""

    total: int
    by_relation: dict[str, int]
    by_depth: list[int]
    pages: dict[str, list[int]] = field(default_factory=dict)
    """For large families: the downloads of the twenty from an offset on (ties make ids ambiguous)."""


@dataclass
class Questions:
    """Ids to ask about, and what must come out."""

    look_up: list[str] = field(default_factory=list)
    ancestors: list[str] = field(default_factory=list)
    ancestor_totals: list[int] = field(default_factory=list)
    large: list[str] = field(default_factory=list)
    medium: list[str] = field(default_factory=list)
    typical: list[str] = field(default_factory=list)
    expected: dict[str, Expected] = field(default_factory=dict)
    pairs: list[tuple[str, str]] = field(default_factory=list)
    search: dict[str, list[str]] = field(default_factory=dict)
    license: str = "apache-2.0"
    licensed: dict[str, int] = field(default_factory=dict)
    """Descendants of the large families under that license."""


def page_offsets(total: int) -> list[int]:
    """Where pages are opened: at the top, deep down, at the end."""
    return [0, 1000, max(0, total - PAGE)]


def _families(walk: Engine, rng: np.random.Generator, asked: Questions) -> None:
    degree = np.diff(walk.down.start)
    parents = np.flatnonzero(degree)
    biggest = parents[np.argsort(-degree[parents], kind="stable")][:120]
    drawn = rng.permutation(parents)[:6000]
    sizes = {int(n): sum(map(len, walk.levels(walk.down, int(n)))) for n in np.union1d(biggest, drawn)}
    ranked = sorted(sizes, key=lambda n: (-sizes[n], n))
    large = [n for n in ranked if sizes[n] > LARGE] or ranked[:5]
    medium = [n for n in ranked if 1000 <= sizes[n] <= 10_000 and n not in large][:30]
    typical = [n for n in drawn.tolist() if sizes[n] < 1000][:300]
    asked.large, asked.medium, asked.typical = (list(walk.ids[part]) for part in (large, medium, typical))
    for name in [*asked.large, *asked.medium, *asked.typical]:
        answer = walk.counts(name)
        asked.expected[name] = Expected(answer.total, answer.by_relation, answer.by_depth)
    for name in asked.large:
        expected = asked.expected[name]
        for offset in page_offsets(expected.total):
            expected.pages[str(offset)] = [downloads for _, downloads in walk.best(name, PAGE, offset)]


def _lines(walk: Engine, rng: np.random.Generator, asked: Questions) -> None:
    children = np.flatnonzero(np.diff(walk.up.start))
    drawn = rng.permutation(children)[:20_000]
    depths = np.array([len(walk.levels(walk.up, int(n))) for n in drawn])
    chosen = np.concatenate([drawn[:300], drawn[np.argsort(-depths, kind="stable")[:50]]])
    asked.ancestors = list(walk.ids[chosen])
    asked.ancestor_totals = [len(walk.ancestors(name)) for name in asked.ancestors]
    family = np.concatenate([walk.levels(walk.down, walk.number[name])[-1] for name in asked.large])
    mixed = np.concatenate([rng.choice(children, 200), rng.choice(family, 100)])
    pairs = rng.permutation(mixed).reshape(150, 2)
    asked.pairs = [(walk.ids[a], walk.ids[b]) for a, b in pairs]


def _typo(rng: np.random.Generator, text: str) -> str:
    place = int(rng.integers(2, len(text) - 1))
    swapped = chr(ord("a") + int(rng.integers(0, 26)))
    return text[:place] + swapped + text[place + 1 :]


def _searches(rng: np.random.Generator, ids: list[str], count: int = 40) -> dict[str, list[str]]:
    # Half of what is typed names a well-known model, half any model: ids come in falling order of downloads.
    half = count // 2
    places = np.concatenate([rng.integers(0, len(ids) // 200, half), rng.integers(0, len(ids), count - half)])
    chosen = [ids[k] for k in places]
    names = [i.split("/")[1] for i in chosen]
    tokens = [[t for t in n.replace("_", "-").split("-") if len(t) > 1] or [n] for n in names]
    return {
        "prefix": [n[: 4 + k % 6] for k, n in enumerate(names)],
        "part": [n[2 : 8 + k % 4] if len(n) > 10 else n for k, n in enumerate(names)],
        "words": [" ".join([i.split("/")[0], *t[:2]]) for i, t in zip(chosen, tokens, strict=True)],
        "pasted": chosen,
        "typo": [_typo(rng, i.split("/")[0] if len(t[0]) < 6 else t[0]) for i, t in zip(chosen, tokens, strict=True)],
        "common": [" ".join(rng.permutation(COMMON)[: 2 + k % 2]) for k in range(count)],
        "none": [f"{k}zqxj{k}vwkq" for k in range(count)],
    }


def _licensed(walk: Engine, models: Path, asked: Questions) -> None:
    with duckdb.connect() as con:
        query = "SELECT id FROM read_parquet($models) WHERE list_contains(tags, 'license:' || $license)"
        under = con.execute(query, {"models": str(models), "license": asked.license}).fetchnumpy()["id"]
    flags = np.zeros(len(walk.ids), dtype=np.int64)
    flags[[walk.number[name] for name in under]] = 1
    for name in asked.large:
        levels = walk.levels(walk.down, walk.number[name])
        asked.licensed[name] = int(sum(flags[level].sum() for level in levels))


def draw(folder: Path, seed: int = 7) -> Questions:
    """Draw all questions from the files in `folder`."""
    walk = Engine()
    walk.load(folder / "links.parquet", folder / "models.parquet", folder)
    rng = np.random.default_rng(seed)
    asked = Questions()
    _families(walk, rng, asked)
    _lines(walk, rng, asked)
    _licensed(walk, folder / "models.parquet", asked)
    listed = int(json.loads((folder / "made.json").read_text())["models"])
    asked.look_up = list(walk.ids[rng.integers(0, listed, 1000)])
    asked.search = _searches(rng, walk.ids[:listed].tolist())
    return asked


def write(folder: Path) -> None:
    """Draw the questions once and keep them beside the data."""
    (folder / "questions.json").write_text(json.dumps(asdict(draw(folder))))


def read(folder: Path) -> Questions:
    """Read the questions that were drawn before."""
    raw = json.loads((folder / "questions.json").read_text())
    raw["expected"] = {name: Expected(**value) for name, value in raw["expected"].items()}
    raw["pairs"] = [(a, b) for a, b in raw["pairs"]]
    return Questions(**raw)
