"""Work on cases: opened and changed, compared with the catalog, with the letters that went out or would go out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from filiation.errors import NotFound, WrongUse
from filiation.facts.cases import (
    Addressing,
    Case,
    CaseLine,
    CaseList,
    Deadline,
    Event,
    EventKind,
    Overview,
)
from filiation.facts.letters import Letter, LetterKind
from filiation.facts.requests import Draft
from filiation.locale import mark
from filiation.observatory import Observatory, case_bundles, case_keeping, case_letters, case_parties
from filiation.observatory.case_drawer import CaseDrawer
from filiation.rights import case_files, case_history, case_noting, case_steps, complaining
from filiation.rights.drafts import check_day
from filiation.vault import Vault, new_name

LARGEST_PROOF = 10_000_000
"""The most bytes of one proof."""

_LONGEST_TITLE = 200


class Casework:
    """The cases of one vault, and the observatory that knows to whom they are about."""

    def __init__(self, vault: Vault, observatory: Observatory) -> None:
        """Keep cases in `vault`; ask `observatory` who is who."""
        self._vault = vault
        self._drawer = CaseDrawer(vault)
        self._observatory = observatory

    @staticmethod
    def read_case_file(body: bytes) -> tuple[Draft, tuple[str, ...]]:
        """Return what a file that a browser saved tells, and the parties chosen; raises WrongUse, naming the field."""
        return case_files.read_case_file(body)

    def open_case(self, draft: Draft, publishers: Sequence[str], today: date, *, title: str = "") -> Case:
        """Begin a case with the publishers chosen (`huggingface`: the host); empty: those that are proposed."""
        check_day(draft, today)
        chosen = case_parties.chosen(self._observatory, draft, publishers)
        members, edition = case_parties.family(self._observatory.edition, draft.model)
        case = Case(
            id=new_name(),
            title=_title(title) or draft.model,
            opened=today,
            draft=draft,
            parties=chosen.parties,
            family=members,
            edition=edition,
            sha=chosen.sha,
        )
        return self._drawer.save(case)

    def cases(self, today: date) -> tuple[CaseLine, ...]:
        """List the cases, the next deadline first; those that cannot be read are named by `damaged`."""
        return tuple(line for line, _ in self.listed(today).items)

    def damaged(self) -> tuple[str, ...]:
        """Return the numbers of the cases that cannot be read."""
        return self._drawer.damaged()

    def listed(self, today: date) -> CaseList:
        """List the cases with how many parties stand how, the next deadline first; each is read once."""
        return self._drawer.listed(today)

    def case(self, id: str) -> Case:  # noqa: A002 (its name everywhere)
        """Return one case; raises NotFound, or StoreFailed where it cannot be read."""
        return self._drawer.case(id)

    def overview(self, id: str, today: date) -> Overview:  # noqa: A002 (its name everywhere)
        """Return the whole cascade of a case: who stands where, what is next, and how the family has changed since."""
        case = self.case(id)
        return case_steps.overview(case, today, case_parties.change(self._observatory.edition, case))

    def letter(
        self,
        id: str,  # noqa: A002 (its name everywhere)
        party: int,
        *,
        kind: LetterKind | None = None,
        today: date,
    ) -> Letter:
        """Return a letter to a party: as it was sent where it was, else as it would be now.

        Without a `kind`, the request, or the letter to the host. A complaint that was sent is written anew once it
        goes to another authority, or more has happened; a request, once all seemed to be done.
        """
        case = self.case(id)
        kept = self._kept(case, party, kind, today)
        return kept or self._composed(case, party, kind, today)

    def hand_out(
        self,
        id: str,  # noqa: A002 (its name everywhere)
        party: int,
        *,
        kind: LetterKind | None = None,
        today: date,
    ) -> Letter:
        """Return a letter that is to be saved as a file, and keep it as the one that may be sent.

        Once it is noted that a letter was sent, the one that was handed out last is kept as that letter.
        """
        case = self.case(id)
        kept = self._kept(case, party, kind, today)
        if kept is not None:
            return kept
        letter = self._composed(case, party, kind, today)
        case_keeping.note_written(self._vault, case, party, letter)
        return letter

    def record(
        self,
        id: str,  # noqa: A002 (its name everywhere)
        party: int,
        event: Event,
        *,
        revision: int,
        today: date,
        proof: bytes | None = None,
    ) -> Case:
        """Note what happened with a party, with a file that proves it; a letter that went out is kept.

        That is the one that was handed out last; where none was, it is put together as the case is now.
        Raises WrongUse for what cannot have happened up to today, Changed where another window saved the case since;
        then nothing is kept.
        """
        if proof is not None and len(proof) > LARGEST_PROOF:
            raise WrongUse(
                mark("The file is too large: at most ten million bytes are kept."),
                mark("Keep a smaller copy here, and the large one elsewhere."),
                field="proof",
            )
        before = self._drawer.as_shown(id, revision)
        bare = case_noting.checked(before, party, replace(event, proof="", letter=""), today)
        letter = self._letter_sent(before, party, event)
        kept_as = {"proofs": proof, "letters": letter}
        names = {drawer: case_keeping.put(self._vault, drawer, body, id) for drawer, body in kept_as.items()}
        kept = replace(bare, proof=names["proofs"], letter=names["letters"])
        try:
            return self._drawer.save(case_noting.recorded(before, party, kept, today))
        except BaseException:
            for drawer, name in names.items():
                if name:
                    self._vault.remove(drawer, name)
            raise

    def take_back(
        self,
        id: str,  # noqa: A002 (its name everywhere)
        party: int,
        number: int,
        *,
        revision: int,
    ) -> Case:
        """Remove something that was noted by mistake (the first with a party is 0), with its letter and its proof.

        Raises NotFound and WrongUse as `rights.case_noting.taken_back`, Changed where another window saved the case.
        """
        case, event = case_noting.taken_back(self._drawer.as_shown(id, revision), party, number)
        saved = self._drawer.save(case)
        for drawer, name in (("letters", event.letter), ("proofs", event.proof)):
            if name in self._vault.names(drawer):
                self._vault.remove(drawer, name)
        return saved

    def proof(self, id: str, party: int, name: str) -> bytes:  # noqa: A002 (its name everywhere)
        """Return a file that proves an event with a party; raises NotFound where there is none of that name."""
        names = {event.proof for event in case_history.party_of(self.case(id), party).events}
        if not name or name not in names:
            raise NotFound(mark("The case has no such file."), mark("Look at what was noted in it."))
        return self._vault.read("proofs", name)[0]

    def amend(
        self,
        id: str,  # noqa: A002 (its name everywhere)
        draft: Draft,
        *,
        revision: int,
        today: date,
        title: str | None = None,
    ) -> Case:
        """Change what the person told, or the title; letters that went out stay as they were."""
        case = self._drawer.as_shown(id, revision)
        if draft.day != case.draft.day:
            check_day(draft, today)
        if draft.model != case.draft.model:
            raise WrongUse(
                mark("A case is about one model."), mark("Open a new case for another model."), field="model"
            )
        named = case.title if title is None else _title(title) or draft.model
        return self._drawer.save(replace(case, draft=draft, title=named))

    def address_complaint(
        self,
        id: str,  # noqa: A002 (its name everywhere)
        party: int,
        choice: Addressing,
        *,
        revision: int,
    ) -> Case:
        """Choose to which authority a complaint about a party goes, and in which language it is written."""
        case = self._drawer.as_shown(id, revision)
        involved = replace(case_history.party_of(case, party), complaint=complaining.checked(choice))
        complaining.addressee(case.draft, involved)
        return self._drawer.save(replace(case, parties=(*case.parties[:party], involved, *case.parties[party + 1 :])))

    def take_in(
        self,
        id: str,  # noqa: A002 (its name everywhere)
        publishers: Sequence[str],
        *,
        revision: int,
    ) -> Case:
        """Add parties, and note the family as it is now; whoever is a party already stays as it is."""
        case = self._drawer.as_shown(id, revision)
        known = {case_parties.asked_as(party).casefold() for party in case.parties}
        new = [name for name in dict.fromkeys(publishers) if name.casefold() not in known]
        added = case_parties.chosen(self._observatory, case.draft, new).parties if new else ()
        members, edition = case_parties.family(self._observatory.edition, case.draft.model)
        return self._drawer.save(replace(case, parties=(*case.parties, *added), family=members, edition=edition))

    def deadlines(self, id: str, today: date) -> tuple[Deadline, ...]:  # noqa: A002 (its name everywhere)
        """Return what is still due in a case, the next first."""
        return case_steps.deadlines_of(self.case(id), today)

    def case_bundle(
        self,
        id: str,  # noqa: A002 (its name everywhere)
        party: int,
        today: date,
        *,
        notes: bool = False,
    ) -> Mapping[str, bytes]:
        """Return the file of a case about one party, as it goes with a complaint: names and contents.

        It holds the complaint, the letters that went out, what was observed, what happened when, and the proofs; what
        the person noted on events only with `notes`, and notes of their own never. Raises WrongUse before a complaint
        can be written, and StoreFailed where a letter or a proof cannot be read: such a file would not be whole.
        """
        case = self.case(id)
        events = case_history.party_of(case, party).events
        complaint = self.hand_out(id, party, kind=LetterKind.COMPLAINT, today=today)
        sent = [
            (one, letter)
            for one in events
            if one.letter and (letter := case_keeping.read(self._vault, one.letter)) != complaint
        ]
        proofs = [(one, self._vault.read("proofs", one.proof)[0]) for one in events if one.proof]
        return case_bundles.bundle(case, party, complaint, sent, proofs, notes=notes)

    def remove(self, id: str) -> None:  # noqa: A002 (its name everywhere)
        """Remove a case with its letters and proofs."""
        self._drawer.remove(id)

    def _kept(self, case: Case, party: int, kind: LetterKind | None, day: date) -> Letter | None:
        """Return a letter as it was sent; None where none was, or where another complaint is to be written now."""
        kept = case_keeping.sent(self._vault, case, party, kind)
        if kept is None or kind is not LetterKind.COMPLAINT:
            return kept
        return kept if case_keeping.says_the_same(kept, self._composed(case, party, kind, day)) else None

    def _composed(self, case: Case, party: int, kind: LetterKind | None, day: date) -> Letter:
        """Return a letter as it would be written now; one that follows names the rights of the one that was sent."""
        if kind in case_keeping.FOLLOWING:
            case = case_keeping.as_exercised(self._vault, case, party)
        return case_letters.composed(self._observatory, case, party, kind, day)

    def _letter_sent(self, case: Case, party: int, event: Event) -> bytes | None:
        """Return the letter that goes out with an event, to be kept; None where none does, or none can be written.

        What happened is noted even where the catalog does not hold the model any more.
        """
        again = event.kind is EventKind.SENT and case_history.has_reacted(case, party, event.day)
        if again or event.kind not in case_keeping.KIND_OF:
            return None
        letter = case_keeping.written(self._vault, case, party, event)
        try:
            letter = letter or self._composed(case, party, case_keeping.KIND_OF[event.kind], event.day)
        except (NotFound, WrongUse):
            return None
        return case_files.packed_letter(letter)


def _title(text: str) -> str:
    return " ".join(text.split())[:_LONGEST_TITLE]
