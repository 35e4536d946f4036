import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import COURIER, HARBOUR, ROOT, Run
from hypothesis import example, given, settings
from hypothesis import strategies as st

from minewatch.content import content
from minewatch.dataset import lines, load, nodes, pieces
from minewatch.dataset.nodes import Pairs, Value
from minewatch.faults import Problem
from minewatch.files import files


def named(value: Value, source: str | None) -> Any:
    """A record as `json.dumps` takes it, with the `source` that it stands on."""
    assert isinstance(value, Pairs)
    return {"source": source} | value if source else value


def as_jsonl(folder: Path, target: Path) -> None:
    """Write the dataset in `folder` as JSONL, a file a list, some of it in a folder below."""
    written: dict[str, list[str]] = {}
    for path in files(folder):
        root = nodes.parse(path, str(path), []).root
        assert root
        once = root.get("source")
        for name, inner in root.items():
            if name == "dataset":
                written[name] = [json.dumps(inner)]
            elif isinstance(inner, list):
                source = str(once) if once and name in ("claims", "quotes", "gaps") else None
                written.setdefault(name, []).extend(json.dumps(named(item, source)) for item in inner)
    (target / "below").mkdir(parents=True)
    for name, records in written.items():
        place = target / "below" / "claims-0001.jsonl" if name == "claims" else target / f"{name}.jsonl"
        place.write_text("\n".join(records), encoding="utf-8")


@pytest.mark.parametrize("folder", [HARBOUR, ROOT / "data"])
def test_the_same_records_are_the_same_dataset_in_either_form(tmp_path: Path, folder: Path) -> None:
    as_jsonl(folder, tmp_path / "d")
    loaded = load(tmp_path / "d")
    assert loaded.problems == ()
    assert content(loaded.dataset) == content(load(folder).dataset)


