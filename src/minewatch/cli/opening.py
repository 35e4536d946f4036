"""What a command is asked of: which datasets, opened, and the reader's own copy of an article."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from minewatch.cli.output import progress
from minewatch.errors import BadUsage, UnreadableDataset

if TYPE_CHECKING:
    from sqlite3 import Connection

T = TypeVar("T")


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
        BadUsage: it is given for something else, or has no name.
    """
    if given == "":
        raise BadUsage("--article has no name of a file")
    if given is not None and not page:
        raise BadUsage("--article goes with the table only: no other format carries the text of an article")
    return (given or environment.get("MINEWATCH_ARTICLE") or None) if page else None
