"""What the host of a contact tells: whose it is, and whether a page there can be taken for a private way."""

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from filiation.evidence.contacts.websites import is_form_service
from filiation.facts.contacts import Contact, Whose
from filiation.facts.rights import ContactKind
from filiation.rights.publishers import CURATED, Listed, owners_of_hosts

_AT_HOSTS = frozenset({ContactKind.EMAIL, ContactKind.FORM, ContactKind.WEBSITE})
_OF_ITS_OWN = frozenset({ContactKind.EMAIL, ContactKind.WEBSITE})
_SHARED_ENDINGS = frozenset({"ac", "co", "com", "edu", "gov", "net", "org"})  # above the names of countries


def attributed(one: Contact, entry: Listed | None) -> Contact:
    """Return a contact; at a host of another publisher of our list, or one that only looks like it, it is another's.

    A part of a host is its owner's too (`mail.mistral.ai`); `mistral.ai.example.net` belongs to who has `example.net`.
    """
    host = host_of(one)
    if one.source == CURATED or not host:
        return one
    owner = _owner(host)
    posed = owner is None and any(f".{known}." in f".{host}." for known in owners_of_hosts())
    foreign = posed or (owner is not None and owner is not entry)
    return replace(one, whose=Whose.OTHER) if foreign else one


def forms_checked(contacts: Sequence[Contact]) -> list[Contact]:
    """Return contacts in which a page counts as a form only at a service for forms, or on the publisher's own site.

    Anywhere else it may be a public board: it is told as a page to look at, and no letter goes there.
    """
    own = {site(host) for one in contacts if _is_own(one) for host in [host_of(one)] if host}
    return [_as_page(one) if _is_odd_form(one, own) else one for one in contacts]


def host_of(one: Contact) -> str:
    """Return the host of an address or a page, in lower case; empty where a contact has none."""
    if one.kind not in _AT_HOSTS:
        return ""
    value = one.value.lower()
    return value.rpartition("@")[2] if one.kind is ContactKind.EMAIL else urlsplit(value).hostname or ""


def site(host: str) -> str:
    """Return the part of a host that somebody registered: `example.org` of `www.example.org`."""
    labels = host.split(".")
    short = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SHARED_ENDINGS
    return ".".join(labels[-3 if short else -2 :])


def _owner(host: str) -> Listed | None:
    """Return the publisher of our list to which a host, or one above it, belongs."""
    known, labels = owners_of_hosts(), host.split(".")
    above = (".".join(labels[place:]) for place in range(len(labels) - 1))
    return next((known[one] for one in above if one in known), None)


def _is_own(one: Contact) -> bool:
    return one.whose is Whose.PUBLISHER and (one.kind in _OF_ITS_OWN or one.source == CURATED)


def _is_odd_form(one: Contact, own: set[str]) -> bool:
    if one.kind is not ContactKind.FORM or one.source == CURATED:
        return False
    host = host_of(one)
    return not is_form_service(host) and site(host) not in own


def _as_page(one: Contact) -> Contact:
    return replace(one, kind=ContactKind.WEBSITE)
