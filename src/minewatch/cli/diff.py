"""`minewatch diff`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minewatch.cli import completion
from minewatch.cli.answering import report

if TYPE_CHECKING:
    from minewatch.answers import Differences
    from minewatch.model import Edition

Old = Annotated[
    str, typer.Argument(metavar="OLD", help="A folder of YAML or JSONL, or a wheel.", autocompletion=completion.files)
]
New = Annotated[str, typer.Argument(metavar="NEW", help="The version after it.", autocompletion=completion.files)]


def diff(old: Old, new: New) -> "tuple[Differences, tuple[Edition, ...]]":
    """Show what became of the records of a dataset from one version to the next.

    Each is a folder, or a wheel of minewatch. Records are added, changed, corrected and withdrawn. One that is gone
    without being withdrawn is a fault, for its id may have been cited: exit code 5.
    """
    from minewatch.answers import Differences
    from minewatch.changes import compare
    from minewatch.content import edition
    from minewatch.releases import read

    before, after = read(Path(old), released=True), read(Path(new))
    changes = compare(before.dataset, after.dataset, {draft.id for draft in after.drafts})
    was, now = (edition(one.dataset, len(one.drafts)) for one in (before, after))
    return Differences(was, now, changes), (now,)


app = report(
    diff, examples=("minewatch diff before data", "minewatch diff minewatch-0.1.0-py3-none-any.whl data --json")
)
