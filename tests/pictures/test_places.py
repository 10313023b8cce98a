"""Where the nodes of a file lead."""

from filiation.facts.vocabulary import Relation
from filiation.pictures.places import OnHub


def test_nodes_lead_to_the_hub():
    hub = OnHub()
    assert hub.model("acme/small") == "https://huggingface.co/acme/small"
    assert hub.node("acme/data", "dataset") == "https://huggingface.co/datasets/acme/data"
    assert hub.node("acme", "organization") == "https://huggingface.co/acme"
    assert hub.model('a"b/<c> ?#é') == "https://huggingface.co/a%22b/%3Cc%3E%20%3F%23%C3%A9"


def test_what_is_not_on_the_hub_leads_nowhere():
    hub = OnHub()
    assert hub.model("outside:paper") is None
    assert hub.group("a/b", (Relation.MERGE,), upward=False, shown=3) is None
    assert hub.cell((Relation.MERGE,)) is None
