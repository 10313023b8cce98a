"""What a publisher makes known about its model: to the public, to those downstream, and on the model's card."""

import re
from dataclasses import replace

import numpy as np

from filiation.catalog.edition import Edition
from filiation.errors import WrongUse
from filiation.export.card import new_version_metadata, quoted_block
from filiation.facts.parties import Party
from filiation.facts.register import Announcement, CardChange, Made
from filiation.facts.rights import Role
from filiation.locale import LANGUAGES, mark
from filiation.observatory import parties
from filiation.observatory.asking import model_number
from filiation.rights.letters.writing import notice_letter, recipients_letter
from filiation.words.announcing import banner
from filiation.words.speech import speech

_REPOSITORY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,95}/[A-Za-z0-9][A-Za-z0-9._-]{0,95}")
_REVISION = re.compile(r"[0-9a-f]{7,64}|[A-Za-z0-9][A-Za-z0-9._/-]{0,95}")
_LONGEST = 300


def announce(edition: Edition, asked: Announcement) -> Made:
    """Return what to publish and to send about a model; raises WrongUse for what cannot be so."""
    _check(asked)
    found = parties.parties(edition, asked.model, parties.Wanted(limit=1))
    said = replace(asked, model=found.model)
    language = said.language if said.language in LANGUAGES else "en"
    direct = int(edition.graph.down.degree(np.array([model_number(edition, said.model)]))[0])
    metadata = new_version_metadata(said.new_version) if said.new_version else ""
    return Made(
        announcement=said,
        direct=direct,
        further=found.descendants - direct,
        publishers=found.total + sum(_is_downstream(party, found.publisher) for party in found.first),
        unowned=found.unowned,
        notice=notice_letter(said, found),
        recipients=recipients_letter(said, found),
        card=CardChange(metadata, quoted_block(banner(speech(language), said))),
    )


def _is_downstream(party: Party, own: str | None) -> bool:
    """Whether one of those to whom a person writes first, whom the list below does not repeat, has descendants too."""
    return Role.DESCENDANT in party.roles and party.publisher not in {None, own}


def _check(said: Announcement) -> None:
    if said.new_version and not _REPOSITORY.fullmatch(said.new_version):
        raise WrongUse(
            mark("“{value}” can be no repository."), mark("Write it as owner/name."), value=said.new_version[:_LONGEST]
        )
    if said.revision and not _REVISION.fullmatch(said.revision):
        raise WrongUse(
            mark("“{value}” can be no revision."),
            mark("Give the name of a commit (its SHA) or of a tag."),
            value=said.revision[:_LONGEST],
        )
    if len(said.contact) > _LONGEST or not said.contact.isprintable():
        raise WrongUse(
            mark("This contact is too long, or has characters that cannot be shown."),
            mark("Give one address, in one line."),
        )
