"""Which files a dataset consists of."""

import os
from collections.abc import Iterator
from pathlib import Path

from minewatch.errors import UnreadableDataset

ENDINGS = (".yaml", ".jsonl")
"""Of the names of such files."""


def files(folder: Path) -> list[Path]:
    """Return the YAML and JSONL files below `folder` in order of path: regular files only, and none behind a link.

    Raises:
        UnreadableDataset: there is no such folder, or what is in it cannot be listed whole.
    """
    return sorted(Path(path) for path, _ in stats(folder))


def stats(folder: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Yield the path of each of these files as it is on disk now, in no order: one call of the system a file.

    Raises:
        UnreadableDataset: there is no such folder, or what is in it cannot be listed whole.
    """
    if not folder.is_dir():
        raise UnreadableDataset(f"{folder}: no such folder; a dataset is a folder of YAML files")
    ahead = [str(folder)]
    try:
        while ahead:
            with os.scandir(ahead.pop()) as entries:
                for entry in entries:
                    if entry.name.startswith("."):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        ahead.append(entry.path)
                    elif entry.name.endswith(ENDINGS) and entry.is_file(follow_symlinks=False):
                        # Windows keeps the inode to itself where it lists a folder
                        yield (
                            entry.path,
                            Path(entry.path).stat() if os.name == "nt" else entry.stat(follow_symlinks=False),
                        )
    except OSError as error:
        raise UnreadableDataset(f"{error.filename}: cannot be read: {error.strerror}") from error
