"""`minewatch quote`."""

from typing import TYPE_CHECKING, Annotated

import typer

from minewatch.cli import completion
from minewatch.cli.answering import command
from minewatch.cli.filters import QUOTES

if TYPE_CHECKING:
    from minewatch.answers import Answer
    from minewatch.filters import Filters
    from minewatch.query import Facts

Who = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[WHO]...", help="Speakers; an organisation gives its people's.", autocompletion=completion.speakers
    ),
]


def quote(facts: "Facts", filters: "Filters", who: Who = None) -> "Answer":
    """Show who said what in their own words.

    Letter for letter, with the context and the paragraph.
    """
    return facts.quotations(filters._replace(by=facts.speakers_named(who)) if who else filters)


app = command(
    quote,
    filters=QUOTES,
    copy=True,
    examples=("minewatch quote zalewski", "minewatch quote --about ukraine --format csv"),
)
