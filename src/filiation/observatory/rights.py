"""The third of the façade that is about rights: whom to write to, and how they can be reached."""

from collections.abc import Sequence

from filiation.catalog.edition import Edition
from filiation.facts.contacts import Reachability
from filiation.facts.parties import Parties
from filiation.facts.register import Announcement, Made


class Rights:
    """What can be asked about those who publish models; `Observatory` has all of it."""

    @property
    def edition(self) -> Edition:
        """The edition that answers."""
        raise NotImplementedError

    def contacts(self, name: str) -> Reachability:
        """Tell how a publisher can be reached, with the place where each contact was found.

        `name` is a publisher, or a model: then it is about that model's publisher, and what the model's own files
        say comes first.
        """
        from filiation.observatory import contacts

        return contacts.contacts(self.edition, name)

    def parties(
        self,
        model: str,
        *,
        repeats: Sequence[str] = (),
        silent: Sequence[str] = (),
        publisher: str | None = None,
        limit: int = 20,
        offset: int = 0,
    ) -> Parties:
        """Tell to whom to write about what a model remembers: who may have to answer, in order, and who reaches most.

        `repeats` and `silent` name models of the family that were tested: they do, or do not, say what was found.
        `publisher` asks for one party alone, with all its models (`huggingface`: the host too; `unknown`: the models
        of which the publisher is unknown); `limit` 0 lists all publishers of descendants.
        """
        from filiation.observatory import parties

        wanted = parties.Wanted(tuple(repeats), tuple(silent), publisher, limit, offset)
        return parties.parties(self.edition, model, wanted)

    def announce(self, announcement: Announcement) -> Made:
        """Tell what a publisher publishes, sends to those downstream and pastes into the card about what it did.

        Raises WrongUse for a new version or a revision that can be none.
        """
        from filiation.observatory import announcing

        return announcing.announce(self.edition, announcement)
