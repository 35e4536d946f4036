"""Datasets compiled into one SQLite file: how it is written, when it is still true, and how it is opened.

The only writer of such files. A look-up needs nothing else: what takes thought (dates as days, names as keys, whose
card a claim belongs on) is worked out here once. A wheel carries the bundled dataset compiled; a checkout's is
compiled into the user's cache folder, and into memory where there is none. So are several datasets together, the
bundled one taken from what is compiled of it.

What lies in that folder is taken for nothing but a copy of what the files say: it is not used where another user could
have written it, where its tables are not those that are made here, or where it turns out damaged.
"""

import contextlib
import os
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING

from minewatch import SCHEMA, __version__
from minewatch.errors import BadUsage, UnreadableDataset
from minewatch.record import NamedTuple

if TYPE_CHECKING:
    from minewatch.faults import Loaded
    from minewatch.model import Dataset, Edition
    from minewatch.watching import Watch

_FORM = "3868955bd10816588aff9ea714f1c32a822ce0d652c97143f14a3745e1d83868"
"""The SHA-256 of what `tables` makes, as SQLite keeps it: a table must not have been swapped for a view."""
_UNFINISHED = ".compiling-"
"""How the name of a file begins that is being written."""
_ABANDONED = 24 * 60 * 60
"""After so many seconds a file that is still being written is that of a process that was killed."""
LARGE = 4 * 1024 * 1024
"""From how many bytes on a dataset is compiled in parts: with less it is done before other processes have begun."""
_RACY = 2_000_000_000
"""A file changed this many nanoseconds before compiling, or later, may change again within one tick of its clock."""


class File(NamedTuple):
    """A dataset's file as it was when it was compiled."""

    path: str
    """Below its folder, after the number of that and a slash."""
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
    compiled = Path(__file__).parent / "bundled.sqlite"
    if compiled.is_file():
        return _open_file(compiled)
    folder = _checkout()
    return open_folder(folder) if folder else _open_packed()


def open_folder(folder: Path) -> sqlite3.Connection:
    """Return the dataset in `folder` alone, as `open_datasets` does."""
    return open_datasets([folder], bundled=False)


def open_datasets(folders: Sequence[Path], *, bundled: bool = True, watch: "Watch | None" = None) -> sqlite3.Connection:
    """Return the datasets in `folders` as one, read-only, the bundled one before them.

    They are compiled anew where what was compiled is no longer true; `watch` is told how far that is, where it takes
    long.

    Raises:
        BadUsage: there is none to open.
        UnreadableDataset: a folder or a file of it cannot be opened.
        InvalidDataset: a dataset breaks the rules, or several do among each other.
    """
    if not folders and not bundled:
        raise BadUsage("without the bundled dataset there is none; name one with --data DIR")
    base = open_bundled() if bundled else None
    if not folders and base:
        return base
    try:
        return _open_compiled(_distinct(folders), base, watch)
    finally:
        if base:
            base.close()


def forget(folders: Sequence[Path], *, bundled: bool = True) -> None:
    """Remove what is compiled of the datasets in `folders`, as one and with the bundled one, and a checkout's own."""
    checkout = _checkout() if bundled else None
    for several, beside in ((_distinct(folders), bundled), ([checkout] if checkout else [], False)):
        place = _cache_place(several, bundled=beside) if several else None
        if place is not None:
            with contextlib.suppress(OSError):
                place.unlink()


def _checkout() -> Path | None:
    """Return the folder of the bundled dataset where this runs in a checkout of the project."""
    source = Path(__file__).parent.parent
    root = source.parent
    here = source.name == "src" and (root / "data").is_dir() and (root / "pyproject.toml").is_file()
    return root / "data" if here else None


def _distinct(folders: Iterable[Path]) -> list[Path]:
    # Not resolve(): it raises an error of its own for a link that leads to itself
    return list(dict.fromkeys(Path(os.path.realpath(folder)) for folder in folders))


def _open_compiled(
    folders: Sequence[Path], base: sqlite3.Connection | None, watch: "Watch | None" = None
) -> sqlite3.Connection:
    place = _cache_place(folders, bundled=base is not None)
    db = _open_if_true(place, folders, base) if place else None
    if db is not None:
        return db
    if is_large(folders):
        return _compile_large(folders, place, base, watch)
    if place is None:
        return _compile_in_memory(folders, base)
    db = _compile_in_memory(folders, base)
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


def editions(db: sqlite3.Connection) -> "tuple[Edition, ...]":
    """Return which datasets are in `db`, in their order."""
    from minewatch.model import Edition

    rows = db.execute("SELECT id, version, title, sha256, drafts FROM dataset ORDER BY n")
    return tuple(Edition(*row) for row in rows)


def _guarded(db: sqlite3.Connection) -> sqlite3.Connection:
    db.execute("PRAGMA query_only = 1")
    db.execute("PRAGMA trusted_schema = 0")
    return db


# Freshness


