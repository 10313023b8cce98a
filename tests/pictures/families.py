"""Families made at random, as `tree` answers them, and addresses that tell what was asked for."""

from datetime import date

from hypothesis import strategies as st

from filiation.facts.pictured import Tree, TreeNode
from filiation.facts.vocabulary import LINEAGE, Presence, Relation, Standing

NAMES = st.text(st.sampled_from("aWil-._1é名<&\x01\u202e"), min_size=1, max_size=60)


class Addresses:
    """Leads everywhere, by addresses in which the question can be read."""

    def model(self, name):
        return f"/models/{name}"

    def group(self, name, relations, *, upward, shown):
        return f"/group/{name}/{'+'.join(relations)}/{'up' if upward else 'down'}/{shown}"


def node(name, *children, relation=Relation.FINETUNE, standing=Standing.DECLARED, folded=None, **more):
    told = {"presence": Presence.LISTED, "gone": False, "repeated": False, "other_parents": (), "descendants": 0}
    told |= {"publisher": None, "created": None, "downloads": None}
    return TreeNode(name, relation, standing, children=children, folded=folded or {}, **(told | more))


def root(name, *children, **more):
    return node(name, *children, relation=None, standing=None, **more)


@st.composite
def trees(draw, most=40):
    """Return a family: any shape, any names, with models drawn twice, and parents drawn elsewhere or not at all."""
    names = [f"{draw(NAMES)}/{draw(NAMES)}{place}" for place in range(draw(st.integers(1, most)))]
    cut = draw(st.integers(1, len(names)))
    below, above = names[:cut], [names[0], *names[cut:]]
    down = _branches(draw, below, names)
    up = _branches(draw, above, names)
    top = up[0]
    return Tree(root(*_fields(down[0])[0], **_fields(down[0])[1]), top.children, top.folded)


def _fields(one):
    fields = ("presence", "gone", "created", "downloads", "descendants", "folded", "other_parents")
    return (one.id, *one.children), {name: getattr(one, name) for name in fields}


def _branches(draw, names, everybody):
    """Return a node for each name, with a place below one of the earlier ones."""
    under = [None, *(draw(st.integers(0, place)) for place in range(len(names) - 1))]
    made = {}
    for place in reversed(range(len(names))):
        children = [made[n] for n in range(place + 1, len(names)) if under[n] == place]
        children += [node(name, repeated=True) for name in draw(st.lists(st.sampled_from(everybody), max_size=1))]
        made[place] = node(
            names[place],
            *children,
            relation=draw(st.sampled_from(LINEAGE)),
            standing=draw(st.sampled_from(Standing)),
            presence=draw(st.sampled_from(Presence)),
            gone=draw(st.booleans()),
            created=draw(st.none() | st.dates()),
            downloads=draw(st.none() | st.integers(0, 10**9)),
            descendants=draw(st.integers(0, 10**5)),
            folded=draw(st.dictionaries(st.sampled_from([str(r) for r in LINEAGE]), st.integers(1, 10**5), max_size=3)),
            other_parents=tuple(draw(st.lists(st.sampled_from([*everybody, "x/absent"]), max_size=2, unique=True))),
        )
    return made


def overlaps(a, b):
    return a.x < b.x + b.width and b.x < a.x + a.width and a.y < b.y + b.height and b.y < a.y + a.height


def is_within(picture):
    """Whether everything in a picture lies on its canvas."""
    boxes = [(box.x, box.y) for box in picture.boxes]
    boxes += [(box.x + box.width, box.y + box.height) for box in picture.boxes]
    lines = [point for line in (*picture.lines, *picture.legend.lines) for point in (line.points[0], line.points[-1])]
    labels = [(label.x, label.y) for label in (*picture.labels, *picture.legend.labels)]
    return all(0 <= x <= picture.width and 0 <= y <= picture.height for x, y in [*boxes, *lines, *labels])


BEGAN = date(2022, 3, 2)
