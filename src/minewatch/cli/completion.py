"""What may be written for a name or an option's value: the `autocompletion` of arguments and options.

Ids only: each finds its one record, in any shell, without quotes. Nothing is read but ids, straight from the compiled
dataset; and whatever is wrong with that, somebody who presses TAB is not told in the middle of a command line.
"""

import os
from collections.abc import Callable, Iterable, Sequence

from minewatch import scopes
from minewatch.cli.opening import opened
from minewatch.cli.shells import FILES

Completer = Callable[[str], list[str]]
"""A function of the word as far as it is written (the name of the parameter is typer's)."""


def countries(incomplete: str) -> list[str]:
    """Return the ids of countries that begin so."""
    return _ids(["entity"], incomplete, scopes.COUNTRIES)


def speakers(incomplete: str) -> list[str]:
    """Return the ids of those who speak, or have somebody speak, that begin so."""
    return _ids(["entity"], incomplete, scopes.SPEAKERS)


def passing_on(incomplete: str) -> list[str]:
    """Return the ids of those who pass on what others said, that begin so."""
    return _ids(["entity"], incomplete, scopes.PASSING_ON)


def entities(incomplete: str) -> list[str]:
    """Return the ids of everything that has a name, that begin so."""
    return _ids(["entity"], incomplete)


def records(*kinds: str) -> Completer:
    """Return the completer for the ids of these kinds of record: source, claim, quote, gap or entity."""

    def begun(incomplete: str) -> list[str]:
        return _ids(kinds, incomplete)

    return begun


def words(known: Iterable[str]) -> Completer:
    """Return the completer for a value that is one of the words `known`."""

    def begun(incomplete: str) -> list[str]:
        return [word for word in known if word.startswith(incomplete)]

    return begun


def files(incomplete: str) -> list[tuple[str, str]]:
    """Leave it to the shell, which knows better what files there are."""
    return [(incomplete, FILES)]


def _ids(tables: Sequence[str], beginning: str, scope: scopes.Scope = scopes.EVERYTHING) -> list[str]:
    try:
        db = opened(None, os.environ, bundled=True)
        try:
            return scopes.ids(db, tables, beginning, scope)
        finally:
            db.close()
    except Exception:  # noqa: BLE001
        # The command itself will say what is wrong
        return []
