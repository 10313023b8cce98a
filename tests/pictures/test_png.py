"""Pictures as PNG: the right size, and with letters."""

import os
import signal
import struct
import subprocess
import zlib

import pytest
import resvg_py

from filiation.errors import FiliationError
from filiation.pictures import png as png_module
from filiation.pictures.png import png
from filiation.pictures.shapes import Label, Picture
from filiation.pictures.svg import render

SIZE = (200.0, 60.0)


def picture(*labels):
    return render(Picture(*SIZE, "t", "d", (), (), labels), embedded=False)


def size(image):
    return struct.unpack(">II", image[16:24])


def ink(image):
    """Return how many different scan lines there are: one where nothing is drawn."""
    data, at = b"", 8
    while at < len(image):
        (length,) = struct.unpack(">I", image[at : at + 4])
        if image[at + 4 : at + 8] == b"IDAT":
            data += image[at + 8 : at + 8 + length]
        at += 12 + length
    return len(set(zlib.decompress(data)))


def test_an_image_has_two_pixels_for_each_of_the_picture():
    assert size(png(picture(), SIZE)) == (400, 120)
    assert size(png(picture(), SIZE, scale=1)) == (200, 60)


@pytest.mark.parametrize("kind", ["name", "label", "detail"])
def test_text_is_drawn(kind):
    assert ink(png(picture(), SIZE)) < 5
    assert ink(png(picture(Label(10, 30, "Mistral", kind)), SIZE)) > 20


def test_a_large_picture_is_drawn_smaller():
    long = render(Picture(100, 20_000, "t", "d", (), ()), embedded=False)
    assert size(png(long, (100, 20_000)))[1] <= png_module.LONGEST
    wide = render(Picture(9_000, 9_000, "t", "d", (), ()), embedded=False)
    wide_size = size(png(wide, (9_000, 9_000)))
    assert wide_size[0] * wide_size[1] <= png_module.MOST * 1.01


def test_a_machine_without_fonts_is_told_what_to_do(monkeypatch):
    real = resvg_py.svg_to_bytes
    png_module._letters_are_drawn.cache_clear()
    monkeypatch.setattr(resvg_py, "svg_to_bytes", lambda **given: real(**given, skip_system_fonts=True))
    with pytest.raises(FiliationError, match=r"no font .* Install one"):
        png(picture(), SIZE)
    png_module._letters_are_drawn.cache_clear()


def run(text, size=SIZE, most=png_module.MOST, seconds=20.0):
    return subprocess.run(png_module.command(size, most, seconds), input=text.encode(), capture_output=True, check=True)


def test_the_program_draws_what_the_function_draws():
    text = picture(Label(10, 30, "Mistral", "name"))
    assert run(text).stdout == png(text, SIZE)
    assert size(run(text, most=3000.0).stdout) == size(png(text, SIZE, most=3000.0)) == (100, 30)


@pytest.mark.skipif(os.name != "posix", reason="clocks that end a program are those of POSIX")
def test_the_program_ends_by_itself_when_nobody_ends_it():
    with subprocess.Popen(png_module.command(SIZE, 100.0, 0.5), stdin=subprocess.PIPE) as waiting:
        assert waiting.wait(30) == -signal.SIGALRM
