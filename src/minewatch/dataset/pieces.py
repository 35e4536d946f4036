"""What a dataset is read in: each file whole, but a large one of JSON Lines in ranges of its lines."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from minewatch.dataset import lines, nodes
from minewatch.dataset.nodes import Parsed
from minewatch.errors import UnreadableDataset
from minewatch.faults import Problem
from minewatch.files import files

RANGE = 256 * 1024
"""How many bytes are read at once: of JSON Lines to the end of the line, of YAML in whole files."""


class Piece(NamedTuple):
    """A YAML file, or some lines of a JSONL file."""

    path: str
    start: int
    size: int
    """In bytes."""
    first: int
    """Which line of its file stands at `start`."""
    most: int
    """How many records of a list it can hold: one a line, or of YAML one a byte."""

    @property
    def by_line(self) -> bool:
        """Whether each line is a record."""
        return self.path.endswith(".jsonl")

    @property
    def held(self) -> str | None:
        """The list that its records belong to; None where it may hold any."""
        return lines.held(Path(self.path)) if self.by_line else None


def of_folder(folder: Path) -> Iterator[Piece]:
    """Yield the pieces of the dataset in `folder`, in order of path and line.

    Raises:
        UnreadableDataset: the folder or a file of it cannot be opened.
    """
    for path in files(folder):
        yield from of(path)


def together(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Yield `pieces` in their order, those side by side that may hold any list together until they are large enough."""
    batch: list[Piece] = []
    size = 0
    for piece in pieces:
        if batch and (piece.held or batch[0].held or size + piece.size > RANGE):
            yield batch
            batch, size = [], 0
        batch.append(piece)
        size += piece.size
    if batch:
        yield batch


def of(path: Path) -> Iterator[Piece]:
    """Yield the pieces of one file.

    Raises:
        UnreadableDataset: it cannot be opened.
    """
    if path.suffix == ".jsonl":
        yield from _ranges(path)
    else:
        size = path.stat().st_size
        yield Piece(str(path), 0, size, 1, size)


def parse(piece: Piece, problems: list[Problem], warnings: list[Problem] | None = None) -> Parsed:
    """Return what is in `piece`.

    Args:
        piece: what to read.
        problems: where faults are put.
        warnings: where what should be looked at is put, if it is looked for.

    Raises:
        UnreadableDataset: its file cannot be opened.
    """
    path = Path(piece.path)
    if piece.by_line:
        return lines.parse(path, piece.path, problems, start=piece.start, size=piece.size, first=piece.first)
    return nodes.parse(path, piece.path, problems, warnings)


def _ranges(path: Path) -> Iterator[Piece]:
    start, first = 0, 1
    try:
        with path.open("rb") as file:
            while read := file.read(RANGE):
                # To the end of the line; what is left of one without an end there is no line of its own, and not read
                read += file.readline(lines.MAX_LINE + 1)
                number = read.count(b"\n") + (not read.endswith(b"\n"))
                yield Piece(str(path), start, len(read), first, number)
                first += number
                while not read.endswith(b"\n") and (rest := file.readline(RANGE)):
                    read = rest
                start = file.tell()
    except OSError as error:
        raise UnreadableDataset(f"{path}: cannot be read: {error.strerror}") from error
