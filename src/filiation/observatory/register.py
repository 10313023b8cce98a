"""The register of requests received: kept in the vault, with what is due and the letters that answer them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import msgspec

from filiation.errors import StoreFailed, WrongUse
from filiation.facts.cases import Event
from filiation.facts.letters import Letter, LetterKind
from filiation.facts.register import Received, Register
from filiation.locale import mark
from filiation.rights import register
from filiation.rights.letters.writing import received_letter
from filiation.vault import Vault, new_name

DRAWER = "register"
_VERSION = 1
_REASONED = (LetterKind.EXTENSION, LetterKind.REFUSAL)


class _Kept(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: int
    received: Received


class RequestRegister:
    """The requests that a publisher received, in its vault."""

    def __init__(self, vault: Vault) -> None:
        """Keep the register in `vault`."""
        self._vault = vault

    def add(self, received: Received, today: date) -> Received:
        """Note a request; raises WrongUse for what is impossible or missing."""
        return self._save(replace(register.checked(received, today), id=new_name(), revision=0))

    def register(self, today: date) -> Register:
        """Return all requests with what is due, the most urgent first; what cannot be read is named."""
        found, damaged = [], []
        for name in self._vault.names(DRAWER):
            try:
                found.append(self.received(name))
            except StoreFailed:
                damaged.append(name)
        return Register(today, register.lines(found, today), tuple(damaged))

    def received(self, id: str) -> Received:  # noqa: A002 (its name everywhere)
        """Return one request; raises NotFound, or StoreFailed where it is damaged."""
        body, revision = self._vault.read(DRAWER, id)
        try:
            kept = msgspec.json.decode(body, type=_Kept)
        except msgspec.MsgspecError:
            raise _unreadable(id) from None
        if kept.version != _VERSION:
            raise _unreadable(id)
        return replace(kept.received, id=id, revision=revision)

    def record(self, id: str, event: Event, today: date, *, revision: int) -> Received:  # noqa: A002 (its name everywhere)
        """Note what happened with a request; raises WrongUse for what cannot have, and Changed as the vault does."""
        return self._save(replace(register.recorded(self.received(id), event, today), revision=revision))

    def take_back(self, id: str, number: int, *, revision: int) -> Received:  # noqa: A002 (its name everywhere)
        """Remove something that was noted by mistake (the first is 0); raises NotFound, and Changed as the vault."""
        return self._save(replace(register.taken_back(self.received(id), number), revision=revision))

    def letter(
        self,
        id: str,  # noqa: A002 (its name everywhere)
        kind: LetterKind,
        today: date,
        *,
        sender: str = "",
        told: str = "",
        measures: Sequence[str] = (),
    ) -> Letter:
        """Return a letter that answers a request: RECEIPT, EXTENSION, OUTCOME or REFUSAL.

        Raises WrongUse for an extension or a refusal without reasons, for an extension after the month, and for a
        receipt or an extension of what has its answer. `sender` is how the publisher signs, `told` the
        reason or what else is to be said, `measures` what was done.
        """
        if kind in _REASONED and not told.strip():
            raise WrongUse(
                mark("This letter needs your reasons (article 12(3) and (4))."),
                mark("Write them in a few words; the person has to be able to follow them."),
                field="told",
            )
        now = register.line(self.received(id), today)
        register.check_letter(now, kind)
        return received_letter(now, kind, day=today, sender=sender, told=told, measures=tuple(measures))

    def remove(self, id: str) -> None:  # noqa: A002 (its name everywhere)
        """Remove a request from the register."""
        self._vault.remove(DRAWER, id)

    def _save(self, received: Received) -> Received:
        body = msgspec.json.encode(_Kept(_VERSION, replace(received, revision=0)))
        revision = self._vault.write(DRAWER, received.id, body, expected=received.revision)
        return replace(received, revision=revision)


def _unreadable(name: str) -> StoreFailed:
    return StoreFailed(
        mark("The request {name} of the register cannot be read."),
        mark("All others are unharmed. Restore it from a copy of the vault, or remove it."),
        name=name,
    )
