"""One repository, or that it is not public, and who a publisher is."""

import json
from datetime import UTC, datetime

import msgspec
import pytest
from tests.fakehub import Account, Limits, World, serving
from tests.hub.live.asking import NOW, TOKEN, Clock, answer, client_of
from tests.making import real_data

from filiation.errors import SourceFailed, WrongUse
from filiation.facts.live import Access, LiveFile
from filiation.facts.vocabulary import Kind, PublisherKind
from filiation.hub.live.access import Endpoint
from filiation.hub.live.client import Client
from filiation.hub.live.overviews import Overview, read_publisher
from filiation.hub.live.repository import Repository, read_repository

FULL = {
    "_id": "6a5638" * 4,
    "id": "a/b",
    "sha": "0" * 40,
    "lastModified": "2026-11-01T10:00:00.000Z",
    "gated": "manual",
    "disabled": False,
    "downloads": 7,
    "likes": 3,
    "tags": ["license:mit", "base_model:x/y", "base_model:finetune:x/y", "base_model:adapter:not an id", "dataset:d/e",
             "base_model:unheard:x/z", "dataset:../../etc"],
    "siblings": [{"rfilename": "m.bin", "size": 5, "blobId": "c0", "lfs": {"sha256": "ab"}}, {"rfilename": "x"},
                 {"rfilename": 5}, "odd"],
}  # fmt: skip


def test_a_repository_is_told_with_its_files_parents_and_datasets():
    client, told, _ = client_of(answer(FULL))
    found = read_repository(client, Kind.MODEL, "a/b")
    assert told.targets == ["/api/models/a/b?blobs=true"]
    assert (found.id, found.hub_id, found.access, found.gated) == ("a/b", "6a5638" * 4, Access.GATED, "manual")
    assert (found.license, found.downloads, found.likes) == ("mit", 7, 3)
    assert found.modified == datetime(2026, 11, 1, 10, tzinfo=UTC)
    assert found.parents == (("x/y", "finetune"),)
    assert found.datasets == ("d/e",)
    assert found.files == (LiveFile("m.bin", 5, "ab", "c0"), LiveFile("x", None, None, None))
    assert json.loads(found.body or b"") == FULL
    assert msgspec.json.decode(msgspec.json.encode(found), type=Repository) == found


@pytest.mark.parametrize("value", [None, [], {}, "x", -1, 2**70, True, 1.5, [[1]], {"a": None}])
def test_no_field_can_hold_what_breaks_the_reading(value: object):
    client, _, _ = client_of(answer({**dict.fromkeys(FULL, value), "id": "a/b"}))
    found = read_repository(client, Kind.MODEL, "a/b")
    assert (found.id, found.files, found.parents, found.modified) == ("a/b", (), (), None)
    assert found.downloads is None


@pytest.mark.parametrize("body", [{}, {"id": 5}, {"id": "../x"}, {"error": "x"}])
def test_what_has_no_id_is_no_repository(body: dict[str, object]):
    client, _, _ = client_of(answer(body))
    with pytest.raises(SourceFailed, match="does not answer as a Hub"):
        read_repository(client, Kind.DATASET, "a/b")


@pytest.mark.parametrize(
    "reply",
    [
        answer({"error": "Invalid username or password."}, 401),
        answer({"error": "Repository not found"}, 404),
        answer({"error": "Another word"}, 404, X_Error_Code="RepoNotFound"),
    ],
)
def test_what_is_deleted_private_or_was_never_there_is_not_public(reply):
    client, _, _ = client_of(reply)
    assert read_repository(client, Kind.MODEL, "a/b") == Repository("a/b", Access.NOT_PUBLIC, NOW)


@pytest.mark.parametrize(
    ("status", "words"), [(401, "Proxy login required"), (404, "Not found"), (401, "Repository not found here, see IT")]
)
def test_who_refuses_in_other_words_than_the_hub_makes_nothing_vanish(status: int, words: str):
    client, _, _ = client_of(answer({"error": words}, status))
    with pytest.raises(SourceFailed, match=f"status {status}: {words}"):
        read_repository(client, Kind.MODEL, "a/b")


