"""Where the Hub is asked, and who gets the token."""

import pickle

import pytest
from tests.hub.live.asking import TOKEN

from filiation.errors import WrongUse
from filiation.hub.live.access import Endpoint

HUB = "https://huggingface.co"
MIRROR = "https://mirror.example/hub"


def stored() -> str | None:
    return "hf_stored"


def none() -> str | None:
    return None


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("https://huggingface.co/", HUB),
        ("HTTPS://HuggingFace.co:443", HUB),
        (" https://mirror.example/hub// ", MIRROR),
        ("http://[::1]:8080/", "http://[::1]:8080"),
    ],
)
def test_an_address_has_one_form(given: str, url: str):
    assert Endpoint(given).url == url


@pytest.mark.parametrize(
    "url",
    ["", "huggingface.co", "ftp://huggingface.co", "https://", "https://h.co?x=1", "https://h.co#x", "https://h.co:x",
     "https://a b.co", "https://h.co/\x00", "https://h\u00e9.co", "https://[::1", "file:///etc"],
)  # fmt: skip
def test_what_is_no_address_is_refused(url: str):
    with pytest.raises(WrongUse):
        Endpoint(url)


def test_a_password_in_an_address_is_refused_and_not_shown():
    with pytest.raises(WrongUse) as caught:
        Endpoint("https://me:hunter2@mirror.example/?token=abc")
    assert "hunter2" not in str(caught.value)
    assert "abc" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "environment", "login", "token"),
    [
        (None, {}, none, None),
        (None, {}, stored, "hf_stored"),
        (None, {"HF_TOKEN": TOKEN}, stored, TOKEN),
        (HUB, {"HF_TOKEN": f" {TOKEN}\n"}, none, TOKEN),
        ("https://huggingface.co/", {"HF_TOKEN": TOKEN}, none, TOKEN),
        (None, {"HF_TOKEN": TOKEN, "HF_ENDPOINT": MIRROR}, none, TOKEN),
        ("https://mirror.example", {"HF_TOKEN": TOKEN, "HF_ENDPOINT": MIRROR}, none, TOKEN),
        (HUB, {"HF_TOKEN": TOKEN, "HF_ENDPOINT": MIRROR}, none, TOKEN),
        (MIRROR, {"HF_TOKEN": TOKEN}, stored, None),
        ("https://mirror.example:8443", {"HF_TOKEN": TOKEN, "HF_ENDPOINT": MIRROR}, stored, None),
        ("https://huggingface.co.evil.example", {"HF_TOKEN": TOKEN}, stored, None),
        ("https://huggingface.co:8443", {"HF_TOKEN": TOKEN}, stored, None),
        ("http://huggingface.co", {"HF_TOKEN": TOKEN}, stored, None),
        (None, {"HF_TOKEN": TOKEN, "HF_ENDPOINT": "http://mirror.example"}, stored, None),
        (None, {"HF_TOKEN": TOKEN, "HF_ENDPOINT": "http://127.0.0.1:99"}, stored, TOKEN),
        (None, {"HF_TOKEN": TOKEN, "HF_ENDPOINT": "http://[::1]:99"}, stored, TOKEN),
        ("http://127.0.0.1:98", {"HF_TOKEN": TOKEN, "HF_ENDPOINT": "http://127.0.0.1:99"}, stored, None),
        (None, {"HF_HUB_DISABLE_IMPLICIT_TOKEN": "1"}, stored, None),
        (None, {"HF_HUB_DISABLE_IMPLICIT_TOKEN": "1", "HF_TOKEN": TOKEN}, stored, TOKEN),
    ],
)
def test_the_token_goes_to_the_hub_and_to_the_endpoint_that_is_named_and_nowhere_else(
    url: str | None, environment: dict[str, str], login, token: str | None
):
    assert Endpoint.of(url, environment, login).token == token


def test_who_asks_anonymously_sends_no_token():
    assert Endpoint.of(HUB, {"HF_TOKEN": TOKEN}, stored, anonymous=True).token is None


def test_a_token_never_travels_unencrypted():
    with pytest.raises(WrongUse) as caught:
        Endpoint("http://mirror.example", TOKEN)
    assert TOKEN not in str(caught.value)
    assert Endpoint("http://localhost:80", TOKEN).token == TOKEN


@pytest.mark.parametrize("token", ["", "   ", f"{TOKEN}\r\nx-evil: 1", "hf_\u00e9", f"{TOKEN} {TOKEN}", "hf\x00"])
def test_what_is_no_token_is_refused_and_not_shown(token: str):
    with pytest.raises(WrongUse) as caught:
        Endpoint(HUB, token)
    assert "hf" not in str(caught.value).replace("HF_TOKEN", "")


def test_no_form_of_the_endpoint_shows_the_token():
    endpoint = Endpoint(HUB, TOKEN)
    assert TOKEN not in repr(endpoint)
    assert TOKEN not in str(endpoint)
    assert pickle.loads(pickle.dumps(endpoint)) == endpoint


@pytest.mark.parametrize(
    ("url", "loopback"),
    [("http://127.0.0.1:1", True), ("http://127.9.9.9", True), ("https://localhost", True), ("http://[::1]", True),
     ("http://localhost.evil.example", False), ("http://0.0.0.0", False), ("http://10.0.0.1", False)],
)  # fmt: skip
def test_only_this_machine_is_loopback(url: str, *, loopback: bool):
    assert Endpoint(url).loopback is loopback
