"""What was said once: it stays as a link that is gone, and decides nothing of what is said now."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.evidence.policy.cases import BASE, OTHER, TUNED, card, child, grounds, link, links, path_noted, settings
from tests.making import NOW, imported, inspected

from filiation.facts.grounds import Ground
from filiation.facts.history import ChangeKind
from filiation.observatory import Observatory

LATER = NOW + timedelta(days=2)
FIRST = date(2026, 11, 1)


def said(folder: Path, *tags: str, day: int) -> Observatory:
    changed = {"lastModified": f"2026-10-{day:02d}T00:00:00.000Z"}
    seen = FIRST if day == 1 else NOW.date()
    return imported(folder, [BASE, TUNED, OTHER, child("me/child", *tags, **changed)], seen=seen)


def standing_now(catalog: Observatory) -> dict[str, tuple[str, bool]]:
    return {p.id: (p.standing.value, p.withdrawn) for p in catalog.show("me/child").parents}


def test_a_link_that_is_gone_is_not_contradicted_by_what_is_said_today(tmp_path: Path):
    said(tmp_path, "base_model:finetune:other/C", day=1)
    said(tmp_path, "base_model:finetune:base/B", day=2)
    catalog = inspected(tmp_path, {"me/child": {"README.md": card("tuner/B-chat")}})
    assert standing_now(catalog) == {
        "base/B": ("contradicted", False),
        "tuner/B-chat": ("contradicted", False),
        "other/C": ("declared", True),
    }
    assert Ground.PARENTS_DIFFER not in grounds(catalog, "me/child", "other/C")
    assert {clue.raw for clue in link(catalog, "me/child", "other/C").clues} == {"other/C"}


def test_settings_that_are_withdrawn_make_no_declared_parent_remote(tmp_path: Path):
    said(tmp_path, "base_model:adapter:base/B", day=1)
    inspected(tmp_path, {"me/child": {"adapter_config.json": settings("tuner/B-chat")}})
    catalog = inspected(tmp_path, {"me/child": {"adapter_config.json": settings("base/B")}}, now=LATER)
    assert standing_now(catalog)["base/B"] == ("corroborated", False)
    assert Ground.REMOTE_NAMED not in grounds(catalog, "me/child", "base/B")


def test_settings_that_named_the_declared_parent_once_do_not_keep_it(tmp_path: Path):
    said(tmp_path, "base_model:adapter:base/B", day=1)
    inspected(tmp_path, {"me/child": {"adapter_config.json": settings("base/B")}})
    catalog = inspected(tmp_path, {"me/child": {"adapter_config.json": settings("tuner/B-chat")}}, now=LATER)
    assert links(catalog, "me/child") == {"tuner/B-chat": ("adapter", "inferred")}


def test_a_declared_parent_that_is_gone_is_kept_though_it_would_be_remote_now(tmp_path: Path):
    said(tmp_path, "base_model:adapter:base/B", day=1)
    said(tmp_path, "base_model:adapter:tuner/B-chat", day=2)
    catalog = inspected(tmp_path, {"me/child": {"adapter_config.json": settings("tuner/B-chat")}})
    assert standing_now(catalog) == {"tuner/B-chat": ("corroborated", False), "base/B": ("declared", True)}


def test_what_was_declared_once_does_not_stand_against_what_is_found_now(tmp_path: Path):
    said(tmp_path, "base_model:finetune:other/C", day=1)
    said(tmp_path, day=2)
    catalog = inspected(tmp_path, {"me/child": {"config.json": path_noted("base/B")}})
    assert standing_now(catalog) == {"base/B": ("inferred", False), "other/C": ("declared", True)}


def test_a_relation_that_was_said_once_does_not_outrank_what_is_said_now(tmp_path: Path):
    said(tmp_path, "base_model:adapter:base/B", day=1)
    catalog = said(tmp_path, "base_model:finetune:base/B", day=2)
    assert links(catalog, "me/child") == {"base/B": ("finetune", "declared")}


@pytest.mark.parametrize("direct", [False, True])
def test_the_history_tells_the_declared_parents_though_settings_make_one_remote(tmp_path: Path, *, direct: bool):
    said(tmp_path, "base_model:adapter:base/B", day=1)
    catalog = said(tmp_path, "base_model:adapter:tuner/B-chat", day=2)
    if direct:
        catalog = inspected(tmp_path, {"me/child": {"adapter_config.json": settings("tuner/B-chat")}}, now=LATER)
    told = {(change.kind, change.other) for change in catalog.history("me/child").changes}
    assert {(ChangeKind.PARENT_REMOVED, "base/B"), (ChangeKind.PARENT_ADDED, "tuner/B-chat")} <= told


def test_as_of_a_day_before_the_inspection_the_declared_parent_stands(tmp_path: Path):
    said(tmp_path, "base_model:adapter:base/B", day=1)
    catalog = inspected(tmp_path, {"me/child": {"adapter_config.json": settings("tuner/B-chat")}})
    assert list(links(catalog, "me/child")) == ["tuner/B-chat"]
    with catalog.at(FIRST) as then:
        assert links(then, "me/child") == {"base/B": ("adapter", "declared")}


def test_an_ancestor_that_was_declared_once_is_none_now(tmp_path: Path):
    of_me = child("me/grown", "base_model:finetune:me/child", month=9)
    said(tmp_path, "base_model:finetune:other/C", day=1)
    said(tmp_path, "base_model:finetune:base/B", day=2)
    imported(tmp_path, [of_me])
    catalog = inspected(tmp_path, {"me/grown": {"README.md": card("other/C")}})
    assert set(links(catalog, "me/grown")) == {"me/child", "other/C"}


def test_what_was_declared_once_stays_as_gone_though_settings_name_a_child_of_it(tmp_path: Path):
    said(tmp_path, "base_model:adapter:base/B", day=1)
    said(tmp_path, day=2)
    catalog = inspected(tmp_path, {"me/child": {"adapter_config.json": settings("tuner/B-chat")}})
    assert standing_now(catalog) == {"tuner/B-chat": ("inferred", False), "base/B": ("declared", True)}


def test_settings_that_were_taken_away_no_longer_make_the_declared_parent_remote(tmp_path: Path):
    said(tmp_path, "base_model:adapter:base/B", day=2)
    inspected(tmp_path, {"me/child": {"adapter_config.json": settings("tuner/B-chat")}})
    catalog = inspected(tmp_path, {"me/child": {"README.md": "nothing"}}, now=LATER)
    assert standing_now(catalog) == {"base/B": ("declared", False), "tuner/B-chat": ("inferred", True)}
