"""Builds a search index in a process of its own: `python -m filiation.catalog.search_build NAMES FOLDER`."""

import sys
from pathlib import Path

import pyarrow.parquet as pq

from filiation.catalog.search_index import build_search

if __name__ == "__main__":
    build_search(Path(sys.argv[2]), pq.ParquetFile(sys.argv[1]).iter_batches())
