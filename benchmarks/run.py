"""The whole benchmark: `python benchmarks/run.py [--models N] [--only ours numpy_walk ...]`."""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import questions
from contest import HERE, QUESTION_LIMIT_S, RIVALS, Report, contest, run_rival
from generate import generate
from measure import Run, folder_mb, pss_mb, run_watched
from report import Outcome, markdown

SOURCE = HERE.parent / "src"
SEEN = "2026-10-31"
WORKERS = 4
WORKER_SECONDS = 8.0
IMPORT = [sys.executable, "-c", "import sys; from filiation.cli.main import main; sys.exit(main())", "import"]


def environment() -> dict[str, str]:
    """Return what child processes need to find the package of this checkout."""
    return {"PYTHONPATH": os.pathsep.join(filter(None, [str(SOURCE), os.environ.get("PYTHONPATH")]))}


def import_into(store: Path, files: list[Path], *options: str) -> Run:
    """Import files into a new store with the command line, watched."""
    shutil.rmtree(store, ignore_errors=True)
    return run_watched([*IMPORT, *map(str, files), "--store", str(store), *options], environment())


def _measure_import(outcome: Outcome, data: Path, store: Path) -> bool:
    run = import_into(store, [data / "models.parquet", data / "datasets.parquet"], "--seen", SEEN)
    if run.code:
        outcome.notes.append(f"the import failed with code {run.code}: {run.output.strip()[-400:]}")
        return False
    outcome.figures["import, s"] = run.seconds
    outcome.figures["highest memory of the import, MB"] = run.peak_mb
    return True


def workers_mb(data: Path, store: Path) -> tuple[float, float]:
    """Run several workers under a mixed load; return their memory together and the answers a second."""
    command = [sys.executable, str(HERE / "ours.py"), str(store), str(data), "--mixed", str(WORKER_SECONDS)]
    workers = [
        subprocess.Popen(
            [*command, "--seed", str(k)],
            env=os.environ | environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for k in range(WORKERS)
    ]
    answered = [json.loads(worker.stdout.readline())["answered"] for worker in workers if worker.stdout]
    memory = pss_mb(worker.pid for worker in workers)
    for worker in workers:
        worker.communicate("\n")
    return memory, sum(answered) / WORKER_SECONDS


def measure_ours(outcome: Outcome, data: Path, store: Path, *, keep: bool) -> None:
    """Import, ask, and let four workers share the store."""
    if not (keep and store.exists()) and not _measure_import(outcome, data, store):
        return
    outcome.figures["store, MB"] = folder_mb(store)
    os.environ.update(environment())
    report = contest([sys.executable, str(HERE / "ours.py"), str(store), str(data)], Report("ours"))
    outcome.reports.append(report.as_json())
    if not report.failure:
        memory, rate = workers_mb(data, store)
        outcome.figures["memory of 4 workers, MB"] = memory
        outcome.figures["answers a second, 4 workers, mixed"] = rate


def prepare(data: Path, models: int) -> None:
    """Make the data and the questions where they are missing."""
    if not (data / "made.json").exists():
        print(f"generating {models:,} models in {data}", file=sys.stderr)
        generate(models, data)
    if not (data / "questions.json").exists():
        questions.write(data)


def _about(data: Path) -> dict[str, str]:
    made = json.loads((data / "made.json").read_text())
    asked = questions.read(data)
    sizes = ", ".join(f"{asked.expected[name].total:,}" for name in asked.large)
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "machine": f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}",
        "data": f"made up: {made['models']:,} models, {made['datasets']:,} datasets, {made['links']:,} links",
        "large families": f"{sizes} descendants",
        "limit": f"{QUESTION_LIMIT_S:.0f} s a question",
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", type=int, default=3_000_000)
    parser.add_argument("--only", nargs="+", choices=["ours", *RIVALS], default=["ours", *RIVALS])
    parser.add_argument("--data", type=Path, help="default: benchmarks/data/MODELS")
    parser.add_argument("--store", type=Path, help="default: a folder beside the data")
    parser.add_argument("--keep-store", action="store_true", help="use the store that is there, import nothing")
    parser.add_argument("--rivals-python", default=sys.executable, help="interpreter that has requirements.txt")
    given = parser.parse_args()
    data = given.data or HERE / "data" / str(given.models)
    prepare(data, given.models)
    outcome = Outcome(_about(data))
    if "ours" in given.only:
        measure_ours(outcome, data, given.store or data / "store", keep=given.keep_store)
    for module in given.only:
        if module != "ours":
            print(f"asking {module}", file=sys.stderr)
            outcome.reports.append(run_rival(module, data, given.rivals_python).as_json())
    _keep(outcome, given.models)


def _keep(outcome: Outcome, models: int) -> None:
    results = HERE / "results"
    results.mkdir(exist_ok=True)
    stem = f"{outcome.about['date'][:10]}-{models}"
    (results / f"{stem}.json").write_text(json.dumps(outcome.__dict__, indent=1) + "\n")
    (results / f"{stem}.md").write_text(markdown(outcome))
    print(markdown(outcome))


if __name__ == "__main__":
    main()
