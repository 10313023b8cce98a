"""The API answers what the Python API answers, in the JSON of the command line."""

import csv
import io
import json
import xml.etree.ElementTree as ET
from datetime import date
from urllib.parse import parse_qsl, urlsplit

import msgspec
import pytest
from starlette.testclient import TestClient
from tests.making import imported, model

from filiation.cli.main import main
from filiation.facts.exploration import NodeKind, Query
from filiation.web.app import make_app

MODEL = "mistralai/Mistral-7B-v0.1"
CHILD = "HuggingFaceH4/zephyr-7b-beta"
ROOT = "/api/v1"


def found(site, address):
    answer = site.get(ROOT + address)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "application/json"
    return answer.json()


def plain(answer):
    return json.loads(msgspec.json.encode(answer))


def links(answer):
    """Return the links in the headers of an answer, by relation."""
    told = [part.rsplit(";", 1) for part in answer.headers.get("Link", "").split(", ") if part]
    return {relation.strip()[5:-1]: address.strip()[1:-1] for address, relation in told}


def taken_apart(address):
    """Return the path of an address and its parameters in any order."""
    parts = urlsplit(address or "")
    return parts.path, sorted(parse_qsl(parts.query))


QUESTIONS = [
    ("/search?text=mistral&kind=model&limit=3", lambda o: o.search("mistral", kinds=["model"], limit=3)),
    ("/search?text=mistral&kind=model&kind=publisher", lambda o: o.search("mistral", kinds=["model", "publisher"])),
    ("/stats", lambda o: o.stats()),
    (f"/models/{MODEL}", lambda o: o.show(MODEL)),
    (f"/models/{MODEL}?limit=3", lambda o: o.show(MODEL, limit=3)),
    (f"/models/{MODEL}?limit=500", lambda o: o.show(MODEL, limit=500)),
    (f"/models/{CHILD}/ancestors", lambda o: o.ancestors(CHILD, limit=50, tallies=True)),
    (f"/models/{CHILD}/ancestors?tallies=false", lambda o: o.ancestors(CHILD, limit=50)),
    (
        f"/models/{MODEL}/descendants?way=finetune&way=merge",
        lambda o: o.descendants(MODEL, way=["finetune", "merge"], limit=50, tallies=True),
    ),
    (
        (
            f"/models/{MODEL}/descendants?relation=quantized&relation=merge&depth=3&published_after=2023-11-01"
            "&license=apache-2.0&sort=created&limit=4&offset=2&tallies=true"
        ),
        lambda o: o.descendants(
            MODEL,
            relation=["quantized", "merge"],
            depth=3,
            published_after=date(2023, 11, 1),
            license="apache-2.0",
            sort="created",
            limit=4,
            offset=2,
            tallies=True,
        ),
    ),
    (
        f"/models/{MODEL}/descendants?publisher=mistralai",
        lambda o: o.descendants(MODEL, publisher="mistralai", limit=50, tallies=True),
    ),
    (f"/models/{CHILD}/evidence", lambda o: o.evidence(CHILD)),
    (f"/models/{CHILD}/lineage", lambda o: o.lineage(CHILD)),
    (f"/models/{MODEL}/overview", lambda o: o.overview(MODEL)),
    (f"/models/{MODEL}/tree?depth=1&limit=2", lambda o: o.tree(MODEL, depth=1, limit=2)),
    (f"/path?a={MODEL}&b={CHILD}", lambda o: o.path(MODEL, CHILD)),
    (
        f"/explore?model={MODEL}&kind=model&kind=dataset&toward=descendants&limit=7",
        lambda o: o.explore(Query((MODEL,), toward="descendants", kinds=(NodeKind.MODEL, NodeKind.DATASET), limit=7)),
    ),
    ("/publishers/mistralai?sort=likes&limit=2", lambda o: o.publisher("mistralai", sort="likes", limit=2)),
    ("/datasets/mteb/AmazonReviewsClassification", lambda o: o.dataset("mteb/AmazonReviewsClassification")),
]


@pytest.mark.parametrize(("address", "ask"), QUESTIONS, ids=[address for address, _ in QUESTIONS])
def test_answers_are_those_of_the_python_api(site, observatory, address, ask):
    assert found(site, address) == plain(ask(observatory))


