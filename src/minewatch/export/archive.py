"""Zip files that are the same each time: their entries carry no time, and no machine's file modes."""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first time that the format knows."""
_MODE = 0o644 << 16


def entry(name: str) -> ZipInfo:
    """Return what an archive says of its file `name`."""
    info = ZipInfo(name, _EARLIEST)
    info.compress_type = ZIP_DEFLATED
    info.external_attr = _MODE
    return info


def pack(folder: Path, path: Path) -> None:
    """Write the files in `folder` to a new archive at `path`."""
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            with file.open("rb") as whole, archive.open(entry(file.name), "w", force_zip64=True) as packed:
                shutil.copyfileobj(whole, packed)


def settle(path: Path, edits: Mapping[str, Callable[[bytes], bytes]]) -> None:
    """Write the archive at `path` anew with entries of this kind, and those that `edits` names edited so."""
    new = path.with_suffix(".settled")
    with ZipFile(path) as old, ZipFile(new, "w", ZIP_DEFLATED) as archive:
        for info in old.infolist():
            with archive.open(entry(info.filename), "w", force_zip64=True) as file:
                if edit := edits.get(info.filename):
                    file.write(edit(old.read(info)))
                else:
                    with old.open(info) as whole:
                        shutil.copyfileobj(whole, file)
    new.replace(path)
