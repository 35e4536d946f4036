"""What is measured with: that the datasets are sound, the same each time, and hold what is asked for at every size."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import datasets
import pytest
import scale

from minewatch.check import check
from minewatch.dataset import load
from minewatch.query import Facts
from minewatch.store import open_folder

FORMS: dict[str, Callable[[Path, int], None]] = {
    "jsonl": datasets.write_jsonl,
    "yaml": lambda folder, claims: datasets.write_yaml(folder, claims, 3),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("claims", [datasets.CORE, 1000])
def test_a_dataset_is_sound_and_of_its_size(tmp_path: Path, form: str, claims: int) -> None:
    FORMS[form](tmp_path / "d", claims)
    loaded = load(tmp_path / "d")
    assert check(loaded) == []
    assert len(loaded.dataset.claims) == claims


def test_both_forms_say_the_same_and_so_does_every_run(tmp_path: Path) -> None:
    for form, write in FORMS.items():
        write(tmp_path / form, 200)
        write(tmp_path / f"{form}-again", 200)

    def records(folder: str) -> set[object]:
        return {record for name in load(tmp_path / folder).dataset[3:] for record in name}

    assert records("jsonl") == records("yaml")
    for path in (tmp_path / "jsonl").iterdir():
        assert path.read_bytes() == (tmp_path / "jsonl-again" / path.name).read_bytes()


def test_what_the_core_is_asked_has_the_same_answer_at_every_size(tmp_path: Path) -> None:
    answers = []
    for claims in (datasets.CORE, 1000):
        FORMS["jsonl"](tmp_path / str(claims), claims)
        with Facts(open_folder(tmp_path / str(claims))) as facts:
            year = facts.filters(since=str(datasets.YEAR), until=str(datasets.YEAR))
            profile = facts.country(datasets.COUNTRY)
            answers.append(
                (
                    profile,
                    facts.timeline(year).stops,
                    facts.quotations(facts.filters(by=[datasets.SPEAKER])),
                    facts.claim_cards([datasets.CLAIM]),
                    {record.id for found in facts.search(datasets.RARE).found for record in found},
                )
            )
            if claims > datasets.CORE:
                assert len(facts.search(datasets.COMMON).found) == (claims - datasets.CORE) // 10
    assert len(answers[0][0].claims) == datasets.CORE
    assert answers[0] == answers[1]


def test_the_benchmark_of_scale_prints_its_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(scale, "OTHERS_FROM", 100)
    monkeypatch.setattr(scale, "YAML", (100, 5))
    monkeypatch.setattr(
        "sys.argv", ["scale.py", "--sizes", "100", "--rounds", "1", "--folder", str(tmp_path), "--yaml"]
    )
    monkeypatch.setenv("XDG_CACHE_HOME", "unused")
    scale.main()
    printed = capsys.readouterr().out
    for question in scale.QUESTIONS:
        (row,) = (line for line in printed.splitlines() if line.startswith(f"| `{question}` |"))
        first, second, ratio = row.split("|")[2:5]
        assert int(first) > 0
        assert int(second) > 0
        assert float(ratio) > 0
    for tool in scale.OTHERS:
        assert printed.count(f"\n| {tool} | ") == 1
    assert "100 claims of YAML in 5 files: " in printed
    assert list(tmp_path.iterdir()) == []


def test_what_is_asked_has_an_answer_at_the_smallest_size(tmp_path: Path) -> None:
    datasets.write_jsonl(tmp_path / "d", datasets.CORE)
    codes = {
        name: subprocess.run(scale.minewatch(words, tmp_path / "d"), capture_output=True, check=False).returncode
        for name, words in scale.QUESTIONS.items()
    }
    assert codes == dict.fromkeys(scale.QUESTIONS, 0) | {"claim, mistyped": 1, "search, a tenth": 1}
