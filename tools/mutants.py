"""How many of the mutants that mutmut made are killed by the tests, but for those of the wording of messages.

`just mutants` runs mutmut and then this; it lists what survives, and fails below nine in ten.
"""

import ast
import json
import signal
import sys
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
ENOUGH = 0.9
FOUND_OUT = (1, 36, -signal.SIGXCPU)
"""Of mutmut's codes: a test fails, or there is no end to it, by the clock or by what it has used of the processor."""


class Mutant(NamedTuple):
    """A function with one thing in it changed."""

    module: str
    name: str
    line: str
    """What of it is changed."""
    wording: bool
    killed: bool


def mutants(module: Path) -> Iterator[Mutant]:
    """Yield the mutants of `module`, as mutmut wrote them to `mutants/`."""
    codes = json.loads(Path(f"{module}.meta").read_text(encoding="utf-8"))["exit_code_by_key"]
    functions = {
        node.name: node
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    }
    for key, code in codes.items():
        name = key.rpartition(".")[2]
        original = functions[f"{name.rpartition('__mutmut_')[0]}__mutmut_orig"]
        changed = functions[name]
        before, after = (ast.unparse(function).splitlines()[1:] for function in (original, changed))
        line = next(
            (f"{old.strip()}  →  {new.strip()}" for old, new in zip(before, after, strict=False) if old != new), ""
        )
        yield Mutant(module.name, name, line, _is_wording(original, changed), code in FOUND_OUT)


def _is_wording(original: ast.FunctionDef, changed: ast.FunctionDef) -> bool:
    """Return whether nothing but a message is changed: its text, or whether there is one."""
    one, other = (list(_statements(function)) for function in (original, changed))
    differing = [(a, b) for a, b in zip(one, other, strict=False) if ast.dump(a) != ast.dump(b)]
    return len(one) == len(other) and bool(differing) and all(_same_but_messages(a, b) for a, b in differing)


def _statements(function: ast.FunctionDef) -> Iterator[ast.AST]:
    for node in ast.walk(function):
        if isinstance(node, ast.stmt) and not hasattr(node, "body"):
            yield node


def _same_but_messages(one: ast.AST, other: ast.AST) -> bool:
    return ast.dump(_Muted().visit(deepcopy(one))) == ast.dump(_Muted().visit(deepcopy(other)))


class _Muted(ast.NodeTransformer):
    """Takes the messages out: texts of several words, and what is handed over where a message belongs."""

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        several = isinstance(node.value, str) and " " in node.value.strip()
        return ast.Constant("…") if several else node

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        words = (part.value for part in node.values if isinstance(part, ast.Constant))
        return ast.Constant("…") if any(" " in str(word) for word in words) else node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        called = ast.unparse(node.func)
        if called.endswith(("Error", "problem", "warning", "fault")) and node.args:
            node.args = node.args[:-1] if _is_message(node.args[-1]) else node.args
        return node

    def visit_Assign(self, node: ast.Assign) -> ast.AST:
        self.generic_visit(node)
        if ast.unparse(node.targets[0]) in ("message", "hint", "what"):
            node.value = ast.Constant("…")
        return node


def _is_message(node: ast.AST) -> bool:
    return (isinstance(node, ast.Constant) and node.value in ("…", None)) or (
        isinstance(node, ast.Name) and node.id in ("message", "hint")
    )


def main() -> None:
    """Print the table and what survives; leave with 1 where too much does."""
    found = [mutant for meta in sorted((ROOT / "mutants").rglob("*.meta")) for mutant in mutants(meta.with_suffix(""))]
    counted = [mutant for mutant in found if not mutant.wording]
    for module in dict.fromkeys(mutant.module for mutant in counted):
        own = [mutant for mutant in counted if mutant.module == module]
        print(
            f"{module:16} {sum(m.killed for m in own):4} of {len(own):4} {sum(m.killed for m in own) / len(own):7.1%}"
        )
    killed = sum(mutant.killed for mutant in counted)
    print(f"{'all':16} {killed:4} of {len(counted):4} {killed / len(counted):7.1%}")
    print(f"{len(found) - len(counted)} of the wording of messages are apart")
    for mutant in counted:
        if not mutant.killed:
            print(f"{mutant.module}: {mutant.name}: {mutant.line}")
    sys.exit(killed < ENOUGH * len(counted))


if __name__ == "__main__":
    main()
