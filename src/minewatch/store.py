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
from collections.abc import Iterable, Sequence
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING

from minewatch import SCHEMA, cache, freshness
from minewatch.errors import BadUsage, UnreadableDataset

if TYPE_CHECKING:
    from minewatch.faults import Loaded
    from minewatch.model import Dataset, Edition
    from minewatch.watching import Watch

_FORM = "c2558602d1a60b285e3a5308563b9fa06a998d2774ae912222b447f3f2766943"
"""The SHA-256 of what `tables` makes, as SQLite keeps it: a table must not have been swapped for a view."""
LARGE = 4 * 1024 * 1024
"""From how many bytes on a dataset is compiled in parts: with less it is done before other processes have begun."""
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
        place = cache.place(several, bundled=beside) if several else None
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
    place = cache.place(folders, bundled=base is not None)
    db = _open_if_true(place, folders, base) if place else None
    if db is not None:
        return db
    if is_large(folders):
        from minewatch.compiling import NowhereToCompileError

        if place:
            # A cache is worth having, and never worth failing for
            with contextlib.suppress(NowhereToCompileError, OSError):
                return _compile_large(folders, place, base, watch)
        return _compile_large(folders, None, base, watch)
    if place is None:
        return _compile_in_memory(folders, base)
    db = _compile_in_memory(folders, base)
    with contextlib.suppress(OSError):  # as above
        _save(place, db)
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
        if not S_ISREG(stat.st_mode) or not cache.only_ours(stat):
            return None
        db = _open_file(place)
    except (OSError, sqlite3.OperationalError):  # not there, or not for this user to read
        return None
    try:
        meta = dict(db.execute("SELECT key, value FROM meta"))
        known = meta["schema"] == str(SCHEMA) and _has_form(db) and meta["base"] == _content(base)
        before = freshness.recorded(db) if known else None
    except (sqlite3.DatabaseError, KeyError, ValueError, TypeError):
        db.close()
        return None
    same = before and freshness.compare(before, folders)
    if not same:
        db.close()
        return None
    if same.anew:
        with contextlib.suppress(OSError, sqlite3.Error):  # the next look-up reads the files again, and is as right
            _refresh(place, db, same)
    return db


def _refresh(place: Path, db: sqlite3.Connection, same: freshness.Same) -> None:
    """Record that the same content now stands in the files as they are, so that no later look-up reads them again."""
    with cache.replacing(place) as unfinished, contextlib.closing(sqlite3.connect(unfinished)) as copy:
        db.backup(copy)
        copy.execute("PRAGMA journal_mode = OFF")
        copy.execute("DELETE FROM file")
        freshness.record(copy, same.anew, same.at)


def _content(base: sqlite3.Connection | None) -> str:
    """Return which edition of the bundled dataset `base` is, nothing where it is left out."""
    return editions(base)[0].sha256 if base else ""


# Compiling


def is_large(folders: Sequence[Path]) -> bool:
    """Return whether the files of a dataset in `folders` are more than is held in memory without a thought."""
    return sum(file.size for file in freshness.look(folders)) > LARGE


def write(folder: Path, target: Path) -> None:
    """Compile the dataset in `folder` to the file `target`, whole or not at all.

    Raises:
        UnreadableDataset: the folder or a file of it cannot be opened.
        InvalidDataset: the dataset breaks the rules.
        OSError: `target` cannot be written.
    """
    with contextlib.closing(_compile_in_memory([folder], files=False)) as db:
        _save(target, db)


def _save(place: Path, db: sqlite3.Connection) -> None:
    with cache.replacing(place) as unfinished:
        unfinished.write_bytes(db.serialize())


def _compile_in_memory(
    folders: Sequence[Path], base: sqlite3.Connection | None = None, *, files: bool = True
) -> sqlite3.Connection:
    from minewatch import tables
    from minewatch.content import edition
    from minewatch.dataset import load
    from minewatch.merge import merge

    started = time.time_ns()
    seen = freshness.read(folders) if files else []
    loaded = [load(folder) for folder in folders]
    before = editions(base) if base else ()
    bundled = [tables.read(base, one) for one in before if base]
    _hold_sound(loaded, bundled)
    now = [*before, *(edition(one.dataset, len(one.drafts)) for one in loaded)]
    db = sqlite3.connect(":memory:", check_same_thread=False)
    tables.fill(db, merge([*bundled, *(one.dataset for one in loaded)]), now, base=_content(base))
    if files:
        _record(db, folders, seen, started)
    db.commit()
    return _guarded(db)


def _compile_large(
    folders: Sequence[Path], place: Path | None, base: sqlite3.Connection | None, watch: "Watch | None"
) -> sqlite3.Connection:
    """Compile the datasets in `folders` to the file `place`, or to one that nobody else sees, and return it.

    They are too large for memory, and take so long that by then a file which was young when it was read has aged.
    """
    from minewatch import tables
    from minewatch.compiling import Bundled, compile_folders
    from minewatch.faults import InvalidDataset
    from minewatch.scratch import scratch

    started = time.time_ns()
    seen = freshness.read(folders)
    before = [Bundled(tables.read(base, one), one) for one in editions(base)] if base else []
    beside = place.parent if place else None
    with scratch(cache.UNFINISHED, beside=beside) as folder:
        made = folder / "made.sqlite"
        compiled = compile_folders(folders, made, folder, bundled=before, watch=watch)
        if faults := [problem for problem in compiled.problems if problem.severity == "fault"]:
            raise InvalidDataset(faults)
        with contextlib.closing(sqlite3.connect(made)) as db:
            _record(db, folders, seen, started)
        if place is None:
            return _open_file(made)
        cache.move_in(place, made)
    return _open_file(place)


def _record(db: sqlite3.Connection, folders: Sequence[Path], seen: Sequence[freshness.File], started: int) -> None:
    files, at = freshness.settled(folders, seen, started)
    freshness.record(db, files.values(), at)


def _hold_sound(loaded: Sequence["Loaded"], bundled: Sequence["Dataset"]) -> None:
    """Raise `InvalidDataset` where one of the datasets breaks a rule, or they do among each other."""
    from minewatch.across import problems
    from minewatch.faults import InvalidDataset

    if faults := [problem for problem in problems(loaded, bundled) if problem.severity == "fault"]:
        raise InvalidDataset(faults)
