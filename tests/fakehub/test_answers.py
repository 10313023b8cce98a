"""What the stand-in answers and refuses: the table of the Hub's own statuses, headers and bodies."""

import gzip
import json

import httpx2
import pytest
from tests.fakehub import Account, Limits, Quota, World, serving
from tests.making import dataset, model

GRANTED = frozenset(("org/secret", "org/locked"))
ANONYMOUS = '{"error":"Invalid username or password."}'


@pytest.fixture(scope="module")
def world():
    made = World(
        [
            model("org/base", "license:mit", *(f"tag-{number}" for number in range(100)), likes=7),
            model("org/child", "base_model:org/base", "base_model:finetune:org/base", "transformers"),
            model("org/secret", private=True),
            model("org/locked", gated="auto"),
            model("org/closed", disabled=True),
            model("new/name"),
        ],
        [dataset("org/data")],
        organizations={"org": {"fullname": "An organization"}},
        users=["someone"],
        files={"org/base": {"model.safetensors": bytes(range(200)), "config.json": '{"a": 1}', "deep/x.txt": "x"}},
        aliases={"base": "org/base"},
        tokens={
            "hf_reader": Account("reader"),
            "hf_friend": Account("friend", frozenset(["org/secret", "org/locked"])),
        },
        limits=Limits.ample(),
    )
    made.rename("new/name", "new/home")
    return made


@pytest.fixture(scope="module")
def hub(world):
    with serving(world) as running:
        yield running


@pytest.fixture
def get(hub):
    with httpx2.Client(base_url=hub.url, follow_redirects=False) as client:

        def ask(target, token=None, **headers):
            return client.get(target, headers=headers | ({"authorization": f"Bearer {token}"} if token else {}))

        yield ask


@pytest.mark.parametrize("name", ["org/missing", "org/secret", "org/data", "missing"])
def test_who_has_no_token_is_not_told_whether_a_repository_exists(get, name):
    answer = get(f"/api/models/{name}")
    assert (answer.status_code, answer.text) == (401, ANONYMOUS)
    assert "x-error-code" not in answer.headers
    assert answer.headers["x-error-message"] == "Invalid username or password."
    assert answer.headers["www-authenticate"] == 'Bearer realm="Authentication required"'


@pytest.mark.parametrize("name", ["org/missing", "org/secret"])
def test_who_has_a_token_is_told_that_nothing_is_there(get, name):
    answer = get(f"/api/models/{name}", "hf_reader")
    assert (answer.status_code, answer.headers["x-error-code"]) == (404, "RepoNotFound")
    assert answer.headers["x-error-message"] == "Repository not found"


def test_a_private_repository_is_shown_to_who_may_see_it(get):
    assert get("/api/models/org/secret", "hf_friend").status_code == 200
    shown = [{row["id"] for row in get("/api/models", token).json()} for token in (None, "hf_reader", "hf_friend")]
    assert ["org/secret" in ids for ids in shown] == [False, False, True]


def test_a_bad_token_is_refused_everywhere(get):
    for target in ("/api/models", "/api/models/org/base", "/org/base/resolve/main/config.json", "/api/whoami-v2"):
        answer = get(target, "hf_expired")
        assert answer.status_code == 401
        assert answer.headers["x-error-message"] == "Invalid credentials in Authorization header"


def test_a_gated_repository_shows_what_it_is_and_keeps_its_files(get):
    assert get("/api/models/org/locked").json()["gated"] == "auto"
    for what in ("resolve", "raw"):
        target = f"/org/locked/{what}/main/README.md"
        answers = [get(target, token) for token in (None, "hf_reader", "hf_friend")]
        assert [answer.status_code for answer in answers] == [401, 403, 307 if what == "resolve" else 200]
        assert [answer.headers.get("x-error-code") for answer in answers] == ["GatedRepo", "GatedRepo", None]
        assert answers[0].headers["x-error-message"].startswith("Access to model org/locked is restricted. You must")


def test_a_disabled_repository_says_so(get):
    answer = get("/api/models/org/closed")
    assert (answer.status_code, answer.headers["x-error-message"]) == (403, "Access to this resource is disabled.")
    assert "x-error-code" not in answer.headers
    rows = {row["id"]: row for row in get("/api/models?expand[]=disabled").json()}
    assert [rows[name]["disabled"] for name in ("org/closed", "org/base")] == [True, False]


@pytest.mark.parametrize(
    ("asked", "location"),
    [
        ("/api/models/new/name", "/api/models/new/home"),
        ("/api/models/base", "/api/models/org/base"),
        ("/api/models/base/tree/main?recursive=true", "/api/models/org/base/tree/main?recursive=true"),
        ("/base/resolve/main/config.json", "/org/base/resolve/main/config.json"),
    ],
)
def test_an_old_name_leads_to_the_new_one(get, asked, location):
    answer = get(asked)
    assert (answer.status_code, answer.headers["location"]) == (307, location)
    assert answer.text == f"Temporary Redirect. Redirecting to {location}"


def test_missing_files_and_revisions_say_so(get):
    assert get("/org/base/resolve/main/none").headers["x-error-code"] == "EntryNotFound"
    for target in (
        "/org/base/resolve/v9/config.json",
        "/api/models/org/base/tree/v9",
        "/api/models/org/base/revision/v9",
    ):
        answer = get(target)
        assert (answer.status_code, answer.headers["x-error-code"]) == (404, "RevisionNotFound")
        assert answer.headers["x-error-message"] == "Invalid rev id: v9"


