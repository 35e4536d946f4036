"""The user's cache folder: where what is compiled of datasets lies, for this user alone and never half-written."""

import contextlib
import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from minewatch import SCHEMA, __version__

UNFINISHED = ".compiling-"
"""How the name of a file or folder begins that is being written."""
_ABANDONED = 24 * 60 * 60
"""After so many seconds one that is still being written is that of a process that was killed."""


def folder() -> Path | None:
    """Return the user's cache folder; None where there is none to write to."""
    import platformdirs

    try:
        cache = Path(platformdirs.user_cache_dir("minewatch", appauthor=False))
        if not cache.is_absolute():  # without a home `~` is left to stand; and it would be another in each folder
            return None
        cache.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not os.access(cache, os.W_OK) or not only_ours(cache.stat()):
            return None
    except (OSError, RuntimeError):
        return None
    return cache


def place(folders: Sequence[Path], *, bundled: bool) -> Path | None:
    """Return where the compiled form of `folders` belongs; None where there is no cache folder to write to."""
    from hashlib import sha256

    cache = folder()
    if cache is None:
        return None
    key = sha256(b"\0".join([b"+" * bundled, *map(os.fsencode, folders)])).hexdigest()[:16]
    return cache / f"{key}-{__version__}-{SCHEMA}.sqlite"


def only_ours(stat: os.stat_result) -> bool:
    """Return whether nobody but this user can write what `stat` is of; where the system knows no owners nobody can."""
    return not hasattr(os, "geteuid") or (stat.st_uid == os.geteuid() and not stat.st_mode & 0o022)


@contextlib.contextmanager
def replacing(place: Path) -> Iterator[Path]:
    """Give an empty file beside `place` that is renamed there at the end: a reader sees the old one or the new, whole.

    Raises:
        OSError: it cannot be made, or not be moved there.
    """
    # Its name is known before it is there, or an interrupt between the two would leave it behind
    unfinished = place.with_name(f"{UNFINISHED}{os.getpid()}-{os.urandom(8).hex()}.sqlite")
    try:
        os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        yield unfinished
        move_in(place, unfinished)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def move_in(place: Path, finished: Path) -> None:
    """Rename the file `finished` to `place` once it is on disk whole, for this user alone."""
    with finished.open("rb+") as file:
        os.fsync(file.fileno())
    finished.chmod(0o600)
    finished.replace(place)
    _sweep(place.parent)


def _sweep(among: Path) -> None:
    """Remove what processes left behind that were killed while they wrote."""
    for path in among.glob(f"{UNFINISHED}*"):
        with contextlib.suppress(OSError):
            if path.lstat().st_mtime >= time.time() - _ABANDONED:
                continue
            if path.is_dir() and not path.is_symlink():
                import shutil

                shutil.rmtree(path)
            else:
                path.unlink()
