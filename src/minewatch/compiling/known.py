"""Records by id that are not held in memory but asked for in a database."""

import json
import marshal
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from minewatch.faults import Draft, Place
from minewatch.merge import Ids
from minewatch.model import STATED, Date, Entity, Paragraph, Quote, Source

R = TypeVar("R")


class Kept(Mapping[str, R]):
    """Records of one kind in a database, by id; those asked for last are remembered."""

    def __init__(
        self,
        db: sqlite3.Connection,
        kind: type[R],
        among: tuple[int, int],
        made: Callable[[Any], R],
        called: Callable[[str], str] = str,
    ) -> None:
        """Take the database, and which of its records count.

        Args:
            db: the database.
            kind: the type of the records.
            among: from which number on they are numbered, and from which those of the next dataset.
            made: makes a record of what is written of it there.
            called: tells what a record is called there.
        """
        self.db = db
        self.made = made
        self.called = called
        self.source = f"{kind.__name__.lower()} WHERE n >= {among[0]} AND n < {among[1]}"
        self.find = lru_cache(256)(self._find)

    def _find(self, ident: str) -> R | None:
        sql = f"SELECT record FROM {self.source} AND id = ? LIMIT 1"
        row = self.db.execute(sql, [self.called(ident)]).fetchone()
        return self.made(row[0]) if row else None

    def near(self, idents: Iterable[str]) -> "Near[R]":
        """Return those that have these ids, in one look."""
        called = {self.called(ident): ident for ident in idents}
        sql = f"SELECT id, record FROM {self.source} AND id IN (SELECT value FROM json_each(?)) GROUP BY id"
        return Near(self, ((called[one], self.made(of)) for one, of in self.db.execute(sql, [json.dumps([*called])])))

    def __getitem__(self, ident: str) -> R:
        found = self.find(ident)
        if found is None:
            raise KeyError(ident)
        return found

    def __contains__(self, ident: object) -> bool:
        return isinstance(ident, str) and self.find(ident) is not None

    def __iter__(self) -> Iterator[str]:
        """Yield their ids, without a dataset before them."""
        return (row[0].rpartition(":")[2] for row in self.db.execute(f"SELECT id FROM {self.source}"))

    def __len__(self) -> int:
        (number,) = self.db.execute(f"SELECT count(*) FROM {self.source}").fetchone()
        return int(number)


class Near(dict[str, R]):
    """Some records, found in all of which those are that they can be taken for."""

    def __init__(self, kept: Kept[R], found: Iterable[tuple[str, R]]) -> None:
        super().__init__(found)
        self.kept = kept

    def __iter__(self) -> Iterator[str]:
        return iter(self.kept)

    def __len__(self) -> int:
        return len(self.kept)


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


# What the processes know of records that came before


class Known(NamedTuple):
    """What a part of a dataset is held against, and what the records of all datasets are called."""

    sources: Kept[Source]
    """By the ids that they have in their dataset, as are quotes and entities; they are no more than rules ask for."""
    quotes: Kept[Quote]
    entities: dict[str, Entity]
    drafts: tuple[Draft, ...]
    """Of the dataset: which there are, and in which list or field."""
    labels: dict[str, str]
    """Of all entities, by what these are called among all."""
    close: Callable[[], None]
    """Closes where the sources and quotes are."""
    ids: Ids


_TABLES = """
CREATE TABLE source (n INTEGER, id TEXT, record BLOB, PRIMARY KEY (id, n)) WITHOUT ROWID;
CREATE TABLE quote (n INTEGER, id TEXT, record BLOB, PRIMARY KEY (id, n)) WITHOUT ROWID;
CREATE TABLE entity (dataset INTEGER, id TEXT, kind TEXT, label TEXT, state TEXT);
CREATE TABLE draft (dataset INTEGER, kind TEXT, id TEXT);
CREATE TABLE label (id TEXT, label TEXT);
CREATE TABLE ids (datasets TEXT, first TEXT, shared TEXT);
"""


LEARNT = ("source", "quote")
"""The tables of what is learnt later."""


