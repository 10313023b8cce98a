"""Cases of the policy: the records and files of all tests of a module are read together, which is done once."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from tests.making import imported, inspected, model

from filiation.facts.evidence import LinkEvidence
from filiation.facts.grounds import Ground
from filiation.facts.vocabulary import Rejection
from filiation.observatory import Observatory

Files = Mapping[str, bytes | str | None]
Test = TypeVar("Test", bound=Callable[..., None])


def made(month: int, year: int = 2023) -> dict[str, str]:
    return {"createdAt": f"{year}-{month:02d}-01T00:00:00.000Z"}


BASE = model("base/B", downloads=9, **made(1))
TUNED = model("tuner/B-chat", "base_model:base/B", **made(2), lastModified="2023-02-02T00:00:00.000Z")
OTHER = model("other/C", **made(1))


@dataclass
class Cases:
    """The records and files that the tests of one module need; every test has a child of its own."""

    records: list[dict[str, Any]] = field(default_factory=lambda: [BASE, TUNED, OTHER])
    files: dict[str, Files] = field(default_factory=dict)
    sums: dict[tuple[str, str], str] = field(default_factory=dict)

    def __call__(
        self,
        *records: dict[str, Any],
        files: Mapping[str, Files] | None = None,
        sums: Mapping[tuple[str, str], str] | None = None,
    ) -> Callable[[Test], Test]:
        """Add what a test needs."""
        self.records += records
        self.files |= {name: {path: None for mine, path in sums or {} if mine == name} for name, _ in sums or {}}
        self.files |= files or {}
        self.sums |= sums or {}
        return lambda test: test

    def read(self, folder: Path) -> Observatory:
        """Return a store in which all of it was read."""
        imported(folder, self.records)
        return inspected(folder, self.files, sums=self.sums)


def child(name: str, *tags: str, month: int = 7, **fields: Any) -> dict[str, Any]:
    return model(name, *tags, **made(month), **fields)


def listing(*names: str) -> list[dict[str, str]]:
    return [{"rfilename": name} for name in names]


def settings(base: str) -> str:
    return json.dumps({"peft_type": "LORA", "base_model_name_or_path": base})


def path_noted(name: str) -> str:
    return json.dumps({"_name_or_path": name})


def sentence(name: str, made_by: str = "fine-tuned") -> str:
    return f"This model is a {made_by} version of [{name}](https://huggingface.co/{name}).\n\n"


def card(*names: str, made_by: str = "fine-tuned") -> str:
    return "---\nlicense: mit\n---\n\n# A model\n\n" + "".join(sentence(name, made_by) for name in names)


def links(catalog: Observatory, of: str) -> dict[str, tuple[str, str]]:
    return {p.id: (p.relation.value, p.standing.value) for p in catalog.show(of).parents}


def link(catalog: Observatory, of: str, parent: str) -> LinkEvidence:
    return next(one for one in catalog.evidence(of).links if one.parent == parent)


def grounds(catalog: Observatory, of: str, parent: str) -> tuple[Ground | str, ...]:
    return link(catalog, of, parent).grounds


def rejected(catalog: Observatory, of: str) -> list[tuple[str, Rejection]]:
    """What made no link: the place (a file without its lines) and the reason."""
    return sorted((one.location.split(":")[0], one.reason) for one in catalog.evidence(of).rejected)


def reasons(catalog: Observatory, of: str) -> set[Rejection]:
    return {one.reason for one in catalog.evidence(of).rejected}
