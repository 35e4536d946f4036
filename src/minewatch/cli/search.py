"""`minewatch search`."""

from typing import TYPE_CHECKING, Annotated

import typer

from minewatch.cli import completion
from minewatch.cli.answering import command
from minewatch.model import SORTS

if TYPE_CHECKING:
    from minewatch.answers import Answer
    from minewatch.query import Facts

Text = Annotated[
    list[str],
    typer.Argument(metavar="TEXT...", help='Words, or their beginnings from four letters on; "a phrase".'),
]
Kind = Annotated[
    list[str] | None,
    typer.Option(
        metavar="KIND",
        autocompletion=completion.words(SORTS),
        help=f"Keep these only; may be repeated, or several with commas. One of {', '.join(SORTS)}.",
    ),
]


def search(facts: "Facts", text: Text, kind: Kind = None) -> "Answer":
    """Search the words of all records, best first.

    Every word has to be found, in any order; accents and case do not matter.
    """
    return facts.search(" ".join(text), kind or ())


app = command(search, examples=("minewatch search export ukraine", "minewatch search '\"security line\"' --kind quote"))
