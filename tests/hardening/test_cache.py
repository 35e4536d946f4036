"""What may lie where the cache belongs: damage, somebody else's file, a poisoned one. The answer is always the same."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import HARBOUR, Run

from minewatch import SCHEMA, __version__, cache, freshness, store
from minewatch.query import Facts

PROGRAM = [sys.executable, "-m", "minewatch"]
posix = pytest.mark.skipif(os.name != "posix", reason="owners and modes as POSIX has them")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: Callable[[], str]) -> Path:
    """Where the small dataset is compiled to, with what is compiled of it."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(freshness, "RACY", -(10**18))
    answer()
    (file,) = (tmp_path / "cache" / "minewatch").iterdir()
    return file


@pytest.fixture
def answer(run: Run, tmp_path: Path) -> Callable[[], str]:
    """Ask for a card of the small dataset; whatever the cache is, it is answered without a word besides."""
    folder = tmp_path / "harbour"
    shutil.copytree(HARBOUR, folder)

    def asked() -> str:
        result = run("country", "ruritania", "--data", str(folder), "--no-bundled", "--json")
        assert (result.exit_code, result.stderr) == (0, "")
        return result.stdout

    return asked


@pytest.fixture
def compilings(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders that were compiled."""
    folders: list[Path] = []
    inner = store._compile_in_memory

    def counted(of: list[Path], *given: object, **named: object) -> sqlite3.Connection:
        folders.extend(of)
        return inner(of, *given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(store, "_compile_in_memory", counted)
    return folders


def damaged(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield what a disk, another program or another version could have made of a file."""
    page = int.from_bytes(content[16:18], "big")
    yield "empty", b""
    yield "one byte", b"S"
    yield "a header alone", content[:100]
    yield "half", content[: len(content) // 2]
    yield "a page short", content[:-page]
    yield "foreign", b"\x89PNG\r\n" + bytes(range(256)) * 20
    yield "text", b"minewatch\n" * 2000
    yield "nothing but zeros", bytes(len(content))
    for number in range(1, len(content) // page):
        start = number * page
        yield f"page {number} of zeros", content[:start] + bytes(page) + content[start + page :]
        yield f"page {number} of noise", content[:start] + os.urandom(page) + content[start + page :]


def test_whatever_became_of_the_file_it_is_answered_and_mended(
    place: Path, answer: Callable[[], str], compilings: list[Path]
) -> None:
    sound, whole = answer(), place.read_bytes()
    assert compilings == []
    for what, content in damaged(whole):
        place.write_bytes(content)
        compilings.clear()
        assert answer() == sound, what
        assert len(compilings) <= 1, what
        # Of a page that this question did not touch another one will find out
        if compilings:
            assert answer() == sound, what
            assert len(compilings) == 1, f"{what}: mended twice"


def test_every_question_mends_what_it_trips_over(run: Run, place: Path) -> None:
    whole = place.read_bytes()
    folder = place.parent.parent.parent / "harbour"
    own = ("--data", str(folder), "--no-bundled")
    lines = [
        ("country",), ("timeline",), ("quote",), ("claim",), ("claim", "relight"), ("entity",), ("search", "lamp"),
        ("source", "gazette"), ("cite", "relight"), ("figure",),
    ]  # fmt: skip
    usual = {words: run(*words, *own).stdout for words in lines}
    for what, content in damaged(whole):
        if "page" in what:
            for words in lines:
                place.write_bytes(content)
                result = run(*words, *own)
                assert (result.exit_code, result.stdout) == (0, usual[words]), (what, words)


def test_the_version_of_a_damaged_dataset_is_told_and_it_is_mended(run: Run, place: Path) -> None:
    folder = place.parent.parent.parent / "harbour"
    usual = run("--version", env={"MINEWATCH_DATA": str(folder)})
    for file in place.parent.iterdir():
        content = file.read_bytes()
        file.write_bytes(content[:4096] + bytes(len(content) - 4096))
    result = run("--version", env={"MINEWATCH_DATA": str(folder)})
    assert (result.exit_code, result.stdout, result.stderr) == (0, usual.stdout, "")


@pytest.mark.parametrize("what", ["folder", "full folder", "link", "dangling link", "link to itself", "fifo"])
@posix
def test_what_is_no_file_in_its_place_is_not_read(
    place: Path, answer: Callable[[], str], compilings: list[Path], what: str
) -> None:
    sound = answer()
    other = place.parent.parent / "other.sqlite"
    shutil.copy(place, other)
    place.unlink()
    match what:
        case "folder":
            place.mkdir()
        case "full folder":
            place.mkdir()
            (place / "file").touch()
        case "link":
            place.symlink_to(other)
        case "dangling link":
            place.symlink_to(place.parent / "nowhere")
        case "link to itself":
            place.symlink_to(place)
        case "fifo":
            os.mkfifo(place)
    before = other.read_bytes()
    assert answer() == sound
    assert len(compilings) == 1
    assert other.read_bytes() == before, "it was written through the link"
    assert place.is_dir() == ("folder" in what)
    assert [path.name for path in place.parent.iterdir()] == [place.name], "something was left behind"


@pytest.mark.parametrize(
    "version", [(__version__, SCHEMA - 1), (__version__, SCHEMA + 1), ("0.0.1", SCHEMA), ("9.9", SCHEMA)]
)
def test_that_of_another_version_is_neither_read_nor_touched(
    place: Path, answer: Callable[[], str], compilings: list[Path], version: tuple[str, int]
) -> None:
    key = place.name.split("-")[0]
    other = place.with_name(f"{key}-{version[0]}-{version[1]}.sqlite")
    place.rename(other)
    poison(other, "UPDATE claim SET record = '[]'")
    before = other.read_bytes()
    answer()
    assert len(compilings) == 1
    assert other.read_bytes() == before


# Poisoned


def poison(place: Path, *statements: str) -> None:
    with sqlite3.connect(place) as db:
        for statement in statements:
            db.execute(statement)
    db.close()


SWAPPED = {
    "a view for a table": (
        "ALTER TABLE claim RENAME TO kept",
        "CREATE VIEW claim AS SELECT n, id, source, said_by, attribution, via, mode, status, basis, dated, earliest,"
        " latest, standing, figure, live, country, question, replace(record, 'lit again', 'blown up') AS record FROM kept",
    ),
    "a trigger": ("CREATE TRIGGER t AFTER INSERT ON claim BEGIN SELECT 1; END",),
    "a table more": ("CREATE TABLE more (x)",),
    "an index more": ("CREATE INDEX more ON claim (record)",),
    "a table less": ("DROP TABLE topic",),
    "an index less": ("DROP INDEX claim_dated",),
    "a column more": ("ALTER TABLE gap ADD COLUMN more",),
}


@pytest.mark.parametrize("statements", SWAPPED.values(), ids=SWAPPED)
def test_tables_that_are_not_ours_are_not_read(
    place: Path, answer: Callable[[], str], compilings: list[Path], statements: tuple[str, ...]
) -> None:
    sound = answer()
    poison(place, *statements)
    assert answer() == sound
    assert len(compilings) == 1
    answer()
    assert len(compilings) == 1, "it was not replaced"


def test_nothing_in_a_compiled_file_can_call_what_the_program_has_not_called(place: Path) -> None:
    """A view or an index could, with a trusted schema."""
    for db in (store._open_file(place), store.open_folder(HARBOUR)):
        assert db.execute("PRAGMA trusted_schema").fetchone() == (0,)
        db.close()


@posix
def test_what_is_made_is_for_this_user_alone_whatever_the_umask(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    before = os.umask(0)
    try:
        store.open_folder(HARBOUR).close()
    finally:
        os.umask(before)
    (file,) = (tmp_path / "cache" / "minewatch").iterdir()
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)


@posix
@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_file_that_others_can_write_is_not_read(
    place: Path, answer: Callable[[], str], compilings: list[Path], mode: int
) -> None:
    sound = answer()
    place.chmod(mode)
    assert answer() == sound
    assert len(compilings) == 1
    assert place.stat().st_mode & 0o777 == 0o600, "it was not replaced"


@posix
@pytest.mark.parametrize("mode", [0o770, 0o707, 0o777, 0o1777])
def test_a_folder_that_others_can_write_is_not_used(
    place: Path, answer: Callable[[], str], compilings: list[Path], mode: int
) -> None:
    sound, before = answer(), place.read_bytes()
    place.parent.chmod(mode)
    poison(place, "UPDATE claim SET record = replace(record, 'lit again', 'blown up')")
    assert answer() == sound
    assert len(compilings) == 1
    assert place.read_bytes() != before, "it was written to"


@posix
@pytest.mark.parametrize("whose", ["folder", "file"])
def test_what_another_user_owns_is_not_used(
    place: Path, answer: Callable[[], str], compilings: list[Path], monkeypatch: pytest.MonkeyPatch, whose: str
) -> None:
    """As it looks to a user who is not the owner; root could take any file, and does not either."""
    sound = answer()
    poison(place, "UPDATE claim SET record = replace(record, 'lit again', 'blown up')")
    if os.geteuid() == 0:
        os.chown(place if whose == "file" else place.parent, 12345, -1)
    else:
        monkeypatch.setattr(os, "geteuid", lambda: 12345)
    assert answer() == sound
    assert len(compilings) == 1


def test_a_system_without_owners_uses_its_cache(
    answer: Callable[[], str], place: Path, compilings: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    place.chmod(0o666)
    monkeypatch.delattr(os, "geteuid")
    answer()
    assert compilings == []


# What permissions keep from an ordinary user; they bind nothing for root


@pytest.mark.unprivileged
def test_a_file_that_cannot_be_read_is_replaced(place: Path, answer: Callable[[], str], compilings: list[Path]) -> None:
    sound = answer()
    place.chmod(0o000)
    assert answer() == sound
    assert len(compilings) == 1
    assert place.stat().st_mode & 0o777 == 0o600


@pytest.mark.unprivileged
@pytest.mark.parametrize("mode", [0o500, 0o000, 0o400])
def test_a_folder_that_cannot_be_written_to_or_read_is_no_obstacle(
    place: Path, answer: Callable[[], str], mode: int
) -> None:
    sound = answer()
    place.parent.chmod(mode)
    try:
        assert answer() == sound
    finally:
        place.parent.chmod(0o700)
    assert list(place.parent.iterdir()) == [place]


@pytest.mark.unprivileged
def test_a_home_that_is_read_only_is_no_obstacle(
    answer: Callable[[], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o500)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert json.loads(answer())["total"] == 1
    assert list(home.iterdir()) == []


@pytest.mark.unprivileged
def test_what_of_a_dataset_cannot_be_read_is_an_error_and_never_left_out(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "harbour"
    shutil.copytree(HARBOUR, folder)
    inner = folder / "inner"
    inner.mkdir()
    (inner / "more.yaml").write_text("gaps: []")
    for path, mode in ((inner, 0o000), (inner, 0o600), (inner / "more.yaml", 0o000), (folder, 0o300)):
        before = path.stat().st_mode
        path.chmod(mode)
        result = run("country", "--data", str(folder), "--no-bundled")
        path.chmod(before)
        assert (result.exit_code, result.stdout) == (4, ""), (path, mode)
        assert "Permission denied" in result.stderr
        assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("cache", ["~/.cache/minewatch", "cache", ""])
def test_a_cache_that_would_be_another_in_each_folder_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cache: str
) -> None:
    """What platformdirs says of it without a home, or of an XDG_CACHE_HOME that is no absolute path, is up to its version."""
    import platformdirs

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(platformdirs, "user_cache_dir", lambda *_, **__: cache)
    store.open_folder(HARBOUR).close()
    assert list(tmp_path.iterdir()) == []


# Stale


def test_a_clock_that_was_set_back_hides_no_change(place: Path, answer: Callable[[], str]) -> None:
    file = place.parent.parent.parent / "harbour" / "harbour.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("lit again", "dark now."), encoding="utf-8")
    os.utime(file, ns=(10**17, 10**17))
    assert "dark now." in answer()


def test_what_was_compiled_in_the_future_is_believed_by_content_only(
    place: Path, answer: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(freshness, "RACY", 2_000_000_000)
    poison(place, f"UPDATE meta SET value = '{time.time_ns() + 10**15}' WHERE key = 'compiled_at'")
    file = place.parent.parent.parent / "harbour" / "harbour.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("lit again", "dark now."), encoding="utf-8")
    assert "dark now." in answer()


# Many at once, and killed ones


def test_many_first_runs_at_once_are_all_right(tmp_path: Path) -> None:
    environment = os.environ | {"XDG_CACHE_HOME": str(tmp_path / "cache"), "SOURCE_DATE_EPOCH": "1795478400"}
    words = [*PROGRAM, "country", "ruritania", "--data", str(HARBOUR), "--no-bundled", "--json"]
    children = [
        subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) for _ in range(24)
    ]
    results = [(*child.communicate(timeout=120), child.returncode) for child in children]
    assert {(err, code) for _, err, code in results} == {(b"", 0)}
    assert len({out for out, _, _ in results}) == 1
    assert len(list((tmp_path / "cache" / "minewatch").iterdir())) == 1


def test_what_a_killed_process_left_behind_is_swept_away_once_nobody_can_be_writing_it(
    place: Path, answer: Callable[[], str]
) -> None:
    old, young = (place.with_name(f"{cache.UNFINISHED}{name}.sqlite") for name in ("1", "2"))
    for path in (old, young):
        path.write_bytes(b"half")
    long_ago = time.time() - cache._ABANDONED - 60
    os.utime(old, (long_ago, long_ago))
    place.unlink()
    answer()
    assert sorted(place.parent.iterdir()) == sorted([place, young])


def test_the_library_answers_from_a_sound_file_however_many_open_it(place: Path) -> None:
    folder = place.parent.parent.parent / "harbour"
    opened = [Facts(store.open_folder(folder)) for _ in range(5)]
    assert {facts.counts() for facts in opened} == {opened[0].counts()}
    for facts in opened:
        facts.close()
