"""What is wrong with how models tell their origin: each kind by itself, and random catalogs against a plain reading."""

from collections import Counter
from datetime import date, datetime

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from filiation.catalog.hygiene import find_ailments
from filiation.facts.history import ChangeKind
from filiation.facts.hygiene import AILMENTS, Ailment
from filiation.facts.vocabulary import Rejection, Source

SEEN = datetime(2026, 11, 20)  # noqa: DTZ001 (DuckDB's moments have no zone)
DAY = (SEEN.date() - date(1970, 1, 1)).days
TABLES = """
    CREATE TABLE models(key INTEGER, n INTEGER, id VARCHAR, presence VARCHAR, gone BOOLEAN, license INTEGER,
                        created INTEGER);
    CREATE TABLE links(child INTEGER, parent INTEGER, target VARCHAR, relation VARCHAR, certainty DOUBLE,
                       standing VARCHAR, grounds VARCHAR, first_seen TIMESTAMP, gone BOOLEAN);
    CREATE TABLE evidence(child INTEGER, parent INTEGER, target VARCHAR, raw VARCHAR, source VARCHAR,
                          location VARCHAR, relation VARCHAR, first_seen TIMESTAMP, current BOOLEAN,
                          supports BOOLEAN, rejection VARCHAR);
    CREATE TABLE words(kind VARCHAR, code INTEGER, word VARCHAR);
    CREATE TABLE aliases(kind VARCHAR, old VARCHAR, id VARCHAR);
    CREATE TABLE numbered_changes(kind VARCHAR, n INTEGER, day INTEGER, what INTEGER, before VARCHAR, after VARCHAR)"""
LICENSES = ("mit", "gpl", "MIT", "unknown", "apache-license-2.0", "apache-2.0", "other", "license")


class Catalog:
    """The tables from which a build finds ailments, filled by hand; models are called a/0, a/1, …"""

    def __init__(self, models, loops=()):
        self.con, self.loops = duckdb.connect(), loops
        self.con.execute(TABLES)
        self.fill("words", [("license", code, word) for code, word in enumerate(LICENSES)])
        self.fill("models", [(100 + n, n, f"a/{n}", *told) for n, told in enumerate(models)])

    def fill(self, table, rows):
        if rows:
            self.con.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
        return self

    def link(self, child, parent, relation="finetune", standing="declared", grounds="", *, gone=False, target="model"):
        row = (100 + child, 100 + parent, target, relation, 1.0, standing, grounds, SEEN, gone)
        return self.fill("links", [row])

    def clue(self, child, parent, raw, source="card", relation=None, rejection=None, *, current=True):
        parent = None if parent is None else 100 + parent
        row = (100 + child, parent, "model", raw, source, "x", relation, SEEN, current, True, rejection)
        return self.fill("evidence", [row])

    def found(self):
        """Return every finding, the numbers of sources as words."""
        find_ailments(self.con, self.loops)
        rows = self.con.execute("SELECT kind, child, parent, said, found, source FROM ailments").fetchall()
        places = tuple(Source)
        told = [(AILMENTS[r[0]].value, *r[1:5], None if r[5] is None else places[r[5]].value) for r in rows]
        assert len(told) == len(set(told))
        return set(told)

    def health(self):
        return dict(self.con.execute("SELECT what, n FROM health").fetchall())


def there(license=None, created=20_000, presence="listed", *, gone=False):  # noqa: A002 (the column's name)
    return presence, gone, license, created


def two(**parent):
    return Catalog([there(), there(**parent)])


def test_nothing_is_wrong_with_a_link_that_is_declared_and_there():
    found = two().link(0, 1).clue(0, 1, "a/1")
    assert found.found() == set()
    assert found.health() == {"models": 2, "ailing": 0}