def tell(place: Path, entities: Iterable[tuple[int, Entity]], labels: Mapping[str, str], ids: Ids) -> None:
    """Write to the new file `place` what is known before any record but entities is read.

    Each entity comes with the number of its dataset.
    """
    db = sqlite3.connect(place, isolation_level=None)
    db.execute("PRAGMA journal_mode = OFF")
    db.executescript(_TABLES)
    db.execute("BEGIN")
    told = ((number, entity.id, entity.kind, entity.label, entity.state) for number, entity in entities)
    db.executemany("INSERT INTO entity VALUES (?, ?, ?, ?, ?)", told)
    db.executemany("INSERT INTO label VALUES (?, ?)", labels.items())
    written = (ids.datasets, [*ids.first.items()], sorted(ids.shared))
    db.execute("INSERT INTO ids VALUES (?, ?, ?)", [*map(json.dumps, written)])
    db.execute("COMMIT")
    db.close()


def know(place: Path, number: int, among: tuple[int, int]) -> Known:
    """Return what is known by now to a part of dataset `number`, whose records of each list are `among` these."""
    db = sqlite3.connect(f"{place.as_uri()}?mode=ro", uri=True)
    labels, ids = _names(place)
    drafts = db.execute("SELECT kind, id FROM draft WHERE dataset = ?", [number])
    return Known(
        Kept(db, Source, among, _source),
        Kept(db, Quote, among, _quote),
        _entities(place, number),
        tuple(Draft(kind, ident, "", (), Place("", 1, {})) for kind, ident in drafts),
        labels,
        db.close,
        ids,
    )


def let_go() -> None:
    """Let go of what is remembered for all parts of a dataset."""
    _names.cache_clear()
    _entities.cache_clear()


# Of these no more is known later than when the first part is read


@lru_cache(1)
def _names(place: Path) -> tuple[dict[str, str], Ids]:
    with closing(sqlite3.connect(f"{place.as_uri()}?mode=ro", uri=True)) as db:
        datasets, first, shared = map(json.loads, db.execute("SELECT * FROM ids").fetchone())
        ids = Ids(tuple(datasets), {tuple(key): tuple(one) for key, one in first}, frozenset(shared))
        return dict(db.execute("SELECT id, label FROM label")), ids


@lru_cache(1)
def _entities(place: Path, number: int) -> dict[str, Entity]:
    with closing(sqlite3.connect(f"{place.as_uri()}?mode=ro", uri=True)) as db:
        found = db.execute("SELECT id, kind, label, state FROM entity WHERE dataset = ?", [number])
        return {
            ident: Entity(ident, kind, label, (), (), (), (), None, (), None, (), state)
            for ident, kind, label, state in found
        }


def brief(record: Source | Quote) -> bytes:
    """Return what the rules and the rows ask of a source or a quote that another record names, as `know` takes it."""
    if isinstance(record, Source):
        days, numbers = record.published, tuple([paragraph.number for paragraph in record.paragraphs])
        return marshal.dumps((record.id, record.publisher, days.earliest, days.latest, numbers, record.state))
    return marshal.dumps((record.id, record.source, record.speaker, record.paragraph, record.state))


def _source(told: bytes) -> Source:
    ident, publisher, earliest, latest, numbers, state = marshal.loads(told)  # noqa: S302 - written by this program
    published = Date("", None, STATED, earliest, latest, None, "")
    there = _paragraphs(numbers)
    return Source(ident, None, "", publisher, STATED, (), None, "", published, (), there, 0, (), (), state)


def _quote(told: bytes) -> Quote:
    ident, source, speaker, paragraph, state = marshal.loads(told)  # noqa: S302 - as above
    return Quote(ident, source, "", speaker, "", paragraph, (), (), "", None, state)


@lru_cache(256)
def _paragraphs(numbers: tuple[int, ...]) -> tuple[Paragraph, ...]:
    """Return paragraphs of which no more than the numbers is known; most sources have the same."""
    return tuple(Paragraph(number, None, "", "") for number in numbers)
