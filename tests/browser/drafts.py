"""Matters for letters, made up by hypothesis: drafts, parties, contacts, plain ones and hostile ones."""

from datetime import date

from hypothesis import strategies as st

from filiation.facts.contacts import Applicability, Contact, Establishment, Reachability, Whose
from filiation.facts.parties import Parties, Party, PartyModel, WeightFile
from filiation.facts.requests import Draft, Observation, Person
from filiation.facts.rights import Applies, ContactKind, DataKind, ErasureGround, Memory, Purpose, Right, Role
from filiation.facts.vocabulary import LINEAGE, Presence, Standing

HOSTILE = (
    "{name}",
    "{{model}} {what",
    "<b>bold</b> & \"quoted\" 'too'",
    "two\r\nlines\nBcc: a@b.example",
    "a\u202ecod.exe\u202c\u2066b",
    "\u00ad\u200b ",
    "long " * 150,
    "😀" * 210,
    "$& $1 $$",
    "=cmd|' /C calc'!A0",
    "constructor",
    "__proto__",
)
days = st.dates(date(2015, 1, 1), date(2030, 12, 31))
words = st.one_of(st.sampled_from(HOSTILE), st.text(min_size=1, max_size=30)).filter(str.strip)
maybe = st.one_of(st.just(""), words)
names = st.one_of(st.sampled_from(("mistralai", "huggingface", "A. Person", "o")), words)
ids = st.one_of(st.sampled_from(("mistralai/Mistral-7B-v0.1", "o/n", "alone")), words)
shas = st.sampled_from((None, "a" * 40, "0123456789abcdef0123456789abcdef01234567"))
hashes = st.sampled_from((None, "f" * 64, "0" * 64))
places = st.sampled_from(("FR", "GB", "CH", "US", "", "toString"))
addresses = st.sampled_from(
    (
        "person@example.org",
        "1 Example Street, Example Town",
        "person@example.org\r\nBcc: x@y.example",
        "a@b",
        "é@example.org",
    )
)
paths = st.sampled_from(("model.safetensors", "gguf/model.Q4_K_M.gguf", "other.bin"))


def some(choices, **options):
    """Return a strategy for tuples of different members of an enumeration."""
    return st.lists(st.sampled_from(tuple(choices)), unique=True, **options).map(tuple)


def tuples(one, most=3):
    """Return a strategy for short tuples."""
    return st.lists(one, max_size=most).map(tuple)


models = st.builds(
    PartyModel,
    id=ids,
    kind=st.sampled_from(("model", "dataset")),
    role=st.sampled_from(Role),
    depth=st.integers(0, 5),
    way=tuples(st.sampled_from(LINEAGE)),
    memory=st.sampled_from(Memory),
    standing=st.one_of(st.none(), st.sampled_from(Standing)),
    sha=shas,
    gone=st.booleans(),
    presence=st.sampled_from(Presence),
    downloads=st.one_of(st.none(), st.integers(0, 10**9)),
    repeats=st.one_of(st.none(), st.booleans()),
)
contacts = st.builds(
    Contact,
    kind=st.sampled_from(ContactKind),
    value=st.one_of(addresses, words),
    purpose=st.sampled_from(Purpose),
    source=st.just("card"),
    location=words,
    seen=st.one_of(st.none(), days),
    public=st.booleans(),
    whose=st.sampled_from(Whose),
)
establishments = st.builds(Establishment, country=places, representative=st.none(), source=st.just(""), seen=st.none())
reachabilities = st.builds(
    Reachability,
    publisher=names,
    name=st.one_of(st.none(), words),
    contacts=tuples(contacts),
    applicability=st.builds(
        Applicability, st.sampled_from(Applies), st.just("nothing-known"), st.one_of(st.none(), establishments)
    ),
    read=st.just(0),
    unread=st.just(0),
)
parties_of = st.builds(
    Party,
    publisher=names,
    roles=some(Role, min_size=1),
    by_memory=st.dictionaries(st.sampled_from(Memory).map(str), st.integers(0, 3)),
    total=st.integers(0, 40),
    items=tuples(models, 7),
    reaches=st.sampled_from((0, 1, 2, 1234)),
    reachability=reachabilities,
    brought_in=st.booleans(),
)
files = st.builds(WeightFile, path=paths, size=st.one_of(st.none(), st.integers(0, 10**12)), sha256=hashes)
families = st.builds(
    Parties,
    model=ids,
    publisher=st.one_of(st.none(), names),
    sha=shas,
    files=tuples(files),
    seen=st.one_of(st.none(), days),
    edition=st.just("2026-11-20T120000"),
    first=tuples(parties_of),
    descendants=st.just(3),
    by_memory=st.just({}),
    unowned=st.just(0),
    relays=st.just(()),
    total=st.just(1),
    offset=st.just(0),
    items=tuples(parties_of),
)
observations = st.builds(
    Observation,
    prompt=maybe,
    output=maybe,
    day=st.one_of(st.none(), days),
    settings=maybe,
    model=st.one_of(st.just(""), ids),
)
drafts = st.builds(
    Draft,
    model=ids,
    rights=some(Right, min_size=1),
    person=st.builds(Person, name=names, reply_to=addresses, country=places, represents=maybe),
    what=words,
    day=days,
    language=st.sampled_from(("en", "fr")),
    kinds=some(DataKind),
    observations=tuples(observations, 5),
    revision=st.sampled_from(("", "a" * 40)),
    file=st.one_of(st.just(""), paths, words),
    correction=maybe,
    situation=maybe,
    grounds=some(ErasureGround),
)
matters = st.tuples(drafts, families, parties_of)
"""A draft, a family, and the party to whom the letter goes."""
