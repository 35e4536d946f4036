"""Which files a dataset consists of."""

import os
from collections.abc import Iterator
from pathlib import Path

from minewatch.errors import UnreadableDataset

ENDINGS = (".yaml", ".jsonl")
"""Of the names of such files."""
_RESEMBLING = (".yaml", ".yml", ".json", ".jsonl", ".ndjson")
"""Endings, in capitals too, of what somebody may take for one."""


def files(folder: Path) -> list[Path]:
    """Return the YAML and JSONL files below `folder` in order of path: regular files only, and none behind a link.

    Raises:
        UnreadableDataset: there is no such folder, or what is in it cannot be listed whole.
    """
    return sorted(Path(path) for path, _ in stats(folder))


def overlooked(folder: Path) -> list[Path]:
    """Return the files below `folder` that are none of these but resemble them by their names, in order of path.

    Raises:
        UnreadableDataset: there is no such folder, or what is in it cannot be listed whole.
    """
    names = (entry.path for entry in _entries(folder) if entry.name.lower().endswith(_RESEMBLING))
    return sorted(Path(path) for path in names if not path.endswith(ENDINGS))


def stats(folder: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Yield the path of each of these files as it is on disk now, in no order: one call of the system a file.

    Raises:
        UnreadableDataset: there is no such folder, or what is in it cannot be listed whole.
    """
    for entry in _entries(folder):
        if entry.name.endswith(ENDINGS):
            # Windows keeps the inode to itself where it lists a folder
            yield entry.path, Path(entry.path).stat() if os.name == "nt" else entry.stat(follow_symlinks=False)


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    """Yield all regular files below `folder` that are not hidden, and none behind a link."""
    if not folder.is_dir():
        wrong = "a file, and no folder" if folder.is_file() else "no such folder"
        raise UnreadableDataset(f"{folder}: {wrong}; a dataset is a folder of YAML files, or of JSON Lines")
    ahead = [str(folder)]
    try:
        while ahead:
            with os.scandir(ahead.pop()) as entries:
                for entry in entries:
                    if entry.name.startswith("."):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        ahead.append(entry.path)
                    elif entry.is_file(follow_symlinks=False):
                        yield entry
    except OSError as error:
        raise UnreadableDataset(f"{error.filename}: cannot be read: {error.strerror}") from error
