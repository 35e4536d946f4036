"""Whether what is compiled still says what the files say: by size, times and inode, and where these differ by content.

As git's index has it: a file that changed shortly before it was read may have changed again within one tick of its
clock, and of such a one only its content tells.
"""

import os
import sqlite3
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from minewatch.errors import UnreadableDataset
from minewatch.record import NamedTuple

RACY = 2_000_000_000
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


def look(folders: Sequence[Path]) -> list[File]:
    """Return the files of the datasets in `folders` as they are on disk now, without their content."""
    from minewatch.files import stats

    found = []
    for n, folder in enumerate(folders):
        below = len(os.path.join(folder, ""))  # noqa: PTH118 - a path for each of a thousand files would be felt
        for path, stat in stats(folder):
            name = f"{n}/{path[below:]}" if os.sep == "/" else f"{n}/{Path(path[below:]).as_posix()}"
            found.append(File(name, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino, ""))
    return found


def read(folders: Sequence[Path]) -> list[File]:
    """Return the same with the hashes of their content."""
    return [file._replace(sha256=_sha256(folders, file)) for file in look(folders)]


def record(db: sqlite3.Connection, files: Iterable[File], at: int) -> None:
    """Record `files` in `db` as they were at the time `at`, in nanoseconds."""
    # As bytes, for a file's name need not be Unicode
    db.executemany("INSERT INTO file VALUES (?, ?, ?, ?, ?, ?)", ((os.fsencode(path), *row) for path, *row in files))
    db.execute("INSERT OR REPLACE INTO meta VALUES ('compiled_at', ?)", [str(at)])
    db.commit()


class Recorded(NamedTuple):
    """The files of datasets as they were when these were compiled."""

    files: dict[str, File]
    at: int
    """When that was, in nanoseconds."""


def recorded(db: sqlite3.Connection) -> Recorded:
    """Return what `record` has put into `db`.

    Raises:
        DatabaseError, TypeError, ValueError: that is nothing of ours.
    """
    rows = db.execute("SELECT * FROM file")
    files = {os.fsdecode(path): File(os.fsdecode(path), *row) for path, *row in rows}
    ((at,),) = db.execute("SELECT value FROM meta WHERE key = 'compiled_at'")
    return Recorded(files, int(at))


class Same(NamedTuple):
    """That files say what they said when they were recorded."""

    anew: list[File]
    """As they are to be recorded now, where their content had to be read and will not be in doubt again; else none."""
    at: int
    """When they were looked at, in nanoseconds."""


def compare(before: Recorded, folders: Sequence[Path]) -> Same | None:
    """Return that the files in `folders` say what they said when they were recorded; None where they do not."""
    looked = time.time_ns()
    now = {file.path: file for file in look(folders)}
    if before.files.keys() != now.keys():
        return None
    doubtful = [
        file
        for path, file in now.items()
        if file[:5] != before.files[path][:5]
        or max(file.mtime, file.ctime) > before.at - RACY
        or not before.files[path].sha256
    ]
    if any(before.files[file.path].sha256 != _sha256(folders, file) for file in doubtful):
        return None
    # A record that the next look-up would doubt again is not worth writing
    settled = all(max(file.mtime, file.ctime) <= looked - RACY for file in now.values())
    files = [file._replace(sha256=before.files[path].sha256) for path, file in now.items()]
    return Same(files if doubtful and settled else [], looked)


def settled(folders: Sequence[Path], seen: Sequence[File], started: int) -> Recorded:
    """Return what to record of the files in `folders` that were `seen` before they were compiled, which began then.

    One that changed meanwhile may have been compiled as it was before or after: it gets no hash, so that it is never
    taken for the same. Compiling may take so long that by its end one that was young has aged; then its content tells,
    and they are recorded as of now.
    """
    ended = time.time_ns()
    now = {file.path: file for file in look(folders)}
    files = {file.path: file if now.get(file.path, ())[:5] == file[:5] else file._replace(sha256="") for file in seen}
    young = [file for file in files.values() if max(file.mtime, file.ctime) > started - RACY]
    aged = all(max(file.mtime, file.ctime) <= ended - RACY for file in young)
    same = aged and all(_sha256(folders, file) == file.sha256 for file in young if file.path in now)
    return Recorded(files, ended if same else started)


def _sha256(folders: Sequence[Path], file: File) -> str:
    from hashlib import file_digest

    number, _, below = file.path.partition("/")
    path = folders[int(number)] / below
    try:
        with path.open("rb") as opened:
            return file_digest(opened, "sha256").hexdigest()
    except OSError as error:
        raise UnreadableDataset(f"{path}: cannot be read: {error.strerror}") from error
