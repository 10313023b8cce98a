"""How long is waited for the Hub is for the caller to choose."""

import pytest
from tests.hub.live.asking import LIST, answer, client_of

from filiation.errors import SourceFailed
from filiation.hub.live.wire import Patience


@pytest.mark.parametrize(
    ("reply", "told"), [(answer(b"", 500), "answers with error 500"), (answer(b"", 429, Retry_After="30"), "too often")]
)
def test_patience_ends_for_all_attempts_and_waits_together(reply, told: str):
    client, asked, clock = client_of(reply, patience=Patience(total=20))
    with pytest.raises(SourceFailed) as caught:
        client.get(LIST, rows=1000)
    assert "does not answer now" in str(caught.value) or told in str(caught.value)
    assert clock.seconds <= 20
    assert len(asked.asked) < 10


def test_who_is_in_haste_does_not_wait_for_a_window():
    spent = answer([], RateLimit='"api";r=1;t=200', RateLimit_Policy='"fixed window";"api";q=500;w=300')
    client, asked, clock = client_of(spent, patience=Patience(total=20))
    client.get(LIST, rows=1000)
    with pytest.raises(SourceFailed, match="asks to wait"):
        client.get(LIST, rows=1000)
    assert (len(asked.asked), clock.slept) == (1, [])


def test_patience_is_for_the_caller_to_choose():
    client, told, _ = client_of(answer(b"", 500), patience=Patience(attempts=2))
    with pytest.raises(SourceFailed):
        client.get(LIST, rows=1000)
    assert len(told.asked) == 2
