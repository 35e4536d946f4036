"""SECURITY.md names tests that are there; and an audit that could not look says so."""

import ast
import re
from typing import Any

import audit
import pytest
from conftest import ROOT

NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", (ROOT / "SECURITY.md").read_text(encoding="utf-8"))


def test_every_row_names_a_test() -> None:
    rows = (ROOT / "SECURITY.md").read_text(encoding="utf-8").partition("| tests |\n|---|---|---|\n")[2].splitlines()
    assert len(rows) > 20
    assert [row for row in rows if "`tests/" not in row] == []


@pytest.mark.parametrize(("file", "name"), NAMED, ids=[name for _, name in NAMED])
def test_a_test_that_is_named_is_there(file: str, name: str) -> None:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}


def test_only_what_compiles_in_parts_talks_pickle() -> None:
    talking = {
        path.parent.name
        for path in (ROOT / "src").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import) and {"pickle", "marshal", "shelve"} & {name.name for name in node.names}
    }
    assert talking == {"compiling"}


SOUND = [{"name": "rich", "version": "15.0.0", "vulns": []}]
KNOWN = [{"name": "pyyaml", "version": "5.3", "vulns": [{"id": "CVE-2020-1747"}]}]


@pytest.mark.parametrize(
    ("found", "of_known", "said"),
    [
        (SOUND, KNOWN, []),
        ([{"name": "rich", "skip_reason": "not found"}], KNOWN, ["rich: not found"]),
        ([], KNOWN, ["rich: was not looked up"]),
        (SOUND, [{"name": "pyyaml", "skip_reason": "not found"}], ["nothing is known of pyyaml 5.3, which is vulnerable: the service was not reached"]),
        (SOUND, [{"name": "pyyaml", "version": "5.3", "vulns": []}], ["nothing is known of pyyaml 5.3, which is vulnerable: the service was not reached"]),
        ([{"name": "rich", "version": "1", "vulns": [{"id": "X-1"}]}], KNOWN, ["rich 1: X-1"]),
    ],
)  # fmt: skip
def test_an_audit_that_did_not_look_is_no_good_news(
    found: list[dict[str, Any]], of_known: list[dict[str, Any]], said: list[str]
) -> None:
    assert audit.problems(["rich"], found, of_known) == said


def test_the_oldest_versions_are_those_that_pyproject_names() -> None:
    import lowest

    assert lowest.lowest(["typer>=0.26,<0.29", "rich>=13.8", "types-pyyaml>=6"]) == [
        "typer==0.26",
        "rich==13.8",
        "types-pyyaml==6",
    ]
    with pytest.raises(SystemExit, match="'rich' does not say from which version on"):
        lowest.lowest(["rich"])
