"""Which files a dataset consists of."""

import os
from pathlib import Path
from stat import S_ISREG
from typing import NoReturn

from minewatch.errors import UnreadableDataset


def files(folder: Path) -> list[Path]:
    """Return the YAML files below `folder` in order of path: regular files only, and none behind a link.

    Raises:
        UnreadableDataset: there is no such folder, or what is in it cannot be listed whole.
    """
    if not folder.is_dir():
        raise UnreadableDataset(f"{folder}: no such folder; a dataset is a folder of YAML files")
    found: list[Path] = []
    for parent, folders, names in os.walk(folder, onerror=_unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [Path(parent, name) for name in names if name.endswith(".yaml") and not name.startswith(".")]
    try:
        # Not is_file(): from Python 3.13 on it takes what it may not look at for something else
        return sorted(path for path in found if S_ISREG(path.lstat().st_mode))
    except OSError as error:
        _unreadable(error)


def _unreadable(error: OSError) -> NoReturn:
    raise UnreadableDataset(f"{error.filename}: cannot be read: {error.strerror}") from error
