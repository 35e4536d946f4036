"""`minewatch figure`."""

from typing import Annotated

import typer

from minewatch.answers import Answer, Filters
from minewatch.cli.answering import command
from minewatch.cli.filters import CLAIMS
from minewatch.query import Facts

Names = Annotated[
    list[str] | None, typer.Argument(metavar="[NAME]...", help="Whose figures: about it, and said by it.")
]


def figure(facts: Facts, filters: Filters, names: Names = None) -> Answer:
    """Show the figures that the source gives.

    A bar stands only beside another of the same count in the same unit; nothing is added up.
    """
    return facts.figures(names or (), filters)


app = command(figure, filters=CLAIMS, examples=("minewatch figure", "minewatch figure belma"))
