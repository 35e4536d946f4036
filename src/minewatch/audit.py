"""Datasets held against every rule: their own, those among each other, and an article that they may not repeat.

Nothing is compiled and nothing written; whoever makes a dataset wants all that is wrong in it at once.
"""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from minewatch import store, tables
from minewatch.across import problems
from minewatch.answers import Checked, CheckedDataset
from minewatch.article import Article
from minewatch.content import edition
from minewatch.dataset import load
from minewatch.faults import Loaded
from minewatch.files import files
from minewatch.model import LISTS, Dataset
from minewatch.repeats import repeated


def audit(
    folders: Sequence[Path], *, bundled: bool = True, article: Article | None = None, strict: bool = False
) -> Checked:
    """Return what is wrong in the datasets in `folders`, by file and line.

    Args:
        folders: where they are.
        bundled: whether they are held against the bundled dataset too, unless one of them is a version of that.
        article: what none of them may repeat but its quotes.
        strict: whether a warning is as bad as a fault.

    Raises:
        UnreadableDataset: a folder or a file in it cannot be opened.
    """
    loaded = [load(folder) for folder in dict.fromkeys(folders)]
    known = {one.dataset.id for one in loaded}
    beside = [dataset for dataset in _bundled() if dataset.id not in known] if bundled else []
    found = problems(loaded, beside)
    if article:
        found += repeated(article, [path for one in loaded for path in files(Path(one.folder))])
    return Checked(tuple(map(_checked, loaded)), tuple(sorted(found)), strict)


def _bundled() -> list[Dataset]:
    with closing(store.open_bundled()) as db:
        return [tables.read(db, one) for one in store.editions(db)]


def _checked(one: Loaded) -> CheckedDataset:
    records = sum(len(getattr(one.dataset, name)) for name in LISTS)
    number = len(files(Path(one.folder)))
    return CheckedDataset(one.folder, edition(one.dataset, len(one.drafts)), number, records)