def test_both_forms_can_stand_in_one_folder(tmp_path: Path) -> None:
    (tmp_path / "d.yaml").write_text((HARBOUR / "harbour.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    gap = {"id": "more", "source": "gazette", "about": ["oort"], "topic": ["use"], "wording": "more"}
    (tmp_path / "gaps.jsonl").write_text(json.dumps(gap), encoding="utf-8")
    assert [gap.id for gap in load(tmp_path).dataset.gaps] == ["cost", "more"]


ENTITY = {"id": "x", "kind": "person", "label": "X"}


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("claim.jsonl", "{}", "claim.jsonl:1: unknown-list: its name begins with none of dataset, sources, "),
        ("claimsmore.jsonl", "{}", "claimsmore.jsonl:1: unknown-list"),
        ("gaps.jsonl", "\n{", "gaps.jsonl:2: json-syntax: Expecting property name enclosed in double quotes"),
        ("gaps.jsonl", "{} {}", "gaps.jsonl:1: json-syntax: Extra data"),
        ("gaps.jsonl", '{"id": "a", "id": "a"}', "gaps.jsonl:1: repeated-field: 'id' stands already on this line"),
        ("gaps.jsonl", '{"id": NaN}', "gaps.jsonl:1: json-number: NaN is no number"),
        ("gaps.jsonl", '{"id": -Infinity}', "gaps.jsonl:1: json-number: -Infinity is no number"),
        ("gaps.jsonl", '{"wording": "\\ud800"}', "gaps.jsonl:1: json-surrogate: half of a character"),
        ("gaps.jsonl", '{"\\udfff": 1}', "gaps.jsonl:1: json-surrogate: half of a character"),
        ("gaps.jsonl", "[" * 60 + "]" * 60, "gaps.jsonl:1: json-depth: nested deeper than 50"),
        ("gaps.jsonl", "[" * 100_000, "gaps.jsonl:1: json-depth: nested deeper than 50"),
        ("gaps.jsonl", b"\n\n\xff", "gaps.jsonl:3: not-utf8: save the file as UTF-8"),
        ("gaps.jsonl", '"text"', "gaps.jsonl:1: wrong-type: expected fields"),
        ("gaps.jsonl", '{"wording": "\t"}', "gaps.jsonl:1: json-syntax: Invalid control character"),
        ("gaps.jsonl", " " * (lines.MAX_LINE + 1) + "{}", "gaps.jsonl:1: too-large: over 4 MiB in one line"),
        ("dataset.jsonl", '{"id": "a"}\n{"id": "b"}', "dataset.jsonl:2: repeated-field: one line alone says"),
        ("entities.jsonl", json.dumps(ENTITY | {"kind": "persn"}), "entities.jsonl:1: unknown-value: 'persn' is no"),
    ],
)
def test_a_broken_line_is_a_fault_with_its_number(tmp_path: Path, name: str, text: str | bytes, expected: str) -> None:
    (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    found = [str(problem).removeprefix(f"{tmp_path}/") for problem in load(tmp_path).problems]
    assert any(fault.startswith(expected) for fault in found), found


def test_brackets_within_text_are_not_depth(tmp_path: Path) -> None:
    (tmp_path / "entities.jsonl").write_text(json.dumps(ENTITY | {"label": '[{"' * 60}), encoding="utf-8")
    assert load(tmp_path).problems == ()


def test_what_stands_there_is_taken_as_it_stands(tmp_path: Path) -> None:
    line = '{"id": 1995, "kind": "organisation", "label": 1.10, "note": true, "aliases": null}'
    (tmp_path / "entities.jsonl").write_bytes(b"\xef\xbb\xbf" + line.encode() + b"\r\n\r\n")
    loaded = load(tmp_path)
    (entity,) = loaded.dataset.entities
    assert (entity.id, entity.label, entity.note, entity.aliases, loaded.problems) == ("1995", "1.10", "true", (), ())


def test_a_file_read_in_ranges_has_all_its_lines_with_their_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pieces, "RANGE", 40)
    records = [json.dumps(ENTITY | {"id": f"x-{n}", "kind": "persn" if n == 7 else "person"}) for n in range(9)]
    (tmp_path / "entities.jsonl").write_text("\n".join(records), encoding="utf-8")
    assert len(list(pieces.of_folder(tmp_path))) > 3
    loaded = load(tmp_path)
    assert [entity.id for entity in loaded.dataset.entities] == [f"x-{n}" for n in range(9)]
    assert [(problem.line, problem.rule) for problem in loaded.problems] == [(8, "unknown-value")]


def test_check_finds_faults_in_jsonl_by_the_same_rules(run: Run, tmp_path: Path) -> None:
    as_jsonl(HARBOUR, tmp_path / "d")
    path = tmp_path / "d" / "below" / "claims-0001.jsonl"
    path.write_text(path.read_text(encoding="utf-8").replace('"atlantis"', '"atlantsi"', 1), encoding="utf-8")
    result = run("check", str(tmp_path / "d"), "--no-bundled")
    assert result.exit_code == 4
    assert result.stdout.startswith(
        f"{path}:3: unknown-id: 'atlantsi' is none of the entities; did you mean 'atlantis'?\n"
    )


# As somebody uses it


@pytest.fixture
def courier(tmp_path: Path) -> Path:
    """A dataset of JSON Lines, with an article."""
    as_jsonl(COURIER, tmp_path / "courier")
    return tmp_path / "courier"


ARTICLE = str(COURIER / "article.txt")


def test_a_copy_is_verified_against_it_and_versions_are_compared(run: Run, courier: Path) -> None:
    result = run("verify", ARTICLE, "--data", str(courier), "--no-bundled", "--json")
    assert (result.exit_code, result.stderr.count("\n")) == (0, 1)
    (verified,) = json.loads(result.stdout)["results"]
    assert {one["status"] for one in verified["paragraphs"]} == {"exact"}
    result = run("diff", str(COURIER), str(courier))
    assert (result.exit_code, result.stdout.splitlines()[1]) == (0, "no record differs")
    result = run("check", str(courier), "--article", ARTICLE, "--no-bundled")
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, "sound, 1 warning")