def test_what_only_the_token_opens_is_private():
    client, _, _ = client_of(answer(FULL | {"private": True}), token=TOKEN)
    assert read_repository(client, Kind.MODEL, "a/b").access is Access.PRIVATE


def test_a_field_that_is_nested_too_deep_costs_no_other():
    deep = b'{"id": "a/b", "likes": 3, "author": "\\ud800", "cardData": ' + b"[" * 5_000 + b"]" * 5_000 + b"}"
    client, _, _ = client_of(answer(deep))
    found = read_repository(client, Kind.MODEL, "a/b")
    assert (found.id, found.likes) == ("a/b", 3)


@pytest.mark.parametrize("text", [b"\xff", b"\\ud800"])
def test_text_that_is_none_costs_no_other_field(text: bytes):
    client, _, _ = client_of(answer(b'{"id": "a/b", "likes": 3, "sha": "' + text + b'"}'))
    assert read_repository(client, Kind.MODEL, "a/b").likes == 3


def test_an_object_of_hundreds_of_thousands_of_fields_is_no_record():
    body = b'{"id": "a/b", ' + b",".join(b'"%d":1' % n for n in range(300_000)) + b"}"
    client, _, _ = client_of(answer(body))
    with pytest.raises(SourceFailed, match="does not answer as a Hub"):
        read_repository(client, Kind.MODEL, "a/b")


@pytest.mark.parametrize("name", ["a/.", "a/..", "../a", "a/b/c"])
def test_a_parent_that_can_be_no_repository_is_none(name: str):
    client, _, _ = client_of(answer({"id": "a/b", "tags": [f"base_model:{name}", f"dataset:{name}"]}))
    found = read_repository(client, Kind.MODEL, "a/b")
    assert (found.parents, found.datasets) == ((), ())


def test_a_repository_that_was_disabled_says_so():
    client, _, _ = client_of(answer({"error": "x"}, 403, X_Error_Message="Access to this resource is disabled."))
    assert read_repository(client, Kind.MODEL, "a/b").access is Access.DISABLED
    client, _, _ = client_of(answer({"id": "a/b", "disabled": True, "gated": False}))
    found = read_repository(client, Kind.MODEL, "a/b")
    assert (found.access, found.gated) == (Access.DISABLED, "false")


@pytest.mark.parametrize("status", [401, 404, 403, 410])
def test_who_is_no_hub_never_makes_a_repository_vanish(status: int):
    client, _, _ = client_of(answer(b"<html>Not here", status))
    with pytest.raises(SourceFailed, match="does not answer as a Hub"):
        read_repository(client, Kind.MODEL, "a/b")


def test_a_token_that_may_not_read_is_told():
    client, _, _ = client_of(answer({"error": "Forbidden"}, 403), token=TOKEN)
    with pytest.raises(SourceFailed, match="refuses the token: Forbidden"):
        read_repository(client, Kind.MODEL, "a/b")
    client, _, _ = client_of(answer({"error": "Forbidden"}, 403))
    with pytest.raises(SourceFailed, match="status 403: Forbidden"):
        read_repository(client, Kind.MODEL, "a/b")


@pytest.mark.parametrize("name", ["", "a/..", "a/.", "./b", "a/b/c", "a b", "a/b?x=1", "../../x", "a/b\n", "\u00e9/b"])
def test_what_can_be_no_id_is_never_asked_for(name: str):
    client, told, _ = client_of(answer(FULL))
    with pytest.raises(WrongUse):
        read_repository(client, Kind.MODEL, name)
    assert told.asked == []


@pytest.mark.parametrize("name", ["", "..", ".", "a b", "a/b", "x" * 97, "\u00e9"])
def test_what_can_be_no_account_is_unknown_without_asking(name: str):
    client, told, _ = client_of(answer(FULL))
    assert read_publisher(client, name) == Overview(name, PublisherKind.UNKNOWN, NOW)
    assert told.asked == []


