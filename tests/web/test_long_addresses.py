"""What is too long for an id is neither looked for nor repeated."""

import pytest

from filiation.observatory import Observatory

MODEL = "mistralai/Mistral-7B-v0.1"
LONG = "x" * 5000


@pytest.mark.parametrize("root", ["/api/v1", "/en"])
@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"models/a/{LONG}", 404),
        (f"models/-/{LONG}", 404),
        (f"models/a/{LONG}/evidence", 404),
        (f"datasets/{LONG}/b", 404),
        (f"{LONG}/nowhere", 404),
        (f"explore?model={LONG}", 400),
        (f"models/{MODEL}/{{tree}}?open=d~merge~9~{LONG}", 400),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_long_text_of_an_address_is_not_repeated(site, root, path, status):
    answer = site.get(f"{root}/{path}".replace("{tree}", "tree" if root == "/api/v1" else "family"))
    assert answer.status_code == status
    assert LONG[:400] not in answer.text


def test_no_id_that_is_too_long_is_looked_for(site, monkeypatch):
    monkeypatch.setattr(Observatory, "show", lambda *_, **__: pytest.fail("it was looked for"))
    assert "300" in site.get(f"/api/v1/models/a/{'x' * 299}").json()["detail"]