def test_links_in_a_loop_are_told_once_each_and_others_of_its_models_are_not():
    made = Catalog([there() for _ in range(4)], loops=[(0, 1), (2, 3)])
    made.link(0, 1).link(1, 0).link(0, 2).link(2, 3)
    assert made.found() == {("cycle", c, p, None, None, None) for c, p in ((0, 1), (1, 0), (2, 3))}


def test_a_model_that_names_itself():
    found = (
        two()
        .clue(0, None, "a/0", "hub-tag", rejection="self-reference")
        .clue(0, None, "a/0", "card", rejection="self-reference")
    )
    assert found.found() == {("self-reference", 0, None, "a/0", None, "card")}


@pytest.mark.parametrize(
    ("parent", "found"),
    [
        ({"presence": "absent", "gone": True}, "absent"),
        ({"gone": True}, "gone"),
        ({"presence": "outside"}, None),
    ],
)
def test_a_parent_that_is_not_there(parent, found):
    expected = {("vanished-parent", 0, 1, None, found, None)} if found else set()
    assert two(**parent).link(0, 1).found() == expected


@pytest.mark.parametrize(
    ("grounds", "found"),
    [
        ("declared relation-stated relations-differ", {("contradicted", "relations-differ")}),
        ("declared parents-differ", {("contradicted", "parents-differ")}),
        ("declared label-outranked relations-differ", {("mislabeled-relation", "finetune")}),
        (
            "declared label-outranked parents-differ",
            {("contradicted", "parents-differ"), ("mislabeled-relation", "finetune")},
        ),
        (
            "declared card-outranked relations-differ",
            {("contradicted", "relations-differ"), ("mislabeled-relation", "finetune")},
        ),
    ],
)
def test_sources_that_disagree(grounds, found):
    made = two().link(0, 1, "finetune", "contradicted", grounds).found()
    assert {(row[0], row[4]) for row in made} == found


def test_a_wrong_label_is_told_with_what_it_says():
    made = two().link(0, 1, "adapter", "declared", "declared relation-proved label-outranked")
    made.clue(0, 1, "a/1", "hub-tag", "finetune").clue(0, 1, "a/1", "adapter-config", "adapter")
    assert made.found() == {("mislabeled-relation", 0, 1, "finetune", "adapter", None)}


def test_no_other_step_is_taken_for_one_of_the_same_beginning():
    assert two().link(0, 1, "adapter", "declared", "label-outranked-not").found() == set()


def test_a_copy_that_nobody_declares_is_one_finding():
    made = two().link(0, 1, "copy", "inferred").clue(0, 1, "same", "same-file", "copy")
    assert made.found() == {("relabeled-copy", 0, 1, None, "copy", None)}


def test_a_copy_that_is_declared_as_something_else_is_one_finding():
    made = two().link(0, 1, "copy", "declared", "declared label-outranked")
    made.clue(0, 1, "same", "same-file", "copy").clue(0, 1, "a/1", "hub-tag", "finetune")
    assert made.found() == {("relabeled-copy", 0, 1, "finetune", "copy", None)}


def test_a_copy_whose_parent_is_declared_without_a_relation_is_none():
    made = two().link(0, 1, "copy", "corroborated")
    made.clue(0, 1, "same", "same-file", "copy").clue(0, 1, "a/1", "card", None).clue(
        0, 1, "a/1", "card", "unspecified"
    )
    assert made.found() == set()


def test_a_parent_that_nobody_declares():
    assert two().link(0, 1, "adapter", "inferred").found() == {("undeclared-parent", 0, 1, None, "adapter", None)}


@pytest.mark.parametrize(
    ("grounds", "source"),
    [
        ("shown relation-proved", "adapter-config"),
        ("in-words relation-open", "card-text"),
        ("by-habit relation-rule", "name"),
        ("traced relation-open", "adapter-config"),
        ("a-new-code", "adapter-config"),
        ("", "adapter-config"),
    ],
)
def test_what_names_a_parent_that_nobody_declares_is_as_near_as_the_link_s_first_ground(grounds, source):
    made = two().link(0, 1, "adapter", "inferred", grounds)
    for told in ("name", "gguf-header", "card-text", "adapter-config"):
        made.clue(0, 1, "a/1", told)
    assert made.clue(0, None, "x", "card-text", rejection="no-owner").found() == {
        ("undeclared-parent", 0, 1, None, "adapter", source)
    }