def cache_folder() -> Path | None:
    """Return the user's cache folder; None where there is none to write to."""
    import platformdirs

    try:
        cache = Path(platformdirs.user_cache_dir("minewatch", appauthor=False))
        if not cache.is_absolute():  # without a home `~` is left to stand; and it would be another in each folder
            return None
        cache.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not os.access(cache, os.W_OK) or not _only_ours(cache.stat()):
            return None
    except (OSError, RuntimeError):
        return None
    return cache


def _cache_place(folders: Sequence[Path], *, bundled: bool) -> Path | None:
    """Return where the compiled form of `folders` belongs; None where there is no cache folder to write to."""
    from hashlib import sha256

    cache = cache_folder()
    if cache is None:
        return None
    key = sha256(b"\0".join([b"+" * bundled, *map(os.fsencode, folders)])).hexdigest()[:16]
    return cache / f"{key}-{__version__}-{SCHEMA}.sqlite"


def _only_ours(stat: os.stat_result) -> bool:
    """Return whether nobody but this user can write what `stat` is of; where the system knows no owners nobody can."""
    return not hasattr(os, "geteuid") or (stat.st_uid == os.geteuid() and not stat.st_mode & 0o022)


def _has_form(db: sqlite3.Connection) -> bool:
    """Return whether `db` has the tables that are made here.

    Those of its index for words, and of how many rows another tells apart, are SQLite's own affair.
    """
    from hashlib import sha256

    sql = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name != 'sqlite_stat1' ORDER BY type, name"
    rows = db.execute(sql)
    made = [row[:3] if row[0] == "table" and row[1].startswith("found_") else row for row in rows]
    return sha256(repr(made).encode()).hexdigest() == _FORM


def _open_if_true(place: Path, folders: Sequence[Path], base: sqlite3.Connection | None) -> sqlite3.Connection | None:
    """Return what is compiled at `place` if it still says what the files of `folders` and the bundled dataset say."""
    try:
        stat = place.lstat()
        if not S_ISREG(stat.st_mode) or not _only_ours(stat):
            return None
        db = _open_file(place)
    except (OSError, sqlite3.OperationalError):  # not there, or not for this user to read
        return None
    try:
        meta = dict(db.execute("SELECT key, value FROM meta"))
        recorded = {os.fsdecode(path): File(os.fsdecode(path), *row) for path, *row in db.execute("SELECT * FROM file")}
        compiled_at = int(meta["compiled_at"])
        known = meta["schema"] == str(SCHEMA) and _has_form(db) and meta["base"] == _content(base)
    except (sqlite3.DatabaseError, KeyError, ValueError, TypeError):
        db.close()
        return None
    looked = time.time_ns()
    now = {file.path: file for file in _stat_files(folders)} if known else {}
    if known and recorded.keys() == now.keys():
        doubtful = [
            path
            for path, file in now.items()
            if file[:5] != recorded[path][:5] or max(file.mtime, file.ctime) > compiled_at - _RACY
        ]
        if not doubtful:
            return db
        hashes = {path: _sha256(_path(folders, path)) for path in doubtful}
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


def _content(base: sqlite3.Connection | None) -> str:
    """Return which edition of the bundled dataset `base` is, nothing where it is left out."""
    return editions(base)[0].sha256 if base else ""


def _stat_files(folders: Sequence[Path]) -> Iterator[File]:
    from minewatch.files import stats

    for n, folder in enumerate(folders):
        below = len(os.path.join(folder, ""))  # noqa: PTH118 - a path for each of a thousand files would be felt
        for path, stat in stats(folder):
            name = f"{n}/{path[below:]}" if os.sep == "/" else f"{n}/{Path(path[below:]).as_posix()}"
            yield File(name, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino, "")


def _path(folders: Sequence[Path], name: str) -> Path:
    number, _, path = name.partition("/")
    return folders[int(number)] / path


def _sha256(path: Path) -> str:
    from hashlib import file_digest

    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise UnreadableDataset(f"{path}: cannot be read: {error.strerror}") from error


# Compiling


def is_large(folders: Sequence[Path]) -> bool:
    """Return whether the files of a dataset in `folders` are more than is held in memory without a thought."""
    return sum(file.size for file in _stat_files(folders)) > LARGE


def write(folder: Path, target: Path) -> None:
    """Compile the dataset in `folder` to the file `target`, whole or not at all.

    Raises:
        UnreadableDataset: the folder or a file of it cannot be opened.
        InvalidDataset: the dataset breaks the rules.
        OSError: `target` cannot be written.
    """
    db = _compile_in_memory([folder], files=False)
    try:
        _swap_in(target, db)
    finally:
        db.close()


