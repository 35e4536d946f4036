"""`minewatch check`."""

import os
from typing import TYPE_CHECKING, Annotated

import typer

from minewatch.cli import completion, opening, output
from minewatch.cli.answering import report
from minewatch.render import PROBLEMS

if TYPE_CHECKING:
    from minewatch.answers import Checked
    from minewatch.model import Edition

Folders = Annotated[
    list[str],
    typer.Argument(
        metavar="DIR...",
        help="Folders of YAML or JSONL, each a dataset; several are held against each other too.",
        autocompletion=completion.files,
    ),
]
Repeating = Annotated[
    str | None,
    typer.Option(
        "--article",
        metavar="FILE",
        help="The article, text or HTML: find what repeats it outside its quotes.",
        autocompletion=completion.files,
    ),
]
Strict = Annotated[bool, typer.Option("--strict", help="A warning is a fault too.")]
Alone = Annotated[bool, typer.Option("--no-bundled", help="Do not hold them against what minewatch brings with it.")]


def check(
    folders: Folders, article: Repeating = None, strict: Strict = False, no_bundled: Alone = False
) -> "tuple[Checked, tuple[Edition, ...]]":
    """Hold datasets of your own against the rules.

    Every fault is a line `file:line: rule: message`, and so is what should be looked at, marked as a warning; drafts
    are among these. Exit code 4 says that there is a fault, with which no look-up would use the dataset.
    """
    from minewatch.article import read
    from minewatch.audit import audit

    copy = read(article) if article is not None else None
    with output.progress(os.environ) as watch:
        asked = [opening.folder(folder) for folder in folders]
        found = audit(asked, bundled=not no_bundled, article=copy, strict=strict, watch=watch)
    return found, tuple(one.edition for one in found.datasets)


app = report(
    check, formats=PROBLEMS, examples=("minewatch check data", "minewatch check data --article article.txt --strict")
)