@pytest.mark.parametrize("reason", Rejection)
def test_names_that_serve_nobody(reason):
    made = two().clue(0, None, "x", "adapter-config", rejection=reason).clue(0, None, "x", "hub-tag", rejection=reason)
    unusable = {"local-path", "placeholder", "truncated", "no-owner", "malformed", "elsewhere"}
    told = {row for row in made.found() if row[0] == "unusable-name"}
    assert told == ({("unusable-name", 0, None, "x", str(reason), "hub-tag")} if reason in unusable else set())


@pytest.mark.parametrize("source", ["config", "name", "gguf-header", "card-text", "publication"])
def test_what_tools_note_on_the_way_is_no_name_that_the_publisher_wrote(source):
    assert two().clue(0, None, "./here", source, rejection="local-path").found() == set()


@pytest.mark.parametrize(
    ("raw", "how"),
    [
        ("A/1", "another-case"),
        ("old/one", "old-name"),
        ("https://huggingface.co/a/1", "address"),
        ("hf.co/a/1", "address"),
        ("a/1 (merge)", "addition"),
        ("a/1", None),
    ],
)
def test_names_that_are_inexact(raw, how):
    made = two().fill("aliases", [("model", "old/one", "a/1")]).link(0, 1)
    made.clue(0, 1, raw, "hub-tag").clue(0, 1, raw, "card")
    assert made.found() == ({("outdated-name", 0, 1, raw, how, "card")} if how else set())


def test_the_spelling_of_a_parent_that_is_not_there_is_not_judged():
    made = two(presence="absent", gone=True).link(0, 1).clue(0, 1, "A/1")
    assert {row[0] for row in made.found()} == {"vanished-parent"}


@pytest.mark.parametrize(
    ("child", "parent", "differs"),
    [
        *((0, 1, True), (0, 2, False), (0, 3, False), (3, 0, False), (None, 1, False)),
        *((4, 5, False), (4, 0, True), (6, 0, False), (0, 6, False), (5, 7, False)),
    ],
)
def test_licenses_that_differ(child, parent, differs):
    made = Catalog([there(child), there(parent)]).link(0, 1)
    expected = {("license-differs", 0, 1, LICENSES[child or 0], LICENSES[parent], None)}
    assert made.found() == (expected if differs else set())


def test_a_license_that_changed():
    code, other = ChangeKind.LICENSE.code, ChangeKind.TASK.code
    rows = [("model", 0, 5, code, "mit", "gpl"), ("model", 0, 6, code, None, "gpl"), ("model", 1, 5, other, "x", "y")]
    rows.append(("model", 1, 7, code, "mit", "MIT License"))
    made = two().fill("numbered_changes", [*rows, ("dataset", 1, 5, code, "mit", "gpl")])
    assert made.found() == {("license-changed", 0, None, "mit", "gpl", None)}


@pytest.mark.parametrize(("grounds", "told"), [("declared younger-parent", True), ("declared", False)])
def test_a_parent_that_is_younger_as_the_policy_notes_it(grounds, told):
    made = Catalog([there(created=20_000), there(created=20_900)]).link(0, 1, grounds=grounds)
    days = [str(date.fromordinal(date(1970, 1, 1).toordinal() + day)) for day in (20_000, 20_900)]
    assert made.found() == ({("younger-parent", 0, 1, *days, None)} if told else set())


def test_a_file_that_could_not_be_read():
    made = two().clue(0, None, "not-json", "config", rejection="unreadable")
    assert made.found() == {("unreadable", 0, None, "x", "not-json", "config")}


