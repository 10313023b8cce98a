"""Names for a made-up Hub: owners, base names, and children that carry their parent's name on."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute

import words
from lineage import ADAPTER, MERGE, QUANTIZED, Flags, Ints, Shape, roots_of

Column = Any
"""An Arrow array; its stubs know neither numpy indices nor joins of arrays and words."""
pc: Any = pyarrow.compute

LONGEST = 72
"""A name that would grow longer starts afresh."""
FAMOUS = 30
"""With more children than this, a root bears the name of a model family."""


def column(values: npt.NDArray[Any] | list[str] | list[str | None]) -> Column:
    """Turn values into an Arrow array."""
    return pa.array(values)


def owner_name(number: int) -> str:
    """Return the name of an account: the first are bare words, the later ones have a suffix."""
    adjectives, nouns, labs = words.ADJECTIVES, words.NOUNS, words.LABS
    pairs = len(adjectives) * len(nouns)
    round_, pair = divmod(number, pairs)
    # The prime scatters neighbors, so that the busiest accounts do not share their first word.
    first, second = divmod((pair * 7919 + 13) % pairs, len(nouns))
    adjective, noun = adjectives[first], nouns[second]
    stem = f"{adjective}-{noun}" if second % 2 else f"{adjective.title()}{noun.title()}"
    if round_ == 0:
        return stem
    return f"{stem}-{labs[round_ - 1]}" if round_ <= len(labs) else f"{stem}{round_}"


def owners(rng: np.random.Generator, shape: Shape) -> tuple[Ints, list[str]]:
    """Give each node an owner: most have a few models, a few thousands; quantizing is the trade of some."""
    count = max(200, shape.nodes // 6)
    n = shape.nodes
    number = (rng.random(n) * count).astype(np.int64)
    busy = rng.random(n) < 0.35
    number[busy] = np.minimum(count ** rng.random(int(busy.sum())), count - 1).astype(np.int64)
    trade = (shape.relation == QUANTIZED) & (rng.random(n) < 0.55)
    number[trade] = np.minimum(30 * rng.random(int(trade.sum())) ** 3, count - 1).astype(np.int64)
    return number, [owner_name(k) for k in range(count)]


def _pick(rng: np.random.Generator, pool: list[str], count: int) -> Column:
    return column(pool).take(column(rng.integers(0, len(pool), count)))


def _join(*parts: Column | str) -> Column:
    return pc.binary_join_element_wise(*parts, "")


def _fresh(rng: np.random.Generator, count: int, famous: Flags | None = None) -> Column:
    """Names of new families (a made-up word, a version, a size, a flavour) and of looser projects."""
    word = _join(
        _pick(rng, [h.title() for h in words.HEADS], count),
        _pick(rng, words.MIDDLES, count),
        _pick(rng, words.TAILS, count),
    )
    family = _join(word, _pick(rng, words.VERSIONS, count), "-", _pick(rng, words.SIZES, count))
    project = _join(
        _pick(rng, words.ADJECTIVES, count),
        "-",
        _pick(rng, words.NOUNS, count),
        "-",
        _pick(rng, words.TRAININGS, count),
    )
    bare = _join(_pick(rng, words.NOUNS, count), "-", _pick(rng, words.TASKS, count))
    kind = rng.random(count)
    if famous is not None:
        kind[famous] = 0.0
    full = _join(family, _pick(rng, words.FLAVOURS, count))
    return pc.if_else(column(kind < 0.5), full, pc.if_else(column(kind < 0.85), project, bare))


def _carried_on(rng: np.random.Generator, relation: npt.NDArray[np.int8], parent: Column) -> Column:
    """Names of children: the parent's and what was done to it; some are fresh."""
    count = len(relation)
    kind = rng.random(count)
    quantized = _join(parent, "-", _pick(rng, words.QUANTS, count))
    lora = _join(parent, "-", _pick(rng, words.NOUNS, count), "-", _pick(rng, ["lora", "adapter", "qlora"], count))
    tuned = _join(parent, "-", _pick(rng, words.TRAININGS, count))
    noted = _join(parent, "-finetuned-", _pick(rng, words.NOUNS, count))
    nouns = [noun.title() for noun in words.NOUNS]
    both = _join(_pick(rng, nouns, count), _pick(rng, nouns, count))
    merged = _join(both, "-", _pick(rng, words.SIZES, count), "-", _pick(rng, words.MERGES, count))
    short = pc.less(pc.utf8_length(parent), LONGEST)
    chosen = pc.if_else(column(kind < 0.6), tuned, noted)
    chosen = pc.if_else(column(relation == ADAPTER), lora, chosen)
    chosen = pc.if_else(column((relation != QUANTIZED) & (kind > 0.8)), _fresh(rng, count), chosen)
    chosen = pc.if_else(column(relation == QUANTIZED), quantized, chosen)
    chosen = pc.if_else(short, chosen, _fresh(rng, count))
    return pc.if_else(column(relation == MERGE), merged, chosen)


def names(rng: np.random.Generator, shape: Shape) -> Column:
    """Name every node, generation by generation, as a child needs its parent's name."""
    _, depth = roots_of(shape.first_parent)
    order = np.argsort(depth, kind="stable")
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    bounds = np.searchsorted(depth[order], np.arange(depth.max() + 2))
    levels = [_fresh(rng, int(bounds[1]), shape.fame[order[: bounds[1]]] > FAMOUS)]
    for level in range(1, len(bounds) - 1):
        members = order[bounds[level] : bounds[level + 1]]
        within = place[shape.first_parent[members]] - bounds[level - 1]
        levels.append(_carried_on(rng, shape.relation[members], levels[-1].take(column(within))))
    return pa.chunked_array(levels).combine_chunks().take(column(place))


def ids(owner: Column, name: Column) -> Column:
    """Join owners and names; an id met before, whatever its case, gets a number."""
    full = pc.binary_join_element_wise(owner, name, "/")
    repeated = _occurrence(pc.utf8_lower(full))
    if not repeated.any():
        return full
    numbered = pc.binary_join_element_wise(full, column(repeated + 1).cast(pa.string()), "-v")
    joined = pc.if_else(column(repeated > 0), numbered, full)
    still: Flags = _occurrence(pc.utf8_lower(joined)) > 0
    apart = pc.binary_join_element_wise(joined, column(np.arange(len(full))).cast(pa.string()), "-r")
    return pc.if_else(column(still), apart, joined)


def _occurrence(values: Column) -> Ints:
    """Tell for each value how often it came before."""
    codes: Ints = values.dictionary_encode().indices.to_numpy().astype(np.int64)
    order = np.argsort(codes, kind="stable")
    ordered = codes[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    lengths = np.diff(np.r_[starts, len(ordered)])
    result = np.empty_like(codes)
    result[order] = np.arange(len(ordered)) - np.repeat(starts, lengths)
    return result


def dataset_names(rng: np.random.Generator, count: int) -> Column:
    """Names of datasets: what they hold and in which language or size."""
    topic = _join(_pick(rng, words.NOUNS, count), "-", _pick(rng, words.TRAININGS, count))
    return _join(topic, _pick(rng, ["", "-10k", "-100k", "-1M", "_v2", "-de", "-fr", "-en", "-preferences"], count))
