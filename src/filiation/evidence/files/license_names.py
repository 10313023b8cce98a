"""Which files of a repository are named as licenses and notices are."""

import re

_FILE = re.compile(
    r"(?:[^/]{0,40}[-_.])?(?:licen[sc]e|notice|copying|copyright|privacy|security)(?:[-_.][^/]{0,40})?", re.IGNORECASE
)


def names_rights(path: str) -> bool:
    """Whether a file at the root of a repository is named as one that tells who holds rights, or how to reach them."""
    return _FILE.fullmatch(path) is not None
