"""Programs of others that speak the Hub's language agree with our stand-in of it.

`scripts/peers/install.sh` puts them into .peers/; set FILIATION_TEST_PEERS=required to forbid skipping.
"""

import json
import os
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest
from tests.fakehub import Account, Fault, Limits, World, serving
from tests.making import dataset, model

ROOT = Path(__file__).parents[2]
PEERS = ROOT / ".peers"
CONTENT = bytes(range(256)) * 8
TOKEN = "hf_friend"
WEIGHTS = (
    len(HEADER := b'{"w":{"dtype":"U8","shape":[8],"data_offsets":[0,8]}}').to_bytes(8, "little") + HEADER + b"12345678"
)


pytestmark = [pytest.mark.allow_hosts(["127.0.0.1"]), pytest.mark.xdist_group("peers")]


def peer(path):
    """Return the path of a peer."""
    found = PEERS / path
    return found if found.exists() else absent(f"{path} is not here: run scripts/peers/install.sh")


def absent(told):
    """Skip: what is absent must not stop who works without it."""
    if os.environ.get("FILIATION_TEST_PEERS") == "required":
        pytest.fail(told)
    pytest.skip(told)


@contextmanager
def hub_of(*, tls, faults=()):
    """Serve a small world; pages have 20 rows at most, so that clients follow Links."""
    world = World(
        [
            model("org/base", "license:mit", likes=7, pipeline_tag="text-generation"),
            model("org/locked", gated="manual"),
            model("old/name"),
            *(model(f"org/child-{n:02}", "base_model:adapter:org/base", "base_model:org/base") for n in range(50)),
        ],
        [dataset("org/data")],
        organizations=["org"],
        users=["someone"],
        files={"org/base": {"model.safetensors": WEIGHTS, "big.bin": CONTENT, "config.json": '{"a": 1}'}},
        aliases={"base": "org/base"},
        tokens={TOKEN: Account("friend", frozenset(("org/locked",)))},
        limits=Limits.ample(),
        faults=faults,
    )
    world.rename("old/name", "new/name")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("tests.fakehub.listing.CAP", 20)
        with serving(world, tls=tls) as hub:
            yield hub


def run(command, folder, **environment):
    """Run a program of others with nothing of ours around it; gives what it says, as JSON."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    told = subprocess.run(
        command,
        env=kept | {"HOME": str(folder)} | environment,
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    return json.loads(told.stdout.splitlines()[-1])


EARLIER = """
import json, time
from huggingface_hub import HfApi
from huggingface_hub.utils import GatedRepoError, RepositoryNotFoundError, disable_progress_bars
disable_progress_bars()
slept, real = [], time.sleep
time.sleep = slept.append
api, token = HfApi(), "hf_friend"

def refused(what, *args, **options):
    try:
        what(*args, **options)
    except Exception as wrong:
        return type(wrong).__name__