@pytest.mark.allow_hosts(["127.0.0.1"])
@pytest.mark.parametrize("token", [None, "hf_reader"])
def test_the_stand_in_tells_repositories_as_the_hub_does(token: str | None):
    models = [
        {"id": "a/b", "tags": ["base_model:finetune:a/base"]},
        {"id": "a/gated", "gated": "auto"},
        {"id": "a/off", "disabled": True},
    ]
    files = {"a/b": {"config.json": "{}", "model.safetensors": b"\0" * 20_000_000}}
    world = World(models, clock=NOW.timestamp, limits=Limits.ample(), files=files, tokens={"hf_reader": Account("me")})
    world.rename("a/b", "a/new")
    with serving(world) as hub, Client(Endpoint(hub.url, token), clock=Clock()) as client:
        found = read_repository(client, Kind.MODEL, "a/b")
        assert (found.asked, found.id, found.access) == ("a/b", "a/new", Access.PUBLIC)
        assert found.parents == (("a/base", "finetune"),)
        sizes = {file.path: (file.size, file.sha256 is not None) for file in found.files}
        assert sizes == {"config.json": (2, False), "model.safetensors": (20_000_000, True)}
        assert read_repository(client, Kind.MODEL, "a/gated").access is Access.GATED
        assert read_repository(client, Kind.MODEL, "a/off").access is Access.DISABLED
        assert read_repository(client, Kind.MODEL, "a/none").access is Access.NOT_PUBLIC


def test_a_publisher_is_asked_for_as_an_organization_first_and_then_as_a_user():
    unknown = answer({"error": "Sorry, we can't find the page you are looking for."}, 404)
    client, told, _ = client_of(unknown, answer({"_id": "1", "user": "me", "fullname": " Me ", "details": ""}))
    found = read_publisher(client, "me")
    assert told.targets == ["/api/organizations/me/overview", "/api/users/me/overview"]
    assert (found.id, found.kind, found.hub_id, found.full_name) == ("me", PublisherKind.USER, "1", "Me")
    assert (found.details, found.verified) == (None, None)
    client, _, _ = client_of(unknown)
    assert read_publisher(client, "me").kind is PublisherKind.UNKNOWN


def test_what_an_account_says_of_itself_is_a_strangers_word():
    client, _, _ = client_of(answer({"fullname": ["x"], "details": "d" * 99_999, "isVerified": "yes", "_id": 5}))
    found = read_publisher(client, "org")
    assert (found.full_name, found.verified, found.hub_id) == (None, None, None)
    assert len(found.details or "") == 4_000


@pytest.mark.parametrize("reply", [answer(b"<html>", 404), answer({"error": "x"}, 400)])
def test_a_publisher_is_not_unknown_because_somebody_else_answers(reply):
    client, _, _ = client_of(reply)
    with pytest.raises(SourceFailed, match="does not answer as a Hub"):
        read_publisher(client, "org")


def test_recorded_overviews_and_records_are_understood():
    folder = real_data() / "hub-fixtures" / "recorded"
    google = next(folder.glob("api_organizations_google_overview*.body.json")).read_bytes()
    client, _, _ = client_of(answer(google))
    found = read_publisher(client, "google")
    assert (found.kind, found.full_name, found.verified) == (PublisherKind.ORGANIZATION, "Google", True)
    body = next(folder.glob("api_models_google-bert_bert-base-uncased_expand*.body.json")).read_bytes()
    client, _, _ = client_of(answer(body))
    model = read_repository(client, Kind.MODEL, "google-bert/bert-base-uncased")
    assert (model.license, model.access) == ("apache-2.0", Access.PUBLIC)
    assert {"bookcorpus", "wikipedia"} <= {name.rpartition("/")[2] for name in model.datasets}
