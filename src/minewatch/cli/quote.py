"""`minewatch quote`."""

from typing import Annotated

import typer

from minewatch.answers import Answer
from minewatch.cli.answering import command
from minewatch.cli.filters import About, Topic
from minewatch.query import Facts

Who = Annotated[
    list[str] | None, typer.Argument(metavar="[WHO]...", help="Speakers; an organisation gives its people's.")
]


def quote(facts: Facts, who: Who = None, about: About = None, topic: Topic = None) -> Answer:
    """Show who said what in their own words.

    Letter for letter, with the context and the paragraph.
    """
    return facts.quotations(facts.filters(about or (), topic or (), by=who or ()))


app = command(quote, examples=("minewatch quote zalewski", "minewatch quote --about ukraine --format csv"))
