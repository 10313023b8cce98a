"""Make up a Hub: `python benchmarks/generate.py MODELS FOLDER` writes models, datasets and the true links."""

import argparse
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

import naming
import rows
import words
from lineage import RELATION_NAMES, Floats, Ints, Shape, grow, roots_of
from naming import Column, column

CHUNK = 250_000
GARBAGE = ["./output", "/content/drive/MyDrive/model", "None", "your-base-model", "checkpoint-1200", "TODO"]
"""What people write where a parent's name belongs; none of it is a link."""
# Share of all models that the Hub held at the end of each quarter or so: slow, then steep.
GROWTH_DAYS = np.array(["2022-03-02", "2022-12-31", "2023-12-31", "2024-12-31", "2025-12-31", "2026-10-31"], "M8[s]")
GROWTH_SHARES = np.array([0.0, 0.04, 0.16, 0.42, 0.74, 1.0])


@dataclass(frozen=True)
class Hub:
    """All that is decided for the whole Hub at once; the rest of each record is filled in by chunks."""

    shape: Shape
    ids: Column
    authors: Column
    hub_ids: Column
    created: Ints
    downloads: Ints
    license: Ints
    task: Ints
    architecture: Ints
    offsets: Ints
    datasets: Column


def table(columns: dict[str, Any]) -> pa.Table:
    """Make an Arrow table of numpy and Arrow columns."""
    return pa.table(columns)


def skewed(rng: np.random.Generator, size: int, count: int, power: float = 1.6) -> Ints:
    """Draw `count` numbers below `size`, the low ones more often."""
    return (size * rng.random(count) ** power).astype(np.int64)


def _inherited(rng: np.random.Generator, roots: Ints, size: int, share: float) -> Ints:
    own = skewed(rng, size, len(roots), 2.2)
    return np.where(rng.random(len(roots)) < share, own[roots], own)


def _downloads(rng: np.random.Generator, fame: Floats) -> Ints:
    draw = rng.pareto(0.9, len(fame)) * 6 * (1 + fame) ** 0.9
    draw[rng.random(len(fame)) < np.where(fame > 3, 0.01, 0.53)] = 0
    return np.minimum(draw, 4e8).astype(np.int64)


def _hub_ids(con: duckdb.DuckDBPyConnection, created: Ints, salt: int) -> Column:
    born = table({"i": np.arange(len(created)), "born": created})
    con.register("born", born)
    query = f"SELECT format('{{:08x}}{{:016x}}', born, hash(i + {salt})) AS hub_id FROM born"
    return con.sql(query).to_arrow_table()["hub_id"].combine_chunks()


def dates(rng: np.random.Generator, count: int) -> Ints:
    """Days of publication in seconds, in order."""
    shares = np.sort(rng.random(count))
    return np.interp(shares, GROWTH_SHARES, GROWTH_DAYS.astype(np.int64)).astype(np.int64)


def make(rng: np.random.Generator, con: duckdb.DuckDBPyConnection, models: int, datasets: Column) -> Hub:
    """Decide on the whole Hub: links, names, dates, use."""
    shape = grow(rng, models)
    owner, owner_names = naming.owners(rng, shape)
    authors = column(owner_names).take(column(owner))
    created = dates(rng, shape.nodes)
    roots, _ = roots_of(shape.first_parent)
    return Hub(
        shape=shape,
        ids=naming.ids(authors, naming.names(rng, shape)),
        authors=authors,
        hub_ids=_hub_ids(con, created, 0),
        created=created,
        downloads=_downloads(rng, shape.fame),
        license=_inherited(rng, roots, len(words.LICENSES), 0.75),
        task=_inherited(rng, roots, len(words.TASKS), 0.9),
        architecture=_inherited(rng, roots, len(words.ARCHITECTURES), 0.97),
        offsets=np.searchsorted(shape.child, np.arange(shape.nodes + 1)),
        datasets=datasets,
    )


def _written(hub: Hub, rng: np.random.Generator, listed: Ints) -> Column:
    """Return what each card says of parents: the true ones, now and then itself, now and then garbage."""
    shape = hub.shape
    garbage = np.flatnonzero((rng.random(shape.nodes) < 0.003) & (shape.relation < 0) & ~shape.vanished)
    itself = np.flatnonzero(shape.self_reference)
    child = np.concatenate([shape.child, itself, garbage])
    pool = pa.concat_arrays([hub.ids, column(GARBAGE)])
    code = np.concatenate([shape.parent, itself, shape.nodes + rng.integers(0, len(GARBAGE), len(garbage))])
    order = np.argsort(child, kind="stable")
    offsets = np.searchsorted(child[order], np.arange(shape.nodes + 1))
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), pool.take(column(code[order]))).take(column(listed))


def _existing(hub: Hub, listed: Ints) -> Column:
    """Return the parents that the Hub itself resolved: those that it still holds."""
    there = ~hub.shape.vanished[hub.shape.parent]
    parent = column(hub.shape.parent[there])
    offsets = np.searchsorted(hub.shape.child[there], np.arange(hub.shape.nodes + 1))
    values = pa.StructArray.from_arrays([hub.hub_ids.take(parent), hub.ids.take(parent)], ["_id", "id"])
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), values).take(column(listed))


