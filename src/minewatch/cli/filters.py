"""The filters, which mean the same on every command that has them."""

from typing import Annotated

import typer

About = Annotated[
    list[str] | None, typer.Option(metavar="NAME", help="Keep what is about it, or about anything affiliated with it.")
]
Topic = Annotated[list[str] | None, typer.Option(metavar="TOPIC", help="Keep what is on this topic; may be repeated.")]
Since = Annotated[str, typer.Option(metavar="DATE", help="Keep what may reach to this date or later, as in 2026-02.")]
Until = Annotated[str, typer.Option(metavar="DATE", help="Keep what may begin by this date, as in 2025.")]
