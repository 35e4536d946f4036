"""A dataset compiled into one SQLite file: how it is written, when it is still true, and how it is opened.

The only writer of such files. A look-up needs nothing else: what takes thought (dates as days, names as keys, whose
card a claim belongs on) is worked out here once. A wheel carries the bundled dataset compiled; a checkout's is
compiled into the user's cache folder, and into memory where there is none.
"""

import contextlib
import os
import sqlite3
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from minewatch import SCHEMA, __version__
from minewatch.errors import UnreadableDataset

_RACY = 2_000_000_000
"""A file changed this many nanoseconds before compiling, or later, may change again within one tick of its clock."""


class File(NamedTuple):
    """A dataset's file as it was when it was compiled."""

    path: str
    size: int
    mtime: int
    ctime: int
    inode: int
    sha256: str


# Opening


def open_bundled() -> sqlite3.Connection:
    """Return the bundled dataset, read-only: compiled in a wheel, or compiled from the checkout this runs in.

    Raises:
        UnreadableDataset: the installation has no dataset.
        InvalidDataset: the checkout's dataset breaks the rules.
    """
    package = Path(__file__).parent
    compiled = package / "bundled.sqlite"
    if compiled.is_file():
        return _open_file(compiled)
    root = package.parent.parent
    if package.parent.name == "src" and (root / "data").is_dir() and (root / "pyproject.toml").is_file():
        return open_folder(root / "data")
    return _open_packed()


def open_folder(folder: Path) -> sqlite3.Connection:
    """Return the dataset in `folder`, read-only, compiled anew where what was compiled is no longer true.

    Raises:
        UnreadableDataset: the folder or a file of it cannot be opened.
        InvalidDataset: the dataset breaks the rules.
    """
    folder = folder.resolve()
    place = _cache_place(folder)
    if place is None:
        return _compile_in_memory(folder)
    db = _open_if_true(place, folder)
    if db is not None:
        return db
    db = _compile_in_memory(folder)
    with contextlib.suppress(OSError):  # a cache is worth having, and never worth failing for
        _swap_in(place, db)
    return db


def _open_file(path: Path) -> sqlite3.Connection:
    # immutable: no lock is taken and no side file looked for; a new file is swapped in under a new inode
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    return _guarded(sqlite3.connect(uri, uri=True, check_same_thread=False))


def _open_packed() -> sqlite3.Connection:
    """Return the compiled dataset out of a zip file, where SQLite cannot open it by itself."""
    import pkgutil

    try:
        content = pkgutil.get_data("minewatch", "bundled.sqlite")
    except OSError:
        content = None
    if not content:
        raise UnreadableDataset("this installation has no bundled dataset; install minewatch again from its wheel")
    db = sqlite3.connect(":memory:", check_same_thread=False)
    db.deserialize(content)
    return _guarded(db)


def _guarded(db: sqlite3.Connection) -> sqlite3.Connection:
    db.execute("PRAGMA query_only = 1")
    db.execute("PRAGMA trusted_schema = 0")
    return db


# Freshness


def _cache_place(folder: Path) -> Path | None:
    """Return where the compiled form of `folder` belongs; None where there is no cache folder to write to."""
    from hashlib import sha256

    import platformdirs

    try:
        cache = Path(platformdirs.user_cache_dir("minewatch", appauthor=False))
        cache.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (OSError, RuntimeError):
        return None
    if not os.access(cache, os.W_OK):
        return None
    key = sha256(os.fsencode(folder)).hexdigest()[:16]
    return cache / f"{key}-{__version__}-{SCHEMA}.sqlite"


