"""Records out of a compiled dataset, by filters: what every question is put together from."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from minewatch.filters import NO_FILTERS, Filters
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
        self, kind: type[R], filters: Filters = NO_FILTERS, condition: str = "1", *, order: str = "n"
    ) -> tuple[R, ...]:
        """Return the records of type `kind` that `filters` keep and for which `condition`, in SQL, holds."""
        where, values = self.where(filters, TABLES[kind])
        sql = f"SELECT record FROM {TABLES[kind]} WHERE {where} AND {condition} ORDER BY {order}"
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

    def any(self, kind: type, filters: Filters, condition: str = "1") -> bool:
        """Return whether `filters` keep a record of type `kind`."""
        where, values = self.where(filters, TABLES[kind])
        sql = f"SELECT 1 FROM {TABLES[kind]} WHERE {where} AND {condition} LIMIT 1"
        return self.db.execute(sql, values).fetchone() is not None

    def count(self, filters: Filters, condition: str = "1") -> int:
        """Return how many claims `filters` keep."""
        where, values = self.where(filters, "claim")
        (number,) = self.db.execute(f"SELECT count(*) FROM claim WHERE {where} AND {condition}", values).fetchone()
        return int(number)

    def size(self, kind: type) -> int:
        """Return how many records of type `kind` there are, withdrawn ones among them."""
        (number,) = self.db.execute(f"SELECT count(*) FROM {TABLES[kind]}").fetchone()
        return int(number)

    def where(self, filters: Filters, table: str) -> tuple[str, list[str]]:
        """Return `filters` as a condition on `table`, and the values of its parameters."""
        terms: list[str] = ["live" if table == "claim" else "1"]
        values: list[str] = []

        def term(sql: str, value: str) -> None:
            terms.append(sql)
            values.append(value)

        for tag, wanted in (("about", self.reach(filters.about)), ("topic", filters.topic)):
            if wanted:
                column = "entity" if tag == "about" else "topic"
                tagged = f"SELECT n FROM {tag} WHERE kind = '{table}' AND {column} IN (SELECT value FROM json_each(?))"
                term(f"n IN ({tagged})", among(wanted))
        for column, ids in (
            ("said_by", self.reach(filters.by)),
            ("via", self.reach(filters.via)),
            ("status", filters.status),
            ("basis", filters.basis),
        ):
            if ids:
                term(f"{column} IN (SELECT value FROM json_each(?))", among(ids))
        if filters.paragraph:
            stands = f"SELECT n FROM stands WHERE kind = '{table}' AND paragraph IN (SELECT value FROM json_each(?))"
            term(f"n IN ({stands})", among(filters.paragraph))
        if filters.since:
            term("dated = 1 AND latest >= ?", filters.since)
        if filters.until:
            term("dated = 1 AND earliest <= ?", filters.until)
        return " AND ".join(terms), values

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
