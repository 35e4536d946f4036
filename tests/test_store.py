import errno
import os
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from conftest import HARBOUR, Run

from minewatch import SCHEMA, cache, compiling, freshness, model, store, tables
from minewatch.audit import audit
from minewatch.errors import UnreadableDataset
from minewatch.faults import InvalidDataset
from minewatch.query import Facts


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the small dataset that is old enough to be trusted, with a cache of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    copy = tmp_path / "harbour"
    shutil.copytree(HARBOUR, copy)
    age(copy)
    monkeypatch.setattr(freshness, "RACY", -(10**18))  # ctime can't be set back: only the test of races wants it
    return copy


def age(folder: Path) -> None:
    for path in folder.iterdir():
        os.utime(path, ns=(10**18, 10**18))


def cached(folder: Path) -> list[Path]:
    return sorted((folder.parent / "cache" / "minewatch").iterdir())


def title(folder: Path) -> str | None:
    with Facts(store.open_folder(folder)) as facts:
        return facts.editions()[0].title


def rewrite(folder: Path, old: str, new: str) -> None:
    path = folder / "harbour.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders that were compiled since the test began."""
    folders: list[Path] = []
    inner = store._compile_in_memory

    def counted(
        of: Sequence[Path], base: sqlite3.Connection | None = None, *, files: bool = True
    ) -> sqlite3.Connection:
        folders.extend(of)
        return inner(of, base, files=files)

    monkeypatch.setattr(store, "_compile_in_memory", counted)
    return folders


def test_a_dataset_is_compiled_once(folder: Path, compiled: list[Path]) -> None:
    assert [title(folder) for _ in range(3)] == ["The lighthouse at Cape Sound"] * 3
    assert len(compiled) == 1
    (file,) = cached(folder)
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700


def test_a_change_is_seen(folder: Path, compiled: list[Path]) -> None:
    title(folder)
    rewrite(folder, "The lighthouse at Cape Sound", "The lighthouse of Cape Sound")
    assert title(folder) == "The lighthouse of Cape Sound"
    assert len(compiled) == 2


def test_a_change_of_the_same_size_and_time_is_seen(folder: Path) -> None:
    title(folder)
    rewrite(folder, "Cape Sound", "Cape Found")
    age(folder)
    assert title(folder) == "The lighthouse at Cape Found"


def test_a_file_more_or_less_is_seen(folder: Path, compiled: list[Path]) -> None:
    title(folder)
    (folder / "more.yaml").write_text("source: gazette\ngaps: [{id: more, about: [oort], topic: [use], wording: more}]")
    with Facts(store.open_folder(folder)) as facts:
        assert facts.counts().gaps == 2
    (folder / "more.yaml").unlink()
    with Facts(store.open_folder(folder)) as facts:
        assert facts.counts().gaps == 1
    assert len(compiled) == 3


def test_the_same_content_under_another_time_is_not_compiled_again(folder: Path, compiled: list[Path]) -> None:
    title(folder)
    os.utime(folder / "harbour.yaml")
    before = cached(folder)[0].stat().st_ino
    assert title(folder) == "The lighthouse at Cape Sound"
    assert len(compiled) == 1
    refreshed = cached(folder)[0].stat().st_ino
    assert refreshed != before, "the record was not refreshed"
    title(folder)
    assert cached(folder)[0].stat().st_ino == refreshed, "it was refreshed twice"


