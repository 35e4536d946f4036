"""How far it is: on a terminal alone, and nothing of it stays there."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import datasets
import pytest
from conftest import Run

from minewatch import audit, store

WORDS = [sys.executable, "-m", "minewatch", "claim", "claim-7", "--no-bundled", "--data"]


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("large") / "d"
    datasets.write_jsonl(folder, 10_000)
    assert store.is_large([folder])
    return folder


def test_a_terminal_shows_a_bar_with_rate_and_takes_it_away(large: Path, tmp_path: Path) -> None:
    reader, writer = pty.openpty()
    env = {**os.environ, "XDG_CACHE_HOME": str(tmp_path), "TERM": "xterm", "COLUMNS": "100"}
    with subprocess.Popen([*WORDS, str(large)], stderr=writer, stdout=subprocess.PIPE, env=env) as process:
        os.close(writer)
        shown = b""
        while True:
            try:
                read = os.read(reader, 4096)
            except OSError:  # the end of a terminal
                break
            if not read:
                break
            shown += read
        assert process.stdout
        assert b"claim-7" in process.stdout.read()
    os.close(reader)
    text = shown.decode()
    assert "reading claims" in text
    assert "records/s" in text
    assert text.rstrip().endswith("\x1b[2K") or text.rstrip().endswith("\x1b[?25h")


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
