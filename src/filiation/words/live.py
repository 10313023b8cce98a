"""How the product calls the ways in which the Hub answers for a repository."""

from collections.abc import Mapping

from filiation.facts.live import Access
from filiation.locale import mark

ACCESS: Mapping[Access, str] = {
    Access.PUBLIC: mark("public"),
    Access.GATED: mark("public; its files are given on request"),
    Access.DISABLED: mark("disabled by the Hub: its files are out of reach"),
    Access.PRIVATE: mark("private: only shown to those who may see it, as you"),
    Access.NOT_PUBLIC: mark("not shown to the public: deleted, made private, or never there"),
}
"""What each way of answering means."""
