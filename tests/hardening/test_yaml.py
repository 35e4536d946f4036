"""YAML that would exhaust the reader, run something, or change a fact: each is a fault with its line."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import HARBOUR, Run
from hypothesis import given
from hypothesis import strategies as st

from minewatch.check import check
from minewatch.dataset import load, nodes
from minewatch.faults import Problem

SOUND = (HARBOUR / "harbour.yaml").read_text(encoding="utf-8")
LOADERS = {"libyaml": getattr(yaml, "CLoader", None), "pure": yaml.Loader}
MANY = 100_000

BOMBS = {
    "lists": "gaps: " + "[" * MANY,
    "closed lists": "gaps: " + "[" * MANY + "]" * MANY,
    "mappings": "{a: " * MANY,
    "sets": "{? " * MANY,
    "dashes": "- " * MANY,
    "questions": "? " * MANY,
    "tags": "!!python/object/apply:os.system [" * MANY,
    "anchors": "&a [" * MANY,
    "indents": "".join(f"{' ' * n}a:\n" for n in range(1_000)),
    "laughs": "a: &a [x]\n" + "".join(f"{b}: &{b} [{f'*{a},' * 9}]\n" for a, b in pairwise("abcdefghi")),
}  # fmt: skip


@pytest.fixture(params=LOADERS)
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read with the loader in C and with the one in Python, which stands in where there is none in C."""
    if LOADERS[request.param] is None:
        pytest.skip("this PyYAML has no loader in C")
    monkeypatch.setattr(nodes, "_LOADER", LOADERS[request.param])


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_a_fault_at_its_line_and_is_not_read_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bomb: str
) -> None:
    (tmp_path / "d.yaml").write_text(bomb, encoding="utf-8")
    read = 0
    inner = yaml.parse

    def counted(*given: Any, **named: Any) -> Iterator[Any]:
        nonlocal read
        for event in inner(*given, **named):
            read += 1
            yield event

    monkeypatch.setattr(yaml, "parse", counted)
    (fault,) = load(tmp_path).problems
    assert fault.rule in ("yaml-depth", "yaml-alias", "yaml-tag", "yaml-syntax")
    assert fault.line <= nodes.MAX_DEPTH + 1
    assert read <= 4 * nodes.MAX_DEPTH


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_a_bomb_does_not_bring_the_process_down(tmp_path: Path, bomb: str) -> None:
    """The loader in C makes the interpreter itself fall over where it nests what it reads."""
    (tmp_path / "d.yaml").write_text(bomb, encoding="utf-8")
    result = subprocess.run(
        [sys.executable, "-m", "minewatch", "country", "--data", str(tmp_path)],
        capture_output=True, check=False, env=os.environ, encoding="utf-8", timeout=60,
    )  # fmt: skip
    assert (result.returncode, result.stdout) == (4, "")
    assert re.fullmatch(rf"{re.escape(str(tmp_path))}/d\.yaml:\d+: yaml-[a-z]+: .*\n", result.stderr)


@pytest.mark.usefixtures("loader")
def test_as_deep_as_is_allowed_is_read(tmp_path: Path) -> None:
    path = tmp_path / "d.yaml"
    for depth, expected in ((nodes.MAX_DEPTH, []), (nodes.MAX_DEPTH + 1, ["yaml-depth"])):
        path.write_text("a: " + "[" * (depth - 1) + "x" + "]" * (depth - 1))
        problems: list[Problem] = []
        assert nodes.parse(path, "d", problems).whole is not bool(expected)
        assert [problem.rule for problem in problems] == expected


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "d.yaml"
    with path.open("wb") as file:
        file.truncate(nodes.MAX_BYTES + 1)
    monkeypatch.setattr(Path, "read_bytes", None)
    (fault,) = load(tmp_path).problems
    assert str(fault) == f"{path}:1: too-large: over 64 MiB: split the file"


# Facts that YAML changes

