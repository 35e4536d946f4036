"""Files that are not what they seem: links, pipes, names that lead elsewhere or are no text."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import HARBOUR, Run

from minewatch.dataset import load

SOUND = (HARBOUR / "harbour.yaml").read_text(encoding="utf-8")
posix = pytest.mark.skipif(os.name != "posix", reason="links, pipes and names as POSIX has them")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "harbour"
    shutil.copytree(HARBOUR, copy)
    return copy


@posix
def test_only_regular_files_of_the_folder_itself_are_read(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "x.yaml").write_text("[")
    (folder / "link.yaml").symlink_to(outside / "x.yaml")
    (folder / "inside.yaml").symlink_to(folder / "harbour.yaml")
    (folder / "dangling.yaml").symlink_to(outside / "none.yaml")
    (folder / "linked").symlink_to(outside)
    (folder / "loop").symlink_to(folder)
    (folder / "folder.yaml").mkdir()
    os.mkfifo(folder / "pipe.yaml")
    loaded = load(folder)
    assert (loaded.problems, len(loaded.dataset.claims)) == ((), 4)


@posix
def test_a_pipe_in_a_dataset_keeps_nobody_waiting(folder: Path) -> None:
    os.mkfifo(folder / "pipe.yaml")
    for words in (["country", "--data", str(folder)], ["check", str(folder)], ["diff", str(folder), str(folder)]):
        command = [sys.executable, "-m", "minewatch", *words]
        result = subprocess.run(command, capture_output=True, check=False, timeout=60)
        assert (result.returncode, result.stderr) == (0, b"")


@posix
@pytest.mark.parametrize("what", ["pipe", "file", "/dev/null", "link"])
def test_what_is_no_folder_is_no_dataset(run: Run, tmp_path: Path, what: str) -> None:
    name = tmp_path / "data.yaml"
    match what:
        case "pipe":
            os.mkfifo(name)
        case "file":
            name.write_text(SOUND)
        case "link":
            name.symlink_to(name)
        case _:
            name = Path(what)
    result = run("country", "--data", str(name))
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (4, "", 1)


@pytest.mark.parametrize(
    "ident",
    ["../../etc/passwd", "/etc/passwd", "..", ".", "a/b", "a\\\\b", "con.yaml", "NUL", "a:b", "a b", "-x", "a\\0", "ａ", "x" + "-" * 9],
)  # fmt: skip
def test_an_id_leads_nowhere(tmp_path: Path, ident: str) -> None:
    for record in (
        "entities: [{{id: {}, kind: place, label: x}}]",
        "gaps: [{{id: {}}}]",
        "source: {}",
        "dataset: {{id: {}}}",
    ):
        (tmp_path / "d.yaml").write_text(record.format(f'"{ident}"'), encoding="utf-8")
        assert "bad-id" in {problem.rule for problem in load(tmp_path).problems}, record


@posix
@pytest.mark.parametrize(
    "name", [b"\xff", b"\x1b]0;x\x07", "\u202e".encode(), b"line\nbreak", b"\r", b" ", b"'\"$(x)`"]
)
def test_any_name_of_a_file_or_folder_is_read_and_named_safely(run: Run, tmp_path: Path, name: bytes) -> None:
    folder = tmp_path / os.fsdecode(name)
    folder.mkdir()
    file = folder / os.fsdecode(name + b".yaml")
    file.write_text(SOUND, encoding="utf-8")
    words = ("--data", str(folder), "--no-bundled")
    for _ in range(2):  # as it is compiled, and as it is found again
        result = run("country", "ruritania", *words)
        assert (result.exit_code, result.stderr) == (0, "")
        assert result.stdout.startswith("Ruritania")
    file.write_text(SOUND.replace("status: planned", "status: plannd"), encoding="utf-8")
    for said in (run("country", *words).stderr, run("check", str(folder)).stdout.splitlines(keepends=True)[0]):
        assert said.count("\n") == 1, "a name forged a line of its own"
        assert said.rstrip("\n").isprintable()
        assert "unknown-value: 'plannd' is no status" in said


def test_an_answer_is_never_written_to_a_file_by_itself(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for words in (["country"], ["cite", "belma", "--format", "bibtex"], ["schema"], ["check", str(HARBOUR)]):
        assert run(*words).exit_code == 0
    assert list(tmp_path.iterdir()) == []
