"""JSON Lines that would exhaust the reader or change a fact: each is a fault with its line, and no other line's."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from conftest import HARBOUR, Run
from hostile import WHOLE, with_text, write
from hypothesis import given
from hypothesis import strategies as st
from test_any_text import anywhere
from test_jsonl import as_jsonl

from minewatch.check import check
from minewatch.compiling import compile_folders
from minewatch.dataset import lines, load, nodes, pieces
from minewatch.dataset.schema import dataset
from minewatch.faults import Problem

MANY = 100_000
MOST = lines.MAX_LINE

BOMBS = {
    "lists": "[" * MANY,
    "closed lists": "[" * MANY + "]" * MANY,
    "fields": '{"a":' * MANY,
    "lists in fields": '{"a":[' * MANY,
    "a text without end": "[" * 51 + '"' + '\\"' * 4 * MANY,
    "names once more": '{"x": {' + "".join(f'"a{n}": 1, ' for n in range(2 * MANY)) + '"a0": 1}}',
    "a list of what is no id": '{"about": [' + "".join(f'"a{n}", ' for n in range(2 * MANY)) + '"a0"]}',
    "a number": '{"id": ' + "9" * MOST,
    "a line": '{"id": "' + "x" * MOST + '"}',
    "blanks": " " * MOST + "{}",
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_a_fault_at_its_line_and_does_not_bring_the_process_down(tmp_path: Path, bomb: str) -> None:
    """With what would be looked at again and again this would take hours."""
    (tmp_path / "gaps.jsonl").write_text(f"\n{bomb}\n", encoding="utf-8")
    result = subprocess.run(
        [sys.executable, "-m", "minewatch", "country", "--data", str(tmp_path)],
        capture_output=True, check=False, env=os.environ, encoding="utf-8", timeout=60,
    )  # fmt: skip
    assert (result.returncode, result.stdout) == (4, "")
    for line in result.stderr.splitlines():
        assert re.match(
            rf"{re.escape(str(tmp_path))}/gaps\.jsonl:2: (json|too|repeated|unknown|missing)-[a-z]+: ", line
        )


def test_of_200_mb_in_one_line_no_more_is_read_than_a_line_may_have(tmp_path: Path) -> None:
    path = tmp_path / "gaps.jsonl"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
        file.seek(0, os.SEEK_END)
        file.write(b"\n{")
    first, last = pieces.of(path)
    assert first.size <= pieces.RANGE + MOST + 1
    assert (last.start, last.first) == (200 * 1024 * 1024 + 1, 2)
    assert [(problem.line, problem.rule) for problem in load(tmp_path).problems] == [
        (1, "too-large"),
        (2, "json-syntax"),
    ]


ENTITY = {"id": "a", "kind": "person", "label": "A"}


def entity(**fields: Any) -> str:
    return json.dumps(ENTITY | fields)


@pytest.mark.parametrize(
    "before",
    [
        pytest.param("", id="from the first byte on"),
        pytest.param(" " * (pieces.RANGE - 1) + "\n", id="where a range begins"),
        pytest.param(entity() + "\n", id="after another"),
    ],
)
def test_neither_the_head_nor_the_tail_of_a_line_that_is_too_long_is_a_record(tmp_path: Path, before: str) -> None:
    head = entity(id="head")
    within = head + " " * (MOST - len(head)) + " " * pieces.RANGE
    text = f"{before}{within}{entity(id='tail')}\n{entity(id='after', kind='persn')}"
    (tmp_path / "entities.jsonl").write_text(text, encoding="utf-8")
    loaded = load(tmp_path)
    line = before.count("\n") + 1
    assert [(problem.line, problem.rule) for problem in loaded.problems] == [
        (line, "too-large"),
        (line + 1, "unknown-value"),
    ]
    assert {one.id for one in loaded.dataset.entities} <= {"a", "after"}


def test_a_line_as_long_as_may_be_is_read(tmp_path: Path) -> None:
    text = entity()
    (tmp_path / "entities.jsonl").write_text(f"\n{text}{' ' * (MOST - len(text))}\n", encoding="utf-8")
    assert (load(tmp_path).problems, len(load(tmp_path).dataset.entities)) == ((), 1)


def test_as_deep_as_is_allowed_is_read(tmp_path: Path) -> None:
    path = tmp_path / "gaps.jsonl"
    for depth, expected in ((nodes.MAX_DEPTH, []), (nodes.MAX_DEPTH + 1, ["json-depth"])):
        path.write_text('{"a": ' + "[" * (depth - 1) + "]" * (depth - 1) + "}")
        problems: list[Problem] = []
        lines.parse(path, "d", problems)
        assert [problem.rule for problem in problems] == expected


# Facts that JSON changes

FACTS = {
    "1e5": "1e5", "1E+5": "1E+5", "1.10": "1.10", "-0": "-0", "1e999": "1e999", "0.1000000000000000055": "0.1000000000000000055",
    "12345678901234567890123": "12345678901234567890123", '"NO"': "NO", '"null"': "null", '"1_000"': "1_000",
    "true": "true", "false": "false", '"\\ud83d\\ude00"': "\U0001f600", '"\\u0000"': "\0", '"\\/"': "/",
    '"a\u2028b"': "a\u2028b", '"a\x85b"': "a\x85b", '"a\x7fb"': "a\x7fb", '"\ufeff"x"': None,
}  # fmt: skip
"""A label as it is written, and what it is; None where that is no JSON."""


@pytest.mark.parametrize(("written", "meant"), FACTS.items(), ids=map(ascii, FACTS))
def test_a_value_is_the_text_that_stands_there(tmp_path: Path, written: str, meant: str | None) -> None:
    text = entity().replace('"A"', written)
    (tmp_path / "entities.jsonl").write_text(text, encoding="utf-8")
    loaded = load(tmp_path)
    assert [one.label for one in loaded.dataset.entities] == ([] if meant is None else [meant])
    assert len(loaded.problems) == (meant is None)


CHANGED: dict[str, tuple[str | bytes, str]] = {
    "no number": (entity(label=float("nan")), "json-number"),
    "no end": (entity(label=float("inf")), "json-number"),
    "no beginning": (entity(note=float("-inf")), "json-number"),
    "octal": (entity().replace('"A"', "01"), "json-syntax"),
    "hexadecimal": (entity().replace('"A"', "0x1F"), "json-syntax"),
    "a number that is none in digits": (entity(draft=1), "wrong-type"),
    "a field twice": (entity()[:-1] + ', "label": "B"}', "repeated-field"),
    "a field twice within": (entity()[:-1] + ', "codes": {"alpha2": "XR", "alpha2": "XS"}}', "repeated-field"),
    "a field twice in two spellings": (entity()[:-1] + ', "l\\u0061bel": "B"}', "repeated-field"),
    "half of a character": (entity(label="\ud800"), "json-surrogate"),
    "the other half": (entity(note="a\udfff"), "json-surrogate"),
    "halves in the wrong order": (entity(label="\ude00\ud83d"), "json-surrogate"),
    "half of a character in a name": (entity()[:-1] + ', "\\ud800": 1}', "json-surrogate"),
    "half of a character in UTF-8": (entity().encode().replace(b"A", b"\xed\xa0\x80"), "not-utf8"),
    "Latin-1": (entity().encode().replace(b"A", b"\xe9"), "not-utf8"),
    "UTF-16": (entity().encode("utf-16"), "not-utf8"),
    "NUL": (entity().replace("A", "\0"), "json-syntax"),
    "NUL alone": ("\0", "json-syntax"),
    "a tab in a text": (entity().replace("A", "\t"), "json-syntax"),
    "a mark of byte order": ("\ufeff" + entity(), "json-syntax"),
    "a list": (f"[{entity()}]", "wrong-type"),
    "a text": ('"text"', "wrong-type"),
    "nothing, in a word": ("null", "wrong-type"),
    "a comma before the end": (entity()[:-1] + ",}", "json-syntax"),
    "a comma after it": (entity() + ",", "json-syntax"),
    "two on a line": (f"{entity()} {entity(id='b')}", "json-syntax"),
    "two on a line of an old Macintosh": (f"{entity()}\r{entity(id='b')}", "json-syntax"),
    "half of one": (entity()[:20], "json-syntax"),
    "single quotes": (str(ENTITY), "json-syntax"),
    "a comment": ("# " + entity(), "json-syntax"),
    "YAML": ("id: a", "json-syntax"),
    "deep": (entity()[:-1] + ', "note": ' + "[" * 60 + "]" * 60 + "}", "json-depth"),
}


@pytest.mark.parametrize(("line", "rule"), CHANGED.values(), ids=CHANGED)
def test_what_would_change_a_fact_is_a_fault_of_its_line_alone(tmp_path: Path, line: str | bytes, rule: str) -> None:
    written = line if isinstance(line, bytes) else line.encode()
    text = b"\n".join([entity(id="before").encode(), written, b"", entity(id="after").encode()])
    (tmp_path / "entities.jsonl").write_bytes(text)
    loaded = load(tmp_path)
    assert [(problem.line, problem.rule) for problem in loaded.problems if problem.rule == rule] == [(2, rule)]
    assert {problem.line for problem in loaded.problems} == {2}
    assert {"before", "after"} <= {one.id for one in loaded.dataset.entities}


def test_a_mark_of_byte_order_stands_at_the_beginning_of_a_file_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pieces, "RANGE", 1)
    (tmp_path / "entities.jsonl").write_text("\ufeff" + f"{entity()}\n\n\ufeff{entity(id='b')}", encoding="utf-8")
    loaded = load(tmp_path)
    assert [one.id for one in loaded.dataset.entities] == ["a"]
    assert [(problem.line, problem.rule) for problem in loaded.problems] == [(3, "json-syntax")]


def test_a_fault_says_what_a_line_is(tmp_path: Path) -> None:
    (tmp_path / "gaps.jsonl").write_text('{\n "id": "a\0"\n}', encoding="utf-8")
    assert [str(problem).removeprefix(f"{tmp_path}/gaps.jsonl:") for problem in load(tmp_path).problems][:2] == [
        "1: json-syntax: Expecting property name enclosed in double quotes, at character 2; a line is one record, and all of it",
        "2: json-syntax: Extra data, at character 6; a line is one record, and all of it",
    ]


# The same in either form

SEPARATORS = ("\n", "\r\n", "\n\n", "\n \t\r\n", "\n\r\n\n")


@given(
    st.lists(st.tuples(st.sampled_from(SEPARATORS), st.text(max_size=8), st.booleans()), min_size=1, max_size=12),
    st.sampled_from(["", "\ufeff"]), st.booleans(), st.integers(1, 200),
)  # fmt: skip
def test_each_record_is_read_at_its_line_however_lines_end_and_wherever_ranges_do(
    tmp_path_factory: pytest.TempPathFactory,
    records: list[tuple[str, str, bool]],
    mark: str,
    ended: bool,  # noqa: FBT001 - drawn by hypothesis
    size: int,
) -> None:
    folder = tmp_path_factory.mktemp("ranges")
    text, places = mark, []
    for n, (separator, note, escaped) in enumerate(records):
        places.append((f"e-{n}", text.count("\n") + 1))
        text += json.dumps(ENTITY | {"id": f"e-{n}", "note": f"x{note}"}, ensure_ascii=escaped) + separator
    if not ended:
        text = text.rstrip()
    (folder / "entities.jsonl").write_bytes(text.encode())
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(pieces, "RANGE", size)
        loaded = load(folder)
    assert loaded.problems == ()
    found = [(one.id, loaded.places["entities", n].line) for n, one in enumerate(loaded.dataset.entities)]
    assert found == places
    assert [one.note for one in loaded.dataset.entities] == [f"x{note}" for _, note, _ in records]


def write_lines(folder: Path, whole: dict[str, Any], *, ascii_only: bool) -> Path:
    """Write a dataset as JSON Lines, a file a list."""
    folder.mkdir()
    for name, held in whole.items():
        records = [held] if name == "dataset" else held
        text = "\n".join(json.dumps(record, ensure_ascii=ascii_only) for record in records)
        (folder / f"{name}.jsonl").write_text(text, encoding="utf-8", newline="\n")
    return folder


@given(anywhere, st.booleans())
def test_a_record_reads_equally_in_yaml_and_in_a_line_whichever_text_is_in_it(
    tmp_path_factory: pytest.TempPathFactory,
    given_texts: dict[Any, str],
    ascii_only: bool,  # noqa: FBT001 - drawn by hypothesis
) -> None:
    folder = tmp_path_factory.mktemp("either")
    whole = with_text(given_texts)
    one, other = load(write(folder / "yaml", whole)), load(write_lines(folder / "lines", whole, ascii_only=ascii_only))
    assert other.dataset == one.dataset
    assert {problem[2:] for problem in check(other)} == {problem[2:] for problem in check(one)}


# A corpus of faulty files

SLIPS: dict[str, Callable[[str], str]] = {
    "json-syntax": lambda line: line[:-1],
    "json-number": lambda line: line[:-1] + ', "note": NaN}',
    "json-surrogate": lambda line: line[:-1] + ', "note": "\\ud800"}',
    "json-depth": lambda line: line[:-1] + ', "note": ' + "[" * 60 + "]" * 60 + "}",
    "repeated-field": lambda line: line[:-1] + ', "id": "again"}',
    "unknown-field": lambda line: line[:-1] + ', "nonsense": 1}',
    "missing-field": lambda line: re.sub(r'"(kind|statement|context|wording|language)": "[^"]*", ', "", line, count=1),
    "bad-id": lambda line: line.replace('"id": "', '"id": "A_', 1),
    "wrong-type": lambda line: f"[{line}]",
}


@given(st.dictionaries(st.tuples(st.sampled_from(["entities", "claims", "quotes"]), st.integers(0, 2)),
                       st.sampled_from(sorted(SLIPS)), min_size=1, max_size=6), st.integers(1, 2000))  # fmt: skip
def test_every_slip_is_found_at_its_line_and_only_there_in_memory_as_in_parts(
    tmp_path_factory: pytest.TempPathFactory, slips: dict[tuple[str, int], str], size: int
) -> None:
    folder = tmp_path_factory.mktemp("faulty")
    as_jsonl(HARBOUR, folder / "d")
    expected = set()
    for (name, n), rule in slips.items():
        path = folder / "d" / ("below/claims-0001.jsonl" if name == "claims" else f"{name}.jsonl")
        written = path.read_text(encoding="utf-8").split("\n")
        if n < len(written):
            changed = SLIPS[rule](written[n])
            if changed != written[n]:
                written[n] = changed
                expected.add((path.name, n + 1, rule))
        path.write_text("\n".join(written), encoding="utf-8", newline="\n")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(pieces, "RANGE", size)
        loaded = load(folder / "d")
        (folder / "scratch").mkdir()
        parts = compile_folders([folder / "d"], folder / "made.sqlite", folder / "scratch", processes=0).problems
    read = {(Path(problem.file).name, problem.line, problem.rule) for problem in loaded.problems}
    assert expected <= read
    assert {place[:2] for place in read} == {place[:2] for place in expected}
    assert check(loaded) == parts


def test_a_line_that_cannot_be_read_makes_no_other_record_wrong(run: Run, tmp_path: Path) -> None:
    """What another line names may be on it; and what is wrong with the record before it is said once that is mended."""
    as_jsonl(HARBOUR, tmp_path / "d")
    path = tmp_path / "d" / "entities.jsonl"
    path.write_text(path.read_text(encoding="utf-8").replace("}\n", "\n", 1), encoding="utf-8")
    result = run("check", str(tmp_path / "d"), "--no-bundled")
    assert result.exit_code == 4
    faults = [line for line in result.stdout.splitlines() if line.startswith(str(path.parent))]
    assert faults[0].startswith(f"{path}:1: json-syntax: ")
    assert len([fault for fault in faults if "(warning)" not in fault and ".jsonl:" in fault]) == 1


# Names


def test_what_belongs_to_no_list_is_said_however_large_it_is(run: Run, tmp_path: Path) -> None:
    (tmp_path / "minewatch.jsonl").write_text(f"{entity()}\n" * 20_000)
    result = run("check", str(tmp_path), "--no-bundled")
    assert result.exit_code == 4
    assert result.stdout.splitlines()[0] == (
        f"{tmp_path}/minewatch.jsonl:1: unknown-list: its name begins with none of dataset, sources, entities, claims,"
        " quotes, gaps"
    )
    assert result.stdout.count("unknown-list") == 1


@pytest.mark.parametrize("name", ["entities", "entities2", "entities-0001", "entities_of.2025", "entities (copy)"])
def test_a_name_begins_with_its_list(tmp_path: Path, name: str) -> None:
    (tmp_path / f"{name}.jsonl").write_text(entity())
    assert (load(tmp_path).problems, len(load(tmp_path).dataset.entities)) == ((), 1)


def test_an_id_that_stands_in_both_forms_is_taken_already(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("entities:\n  - {id: a, kind: person, label: A}")
    (tmp_path / "entities.jsonl").write_text(f"{entity(id='b')}\n{entity()}")
    assert list(map(str, check(load(tmp_path)))) == [
        f"{tmp_path}/entities.jsonl:2: repeated-id: 'a' is taken already at {tmp_path}/a.yaml:2"
    ]


@pytest.mark.parametrize("other", ["b/dataset.jsonl", "b/dataset-2.jsonl", "d.yaml"])
def test_a_dataset_is_called_something_once(tmp_path: Path, other: str) -> None:
    for name, ident in (("a/dataset.jsonl", "first"), (other, "second")):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        head = json.dumps({"id": ident})
        path.write_text(head if path.suffix == ".jsonl" else f"dataset: {head}")
    loaded = load(tmp_path)
    assert loaded.dataset.id == "first"
    assert list(map(str, loaded.problems)) == [
        f"{tmp_path}/{other}:1: repeated-field: one file alone says what the dataset is called"
    ]


@pytest.mark.skipif(os.name != "posix", reason="links and pipes as POSIX has them")
def test_only_regular_files_of_the_folder_itself_are_read(tmp_path: Path) -> None:
    outside = tmp_path / "outside.jsonl"
    outside.write_text("[")
    folder = tmp_path / "d"
    folder.mkdir()
    (folder / "entities.jsonl").write_text(entity())
    (folder / "gaps.jsonl").symlink_to(outside)
    (folder / "sources.jsonl").mkdir()
    (folder / ".quotes.jsonl").write_text("[")
    os.mkfifo(folder / "quotes.jsonl")
    assert (load(folder).problems, len(load(folder).dataset.entities)) == ((), 1)


def test_the_whole_dataset_is_read_from_lines(tmp_path: Path) -> None:
    """Or nothing above would have been held of every field."""
    assert load(write_lines(tmp_path / "d", WHOLE, ascii_only=True)).problems == ()


def test_the_schema_holds_each_line_as_an_item_of_its_list(tmp_path: Path) -> None:
    whole = dataset()
    for path in write_lines(tmp_path / "d", WHOLE, ascii_only=True).iterdir():
        held = whole["properties"][path.stem]
        for line in path.read_text(encoding="utf-8").splitlines():
            jsonschema.validate(json.loads(line), {**held.get("items", held), "$defs": whole["$defs"]})
            with pytest.raises(jsonschema.ValidationError):
                jsonschema.validate({"nonsense": 1}, {**held.get("items", held), "$defs": whole["$defs"]})
