"""The Hub's own client takes the stand-in for the Hub."""

from pathlib import Path

import httpx2
import pytest
from tests.fakehub import Account, Fault, Limits, World, serving
from tests.making import dataset, model

CONTENT = bytes(range(256)) * 40
CHILDREN = [model(f"org/child-{n:03}", "base_model:org/base", "base_model:adapter:org/base") for n in range(30)]


@pytest.fixture(scope="module")
def hub():
    world = World(
        [
            model("org/base", "license:mit", likes=7, cardData={"license": "mit"}, downloads=9),
            model("org/locked", gated="manual"),
            model("org/closed", disabled=True),
            model("old/name"),
            *CHILDREN,
        ],
        [dataset("org/data", "license:mit")],
        organizations={"org": {"fullname": "An organization", "isVerified": True}},
        users={"someone": {"fullname": "Some One"}},
        files={"org/base": {"model.safetensors": CONTENT, "config.json": '{"a": 1}', "deep/er/x.txt": "x"}},
        aliases={"base": "org/base"},
        tokens={"hf_friend": Account("friend", frozenset(("org/locked",)))},
        limits=Limits.ample(),
    )
    world.rename("old/name", "new/name")
    with serving(world, tls=True) as running:
        yield running


@pytest.fixture
def client(hub, tmp_path, monkeypatch):
    """Return the Hub's client, which asks the stand-in and keeps files in a folder of the test."""
    huggingface_hub = pytest.importorskip("huggingface_hub")
    from huggingface_hub import constants

    for name in ("HF_HUB_CACHE", "HF_TOKEN_PATH"):
        monkeypatch.setattr(constants, name, str(tmp_path / name))
    monkeypatch.setattr(constants, "HF_HUB_DISABLE_PROGRESS_BARS", True)
    trust = hub.trust
    huggingface_hub.set_client_factory(lambda: httpx2.Client(verify=trust, follow_redirects=True))
    yield huggingface_hub.HfApi(endpoint=hub.url, token=False)
    from huggingface_hub.utils import _http

    huggingface_hub.set_client_factory(_http.default_client_factory)


@pytest.fixture
def errors():
    return pytest.importorskip("huggingface_hub.errors")


def test_lists_over_pages(client, hub):
    before = len(hub.asked("/api/models?"))
    wanted = ["createdAt", "gated", "tags", "lastModified", "downloads"]
    found = list(client.list_models(filter="base_model:adapter:org/base", expand=wanted, sort="created_at", limit=None))
    assert {one.id for one in found} == {row["id"] for row in CHILDREN}
    assert found[0].gated is False
    assert len(list(client.list_models(limit=3))) == 3
    assert next(client.list_models(sort="likes", limit=1)).id == "org/base"
    assert next(client.list_models(author="new")).id == "new/name"
    assert len(hub.asked("/api/models?")) > before


def test_follows_links(client, hub, monkeypatch):
    monkeypatch.setattr("tests.fakehub.listing.CAP", 10)
    asked = len(hub.asked("/api/models?"))
    assert len(list(client.list_models(filter="base_model:org/base"))) == 30
    assert len(hub.asked("/api/models?")) - asked == 3


def test_reads_one_model(client):
    told = client.model_info("org/base", files_metadata=True)
    assert (told.id, told.likes, told.card_data.license, told.author) == ("org/base", 7, "mit", "org")
    sizes = {one.rfilename: (one.size, one.lfs.sha256 if one.lfs else None) for one in told.siblings}
    assert sizes["config.json"] == (8, None)
    assert sizes["model.safetensors"][0] == len(CONTENT)
    counted = client.model_info("org/base", expand=["childrenModelCount", "createdAt"])
    assert counted.children_model_count == {"finetune": 0, "adapter": 30, "quantized": 0, "merge": 0}
    assert client.model_info("org/child-001", expand=["baseModels"]).base_models["models"][0]["id"] == "org/base"
    assert client.dataset_info("org/data").id == "org/data"


def test_follows_old_names(client):
    assert client.model_info("old/name").id == "new/name"
    assert client.model_info("base", expand=["likes"]).likes == 7
    assert client.hf_hub_download("base", "config.json").endswith("config.json")


def test_is_refused_as_by_the_hub(client, errors):
    for token in (False, "hf_friend"):
        with pytest.raises(errors.RepositoryNotFoundError):
            client.model_info("org/missing", token=token)
    with pytest.raises(errors.DisabledRepoError):
        client.model_info("org/closed")
    with pytest.raises(errors.RevisionNotFoundError):
        client.model_info("org/base", revision="v9")
    with pytest.raises(errors.RemoteEntryNotFoundError):
        client.hf_hub_download("org/base", "none.json")
    with pytest.raises(errors.GatedRepoError):
        client.hf_hub_download("org/locked", "README.md")
    assert client.model_info("org/locked").gated == "manual"
    assert client.hf_hub_download("org/locked", "README.md", token="hf_friend").endswith("README.md")
    with pytest.raises(errors.HfHubHTTPError, match="Invalid value"):
        list(client.list_models(expand=["usedStorage"]))


def test_reads_trees_and_files(client, hub):
    entries = {one.path: one for one in client.list_repo_tree("org/base", recursive=True, expand=True)}
    assert set(entries) == {"deep", "deep/er", "deep/er/x.txt", "config.json", "model.safetensors"}
    assert entries["model.safetensors"].lfs.size == len(CONTENT)
    found = client.get_paths_info("org/base", ["config.json", "none", "deep"])
    assert [one.path for one in found] == ["config.json", "deep"]
    assert client.list_repo_refs("org/base").branches[0].name == "main"
    assert len(client.list_repo_commits("org/base")) == 1
    assert list(client.get_repo_discussions("org/base")) == []
    file = Path(client.hf_hub_download("org/base", "model.safetensors", token="hf_friend"))
    assert file.read_bytes() == CONTENT
    assert [one for one in hub.requests if one.host == "cdn" and "authorization" in one.headers] == []
    assert hub.asked(host="cdn")


@pytest.mark.usefixtures("client")
def test_reads_ranges(hub):
    from huggingface_hub import HfFileSystem

    files = HfFileSystem(endpoint=hub.url, token=False, skip_instance_cache=True)
    assert {one.rpartition("/")[2] for one in files.ls("org/base", detail=False)} >= {"config.json", "deep"}
    with files.open("org/base/model.safetensors", block_size=256) as file:
        file.seek(1_000)
        assert file.read(100) == CONTENT[1_000:1_100]
    ranges = [one.headers["range"] for one in hub.asked(host="cdn") if "range" in one.headers]
    assert ranges
    assert all(one.startswith("bytes=") for one in ranges)


def test_reads_who_publishes(client, errors):
    told = client.get_organization_overview("org")
    assert (told.fullname, told.is_verified, told.num_models) == ("An organization", True, 33)
    assert client.get_user_overview("someone").fullname == "Some One"
    with pytest.raises(errors.HfHubHTTPError) as caught:
        client.get_user_overview("org")
    assert caught.value.response.status_code == 404
    assert client.whoami(token="hf_friend")["name"] == "friend"


def test_waits_when_it_asked_too_much(client, hub, monkeypatch):
    slept = []
    monkeypatch.setattr("huggingface_hub.utils._http.time.sleep", slept.append)
    hub.world.faults = type(hub.world.faults)(Fault("429", times=1, seconds=41, path="limit=2"), Fault("502", times=0))
    assert len(list(client.list_models(limit=2))) == 2
    assert [round(seconds) for seconds in slept] == [42]