children = list(api.list_models(filter="base_model:adapter:org/base", expand=["gated", "createdAt"], sort="createdAt"))
info = api.model_info("org/base", files_metadata=True)
print(json.dumps({
    "children": [len(children), len({one.id for one in children})],
    "slept": len(slept),
    "sizes": {one.rfilename: one.size for one in info.siblings},
    "renamed": api.model_info("old/name").id,
    "alias": api.model_info("base").id,
    "missing": [refused(api.model_info, "org/none", token=one) for one in (False, token)],
    "gated": refused(api.hf_hub_download, "org/locked", "README.md", token=False),
    "open": api.hf_hub_download("org/locked", "README.md", token=token).endswith("README.md"),
    "tree": sorted(one.path for one in api.list_repo_tree("org/base", expand=True)),
    "paths": [one.path for one in api.get_paths_info("org/base", ["config.json", "none"])],
    "file": len(open(api.hf_hub_download("org/base", "big.bin", token=token), "rb").read()),
    "organization": api.get_organization_overview("org").name,
    "user": api.get_user_overview("someone").username,
    "datasets": [one.id for one in api.list_datasets()],
}))
"""


def test_the_clients_of_before(tmp_path):
    python = peer("huggingface-hub-0/bin/python")
    with hub_of(tls=True, faults=[Fault("429", times=1, path="cursor=", seconds=2)]) as hub:
        named = {"HF_ENDPOINT": hub.url, "REQUESTS_CA_BUNDLE": str(hub.ca), "HF_HUB_DISABLE_TELEMETRY": "1"}
        told = run([python, "-c", EARLIER], tmp_path, **named)
        assert not [one for one in hub.requests if one.host == "cdn" and "authorization" in one.headers]
        assert hub.asked(host="cdn")
    assert told == {
        "children": [50, 50],
        "slept": 1,
        "sizes": {"model.safetensors": len(WEIGHTS), "big.bin": len(CONTENT), "config.json": 8},
        "renamed": "new/name",
        "alias": "org/base",
        "missing": ["RepositoryNotFoundError", "RepositoryNotFoundError"],
        "gated": "GatedRepoError",
        "open": True,
        "tree": ["big.bin", "config.json", "model.safetensors"],
        "paths": ["config.json"],
        "file": len(CONTENT),
        "organization": "org",
        "user": "someone",
        "datasets": ["org/data"],
    }


SCRIPT = """
import * as hub from "@huggingface/hub";
const hubUrl = process.env.HUB, accessToken = "hf_friend";
const all = async (made) => { const found = []; for await (const one of made) found.push(one); return found; };
const status = async (made) => { try { await made; return 200; } catch (wrong) { return wrong.statusCode; } };
const search = { tags: ["base_model:adapter:org/base"] };
const children = await all(hub.listModels({ hubUrl, search, sort: "createdAt" }));
const paths = { hubUrl, repo: "org/base", paths: ["config.json", "none"], expand: true };
const info = await hub.modelInfo({ hubUrl, name: "org/base", additionalFields: ["tags", "filePaths", "sha"] });
const file = await hub.downloadFile({ hubUrl, repo: "org/base", path: "big.bin", accessToken });
const weights = await hub.parseSafetensorsMetadata({ hubUrl, repo: "org/base" });
console.log(JSON.stringify({
  children: [children.length, new Set(children.map((one) => one.name)).size],
  gated: children[0].gated,
  dated: children[0].updatedAt.toISOString(),
  task: (await all(hub.listModels({ hubUrl, search: { task: "text-generation" } }))).map((one) => one.name),
  info: [info.name, info.likes, info.tags, info.filePaths.length, info.sha.length],
  renamed: (await hub.modelInfo({ hubUrl, name: "old/name" })).name,
  missing: [await status(hub.modelInfo({ hubUrl, name: "org/none" })),
            await status(hub.modelInfo({ hubUrl, name: "org/none", accessToken }))],
  locked: await status(hub.downloadFile({ hubUrl, repo: "org/locked", path: "README.md" })),
  paths: (await hub.pathsInfo(paths)).map((one) => one.path),
  files: (await all(hub.listFiles({ hubUrl, repo: "org/base", recursive: true }))).map((one) => one.path).sort(),
  size: (await file.arrayBuffer()).byteLength,
  weights: weights.header.w.shape,
  datasets: (await all(hub.listDatasets({ hubUrl }))).map((one) => one.name),
  who: (await hub.whoAmI({ hubUrl, accessToken })).name,
}));
"""


def test_the_client_of_another_language(tmp_path):
    peer("node/node_modules/@huggingface/hub")
    node = shutil.which("node") or absent("no Node on this machine")
    script = tmp_path / "ask.mjs"
    script.write_text(SCRIPT)
    (tmp_path / "node_modules").symlink_to(PEERS / "node" / "node_modules")
    with hub_of(tls=True) as hub:
        told = run([node, script], tmp_path, HUB=hub.url, NODE_EXTRA_CA_CERTS=str(hub.ca))
        assert hub.asked("/api/models/org/base/revision/HEAD")
    assert told == {
        "children": [50, 50],
        "gated": False,
        "dated": "2022-03-02T23:29:04.000Z",
        "task": ["org/base"],
        "info": ["org/base", 7, ["license:mit"], 3, 40],
        "renamed": "new/name",
        "missing": [401, 404],
        "locked": 401,
        "paths": ["config.json"],
        "files": ["big.bin", "config.json", "model.safetensors"],
        "size": len(CONTENT),
        "weights": [8],
        "datasets": ["org/data"],
        "who": "friend",
    }


@contextmanager
def mirrored(hub, folder):
    """Run the mirror between the stand-in and a client; gives its address."""
    python = peer("olah/bin/python")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    near, far = f"127.0.0.1:{port}", httpx2.URL(hub.url).netloc.decode()
    options = ["--host", "127.0.0.1", "--port", str(port), "--hf-scheme", "http", "--hf-netloc", far]
    options += ["--hf-lfs-netloc", httpx2.URL(hub.cdn).netloc.decode(), "--mirror-netloc", near]
    options += ["--mirror-lfs-netloc", near, "--repos-path", str(folder / "repos"), "--log-path", str(folder / "logs")]
    kept = {"PATH": os.environ["PATH"], "HOME": str(folder)}
    with (folder / "told").open("wb") as told:
        running = subprocess.Popen(
            [python, "-m", "olah.server", *options], env=kept, cwd=folder, stdout=told, stderr=subprocess.STDOUT
        )
        try:
            awaited(port, running, folder / "told")
            yield f"http://{near}"
        finally:
            running.terminate()
            running.wait(20)


def awaited(port, running, told):
    """Wait until a program listens."""
    for _ in range(300):
        assert running.poll() is None, told.read_text()
        with socket.socket() as knocking:
            if knocking.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail(told.read_text())


THROUGH = """
import json
from huggingface_hub import HfApi
api = HfApi()
print(json.dumps({
    "id": api.model_info("org/base").id,
    "paths": [one.lfs.size for one in api.get_paths_info("org/base", ["big.bin"])],
    "files": [open(api.hf_hub_download("org/base", name), "rb").read().hex() for name in ("config.json", "big.bin")],
}))
"""


def test_a_mirror_in_between(tmp_path):
    python = peer("huggingface-hub-0/bin/python")
    with hub_of(tls=False) as hub:
        hub.world.add(dataset("Salesforce/wikitext"), "datasets")  # by which the mirror finds that the Hub is there
        with mirrored(hub, tmp_path) as mirror, httpx2.Client(base_url=mirror, timeout=60) as client:
            told = run([python, "-c", THROUGH], tmp_path, HF_ENDPOINT=mirror, HF_HUB_DISABLE_PROGRESS_BARS="1")
            tree = client.get("/api/models/org/base/tree/main", follow_redirects=True).json()
            again = client.get("/org/base/resolve/main/big.bin", follow_redirects=True).content
            missing = client.get("/api/models/org/none").status_code
        fetched = [one for one in hub.asked(host="cdn") if one.method == "GET"]
    assert told == {"id": "org/base", "paths": [len(CONTENT)], "files": [b'{"a": 1}'.hex(), CONTENT.hex()]}
    assert {one["path"] for one in tree} == {"big.bin", "config.json", "model.safetensors"}
    assert again == CONTENT
    assert [one.headers["range"] for one in fetched] == [f"bytes=0-{len(CONTENT) - 1}"]  # once: the mirror keeps it
    assert missing == 401
