"""A folder that is written whole or not at all."""

from collections.abc import Callable, Mapping
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from typing import TypeVar

from minewatch.errors import BadUsage

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
    with TemporaryDirectory(prefix=f".{target.name}-", dir=target.parent) as scratch:
        new, old = Path(scratch, "new"), Path(scratch, "old")
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
