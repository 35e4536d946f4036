"""Records of a compiled dataset that are gone through one by one, so that any number of them can be handed on."""

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from typing import Any, TypeVar

from minewatch.model import thawed
from minewatch.watching import Watch

R = TypeVar("R")

_TOLD = 1000
"""After how many records it is told again how far it is."""
_MANY = 5000
"""Of how many it is worth telling."""


class Listing(Collection[R]):
    """Records that are read anew each time they are gone through: no more than one of them is ever held."""

    def __init__(
        self, db: sqlite3.Connection, kind: type[R], where: str, values: Sequence[Any], watch: Watch | None = None
    ) -> None:
        """Take which records of type `kind` these are, as a condition in SQL with the `values` of its parameters."""
        self._db, self._kind, self._values, self._watch = db, kind, values, watch
        self._table = kind.__name__.lower()
        self._from = f"FROM {self._table} WHERE {where}"
        (self._number,) = db.execute(f"SELECT count(*) {self._from}", values).fetchone()

    def __len__(self) -> int:
        return int(self._number)

    def __iter__(self) -> Iterator[R]:
        watch = self._watch if self._number >= _MANY else None
        for n, row in enumerate(self._db.execute(f"SELECT record {self._from} ORDER BY n", self._values)):
            if watch and n % _TOLD == 0:
                watch(f"reading {self._table}s", n, self._number, n)
            yield thawed(self._kind, row[0])

    def __contains__(self, record: object) -> bool:
        return any(record == one for one in self)

    def origins(self) -> dict[str, str]:
        """Return the source of each by its id, which costs less than to go through them."""
        return dict(self._db.execute(f"SELECT id, source {self._from}", self._values))
