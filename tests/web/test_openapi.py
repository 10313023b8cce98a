"""The description of the API is true: its parameters, bounds and types are those of the answers."""

import re

import pytest

from filiation.facts.vocabulary import LINEAGE
from filiation.web.api.meanings import PARAMETERS

ROOT = "/api/v1"
DAY = re.compile(r"\d{4}-\d\d-\d\d")
MODEL = "mistralai/Mistral-7B-v0.1"
ASKED = {
    "search": "search?text=mistral&limit=30",
    "stats": "stats",
    "show": f"models/{MODEL}",
    "ancestors": "models/HuggingFaceH4/zephyr-7b-beta/ancestors?tallies=true",
    "descendants": f"models/{MODEL}/descendants?tallies=true",
    "evidence": "models/HuggingFaceH4/zephyr-7b-beta/evidence",
    "lineage": "models/HuggingFaceH4/zephyr-7b-beta/lineage",
    "overview": f"models/{MODEL}/overview",
    "history": f"models/{MODEL}/history",
    "diff": "diff?start=2022-01-01&end=2026-12-31",
    "doctor": f"doctor?model={MODEL}",
    "parties": f"models/{MODEL}/parties?repeats={MODEL}",
    "contacts": f"publishers/mistralai/contacts?model={MODEL}",
    "announce": f"models/{MODEL}/announce?measure=erased&day=2026-11-20&new_version=acme/new",
    "tree": f"models/{MODEL}/tree",
    "path": f"path?a={MODEL}&b=HuggingFaceH4/zephyr-7b-beta",
    "explore": f"explore?model={MODEL}&kind=model&kind=dataset&kind=organization&kind=user&kind=publisher",
    "publisher": "publishers/mistralai",
    "dataset": "datasets/mteb/AmazonReviewsClassification",
}


@pytest.fixture
def document(site):
    return site.get(f"{ROOT}/openapi.json").json()


@pytest.fixture
def operations(document):
    found = {}
    for path, methods in document["paths"].items():
        assert set(methods) == {"get"}
        found[methods["get"]["operationId"]] = (path, methods["get"])
    return found


def fault(value, schema, types, where):
    """Return where a value is not as its schema says; empty when it is."""
    if "$ref" in schema:
        return fault(value, types[schema["$ref"].rpartition("/")[2]], types, where)
    if "anyOf" in schema:
        faults = [fault(value, one, types, where) for one in schema["anyOf"]]
        return "" if "" in faults else faults[0]
    if "enum" in schema:
        return "" if value in schema["enum"] else f"{where}: {value!r}"
    return CHECKS[schema["type"]](value, schema, types, where)


def object_fault(value, schema, types, where):
    if not isinstance(value, dict):
        return where
    if "properties" not in schema:
        return "".join(
            fault(one, schema["additionalProperties"], types, f"{where}.{key}") for key, one in value.items()
        )
    if set(value) != set(schema["properties"]):
        return f"{where}: {set(value) ^ set(schema['properties'])}"
    return "".join(fault(one, schema["properties"][key], types, f"{where}.{key}") for key, one in value.items())


def array_fault(value, schema, types, where):
    if not isinstance(value, list):
        return where
    inner = schema.get("prefixItems") or [schema["items"]] * len(value)
    return "".join(fault(one, kind, types, f"{where}[]") for one, kind in zip(value, inner, strict=True))


def text_fault(value, schema, _, where):
    if not isinstance(value, str):
        return where
    return where if schema.get("format") == "date" and not DAY.fullmatch(value) else ""


CHECKS = {
    "object": object_fault,
    "array": array_fault,
    "string": text_fault,
    "integer": lambda value, _s, _t, where: "" if type(value) is int else where,
    "number": lambda value, _s, _t, where: "" if type(value) in (int, float) else where,
    "boolean": lambda value, _s, _t, where: "" if type(value) is bool else where,
    "null": lambda value, _s, _t, where: "" if value is None else where,
}


def test_every_address_is_asked_here(operations):
    assert set(operations) == set(ASKED)


@pytest.mark.parametrize("name", ASKED)
def test_answers_are_as_described(site, document, operations, name):
    schema = operations[name][1]["responses"]["200"]["content"]["application/json"]["schema"]
    answer = site.get(f"{ROOT}/{ASKED[name]}")
    assert answer.status_code == 200
    assert fault(answer.json(), schema, document["components"]["schemas"], name) == ""


def test_the_check_of_answers_sees_a_fault(document):
    types = document["components"]["schemas"]
    assert fault({"relation": "merge"}, {"$ref": "#/components/schemas/Step"}, types, "step") != ""
    assert fault("cousin", {"$ref": "#/components/schemas/Relation"}, types, "relation") != ""


@pytest.mark.parametrize("address", ["search", "models/no/such", "nowhere"])
def test_problems_are_as_described(site, document, operations, address):
    problem = site.get(f"{ROOT}/{address}").json()
    assert fault(problem, {"$ref": "#/components/schemas/Problem"}, document["components"]["schemas"], "") == ""
    for _, operation in operations.values():
        others = {status: told["content"] for status, told in operation["responses"].items() if status != "200"}
        assert set(others) == {"400", "404", "503", "default"}
        assert all(set(content) == {"application/problem+json"} for content in others.values())


@pytest.mark.parametrize("name", ASKED)
def test_bounds_are_those_that_hold(site, operations, name):
    path, _, query = ASKED[name].partition("?")
    for parameter in operations[name][1].get("parameters", []):
        schema = parameter["schema"]
        for bound, step in (("minimum", -1), ("maximum", 1)):
            if bound in schema:
                given = f"{parameter['name']}={schema[bound]}"
                beyond = f"{parameter['name']}={schema[bound] + step}"
                rest = re.sub(rf"(^|&){parameter['name']}=[^&]*", "", query)
                assert site.get(f"{ROOT}/{path}?{rest}&{given}").status_code == 200, given
                assert site.get(f"{ROOT}/{path}?{rest}&{beyond}").status_code == 400, beyond


def test_every_parameter_has_a_meaning_and_every_meaning_a_parameter(operations):
    used = set()
    for name, (_, operation) in operations.items():
        for parameter in operation.get("parameters", []):
            assert parameter["description"]
            own = f"{name}.{parameter['name']}"
            used.add(own if own in PARAMETERS else parameter["name"])
    assert used == set(PARAMETERS)


def test_a_model_is_asked_for_by_the_relations_between_models_only(document, operations):
    for name, parameter in (("descendants", "relation"), ("descendants", "way"), ("explore", "relation")):
        (told,) = [one for one in operations[name][1]["parameters"] if one["name"] == parameter]
        words = told["schema"]["items"]
        words = words if "enum" in words else document["components"]["schemas"][words["$ref"].rpartition("/")[2]]
        assert words["enum"] == [relation.value for relation in LINEAGE]


def test_the_description_is_complete_for_programs(document):
    assert document["openapi"].startswith("3.1")
    named = set(re.findall(r"#/components/schemas/(\w+)", str(document)))
    assert named <= set(document["components"]["schemas"])
    assert not [path for path in document["paths"] if path.startswith(ROOT)]
    assert document["servers"][0]["url"] == ROOT
