"""Pictures as PNG, for where SVG cannot go.

What draws them lets nothing else run in its process. Where others must not wait, this module is run as a program: it
takes an SVG from its input and gives the image as its output, within a number of seconds.
"""

import signal
import sys
from functools import cache

from filiation.errors import FiliationError
from filiation.locale import mark
from filiation.pictures.svg import FONT

LONGEST, MOST = 16_000, 40_000_000
"""The longest side of an image and the most pixels in it; larger pictures are drawn smaller."""

NO_FONT = 3
"""How the program ends on a machine without fonts."""

_PROBE = """<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20">
<text y="15" font-family="{font}">{text}</text></svg>"""


def png(svg: str, size: tuple[float, float], *, scale: float = 2, most: float = MOST) -> bytes:
    """Return a standalone SVG of a size (width, height) as a PNG image, `scale` pixels for each of its own.

    An image that would have more than `most` pixels is drawn smaller.
    """
    from resvg_py import svg_to_bytes

    if not _letters_are_drawn():
        raise no_font()
    zoom = min(scale, LONGEST / max(size), (most / (size[0] * size[1])) ** 0.5)
    return svg_to_bytes(svg_string=svg, zoom=zoom)


def no_font() -> FiliationError:
    """Return the error that says that no text can be drawn on this machine."""
    return FiliationError(
        mark("This machine has no font with which to write on an image."),
        mark("Install one, such as Liberation Sans or DejaVu Sans, or ask for SVG instead."),
    )


def command(size: tuple[float, float], most: float, seconds: float) -> list[str]:
    """Return the command line that draws the SVG in its input as `png` does; POSIX ends it after some seconds."""
    return [sys.executable, "-P", "-m", __name__, *map(str, (*size, most, seconds))]


def _run(width: float, height: float, most: float, seconds: float) -> int:
    """Draw from input to output; returns how the program ends."""
    if hasattr(signal, "setitimer"):  # nobody may be left who would end it
        signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        image = png(sys.stdin.buffer.read().decode(), (width, height), most=most)
    except FiliationError:
        return NO_FONT
    sys.stdout.buffer.write(image)
    return 0


@cache
def _letters_are_drawn() -> bool:
    """Whether a letter leaves a mark: without fonts, text is left out silently."""
    from resvg_py import svg_to_bytes

    with_letter, without = (svg_to_bytes(svg_string=_PROBE.format(font=FONT, text=text)) for text in ("M", ""))
    return with_letter != without


if __name__ == "__main__":
    sys.exit(_run(*map(float, sys.argv[1:])))
