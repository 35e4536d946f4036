"""How far it is: on a terminal alone, and nothing of it stays there."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import datasets
import pytest
from conftest import Run, screen

from minewatch import audit, store

WORDS = [sys.executable, "-m", "minewatch", "claim", "claim-7", "--no-bundled", "--data"]
EXPORT = [sys.executable, "-m", "minewatch", "export", "jsonl", "--no-bundled"]


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("large") / "d"
    datasets.write_jsonl(folder, 10_000)
    assert store.is_large([folder])
    return folder


def shown(words: list[str], cache: Path) -> tuple[str, str]:
    """Return what is printed, and what a terminal shows besides."""
    reader, writer = pty.openpty()
    env = {**os.environ, "XDG_CACHE_HOME": str(cache), "TERM": "xterm", "COLUMNS": "100"}
    printed = cache / "printed"
    with (
        printed.open("wb") as file,
        subprocess.Popen(words, stderr=writer, stdout=file, encoding="utf-8", env=env) as child,
    ):
        os.close(writer)
        drawn = screen(reader, child)
    return printed.read_text(encoding="utf-8"), drawn


def test_a_terminal_shows_a_bar_with_rate_and_takes_it_away(large: Path, tmp_path: Path) -> None:
    for words, what in (
        ([*WORDS, str(large)], "reading claims"),
        ([*EXPORT, "-o", str(tmp_path / "made.jsonl"), "--data", str(large)], "reading claims"),
    ):
        printed, drawn = shown(words, tmp_path)
        assert printed
        assert what in drawn
        assert "records/s" in drawn
        assert drawn.rstrip().endswith(("\x1b[2K", "\x1b[?25h"))


def test_what_is_little_draws_nothing(large: Path, tmp_path: Path) -> None:
    for words in ([*WORDS, str(large)], [*EXPORT, "--about", "country-1", "--data", str(large)]):
        shown(words, tmp_path)
        printed, drawn = shown(words, tmp_path)
        assert printed
        assert "\x1b" not in drawn


def test_a_pipe_is_told_nothing(large: Path, tmp_path: Path) -> None:
    env = {**os.environ, "XDG_CACHE_HOME": str(tmp_path)}
    result = subprocess.run([*WORDS, str(large)], capture_output=True, env=env, check=True)
    assert result.stderr == b""


def test_check_says_of_a_large_dataset_what_it_says_of_any(
    run: Run, large: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = large / "claims.jsonl"
    sound = path.read_text(encoding="utf-8")
    path.write_text(sound.replace('"said_by": "person-', '"said_by": "persn-', 1), encoding="utf-8")
    try:
        parts = run("check", str(large), "--no-bundled")
        monkeypatch.setattr(store, "LARGE", 10**9)
        whole = run("check", str(large), "--no-bundled")
    finally:
        path.write_text(sound, encoding="utf-8")
    assert parts.exit_code == 4
    assert "did you mean 'person-" in parts.stdout
    assert parts.stdout == whole.stdout
    assert audit.audit([large], bundled=False).problems == ()
