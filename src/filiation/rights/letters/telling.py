"""What the letters of a person are told: the one place where their flags, slots and lists are decided.

The same is done in the reader's browser, so everything here is a look-up or a comparison; numbers are written as
they are, days in words.

Flags. Rights: `access`, `rectification`, `erasure`, `restriction`, `objection`; `several_rights`; `changes` (one of
those that recipients must hear of: rectification, erasure, restriction). Kinds of data: `kind_contact`,
`kind_identity`, `kind_life`, `kind_sensitive`, `kind_image`, `kind_wrong`, `kind_other`. Grounds of erasure:
`ground_no_longer_needed`, `ground_consent_withdrawn`, `ground_objection` (only with an objection), `ground_unlawful`,
`ground_legal_obligation`, `ground_child`; `no_ground`. Restriction: `contested` (the data are said to be wrong),
`opposes_erasure` (unlawful, and erasure is not asked for), `no_situation` (neither, and no objection). Person:
`represented`, `by_email`, `by_post`, `by_either` (with blanks). Matter: `has_observations`, `more_observations` (than
the letter quotes), `has_file`, `own_file` (one of the files that are known of the model; none known: not a quantized
one), `other_file` (another), `has_file_hash`, `has_revision`, `has_sha`, `has_hashes`, `has_correction`,
`has_situation`. Party: `is_publisher`, `is_source`, `is_dataset`, `is_descendant`, `is_host`, `holds_model` (publishes
a model of the line), `brought_in`, `repeats` (a test of one of its models shows it), `same`, `may`, `with_base`,
`unknown_memory`, `inferred`, `contradicted`, `several_models`, `named_models` (models of its own are named),
`more_models` (than the letter names), `has_descendants`, `has_unreachable` (for the host: publishers without a private
contact). Law: `applies_clear`, `applies_likely`, `applies_uncertain`, `regime_gdpr` (also where no country is given),
`regime_uk`, `regime_ch`, `regime_none`, `uk_beside`.

Slots: `name`, `represents`, `concerned`, `reply_to`, `what`, `correction`, `situation`, `model`, `model_address`,
`revision`, `sha`, `seen`, `file`, `file_sha`, `postal`, `publisher`, `law`, `law_name`, `day`, `catalog`, `total`,
`reaches`, `observations`. A slot may be empty; a sentence that uses it then has a flag.

Lists: `observations` (`prompt`, `output`, `day`, `model`), `models` (`id`, `address`, `how`), `unreachable`
(`publisher`).
"""

from collections.abc import Iterator, Mapping, Sequence

from filiation.evidence.file_names import is_quantized
from filiation.facts.contacts import is_postal, is_reached
from filiation.facts.parties import HOST, Parties, Party, PartyModel
from filiation.facts.requests import Draft, Observation
from filiation.facts.rights import Applies, DataKind, ErasureGround, Memory, Right, Role
from filiation.facts.vocabulary import Kind, Standing
from filiation.rights.addresses import is_email
from filiation.rights.authorities import regime_of
from filiation.rights.letters.composing import LONGEST_NAME, REGIMES, Told, dated, label, plain

SITE = "https://huggingface.co/"
"""Where repositories are read."""

QUOTED = 3
"""How many observations a letter quotes; an annex holds all."""

NAMED = 5
"""How many models of a party a letter names; an annex holds those that are known."""

_LONGEST_QUOTE = 600
_LONGEST_ADDRESS = 300
_CHANGES = (Right.RECTIFICATION, Right.ERASURE, Right.RESTRICTION)
_MODELS = (Role.PUBLISHER, Role.SOURCE, Role.DESCENDANT)


def told_request(draft: Draft, parties: Parties, party: Party, language: str) -> Told:
    """Return what a request to a party is told."""
    lists = {
        "observations": tuple(_quoted(concerning(draft, parties, party)[:QUOTED], parties, language)),
        "models": tuple(_named(party, language)),
        "unreachable": (),
    }
    return Told(flags(draft, parties, party), slots(draft, parties, party, language), lists)


def told_host(draft: Draft, parties: Parties, party: Party, language: str) -> Told:
    """Return what the letter to the host is told: that of a request, and the publishers who give no private contact."""
    told = told_request(draft, parties, party, language)
    others = (other for other in (*parties.first, *parties.items) if not is_reached(other.reachability))
    names = dict.fromkeys(plain(other.publisher or "", LONGEST_NAME) for other in others)
    unreachable = tuple({"publisher": name} for name in names if name not in ("", HOST))
    more = {"has_unreachable"} if unreachable else set()
    return Told(told.flags | more, told.slots, {**told.lists, "unreachable": unreachable})


