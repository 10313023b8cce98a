"""Follows names through Python source without running it: constants, unions, imports between siblings."""

import ast
import io
import re
import tokenize
from dataclasses import dataclass, field

from sample_packages import Wheel

_NOT_TRAINED = re.compile(r"(?i)not trained|translat|not directly|not used|zero-?shot")


@dataclass
class Module:
    """One file: its syntax tree, its top-level names, and the lines whose comment takes an entry back."""

    tree: ast.Module
    doubted: set[int]
    siblings: "dict[str, Module]"
    names: dict[str, ast.expr] = field(default_factory=dict)
    imports: dict[str, tuple[str, str]] = field(default_factory=dict)

    def index(self) -> None:
        """Note what the file assigns and what it imports from its siblings."""
        for node in self.tree.body:
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                self.names[node.targets[0].id] = node.value
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
                self.names[node.target.id] = node.value
            elif isinstance(node, ast.ImportFrom) and node.module:
                for one in node.names:
                    self.imports[one.asname or one.name] = (node.module.rpartition(".")[2], one.name)

    def text(self, node: ast.expr | None) -> str | None:
        """Return the string that `node` stands for, or None where that is not plain in the source."""
        node = self.follow(node)[1]
        return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None

    def follow(self, node: ast.expr | None) -> "tuple[Module, ast.expr | None]":
        """Find where the expression behind a name is written, through at most ten names."""
        module: Module = self
        for _ in range(10):
            if not isinstance(node, ast.Name):
                break
            if node.id in module.names:
                node = module.names[node.id]
            elif node.id in module.imports and module.imports[node.id][0] in module.siblings:
                file, name = module.imports[node.id]
                module, node = module.siblings[file], ast.Name(name)
            else:
                return module, None
        return module, node

    def strings(self, node: ast.expr | None) -> set[str]:
        """Return all strings of a set, list or tuple, a dict's keys, or a union; the doubted left out."""
        module, node = self.follow(node)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr | ast.Add):
            return module.strings(node.left) | module.strings(node.right)
        if isinstance(node, ast.Call):
            return module.called(node)
        if isinstance(node, ast.Set | ast.List | ast.Tuple):
            return module.elements(node.elts)
        if isinstance(node, ast.Dict):
            return module.elements([key for key in node.keys if key is not None])
        return set()

    def called(self, call: ast.Call) -> set[str]:
        """Return what `set(…)`, `list(…)`, `a.union(b)` or `a.copy()` hold; nothing for other calls."""
        if isinstance(call.func, ast.Name) and call.func.id in {"set", "list", "frozenset", "sorted"}:
            return set().union(*(self.strings(one) for one in call.args))
        if isinstance(call.func, ast.Attribute) and call.func.attr in {"union", "copy"}:
            return self.strings(call.func.value).union(*(self.strings(one) for one in call.args))
        return set()

    def elements(self, nodes: list[ast.expr]) -> set[str]:
        """Return the strings among `nodes`, and what is unpacked into them with a star."""
        found: set[str] = set()
        for node in nodes:
            if isinstance(node, ast.Starred):
                found |= self.strings(node.value)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.lineno not in self.doubted:
                found.add(node.value)
        return found


def modules(wheel: Wheel, folder: str) -> dict[str, Module]:
    """Parse every file of `folder` in the wheel, by file name; imports between them are followed."""
    siblings: dict[str, Module] = {}
    found = {}
    for name in wheel.names(folder, ".py"):
        source = wheel.text(name)
        module = Module(ast.parse(source), _doubted(source), siblings)
        module.index()
        found[name] = siblings[name.rpartition("/")[2].removesuffix(".py")] = module
    return found


def _doubted(source: str) -> set[int]:
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {token.start[0] for token in tokens if token.type == tokenize.COMMENT and _NOT_TRAINED.search(token.string)}
