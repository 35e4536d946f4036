"""A dataset as somebody has it: in a folder, or in a wheel of minewatch.

A wheel is read as what may come from anywhere: nothing of it is run, of its files only YAML in its place is written, to
a folder that is gone afterwards, and no more of it than so much. A name that leads out of that folder is refused.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from minewatch.check import check
from minewatch.dataset import load
from minewatch.errors import UnreadableDataset
from minewatch.faults import InvalidDataset, Loaded
from minewatch.files import ENDINGS
from minewatch.scratch import scratch

PLACE = "minewatch/data/"
"""Where in a wheel its dataset is."""
LARGEST = 64 << 20
"""How many bytes a wheel's dataset may have."""
_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, ValueError, OverflowError,
)  # fmt: skip
"""What reading a broken zip file raises, or writing what is in it."""


def read(path: Path, *, released: bool = False) -> Loaded:
    """Return the dataset in the folder or wheel at `path`.

    Args:
        path: where it is.
        released: whether it is out already: then it need not keep rules that may be newer than it is.

    Raises:
        UnreadableDataset: there is none, or it cannot be read.
        InvalidDataset: it breaks the rules.
    """
    with _unpacked(path) as (folder, shown):
        try:
            loaded = load(folder)
        except UnreadableDataset as error:
            raise UnreadableDataset(str(error).replace(str(folder), shown)) from error
    found = loaded.problems if released else check(loaded)
    problems = [problem for problem in found if problem.severity == "fault"]
    if problems:
        named = ([text.replace(str(folder), shown) for text in (p.file, p.message)] for p in problems)
        raise InvalidDataset([p._replace(file=n[0], message=n[1]) for p, n in zip(problems, named, strict=True)])
    return loaded


@contextmanager
def _unpacked(path: Path) -> Iterator[tuple[Path, str]]:
    """Give the folder in which the dataset at `path` can be read, and what that is called."""
    if path.suffix != ".whl" or path.is_dir():
        if path.exists() and not path.is_dir():
            raise UnreadableDataset(f"{path}: neither a folder nor a wheel; a dataset is a folder of YAML files")
        yield path, str(path)
        return
    with scratch() as place:
        _unpack(path, place)
        yield place, f"{path}/{PLACE.rstrip('/')}"


def _unpack(path: Path, folder: Path) -> None:
    """Write the dataset of the wheel at `path` to `folder`.

    Raises:
        UnreadableDataset: it cannot be read, has none, or has more than it may.
    """
    try:
        with zipfile.ZipFile(path) as wheel:
            left = LARGEST
            members = [member for member in wheel.infolist() if _is_data(member.filename)]
            for member in members:
                if not _is_inside(member.filename):
                    raise zipfile.BadZipFile(f"{member.filename!r} may lead out of its folder")
                if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                    raise zipfile.BadZipFile(f"{member.filename!r} is compressed in no way that wheels are")
                with wheel.open(member) as file:
                    # What it says of its own size need not be so
                    content = file.read(left + 1)
                left -= len(content)
                if left < 0:
                    raise UnreadableDataset(f"{path}: its dataset is larger than {LARGEST >> 20} MiB, and may not be")
                target = folder / PurePosixPath(member.filename).relative_to(PLACE)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
    except FileNotFoundError as error:
        raise UnreadableDataset(f"{path}: no such file; a dataset is a folder, or a wheel of minewatch") from error
    except _BROKEN as error:
        raise UnreadableDataset(f"{path}: the wheel cannot be read ({error}); fetch or build it again") from error
    if not members:
        raise UnreadableDataset(f"{path}: no YAML files below {PLACE}; is it a wheel of minewatch?")


def _is_data(name: str) -> bool:
    """Return whether a name in a wheel is that of a file of its dataset."""
    return name.startswith(PLACE) and name.endswith(ENDINGS)


def _is_inside(name: str) -> bool:
    """Return whether a name leads nowhere but down from its place, on any system."""
    return ".." not in PurePosixPath(name).parts and not set("\\:") & set(name)
