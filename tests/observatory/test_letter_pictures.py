"""The picture that goes with a letter: few enough boxes for a sheet of paper, and its words."""

from xml.etree import ElementTree as ET

import pytest
from tests.making import imported, model

from filiation.observatory.letter_pictures import family_picture

BOX = "{http://www.w3.org/2000/svg}rect"


@pytest.fixture(scope="module")
def family(tmp_path_factory):
    """Return a store in which everything has many children, and a merge many parents."""
    above = [model(f"p/base{n}", downloads=n) for n in range(30)]
    middle = model("m/merge", *(f"base_model:merge:p/base{n}" for n in range(30)))
    children = [model(f"c{n}/child", "base_model:finetune:m/merge", downloads=n) for n in range(30)]
    below = [model(f"d{n}/{k}", f"base_model:quantized:c{n}/child") for n in range(30) for k in range(9)]
    with imported(tmp_path_factory.mktemp("family"), [*above, middle, *children, *below]) as observatory:
        yield observatory


def test_a_big_family_fits_on_a_page(family):
    picture = family_picture(family, "m/merge", "en")
    root = ET.fromstring(picture.svg)
    assert 10 < len(list(root.iter(BOX))) < 60
    width, height = (float(root.get(side)) for side in ("width", "height"))
    assert max(width, height) < 2000
    assert min(width, height) > 300


def test_its_words_tell_whose_family_it_is_and_how_large(family):
    picture = family_picture(family, "m/merge", "en")
    assert picture.alternative.startswith("Family of m/merge. It has 300 descendants.")
    assert picture.title == "Family of m/merge"


def test_it_speaks_the_language_of_the_letter(family):
    assert "Famille" in family_picture(family, "m/merge", "fr").title
    assert family_picture(family, "m/merge", "de").title == "Family of m/merge"  # letters may have more languages