def _some(rng: np.random.Generator, pool: Column, counts: Ints, power: float) -> Column:
    offsets = pa.array(np.r_[0, np.cumsum(counts)], pa.int32())
    values = pool.take(column(skewed(rng, len(pool), int(counts.sum()), power)))
    return pa.ListArray.from_arrays(offsets, values)


def _coded(pool: list[str], codes: Ints) -> Column:
    return column(pool).take(column(codes))


def chunks(hub: Hub, seed: int) -> Iterator[pa.Table]:
    """Yield the bare facts of the listed models, from which `rows.MODELS` writes whole records."""
    listed = np.flatnonzero(~hub.shape.vanished)
    rng = np.random.default_rng([seed, 1])
    written, existing = _written(hub, rng, listed), _existing(hub, listed)
    padding = column([*words.STOCK_TAGS, *words.NOUNS, *words.ADJECTIVES])
    relations = column([*RELATION_NAMES, None])
    for start in range(0, len(listed), CHUNK):
        nodes = listed[start : start + CHUNK]
        count, take = len(nodes), column(nodes)
        named = np.where(rng.random(count) < 0.35, rng.integers(1, 3, count), 0)
        yield table(
            {
                "_id": hub.hub_ids.take(take),
                "id": hub.ids.take(take),
                "author": hub.authors.take(take),
                "created": hub.created[nodes],
                "idle": rng.exponential(20 * 86400, count).astype(np.int64),
                "downloads": hub.downloads[nodes],
                "luck": rng.random(count),
                "whim": rng.integers(0, 1000, count),
                "license": _coded(words.LICENSES, hub.license[nodes]),
                "task": _coded(words.TASKS, hub.task[nodes]),
                "library": _coded(words.LIBRARIES, skewed(rng, len(words.LIBRARIES), count, 3.0)),
                "language": _coded(words.LANGUAGES, skewed(rng, len(words.LANGUAGES), count, 3.0)),
                "model_type": _coded([a for a, _ in words.ARCHITECTURES], hub.architecture[nodes]),
                "architecture": _coded([a for _, a in words.ARCHITECTURES], hub.architecture[nodes]),
                "relation": relations.take(column(hub.shape.relation[nodes] % 5)),
                "written": written.slice(start, count),
                "existing": existing.slice(start, count),
                "datasets": _some(rng, hub.datasets, named, 4.0),
                "padding": _some(rng, padding, rng.integers(4, 9, count), 3.0),
            }
        )


def _write(con: duckdb.DuckDBPyConnection, query: str, tables: Iterator[pa.Table], path: Path) -> None:
    writer: pq.ParquetWriter | None = None
    for facts in tables:
        con.register("facts", facts)
        records = con.sql(query).to_arrow_table()
        writer = writer or pq.ParquetWriter(path, records.schema, compression="zstd")
        writer.write_table(records, row_group_size=CHUNK // 2)
    if writer:
        writer.close()


def _dataset_facts(rng: np.random.Generator, con: duckdb.DuckDBPyConnection, count: int) -> pa.Table:
    owner = skewed(rng, max(200, count // 3), count, 2.0)
    authors = column([naming.owner_name(k) for k in range(int(owner.max()) + 1)]).take(column(owner))
    created = dates(rng, count)
    return table(
        {
            "_id": _hub_ids(con, created, 2**40),
            "id": naming.ids(authors, naming.dataset_names(rng, count)),
            "author": authors,
            "created": created,
            "downloads": _downloads(rng, rng.exponential(1.0, count)),
            "luck": rng.random(count),
            "license": _coded(words.LICENSES, skewed(rng, len(words.LICENSES), count, 2.2)),
            "language": _coded(words.LANGUAGES, skewed(rng, len(words.LANGUAGES), count, 3.0)),
        }
    )


def write_links(hub: Hub, path: Path) -> None:
    """Write the true links: child, parent, relation; no garbage, no self references."""
    shape = hub.shape
    relation = column(RELATION_NAMES).take(column(shape.relation[shape.child]))
    ids = [hub.ids.take(column(end)) for end in (shape.child, shape.parent)]
    pq.write_table(table({"child": ids[0], "parent": ids[1], "relation": relation}), path, compression="zstd")


def generate(models: int, folder: Path, datasets: int = 200_000, seed: int = 2026) -> dict[str, int]:
    """Write the three Parquet files and made.json into `folder`; return the counts."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(seed)
    con = duckdb.connect()
    facts = _dataset_facts(rng, con, datasets)
    _write(con, rows.DATASETS, iter([facts]), folder / "datasets.parquet")
    hub = make(rng, con, models, facts["id"].combine_chunks())
    write_links(hub, folder / "links.parquet")
    _write(con, rows.MODELS, chunks(hub, seed), folder / "models.parquet")
    counts = {
        "models": models,
        "datasets": datasets,
        "links": len(hub.shape.child),
        "children": int((hub.shape.relation >= 0).sum()),
        "self_references": int(hub.shape.self_reference.sum()),
        "links_to_vanished": int(hub.shape.vanished[hub.shape.parent].sum()),
        "seed": seed,
    }
    (folder / "made.json").write_text(json.dumps(counts, indent=1) + "\n")
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("models", type=int, nargs="?", default=3_000_000)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--datasets", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=2026)
    given = parser.parse_args()
    began = time.perf_counter()
    counts = generate(given.models, given.folder, given.datasets, given.seed)
    print(json.dumps(counts | {"seconds": round(time.perf_counter() - began, 1)}))


if __name__ == "__main__":
    main()
