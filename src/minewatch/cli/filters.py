"""The filters, which mean the same on every command that has them."""

from typing import Annotated

import typer

from minewatch.model import TOPICS

_ABOUT = "Keep what is about it or anything affiliated; may be repeated."
_TOPIC = f"Keep what is on it; may be repeated. One of {', '.join(TOPICS)}."
_SINCE = "Keep what may reach to this date or later, as in 2026-02."
_UNTIL = "Keep what may begin by this date, as in 2025."

About = Annotated[list[str] | None, typer.Option(metavar="NAME", help=_ABOUT)]
Topic = Annotated[list[str] | None, typer.Option(metavar="TOPIC", help=_TOPIC)]
Since = Annotated[str | None, typer.Option(metavar="DATE", help=_SINCE)]
Until = Annotated[str | None, typer.Option(metavar="DATE", help=_UNTIL)]
