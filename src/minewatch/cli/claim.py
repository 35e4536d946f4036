"""`minewatch claim`."""

from typing import TYPE_CHECKING, Annotated

import typer

from minewatch.cli import completion
from minewatch.cli.answering import command
from minewatch.cli.filters import CLAIMS
from minewatch.errors import BadUsage

if TYPE_CHECKING:
    from minewatch.answers import Answer
    from minewatch.filters import Filters
    from minewatch.query import Facts

Ids = Annotated[
    list[str] | None,
    typer.Argument(metavar="[ID]...", help="Claims to show in full.", autocompletion=completion.records("claim")),
]
Compare = Annotated[bool, typer.Option("--compare", help="Lay the speakers side by side: who says what, how firmly.")]


def claim(facts: "Facts", filters: "Filters", ids: Ids = None, compare: Compare = False) -> "Answer":
    """Show what is claimed, and on what it stands.

    Without an id the claims that the filters keep; with one the whole chain: who says it through whom, how firmly,
    when and how that was read, the paragraph, and the claims that support or qualify it.
    """
    if ids and (compare or any(filters)):
        raise BadUsage("filters and --compare go with the list, and not with an id")
    return facts.claim_cards(ids) if ids else facts.claims(filters, compare=compare)


app = command(
    claim,
    filters=CLAIMS,
    copy=True,
    examples=(
        "minewatch claim poland-halted-production",
        "minewatch claim --by belma --status expected,possible",
        "minewatch claim --topic production --compare",
    ),
)
