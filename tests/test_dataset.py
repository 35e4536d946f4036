from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minewatch.dataset import load
from minewatch.errors import UnreadableDataset


def faults(folder: Path, text: str | bytes) -> list[str]:
    """Return the faults of a dataset of one file, without the folder before them."""
    (folder / "d.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return [str(problem).removeprefix(f"{folder}/") for problem in load(folder).problems]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("gaps: [", "d.yaml:2: yaml-syntax: did not find expected node content"),
        ("gaps: []\ngaps: []", "d.yaml:2: repeated-field: 'gaps' stands already on line 1"),
        ("gaps: &a []", "d.yaml:1: yaml-alias: anchors and aliases are not taken: write the value out"),
        ("gaps: !!python/object:os.system []", "d.yaml:1: yaml-tag: tags are not taken: leave out"),
        ("<<: {gaps: []}", "d.yaml:1: yaml-merge: merge keys are not taken"),
        ("a: 1\n---\nb: 2", "d.yaml:2: yaml-documents: one document a file"),
        ("gaps: " + "[" * 60 + "]" * 60, "d.yaml:1: yaml-depth: nested deeper than 50"),
        (b"gaps: []\n# \xff", "d.yaml:2: not-utf8: save the file as UTF-8"),
        ("gaps: []\n# \x07", "d.yaml:2: yaml-character: U+0007 is not allowed"),
        ("- 1", "d.yaml:1: wrong-type: expected fields, as in `id: poland`"),
        ("claim: []", "d.yaml:1: unknown-field: 'claim' is no field here; did you mean 'claims'?"),
        ("# " + "\u0142" * 50 + "\n\ngaps: []\n# \x07", "d.yaml:4: yaml-character: U+0007 is not allowed"),
        ("gaps: yes", "d.yaml:1: wrong-type: 'gaps' is a list"),
    ],
)
def test_a_broken_file_is_a_fault_with_its_line(tmp_path: Path, text: str | bytes, expected: str) -> None:
    assert any(fault.startswith(expected) for fault in faults(tmp_path, text)), faults(tmp_path, text)


CLAIM = {
    "id": "c", "source": "s", "statement": "It is so.", "about": "[x]", "topic": "[treaty]", "evidence": "[1]",
    "said_by": "x", "mode": "narration", "status": "occurred",
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"status": None}, "missing-field: 'status' is needed here"),
        ({"status": "occured"}, "unknown-value: 'occured' is no status; did you mean 'occurred'?"),
        ({"statment": "x"}, "unknown-field: 'statment' is no field here; did you mean 'statement'?"),
        ({"statement": "[]"}, "wrong-type: 'statement' is text"),
        ({"id": "Not_A_Slug"}, "bad-id: 'id' is an id of lower-case letters, digits and hyphens"),
        ({"id": "../../etc"}, "bad-id"),
        ({"evidence": "[one]"}, "wrong-type: 'evidence' is a whole number"),
        ({"evidence": "[]"}, "missing-field: 'evidence' has at least one item"),
        ({"about": "[x, x]"}, "repeated-item: 'x' stands in 'about' already"),
        ({"quantity": "{value: 1234567890123456, unit: m, counted: m}"}, "wrong-type: 'value' is a number in digits"),
        ({"evidence": "1"}, "wrong-type: 'evidence' is a list"),
        ({"when": "{edtf: 2023-13-45}"}, "bad-date: '2023-13-45' has no such month or day"),
        ({"when": "{edtf: 12:30:45}"}, "bad-date"),
        ({"when": "{edtf: 2025, wording: in the year after that}"}, "long-wording"),
        ({"when": "{edtf: 2025, basis: inferred, paragraphs: [1]}"}, "basis-reason: what is inferred needs a reason"),
        ({"when": "{edtf: 2025, basis: implied, reason: so}"}, "basis-paragraphs"),
        ({"quantity": "{value: .nan, unit: m, counted: m}"}, "wrong-type: 'value' is a number in digits"),
        ({"quantity": "{value: 1_000, unit: m, counted: m}"}, "wrong-type: 'value' is a number in digits"),
        ({"position": "{country: x, question: treaty, value: gone}"}, "unknown-value: 'gone' is no value"),
        ({"links": "[{type: supports}]"}, "missing-field: 'to' is needed here"),
    ],
)
def test_a_broken_field_is_a_fault_with_its_line(tmp_path: Path, change: dict[str, str | None], expected: str) -> None:
    fields = {key: value for key, value in (CLAIM | change).items() if value is not None}
    text = "claims:\n  -\n" + "".join(f"    {key}: {value}\n" for key, value in fields.items())
    (fault,) = faults(tmp_path, text)
    place, rule = fault.split(": ", 1)
    assert rule.startswith(expected)
    changed = next(iter(change))
    line = 3 if change[changed] is None else 3 + list(fields).index(changed)
    assert place == f"d.yaml:{line}"


def test_scalars_stay_text(tmp_path: Path) -> None:
    (tmp_path / "d.yaml").write_text(
        "entities: [{id: norway, kind: country, label: NO, note: 1.10,"
        " codes: {alpha2: NO, alpha3: NOR, numeric: 0578}}]"
    )
    (norway,) = load(tmp_path).dataset.entities
    assert (norway.label, norway.note, norway.codes) == ("NO", "1.10", ("NO", "NOR", "0578"))


def test_all_faults_come_in_one_run(tmp_path: Path) -> None:
    assert len(faults(tmp_path, "claims: [{id: A}]\nquotes: [{text: x}]\nnonsense: 1")) > 10


def test_hidden_files_links_and_other_names_are_not_read(tmp_path: Path) -> None:
    (tmp_path / ".hidden.yaml").write_text("[")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "x.yaml").write_text("[")
    (tmp_path / "notes.txt").write_text("[")
    (tmp_path / "link.yaml").symlink_to("/etc/passwd")
    assert load(tmp_path).problems == ()


def test_a_missing_folder_says_what_a_dataset_is(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDataset, match="a dataset is a folder of YAML files"):
        load(tmp_path / "none")


def test_a_file_names_the_source_of_its_records_once(tmp_path: Path) -> None:
    (tmp_path / "d.yaml").write_text("source: s\ngaps: [{id: g, about: [x], topic: [use], wording: w}]")
    loaded = load(tmp_path)
    assert (loaded.dataset.gaps[0].source, loaded.problems) == ("s", ())


@settings(max_examples=200)
@given(st.text(alphabet="[]{}:,-#&*!|>'\"%@` \nab1\u0142\x07", max_size=60) | st.binary(max_size=60))
def test_no_file_brings_the_loader_down(tmp_path_factory: pytest.TempPathFactory, content: str | bytes) -> None:
    faults(tmp_path_factory.mktemp("any"), content)
