"""Images of pictures, drawn beside the answering of requests: one at a time, within limits of size and time."""

from collections.abc import Callable
from subprocess import PIPE, Popen, TimeoutExpired
from threading import BoundedSemaphore, Lock

from filiation.errors import WrongUse
from filiation.locale import mark
from filiation.pictures.png import NO_FONT, command, no_font
from filiation.pictures.shapes import Picture
from filiation.pictures.svg import render
from filiation.web.later import Busy

MOST_BOXES = 600
"""The most nodes of a picture of which an image is drawn; the time that it takes grows with them."""

MOST_PIXELS = 8_000_000
"""The most pixels of an image."""

WAITING = 3
"""How many requests may wait for their turn; further ones are told to come again."""

SECONDS = 10.0
"""How long an image may be drawn, and how long one waits for its turn."""


class Studio:
    """Draws one image at a time, in a process of its own that can be ended."""

    def __init__(self, seconds: float = SECONDS, waiting: int = WAITING) -> None:
        """Draw for so many `seconds` at most; `waiting` is how many may wait meanwhile."""
        self._seconds = seconds
        self._places = BoundedSemaphore(waiting + 1)
        self._turn = Lock()
        self._drawing: Popen[bytes] | None = None
        self._ended = False

    def draw(self, make: Callable[[], Picture]) -> bytes:
        """Return as PNG the picture that `make` lays out when its turn has come.

        Raises Busy when too many wait or it takes too long, WrongUse when the picture has too many nodes.
        """
        if not self._places.acquire(blocking=False):
            raise Busy
        try:
            if not self._turn.acquire(timeout=self._seconds):
                raise Busy
            try:
                return self._drawn(make())
            finally:
                self._turn.release()
        finally:
            self._places.release()

    def end(self) -> None:
        """End the drawing under way; nothing is drawn from now on."""
        self._ended = True
        drawing = self._drawing
        if drawing is not None:
            drawing.kill()

    def _drawn(self, picture: Picture) -> bytes:
        if len(picture.boxes) > MOST_BOXES:
            raise WrongUse(
                mark("This picture has {n} nodes; an image has {most} at most."),
                mark("Take it as SVG, or draw fewer generations or neighbors."),
                n=len(picture.boxes),
                most=MOST_BOXES,
            )
        svg = render(picture, embedded=False).encode()
        asked = command((picture.width, picture.height), MOST_PIXELS, self._seconds)
        with Popen(asked, stdin=PIPE, stdout=PIPE, stderr=PIPE) as self._drawing:  # noqa: S603 (our own program)
            return self._image(self._drawing, svg)

    def _image(self, drawing: Popen[bytes], svg: bytes) -> bytes:
        """Return what a process draws of an SVG; it has ended then."""
        try:
            if self._ended:
                raise Busy
            image, said = drawing.communicate(svg, timeout=self._seconds)
        except TimeoutExpired:
            raise Busy from None
        finally:
            drawing.kill()
        if drawing.returncode == NO_FONT:
            raise no_font()
        if drawing.returncode < 0:  # ended by a signal: by us, by its own clock, or for want of memory
            raise Busy
        if drawing.returncode:
            raise RuntimeError(said.decode(errors="replace"))
        return image
