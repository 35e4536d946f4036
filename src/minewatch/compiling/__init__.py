"""Large datasets from their files into the tables, without ever being held whole.

Their lists are taken in rounds: entities, then sources, quotes, claims and gaps, so that what a record names is known
when it is read. Processes read parts of a round, hold them against the rules and make rows of them; this one writes
the rows. Of YAML, whose files hold several lists, those without entities are read once, right after these: where all
that stands in them is on sources of their own, that is all; otherwise it is put away for its round. What only all
records together show is asked in SQL once they are there: which records could break a rule. These are read once more,
and the rule itself says whether they do. Meanwhile the processes, which have read all by then, make those tables
aside whose rows are sorted or indexed at the end.

What a record is called among several datasets is told by the ids of all, of which those of entities alone are known
when the first one is read. The others are taken to be no other's; where that turns out wrong, which is rare, it is
begun again with what is known then.
"""

import gc
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import NamedTuple

from minewatch.compiling.folder import Folder
from minewatch.compiling.rounds import Rounds, Shared
from minewatch.errors import UnreadableDataset
from minewatch.faults import Problem
from minewatch.model import Dataset, Edition
from minewatch.watching import Watch


class Bundled(NamedTuple):
    """The dataset that minewatch brings with it, compiled already."""

    dataset: Dataset
    edition: Edition


class NowhereToCompileError(UnreadableDataset):
    """Nothing can be compiled in a folder: what is wrong is there, and not in the datasets."""


class Compiled(NamedTuple):
    """What came of it."""

    editions: tuple[Edition, ...]
    """Of the datasets in the folders."""
    records: tuple[int, ...]
    """How many each of these has."""
    problems: list[Problem]
    """Every breach of a rule; with a fault among them the tables are not finished."""


def compile_folders(
    folders: Sequence[Path],
    target: Path,
    scratch: Path,
    *,
    bundled: Sequence[Bundled] = (),
    replacing: bool = False,
    processes: int | None = None,
    watch: Watch | None = None,
) -> Compiled:
    """Write the datasets in `folders` to the new database `target`.

    Args:
        folders: where they are.
        target: where it is made; nothing is there.
        scratch: an empty folder for what is put away meanwhile.
        bundled: datasets that are sound and come before them.
        replacing: whether one of them may be called as one that is bundled, and then takes its place.
        processes: how many help, one a core if it is not said.
        watch: is told how far it is.

    Raises:
        UnreadableDataset: a folder or a file of it cannot be opened.
        NowhereToCompileError: nothing can be compiled where `target` is.
    """
    shared: frozenset[str] = frozenset()
    with _uncollected(), _told(scratch.parent):
        while True:
            target.unlink(missing_ok=True)
            place = Path(mkdtemp(dir=scratch))
            before = [Folder(n, None, one.dataset, one.edition) for n, one in enumerate(bundled)]
            there = [*before, *(Folder(n, path) for n, path in enumerate(folders, len(before)))]
            with closing(sqlite3.connect(target)) as db:
                try:
                    between = Rounds(there, db, place, watch, shared, replacing=replacing).run(processes)
                except Shared as found:
                    shared |= found.ids
                    continue
            own = [folder for folder in there if not folder.bundled]
            problems = between.union(*(folder.found() for folder in own))
            return Compiled(
                tuple(folder.edition for folder in own if folder.edition),
                tuple(folder.records + len(folder.entities) for folder in own),
                sorted(problems),
            )


@contextmanager
def _uncollected() -> Iterator[None]:
    """Look for no cycles meanwhile: there are none among records and rows, and going through them takes a tenth."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Tell what keeps a dataset from being compiled in `folder`, but for a file that says itself which it is."""
    try:
        yield
    except (sqlite3.Error, OSError, UnicodeEncodeError) as error:
        if getattr(error, "filename", None):
            raise
        why = getattr(error, "strerror", None) or error
        if isinstance(error, UnicodeEncodeError):
            why = "SQLite takes a path in UTF-8 only"
        raise NowhereToCompileError(f"{folder}: nothing can be compiled there: {why}") from error
