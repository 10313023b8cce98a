"""What changed between readings: each rule, and random lives compared with what truly happened."""

from datetime import date, datetime, timedelta

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.making import NOW, dataset, imported, lines, model

from filiation.catalog.changes import find_changes
from filiation.catalog.manifests import SourceFile
from filiation.catalog.readings import attach
from filiation.catalog.records import finish, writing_records
from filiation.catalog.store import Store
from filiation.evidence.clues import read_clues
from filiation.evidence.policy import resolve
from filiation.evidence.tellings import read_tellings
from filiation.facts.history import CHANGES, ChangeKind
from filiation.facts.vocabulary import Kind
from filiation.hub.bulk import read
from filiation.hub.problems import Problems

MAY, JUNE, JULY, AUGUST = (date(2024, month, 1) for month in (5, 6, 7, 8))
PEFT = {"peft": {"base_model_name_or_path": "a/one"}}


def told(catalog, name):
    return [(c.kind.value, c.since, c.seen, c.before, c.after, c.other) for c in catalog.history(name).changes]


def life(folder, *readings, complete=False):
    """Import readings, each a day and what it says of one model (None: nothing), and return its changes."""
    others = [model("a/one"), model("a/two")]
    for day, record in readings:
        catalog = imported(folder, [*others, *([record] if record else [])], seen=day, complete=complete)
    return told(catalog, "a/kid")


def kid(*tags, **fields):
    return model("a/kid", *tags, **fields)


def test_a_value_changes_between_two_readings(tmp_path):
    found = life(tmp_path, (MAY, kid("license:mit")), (JULY, kid("license:gpl")))
    assert found == [("license", MAY, JULY, "mit", "gpl", None)]


def test_a_value_last_seen_on_a_later_day_changed_after_it(tmp_path):
    same = kid("license:mit")
    found = life(tmp_path, (MAY, same), (JUNE, same), (JULY, kid("license:gpl")), (AUGUST, kid("license:gpl")))
    assert found == [("license", JUNE, JULY, "mit", "gpl", None)]


def test_a_content_that_comes_back_changed_twice(tmp_path):
    found = life(tmp_path, (MAY, kid("license:mit")), (JUNE, kid("license:gpl")), (JULY, kid("license:mit")))
    assert found == [("license", MAY, JUNE, "mit", "gpl", None), ("license", JUNE, JULY, "gpl", "mit", None)]


def test_the_order_of_imports_does_not_matter(tmp_path):
    found = life(tmp_path, (JULY, kid("license:mit")), (MAY, kid("license:mit")), (JUNE, kid("license:gpl")))
    assert found == [("license", MAY, JUNE, "mit", "gpl", None), ("license", JUNE, JULY, "gpl", "mit", None)]


def test_a_value_comes_and_goes(tmp_path):
    found = life(tmp_path, (MAY, kid()), (JUNE, kid("license:mit")), (JULY, kid()))
    assert found == [("license", MAY, JUNE, None, "mit", None), ("license", JUNE, JULY, "mit", None, None)]


def test_task_library_access_and_being_disabled_change(tmp_path):
    old = kid(pipeline_tag="x", library_name="l", gated=False, disabled=False)
    new = kid(pipeline_tag="y", library_name="m", gated="manual", disabled=True)
    found = life(tmp_path, (MAY, old), (JUNE, new))
    assert [(one[0], *one[3:5]) for one in found] == [
        ("gated", "false", "manual"),
        ("disabled", "false", "true"),
        ("task", "x", "y"),
        ("library", "l", "m"),
    ]


def test_a_reading_without_tags_says_nothing_of_license_task_and_library(tmp_path):
    bare = {"id": "a/kid", "modelId": "a/kid", "sha": "ab"}
    full = kid("license:mit", pipeline_tag="x", library_name="l")
    assert life(tmp_path, (MAY, full), (JUNE, bare)) == []
    found = life(tmp_path, (JULY, kid("license:gpl")))
    assert [one[:3] for one in found] == [("license", MAY, JULY), ("task", MAY, JULY), ("library", MAY, JULY)]


def test_what_was_never_told_before_is_no_change(tmp_path):
    bare = {"id": "a/kid", "modelId": "a/kid", "sha": "ab"}
    full = kid("license:mit", "base_model:finetune:a/one", gated="auto", cardData={"new_version": "a/two"})
    assert life(tmp_path, (MAY, bare), (JUNE, full)) == []


