"""`minewatch cite`."""

from typing import TYPE_CHECKING, Annotated

import typer

from minewatch.cli import completion
from minewatch.cli.answering import command
from minewatch.render import CITATIONS

if TYPE_CHECKING:
    from minewatch.answers import Citations
    from minewatch.query import Facts

Ids = Annotated[
    list[str],
    typer.Argument(
        metavar="ID...",
        help="Records of any kind, by id; or what has a name.",
        autocompletion=completion.records("claim", "quote", "gap", "source", "entity"),
    ),
]
Accessed = Annotated[
    str | None,
    typer.Option(
        metavar="DATE", help="The day on which you read it, as in 2026-02-20, or today; left out if not said."
    ),
]


def cite(facts: "Facts", ids: Ids, accessed: Accessed = None, *, today: str) -> "Citations":
    """Cite records, with all that must be said of them.

    What the source does not state is left out; what is inferred stands in a note and never in a date field.
    """
    now = accessed is not None and accessed.strip().lower() == "today"
    return facts.citations(ids, today if now else accessed)


app = command(
    cite,
    formats=CITATIONS,
    examples=(
        "minewatch cite poland-production-resumes --accessed today",
        "minewatch cite zalewski-ukraine-priority-quote --format bibtex",
    ),
)