def test_its_names_are_offered(run: Run, courier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINEWATCH_DATA", "")  # which completion sets for its process
    line = f"minewatch entity --data {courier} --no-bundled ewa"
    words = line.split(" ")
    asked = {"_MINEWATCH_COMPLETE": "complete_bash", "COMP_WORDS": "\n".join(words), "COMP_CWORD": str(len(words) - 1)}
    result = run(env=asked)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "ewa-nikt\n", "")


@pytest.mark.parametrize("others", [True, False], ids=["beside YAML", "alone"])
def test_what_follows_an_article_edits_yaml_and_says_so(run: Run, courier: Path, *, others: bool) -> None:
    if others:
        (courier / "a.yaml").write_text("source: courier-report\ngaps: []\n")
    before = {path: path.read_bytes() for path in files(courier)}
    result = run("init", str(courier), "--from", ARTICLE, "--again")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        f"minewatch: {courier}/below/claims-0001.jsonl: --again edits YAML alone; minewatch verify tells which paragraphs"
        " have changed\n"
    )
    assert {path: path.read_bytes() for path in files(courier)} == before


@pytest.mark.parametrize("words", [[], ["--force"]], ids=["as it is", "with force"])
def test_a_dataset_that_is_begun_replaces_none_of_lines(run: Run, courier: Path, words: list[str]) -> None:
    before = {path: path.read_bytes() for path in files(courier)}
    result = run("init", str(courier), "--from", ARTICLE, *words)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert {path: path.read_bytes() for path in files(courier)} == before


@settings(max_examples=200)
@given(st.text(alphabet='[]{}:,"\\u d8-\nab1.eE+\u0142\x07NaInfty', max_size=60) | st.binary(max_size=60))
def test_no_file_brings_the_reader_down(tmp_path_factory: pytest.TempPathFactory, content: str | bytes) -> None:
    folder = tmp_path_factory.mktemp("any")
    (folder / "claims.jsonl").write_bytes(content if isinstance(content, bytes) else content.encode())
    assert all(isinstance(problem, Problem) for problem in load(folder).problems)


@example(text="plain", escaped=True, style=None)
@given(text=st.text(), escaped=st.booleans(), style=st.sampled_from([None, "'", '"', "|", ">"]))
def test_what_is_said_to_show_can_be_printed(
    tmp_path_factory: pytest.TempPathFactory, *, text: str, escaped: bool, style: str | None
) -> None:
    folder = tmp_path_factory.mktemp("any")
    record = {"gaps": [{"wording": text}]}
    (folder / "d.yaml").write_text(
        yaml.safe_dump(record, allow_unicode=not escaped, default_style=style), encoding="utf-8", newline="\n"
    )
    (folder / "gaps.jsonl").write_text(json.dumps(record["gaps"][0], ensure_ascii=escaped), encoding="utf-8")
    for piece in pieces.of_folder(folder):
        root, whole, shows = pieces.parse(piece, [])
        if whole and root and shows:
            gaps: Any = root["gaps"]
            assert all((gap["wording"] or "").replace("\n", "").isprintable() for gap in gaps)
        assert shows or text != "plain"


@given(
    st.recursive(
        st.none() | st.booleans() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_every_value_of_json_is_read_back(tmp_path_factory: pytest.TempPathFactory, value: Any) -> None:
    path = tmp_path_factory.mktemp("any") / "gaps.jsonl"
    path.write_text(json.dumps({"value": value}), encoding="utf-8")
    problems: list[Problem] = []
    root, whole, _ = lines.parse(path, "d", problems)
    assert whole
    assert problems == []
    assert root
    gaps: Any = root["gaps"]
    (line,) = gaps

    def text(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: text(inner) for name, inner in value.items()}
        if isinstance(value, list):
            return [text(item) for item in value]
        return {True: "true", False: "false"}.get(value, value) if isinstance(value, bool) else value

    assert line == {"value": text(value)}
