"""Records out of a compiled dataset, by filters: what every question is put together from."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from minewatch.filters import Filters
from minewatch.model import Claim, Entity, Gap, Quote, Record, Source, thaw

R = TypeVar("R")

TABLES: dict[type, str] = {Source: "source", Entity: "entity", Claim: "claim", Quote: "quote", Gap: "gap"}
"""The table of each kind of record."""


def among(values: Iterable[str | int]) -> str:
    """Return `values` as the value of a parameter that SQL reads with `json_each`."""
    return json.dumps(sorted(set(values)))


class Selection:
    """The records of an open dataset."""

    def __init__(self, db: sqlite3.Connection) -> None:
        """Take a connection to a compiled dataset; whoever opened it closes it."""
        self.db = db

    def read(self, kind: type[R], sql: str, values: Sequence[Any] = ()) -> tuple[R, ...]:
        """Return the records of type `kind` that `sql` selects."""
        return tuple(thaw(kind, json.loads(row[0])) for row in self.db.execute(sql, values))

    def kept(
        self, kind: type[R], *filters: Filters, condition: str = "1", order: str = "n", limit: int = -1
    ) -> tuple[R, ...]:
        """Return the records of type `kind` that all of `filters` keep and for which `condition`, in SQL, holds."""
        where, values = self.where(TABLES[kind], *filters)
        sql = f"SELECT record FROM {TABLES[kind]} WHERE {where} AND {condition} ORDER BY {order} LIMIT {limit}"
        return self.read(kind, sql, values)

    def listed(self, kind: type[R], ids: Iterable[str], condition: str = "1") -> tuple[R, ...]:
        """Return the records of type `kind` with these ids for which `condition` holds, withdrawn claims too."""
        sql = (
            f"SELECT record FROM {TABLES[kind]} WHERE id IN (SELECT value FROM json_each(?)) AND {condition} ORDER BY n"
        )
        return self.read(kind, sql, [among(ids)])

    def by_id(self, ident: str) -> Record | None:
        """Return the record with that id, whatever its case and the blanks around it; of a quotation its first part."""
        plain = ident.strip().lower()
        for kind in TABLES:
            found: tuple[Record, ...] = self.listed(kind, [plain])
            if found:
                return found[0]
        parts = self.read(Quote, "SELECT record FROM quote WHERE quotation = ? ORDER BY n", [plain])
        return parts[0] if parts else None

    def any(self, kind: type, *filters: Filters, condition: str = "1") -> bool:
        """Return whether all of `filters` keep a record of type `kind`."""
        where, values = self.where(TABLES[kind], *filters)
        sql = f"SELECT 1 FROM {TABLES[kind]} WHERE {where} AND {condition} LIMIT 1"
        return self.db.execute(sql, values).fetchone() is not None

    def count(self, kind: type, *filters: Filters, condition: str = "1") -> int:
        """Return how many records of type `kind` all of `filters` keep."""
        where, values = self.where(TABLES[kind], *filters)
        sql = f"SELECT count(*) FROM {TABLES[kind]} WHERE {where} AND {condition}"
        (number,) = self.db.execute(sql, values).fetchone()
        return int(number)

    def where(self, table: str, *filters: Filters) -> tuple[str, list[str]]:
        """Return all of `filters` as a condition on `table`, and the values of its parameters."""
        terms = ["live" if table == "claim" else "1"]
        values: list[str] = []
        for one in filters:
            for term, value in self._terms(table, one):
                terms.append(term)
                values.append(value)
        return " AND ".join(terms), values

    def _terms(self, table: str, filters: Filters) -> Iterator[tuple[str, str]]:
        """Yield each condition of `filters` with the value of its parameter."""
        for tag, column, wanted in (
            ("about", "entity", self.reach(filters.about)),
            ("topic", "topic", filters.topic),
            ("stands", "paragraph", filters.paragraph),
        ):
            if wanted:
                tagged = f"SELECT n FROM {tag} WHERE kind = '{table}' AND {column} IN (SELECT value FROM json_each(?))"
                yield f"n IN ({tagged})", among(wanted)
        for column, ids in (
            ("said_by", self.reach(filters.by)),
            ("via", self.reach(filters.via)),
            ("status", filters.status),
            ("basis", filters.basis),
        ):
            if ids:
                yield f"{column} IN (SELECT value FROM json_each(?))", among(ids)
        if filters.since:
            yield "dated = 1 AND latest >= ?", filters.since
        if filters.until:
            yield "dated = 1 AND earliest <= ?", filters.until

    def reach(self, entities: Iterable[Entity]) -> set[str]:
        """Return the ids of `entities` and of everything whose affiliation leads to one of them."""
        sql = "SELECT member FROM reach WHERE entity IN (SELECT value FROM json_each(?))"
        wanted = among(entity.id for entity in entities)
        return {row[0] for row in self.db.execute(sql, [wanted])} if wanted != "[]" else set()

    def groups_of(self, entities: Iterable[Entity]) -> tuple[Entity, ...]:
        """Return the groups that one of `entities` is a member of."""
        sql = "SELECT record FROM entity WHERE id IN (SELECT grp FROM grouped WHERE entity IN"
        sql = f"{sql} (SELECT value FROM json_each(?))) ORDER BY n"
        return self.read(Entity, sql, [among(entity.id for entity in entities)])

    def whole_quotations(self, quotes: Sequence[Quote]) -> tuple[Quote, ...]:
        """Return `quotes` with the other parts of their quotations: half of one can turn the sense round."""
        wanted = among(quote.quotation for quote in quotes)
        sql = "SELECT record FROM quote WHERE quotation IN (SELECT value FROM json_each(?)) ORDER BY n"
        return self.read(Quote, sql, [wanted])

    def read_from(self, quotes: Sequence[Quote]) -> tuple[Claim, ...]:
        """Return the claims that are read from `quotes`."""
        sql = "SELECT claim FROM quoted WHERE quote IN (SELECT value FROM json_each(?))"
        sql = f"SELECT record FROM claim WHERE live AND n IN ({sql}) ORDER BY n"
        return self.read(Claim, sql, [among(quote.id for quote in quotes)])
