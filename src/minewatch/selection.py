"""Records out of a compiled dataset, by filters: what every question is put together from."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar

from minewatch.answers import Linked
from minewatch.filters import Filters
from minewatch.model import REPLACING, Claim, Entity, Gap, Quote, Record, Source, thawed
from minewatch.reading import reading

R = TypeVar("R")

TABLES: dict[type, str] = {Source: "source", Entity: "entity", Claim: "claim", Quote: "quote", Gap: "gap"}
"""The table of each kind of record."""


VOICED = (
    "n IN (WITH voice AS (SELECT value FROM json_each(?)) SELECT n FROM claim"
    " WHERE said_by IN voice OR via IN voice OR said_to IN voice)"
)
"""Which claims one of some entities says, passes on or is told, by the ids that `among` makes a parameter."""


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
        return tuple(thawed(kind, row[0]) for row in self.db.execute(sql, values))

    def kept(
        self, kind: type[R], *filters: Filters, condition: str = "1", order: str = "n", limit: int = -1
    ) -> tuple[R, ...]:
        """Return the records of type `kind` that all of `filters` keep and for which `condition`, in SQL, holds."""
        where, values = self.where(TABLES[kind], *filters)
        sql = f"SELECT record FROM {TABLES[kind]} WHERE {where} AND {condition} ORDER BY {order} LIMIT {limit}"
        return self.read(kind, sql, values)

    def many(self, kind: type[R], *filters: Filters, condition: str = "1", order: str = "n") -> Sequence[R]:
        """Return the same as `kept`; where they are very many, as they are gone through while the dataset is open."""
        where, values = self.where(TABLES[kind], *filters)
        rest = f"FROM {TABLES[kind]} WHERE {where} AND {condition}"
        number: str | int = f"SELECT count(*) {rest}"
        if not any(map(any, filters)) and condition == "1":
            number = self.count(kind)
        return reading(self.db, f"SELECT record {rest} ORDER BY {order}", values, partial(thawed, kind), number)

    def listed(self, kind: type[R], ids: Iterable[str], condition: str = "1") -> tuple[R, ...]:
        """Return the records of type `kind` with these ids for which `condition` holds, withdrawn ones too."""
        sql = (
            f"SELECT record FROM {TABLES[kind]} WHERE id IN (SELECT value FROM json_each(?)) AND {condition} ORDER BY n"
        )
        return self.read(kind, sql, [among(ids)])

    def with_id(self, ident: str, *kinds: type) -> tuple[Record, ...]:
        """Return the records of these `kinds`, or of any, with that id: several where their datasets share it.

        The id may have any case, blanks around it, and its dataset before it; that of a quotation is its first part's.
        """
        forms = list(self._forms(ident))
        every: list[Record] = []
        for kind in kinds or TABLES:
            every += self.listed(kind, forms)
        found = tuple(record for record in every if self._is(record, ident))
        if found or (kinds and Quote not in kinds):
            return found
        sql = "SELECT record FROM quote WHERE quotation IN (SELECT value FROM json_each(?)) GROUP BY quotation"
        return tuple(quote for quote in self.read(Quote, sql, [among(forms)]) if self._is(quote, ident))

    def _forms(self, ident: str) -> Iterator[str]:
        """Yield how the id of a record may stand here that somebody writes as `ident`."""
        plain = ident.strip().lower()
        dataset, _, own = plain.rpartition(":")
        yield plain
        if dataset:
            yield own
        else:
            yield from (f"{row[0]}:{plain}" for row in self.db.execute("SELECT id FROM dataset"))

    def _is(self, record: Record, ident: str) -> bool:
        """Return whether `record` is of the dataset that `ident` names, if it names one."""
        dataset = ident.strip().lower().rpartition(":")[0]
        return not dataset or dataset in self.datasets(record)

    def datasets(self, record: Record) -> list[str]:
        """Return the datasets that `record` is of: one, but for entities that are the same in several."""
        if isinstance(record, Entity):
            return [ident.partition(":")[0] for ident in record.same_as]
        source = record.id if isinstance(record, Source) else record.source
        return [row[0] for row in self.db.execute("SELECT dataset FROM source WHERE id = ?", [source])]

    def any(self, kind: type, *filters: Filters, condition: str = "1") -> bool:
        """Return whether all of `filters` keep a record of type `kind`."""
        where, values = self.where(TABLES[kind], *filters)
        sql = f"SELECT 1 FROM {TABLES[kind]} WHERE {where} AND {condition} LIMIT 1"
        return self.db.execute(sql, values).fetchone() is not None

    def more_than(self, number: int, kind: type, *filters: Filters, condition: str = "1") -> bool:
        """Return whether all of `filters` keep more than so many records of type `kind`."""
        where, values = self.where(TABLES[kind], *filters)
        sql = f"SELECT 1 FROM {TABLES[kind]} WHERE {where} AND {condition} LIMIT 1 OFFSET {number}"
        return self.db.execute(sql, values).fetchone() is not None

    def count(self, kind: type, *filters: Filters, condition: str = "1") -> int:
        """Return how many records of type `kind` all of `filters` keep."""
        if not any(map(any, filters)) and condition in ("1", "dated = 0"):
            # Counted when it was compiled: to go through a million takes longer than all else
            name = TABLES[kind] if condition == "1" else f"{TABLES[kind]} {condition}"
            (number,) = self.db.execute("SELECT number FROM tally WHERE name = ?", [name]).fetchone()
            return int(number)
        where, values = self.where(TABLES[kind], *filters)
        sql = f"SELECT count(*) FROM {TABLES[kind]} WHERE {where} AND {condition}"
        (number,) = self.db.execute(sql, values).fetchone()
        return int(number)

    def undated(self, filters: Filters, condition: str = "1") -> int:
        """Return how many claims for which `condition` holds a time filter leaves out for having no date."""
        untimed = filters.untimed
        undated = "dated = 0" if condition == "1" else f"{condition} AND dated = 0"
        return self.count(Claim, untimed, condition=undated) if untimed != filters else 0

    def where(self, table: str, *filters: Filters) -> tuple[str, list[str]]:
        """Return all of `filters` as a condition on `table`, and the values of its parameters."""
        terms = ["live"]
        values: list[str] = []
        for one in filters:
            for term, value in self._terms(table, one):
                terms.append(term)
                values.append(value)
        return " AND ".join(terms), values

    def _terms(self, table: str, filters: Filters) -> Iterator[tuple[str, str]]:
        """Yield each condition of `filters` with the value of its parameter."""
        if about := self.reach(filters.about):
            tagged = f"SELECT n FROM about WHERE kind = '{table}' AND entity IN (SELECT value FROM json_each(?))"
            yield f"n IN ({tagged})", among(about)
        # What is on a topic, or a paragraph, is a tenth of all; where there is a subject, or a voice, that has fewer
        narrow = filters.about or filters.by or filters.via or filters.source
        for tag, wanted in (("topic", filters.topic), ("paragraph", filters.paragraph)):
            if wanted:
                on = f"{tag}s IN (SELECT {tag}s FROM {tag} WHERE {tag} IN (SELECT value FROM json_each(?)))"
                yield f"+{on}" if narrow else on, among(wanted)
        for column, ids in (
            ("source", [source.id for source in filters.source]),
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

    def sources_behind(self, idents: Iterable[str]) -> dict[str, Source]:
        """Return the sources with these ids, and those that they are derived from in the end, by their ids."""
        found: dict[str, Source] = {}
        ahead = set(idents)
        while ahead:
            new = {source.id: source for source in self.listed(Source, ahead)}
            found |= new
            ahead = {origin.to for source in new.values() for origin in source.derived_from} - found.keys()
        return found

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
        wanted, given = among(quote.quotation for quote in quotes), among(quote.id for quote in quotes)
        sql = "quotation IN (SELECT value FROM json_each(?)) AND (live OR id IN (SELECT value FROM json_each(?)))"
        return self.read(Quote, f"SELECT record FROM quote WHERE {sql} ORDER BY n", [wanted, given])

    def read_from(self, quotes: Sequence[Quote]) -> tuple[Claim, ...]:
        """Return the claims that are read from `quotes`."""
        sql = "SELECT claim FROM quoted WHERE quote IN (SELECT value FROM json_each(?))"
        sql = f"SELECT record FROM claim WHERE live AND n IN ({sql}) ORDER BY n"
        return self.read(Claim, sql, [among(quote.id for quote in quotes)])

    def _any_beside(self) -> bool:
        # By itself SQLite would go through all links where there is none
        sql = "SELECT 1 FROM link INDEXED BY link_claim WHERE beside LIMIT 1"
        return self.db.execute(sql).fetchone() is not None

    def beside_any(self) -> Mapping[str, tuple[Linked, ...]]:
        """Return the same for any claim, by its id, found when it is asked for."""
        if not self._any_beside():
            return {}
        return _Beside(self)

    def beside(self, claims: Iterable[Claim]) -> dict[str, tuple[Linked, ...]]:
        """Return, by their ids, what is shown beside `claims`: what other sources have that is linked with them.

        And what takes the place of one, in its own source too.
        """
        if not self._any_beside():
            return {}
        shown = {claim.id: claim for claim in claims}
        own = "SELECT n FROM claim WHERE id IN (SELECT value FROM json_each(?))"
        sql = (
            f"SELECT target FROM link WHERE beside AND claim IN ({own}) UNION SELECT id FROM claim WHERE n IN"
            " (SELECT claim FROM link WHERE beside AND target IN (SELECT value FROM json_each(?)))"
        )
        others = {row[0] for row in self.db.execute(sql, [among(shown)] * 2)}
        there = {claim.id: claim for claim in self.listed(Claim, others)}
        found: dict[str, list[Linked]] = {}
        # In the order of the datasets, whichever of them are shown together
        sql = "SELECT id FROM claim WHERE id IN (SELECT value FROM json_each(?)) ORDER BY n"
        both = there | shown
        for claim in (both[row[0]] for row in self.db.execute(sql, [among(both)])):
            for link in claim.links:
                one, two = claim, both.get(link.to)
                if two and (one.source != two.source or link.type in REPLACING) and not (one.state or two.state):
                    found.setdefault(two.id, []).append(Linked(link.type, one))
                    if link.type not in REPLACING or one.source != two.source:
                        found.setdefault(one.id, []).append(Linked(link.type, two, out=True))
        return {ident: tuple(linked) for ident, linked in found.items() if ident in shown}


class _Beside(Mapping[str, tuple[Linked, ...]]):
    """What is shown beside a claim, for answers that nobody holds."""

    def __init__(self, selection: Selection) -> None:
        self.selection = selection

    def __getitem__(self, ident: str) -> tuple[Linked, ...]:
        return self.selection.beside(self.selection.listed(Claim, [ident]))[ident]

    def __iter__(self) -> Iterator[str]:
        sql = "SELECT id FROM claim WHERE live ORDER BY n"
        return (ident for (ident,) in self.selection.db.execute(sql) if ident in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)
