import pytest
from starlette.testclient import TestClient
from tests.making import imported, model
from tests.web.markup import check, read

from filiation.web.app import make_app
from filiation.web.pages.evidence import anchor
from filiation.web.pages.sentences import linked

MISTRAL = "/en/models/mistralai/Mistral-7B-v0.1"
ZEPHYR = "/models/HuggingFaceH4/zephyr-7b-beta"

RECORDS = [
    model("acme/base", "license:mit", downloads=900, createdAt="2024-05-01T00:00:00.000Z"),
    model(
        "zeta/child",
        "license:apache-2.0",
        "dataset:corpora/tales",
        "base_model:acme/base",
        "base_model:finetune:acme/base",
        downloads=70,
        likes=3,
        createdAt="2024-06-01T00:00:00.000Z",
        pipeline_tag="text-generation",
        library_name="transformers",
    ),
    model("omega/lost", "base_model:nobody/never", "base_model:quantized:nobody/never"),
    model("omega/grandchild", "base_model:zeta/child", "base_model:adapter:zeta/child", downloads=5),
    model("loop/x", "base_model:finetune:loop/y", createdAt="2022-03-02T23:29:04.000Z"),
    model("loop/y", "base_model:finetune:loop/x", createdAt="2022-03-03T08:00:00.000Z"),
    model("omega/odd", cardData={"base_model": ["./acme/base"]}),
    *(model(f"crowd/n{n}", "base_model:acme/base", "base_model:merge:acme/base") for n in range(30)),
]


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    with imported(tmp_path_factory.mktemp("store"), RECORDS) as observatory:
        yield TestClient(make_app(observatory), base_url="http://localhost", follow_redirects=False)


def get(site, address):
    answer = site.get(address)
    assert answer.status_code == 200, answer.text
    return read(answer.text)


@pytest.mark.parametrize("address", ["/fr" + ZEPHYR, "/en" + ZEPHYR, MISTRAL, MISTRAL + "?view=overview"])
def test_it_is_a_good_page(site, address):
    check(get(site, address))


@pytest.mark.parametrize("name", ["acme/base", "zeta/child", "nobody/never", "omega/lost", "crowd/n3"])
@pytest.mark.parametrize("view", ["tree", "time", "overview"])
def test_it_is_a_good_page_for_models_of_all_sorts(small, name, view):
    check(get(small, f"/fr/models/{name}?view={view}"))


def test_its_parts_stand_in_the_order_of_need(small):
    text = small.get("/en/models/zeta/child").text
    parts = ["<h1", "A fine-tune of", "to-know", "In brief", 'id="kin"', 'id="family-list"', "<svg xmlns", 'id="cite"']
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def test_it_says_in_a_sentence_each_where_it_comes_from_and_what_came_of_it(small):
    told = list(get(small, "/en/models/zeta/child").all("p", class_="lead"))
    assert told[0].text == "A fine-tune of acme/base ."
    assert told[0].one("a").attributes["href"] == "/en/models/acme/base"
    assert told[1].text.startswith("1 model descends from it")


def test_its_indicators_say_what_is_not_known(small):
    facts = get(small, "/en/models/zeta/child").one("dl", class_="brief")
    told = dict(zip([d.text for d in facts.all("dt")], [d.text for d in facts.all("dd")], strict=True))
    assert told["Published"] == "2024-06-01"
    assert told["Publisher"] == "zeta kind of account unknown"
    assert told["Task"] == "text-generation"
    assert told["Downloads in 30 days"] == "70"
    assert told["Likes"] == "3"
    assert told["License"] == "apache-2.0"
    assert told["Library"] == "transformers"
    bare = get(small, "/en/models/crowd/n3").one("dl", class_="brief")
    assert "not stated" in [d.text for d in bare.all("dd")]


def test_what_is_doubtful_stands_first_with_what_shows_it(small):
    box = get(small, "/en/models/zeta/child").one("section", class_="warning")
    assert "license" in box.text
    assert [a.attributes["href"] for a in box.all("a")][-1] == "#licenses"
    box = get(small, "/en/models/omega/lost").one("section", class_="warning")
    assert "nobody/never" in box.text
    assert f"/en/models/omega/lost/evidence#{anchor('nobody/never')}" in [a.attributes["href"] for a in box.all("a")]


def test_a_model_without_doubts_has_no_such_box(small):
    assert not list(get(small, "/en/models/acme/base").all("section", class_="warning"))


