"""Pictures written to files by `filiation tree`."""

from xml.etree import ElementTree as ET

SVG = "{http://www.w3.org/2000/svg}"


def links(text):
    return {e.get("href") for e in ET.fromstring(text).iter(f"{SVG}a")}


def test_a_family_is_written_as_svg_whose_nodes_lead_to_the_hub(run, small_store, tmp_path):
    file = tmp_path / "family.svg"
    done = run("tree", "acme/base", "--svg", file, "--store", small_store)
    assert (done.code, done.out) == (0, "")
    assert done.err == f"Written: {file}\n"
    text = file.read_text(encoding="utf-8")
    assert links(text) >= {"https://huggingface.co/acme/base", "https://huggingface.co/acme/small-GGUF"}
    assert ET.fromstring(text).find(f"{SVG}title").text == "Family of acme/base"


def test_a_dash_writes_it_to_standard_output(run, small_store):
    done = run("tree", "acme/base", "--svg", "-", "--store", small_store)
    assert done.err == ""
    assert done.out.startswith("<?xml")
    assert "https://huggingface.co/acme/merge" in links(done.out)


def test_a_family_is_written_as_png(run, small_store, tmp_path):
    file = tmp_path / "family.png"
    assert run("tree", "acme/base", "--png", file, "--store", small_store).code == 0
    assert file.read_bytes().startswith(b"\x89PNG")


def test_the_time_axis_is_another_drawing(run, small_store, tmp_path):
    file = tmp_path / "time.svg"
    assert run("tree", "acme/base", "--time", "--svg", file, "--store", small_store).code == 0
    text = file.read_text(encoding="utf-8")
    assert ET.fromstring(text).find(f"{SVG}title").text == "Family of acme/base in time"
    assert "2022-03-02 or before" in text


def test_json_is_answered_beside_the_file(run, small_store, tmp_path):
    file = tmp_path / "family.svg"
    done = run("tree", "acme/base", "--svg", file, "--json", "--store", small_store)
    assert done.json["root"]["id"] == "acme/base"
    assert file.exists()


def test_a_time_axis_without_a_file_is_wrong_use(run, small_store):
    done = run("tree", "acme/base", "--time", "--store", small_store)
    assert done.code == 2
    assert "--svg FILE" in done.err


def test_two_answers_on_standard_output_are_wrong_use(run, small_store):
    assert run("tree", "acme/base", "--svg", "-", "--png", "-", "--store", small_store).code == 2
    assert run("tree", "acme/base", "--svg", "-", "--json", "--store", small_store).code == 2


def test_a_file_that_cannot_be_written_is_told(run, small_store, tmp_path):
    done = run("tree", "acme/base", "--svg", tmp_path / "nowhere" / "x.svg", "--store", small_store)
    assert done.code == 5
    assert "nowhere" in done.err


def test_an_overview_and_an_exploration_are_drawn_too(run, small_store, tmp_path):
    for command in ("overview", "explore"):
        svg, png = tmp_path / f"{command}.svg", tmp_path / f"{command}.png"
        done = run(command, "acme/base", "--svg", svg, "--png", png, "--json", "--store", small_store)
        assert done.code == 0
        assert done.json["total"] == 3
        assert "acme/base" in ET.fromstring(svg.read_text(encoding="utf-8")).find(f"{SVG}title").text
        assert png.read_bytes().startswith(b"\x89PNG")
        assert run(command, "acme/base", "--svg", "-", "--json", "--store", small_store).code == 2


def test_text_has_three_generations_and_a_file_one(run, tmp_path):
    def generations(*options):
        return _deep(run("tree", "mistralai/Mistral-7B-v0.1", "--json", *options).json["root"]) - 1

    assert generations() == 3
    assert generations("--svg", tmp_path / "family.svg") == 1
    assert generations("--svg", tmp_path / "family.svg", "--depth", "2") == 2


def _deep(node):
    return 1 + max(map(_deep, node["children"]), default=0)
