"""What owners reach, and the few who reach most, compared with sets of descendants."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.genealogy.reference import checked, families, family_of, opened

from filiation.genealogy import relays as module
from filiation.genealogy.inheritance import family
from filiation.genealogy.relays import Owners, reaches, relays


def plain(kin):
    graph = nx.DiGraph()
    graph.add_nodes_from(range(kin.nodes))
    graph.add_edges_from((parent, child) for child, parent in kin.links)
    return graph


def seen(kin, root):
    whole = family(opened(kin), root)
    owner = np.array([kin.columns["publisher"][node] for node in whole.members.tolist()], np.int32)
    sizes = np.full(len(whole.members), len(whole.members), np.int64)
    return whole, Owners.told(owner), sizes


def held(kin, root):
    """Return {owner: (its models, the models of others in the family that come from them)}."""
    graph = plain(kin)
    members = {root, *nx.ancestors(graph, root), *nx.descendants(graph, root)}
    owned = {}
    for node in members:
        owned.setdefault(kin.columns["publisher"][node], set()).add(node)
    return {
        owner: (own, {n for one in own for n in nx.descendants(graph, one)} & members - own)
        for owner, own in owned.items()
    }


@checked
@given(families(), st.sampled_from([1, 3, 4_000_000]))
def test_an_owner_reaches_the_models_of_others_that_come_from_its_own(kin, batch):
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(module, "_BATCH", batch)
        for root in range(kin.nodes):
            whole, owners, sizes = seen(kin, root)
            found = dict(zip(owners.codes.tolist(), reaches(whole.down, owners, sizes).tolist(), strict=True))
            assert found == {owner: len(others) for owner, (_, others) in held(kin, root).items()}


@checked
@given(families(), st.integers(1, 4))
def test_each_relay_reaches_the_most_of_what_is_left(kin, most):
    graph = plain(kin)
    for root in range(kin.nodes):
        whole, owners, sizes = seen(kin, root)
        reached = reaches(whole.down, owners, sizes)
        choice = np.ones(len(owners.codes), np.bool_)
        choice[owners.of[whole.root]] = False
        found = relays(whole.down, owners, whole.below, choice, reached, most)
        left = set(nx.descendants(graph, root))
        owned = {owner: own & left for owner, (own, _) in held(kin, root).items()}
        covers = {
            owner: own | {n for one in own for n in nx.descendants(graph, one)} & left for owner, own in owned.items()
        }
        del covers[kin.columns["publisher"][root]]
        for relay in found:
            owner = int(owners.codes[relay.owner])
            best = max(len(cover & left) for cover in covers.values())
            assert relay.added == len(covers[owner] & left) == best
            left -= covers[owner]
        assert len(found) == most or not any(cover & left for cover in covers.values())


def test_owners_keep_their_models_in_order():
    owners = Owners.told(np.array([7, -1, 7, 3], np.int32))
    assert owners.codes.tolist() == [-1, 3, 7]
    assert owners.models(2).tolist() == [0, 2]
    assert owners.counts.tolist() == [1, 1, 2]
    assert owners.place(3) == 1
    assert owners.place(4) is None


def test_a_model_that_two_reach_counts_for_the_first_alone():
    kin = family_of(6, [(1, 0), (2, 0), (3, 1), (3, 2), (4, 1), (5, 2)])
    kin.columns["publisher"] = [0, 1, 2, 3, 3, 3]
    whole, owners, sizes = seen(kin, 0)
    choice = np.array([False, True, True, True])
    found = relays(whole.down, owners, whole.below, choice, reaches(whole.down, owners, sizes), 10)
    assert [(relay.owner, relay.added) for relay in found] == [(1, 3), (2, 2)]