def test_a_model_that_was_never_read_is_told_so(small):
    assert "its own repository is not in the sources" in get(small, "/en/models/nobody/never").text


def test_the_most_used_relatives_come_first_and_all_are_a_link_away(small):
    page = get(small, "/en/models/acme/base")
    children = page.one("ul", class_="kinfolk")
    names = [a.text for a in children.all("a", class_="model-name")]
    assert names[0] == "zeta/ child"
    assert len(names) == 8
    links = [a.attributes["href"] for a in page.all("a")]
    assert "/en/models/acme/base/descendants?depth=1" in links
    assert "/en/models/acme/base/descendants" in links


@pytest.mark.parametrize("name", ["zeta/child", "omega/lost", "omega/grandchild"])
def test_the_evidence_of_a_link_is_one_click_away(small, name):
    lists = get(small, f"/en/models/{name}").all("ul", class_="kinfolk")
    shown = [a.attributes["href"] for one in lists for a in one.all("a") if "evidence#" in a.attributes["href"]]
    assert shown
    for address, _, place in (one.partition("#") for one in shown):
        assert get(small, address).one(id=place)


def test_datasets_of_ancestors_are_told_with_who_declares_them(small):
    section = get(small, "/en/models/omega/grandchild").one("section", aria_labelledby="datasets")
    assert "corpora/tales" in section.text
    assert "declared by zeta/child , 1 up" in section.text


def test_the_line_tells_each_license_and_marks_those_that_differ(small):
    rows = [
        [cell.text for cell in row.all() if cell.tag in {"th", "td"}]
        for row in get(small, "/en/models/omega/grandchild").one("table", class_="line").all("tr")
    ]
    assert [row[0] for row in rows[1:]] == ["omega/grandchild", "zeta/child", "acme/base"]
    rows = get(small, "/en/models/zeta/child").one("table", class_="line")
    assert "mit differs" in rows.text


def test_publishers_of_ancestors_and_descendants_are_told(small):
    section = get(small, "/en/models/zeta/child").one("section", aria_labelledby="publishers")
    links = {a.attributes["href"] for a in section.all("a")}
    assert {"/en/publishers/zeta", "/en/publishers/acme"} <= links
    assert "/en/models/zeta/child/descendants?publisher=omega" in links


def test_what_is_not_stated_is_said_of_each_indicator(small):
    page = get(small, "/en/models/nobody/never")
    assert all(dd.text.strip() for dd in page.all("dd"))


def test_a_group_unfolds_at_its_own_address(small):
    page = get(small, "/en/models/acme/base")
    groups = page.one(id="family").all("a", class_="group")
    group = next(one for one in groups if "merge" in one.attributes["href"])
    opened = get(small, group.attributes["href"].partition("#")[0])
    before, after = (len(list(one.one(id="family").all("a", class_="node"))) for one in (page, opened))
    assert after > before + 10
    listed = {one.attributes["href"] for one in page.one(id="family-list").all("a", class_="more")}
    assert group.attributes["href"].replace("#family", "#family-list") in listed


def test_the_forms_of_the_picture_are_links_and_keep_what_is_opened(small):
    page = get(small, "/en/models/acme/base?open=d~merge~46~acme%2Fbase")
    tabs = [a.attributes["href"] for a in page.one(id="family").one("ul", class_="tabs").all("a")]
    assert all("open=d~merge~46~acme%2Fbase" in one and one.endswith("#family") for one in tabs)
    assert "view=overview" in tabs[2]


def test_other_spellings_of_an_id_lead_to_its_page(small):
    answer = small.get("/fr/models/ACME/Base?view=time")
    assert answer.status_code == 307
    assert answer.headers["location"] == "/fr/models/acme/base?view=time"


def test_it_can_be_cited(small):
    page = get(small, "/en/models/acme/base?view=time")
    assert page.one("link", rel="canonical").attributes["href"] == "/en/models/acme/base"
    assert "http://localhost/en/models/acme/base" in page.one(id="citation").text
    assert page.one("button", data_copy="citation")


def test_the_hub_is_a_plain_link(small):
    hub = list(get(small, "/en/models/acme/base").all("a", rel="noreferrer"))
    assert [a.attributes["href"] for a in hub] == ["https://huggingface.co/acme/base"]


