"""Writes docs/reference.md, docs/minewatch.1, docs/schemas/ and the tables in docs/exports.md off the program itself.

    python tools/reference.py            write them
    python tools/reference.py --check    write nothing; name what is not as it would be written, and exit with 1

What the first two say is read once, into a `Reference`: from the commands their usage, help, options and examples, from
the README what the exit codes mean. Only what stands in the environment is described here, having no other place.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import typer

from minewatch import __version__, contract, schema
from minewatch.cli import COMMANDS, app
from minewatch.dataset.schema import dataset
from minewatch.export.relations import TABLES

ROOT = Path(__file__).parent.parent

TABLES_FOLLOW = "<!-- From here on written by tools/reference.py off the tables; `just docs` writes it anew. -->"

ENVIRONMENT = {
    "NO_COLOR": "No colours, unless it is empty.",
    "FORCE_COLOR": "Colours even where the output is no terminal, unless it is empty or `0`.",
    "TERM": "`dumb` means no colours and no pager.",
    "COLUMNS": "How wide the terminal is, where it is not as wide as it says.",
    "LINES": "How high the terminal is, where it is not as high as it says.",
    "PAGER": "What shows more than a screen on a terminal: `less` if it is not set; nothing if it is empty or `cat`.",
    "LESS": "Options for `less`: `FRX` if it is not set.",
    "LV": "Options for `lv`: `-c` if it is not set.",
    "LESSCHARSET": "Characters for `less`: `utf-8` if it is not set and the output is in UTF-8.",
    "MINEWATCH_ARTICLE": "Your own copy of the article, where `--article` is not given and the format is `table`.",
    "MINEWATCH_DATA": "Folders of datasets to add where `--data` is not given, apart as those of PATH are.",
    "SOURCE_DATE_EPOCH": "The present day, in seconds since 1970, where `--today` is not given.",
}


class Entry(NamedTuple):
    """An option, an argument, an exit code or a variable, and what it is for."""

    names: tuple[str, ...]
    """The long one last; an argument has none."""
    value: str
    """What follows the name, or stands for an argument, as in `NAME`."""
    text: str


class Command(NamedTuple):
    """What there is to say of one command."""

    name: str
    usage: str
    """All that follows the name of the program."""
    paragraphs: tuple[str, ...]
    """What it does, in a line first."""
    arguments: tuple[Entry, ...]
    options: tuple[Entry, ...]
    examples: tuple[str, ...]


class Reference(NamedTuple):
    """What both documents say."""

    program: Command
    commands: tuple[Command, ...]
    everywhere: tuple[Entry, ...]
    """The options of every command."""
    shared: tuple[Entry, ...]
    """Those of several, with the same meaning on each."""
    exit_codes: tuple[Entry, ...]
    environment: tuple[Entry, ...]

    def own(self, command: Command) -> tuple[Entry, ...]:
        """Return the options that no other command has."""
        return tuple(option for option in command.options if option not in (*self.everywhere, *self.shared))

    def taken(self, command: Command) -> tuple[str, ...]:
        """Return the names of the options that `command` shares with some others."""
        return tuple(option.names[-1] for option in command.options if option in self.shared)


# Reading


def read() -> Reference:
    """Return what there is to say, from the commands and the README."""
    group: Any = typer.main.get_command(app)
    top = typer.Context(group, info_name="minewatch", **group.context_settings)
    commands = [_command(typer.Context(group.get_command(top, name), parent=top, info_name=name)) for name in COMMANDS]
    times = Counter(option for command in commands for option in command.options)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    return Reference(
        _command(top),
        tuple(commands),
        tuple(option for option, number in times.items() if number == len(commands)),
        tuple(option for option, number in times.items() if 1 < number < len(commands)),
        tuple(Entry((code,), "", text) for code, text in re.findall(r"^\| (\d+) \| (.*) \|$", readme, re.MULTILINE)),
        tuple(Entry((name,), "", text) for name, text in ENVIRONMENT.items()),
    )


def _command(ctx: typer.Context) -> Command:
    command: Any = ctx.command
    params = [param for param in command.get_params(ctx) if not param.hidden]
    options = [param for param in params if param.param_type_name == "option"]
    arguments = [param for param in params if param.param_type_name == "argument"]
    commands = getattr(command, "subcommand_metavar", None)
    return Command(
        ctx.info_name or "",
        " ".join(["[OPTIONS]", *map(_place, arguments), *([commands] if commands else [])]),
        tuple(" ".join(paragraph.split()) for paragraph in (command.help or "").split("\n\n")),
        tuple(Entry((), _value(p), p.help or "") for p in arguments),
        tuple(Entry(_names(o), "" if o.is_flag else _value(o), o.help or "") for o in options),
        tuple(re.findall(r"^ +(minewatch .*)$", command.epilog or "", re.MULTILINE)),
    )


def _value(param: Any) -> str:
    return str(param.metavar or param.name.upper())


def _place(argument: Any) -> str:
    value = _value(argument)
    return value if argument.required or value.startswith("[") else f"[{value}]"


def _names(option: Any) -> tuple[str, ...]:
    return tuple(sorted(option.opts, key=len))


# Markdown


def markdown(reference: Reference) -> str:
    """Return the reference as Markdown."""
    program = reference.program
    lines = [
        "# minewatch: reference",
        "<!-- Written by tools/reference.py off the commands; `just docs` writes it anew. -->",
        *map(_escaped, program.paragraphs),
        f"    minewatch {program.usage}",
        _items(program.options),
        "## Commands",
        "\n".join(
            f"- [`minewatch {command.name}`](#minewatch-{command.name}): {_escaped(command.paragraphs[0])}"
            for command in reference.commands
        ),
    ]
    for command in reference.commands:
        lines += _section(reference, command)
    lines += ["## Options of every command", _items(reference.everywhere)]
    if reference.shared:
        lines += ["## Options of several commands", "They mean the same on each.", _items(reference.shared)]
    lines += ["## Exit codes", _items(reference.exit_codes), "## Environment", _items(reference.environment)]
    return "\n\n".join(lines) + "\n"


def _section(reference: Reference, command: Command) -> Iterator[str]:
    yield f"### minewatch {command.name}"
    yield f"    minewatch {command.name} {command.usage}"
    yield from map(_escaped, command.paragraphs)
    if entries := (*command.arguments, *reference.own(command)):
        yield _items(entries)
    yield _besides(reference.taken(command))
    if command.examples:
        yield "\n".join(["```sh", *command.examples, "```"])


def _items(entries: Iterable[Entry]) -> str:
    return "\n".join(f"- {_label(entry)}: {_escaped(entry.text)}" for entry in entries)


def _label(entry: Entry) -> str:
    parts = [*entry.names[:-1], " ".join([*entry.names[-1:], entry.value]).strip()]
    return ", ".join(f"`{part}`" for part in parts)


def _escaped(text: str) -> str:
    """Return `text` with nothing that Markdown would take for markup but its code."""
    parts = re.split(r"(`[^`]*`)", text)
    return "".join(part if part.startswith("`") else re.sub(r"([\\*_<>\[\]|])", r"\\\1", part) for part in parts)


def _besides(names: Iterable[str]) -> str:
    """Return which options a command has that others have as well."""
    return f"Besides: {', '.join([*(f'`{name}`' for name in names), 'the options of every command'])}."


# roff

_ROFF = str.maketrans({"\\": r"\e", "-": r"\-", "'": r"\(aq", '"': r"\(dq", "`": r"\(ga", "^": r"\(ha", "~": r"\(ti"})


def roff(reference: Reference) -> str:
    """Return the reference as a man page."""
    program = reference.program
    name, first = program.paragraphs[0][0].lower(), program.paragraphs[0][1:].rstrip(".")
    lines = [
        r".\" Written by tools/reference.py off the commands; `just docs` writes it anew.",
        f'.TH MINEWATCH 1 "" "minewatch {_roff(__version__)}" "User Commands"',
        ".SH NAME",
        rf"minewatch \- {_roff(name + first)}",
        ".SH SYNOPSIS",
        f".B minewatch\n{_roff(program.usage)}",
        *(f".br\n.B minewatch {command.name}\n{_roff(command.usage)}" for command in reference.commands),
        ".SH DESCRIPTION",
        _paragraphs(program.paragraphs),
        ".SH COMMANDS",
    ]
    for command in reference.commands:
        lines += [f".SS minewatch {command.name} {_roff(command.usage)}", _paragraphs(command.paragraphs)]
        lines += _tagged((*command.arguments, *reference.own(command)))
        lines += [".PP", _marked(_besides(reference.taken(command)))]
    lines += [".SH OPTIONS", ".SS Of minewatch itself", *_tagged(program.options)]
    lines += [".SS Of every command", *_tagged(reference.everywhere)]
    if reference.shared:
        lines += [".SS Of several commands, with the same meaning on each", *_tagged(reference.shared)]
    lines += [".SH EXIT STATUS", *_tagged(reference.exit_codes)]
    lines += [".SH ENVIRONMENT", *_tagged(reference.environment)]
    lines += [".SH EXAMPLES", ".EX", *(_roff(e) for command in reference.commands for e in command.examples), ".EE"]
    lines += [".SH SEE ALSO", ".BR less (1),", ".BR bash (1),", ".BR zsh (1),", ".BR fish (1)"]
    return "\n".join(lines) + "\n"


def _paragraphs(paragraphs: Iterable[str]) -> str:
    return "\n.PP\n".join(map(_marked, paragraphs))


def _tagged(entries: Iterable[Entry]) -> Iterator[str]:
    for entry in entries:
        names = ", ".join(rf"\fB{_roff(name)}\fR" for name in entry.names)
        value = rf"\fI{_roff(entry.value)}\fR" if entry.value else ""
        yield f".TP\n{f'{names} {value}'.strip()}\n{_marked(entry.text)}"


def _marked(text: str) -> str:
    """Return `text` for roff, its code bold."""
    parts = re.split(r"`([^`]*)`", text)
    line = "".join(rf"\fB{_roff(part)}\fR" if number % 2 else _roff(part) for number, part in enumerate(parts))
    return rf"\&{line}" if line.startswith(".") else line


def _roff(text: str) -> str:
    r"""Return `text` with nothing that roff would act on, and in ASCII; a line of it may begin with `\&.`.

    >>> print(_roff(r".\\a-b 'c' ¶"))
    \&.\e\ea\-b \(aqc\(aq \[u00B6]
    """
    plain = "".join(c if c.isascii() else f"\\[u{ord(c):04X}]" for c in text.translate(_ROFF))
    return rf"\&{plain}" if plain.startswith(".") else plain


# Schemas


def schemas(command: str | None, _: Reference) -> str:
    """Return the JSON Schema of what `command` prints with `--json`, of a record if there is none."""
    return json.dumps(schema.document(command) if command else schema.record(), indent=2) + "\n"


def dataset_schema(_: Reference) -> str:
    """Return the JSON Schema of the files of a dataset."""
    return json.dumps(dataset(), indent=2) + "\n"


def exports(_: Reference) -> str:
    """Return the page on exports as it is, with the tables after its mark."""
    path = ROOT / "docs" / "exports.md"
    lines = [path.read_text(encoding="utf-8").split(TABLES_FOLLOW)[0] + TABLES_FOLLOW]
    for table in TABLES:
        lines += ["", f"### {table.name}", "", table.what, "", "| column | type | is |", "|---|---|---|"]
        together = {name: reference.table for reference in table.besides for name in reference.columns}
        for column in table.columns:
            key = "**" if column.name in table.key else ""
            to = column.to or together.get(column.name)
            refers = f" → {to}" if to else ""
            lines.append(f"| {key}`{column.name}`{key} | {column.type} | {column.what}{refers} |")
    return "\n".join(lines) + "\n"


DOCUMENTS: dict[str, Callable[[Reference], str]] = {
    "docs/reference.md": markdown,
    "docs/minewatch.1": roff,
    "docs/exports.md": exports,
    "docs/schemas/record.json": partial(schemas, None),
    "docs/schemas/dataset.json": dataset_schema,
    **{f"docs/schemas/{command}.json": partial(schemas, command) for command in contract.ANSWERS},
}


def main() -> int:
    """Write the documents, or with `--check` name those that are not as they would be written."""
    reference = read()
    stale = 0
    for path, written in DOCUMENTS.items():
        file, text = ROOT / path, written(reference)
        if file.is_file() and file.read_text(encoding="utf-8") == text:
            continue
        if sys.argv[1:] == ["--check"]:
            print(f"{path} is not as the program has it; run: just docs", file=sys.stderr)
            stale = 1
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
            print(path)
    return stale


if __name__ == "__main__":
    sys.exit(main())
