"""`minewatch timeline`."""

from typing import TYPE_CHECKING

from minewatch.cli.answering import command
from minewatch.cli.filters import CLAIMS

if TYPE_CHECKING:
    from minewatch.answers import Answer
    from minewatch.filters import Filters
    from minewatch.query import Facts


def timeline(facts: "Facts", filters: "Filters") -> "Answer":
    """Show what happened, and what was still ahead.

    Oldest first; the publication and today stand across the rail.
    """
    return facts.timeline(filters)


app = command(
    timeline, filters=CLAIMS, examples=("minewatch timeline --about poland", "minewatch timeline --since 2026 --json")
)
