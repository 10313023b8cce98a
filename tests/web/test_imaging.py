"""Images are drawn one at a time in a process of their own, and end in time."""

import sys
import time
from threading import Barrier, Thread

import pytest

from filiation.errors import FiliationError, WrongUse
from filiation.pictures.png import NO_FONT
from filiation.pictures.shapes import Box, Picture
from filiation.web import imaging
from filiation.web.imaging import Studio
from filiation.web.later import Busy

SLEEP = "import sys, time; sys.stdin.read(); time.sleep(60)"


def picture(boxes=1, side=60.0):
    one = Box(1, 1, 20, 10, "model", (), "t")
    return Picture(side, side, "t", "d", (), (one,) * boxes)


@pytest.fixture
def instead(monkeypatch):
    """Return a function that lets another program draw."""
    return lambda code: monkeypatch.setattr(imaging, "command", lambda *_: [sys.executable, "-c", code])


def side(image):
    return int.from_bytes(image[16:20], "big")


def test_an_image_is_drawn_by_another_process(monkeypatch):
    monkeypatch.setattr("resvg_py.svg_to_bytes", lambda **_: pytest.fail("it was drawn here"))
    image = Studio().draw(picture)
    assert image.startswith(b"\x89PNG")
    assert side(image) == 120


def test_an_image_has_so_many_pixels_at_most():
    assert side(Studio().draw(lambda: picture(side=4000.0))) <= imaging.MOST_PIXELS**0.5 + 1


def test_a_picture_has_so_many_nodes_at_most():
    assert Studio().draw(lambda: picture(imaging.MOST_BOXES))
    with pytest.raises(WrongUse, match=r"601 nodes.* SVG"):
        Studio().draw(lambda: picture(imaging.MOST_BOXES + 1))


def test_what_takes_too_long_is_ended(instead):
    instead(SLEEP)
    studio, began = Studio(seconds=0.5), time.monotonic()
    with pytest.raises(Busy):
        studio.draw(picture)
    assert time.monotonic() - began < 10
    assert studio._drawing.returncode is not None


def test_drawing_ends_with_the_site(instead):
    instead(SLEEP)
    studio, told = Studio(), []

    def ask():
        with pytest.raises(Busy):
            studio.draw(picture)
        told.append(studio._drawing.returncode)

    thread = Thread(target=ask)
    thread.start()
    while studio._drawing is None:
        time.sleep(0.01)
    studio.end()
    thread.join(10)
    assert told
    assert told[0]
    with pytest.raises(Busy):
        studio.draw(picture)


def test_one_is_drawn_at_a_time_few_wait_and_others_are_sent_away():
    studio, barrier, drawn, busy, at_once = Studio(waiting=2), Barrier(8), [], [], []
    under_way = []

    def make():
        under_way.append(1)
        at_once.append(len(under_way))
        time.sleep(0.3)
        under_way.pop()
        return picture()

    def ask():
        barrier.wait(10)
        try:
            drawn.append(studio.draw(make))
        except Busy:
            busy.append(1)

    threads = [Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert (len(drawn), len(busy)) == (3, 5)
    assert set(at_once) == {1}
    assert Studio().draw(picture)


def test_who_waits_too_long_is_sent_away():
    studio = Studio(seconds=0.1)
    with studio._turn, pytest.raises(Busy):
        studio.draw(picture)


@pytest.mark.parametrize(
    ("code", "error"),
    [(f"raise SystemExit({NO_FONT})", FiliationError), ("raise ValueError('no such ink')", RuntimeError)],
)
def test_why_nothing_was_drawn_is_told(instead, code, error):
    instead(f"import sys; sys.stdin.read(); {code}")
    with pytest.raises(error, match=r"no font|no such ink"):
        Studio().draw(picture)


def test_a_fault_leaves_the_place_to_others():
    studio = Studio(waiting=0)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            studio.draw(lambda: 1 / 0)
    assert studio.draw(picture)