def test_what_is_past_is_not_told():
    made = (
        two(presence="absent", gone=True)
        .link(0, 1, gone=True)
        .clue(0, None, "./x", rejection="local-path", current=False)
    )
    assert made.found() == set()
    made = Catalog([there(gone=True), there(presence="absent", gone=True)]).link(0, 1)
    assert made.clue(0, None, "./x", rejection="local-path").found() == set()
    assert made.health()["models"] == 0


def test_links_to_datasets_are_none_of_its_business():
    assert two(presence="absent", gone=True).link(0, 1, "trained_on", target="dataset").found() == set()


# --- random catalogs --------------------------------------------------------------------------------------------------

MODELS = st.lists(
    st.tuples(
        st.sampled_from([("listed", False), ("listed", True), ("absent", True), ("outside", False)]),
        st.sampled_from([None, 0, 1, 2, 3]),
        st.sampled_from([None, 19_000, 20_000, 20_001, 20_002, 20_900]),
    ),
    min_size=2,
    max_size=6,
)
STANDINGS = ("declared", "corroborated", "inferred", "contradicted")
STEPS = ("declared", "label-outranked", "card-outranked", "parents-differ", "relations-differ", "younger-parent")


def expected(models, links):
    """Count the ailments of links one by one."""
    for (child, parent), (_, standing, steps) in links.items():
        (here, away), mine, _ = models[child]
        (presence, gone), its, _ = models[parent]
        if here != "listed" or away:
            continue
        if presence == "absent" or (presence == "listed" and gone):
            yield Ailment.VANISHED_PARENT, child
        settled = "label-outranked" in steps and "parents-differ" not in steps
        if standing == "contradicted" and not settled:
            yield Ailment.CONTRADICTED, child
        if {"label-outranked", "card-outranked"} & set(steps):
            yield Ailment.MISLABELED_RELATION, child
        if standing == "inferred":
            yield Ailment.UNDECLARED_PARENT, child
        words = [None if code is None else LICENSES[code].lower() for code in (mine, its)]
        told = None not in words and "unknown" not in words and words[0] != words[1]
        if told and standing != "contradicted":
            yield Ailment.LICENSE_DIFFERS, child
        if "younger-parent" in steps:
            yield Ailment.YOUNGER_PARENT, child


@settings(max_examples=60, deadline=None)
@given(MODELS, st.data())
def test_random_catalogs_are_counted_as_a_plain_reading_counts_them(models, data):
    numbers = st.integers(0, len(models) - 1)
    ends = st.tuples(numbers, numbers).filter(lambda pair: pair[0] != pair[1])
    link = st.tuples(
        st.sampled_from(["finetune", "merge"]), st.sampled_from(STANDINGS), st.sets(st.sampled_from(STEPS))
    )
    links = data.draw(st.dictionaries(ends, link, max_size=8))
    made = Catalog([there(code, created, presence, gone=gone) for (presence, gone), code, created in models])
    for (child, parent), (relation, standing, steps) in links.items():
        made.link(child, parent, relation, standing, " ".join(sorted(steps)))
    told = list(expected(models, links))
    assert Counter((row[0], row[1]) for row in made.found()) == Counter((kind.value, child) for kind, child in told)
    counted = Counter(kind.value for kind, _ in told)
    looked_at = sum(place == ("listed", False) for place, *_ in models)
    assert made.health() == {**counted, "ailing": len({child for _, child in told}), "models": looked_at}


@pytest.mark.parametrize("kind", AILMENTS)
def test_the_codes_of_ailments_never_move(kind):
    order = (
        "cycle self-reference vanished-parent contradicted relabeled-copy mislabeled-relation undeclared-parent "
        "unusable-name outdated-name license-differs license-changed younger-parent unreadable"
    )
    assert order.split()[kind.code] == kind == Ailment(kind)
