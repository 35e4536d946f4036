"""Datasets held against every rule: their own, those among each other, and an article that they may not repeat.

Nothing is compiled and nothing written; whoever makes a dataset wants all that is wrong in it at once.
"""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from minewatch import store, tables
from minewatch.across import problems
from minewatch.answers import Checked, CheckedDataset
from minewatch.article import Article
from minewatch.compiling import compile_folder
from minewatch.content import edition
from minewatch.dataset import load
from minewatch.faults import Loaded
from minewatch.files import files
from minewatch.model import LISTS, Dataset
from minewatch.repeats import repeated
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
        UnreadableDataset: a folder or a file in it cannot be opened.
    """
    folders = list(dict.fromkeys(folders))
    if len(folders) == 1 and not bundled and store.is_large(folders):
        return _alone(folders[0], article, strict=strict, watch=watch)
    loaded = [load(folder) for folder in folders]
    known = {one.dataset.id for one in loaded}
    beside = [dataset for dataset in _bundled() if dataset.id not in known] if bundled else []
    found = problems(loaded, beside)
    if article:
        found += repeated(article, [path for one in loaded for path in files(Path(one.folder))])
    return Checked(tuple(map(_checked, loaded)), tuple(sorted(found)), strict)


def _alone(folder: Path, article: Article | None, *, strict: bool, watch: Watch | None) -> Checked:
    """Return the same of a dataset too large for memory that is held against no other."""
    with (
        TemporaryDirectory(prefix="minewatch-", ignore_cleanup_errors=True) as scratch,
        closing(sqlite3.connect(Path(scratch, "made.sqlite"))) as db,
    ):
        compiled = compile_folder(folder, db, Path(scratch), watch=watch)
    paths = files(folder)
    found = [*compiled.problems, *(repeated(article, paths) if article else ())]
    one = CheckedDataset(str(folder), compiled.edition, len(paths), compiled.records)
    return Checked((one,), tuple(sorted(found)), strict)


def _bundled() -> list[Dataset]:
    with closing(store.open_bundled()) as db:
        return [tables.read(db, one) for one in store.editions(db)]


def _checked(one: Loaded) -> CheckedDataset:
    records = sum(len(getattr(one.dataset, name)) for name in LISTS)
    number = len(files(Path(one.folder)))
    return CheckedDataset(one.folder, edition(one.dataset, len(one.drafts)), number, records)