def test_a_newer_version_is_named_and_no_longer_named(tmp_path):
    found = life(
        tmp_path,
        (MAY, kid(cardData={"language": "fr"})),
        (JUNE, kid(cardData={"new_version": "a/two"})),
        (JULY, kid(cardData={"language": "fr"})),
    )
    assert [(one[0], *one[3:5]) for one in found] == [("new-version", None, "a/two"), ("new-version", "a/two", None)]


def test_what_is_shown_is_what_the_last_change_says(tmp_path):
    imported(tmp_path, [kid(cardData={"new_version": "a/two"})], seen=MAY)
    catalog = imported(tmp_path, [kid(cardData={"language": "fr"})], seen=JUNE)
    assert catalog.show("a/kid").model.new_version is None


def test_parents_and_datasets_are_added_and_removed(tmp_path):
    found = life(
        tmp_path,
        (MAY, kid("base_model:finetune:a/one", "dataset:d/old")),
        (JUNE, kid("base_model:finetune:a/two", "base_model:a/two", "dataset:d/new")),
    )
    assert found == [
        ("parent-added", MAY, JUNE, None, "finetune", "a/two"),
        ("parent-removed", MAY, JUNE, "finetune", None, "a/one"),
        ("dataset-added", MAY, JUNE, None, None, "d/new"),
        ("dataset-removed", MAY, JUNE, None, None, "d/old"),
    ]


def test_a_parent_stays_as_long_as_one_source_names_it(tmp_path):
    found = life(
        tmp_path,
        (MAY, kid("base_model:adapter:a/one", config=PEFT)),
        (JUNE, kid(config=PEFT)),
        (JULY, kid(config={"peft": {"base_model_name_or_path": "a/two"}})),
    )
    assert [(one[0], one[1], one[2], one[5]) for one in found] == [
        ("parent-added", JUNE, JULY, "a/two"),
        ("parent-removed", JUNE, JULY, "a/one"),
    ]


def test_a_source_that_a_reading_lacks_says_nothing_of_parents(tmp_path):
    detail = {"id": "a/kid", "modelId": "a/kid", "sha": "ab", "config": PEFT}
    assert life(tmp_path, (MAY, kid("base_model:finetune:a/two")), (JUNE, detail)) == []


def test_the_field_of_the_hub_ends_with_its_tags(tmp_path):
    named = {"relation": "finetune", "models": [{"_id": "1", "id": "a/one"}]}
    old = kid("base_model:a/one", "base_model:finetune:a/one", baseModels=named)
    found = life(tmp_path, (MAY, old), (JUNE, kid("x")))
    assert found == [("parent-removed", MAY, JUNE, "finetune", None, "a/one")]


def test_a_relation_is_stated_otherwise(tmp_path):
    first, last = kid("base_model:a/one"), kid("base_model:a/one", "base_model:merge:a/one")
    found = life(tmp_path, (MAY, first), (JUNE, last), (JULY, kid("base_model:finetune:a/one")))
    assert found == [
        ("relation", MAY, JUNE, None, "merge", "a/one"),
        ("relation", JUNE, JULY, "merge", "finetune", "a/one"),
    ]


def test_what_cannot_be_a_parent_is_none_in_the_history_either(tmp_path):
    found = life(tmp_path, (MAY, kid("x")), (JUNE, kid("base_model:./here", "base_model:a/kid")))
    assert found == []


def test_a_renamed_parent_stays_the_same(tmp_path):
    imported(tmp_path, [model("a/old", _id="1"), kid("base_model:a/old")], seen=MAY)
    catalog = imported(tmp_path, [model("a/new", _id="1"), kid("base_model:a/new")], seen=JUNE)
    assert told(catalog, "a/kid") == []
    assert told(catalog, "a/new") == [("renamed", MAY, JUNE, "a/old", "a/new", None)]


def test_readings_of_one_import_are_one(tmp_path):
    old = kid("license:mit", lastModified="2024-01-01T00:00:00.000Z")
    new = kid("license:gpl", lastModified="2024-02-01T00:00:00.000Z")
    catalog = imported(tmp_path, [new, old], seen=MAY)
    assert told(catalog, "a/kid") == []
    catalog = imported(tmp_path, [kid("license:gpl")], seen=JUNE)
    assert told(catalog, "a/kid") == []


def test_two_imports_of_one_day_are_two_readings(tmp_path):
    found = life(tmp_path, (MAY, kid("license:mit")), (MAY, kid("license:gpl")))
    assert found == [("license", MAY, MAY, "mit", "gpl", None)]


