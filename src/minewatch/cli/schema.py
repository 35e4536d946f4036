"""`minewatch schema`."""

import json
import os
import sys
from typing import Annotated

import typer

from minewatch.cli import COMMANDS, completion
from minewatch.cli.answering import bare
from minewatch.cli.output import Output
from minewatch.errors import BadUsage

ANSWERING = COMMANDS[:-1]
"""All commands but this one."""
Name = Annotated[
    str | None,
    typer.Argument(
        metavar="[COMMAND]",
        help=f"One of {', '.join(ANSWERING)}; without, the schema of a record.",
        autocompletion=completion.words(ANSWERING),
    ),
]


def schema(command: Name = None) -> None:
    """Print the JSON Schema of what programs get.

    With a command that of the document that it prints with --json; without, that of a line of --format jsonl.
    """
    from minewatch import schema

    if command is not None and command not in ANSWERING:
        raise BadUsage(f"there is no schema of {command!r}; there are {', '.join(ANSWERING)}")
    text = json.dumps(schema.document(command) if command else schema.record(), indent=2)
    Output(sys.stdout, os.environ).write(text.split("\n"))


app = bare(schema, "schema", examples=("minewatch schema", "minewatch schema country"))
