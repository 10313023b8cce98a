"""A search for bytes that break a reader, led by the branches that they reach."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest
from tests.evidence.files.hostile import TARGETS, WORDS

_ROOT = Path(__file__).parents[3]
_APART = "import subprocess, sys; sys.exit(subprocess.call(sys.argv[1:]))"
"""Starts the search from a small process: what Linux tells as its peak of memory includes that of who started it."""


@pytest.mark.skipif(
    importlib.util.find_spec("atheris") is None, reason="atheris is not installed: it has no wheel here"
)
@pytest.mark.parametrize("target", TARGETS)
def test_a_search_led_by_branches_finds_no_breach(target, tmp_path):
    corpus, broken = tmp_path / "corpus", tmp_path / "broken"
    corpus.mkdir()
    broken.mkdir()
    words = tmp_path / "words"
    words.write_text("".join('"' + "".join(f"\\x{byte:02x}" for byte in word) + '"\n' for word in WORDS))
    options = [
        f"-dict={words}",
        "-max_total_time=5",
        "-seed=1",
        "-timeout=5",
        "-rss_limit_mb=1500",
        "-max_len=4096",
        "-verbosity=0",
    ]
    command = [sys.executable, "-c", _APART, sys.executable, "-m", "tests.evidence.files.fuzzing", target, str(corpus)]
    run = subprocess.run(
        [*command, *options, f"-artifact_prefix={broken}/"],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-3000:]
    assert list(broken.iterdir()) == []
    assert len(list(corpus.iterdir())) > 5, "no branches were found: the code was not instrumented"