def test_the_picture_can_be_scrolled_by_keys_and_has_tools_for_scripts(small):
    picture = get(small, "/en/models/acme/base").one("div", class_="picture")
    assert "data-picture" in picture.attributes
    assert picture.one(class_="picture-frame").attributes["tabindex"] == "0"
    tools = picture.one(class_="picture-tools")
    assert "hidden" in tools.attributes
    assert [one.attributes["data-zoom"] for one in tools.all("button")] == ["out", "in", "fit"]


def test_what_is_odd_about_a_relative_stands_beside_it(small):
    parents = get(small, "/en/models/omega/lost").one("ul", class_="kinfolk")
    assert [one.text for one in parents.all(class_="odd")] == ["not in the sources"]
    assert not list(get(small, "/en/models/omega/grandchild").one("ul", class_="kinfolk").all(class_="odd"))


def test_a_line_that_comes_back_to_itself_is_told(small):
    told = "Further up, the line comes back to a model that is on it already."
    assert told in get(small, "/en/models/loop/x").text
    assert told not in get(small, "/en/models/zeta/child").text


def test_the_first_day_of_the_hub_is_no_day_of_publication(small):
    facts = [get(small, f"/en/models/loop/{one}").one("dl", class_="brief") for one in "xy"]
    days = [next(one.all("dd")).text for one in facts]
    assert "before" in days[0]
    assert days[1] == "2022-03-03"


def test_what_was_written_as_a_parent_and_is_none_is_no_link(small):
    box = get(small, "/en/models/omega/odd").one("section", class_="warning")
    assert "./acme/base" in box.text
    odd = "/en/models/omega/odd"
    assert {a.attributes["href"] for a in box.all("a")} == {odd, f"{odd}/evidence#rejected"}


class TestLinked:
    def test_known_models_become_links(self):
        text = linked("fr", "A copy of a/b.", {"a/b"})
        assert text == 'A copy of <a href="/fr/models/a/b">a/b</a>.'

    def test_a_name_within_another_is_left_alone(self):
        assert "<a" not in linked("en", "A copy of xa/b and a/b-2.", {"a/b"})

    def test_the_longer_of_two_names_is_taken(self):
        assert linked("en", "of a/b.c", {"a/b", "a/b.c"}) == 'of <a href="/en/models/a/b.c">a/b.c</a>'

    def test_what_comes_from_outside_is_escaped(self):
        name = 'x/"><script>alert(1)</script>'
        text = linked("en", f"A copy of {name}.", {name})
        assert "<script" not in text
        assert text.count("<a ") == 1
        assert "<script" not in linked("en", f"A copy of {name}.", ())


def test_a_newer_version_is_a_link_only_where_the_catalog_holds_it(tmp_path):
    records = [
        model("acme/new"),
        model("acme/old", cardData={"new_version": "acme/New"}),
        model("acme/older", cardData={"new_version": "acme/lost"}),
    ]
    with imported(tmp_path, records) as observatory:
        site = TestClient(make_app(observatory), base_url="http://localhost")
        held, lost = (site.get(f"/en/models/acme/{name}").text for name in ("old", "older"))
        assert site.get("/en/models/acme/New").status_code == 200
    assert 'names a newer version: <a class="id" href="/en/models/acme/New">acme/New</a>' in held
    assert "which the catalog does not hold: acme/lost." in lost
    assert "models/acme/lost" not in lost


def test_words_of_any_length_are_clipped_for_the_eye(tmp_path):
    terms, task, library = "l" * 5000, "t" * 61, "k" * 60
    records = [
        model("acme/base", "license:mit"),
        model(
            "acme/child",
            f"license:{terms}",
            "base_model:acme/base",
            "base_model:merge:acme/base",
            pipeline_tag=task,
            library_name=library,
        ),
    ]
    with imported(tmp_path, records) as observatory:
        site = TestClient(make_app(observatory), base_url="http://localhost")
        pages = [site.get(f"/en/models/acme/{page}").text for page in ("child", "base/descendants")]
        pages.append(site.get("/en/publishers/acme").text)
        whole = site.get("/en/explore.csv?model=acme/base").text
    clipped = f'<span title="{terms}">{terms[:60]}…</span>'
    assert all(clipped in page for page in pages)
    assert f">{terms[:61]}" not in "".join(pages)
    assert f'<span title="{task}">{task[:60]}…</span>' in pages[0]
    assert f"<dd>{library}</dd>" in pages[0]
    assert terms in whole
