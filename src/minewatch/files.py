"""Which files a dataset consists of, and how one is written."""

import os
from pathlib import Path

from minewatch.errors import UnreadableDataset


def files(folder: Path) -> list[Path]:
    """Return the YAML files below `folder` in order of path: regular files only, and none behind a link.

    Raises:
        UnreadableDataset: there is no such folder.
    """
    if not folder.is_dir():
        raise UnreadableDataset(f"{folder}: no such folder; a dataset is a folder of YAML files")
    found = []
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [Path(parent, name) for name in names if name.endswith(".yaml") and not name.startswith(".")]
    return sorted(path for path in found if path.is_file() and not path.is_symlink())


def replace(path: Path, text: str) -> None:
    """Write `text` beside the file at `path`, which keeps its mode, and rename it there: whole or not at all.

    Raises:
        OSError: it cannot be written.
    """
    import tempfile  # which no look-up needs

    handle, name = tempfile.mkstemp(prefix=".writing-", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(path.stat().st_mode)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink()
        raise