def test_only_what_came_after_the_first_complete_reading_has_appeared(tmp_path):
    imported(tmp_path, [model("a/old")], seen=MAY)
    imported(tmp_path, [model("a/old"), model("a/unseen")], seen=JUNE, complete=True)
    catalog = imported(tmp_path, [model("a/new")], seen=JULY)
    assert [told(catalog, f"a/{name}") for name in ("old", "unseen")] == [[], []]
    assert told(catalog, "a/new") == [("appeared", JUNE, JULY, None, None, None)]


def test_without_a_complete_reading_nothing_appears(tmp_path):
    imported(tmp_path, [model("a/old")], seen=MAY)
    assert told(imported(tmp_path, [model("a/new")], seen=JUNE), "a/new") == []


def test_a_model_is_gone_and_comes_back(tmp_path):
    found = life(tmp_path, (MAY, kid()), (JUNE, None), (JULY, None), (AUGUST, kid()), complete=True)
    assert found == [("gone", MAY, JUNE, None, None, None), ("returned", JULY, AUGUST, None, None, None)]


def test_a_partial_reading_tells_that_a_model_is_there_again(tmp_path):
    imported(tmp_path, [kid(), model("a/one")], seen=MAY, complete=True)
    imported(tmp_path, [model("a/one")], seen=JUNE, complete=True)
    catalog = imported(tmp_path, [kid()], seen=JULY)
    assert [one[:3] for one in told(catalog, "a/kid")] == [("gone", MAY, JUNE), ("returned", JUNE, JULY)]


def test_a_model_of_a_partial_reading_that_the_first_complete_one_lacks_is_gone(tmp_path):
    imported(tmp_path, [kid()], seen=MAY)
    catalog = imported(tmp_path, [model("a/one")], seen=JUNE, complete=True)
    assert told(catalog, "a/kid") == [("gone", MAY, JUNE, None, None, None)]


def test_changes_of_one_day_follow_one_another(tmp_path):
    found = life(tmp_path, (MAY, kid("license:x")), (JUNE, kid("license:b")), (JUNE, kid("license:a")))
    assert [one[3:5] for one in found] == [("x", "b"), ("b", "a")]


def test_two_complete_readings_on_one_day(tmp_path):
    found = life(tmp_path, (MAY, kid()), (MAY, None), complete=True)
    assert found == [("gone", MAY, MAY, None, None, None)]


def test_a_listing_of_datasets_tells_nothing_of_models(tmp_path):
    imported(tmp_path, [kid()], seen=MAY, complete=True)
    catalog = imported(tmp_path, [dataset("d/one")], seen=JUNE, complete=True)
    assert told(catalog, "a/kid") == []


def test_who_was_asked_for_by_name_and_is_not_public_is_gone(tmp_path):
    imported(tmp_path, [kid(), model("a/one")], seen=MAY).close()
    found = duckdb_changes(tmp_path / "store", (JUNE, [model("a/one")], False, ["a/kid", "a/never-read"]))
    assert found == {("a/kid", "gone", MAY, JUNE, None, None, None)}


def test_a_name_taken_over_by_another_repository(tmp_path):
    imported(tmp_path, [model("a/name", "license:mit", _id="77")], seen=MAY)
    both = [model("a/moved", "license:mit", _id="77"), model("a/name", "license:gpl", _id="88")]
    catalog = imported(tmp_path, both, seen=JUNE)
    assert told(catalog, "a/name") == []
    assert told(catalog, "a/moved") == [("renamed", MAY, JUNE, "a/name", "a/moved", None)]


def test_datasets_change_too(tmp_path):
    imported(tmp_path, [dataset("d/one", "license:mit")], seen=MAY)
    catalog = imported(tmp_path, [dataset("d/one", "license:gpl")], seen=JUNE)
    rows = catalog.edition.rows('SELECT kind, id, since, day, "change", before, after FROM change_list')
    assert [tuple(row) for row in rows] == [("dataset", "d/one", "2024-05-01", "2024-06-01", "license", "mit", "gpl")]


def test_an_undated_reading_is_not_dated_before_what_it_follows(tmp_path):
    imported(tmp_path, [kid("license:mit")], seen=JULY)
    catalog = imported(tmp_path, [kid("license:gpl", lastModified="2024-03-01T00:00:00.000Z")])
    assert told(catalog, "a/kid") == [("license", JULY, NOW.date(), "mit", "gpl", None)]


# --- random lives -----------------------------------------------------------------------------------------------------

