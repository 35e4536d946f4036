"""`minewatch schema`."""

import os
import sys
from typing import Annotated, Any

import typer

from minewatch.cli import COMMANDS, completion
from minewatch.cli.answering import bare
from minewatch.cli.output import Output
from minewatch.errors import BadUsage

ANSWERING = tuple(name for name in COMMANDS if name not in ("export", "browse", "mcp", "schema"))
"""All commands that print a document: an export or a page is its own format's, and a client is served its own way."""
DATASET = "dataset"
"""What the files of a dataset are asked for by."""
Name = Annotated[
    str | None,
    typer.Argument(
        metavar="[COMMAND]",
        help=f"One of {', '.join(ANSWERING)}, or {DATASET} for its files; without, the schema of a record.",
        autocompletion=completion.words((*ANSWERING, DATASET)),
    ),
]


def schema(command: Name = None) -> None:
    """Print the JSON Schema of what programs get.

    With a command that of the document that it prints with --json; without, that of a line of --format jsonl. That of
    `dataset` is of what programs are given: of a YAML file, as editors take it, an item of a list being a line of its
    JSONL.
    """
    import json  # which whoever completes a name has no use for

    if command is not None and command not in (*ANSWERING, DATASET):
        raise BadUsage(f"there is no schema of {command!r}; there are {', '.join((*ANSWERING, DATASET))}")
    text = json.dumps(_schema(command), indent=2)
    Output(sys.stdout, os.environ).write(text.split("\n"))


def _schema(name: str | None) -> dict[str, Any]:
    if name == DATASET:
        from minewatch.dataset.schema import dataset

        return dataset()
    from minewatch.schema import document, record

    return document(name) if name else record()


app = bare(schema, "schema", examples=("minewatch schema", "minewatch schema country"))
