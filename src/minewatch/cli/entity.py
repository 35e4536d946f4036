"""`minewatch entity`."""

from typing import TYPE_CHECKING, Annotated

import typer

from minewatch.cli import completion
from minewatch.cli.answering import command
from minewatch.errors import BadUsage
from minewatch.model import KINDS

if TYPE_CHECKING:
    from minewatch.answers import Answer
    from minewatch.query import Facts

Names = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[NAME]...",
        help="Anything with a name: who, what, a group, a term.",
        autocompletion=completion.entities,
    ),
]
Kind = Annotated[
    list[str] | None,
    typer.Option(
        metavar="KIND",
        autocompletion=completion.words(KINDS),
        help=f"List these only; may be repeated, or several with commas. One of {', '.join(KINDS)}.",
    ),
]


def entity(facts: "Facts", names: Names = None, kind: Kind = None) -> "Answer":
    """Show who and what the source speaks of.

    Without a name all of them by kind; with one its card: its names, how it stands to others, what is said of it and by
    it. With several, one beside the other.
    """
    if names and kind:
        raise BadUsage("--kind goes with the list, and not with a name")
    return facts.entity_cards(names) if names else facts.entities(kind or ())


app = command(
    entity, examples=("minewatch entity belma", "minewatch entity baltic states", "minewatch entity --kind weapon")
)
