"""`minewatch figure`."""

from typing import TYPE_CHECKING, Annotated

import typer

from minewatch.cli import completion
from minewatch.cli.answering import command
from minewatch.cli.filters import CLAIMS

if TYPE_CHECKING:
    from minewatch.answers import Answer
    from minewatch.filters import Filters
    from minewatch.query import Facts

Names = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[NAME]...", help="Whose figures: about it, and said by it.", autocompletion=completion.entities
    ),
]


def figure(facts: "Facts", filters: "Filters", names: Names = None) -> "Answer":
    """Show the figures that the source gives.

    Bars share a scale only where they count the same in the same unit; a range is drawn as one. Nothing is added up.
    """
    return facts.figures(names or (), filters)


app = command(figure, filters=CLAIMS, examples=("minewatch figure", "minewatch figure belma"))