def test_fields_that_cannot_be_asked_for_are_named(get):
    for name in ("nonsense", "childrenModelCount", "usedStorage"):
        answer = get(f"/api/models?expand[]=likes&expand[]={name}")
        assert answer.status_code == 400
        assert "baseModels, cardData, config" in answer.json()["error"]
    assert get("/api/datasets?expand=usedStorage").status_code == 400
    counted = get("/api/models/org/base?expand=childrenModelCount&expand=usedStorage").json()
    assert counted["childrenModelCount"] == {"finetune": 1, "adapter": 0, "quantized": 0, "merge": 0}
    assert counted["usedStorage"] == 200 + len('{"a": 1}x')


def test_filters_are_all_to_be_met_and_unknown_parameters_are_passed_over(get):
    asked = [
        "filter=base_model:org/base",
        "filter=base_model:finetune:org/base",
        "filter=base_model:org/base&filter=transformers",
        "filter=base_model:adapter:org/base",
        "filter=base_model:org/base&filter=license:mit",
    ]
    assert [[row["id"] for row in get(f"/api/models?{query}").json()] for query in asked] == [["org/child"]] * 3 + [
        [],
        [],
    ]
    assert len(get("/api/models?library=none&other=none&dataset=none").json()) == 5


def test_absent_values_are_left_out(get):
    row = next(row for row in get("/api/models?expand=baseModels&expand=cardData").json() if row["id"] == "org/base")
    assert set(row) == {"_id", "id"}
    child = get("/api/models/org/child?expand=baseModels").json()
    assert child["baseModels"] == {"relation": "finetune", "models": [{"_id": row["_id"], "id": "org/base"}]}


def test_publishers_are_what_they_are(get):
    assert get("/api/organizations/org/overview").json()["fullname"] == "An organization"
    assert get("/api/organizations/org/overview").json()["numModels"] == 5
    assert get("/api/users/someone/overview").json()["type"] == "user"
    for target in ("/api/organizations/someone/overview", "/api/users/org/overview", "/api/users/nobody/overview"):
        answer = get(target)
        assert answer.status_code == 404
        assert answer.json() == {"error": "Sorry, we can't find the page you are looking for."}


def test_files_come_from_where_the_hub_has_them(get, hub):
    large = get("/org/base/resolve/main/model.safetensors")
    assert (large.status_code, large.headers["x-linked-size"]) == (302, "200")
    with httpx2.Client() as client:
        whole = client.get(large.headers["location"])
        part = client.get(large.headers["location"], headers={"range": "bytes=10-19"})
        last = client.get(large.headers["location"], headers={"range": "bytes=-5"})
        none = client.get(large.headers["location"], headers={"range": "bytes=900-"})
    assert large.headers["location"].startswith(hub.cdn)
    assert whole.content == bytes(range(200))
    assert (part.status_code, part.content) == (206, bytes(range(10, 20)))
    assert part.headers["content-range"] == "bytes 10-19/200"
    assert last.content == bytes(range(195, 200))
    assert none.status_code == 416
    assert get("/org/base/raw/main/model.safetensors").text.startswith("version https://git-lfs")


def test_blobs_tell_the_sums_of_files(get):
    told = {one["rfilename"]: one for one in get("/api/models/org/base?blobs=true").json()["siblings"]}
    assert told["model.safetensors"]["lfs"]["size"] == told["model.safetensors"]["size"] == 200
    assert "lfs" not in told["config.json"]
    assert [set(one) for one in get("/api/models/org/base").json()["siblings"]] == [{"rfilename"}] * 3
    names = [one["path"] for one in get("/api/models/org/base/tree/main").json()]
    assert names == ["deep", "config.json", "model.safetensors"]


def test_long_answers_are_compressed_for_who_asks(hub):
    with httpx2.Client(base_url=hub.url) as client:
        packed = client.get("/api/models/org/child", headers={"accept-encoding": "gzip"})
        plain = client.get("/api/models", headers={"accept-encoding": "identity"})
        with client.stream("GET", "/api/models", headers={"accept-encoding": "gzip"}) as answer:
            raw = b"".join(answer.iter_raw())
    assert "content-encoding" not in packed.headers  # a short one
    assert "content-encoding" not in plain.headers
    assert json.loads(gzip.decompress(raw)) == plain.json()


def test_what_is_known_is_not_sent_again(get):
    tag = get("/api/models").headers["etag"]
    again = get("/api/models", **{"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_every_answer_tells_the_limits_and_too_many_requests_are_refused():
    now = [300_010.0]
    limits = Limits(Quota(3, 2, 1), Quota(5, 5, 5))
    with serving(World([model("o/m")], limits=limits, clock=lambda: now[0])) as hub, httpx2.Client() as client:
        answers = [client.get(f"{hub.url}/api/models") for _ in range(4)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        assert [answer.headers["ratelimit"] for answer in answers] == [f'"api";r={left};t=290' for left in (2, 1, 0, 0)]
        assert answers[0].headers["ratelimit-policy"] == '"fixed window";"api";q=3;w=300'
        assert client.get(f"{hub.url}/o/m/resolve/main/README.md").headers["ratelimit"] == '"resolvers";r=1;t=290'
        assert client.get(f"{hub.url}/o/m").headers["ratelimit"] == '"pages";r=0;t=290'
        known = client.get(f"{hub.url}/api/models", headers={"authorization": "Bearer hf_reader"})
        assert known.headers["ratelimit"] == '"api";r=4;t=290'
        now[0] += 290
        assert client.get(f"{hub.url}/api/models").headers["ratelimit"] == '"api";r=2;t=300'
        assert answers[0].headers["date"] == "Sun, 04 Jan 1970 11:20:10 GMT"