def told_private_contact() -> Told:
    """Return what a public request for a private contact is told: nothing of the matter, not even the model."""
    return Told(frozenset())


def flags(draft: Draft, parties: Parties, party: Party) -> frozenset[str]:
    """Return the flags that hold for a matter and a party."""
    return frozenset({*_of_rights(draft), *_of_matter(draft, parties, party), *_of_party(party), *_law(draft, party)})


def slots(draft: Draft, parties: Parties, party: Party, language: str) -> Mapping[str, str]:
    """Return the values of the slots for a matter and a party."""
    person = draft.person
    uk = under_uk_law(draft, party)
    return {
        "name": person.name,
        "represents": person.represents,
        "concerned": _concerned(person.represents, language),
        "reply_to": person.reply_to,
        "what": phrase(draft.what),
        "correction": phrase(draft.correction),
        "situation": phrase(draft.situation),
        "model": plain(parties.model, LONGEST_NAME),
        "model_address": plain(SITE + parties.model, LONGEST_NAME),
        "revision": draft.revision,
        "sha": parties.sha or "",
        "seen": dated(language, parties.seen),
        "file": draft.file,
        "file_sha": file_hash(draft, parties),
        "postal": postal_address(party),
        "publisher": plain(party.reachability.name or party.publisher or "", LONGEST_NAME),
        "law": label(language, "law.uk" if uk else "law.gdpr"),
        "law_name": label(language, "law.uk.name" if uk else "law.gdpr.name"),
        "day": dated(language, draft.day),
        "catalog": _catalog(parties, language),
        "total": str(party.total),
        "reaches": str(party.reaches),
        "observations": str(len(concerning(draft, parties, party))),
    }


def concerning(draft: Draft, parties: Parties, party: Party) -> Sequence[Observation]:
    """Return the observations that a party is told: those of the model itself, and of its own models."""
    models = {"", draft.model, parties.model, *(model.id for model in party.items)}
    return [one for one in draft.observations if one.model in models]


def file_hash(draft: Draft, parties: Parties) -> str:
    """Return the SHA-256 of the file that was used; empty where it is not among the files that are known."""
    known = (one.sha256 for one in parties.files if draft.file in (one.path, one.path.rpartition("/")[2]))
    return next((sha for sha in known if sha), "") if draft.file else ""


def is_own_file(draft: Draft, parties: Parties) -> bool:
    """Whether the file that was used, or its quantization, can be the model's own, by its files, else by the names."""
    if parties.files:
        return any(draft.file in one.path for one in parties.files)
    return is_quantized(parties.model) or not is_quantized(draft.file)


def postal_address(party: Party) -> str:
    """Return the postal address of a party, on one line; empty where none is known."""
    return next((plain(one.value, _LONGEST_ADDRESS) for one in party.reachability.contacts if is_postal(one)), "")


def under_uk_law(draft: Draft, party: Party) -> bool:
    """Whether the law of the United Kingdom leads: not towards who is clearly in the EEA, where the GDPR does."""
    clear = party.reachability.applicability.applies is Applies.CLEAR
    return regime_of(draft.person.country) == "uk-gdpr" and not clear


def email(text: str) -> str | None:
    """Return an e-mail address to which a letter can be sent; None for what is none."""
    return text if is_email(text) else None


def phrase(text: str) -> str:
    """Return what a person wrote as a part of a sentence: without the full stop at its end."""
    return plain(text).rstrip(". ")


def how(model: PartyModel, language: str) -> str:
    """Return how a model of a party is related to the model of the matter, in a few words."""
    if model.role is not Role.DESCENDANT:
        return label(language, f"how.{model.role}")
    way = ", ".join(label(language, f"relation.{relation}") for relation in model.way)
    memory = label(language, f"memory.{model.memory}")
    return f"{way or label(language, 'relation.unspecified')} ({memory})"


def address(model: PartyModel) -> str:
    """Return where a model or a dataset is read."""
    return plain(SITE + ("datasets/" if model.kind == Kind.DATASET else "") + model.id, LONGEST_NAME)


def own_models(party: Party) -> Sequence[PartyModel]:
    """Return the models of a party that its letter lists: none where it only publishes, or stores, the model itself."""
    only = party.roles == (Role.HOST,) or (party.total <= 1 and Role.PUBLISHER in party.roles)
    return [] if only else party.items


