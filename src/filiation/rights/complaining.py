"""To which authority a complaint about a party goes, and in which language it is written.

Article 77(1) of the GDPR lets a person choose: the authority where they live or work, or where it happened, which can
be that of the controller's country. Each authority reads its own languages; where letters can be written in one of
them, it is taken.
"""

from dataclasses import dataclass, replace

from filiation.errors import NotFound, WrongUse
from filiation.facts.cases import Addressing, Involved
from filiation.facts.requests import Draft
from filiation.locale import mark
from filiation.rights.authorities import Authority, Regional, authority
from filiation.rights.letters import languages
from filiation.rights.letters.spoken import spoken

_NAMED_FOR_READERS = ("en", "fr")  # every authority has a name in these, also where it does not write them
_WRITTEN = {"fr": frozenset({"FR", "BE", "LU", "CH"}), "en": frozenset({"IE", "MT", "GB"})}


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who gets a complaint, in which language; `understood`: that is one in which the authority works."""

    authority: Authority
    language: str
    understood: bool


def addressee(draft: Draft, party: Involved) -> Addressee:
    """Return who gets a complaint about a party; raises NotFound where no authority is known, WrongUse for no region.

    Where nothing was chosen it is the authority of the person's country, else that of the party's.
    """
    choice = party.complaint
    offered = [choice.country] if choice.country else choices(draft, party)
    found = next((one for one in map(authority, offered) if one is not None), None)
    if found is None:
        raise NotFound(
            mark("No authority for personal data is known here for {country}."),
            mark("You can choose that of the country in which the party is established, or where it happened."),
            country=choice.country or draft.person.country,
        )
    own = working_languages(found)
    language = choice.language or _language(own, draft.language)
    return Addressee(_of_region(found, choice.region), language, language in own)


def choices(draft: Draft, party: Involved) -> tuple[str, ...]:
    """Return the countries whose authorities are proposed: the person's, then the party's, as far as we know them."""
    countries = dict.fromkeys(one for one in (draft.person.country, party.country) if one)
    return tuple(one for one in countries if authority(one) is not None)


def working_languages(found: Authority) -> tuple[str, ...]:
    """Return the languages in which an authority works, as far as we know."""
    own = [language for language in found.names if language not in _NAMED_FOR_READERS]
    return (*(language for language, there in _WRITTEN.items() if found.country in there), *own)


def checked(choice: Addressing) -> Addressing:
    """Return what was chosen; raises WrongUse for a language, a country or a region that there is not."""
    if choice.language:
        spoken(choice.language)
    found = authority(choice.country) if choice.country else None
    if choice.country and found is None:
        raise WrongUse(
            mark("No authority for personal data is known here for {country}."),
            mark("Write the two letters of a country of the European Economic Area, GB or CH."),
            country=choice.country[:20],
            field="authority",
        )
    return Addressing(found.country if found else "", choice.region, choice.language)


def _language(own: tuple[str, ...], wanted: str) -> str:
    if wanted in own:
        return wanted
    return next((language for language in own if language in languages()), wanted)


def _of_region(found: Authority, region: str) -> Authority:
    if not region:
        return found
    known = [one for one in found.regional if one.region.casefold().startswith(region.casefold())]
    if len(known) != 1:
        raise WrongUse(
            mark("“{region}” is no part of that country with an authority of its own, or several begin so."),
            mark("Its parts are: {known}.") if found.regional else mark("The authority of that country has no parts."),
            region=region[:60],
            known=tuple(one.region for one in found.regional),
            field="land",
        )
    return _regional(found, known[0])


def _regional(found: Authority, part: Regional) -> Authority:
    """Return the authority of a part of a country: of its address we know the website only."""
    names = dict.fromkeys((*found.names, *languages()), part.name)
    return replace(
        found,
        names=names,
        address=(part.website,),
        website=part.website,
        complaint_page=None,
        email=None,
        phone=None,
        source=part.source,
        note={},
        regional=(),
    )
