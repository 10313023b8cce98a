"""The stand-in as a command: `python -m tests.fakehub --records models.jsonl.gz`; it prints its addresses as JSON."""

import argparse
import json
import signal
import sys
import threading
from pathlib import Path

from tests.fakehub import Churn, Faults, Limits, World, serving


def arguments(given: list[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.fakehub", description=__doc__)
    parser.add_argument("--records", nargs="+", type=Path, default=[], help="JSON lines, of datasets by their name")
    parser.add_argument("--port", type=int, default=0, help="port of the Hub's host (0: any free one)")
    parser.add_argument("--tls", action="store_true", help="serve over TLS; the authority's file is printed")
    parser.add_argument("--faults", nargs="+", default=[], metavar="KIND:SHARE", help="what goes wrong, and how often")
    parser.add_argument("--seed", type=int, default=0, help="seed of the faults and of the changes")
    parser.add_argument("--churn", type=int, default=0, help="changes of the world after each page")
    parser.add_argument("--unlimited", action="store_true", help="limits that nobody reaches")
    return parser.parse_args(given)


def main() -> None:
    """Serve until interrupted."""
    asked = arguments()
    limits = Limits.ample() if asked.unlimited else Limits()
    world = World(limits=limits, faults=Faults(*asked.faults, seed=asked.seed))
    for file in asked.records:
        world.load(file)
    if asked.churn:
        world.after_page = Churn(world, changes=asked.churn, seed=asked.seed)
    over = threading.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: over.set())
    with serving(world, tls=asked.tls, port=asked.port, keep_log=False) as hub:
        told = {"url": hub.url, "cdn": hub.cdn, "ca": str(hub.ca) if hub.ca else None}
        sys.stdout.write(json.dumps(told | {"models": len(world.models), "datasets": len(world.datasets)}) + "\n")
        sys.stdout.flush()
        over.wait()


main()
