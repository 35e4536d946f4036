"""`minewatch country`."""

from typing import TYPE_CHECKING, Annotated

import typer

from minewatch.cli.answering import command
from minewatch.cli.completion import countries

if TYPE_CHECKING:
    from minewatch.answers import Answer
    from minewatch.query import Facts

Names = Annotated[
    list[str] | None,
    typer.Argument(metavar="[NAME]...", help="Countries, by name, code or capital.", autocompletion=countries),
]


def country(facts: "Facts", names: Names = None) -> "Answer":
    """Show where countries stand, and who says so.

    Without a name all of them, with one its card, with several one beside the other.
    """
    return facts.cards(names) if names else facts.matrix()


app = command(country, copy=True, examples=("minewatch country poland", "minewatch country latvia estonia --format md"))