DAYS = [MAY + timedelta(days=n) for n in range(6)]
LICENSES = (None, "mit", "gpl")
PARENTS = ("p/one", "p/two", "lost/one")
RELATIONS = (None, "finetune", "merge")
STATE = st.fixed_dictionaries(
    {
        "owner": st.sampled_from("ab"),
        "license": st.sampled_from(LICENSES),
        "gated": st.sampled_from(("false", "auto")),
        "parents": st.dictionaries(st.sampled_from(PARENTS), st.sampled_from(RELATIONS), max_size=2),
    }
)
LIVES = st.lists(st.lists(st.none() | STATE, min_size=3, max_size=5), min_size=1, max_size=3)


def record(number, state):
    tags = [f"license:{state['license']}"] if state["license"] else []
    for parent, relation in state["parents"].items():
        tags += [f"base_model:{parent}"] + ([f"base_model:{relation}:{parent}"] if relation else [])
    gated = False if state["gated"] == "false" else state["gated"]
    return model(f"{state['owner']}/m{number}", *tags, _id=f"{number}", gated=gated)


def truth(number, states):
    """Return the changes that comparing each state with the one before it gives."""
    name = [f"{s['owner']}/m{number}" for s in states if s][-1:] or [None]
    last, found, missing = None, set(), None
    for day, state in zip(DAYS, states, strict=False):
        if state is None:
            if last and not missing:
                found.add((name[0], "gone", last[0], day, None, None, None))
            missing = day
            continue
        if missing:
            kind = "returned" if last else "appeared"
            found.add((name[0], kind, missing, day, None, None, None))
        if last:
            found |= {(name[0], kind, last[0], day, *rest) for kind, *rest in differences(number, last[1], state)}
        last, missing = (day, state), None
    return found


def differences(number, old, new):
    if old["owner"] != new["owner"]:
        yield "renamed", f"{old['owner']}/m{number}", f"{new['owner']}/m{number}", None
    for value in ("license", "gated"):
        if old[value] != new[value]:
            yield value, old[value], new[value], None
    for parent in old["parents"].keys() | new["parents"].keys():
        if parent not in old["parents"]:
            yield "parent-added", None, new["parents"][parent], parent
        elif parent not in new["parents"]:
            yield "parent-removed", old["parents"][parent], None, parent
        elif old["parents"][parent] != new["parents"][parent]:
            yield "relation", old["parents"][parent], new["parents"][parent], parent


def duckdb_changes(folder, *readings):
    """Store readings (day, records, complete, absent) and return the changes as the build finds them."""
    store = Store(folder)
    for day, records, complete, absent in readings:
        with store.writing(), writing_records(store, day) as writer:
            file = lines(writer.folder.parent / "records.jsonl", records)
            for batch in read(file, Kind.MODEL, Problems(), lambda _: None):
                writer.add_records(Kind.MODEL, batch.records, 0)
            if absent:
                writer.add_absent(Kind.MODEL, absent, 0)
            file.unlink()
            source = SourceFile("records.jsonl", 0, "model", day, day, "user", complete)
            finish(writer, datetime.combine(day, datetime.min.time()), [source], [])
            writer.settle()
    with duckdb.connect() as con:
        attach(con, store.imports())
        read_clues(con)
        resolve(con)
        read_tellings(con)
        find_changes(con)
        rows = con.execute(
            "SELECT me.id, what, since, day, before, after, its.id FROM changes JOIN entities AS me USING (key) "
            "LEFT JOIN entities AS its ON its.key = changes.other"
        ).fetchall()
    assert len(rows) == len(set(rows))
    return {(row[0], CHANGES[row[1]].value, *row[2:]) for row in rows}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lives=LIVES, data=st.data())
def test_random_lives_change_as_their_true_states_do(tmp_path_factory, lives, data):
    days = data.draw(st.permutations(range(max(len(states) for states in lives))))
    lives = [[*states, *[None] * (len(days) - len(states))] for states in lives]
    known = [model("p/one"), model("p/two")]
    readings = [
        (DAYS[day], [*known, *(record(n, s[day]) for n, s in enumerate(lives) if s[day])], True, []) for day in days
    ]
    found = duckdb_changes(tmp_path_factory.mktemp("lives") / "store", *readings)
    assert found == set().union(*(truth(number, states) for number, states in enumerate(lives)))


@pytest.mark.parametrize("kind", CHANGES)
def test_the_codes_of_changes_never_move(kind):
    order = (
        "appeared gone returned renamed license gated disabled task library new-version parent-added parent-removed "
        "relation dataset-added dataset-removed replaced"
    )
    assert order.split()[kind.code] == kind == ChangeKind(kind)
