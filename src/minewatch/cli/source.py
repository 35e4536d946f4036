"""`minewatch source`."""

from typing import TYPE_CHECKING, Annotated

import typer

from minewatch.cli import completion
from minewatch.cli.answering import command

if TYPE_CHECKING:
    from minewatch.answers import Answer
    from minewatch.query import Facts

Names = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[NAME]...", help="Sources, by id, title or publisher.", autocompletion=completion.records("source")
    ),
]


def source(facts: "Facts", names: Names = None) -> "Answer":
    """Show what all of this is read from.

    Without a name the sources; with one its card: what it says of itself and what it does not, and what stands on each
    paragraph.
    """
    return facts.source_cards(names) if names else facts.sources()


app = command(source, examples=("minewatch source", "minewatch source defence talks"))
