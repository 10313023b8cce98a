"""The letters for which a person can ask by name: the command line, the pages and the errors offer the same."""

from filiation.cli.casebook import letters
from filiation.facts.letters import OF_A_PERSON, LetterKind
from filiation.web.pages import case_party
from filiation.words.cases import LETTER
from filiation.words.register import ANSWER


def test_they_have_names_and_are_no_answers_of_a_publisher():
    assert set(OF_A_PERSON) == set(LETTER) - {LetterKind.HOST_REMINDER}
    assert not set(OF_A_PERSON) & set(ANSWER)


def test_both_doors_offer_them():
    option = next(one for one in letters.params if one.name == "kind")
    assert [*option.type.choices] == [kind.value for kind in OF_A_PERSON if kind is not LetterKind.COMPLAINT]
    assert {*case_party._KINDS.values()} == {*OF_A_PERSON} - {LetterKind.HOST}
