"""Files that are written whole or not at all: a new folder, or several in one that is there."""

import os
from collections.abc import Callable, Mapping
from errno import EACCES
from pathlib import Path
from shutil import rmtree
from stat import S_IWUSR
from tempfile import NamedTemporaryFile
from typing import TypeVar

from minewatch.errors import BadUsage
from minewatch.scratch import scratch

T = TypeVar("T")


def settle(folder: Path, besides: str, *, force: bool) -> Path:
    """Return where `folder` is to be, links followed, where something may be put there.

    Args:
        folder: where to put something.
        besides: the name of a file that may be there beside YAML.
        force: whether what is there may go, if that is such files and nothing else.

    Raises:
        BadUsage: something else is there, or something at all that may not go.
    """
    target = folder.resolve()
    if target.exists() and not target.is_dir():
        raise BadUsage(f"{folder}: there is a file of that name; name a folder")
    inside = sorted(target.iterdir()) if target.exists() else []
    if inside and not force:
        raise BadUsage(f"{folder}: the folder is not empty; name another, or replace its YAML files with --force")
    for path in inside:
        if not (path.suffix == ".yaml" or path.name == besides) or path.is_symlink() or not path.is_file():
            raise BadUsage(
                f"{folder}: {path.name} is no YAML file; --force replaces a folder of these and nothing else"
            )
    return target


def place(files: Mapping[str, str], target: Path, read: Callable[[Path], T]) -> T:
    """Write `files` to the folder `target`, in place of what is there, and return what `read` makes of them before.

    They are written beside it first: where that or `read` fails, nothing is there that was not there before.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with scratch(f".{target.name}-", beside=target.parent) as folder:
        new, old = folder / "new", folder / "old"
        new.mkdir()
        for name, text in files.items():
            (new / name).write_text(text, encoding="utf-8", newline="\n")
        made = read(new)
        if target.exists():
            target.rename(old)
        try:
            new.rename(target)
        except OSError:
            if old.exists():
                old.rename(target)
            raise
        rmtree(old, ignore_errors=True)
    return made


def replace(files: Mapping[Path, tuple[bytes, bytes]]) -> None:
    """Write files in place of what stands there: all of them, or where that cannot be done none.

    Args:
        files: by its path what each was read as, and what is to stand there.

    Raises:
        BadUsage: one of them is not as it was read any more.
        OSError: one of them cannot be written.
    """
    new: dict[Path, Path] = {}
    done: list[Path] = []
    try:
        for path, (_, content) in files.items():
            new[path] = _beside(path, content)
        _hold_unchanged(files)
        for path in files:
            new[path].replace(path)
            done.append(path)
    except BaseException:
        for path in done:
            _beside(path, files[path][0]).replace(path)
        raise
    finally:
        for path in new.values():
            path.unlink(missing_ok=True)


def _hold_unchanged(files: Mapping[Path, tuple[bytes, bytes]]) -> None:
    """Raise `BadUsage` where one of `files` is not as it was read any more."""
    for path, (old, _) in files.items():
        if path.read_bytes() != old:
            raise BadUsage(f"{path}: it has changed since it was read; run this again")


def _beside(path: Path, content: bytes) -> Path:
    """Write `content` to a new file beside the one at `path`, with its mode, and return where."""
    mode = path.stat().st_mode
    if not mode & S_IWUSR:
        raise PermissionError(EACCES, "it may not be written", str(path))
    try:
        return _written(path.parent, content, mode)
    except OSError as error:  # whoever is told of it knows the file by its own name
        raise type(error)(error.errno, error.strerror, str(path)) from error


def _written(folder: Path, content: bytes, mode: int) -> Path:
    """Write `content` to a new file in `folder`, whole or not at all, and return where."""
    with NamedTemporaryFile(prefix=".writing-", dir=folder, delete=False) as file:
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).chmod(mode)
        except BaseException:
            Path(file.name).unlink()
            raise
    return Path(file.name)