def test_a_change_right_after_compiling_is_settled_by_content(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(freshness, "RACY", 2_000_000_000)
    read: list[freshness.File] = []
    inner = freshness._sha256

    def counted(folders: Sequence[Path], file: freshness.File) -> str:
        read.append(file)
        return inner(folders, file)

    monkeypatch.setattr(freshness, "_sha256", counted)
    title(folder)
    assert len(read) == 1
    before = cached(folder)[0].stat().st_ino
    title(folder)
    assert len(read) == 2, "a file as young as its compiled form was trusted without a look"
    assert cached(folder)[0].stat().st_ino == before, "what will be doubted again was written anew"
    times = (folder / "harbour.yaml").stat()
    rewrite(folder, "Cape Sound", "Cape Found")
    os.utime(folder / "harbour.yaml", ns=(times.st_atime_ns, times.st_mtime_ns))
    assert title(folder) == "The lighthouse at Cape Found"


@pytest.mark.parametrize("damage", [b"", b"not a database", b"SQLite format 3\0" + b"x" * 4000])
def test_a_damaged_cache_is_rebuilt(folder: Path, compiled: list[Path], damage: bytes) -> None:
    title(folder)
    cached(folder)[0].write_bytes(damage)
    assert [title(folder), title(folder)] == ["The lighthouse at Cape Sound"] * 2
    assert len(compiled) == 2


def test_a_compiled_dataset_that_cannot_be_read_is_an_error(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "damaged.sqlite").write_bytes(b"not a database" * 100)
    monkeypatch.setattr("minewatch.store.open_bundled", lambda: store._open_file(tmp_path / "damaged.sqlite"))
    result = run("country")
    assert (result.exit_code, result.stdout) == (4, "")
    assert result.stderr == (
        "minewatch: the compiled dataset cannot be read (file is not a database); ask again, or install minewatch again\n"
    )


def test_a_folder_in_the_place_of_the_cache_is_left_alone(folder: Path) -> None:
    title(folder)
    place = cached(folder)[0]
    place.unlink()
    place.mkdir()
    assert title(folder) == "The lighthouse at Cape Sound"
    assert place.is_dir()


def test_a_cache_of_another_schema_is_not_read(folder: Path, compiled: list[Path]) -> None:
    title(folder)
    db = sqlite3.connect(cached(folder)[0])
    with db:
        db.execute("UPDATE meta SET value = '0' WHERE key = 'schema'")
    db.close()
    title(folder)
    assert len(compiled) == 2


def test_without_a_cache_folder_the_answer_is_the_same(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder.parent / "file").write_text("in the way")
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder.parent / "file"))
    assert title(folder) == "The lighthouse at Cape Sound"