FACTS = {
    "label: NO": "NO", "label: no": "no", "label: yes": "yes", "label: 0123": "0123", "label: 12:30:45": "12:30:45",
    "label: 1.10": "1.10", "label: .nan": ".nan", "label: 2023-13-45": "2023-13-45", "label: 1e3": "1e3",
    "label: 0x1F": "0x1F", "label: 1_000": "1_000", "label: 'null'": "null", "label: 2026-02-20": "2026-02-20",
    "label: =": "=", "label: .inf": ".inf", "label: TRUE": "TRUE",
}  # fmt: skip


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize(("written", "meant"), FACTS.items(), ids=FACTS)
def test_a_scalar_is_the_text_that_stands_there(tmp_path: Path, written: str, meant: str) -> None:
    (tmp_path / "d.yaml").write_text(f"entities: [{{id: x, kind: place, {written}}}]")
    loaded = load(tmp_path)
    assert loaded.problems == ()
    assert loaded.dataset.entities[0].label == meant


CHANGED = {
    "a repeated key": ("label: Ruritania,", "label: Ruritania, label: Atlantis,", "repeated-field"),
    "a merge key": ("label: Ruritania,", "label: Ruritania, <<: {note: x},", "yaml-merge"),
    "a tag": ("label: Ruritania,", "label: !!str Ruritania,", "yaml-tag"),
    "a tag of its own": ("label: Ruritania,", "label: !x Ruritania,", "yaml-tag"),
    "a plain tag": ("label: Ruritania,", "label: ! Ruritania,", "yaml-tag"),
    "an anchor": ("label: Ruritania,", "label: &a Ruritania,", "yaml-alias"),
    "an alias": ("label: Ruritania,", "label: *a,", "yaml-alias"),
    "a second document": ("dataset: {id", "---\ndataset: {id", None),
    "a lone surrogate": ("label: Ruritania,", 'label: "\\ud800",', "yaml-syntax yaml-character"),
    "a key that is no text": ("label: Ruritania,", "label: Ruritania, [a]: b,", "wrong-type"),
    "a key that is null": ("label: Ruritania,", "label: Ruritania, ~: b,", "wrong-type"),
    "a date that is none": ("edtf: 2024-11-05", "edtf: 2023-13-45", "bad-date"),
    "a number in disguise": ("low: 40, high", "low: 0o40, high", "wrong-type"),
    "not a number": ("low: 40, high", "low: .nan, high", "wrong-type"),
    "a number of Python's": ("low: 40, high", "low: 4_0, high", "wrong-type"),
    "digits of elsewhere": ("low: 40, high", "low: ٤٠, high", "wrong-type"),
    "a paragraph in octal": ("evidence: [1]", "evidence: [0x1]", "wrong-type"),
    "a flag that is none": ("label: Ruritania,", "label: Ruritania, draft: yes,", "wrong-type"),
}  # fmt: skip


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize(("sound", "changed", "rule"), CHANGED.values(), ids=CHANGED)
def test_what_would_change_a_fact_is_a_fault(tmp_path: Path, sound: str, changed: str, rule: str | None) -> None:
    text = SOUND.replace(sound, changed, 1)
    assert text != SOUND
    (tmp_path / "d.yaml").write_text(text, encoding="utf-8")
    rules = {problem.rule for problem in load(tmp_path).problems}
    assert len(rules) == bool(rule)
    assert rules <= set((rule or "").split())


CUT = {
    "label: Ruritania #3": 1,
    "label: a ship\u0142 #3 and on": 1,
    "label: a ship\n        in #3 lines": 2,
    "label: Ruritania # it is": 0,
    "label: Ruritania #": 0,
    "label: Ruritania ##": 0,
    "label: Ruritania#3": 0,
    "label: 'Ruritania #3' #3": 0,
    'label: "Ruritania #3"': 0,
    "label: >-\n        Ruritania #3": 0,
    "label: Ruritania\n      #3": 0,
    "label: Ruritania\n    # see #3": 0,
}
"""A field, and on which of its lines a part of its text is cut off as a comment."""


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize(("field", "line"), CUT.items(), ids=map(ascii, CUT))
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_text_that_a_comment_cuts_short_is_looked_at(tmp_path: Path, field: str, line: int, ending: str) -> None:
    text = f"# łódź #1\nentities:\n  - id: x\n    kind: place\n    {field}\n"
    (tmp_path / "d.yaml").write_text(text, encoding="utf-8", newline=ending)
    loaded = load(tmp_path)
    assert loaded.problems == ()
    assert [(warning.line, warning.rule) for warning in loaded.warnings] == ([(line + 4, "cut-short")] if line else [])


