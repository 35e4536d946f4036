"""Datasets held against every rule: their own, those among each other, and an article that they may not repeat.

Nothing is left behind of it; whoever makes a dataset wants all that is wrong in it at once.
"""

import os
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from minewatch import store, tables
from minewatch.across import problems
from minewatch.answers import Checked, CheckedDataset
from minewatch.article import Article
from minewatch.compiling import Bundled, compile_folders
from minewatch.content import edition
from minewatch.dataset import load
from minewatch.faults import Loaded, Problem
from minewatch.files import files
from minewatch.model import LISTS
from minewatch.repeats import repeated
from minewatch.scratch import scratch
from minewatch.watching import Watch


def audit(
    folders: Sequence[Path],
    *,
    bundled: bool = True,
    article: Article | None = None,
    strict: bool = False,
    watch: Watch | None = None,
) -> Checked:
    """Return what is wrong in the datasets in `folders`, by file and line.

    Args:
        folders: where they are.
        bundled: whether they are held against the bundled dataset too, unless one of them is a version of that.
        article: what none of them may repeat but its quotes.
        strict: whether a warning is as bad as a fault.
        watch: is told how far it is where that takes long.

    Raises:
        UnreadableDataset: a folder or a file in it cannot be opened, or there is no room to look at one that is large.
    """
    named: dict[str, Path] = {}
    for folder in folders:
        # One may be named in two ways; what is told of it names it in the first
        named.setdefault(os.path.realpath(folder), folder)
    folders = list(named.values())
    beside = _bundled() if bundled else []
    checked, found = (_large if store.is_large(folders) else _held)(folders, beside, watch)
    if article:
        found += repeated(article, [path for folder in folders for path in files(folder)])
    return Checked(tuple(checked), tuple(sorted(found)), strict)


def _bundled() -> list[Bundled]:
    with closing(store.open_bundled()) as db:
        return [Bundled(tables.read(db, one), one) for one in store.editions(db)]


def _held(
    folders: Sequence[Path], bundled: Sequence[Bundled], _: Watch | None
) -> tuple[list[CheckedDataset], list[Problem]]:
    """Return what was looked at and what is wrong with it, of datasets that are held in memory."""
    loaded = [load(folder) for folder in folders]
    known = {one.dataset.id for one in loaded}
    beside = [one.dataset for one in bundled if one.dataset.id not in known]
    return [*map(_checked, loaded)], problems(loaded, beside)


def _large(
    folders: Sequence[Path], bundled: Sequence[Bundled], watch: Watch | None
) -> tuple[list[CheckedDataset], list[Problem]]:
    """Return the same of datasets that are too large for that."""
    with scratch() as place:
        compiled = compile_folders(folders, place / "made.sqlite", place, bundled=bundled, replacing=True, watch=watch)
    each = zip(folders, compiled.editions, compiled.records, strict=True)
    return [CheckedDataset(str(f), edition, len(files(f)), number) for f, edition, number in each], compiled.problems


def _checked(one: Loaded) -> CheckedDataset:
    records = sum(len(getattr(one.dataset, name)) for name in LISTS)
    number = len(files(Path(one.folder)))
    return CheckedDataset(one.folder, edition(one.dataset, len(one.drafts)), number, records)
