"""Which files a dataset consists of."""

import os
from pathlib import Path

from minewatch.errors import UnreadableDataset

ENDINGS = (".yaml", ".jsonl")
"""Of the names of such files."""


def files(folder: Path) -> list[Path]:
    """Return the YAML and JSONL files below `folder` in order of path: regular files only, and none behind a link.

    Raises:
        UnreadableDataset: there is no such folder.
    """
    if not folder.is_dir():
        raise UnreadableDataset(f"{folder}: no such folder; a dataset is a folder of YAML files")
    found = []
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [Path(parent, name) for name in names if name.endswith(ENDINGS) and not name.startswith(".")]
    return sorted(path for path in found if path.is_file() and not path.is_symlink())
