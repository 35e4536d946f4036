"""Where an answer goes, and on which day it is given: the terminal, the pipe, the clock and the environment."""

import datetime as dt
import io
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import chain
from typing import TYPE_CHECKING, TextIO

import typer

from minewatch.errors import BadUsage, ExitCode

if TYPE_CHECKING:
    from minewatch.watching import Watch

NARROWEST = 20
_LINES = str.maketrans("─━┄│┿┼●○█░", "-=.|++o.#~")
"""What pages are drawn with, in as many characters of ASCII."""


class Output:
    """Standard output as it is: how wide, whether it can show colour, and which characters."""

    def __init__(self, stream: TextIO, environment: Mapping[str, str]) -> None:
        """Look at `stream`."""
        self.stream = stream
        self.environment = environment
        self.size = _size() if stream.isatty() else None
        self.width = self.size and self.size[0]
        self.colour = self._colour(environment)
        encoding = (stream.encoding or "ascii").lower().replace("-", "").replace("_", "")
        self.ascii_only = not encoding.startswith("utf")

    def write(self, lines: Iterable[str]) -> None:
        """Write `lines`, through a pager if they are more than a terminal shows.

        A reader that goes away ends it in silence.
        """
        if self.ascii_only and isinstance(self.stream, io.TextIOWrapper):
            self.stream.reconfigure(errors="backslashreplace")
        rest: Iterable[str] = (line.translate(_LINES) if self.ascii_only else line for line in lines)
        if self.size and self.environment.get("TERM") != "dumb":
            rest = self._paged(rest, *self.size)
        try:
            for line in rest:
                self.stream.write(f"{line}\n")
            self.stream.flush()
        except BrokenPipeError:
            # What is still buffered must go somewhere when the interpreter closes the stream
            os.dup2(os.open(os.devnull, os.O_WRONLY), self.stream.fileno())
            raise typer.Exit(ExitCode.FOUND) from None

    def _paged(self, lines: Iterable[str], width: int, height: int) -> Iterable[str]:
        """Show `lines` in a pager if they are more than a screenful; return those that are still to be written."""
        from minewatch.cli import pager

        command = pager.wanted(self.environment)
        if not command:
            return lines
        lines = iter(lines)
        first, more = pager.screenful(lines, width, height)
        whole = chain(first, lines)
        if not more:
            return whole
        encoding, errors = self.stream.encoding, self.stream.errors
        try:
            paged = pager.page(command, whole, self.environment, encoding=encoding, errors=errors)
        except BrokenPipeError:
            raise typer.Exit(ExitCode.FOUND) from None
        return () if paged else whole

    def _colour(self, environment: Mapping[str, str]) -> bool:
        """Return whether to use colour: https://no-color.org, https://force-color.org, and `TERM=dumb`."""
        if environment.get("NO_COLOR"):
            return False
        if environment.get("FORCE_COLOR", "0") not in ("", "0"):
            return True
        return self.width is not None and environment.get("TERM") != "dumb"


def _size() -> tuple[int, int]:
    from shutil import get_terminal_size

    columns, rows = get_terminal_size()
    return max(columns, NARROWEST), rows


@contextmanager
def progress(environment: Mapping[str, str]) -> "Iterator[Watch | None]":
    """Give what shows on a terminal's standard error how far something is that takes long; nothing of it stays.

    None where that is no terminal which can draw over a line.
    """
    if sys.stderr is None or not sys.stderr.isatty() or environment.get("TERM") == "dumb":
        yield None
        return
    from minewatch.cli.progress import Progress

    bar = Progress()
    try:
        yield bar
    finally:
        bar.close()


def today(given: str | None, environment: Mapping[str, str]) -> str:
    """Return the present day: `given` (`--today`), else of SOURCE_DATE_EPOCH, else of the clock.

    Raises:
        BadUsage: it is no day.
    """
    if given is not None:
        from minewatch import dates

        try:
            return dates.day(given)
        except dates.DateError as error:
            raise BadUsage(f"--today takes a day like 2026-02-20, and {given!r} is none") from error
    epoch = environment.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return dt.datetime.now().astimezone().date().isoformat()
    try:
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC).date().isoformat()
    except (ValueError, OverflowError, OSError) as error:
        raise BadUsage(f"SOURCE_DATE_EPOCH is {epoch!r} and no number of seconds that gives a day") from error
