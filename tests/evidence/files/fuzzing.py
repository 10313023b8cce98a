"""A search for bytes at which a reader breaks the rules of `hostile`, led by the branches that the bytes reach.

Run as `python -m tests.evidence.files.fuzzing TARGET CORPUS [options of libFuzzer]`; it ends with an error at a breach.
"""

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["filiation.evidence.files"]):
    from tests.evidence.files import hostile


def main(target: str, corpus: str, *options: str) -> None:
    """Begin with the seeds of a target, in the folder `corpus`."""
    search, names = hostile.TARGETS[target]
    for name in names:
        Path(corpus, name).write_bytes(hostile.SEEDS[name])
    atheris.Setup([sys.argv[0], *options, corpus], search)
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