def test_what_cannot_be_written_leaves_no_file_behind(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert title(folder) == "The lighthouse at Cape Sound"
    assert cached(folder) == []


@pytest.mark.parametrize("large", [10**9, 0], ids=["held", "in parts"])
def test_an_edit_while_it_is_compiled_is_never_taken_for_what_was_there(
    folder: Path, monkeypatch: pytest.MonkeyPatch, large: int
) -> None:
    """Edited after it was looked at and before it is read, then taken back: what was compiled says what no file says."""
    monkeypatch.setattr(store, "LARGE", large)
    before, inner = (folder / "harbour.yaml").read_text(encoding="utf-8"), freshness.read

    def late(folders: Sequence[Path]) -> list[freshness.File]:
        seen = inner(folders)
        rewrite(folder, "title: The lighthouse at Cape Sound", "title: Another")
        return seen

    with monkeypatch.context() as patch:
        patch.setattr(freshness, "read", late)
        assert title(folder) == "Another"
    (folder / "harbour.yaml").write_text(before, encoding="utf-8")
    assert title(folder) == "The lighthouse at Cape Sound"


def test_the_schema_is_raised_with_what_it_numbers() -> None:
    """Change `SCHEMA` and this hash together: a compiled file of another form must not be taken for one of this."""
    records = [(kind.__name__, kind._fields) for kind in (*model._NESTED, model.Quote, model.Gap)]  # type: ignore[attr-defined]
    form = sha256(repr((tables.FORM, records)).encode()).hexdigest()[:16]
    assert (SCHEMA, form) == (8, "8299ba492a963d20")


def test_a_compiled_dataset_is_read_only(folder: Path) -> None:
    for _ in range(2):  # as it was compiled, and as it is opened again
        db = store.open_folder(folder)
        with pytest.raises(sqlite3.OperationalError, match=r"readonly|read-only"):
            db.execute("DELETE FROM claim")
        db.close()


def test_a_broken_dataset_is_not_compiled(folder: Path) -> None:
    rewrite(folder, "about: [ruritania]\n    topic: [production]", "about: [ruritana]\n    topic: [production]")
    with pytest.raises(InvalidDataset) as error:
        store.open_folder(folder)
    assert {problem.rule for problem in error.value.problems} == {"unknown-id", "position-about"}
    assert str(error.value).startswith(f"{folder}/harbour.yaml:")


def test_a_file_is_written_whole_or_not_at_all(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "out" / "d.sqlite"
    target.parent.mkdir()
    store.write(folder, target)
    assert [path.name for path in target.parent.iterdir()] == ["d.sqlite"]
    written = target.read_bytes()
    store.write(folder, target)
    assert target.read_bytes() == written, "compiling twice gave two files"
    with pytest.raises(UnreadableDataset):
        store.write(tmp_path / "none", target)
    assert target.read_bytes() == written


@pytest.fixture
def large(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, taken for too large for memory."""
    monkeypatch.setattr(store, "LARGE", 0)
    return folder


def test_a_large_dataset_is_compiled_once_and_leaves_nothing_beside_it(large: Path, compiled: list[Path]) -> None:
    assert [title(large) for _ in range(3)] == ["The lighthouse at Cape Sound"] * 3
    assert compiled == []
    (file,) = cached(large)
    assert file.stat().st_mode & 0o777 == 0o600
    rewrite(large, "The lighthouse at Cape Sound", "The lighthouse of Cape Sound")
    assert title(large) == "The lighthouse of Cape Sound"


def test_a_large_dataset_that_is_broken_says_so_and_leaves_nothing(large: Path) -> None:
    rewrite(large, "status: planned", "status: plannd")
    with pytest.raises(InvalidDataset, match="did you mean 'planned'"):
        store.open_folder(large)
    assert cached(large) == []


def test_a_large_dataset_needs_no_cache_folder(large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (large.parent / "file").write_text("in the way")
    monkeypatch.setenv("XDG_CACHE_HOME", str(large.parent / "file"))
    assert title(large) == "The lighthouse at Cape Sound"


def test_a_large_one_that_was_touched_is_compared_once_and_not_compiled(
    large: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    title(large)
    before = cached(large)[0].stat().st_ino
    monkeypatch.setattr(compiling, "compile_folders", None)
    for path in large.iterdir():
        os.utime(path)
    assert title(large) == "The lighthouse at Cape Sound"
    assert cached(large)[0].stat().st_ino != before
    monkeypatch.setattr(freshness, "_sha256", None)
    assert title(large) == "The lighthouse at Cape Sound"


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (sqlite3.OperationalError("database or disk is full"), "database or disk is full"),
        (OSError(errno.ENOSPC, "No space left on device"), "No space left on device"),
        (ChildProcessError("a process that helped was ended"), "a process that helped was ended"),
    ],
)
def test_where_a_large_one_cannot_be_made_that_is_said(
    large: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, told: str
) -> None:
    def full(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("minewatch.compiling.Rounds.run", full)
    with pytest.raises(UnreadableDataset, match=f"nothing can be compiled there: {told}$"):
        title(large)
    with pytest.raises(UnreadableDataset, match=f"nothing can be compiled there: {told}$"):
        audit([large])
    assert cached(large) == []


@pytest.mark.skipif(sys.platform != "linux", reason="a path is UTF-8 there")
def test_a_large_one_is_made_elsewhere_where_the_cache_takes_none(
    large: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", os.fsdecode(bytes(tmp_path / "c") + b"\xff"))
    assert title(large) == "The lighthouse at Cape Sound"
    monkeypatch.setattr(tempfile, "tempdir", os.fsdecode(bytes(tmp_path / "t") + b"\xff"))
    Path(tempfile.gettempdir()).mkdir()
    with pytest.raises(UnreadableDataset, match="SQLite takes a path in UTF-8 only"):
        title(large)


def test_a_temporary_folder_may_be_named_from_where_one_is(large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(large.parent)
    monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null/none")
    monkeypatch.setattr(tempfile, "tempdir", ".")
    assert title(large) == "The lighthouse at Cape Sound"
    assert [problem.rule for problem in audit([large]).problems] == []


def test_what_a_killed_process_left_of_a_large_one_is_swept_away(large: Path) -> None:
    title(large)
    (place,) = cached(large)
    left = place.with_name(f"{cache.UNFINISHED}x")
    (left / "0").mkdir(parents=True)
    (left / "0" / "stage.sqlite").write_bytes(b"half")
    place.unlink()
    title(large)
    assert left.exists(), "somebody may be writing it"
    os.utime(left, (0, 0))
    place.unlink()
    title(large)
    assert not left.exists()


def test_a_file_that_ages_while_it_is_compiled_is_not_doubted_afterwards(
    large: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(freshness, "RACY", 200_000_000)
    inner = compiling.compile_folders

    def slow(*args: Any, **named: Any) -> Any:
        time.sleep(0.3)
        return inner(*args, **named)

    monkeypatch.setattr(compiling, "compile_folders", slow)
    rewrite(large, "Cape Sound", "Cape Sound")
    title(large)
    monkeypatch.setattr(freshness, "_sha256", None)
    assert title(large) == "The lighthouse at Cape Sound"


def test_what_changed_while_it_was_compiled_is_seen(large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = compiling.compile_folders

    def meanwhile(*args: Any, **named: Any) -> Any:
        found = inner(*args, **named)
        rewrite(large, "The lighthouse at", "The lighthouse of")
        return found

    monkeypatch.setattr(compiling, "compile_folders", meanwhile)
    title(large)
    monkeypatch.setattr(compiling, "compile_folders", inner)
    assert title(large) == "The lighthouse of Cape Sound"
