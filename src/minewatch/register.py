"""The sources and labels of a large dataset, read as they are asked for: an answer names few of them."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import overload

from minewatch.model import Source, thawed
from minewatch.names import NAME
from minewatch.text import normalise


class Labels(Mapping[str, str]):
    """The label of each entity by its id."""

    def __init__(self, db: sqlite3.Connection) -> None:
        """Take an open dataset, in which they are looked up."""
        self.db = db
        self.find = lru_cache(4096)(self._find)

    def _find(self, ident: str) -> str | None:
        row = self.db.execute("SELECT label FROM entity WHERE id = ?", [ident]).fetchone()
        return row and str(row[0])

    def __getitem__(self, ident: str) -> str:
        label = self.find(ident)
        if label is None:
            raise KeyError(ident)
        return label

    def __iter__(self) -> Iterator[str]:
        return (row[0] for row in self.db.execute("SELECT id FROM entity"))

    def __len__(self) -> int:
        (number,) = self.db.execute("SELECT count(*) FROM entity").fetchone()
        return int(number)


class Articles(Sequence[Source]):
    """The sources in the order of the datasets."""

    def __init__(self, db: sqlite3.Connection, number: int) -> None:
        """Take an open dataset that has so many sources."""
        self.db = db
        self.number = number
        self.find = lru_cache(256)(self._find)

    def _find(self, ident: str) -> Source | None:
        row = self.db.execute("SELECT record FROM source WHERE id = ?", [ident]).fetchone()
        return thawed(Source, row[0]) if row else None

    def __len__(self) -> int:
        return self.number

    def __iter__(self) -> Iterator[Source]:
        for row in self.db.execute("SELECT record FROM source ORDER BY n"):
            yield thawed(Source, row[0])

    @overload
    def __getitem__(self, at: int) -> Source: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Source]: ...
    def __getitem__(self, at: int | slice) -> Source | Sequence[Source]:
        if isinstance(at, slice):
            return tuple(self)[at]
        (row,) = self.db.execute("SELECT record FROM source ORDER BY n LIMIT 1 OFFSET ?", [range(self.number)[at]])
        return thawed(Source, row[0])


class CitedAs(Mapping[str, str]):
    """What each source is called beside a paragraph: its publication, or its id where one of that name has another.

    To go through it is to go through those that were asked for.
    """

    def __init__(self, articles: Articles, labels: Labels) -> None:
        """Take the sources, and what entities are called."""
        self.articles = articles
        self.labels = labels
        self.asked: dict[str, str] = {}

    def __getitem__(self, ident: str) -> str:
        if ident not in self.asked:
            source = self.articles.find(ident)
            if source is None:
                raise KeyError(ident)
            name = self.labels[source.publisher]
            alike = "SELECT id FROM name JOIN entity ON id = entity WHERE tier = ? AND key = ? AND label = ?"
            sql = f"SELECT 1 FROM source WHERE publisher = ? OR publisher IN ({alike}) LIMIT 2"
            found = self.articles.db.execute(sql, [source.publisher, NAME, normalise(name), name]).fetchall()
            self.asked[ident] = name if len(found) == 1 else ident
        return self.asked[ident]

    def __iter__(self) -> Iterator[str]:
        return iter(tuple(self.asked))

    def __len__(self) -> int:
        return len(self.articles)