def _of_rights(draft: Draft) -> Iterator[str]:
    rights, grounds = set(draft.rights), set(draft.grounds)
    yield from (right.value for right in rights)
    yield from (f"kind_{kind}" for kind in draft.kinds)
    if Right.OBJECTION not in rights:
        grounds -= {ErasureGround.OBJECTION}  # article 17(1)(c) stands on an objection
    yield from (f"ground_{ground.replace('-', '_')}" for ground in grounds)
    contested = Right.RECTIFICATION in rights or DataKind.WRONG in draft.kinds
    opposes = Right.ERASURE not in rights and ErasureGround.UNLAWFUL in grounds
    conditions = {
        "several_rights": len(rights) > 1,
        "changes": any(right in rights for right in _CHANGES),
        "no_ground": not grounds,
        "contested": contested,
        "opposes_erasure": opposes,
        "no_situation": not contested and not opposes and Right.OBJECTION not in rights,
    }
    yield from _true(conditions)


def _of_matter(draft: Draft, parties: Parties, party: Party) -> Iterator[str]:
    observed = len(concerning(draft, parties, party))
    by_email = email(draft.person.reply_to) is not None
    conditions = {
        "represented": _said(draft.person.represents),
        "by_email": by_email,
        "by_post": not by_email,
        "has_observations": observed > 0,
        "more_observations": observed > QUOTED,
        "has_file": _said(draft.file),
        "own_file": _said(draft.file) and is_own_file(draft, parties),
        "other_file": _said(draft.file) and not is_own_file(draft, parties),
        "has_file_hash": bool(file_hash(draft, parties)),
        "has_revision": _said(draft.revision),
        "has_sha": _said(parties.sha or "") and parties.seen is not None,
        "has_hashes": any(one.sha256 for one in parties.files),
        "has_correction": _said(phrase(draft.correction)),
        "has_situation": _said(phrase(draft.situation)),
    }
    yield from _true(conditions)


def _of_party(party: Party) -> Iterator[str]:
    yield from (f"is_{role}" for role in party.roles)
    standings = {model.standing for model in party.items}
    own = own_models(party)
    conditions = {
        "holds_model": any(role in _MODELS for role in party.roles),
        "brought_in": party.brought_in,
        "repeats": any(model.repeats for model in party.items),
        "same": bool(party.by_memory.get(Memory.SAME)),
        "may": bool(party.by_memory.get(Memory.MAY)),
        "with_base": bool(party.by_memory.get(Memory.WITH_BASE)),
        "unknown_memory": bool(party.by_memory.get(Memory.UNKNOWN)),
        "inferred": Standing.INFERRED in standings,
        "contradicted": Standing.CONTRADICTED in standings,
        "several_models": party.total > 1,
        "named_models": bool(own),
        "more_models": bool(own) and party.total > NAMED,
        "has_descendants": party.reaches > 0,
    }
    yield from _true(conditions)


def _law(draft: Draft, party: Party) -> Iterator[str]:
    country, applicability = draft.person.country, party.reachability.applicability
    own = REGIMES.get(regime_of(country), "none") if country else "gdpr"
    regime = "gdpr" if own == "uk" and not under_uk_law(draft, party) else own
    yield f"regime_{regime}"
    # What is known of the Union says nothing of the law of the United Kingdom.
    yield "applies_uncertain" if regime == "uk" else f"applies_{applicability.applies}"
    place = applicability.establishment
    british = own == "uk" or (place is not None and place.country == "GB")
    if british and regime != "uk":
        yield "uk_beside"


def _concerned(represents: str, language: str) -> str:
    named = plain(represents)
    return label(language, "concerned.other", represents=named) if named else label(language, "concerned")


def _catalog(parties: Parties, language: str) -> str:
    """Return from when the catalog is: the day on which it last saw the model, else the name of its state."""
    seen = dated(language, parties.seen)
    return label(language, "catalog.day", day=seen) if seen else label(language, "catalog.state", state=parties.edition)


def _said(value: str) -> bool:
    return bool(plain(value))


def _true(conditions: Mapping[str, bool]) -> Iterator[str]:
    return (name for name, holds in conditions.items() if holds)


def _named(party: Party, language: str) -> Iterator[Mapping[str, str]]:
    for model in own_models(party)[:NAMED]:
        yield {"id": plain(model.id, LONGEST_NAME), "address": address(model), "how": how(model, language)}


def _quoted(observations: Sequence[Observation], parties: Parties, language: str) -> Iterator[Mapping[str, str]]:
    nothing = label(language, "observation.nothing")
    for one in observations:
        yield {
            "prompt": plain(one.prompt, _LONGEST_QUOTE) or nothing,
            "output": plain(one.output, _LONGEST_QUOTE) or nothing,
            "day": dated(language, one.day) or label(language, "observation.undated"),
            "model": plain(one.model or parties.model, LONGEST_NAME),
        }
