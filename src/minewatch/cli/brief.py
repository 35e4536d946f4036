"""`minewatch brief`."""

from typing import TYPE_CHECKING, Annotated

import typer

from minewatch.cli.answering import command
from minewatch.cli.completion import countries
from minewatch.render import BRIEFINGS

if TYPE_CHECKING:
    from minewatch.answers import Answer
    from minewatch.query import Facts

Names = Annotated[
    list[str],
    typer.Argument(
        metavar="COUNTRY...", help="Countries, by name, code or capital; a page each.", autocompletion=countries
    ),
]
Since = Annotated[
    str | None,
    typer.Option(
        "--new-since",
        metavar="DATE",
        help="Say what was reported on that day or later, as in 2025-08, and of what that cannot be told.",
    ),
]


def brief(facts: "Facts", names: Names, new_since: Since = None) -> "Answer":
    """Write a briefing on a country, ready to paste.

    One page: where it stands, figures, quotes, open points, what is not said. Each line has who says so, where, and as
    of when. What is longer than its share of the page is counted; json, jsonl and csv are whole.
    """
    return facts.briefs(names, new_since)


app = command(
    brief,
    formats=BRIEFINGS,
    examples=("minewatch brief poland", "minewatch brief latvia estonia --new-since 2025-08 --format md"),
)