def _open_if_true(place: Path, folder: Path) -> sqlite3.Connection | None:
    """Return what is compiled at `place` if it still says what the files of `folder` say."""
    if not place.is_file() or place.is_symlink():
        return None
    try:
        db = _open_file(place)
    except sqlite3.OperationalError:  # not for this user to read
        return None
    try:
        meta = dict(db.execute("SELECT key, value FROM meta"))
        recorded = {row[0]: File(*row) for row in db.execute("SELECT * FROM file")}
        compiled_at = int(meta["compiled_at"])
        known = meta["schema"] == str(SCHEMA) and "id" in meta
    except (sqlite3.DatabaseError, KeyError, ValueError, TypeError):
        db.close()
        return None
    looked = time.time_ns()
    now = {file.path: file for file in _stat_files(folder)} if known else {}
    if known and recorded.keys() == now.keys():
        doubtful = [
            path
            for path, file in now.items()
            if file[:5] != recorded[path][:5] or max(file.mtime, file.ctime) > compiled_at - _RACY
        ]
        if not doubtful:
            return db
        hashes = {path: _sha256(folder / path) for path in doubtful}
        if all(recorded[path].sha256 == digest for path, digest in hashes.items()):
            files = [file._replace(sha256=recorded[path].sha256) for path, file in now.items()]
            # A record that the next look-up would doubt again is not worth writing
            if max(max(file.mtime, file.ctime) for file in files) <= looked - _RACY:
                _refresh(place, db, files, looked)
            return db
    db.close()
    return None


def _refresh(place: Path, db: sqlite3.Connection, files: Iterable[File], at: int) -> None:
    """Record that the same content now stands in `files` as they are, so that no later look-up reads them again."""
    copy = sqlite3.connect(":memory:")
    try:
        db.backup(copy)
        copy.execute("DELETE FROM file")
        _record_files(copy, files, at)
        with contextlib.suppress(OSError):  # the next look-up reads the files again, and is as right
            _swap_in(place, copy)
    finally:
        copy.close()


def _stat_files(folder: Path) -> Iterator[File]:
    from minewatch.files import files

    for path in files(folder):
        stat = path.stat()
        yield File(
            path.relative_to(folder).as_posix(), stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino, ""
        )


def _sha256(path: Path) -> str:
    from hashlib import sha256

    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise UnreadableDataset(f"{path}: cannot be read: {error.strerror}") from error


# Compiling


def write(folder: Path, target: Path) -> None:
    """Compile the dataset in `folder` to the file `target`, whole or not at all.

    Raises:
        UnreadableDataset: the folder or a file of it cannot be opened.
        InvalidDataset: the dataset breaks the rules.
        OSError: `target` cannot be written.
    """
    db = _compile_in_memory(folder, files=False)
    try:
        _swap_in(target, db)
    finally:
        db.close()


def _compile_in_memory(folder: Path, *, files: bool = True) -> sqlite3.Connection:
    from minewatch import tables
    from minewatch.check import check
    from minewatch.dataset import load
    from minewatch.faults import InvalidDataset

    started = time.time_ns()
    seen = [file._replace(sha256=_sha256(folder / file.path)) for file in _stat_files(folder)] if files else []
    loaded = load(folder)
    problems = loaded.problems or [problem for problem in check(loaded) if problem.severity == "fault"]
    if problems:
        raise InvalidDataset(problems)
    db = sqlite3.connect(":memory:", check_same_thread=False)
    tables.fill(db, loaded.dataset)
    if files:
        _record_files(db, seen, started)
    db.commit()
    return _guarded(db)


def _record_files(db: sqlite3.Connection, files: Iterable[File], at: int) -> None:
    """Record `files` as they were at the time `at`, in nanoseconds: before any of them was read."""
    db.executemany("INSERT INTO file VALUES (?, ?, ?, ?, ?, ?)", files)
    db.execute("INSERT OR REPLACE INTO meta VALUES ('compiled_at', ?)", [str(at)])
    db.commit()


def _swap_in(place: Path, db: sqlite3.Connection) -> None:
    """Write `db` beside `place` and rename it there, so that a reader sees the old file or the new one, whole."""
    import tempfile

    handle, name = tempfile.mkstemp(prefix=".compiling-", suffix=".sqlite", dir=place.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(db.serialize())
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(place)
    except BaseException:
        Path(name).unlink()
        raise
