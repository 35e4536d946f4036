"""The filters, which mean the same on every command that has them."""

import inspect
from typing import Annotated

import typer

from minewatch.cli import completion
from minewatch.model import CLAIM_BASES, STATUSES, TOPICS

_WORDS = "may be repeated, or several with commas"


def _filters(
    about: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="Keep what is about it or anything affiliated; may be repeated.",
            autocompletion=completion.entities,
        ),
    ] = None,
    by: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="Keep what it says, or anybody affiliated; may be repeated.",
            autocompletion=completion.speakers,
        ),
    ] = None,
    via: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="Keep what it reports that others said; may be repeated.",
            autocompletion=completion.passing_on,
        ),
    ] = None,
    topic: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TOPIC",
            help=f"Keep what is on it; {_WORDS}. One of {', '.join(TOPICS)}.",
            autocompletion=completion.words(TOPICS),
        ),
    ] = None,
    status: Annotated[
        list[str] | None,
        typer.Option(
            metavar="STATUS",
            help=f"Keep what is so firm; {_WORDS}. One of {', '.join(STATUSES)}.",
            autocompletion=completion.words(STATUSES),
        ),
    ] = None,
    basis: Annotated[
        list[str] | None,
        typer.Option(
            metavar="BASIS",
            autocompletion=completion.words(CLAIM_BASES),
            help=f"Keep what as a whole rests on it; {_WORDS}. One of {', '.join(CLAIM_BASES)}.",
        ),
    ] = None,
    paragraph: Annotated[
        list[int] | None, typer.Option(metavar="N", help="Keep what stands on it; may be repeated.")
    ] = None,
    source: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="Keep what stands in that source; may be repeated.",
            autocompletion=completion.records("source"),
        ),
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help="Keep what may reach to this date or later, as in 2026-02.")
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="DATE", help="Keep what may begin by this date, as in 2025.")
    ] = None,
) -> None:
    """Hold the filters; they are read off this signature."""


FILTERS = dict(inspect.signature(_filters).parameters)
"""The parameter of each filter, by its name."""
CLAIMS = tuple(FILTERS)
"""Those that claims have."""
QUOTES = ("about", "topic", "paragraph", "source")
"""Those that quotes have beside their speaker; they have no date, and nobody passes them on."""
