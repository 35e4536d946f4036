"""Records by id that are not held in memory but asked for in a database."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, TypeVar

from minewatch.model import Paragraph, Quote, Record, Source, thaw

R = TypeVar("R")


class Kept(Mapping[str, R]):
    """The records of one kind in a database, by id; those asked for last are remembered."""

    def __init__(self, db: sqlite3.Connection, kind: type[R]) -> None:
        self.db = db
        self.kind = kind
        self.table = kind.__name__.lower()
        self.find = lru_cache(256)(self._find)

    def _find(self, ident: str) -> R | None:
        row = self.db.execute(f"SELECT record FROM {self.table} WHERE id = ? LIMIT 1", [ident]).fetchone()
        return thaw(self.kind, json.loads(row[0])) if row else None

    def __getitem__(self, ident: str) -> R:
        found = self.find(ident)
        if found is None:
            raise KeyError(ident)
        return found

    def __contains__(self, ident: object) -> bool:
        return isinstance(ident, str) and self.find(ident) is not None

    def __iter__(self) -> Iterator[str]:
        return (row[0] for row in self.db.execute(f"SELECT id FROM {self.table}"))

    def __len__(self) -> int:
        (number,) = self.db.execute(f"SELECT count(*) FROM {self.table}").fetchone()
        return int(number)


class Owed(dict[str, Any]):
    """Records that may come later: all but the known are taken on trust, and which these are is written down."""

    def __init__(self, known: Mapping[str, Any]) -> None:
        super().__init__(known)
        self.owed: set[str] = set()

    def __contains__(self, ident: object) -> bool:
        return super().__contains__(ident) or bool(self[str(ident)])

    def __missing__(self, ident: str) -> Any:
        self.owed.add(ident)
        return _TRUSTED


class _Trusted:
    state = None


_TRUSTED = _Trusted()

TABLES = "CREATE TABLE source (id TEXT PRIMARY KEY, record TEXT); CREATE TABLE quote (id TEXT PRIMARY KEY, record TEXT)"
"""Those in which the records are that others are held against while they are read."""


def brief(record: Record) -> Record:
    """Return what the rules ask of a source or a quote that another record names, and nothing else."""
    if isinstance(record, Source):
        numbers = tuple(Paragraph(paragraph.number, None, "", "") for paragraph in record.paragraphs)
        return record._replace(paragraphs=numbers, sections=(), missing=(), authors=())
    if isinstance(record, Quote):
        return record._replace(text="", context="")
    return record
