"""Imports point one way: from the commands down to the errors, in the order that CONTRIBUTING.md has."""

import ast
import re
from pathlib import Path

import pytest
from conftest import ROOT

PACKAGE = ROOT / "src" / "minewatch"
_TABLE = (
    (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("| module | one idea |")[2].partition("\n\n")[0]
)
_MODULES = re.findall(r"^\|(.*?)\|", _TABLE, re.MULTILINE)
_LISTED = [name for modules in _MODULES for name in re.findall(r"`(\w+)(?:/|\.py)`", modules)]
LAYERS = ("__main__", *_LISTED, "__init__")
"""From the top down, as contributors are told; a module imports from those after it, and from its own package."""

# The package hands out what it is made of; both names are imported where they are called
LAZY = {("__init__", "query"), ("__init__", "store")}


def layer(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """Return the layers that a module imports from, wherever in it the import stands."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        for name in names:
            parts = name.split(".")
            if parts[0] == "minewatch":
                found.add(parts[1] if parts[1] in LAYERS else "__init__")
    return found


def test_every_module_has_a_layer() -> None:
    assert {layer(path) for path in PACKAGE.rglob("*.py")} == set(LAYERS)


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_from_below(path: Path) -> None:
    own = layer(path)
    above = {name for name in imported(path) if LAYERS.index(name) < LAYERS.index(own)}
    assert {(own, name) for name in above} <= LAZY


def test_one_place_reads_yaml_one_asks_the_clock_one_selects() -> None:
    def holding(text: str) -> set[str]:
        return {str(p.relative_to(PACKAGE)) for p in PACKAGE.rglob("*.py") if text in p.read_text(encoding="utf-8")}

    assert holding("import yaml") == {"dataset/edits.py", "dataset/mentions.py", "dataset/nodes.py"}
    assert holding(".now(") == {"cli/output.py"}
    assert holding("isatty") == {"cli/output.py"}
    selecting = {path.split("/")[0] for path in holding('"SELECT ')} | set(holding('f"SELECT '))
    assert {path.split("/")[0] for path in selecting} <= {
        "query.py", "questions", "lookup.py", "scopes.py", "register.py", "selection.py", "listing.py", "store.py", "freshness.py", "tables.py", "compiling",
    }  # fmt: skip
    assert {path.split("/")[0] for path in holding("INSERT INTO")} == {
        "freshness.py",
        "tables.py",
        "compiling",
        "export",
    }
