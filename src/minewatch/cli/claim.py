"""`minewatch claim`."""

from typing import Annotated

import typer

from minewatch.answers import NO_FILTERS, Answer, Filters
from minewatch.cli.answering import command
from minewatch.cli.filters import CLAIMS
from minewatch.errors import BadUsage
from minewatch.query import Facts

Ids = Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="Claims to show in full.")]
Compare = Annotated[bool, typer.Option("--compare", help="Lay the speakers side by side: who says what, how firmly.")]


def claim(facts: Facts, filters: Filters, ids: Ids = None, compare: Compare = False) -> Answer:
    """Show what is claimed, and on what it stands.

    Without an id the claims that the filters keep; with one the whole chain: who says it through whom, how firmly,
    when and how that was read, the paragraph, and the claims that support or qualify it.
    """
    if ids and (compare or filters != NO_FILTERS):
        raise BadUsage("filters and --compare go with the list, and not with an id")
    return facts.claim_cards(ids) if ids else facts.claims(filters, compare=compare)


app = command(
    claim,
    filters=CLAIMS,
    examples=(
        "minewatch claim poland-halted-production",
        "minewatch claim --by belma --status expected,possible",
        "minewatch claim --topic production --compare",
    ),
)
