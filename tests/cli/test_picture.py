"""The drawing of a family."""

import subprocess
import sys

from filiation.cli.frame import Session
from filiation.cli.output import Screen
from filiation.cli.picture import draw_tree
from filiation.facts.pictured import Tree, TreeNode
from filiation.facts.vocabulary import Presence, Relation, Standing
from filiation.words.speech import speech


def node(name, *children, relation=Relation.FINETUNE, standing=Standing.DECLARED, folded=None, **more):
    told = {"presence": Presence.LISTED, "gone": False, "repeated": False, "other_parents": (), "descendants": 0}
    told |= {"publisher": None, "created": None, "downloads": None}
    return TreeNode(name, relation, standing, children=children, folded=folded or {}, **(told | more))


def drawn(capsys, tree, language="en"):
    draw_tree(Session(speech(language), None, as_json=False, screen=Screen()), tree)
    return capsys.readouterr().out.splitlines()


def test_ancestors_stand_above_and_descendants_below(capsys):
    family = Tree(
        node("o/root", node("o/a", node("o/b"), folded={"merge": 2}), node("o/c"), relation=None, standing=None),
        (node("o/parent", node("o/grandparent")), node("o/other")),
        {"merge": 3},
    )
    assert drawn(capsys, family) == [
        "┌── + 3 merges",
        "├── finetune ── o/other",
        "│   ┌── finetune ── o/grandparent",
        "├── finetune ── o/parent",
        "o/root",
        "├── finetune ── o/a",
        "│   ├── finetune ── o/b",
        "│   └── + 2 merges",
        "└── finetune ── o/c",
    ]


def test_strokes_tell_the_standing_and_a_legend_tells_the_strokes(capsys):
    lines = drawn(
        capsys,
        Tree(
            node(
                "o/root",
                node("o/a", standing=Standing.CORROBORATED, relation=Relation.QUANTIZED),
                node("o/b", standing=Standing.INFERRED),
                node("o/c", standing=Standing.CONTRADICTED),
                relation=None,
                standing=None,
            ),
            (),
            {},
        ),
    )
    assert lines[1:4] == ["╞══ quantized ══ o/a", "├╌╌ finetune ╌╌╌ o/b", "└~~ finetune ~~~ o/c"]
    assert [line.split()[0] for line in lines[5:]] == ["══", "╌╌", "~~"]


def test_what_is_odd_about_a_model_is_noted_beside_it(capsys):
    lines = drawn(
        capsys,
        Tree(
            node(
                "o/root",
                node("o/a", other_parents=("p/1", "p/2", "p/3", "p/4"), descendants=1234),
                node("o/b", presence=Presence.ABSENT, gone=True),
                node("o/c", gone=True),
                node("o/d", repeated=True, descendants=5),
                relation=None,
                standing=None,
            ),
            (),
            {},
        ),
    )
    assert lines[1].endswith("o/a  1,234 descendants · also from p/1, p/2, p/3 and 1 more")
    assert lines[2].endswith("o/b  not in the sources")
    assert lines[3].endswith("o/c  no longer in the sources")
    assert lines[4].endswith("o/d  drawn elsewhere")


def test_a_terminal_without_lines_and_accents_gets_what_comes_nearest(small_store):
    command = [sys.executable, "-m", "filiation", "tree", "acme/merge", "--lang", "fr", "--store", str(small_store)]
    done = subprocess.run(command, capture_output=True, env={"PYTHONIOENCODING": "ascii"}, check=True)
    assert done.stdout.decode("ascii").splitlines() == [
        "+-- fusion -- lost/one  1 descendant - absent des sources",
        "|-- fusion -- acme/base  3 descendants",
        "acme/merge",
    ]
    assert done.stderr == b""
