"""Made-up drafts and parties for properties of letters: plain ones, and hostile ones."""

from dataclasses import replace

from hypothesis import strategies as st
from tests.rights.letters.matters import DATASET, DRAFT, FAMILY, HOST, PUBLISHER, QUANTIZER, model

from filiation.facts.contacts import Applicability, Establishment
from filiation.facts.requests import Observation, Person
from filiation.facts.rights import Applies, DataKind, ErasureGround, Memory, Right, Role
from filiation.rights.letters import languages

HOSTILE = (
    "{what} {model} {{name}}",
    "<script>alert(1)</script> & <b>",
    "two\r\nlines\nBcc: victim@example.org",
    "\u202egnorw\u202c \u2066x\u2069 \u200bhidden\x00\x1b[31m",
    "long " * 2000,
    "x" * 10_000,
)
PLACES = ("FR", "GB", "CH", "US", "NO", "")
days = st.dates().map(lambda day: day.replace(year=2000 + day.year % 100, day=min(day.day, 28)))


def some(choices, **options):
    return st.lists(st.sampled_from(tuple(choices)), unique=True, **options).map(tuple)


def observations(texts):
    return st.builds(
        Observation,
        prompt=texts,
        output=texts,
        day=st.one_of(st.none(), days),
        settings=texts,
        model=st.sampled_from(("", "quantizer/base-model-GGUF", "stranger/other-model")),
    )


def drafts(texts, names):
    maybe = st.one_of(st.just(""), texts)
    people = st.builds(
        Person,
        name=names,
        reply_to=st.sampled_from(("person@example.org", "1 Example Street, Example Town")),
        country=st.sampled_from(PLACES),
        represents=st.one_of(st.just(""), names),
    )
    return st.builds(
        replace,
        st.just(DRAFT),
        rights=some(Right, min_size=1),
        person=people,
        what=texts,
        day=days,
        language=st.sampled_from(sorted(languages())),
        kinds=some(DataKind),
        observations=st.lists(observations(texts), max_size=5).map(tuple),
        revision=st.sampled_from(("", "a" * 40)),
        file=st.sampled_from(("", "model.safetensors", "other.gguf")),
        correction=maybe,
        situation=maybe,
        grounds=some(ErasureGround),
    )


def applied(party, applies, country):
    place = Establishment(country, None, "curated", None) if country else None
    return replace(party, reachability=replace(party.reachability, applicability=Applicability(applies, "told", place)))


parties = st.builds(
    applied,
    st.builds(
        replace,
        st.sampled_from((PUBLISHER, QUANTIZER, DATASET, HOST)),
        roles=some(Role, min_size=1),
        by_memory=st.dictionaries(st.sampled_from(tuple(Memory)).map(str), st.integers(0, 3)),
        total=st.integers(0, 30),
        reaches=st.integers(0, 3),
        brought_in=st.booleans(),
    ),
    st.sampled_from(tuple(Applies)),
    st.sampled_from(("FR", "GB", None)),
)
families = st.builds(
    replace, st.just(FAMILY), sha=st.sampled_from((None, "b" * 40)), seen=st.sampled_from((None, FAMILY.seen))
)
calm = st.sampled_from(("my address", "Where is it?", "It is here", "a street, and a number."))
calm_names = st.sampled_from(("A. Person", "B. Person"))
hostile = st.sampled_from(HOSTILE)
hostile_parties = st.builds(
    lambda name: replace(
        QUANTIZER, publisher=name, items=(model(name),), total=1, reachability=replace(HOST.reachability, name=name)
    ),
    hostile,
)
