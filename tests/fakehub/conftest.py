"""The stand-in runs on real ports of this machine, and nothing else is reached."""

import pytest


def pytest_itemcollected(item: pytest.Item) -> None:
    item.add_marker(pytest.mark.allow_hosts(["127.0.0.1"]))
    item.add_marker(pytest.mark.xdist_group(f"fakehub-{item.path.stem}"))
