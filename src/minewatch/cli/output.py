"""Where an answer goes, and on which day it is given: the terminal, the pipe, the clock and the environment."""

import datetime as dt
import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, TypeVar

import typer

from minewatch.errors import BadUsage, ExitCode, UnreadableDataset

if TYPE_CHECKING:
    from sqlite3 import Connection

    from minewatch.watching import Watch

T = TypeVar("T")

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


def opened(folders: Sequence[str] | None, environment: Mapping[str, str], *, bundled: bool) -> "Connection":
    """Return the datasets in `folders` (`--data`), else in those of MINEWATCH_DATA, beside the bundled one.

    Raises:
        UnreadableDataset: one cannot be opened, or breaks the rules.
        BadUsage: there is none.
    """
    from minewatch.store import open_datasets

    with progress(environment) as watch:
        return open_datasets(data(folders, environment), bundled=bundled, watch=watch)


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


@contextmanager
def asked(
    question: "Callable[[Connection], T]",
    folders: Sequence[str] | None,
    environment: Mapping[str, str],
    *,
    bundled: bool,
) -> "Iterator[T]":
    """Give what `question` makes of the datasets, which are open meanwhile.

    They are compiled anew where what was compiled turns out damaged; where that is found only when part of an answer
    has been written, the next time.

    Raises:
        UnreadableDataset: one cannot be opened, or breaks the rules.
        BadUsage: there is none.
    """
    from contextlib import ExitStack, closing
    from sqlite3 import DatabaseError

    def ask(stack: ExitStack) -> T:
        return question(stack.enter_context(closing(opened(folders, environment, bundled=bundled))))

    with ExitStack() as stack:
        try:
            try:
                answer = ask(stack)
            except DatabaseError:
                _forget(folders, environment, bundled=bundled)
                answer = ask(stack)
            yield answer
        except DatabaseError as error:
            _forget(folders, environment, bundled=bundled)
            message = f"the compiled dataset cannot be read ({error}); ask again, or install minewatch again"
            raise UnreadableDataset(message) from error


def _forget(folders: Sequence[str] | None, environment: Mapping[str, str], *, bundled: bool) -> None:
    from minewatch.store import forget

    forget(data(folders, environment), bundled=bundled)


def editions(environment: Mapping[str, str]) -> list[str]:
    """Return a line for each dataset that there is: what it is called, and the fingerprint of its records."""
    from minewatch import store

    with asked(store.editions, None, environment, bundled=True) as found:
        return [f"{edition.id} {edition.version or '(no version)'} sha256:{edition.sha256}" for edition in found]


def data(folders: Sequence[str] | None, environment: Mapping[str, str]) -> list[Path]:
    """Return the folders of `--data`, else those of MINEWATCH_DATA, which are apart as those of PATH are.

    Raises:
        BadUsage: one of `--data` has no name.
    """
    if folders:
        return list(map(folder, folders))
    return [Path(folder) for folder in environment.get("MINEWATCH_DATA", "").split(os.pathsep) if folder]


def folder(given: str) -> Path:
    """Return the folder that an argument names.

    Raises:
        BadUsage: it is empty, as is a variable that nothing was put into, and would be the one that one is in.
    """
    if not given:
        raise BadUsage("the name of a folder is empty; . is this one")
    return Path(given)


def article(given: str | None, environment: Mapping[str, str], *, page: bool) -> str | None:
    """Return the file with the reader's own copy: `given` (`--article`), else of MINEWATCH_ARTICLE; None for none.

    It is shown on a `page` only: in another format it would soon be in a file.

    Raises:
        BadUsage: it is given for something else.
    """
    if given is not None and not page:
        raise BadUsage("--article goes with the table only: no other format carries the text of an article")
    return (given or environment.get("MINEWATCH_ARTICLE") or None) if page else None


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
