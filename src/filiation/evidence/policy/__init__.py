"""The policy that makes links of clues; docs/explanation/policy.md tells it to readers.

1.  Every text is resolved to a repository, or rejected with a reason (`targets`, `judging`). A model is never its own
    parent; what only a habit or a trace names is refused where it was published after the child.
2.  Clues that name the same parent of the same child are one candidate (`candidates`). Its relation is what its best
    source says; where none does, the rule for unlabeled links decides (`relation_rule`), with the share of such links
    on which it was right when measured; what the files prove outranks the Hub's label, and equal weights outrank all.
3.  Candidates are judged from the sources nearest to the making of the model to the farthest (`verdicts`): what is
    declared, what the making itself left, words in the card, habits of naming, traces in files. What a far source
    names beside a nearer one is an ancestor further up (`grandparent`), a contradiction, or outweighed.
4.  Standing (`links`): `contradicted` where sources give different relations or parents; else `corroborated` where it
    is declared and an independent file agrees; else `declared`; `inferred` where nobody declared it.
5.  A link none of whose clues is in the newest reading stays, marked gone.
6.  What one source of a record names beyond a number that no model reaches is rejected as `too-many`.

Each link notes the steps that were taken for it (`facts.grounds`).
"""

import duckdb

from filiation.evidence.policy.attaching import attach_clues
from filiation.evidence.policy.candidates import find_candidates
from filiation.evidence.policy.judging import judge_names
from filiation.evidence.policy.links import make_links
from filiation.evidence.policy.relations import decide_relations
from filiation.evidence.policy.verdicts import give_verdicts
from filiation.evidence.targets import find_targets


def resolve(con: duckdb.DuckDBPyConnection) -> None:
    """Make `links` and `evidence` from `clues`, `entities`, `renames` and `marked` (child and parent are keys).

    `links`     child, parent, target, relation, certainty, parent_certainty, reason, standing, grounds, first_seen,
                last_seen, gone
    `evidence`  child, parent (null: rejected), target, raw, source, location, relation, revision, first_seen,
                last_seen, current, supports, rejection
    """
    find_targets(con)
    judge_names(con)
    find_candidates(con)
    decide_relations(con)
    give_verdicts(con)
    make_links(con)
    attach_clues(con)
