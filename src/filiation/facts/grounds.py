"""The steps by which the policy makes a link of clues, as it notes them while it decides."""

from enum import StrEnum


class Ground(StrEnum):
    """One step of the policy, taken for one link; a link has one of each group that applies, in this order."""

    # Who names the parent: the nearest to the making of the model.
    DECLARED = "declared"
    SHOWN = "shown"
    IN_WORDS = "in-words"
    TRACED = "traced"
    BY_HABIT = "by-habit"
    HANDED_UP = "handed-up"
    # Where the relation comes from.
    RELATION_STATED = "relation-stated"
    RELATION_PROVED = "relation-proved"
    RELATION_SHOWN = "relation-shown"
    RELATION_RULE = "relation-rule"
    RELATION_OPEN = "relation-open"
    # What the files prove against what was stated.
    LABEL_OUTRANKED = "label-outranked"
    CARD_OUTRANKED = "card-outranked"
    # Whether the clues agree.
    AGREED = "agreed"
    NOT_CHECKED = "not-checked"
    NOBODY_DECLARES = "nobody-declares"
    RELATIONS_DIFFER = "relations-differ"
    PARENTS_DIFFER = "parents-differ"
    # What makes one ask.
    YOUNGER_PARENT = "younger-parent"
    REMOTE_NAMED = "remote-named"
    PROBABLY_REMOTE = "probably-remote"
