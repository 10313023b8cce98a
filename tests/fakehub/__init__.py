"""A faithful stand-in of the Hugging Face Hub: what it answers, how it refuses, and how it fails.

It is held to recorded answers of the Hub (test_recorded.py) and to programs of others that speak with the Hub
(test_client.py, tests/contract/test_peers.py). What neither tells is assumed:

* a date in a cursor is written as in a row; a cursor that cannot be read is refused with 400;
* an address of a renamed repository keeps its parameters when it leads to the new one;
* the sentences of 400 and of 429; a sort that is not known is refused with 400;
* a disabled repository is listed with `disabled`, and is 403 when asked for by its name;
* the answers of `resolve-cache` count among those of `resolve`.

It has no Xet storage: large files come from its second host, whole or in ranges.
"""

from tests.fakehub.accounts import Account
from tests.fakehub.answers import Asked
from tests.fakehub.churn import Churn
from tests.fakehub.faults import Fault, Faults
from tests.fakehub.limits import Limits, Quota
from tests.fakehub.server import Hub, serving
from tests.fakehub.world import World

__all__ = ["Account", "Asked", "Churn", "Fault", "Faults", "Hub", "Limits", "Quota", "World", "serving"]
