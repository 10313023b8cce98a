"""The drawer of cases in a vault: keeping them, finding them again, and removing them with all that belongs to them."""

from dataclasses import replace
from datetime import date

from filiation.errors import NotFound, StoreFailed
from filiation.facts.cases import Case, CaseLine, CaseList
from filiation.observatory import case_keeping
from filiation.rights import case_files, case_steps
from filiation.vault import Vault
from filiation.vault.faults import changed

_DRAWER = "cases"


class CaseDrawer:
    """The cases of one vault, as they are kept."""

    def __init__(self, vault: Vault) -> None:
        """Keep cases in `vault`."""
        self._vault = vault

    def case(self, name: str) -> Case:
        """Return one case; raises NotFound, or StoreFailed where it cannot be read."""
        body, revision = self._vault.read(_DRAWER, name)
        return case_files.unpacked_case(body, name, revision)

    def as_shown(self, name: str, revision: int) -> Case:
        """Return a case that is to be changed; raises Changed unless it is as it was when it was shown."""
        case = self.case(name)
        if case.revision != revision:
            raise changed()
        return case

    def save(self, case: Case) -> Case:
        """Keep a case, and return it with its new revision; raises Changed where another window saved it since."""
        body = case_files.packed_case(case)
        return replace(case, revision=self._vault.write(_DRAWER, case.id, body, expected=case.revision))

    def damaged(self) -> tuple[str, ...]:
        """Return the numbers of the cases that cannot be read."""
        return tuple(name for name in self._vault.names(_DRAWER) if self._readable(name) is None)

    def listed(self, today: date) -> CaseList:
        """List the cases with how many parties stand how, the next deadline first; each is read once."""
        read = {name: self._readable(name) for name in self._vault.names(_DRAWER)}
        found = [(self._line(case, today), case_steps.counted(case, today)) for case in read.values() if case]
        found.sort(key=lambda one: (one[0].next_due or date.max, one[0].opened, one[0].id))
        return CaseList(tuple(found), tuple(name for name, case in read.items() if case is None))

    def remove(self, name: str) -> None:
        """Remove a case with its letters and proofs."""
        case = self._readable(name)
        events = [event for party in case.parties for event in party.events] if case else []
        letters = {event.letter for event in events} | (case_keeping.places(case) if case else set())
        for drawer, noted in (("letters", letters), ("proofs", {event.proof for event in events})):
            there = set(self._vault.names(drawer))
            for kept in there & noted | set(self._vault.names(drawer, of=name)):  # damaged ones are only noted
                self._vault.remove(drawer, kept)
        self._vault.remove(_DRAWER, name)

    def _readable(self, name: str) -> Case | None:
        try:
            return self.case(name)
        except (StoreFailed, NotFound):
            return None

    def _line(self, case: Case, today: date) -> CaseLine:
        due = case_steps.deadlines_of(case, today)
        return CaseLine(
            id=case.id,
            title=case.title,
            model=case.draft.model,
            opened=case.opened,
            parties=len(case.parties),
            next_due=due[0].due if due else None,
            saved=self._vault.saved(_DRAWER, case.id),
        )
