"""Tables whose rows are sorted or indexed at the end: each is made in a database of its own, by one of the processes.

The others get their indexes meanwhile.
"""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from pathlib import Path

from minewatch import tables
from minewatch.compiling.crew import Crew
from minewatch.compiling.spilled import Spilled, spill_rows, spilled_rows
from minewatch.passages import KINDS
from minewatch.rows import Rows

_SORTED = ("about", "title")
"""Their rows come in no order of their keys, or break them where ids are not sound."""
_ASIDE = ("found", *_SORTED)
"""These, and the index of words."""
_WITHIN_FTS5 = ("found_data", "found_idx", "found_docsize", "found_config")
"""The tables in which FTS5 keeps an index that holds no text itself."""
_CACHE = 4000
"""In KiB, of each: there are several at a time, and none of them looks back."""
_COLLECTED, _COLLECTED_AFTER = 16 * 1024 * 1024, 1024 * 1024
"""How many bytes of words are collected before they are written: the more, the less often they are merged."""


def put_aside(rows: Rows, folder: str) -> dict[str, Spilled]:
    """Take the rows of these tables out of `rows`; return where in `folder` they are, by their table."""
    return {table: spill_rows(folder, {table: rows.pop(table)}) for table in _ASIDE if table in rows}


class Aside:
    """These tables, on their way from rows that were put aside into those of a compiled dataset."""

    def __init__(self, scratch: Path) -> None:
        """Take an empty folder for the databases."""
        self.places = {table: str(scratch / f"{table}.sqlite") for table in _ASIDE}
        self.spilled: dict[str, dict[str, list[Spilled]]] = {table: defaultdict(list) for table in _ASIDE}
        self.made: Callable[[], object] | None = None

    def add(self, kind: str, spilled: Mapping[str, Spilled]) -> None:
        """Take more rows, as `put_aside` returned them, of records of this `kind`."""
        for table, there in spilled.items():
            self.spilled[table][kind].append(there)

    def _rows(self, table: str) -> list[Spilled]:
        # In order of their numbers, as far as they came in it: given a lower one, FTS5 writes down all it has collected
        return [there for kind in KINDS for there in self.spilled[table][kind]]

    def begin(self, crew: Crew) -> None:
        """Have the tables made."""
        for table, place in self.places.items():
            Path(f"{place}-rows").write_text(json.dumps(self._rows(table)), encoding="utf-8")
        self.made = crew.last(_make, list(self.places.items()))

    def take_over(self, db: sqlite3.Connection) -> None:
        """Wait for the tables, and put them into `db`, where they have no rows yet and nothing is under way."""
        assert self.made
        self.made()
        file = next(file for _, name, file in db.execute("PRAGMA database_list") if name == "main")
        for table, place in self.places.items():
            # FTS5 looks whether its own tables have changed only where that was done by another connection
            with closing(sqlite3.connect(file)) as other:
                tables.quicken(other)
                if table in _SORTED or _may_write_within(other):
                    _copy(other, table, place)
                else:
                    for rows in map(spilled_rows, self._rows(table)):
                        tables.insert(other, rows)
                other.commit()
            Path(place).unlink()
        for path in {there.path for table in _ASIDE for there in self._rows(table)}:
            Path(path).unlink()


def _may_write_within(db: sqlite3.Connection) -> bool:
    """Return whether others than FTS5 may write its tables: not where SQLite is built to be defensive, as on macOS."""
    try:
        db.execute("EXPLAIN DELETE FROM main.found_data")
    except sqlite3.OperationalError:
        return False
    return True


def _copy(db: sqlite3.Connection, table: str, place: str) -> None:
    db.execute("ATTACH ? AS aside", [place])
    for one in _WITHIN_FTS5 if table == "found" else (table,):
        # In an index without a word there are two rows already
        db.execute(f"DELETE FROM main.{one}")
        db.execute(f"INSERT INTO main.{one} SELECT * FROM aside.{one}")


def _make(table: str, place: str) -> None:
    spilled = [Spilled(*there) for there in json.loads(Path(f"{place}-rows").read_text(encoding="utf-8"))]
    with closing(sqlite3.connect(place)) as db:
        tables.quicken(db)
        db.execute(f"PRAGMA cache_size = -{_CACHE}")
        tables.begin(db)
        rows = map(spilled_rows, spilled)
        if table in _SORTED:
            _sort(db, table, rows)
        else:
            _index(db, rows)
        db.commit()


def _sort(db: sqlite3.Connection, table: str, parts: Iterable[Rows]) -> None:
    db.execute(f"CREATE TABLE unsorted AS SELECT * FROM {table}")
    for rows in parts:
        tables.insert(db, {"unsorted": rows[table]})
    columns = ", ".join(row[1] for row in db.execute("PRAGMA table_info(unsorted)"))
    db.execute(f"INSERT INTO {table} SELECT * FROM unsorted ORDER BY {columns}")


def _index(db: sqlite3.Connection, parts: Iterable[Rows]) -> None:
    collect = "INSERT INTO found (found, rank) VALUES ('hashsize', ?)"
    db.execute(collect, [_COLLECTED])
    for rows in parts:
        tables.insert(db, rows)
    db.execute(collect, [_COLLECTED_AFTER])