def _compile_in_memory(
    folders: Sequence[Path], base: sqlite3.Connection | None = None, *, files: bool = True
) -> sqlite3.Connection:
    from minewatch import tables
    from minewatch.content import edition
    from minewatch.dataset import load
    from minewatch.merge import merge

    started = time.time_ns()
    stats = _stat_files(folders) if files else ()
    seen = [file._replace(sha256=_sha256(_path(folders, file.path))) for file in stats]
    loaded = [load(folder) for folder in folders]
    before = editions(base) if base else ()
    bundled = [tables.read(base, one) for one in before if base]
    _hold_sound(loaded, bundled)
    now = [*before, *(edition(one.dataset, len(one.drafts)) for one in loaded)]
    db = sqlite3.connect(":memory:", check_same_thread=False)
    tables.fill(db, merge([*bundled, *(one.dataset for one in loaded)]), now, base=_content(base))
    if files:
        _record_files(db, seen, started)
    db.commit()
    return _guarded(db)


def _compile_large(
    folders: Sequence[Path], place: Path | None, base: sqlite3.Connection | None, watch: "Watch | None"
) -> sqlite3.Connection:
    """Compile the datasets in `folders` to the file `place`, or to one that nobody else sees, and return it.

    They are too large for memory, and take so long that by then a file which was young when it was read has aged.
    """
    import tempfile

    from minewatch import tables
    from minewatch.compiling import Bundled, compile_folders
    from minewatch.faults import InvalidDataset

    started = time.time_ns()
    seen = [file._replace(sha256=_sha256(_path(folders, file.path))) for file in _stat_files(folders)]
    before = [Bundled(tables.read(base, one), one) for one in editions(base)] if base else []
    beside = place.parent if place else None
    with tempfile.TemporaryDirectory(prefix=_UNFINISHED, dir=beside, ignore_cleanup_errors=True) as scratch:
        made = Path(scratch, "made.sqlite")
        compiled = compile_folders(folders, made, Path(scratch), bundled=before, watch=watch)
        if faults := [problem for problem in compiled.problems if problem.severity == "fault"]:
            raise InvalidDataset(faults)
        with contextlib.closing(sqlite3.connect(made)) as db:
            _record_files(db, seen, _settled(folders, seen, started))
        if place is None:
            return _open_file(made)
        _move_in(place, made)
    return _open_file(place)


def _settled(folders: Sequence[Path], seen: Sequence[File], started: int) -> int:
    """Return when the files in `folders` were last as they were `seen`: now, or if that can't be told, when we started.

    One that changed shortly before it was read may have changed again in the same tick of its clock; later that can't
    be, and its content tells.
    """
    ended = time.time_ns()
    young = [file for file in seen if max(file.mtime, file.ctime) > started - _RACY]
    now = {file.path: file for file in _stat_files(folders)}
    aged = all(
        max(file.mtime, file.ctime) <= ended - _RACY and now.get(file.path, ())[:5] == file[:5] for file in young
    )
    return ended if aged and all(_sha256(_path(folders, file.path)) == file.sha256 for file in young) else started


def _hold_sound(loaded: Sequence["Loaded"], bundled: Sequence["Dataset"]) -> None:
    """Raise `InvalidDataset` where one of the datasets breaks a rule, or they do among each other."""
    from minewatch.across import problems
    from minewatch.faults import InvalidDataset

    if faults := [problem for problem in problems(loaded, bundled) if problem.severity == "fault"]:
        raise InvalidDataset(faults)


def _record_files(db: sqlite3.Connection, files: Iterable[File], at: int) -> None:
    """Record `files` as they were at the time `at`, in nanoseconds: before any of them was read."""
    # As bytes, for a file's name need not be Unicode
    db.executemany("INSERT INTO file VALUES (?, ?, ?, ?, ?, ?)", ((os.fsencode(path), *row) for path, *row in files))
    db.execute("INSERT OR REPLACE INTO meta VALUES ('compiled_at', ?)", [str(at)])
    db.commit()


def _swap_in(place: Path, db: sqlite3.Connection) -> None:
    """Write `db` beside `place` and rename it there, so that a reader sees the old file or the new one, whole."""
    # Its name is known before it is there, or an interrupt between the two would leave it behind
    unfinished = place.with_name(f"{_UNFINISHED}{os.getpid()}-{os.urandom(8).hex()}.sqlite")
    try:
        with open(unfinished, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(db.serialize())
        _move_in(place, unfinished)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def _move_in(place: Path, finished: Path) -> None:
    """Rename the file `finished` to `place` once it is on disk whole, for this user alone."""
    with finished.open("rb+") as file:
        os.fsync(file.fileno())
    finished.chmod(0o600)
    finished.replace(place)
    _sweep(place.parent)


def _sweep(folder: Path) -> None:
    """Remove what processes left behind that were killed while they wrote."""
    for path in folder.glob(f"{_UNFINISHED}*"):
        with contextlib.suppress(OSError):
            if path.lstat().st_mtime >= time.time() - _ABANDONED:
                continue
            if path.is_dir() and not path.is_symlink():
                import shutil

                shutil.rmtree(path)
            else:
                path.unlink()
