"""The stand-in as a command, for programs that are not tests."""

import json
import signal
import ssl
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import httpx2
from tests.making import dataset, lines, model

ROOT = Path(__file__).parents[2]


@contextmanager
def started(*options):
    command = [sys.executable, "-m", "tests.fakehub", *map(str, options)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as running:
        try:
            yield json.loads(running.stdout.readline())
        finally:
            running.send_signal(signal.SIGTERM)
            assert running.wait(20) == 0


def test_it_serves_the_records_of_files(tmp_path):
    models = lines(tmp_path / "models.jsonl.gz", [model("o/m", "a tag", _file="page 1", likes=3), model("o/n")])
    datasets = lines(tmp_path / "datasets.jsonl", [dataset("o/d")])
    with started("--records", models, datasets, "--unlimited", "--churn", 2) as told:
        assert (told["models"], told["datasets"], told["ca"]) == (2, 1, None)
        with httpx2.Client(base_url=told["url"]) as client:
            answer = client.get("/api/models?sort=likes")
            assert [row["id"] for row in answer.json()] == ["o/m", "o/n"]
            assert answer.json()[0]["tags"] == ["a tag"]
            assert "_file" not in answer.text
            assert int(answer.headers["ratelimit-policy"].split("q=")[1].split(";")[0]) > 10**8
            assert client.get("/api/datasets/o/d").json()["id"] == "o/d"


def test_it_serves_over_tls_and_fails_as_it_is_told(tmp_path):
    records = lines(tmp_path / "models.jsonl", [model("o/m")])
    with started("--records", records, "--tls", "--faults", "503:1") as told:
        trust = ssl.create_default_context(cafile=told["ca"])
        answer = httpx2.get(f"{told['url']}/api/models", verify=trust)
    assert told["url"].startswith("https://127.0.0.1:")
    assert answer.status_code == 503