def test_what_is_cut_off_is_shown(tmp_path: Path) -> None:
    (tmp_path / "d.yaml").write_text("entities: [{id: x, kind: place, label: Ruritania #3\n}]")
    assert list(map(str, load(tmp_path).warnings)) == [
        f"{tmp_path}/d.yaml:1: cut-short (warning): '#3' is a comment, as is all after ` #`: quote the whole text, or put a"
        " blank after the #"
    ]
    assert check(load(tmp_path)) == list(load(tmp_path).warnings)


# A corpus of faulty files

SLIPS: dict[str, Callable[[str], str]] = {
    "unknown-field": lambda line: re.sub(r"^(\s+)([a-z_]+):", r"\1\2q:", line),
    "unknown-value": lambda line: re.sub(r"(status|mode|kind): ([a-z-]+)", r"\1: \2q", line),
    "missing-field": lambda line: re.sub(r"^(\s+)(statement|said_by|status): .*", "", line),
    "wrong-type": lambda line: re.sub(r"(statement|context|note): [^,}]+", r"\1: [x]", line),
    "bad-id": lambda line: re.sub(r"id: ([a-z-]+)", r"id: \1_Q", line),
    "bad-date": lambda line: re.sub(r"edtf: [^,}]+", "edtf: 2025-99", line),
    "repeated-field": lambda line: re.sub(r"^(\s+)(status: .*)", r"\1\2\n\1\2", line),
}
"""What somebody gets wrong on a line, by the rule that finds it. `check` says more once a record can be read."""
LINES = SOUND.splitlines()
PLACES = [
    (n, rule) for n, line in enumerate(LINES) for rule, slip in SLIPS.items() if not line.startswith("#") and slip(line) != line
]  # fmt: skip


@given(st.lists(st.sampled_from(PLACES), min_size=1, max_size=6, unique_by=lambda place: place[0]))
def test_every_slip_is_found_at_its_line_however_many_there_are(
    tmp_path_factory: pytest.TempPathFactory, places: list[tuple[int, str]]
) -> None:
    folder = tmp_path_factory.mktemp("faulty")
    lines = list(LINES)
    for n, rule in places:
        lines[n] = SLIPS[rule](lines[n])
    (folder / "d.yaml").write_text("\n".join(lines), encoding="utf-8")
    found = check(load(folder))
    numbers = {problem.line for problem in found}
    added = 0
    for n, rule in sorted(places):
        if rule != "missing-field":
            # A field that is there twice is named where it stands again, a line further down than the first
            expected = n + 1 + added + (rule == "repeated-field")
            assert expected in numbers, (rule, LINES[n], [str(problem) for problem in found])
        added += lines[n].count("\n")
    assert len(found) >= len({n for n, rule in places if rule != "missing-field"})
    assert all(problem.file.endswith("d.yaml") for problem in found)


@given(st.lists(st.tuples(st.integers(0, len(SOUND.encode()) - 1), st.binary(max_size=3)), min_size=1, max_size=5))
def test_no_damage_to_a_file_brings_reading_or_checking_down(
    tmp_path_factory: pytest.TempPathFactory, damage: list[tuple[int, bytes]]
) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    content = SOUND.encode()
    for place, other in damage:
        content = content[:place] + other + content[place + len(other) :]
    (folder / "d.yaml").write_bytes(content)
    for problem in check(load(folder)):
        assert re.fullmatch(r".*d\.yaml:\d+: [a-z0-9-]+( \(warning\))?: .+", str(problem))


def test_the_faults_of_all_files_come_in_one_run_in_the_order_of_files(run: Run, tmp_path: Path) -> None:
    for name, text in (
        ("a", "gaps: ["),
        ("b/c", "claims: 1\nquotes: 2"),
        ("d", SOUND.replace("mode: direct", "mode: dirct")),
    ):
        path = tmp_path / f"{name}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    result = run("country", "--data", str(tmp_path))
    assert result.exit_code == 4
    places = [line.removeprefix(f"{tmp_path}/").rsplit(":", 2)[0] for line in result.stderr.splitlines()]
    assert [place.split(":")[0] for place in places] == ["a.yaml", "b/c.yaml", "b/c.yaml", "d.yaml"]
