"""`minewatch export`."""

import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minewatch.cli import completion
from minewatch.cli.answering import task
from minewatch.cli.output import Output, progress
from minewatch.cli.tell import tell
from minewatch.errors import BadUsage
from minewatch.export import FILTERS, TARGETS, Extract, hold, lines, write

if TYPE_CHECKING:
    from minewatch.answers import Setting
    from minewatch.filters import Filters
    from minewatch.query import Facts

Format = Annotated[
    str,
    typer.Argument(metavar="FORMAT", help=f"One of {', '.join(TARGETS)}.", autocompletion=completion.words(TARGETS)),
]
Place = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Where to write it; standard output if not said, for what is text.",
        autocompletion=completion.files,
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Replace what is there already.")]


def export(
    facts: "Facts", filters: "Filters", setting: "Setting", format_: Format, output: Place = None, force: Force = False
) -> None:
    """Write the dataset to a file that another tool opens.

    Filters keep claims, quotes and gaps; the names and sources that these need go along. Every record keeps who says
    it, how firmly, when, and on what that rests. A file is written whole or not at all, and its path is printed.
    """
    # Not above: whoever completes a name imports this module, and asks nothing
    from minewatch.export.delivery import deliver
    from minewatch.notices import notices

    target = TARGETS.get(format_)
    if target is None:
        raise BadUsage(f"there is no export {format_!r}; there are {', '.join(TARGETS)}")
    if others := sorted(set(filters.options()) - set(target.filters)):
        taken = ", ".join(f"--{name}" for name in target.filters)
        raise BadUsage(f"--{others[0]} does not go with {format_}; of the filters it takes {taken or 'none'}")
    place = None if output in (None, "-") else Path(output)
    if place is None and not target.text:
        raise BadUsage(f"{format_} is not text; say where to write it: -o FILE")
    out = Output(sys.stdout, os.environ)
    with progress(os.environ) as watch:
        # A bar among what is printed on the same terminal would be neither
        holdings = hold(format_, facts.holdings(filters, watch=None if out.width and place is None else watch))
        extract = Extract(facts, holdings, setting._replace(beside=facts.beside(holdings.claims)))
        if place is None:
            out.write(lines(format_, extract._replace(ascii_only=out.ascii_only)))
            written = []
        else:
            written = deliver(partial(write, format_, extract), place, force=force)
    out.write(map(str, written))
    for notice in notices(holdings, setting, None):
        tell(notice)


app = task(
    export,
    filters=FILTERS,
    examples=("minewatch export jsonl --about belma", "minewatch export jsonl -o mines.jsonl"),
)
