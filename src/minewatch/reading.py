"""Rows of a large answer, read as somebody goes through them: what is cut is never read, and what is piped not held.

To whoever counts, cuts or goes through them they are a sequence as any other, for as long as the dataset is open.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Generic, TypeVar, overload

R_co = TypeVar("R_co", covariant=True)

MANY = 1000
"""So many rows are read at once; more only as they are gone through."""


class Reading(Sequence[R_co], Generic[R_co]):
    """What a query selects, in its order."""

    def __init__(
        self, db: sqlite3.Connection, sql: str, values: Sequence[Any], read: Callable[..., R_co], number: str | int
    ) -> None:
        """Take a query and how a row of it is read; and how many there are, or in SQL how they are counted."""
        self.db, self.sql, self.values, self.read, self.number = db, sql, values, read, number
        self.begun: dict[tuple[int, int], tuple[R_co, ...]] = {}

    def __len__(self) -> int:
        if isinstance(self.number, str):
            (number,) = self.db.execute(self.number, self.values).fetchone()
            self.number = int(number)
        return self.number

    @property
    def records(self) -> int:
        """How many records they are; a row of some has several."""
        return len(self)

    def __bool__(self) -> bool:
        return True

    def __iter__(self) -> Iterator[R_co]:
        for row in self.db.execute(self.sql, self.values):
            yield self.read(*row)

    @overload
    def __getitem__(self, at: int) -> R_co: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[R_co, ...]: ...
    def __getitem__(self, at: int | slice) -> R_co | tuple[R_co, ...]:
        if isinstance(at, int):
            at = range(len(self))[at] if at < 0 else at
            return self[at : at + 1][0]
        if at.start in (None, 0) and at.stop is not None and at.stop >= 0 and at.step in (None, 1):
            first, number = 0, at.stop
        else:
            chosen = range(len(self))[at]
            if chosen.step != 1:
                return tuple(self)[at]
            first, number = chosen.start, len(chosen)
        if (first, number) not in self.begun:
            # The beginning is counted, cut and shown; what comes after it, one piece after the other
            rows = self.db.execute(f"{self.sql} LIMIT ? OFFSET ?", [*self.values, number, first])
            self.begun = {(first, number): tuple(self.read(*row) for row in rows)}
        return self.begun[first, number]


def is_read(answer: Iterable[object]) -> bool:
    """Return whether a part of `answer` is read as somebody goes through it, or the claims of its groups are."""
    return any(isinstance(part, Reading) for part in (*answer, getattr(answer, "claims", None)))


class Gathered(Reading[R_co]):
    """What is read for one thing after the other."""

    def __init__(
        self, each: Sequence[str], read: Callable[[str], Iterable[R_co]], number: Callable[[str], int]
    ) -> None:
        """Take the ids of these things, what is read for one, and how many that are."""
        self.each, self.read_of, self.number_of = each, read, number

    def __len__(self) -> int:
        return sum(map(self.number_of, self.each))

    def __iter__(self) -> Iterator[R_co]:
        for one in self.each:
            yield from self.read_of(one)

    def __getitem__(self, at: Any) -> Any:
        return tuple(self)[at]

    def of(self, each: Sequence[str]) -> "Gathered[R_co]":
        """Return the same for other things alone."""
        return Gathered(each, self.read_of, self.number_of)


def reading(
    db: sqlite3.Connection, sql: str, values: Sequence[Any], read: Callable[..., R_co], number: str | int
) -> Sequence[R_co]:
    """Return what `sql` selects: at once where that is no more than `MANY` rows."""
    rows = db.execute(f"{sql} LIMIT {MANY + 1}", values).fetchall()
    if len(rows) <= MANY:
        return tuple(read(*row) for row in rows)
    return Reading(db, sql, values, read, number)
