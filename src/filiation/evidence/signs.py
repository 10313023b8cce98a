"""What the rule for unlabeled relations looks for in a record, kept once for each child instead of the whole record.

A record may hold thousands of tags, and a child hundreds of parents: the rule is asked for each of them.
"""

import re

from filiation.evidence.relation_rule import PIPELINE, RULES


def _looked_for(call: str) -> tuple[str, ...]:
    """Return the texts that tests of the rules look for by a `call`, whose first group they are in quotes."""
    found = [words for rule in RULES for words in re.findall(call, rule.test)]
    return tuple(sorted({word for words in found for word in re.findall("'([^']*)'", words)}))


TAGS = _looked_for(r"list_has_any\(tags, \[([^]]*)\]")
"""The tags that a test names."""

FILES = _looked_for(r"list_contains\(files, ('[^']*')")
"""The names of files that a test names."""

CONFIG = _looked_for(r"contains\(config, ('[^']*')")
"""The pieces of a configuration that a test names."""


def told(column: str) -> str:
    """Return SQL for a column of a reading (tags, files, config) with nothing but what the tests look for.

    It is null where the column is, so that every rule decides as it would on the whole.
    """
    if column == "config":
        pieces = ", ".join(f"CASE WHEN contains(config, '{piece}') THEN '{piece}' ELSE '' END" for piece in CONFIG)
        return f"CASE WHEN config IS NOT NULL THEN concat_ws(' ', {pieces}) END"
    if column == "files":
        return f"list_intersect(files, {list(FILES)})"
    pipeline = f"list_filter(tags, lambda t: regexp_matches(t, '{PIPELINE}'))[:1]"
    return f"CASE WHEN tags IS NOT NULL THEN list_concat(list_intersect(tags, {list(TAGS)}), {pipeline}) END"
