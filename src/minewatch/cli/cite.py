"""`minewatch cite`."""

from typing import Annotated

import typer

from minewatch.answers import Citations
from minewatch.cli.answering import command
from minewatch.query import Facts

Ids = Annotated[list[str], typer.Argument(metavar="ID...", help="Records of any kind, by id; or what has a name.")]
Accessed = Annotated[
    str | None,
    typer.Option(
        metavar="DATE", help="The day on which you read it, as in 2026-02-20, or today; left out if not said."
    ),
]


def cite(facts: Facts, ids: Ids, accessed: Accessed = None, *, today: str) -> Citations:
    """Cite records, with all that must be said of them.

    What the source does not state is left out; what is inferred stands in a note and never in a date field.
    """
    now = accessed is not None and accessed.strip().lower() == "today"
    return facts.citations(ids, today if now else accessed)


app = command(
    cite,
    examples=(
        "minewatch cite poland-production-resumes --accessed today",
        "minewatch cite zalewski-ukraine-priority-quote --format bibtex",
    ),
)
