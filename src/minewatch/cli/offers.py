"""What may stand next on a command line: a line for each word, the same for every shell.

The environment in which a shell asks is that of typer's completion. Where on the line it asks is read here, off the
commands themselves; what a parameter may be is its own `autocompletion`.
"""

import contextlib
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import typer

from minewatch.cli.shells import FILES, SCRIPTS, VARIABLE
from minewatch.errors import BadUsage, ExitCode
from minewatch.record import NamedTuple

if TYPE_CHECKING:
    from typer.core import TyperGroup


def answer(group: "TyperGroup", asked: str) -> ExitCode:
    """Print what may stand where the shell's cursor is, as it `asked` in the environment.

    Raises:
        BadUsage: it is none of these shells, or does not say where the cursor is.
    """
    shell = asked.removeprefix("complete_")
    if shell not in SCRIPTS:
        raise BadUsage(f"{VARIABLE} is {asked!r}; completion is for {', '.join(SCRIPTS)}")
    words, beginning = _line(shell, os.environ)
    if folders := list(_datasets(words)):
        os.environ["MINEWATCH_DATA"] = os.pathsep.join(folders)
    with contextlib.suppress(OSError):  # a shell that has gone away needs no answer
        sys.stdout.writelines(f"{word}\n" for word in offered(group, words, beginning))
        sys.stdout.flush()
    return ExitCode.FOUND


def _datasets(words: Sequence[str]) -> Iterator[str]:
    """Yield the folders that `--data` names on the line, which has been through no shell yet."""
    for before, word in pairwise(("", *words)):
        if before == "--data" or word.startswith("--data="):
            yield os.path.expanduser(word.removeprefix("--data="))  # noqa: PTH111  # as the shell will do


def offered(group: "TyperGroup", words: Sequence[str], beginning: str) -> Iterator[str]:
    """Yield what may stand after `words` and begins with `beginning`: commands, options, their values and names."""
    ctx = typer.Context(group, info_name="minewatch", resilient_parsing=True, **group.context_settings)
    place = _place(group, ctx, words)
    name, equals, value = beginning.partition("=")
    if place.option:
        yield from _values(place.option, ctx, beginning)
    elif beginning.startswith("-") and not place.names_only and equals:
        option = _option(place.command, name)
        yield from (f"{name}={known}" for known in _values(option, ctx, value))
    elif beginning.startswith("-") and not place.names_only:
        yield from (name for name in _options(place.command, ctx) if name.startswith(beginning))
    elif place.command is group:
        yield from (name for name in group.list_commands(ctx) if name.startswith(beginning))
    else:
        yield from _values(_argument(place.command, place.names), ctx, beginning)


class _Place(NamedTuple):
    """Where on a command line the cursor is."""

    command: Any
    """The one that is written out before it, the group of all if there is none, None if it is no command."""
    option: Any = None
    """The one whose value is next."""
    names: int = 0
    """How many arguments the command has already."""
    names_only: bool = False
    """Whether nothing from here on is an option."""


def _place(group: "TyperGroup", ctx: typer.Context, words: Sequence[str]) -> _Place:
    place = _Place(group)
    for word in words:
        if place.option:
            place = place._replace(option=None)
        elif word == "--":
            place = place._replace(names_only=True)
        elif word.startswith("-") and not place.names_only:
            place = place._replace(option=_option(place.command, word))
        elif place.command is group:
            place = place._replace(command=group.get_command(ctx, word))
        else:
            place = place._replace(names=place.names + 1)
    return place


def _params(command: Any, kind: str) -> list[Any]:
    return [param for param in command.params if param.param_type_name == kind] if command else []


def _option(command: Any, name: str) -> Any:
    """Return the option of that name if a value follows it, else None."""
    return next((option for option in _params(command, "option") if name in option.opts and not option.is_flag), None)


def _options(command: Any, ctx: typer.Context) -> Iterator[str]:
    """Yield the names of all options, help's too, which is no param of its own."""
    for option in _params(command, "option"):
        yield from () if option.hidden else option.opts
    if command:
        yield from sorted(command.get_help_option_names(ctx))


def _argument(command: Any, before: int) -> Any:
    """Return the argument that comes after so many others, None if there is none."""
    arguments = _params(command, "argument")
    if before < len(arguments):
        return arguments[before]
    return arguments[-1] if arguments and arguments[-1].nargs == -1 else None


def _values(param: Any, ctx: typer.Context, beginning: str) -> Iterator[str]:
    """Yield what `param` can be and begins so."""
    for item in param.shell_complete(ctx, beginning) if param else ():
        yield FILES if item.help == FILES else item.value


def _line(shell: str, environment: Mapping[str, str]) -> tuple[list[str], str]:
    """Return the words between the program's name and the one that the cursor is on, and that one so far."""
    if shell == "bash":
        at = environment.get("COMP_CWORD", "")
        if not at.isdecimal():
            raise BadUsage(f"COMP_CWORD is {at!r} and no number of a word")
        words = _split(environment.get("COMP_WORDS", ""))[: int(at) + 1]
        begun = len(words) > int(at)
    else:
        line = environment.get("_TYPER_COMPLETE_ARGS", "")
        words = _split(line)
        begun = not line.endswith(" ")
    last = words.pop() if begun and words else ""
    # bash takes --about=poland apart into three words; without the middle one it means the same
    return [word for word in words[1:] if word != "="], "" if last == "=" else last


def _split(line: str) -> list[str]:
    """Return the words of `line` as a shell reads them, the last one perhaps with its quotes still open."""
    import shlex

    lexer = shlex.shlex(line, posix=True)
    lexer.whitespace_split = True
    lexer.commenters = ""
    words: list[str] = []
    try:
        words.extend(lexer)
    except ValueError:
        words.append(lexer.token)
    return words
