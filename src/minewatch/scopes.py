"""Among which entities a name is looked for, and the ids that begin as somebody typed: without reading a record."""

import sqlite3
from collections.abc import Sequence

from minewatch.record import NamedTuple

BEYOND = "\U0010ffff"
"""After every word that begins so, in order."""
_LISTED = 1000
"""How many ids a shell is given at the most."""


class Scope(NamedTuple):
    """Some of the entities."""

    name: str
    condition: str
    """In SQL, on the table `entity`."""
    overview: str
    """The command that lists them."""


COUNTRIES = Scope("countries", "kind = 'country'", "minewatch country")
SPEAKERS = Scope("speakers", "speaks", "minewatch claim --compare")
PASSING_ON = Scope("names of who passes on what others said", "passes", "minewatch claim")
EVERYTHING = Scope("names", "1", "minewatch entity")


def ids(db: sqlite3.Connection, tables: Sequence[str], beginning: str, scope: Scope = EVERYTHING) -> list[str]:
    """Return the ids of the records in `tables` that begin so: none where they are more than a shell can list.

    A part of them would not do: a shell goes on to write what all that it was given have in common.
    """
    found: list[str] = []
    for table in tables:
        sql = f"SELECT id FROM {table} WHERE id BETWEEN ? AND ? AND {scope.condition} ORDER BY id LIMIT ?"
        found += (row[0] for row in db.execute(sql, [beginning, beginning + BEYOND, _LISTED + 1]))
    return found if len(found) <= _LISTED else []