@pytest.mark.parametrize(
    ("address", "command"),
    [
        (f"/models/{CHILD}", ["show", CHILD]),
        (f"/models/{CHILD}/evidence", ["evidence", CHILD]),
        (f"/path?a={MODEL}&b={CHILD}", ["path", MODEL, CHILD]),
        ("/stats", ["stats"]),
    ],
)
def test_answers_are_those_of_the_command_line(site, observatory, capsys, address, command):
    capsys.readouterr()
    assert main([*command, "--json", "--store", str(observatory.store.folder)]) == 0
    assert found(site, address) == json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("asked", "name"),
    [("MISTRALAI/mistral-7b-V0.1", MODEL), ("-/gpt2", "openai-community/gpt2")],
)
@pytest.mark.parametrize("part", ["", "/evidence", "/lineage", "/overview", "/tree", "/descendants"])
def test_old_names_and_other_case_are_answered_with_the_address_of_today(site, asked, name, part):
    answer = site.get(f"{ROOT}/models/{asked}{part}")
    assert answer.status_code == 200
    assert links(answer)["canonical"].partition("?")[0] == f"{ROOT}/models/{name}{part}"
    assert "canonical" not in links(site.get(f"{ROOT}/models/{name}{part}"))


TOTALS = (("total",), ("declared_by", "descendants"), ("models", "gone"))
"""Fields of answers whose sum is how many entries all pages have."""


@pytest.mark.parametrize(
    ("address", "items", "name"),
    [
        (f"/models/{MODEL}/descendants?sort=id&limit=7&tallies=false", "items", "id"),
        ("/publishers/mistralai?limit=10&sort=id", "items", "id"),
        ("/datasets/mteb/AmazonReviewsClassification?limit=40", "items", "id"),
        (f"/explore?model={MODEL}&limit=30", "nodes", "id"),
    ],
)
def test_the_links_lead_through_all_pages_and_back(site, address, items, name):
    seen, pages, here = [], [], ROOT + address
    while here:
        answer = site.get(here)
        assert answer.status_code == 200
        seen += [item[name] for item in answer.json()[items] if item.get("depth") != 0 or items == "items"]
        pages.append(here)
        here = links(answer).get("next")
    whole = answer.json()
    parts = (
        ("total",) if "total" in whole else ("models", "gone") if "gone" in whole else ("declared_by", "descendants")
    )
    total = sum(whole[part] for part in parts)
    assert len(pages) > 1
    assert len(seen) == len(set(seen)) == total
    back = [links(site.get(page)).get("prev") for page in pages]
    assert list(map(taken_apart, back)) == list(map(taken_apart, [None, *pages[:-1]]))


def test_a_page_behind_the_end_leads_back(site):
    answer = site.get(f"{ROOT}/models/{MODEL}/descendants?limit=10&offset=5000")
    total = answer.json()["total"]
    assert answer.json()["items"] == []
    assert links(answer) == {"prev": f"{ROOT}/models/{MODEL}/descendants?limit=10&offset={total - 10}"}


@pytest.mark.parametrize(
    ("form", "media"), [("csv", "text/csv; charset=utf-8"), ("graphml", "application/graphml+xml")]
)
def test_a_file_holds_all_that_passes(site, observatory, form, media):
    answer = site.get(f"{ROOT}/explore?model={MODEL}&relation=quantized&format={form}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, media)
    assert f".{form}" in answer.headers["Content-Disposition"]
    total = observatory.explore(Query((MODEL,), relations=("quantized",), limit=1)).total
    if form == "csv":
        lines = [line for line in io.StringIO(answer.text) if not line.startswith("#")]
        assert len(list(csv.DictReader(lines))) == total + 1
    else:
        nodes = ET.fromstring(answer.text).iter("{http://graphml.graphdrawing.org/xmlns}node")
        assert len(list(nodes)) == total + 1


def test_the_owner_of_an_id_without_one_is_a_dash(tmp_path):
    with imported(tmp_path, [model("gpt-x"), model("a/child", "base_model:finetune:gpt-x")]) as small:
        site = TestClient(make_app(small), base_url="http://localhost")
        assert site.get(f"{ROOT}/models/-/gpt-x").json()["model"]["id"] == "gpt-x"
        assert site.get(f"{ROOT}/models/-/GPT-X").headers["Link"] == f'<{ROOT}/models/-/gpt-x>; rel="canonical"'
