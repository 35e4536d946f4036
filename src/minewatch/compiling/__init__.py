"""A large dataset from its files into the tables, without ever being held whole.

Its lists are taken in rounds: entities, then sources, quotes, claims and gaps, so that what a record names is known
when it is read. Processes read parts of a round, hold them against the rules and make rows of them; this one writes
the rows. What only all records together show is asked in SQL once they are there: which records could break a rule.
These are read once more, and the rule itself says whether they do.
"""

import gc
import json
import marshal
import sqlite3
from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from minewatch import tables
from minewatch.check import EACH, TOGETHER, Unread
from minewatch.check.records import Records
from minewatch.compiling import known
from minewatch.compiling.crew import Crew
from minewatch.compiling.known import Kept
from minewatch.compiling.parts import Held, Part, Setting, held, spilled, survey, taken
from minewatch.content import digest, digest_of, together
from minewatch.dataset import Heads, leave_out_links, standing_on
from minewatch.dataset.pieces import of_folder
from minewatch.faults import Draft, Place, Problem
from minewatch.merge import merge
from minewatch.model import LISTS, Claim, Dataset, Edition, Entity, Quote, Source, thaw
from minewatch.rows import freeze, reach, rows
from minewatch.watching import Watch

ROUNDS = ("sources", "quotes", "claims", "gaps")
"""In the order in which records name each other."""

_STAGED = ("about", "voice")
"""Tables whose rows come in no order of their keys: written as they come, and sorted in at the end."""
_STAGE = """
CREATE TABLE stage.about (kind TEXT, entity TEXT, n INTEGER);
CREATE TABLE stage.voice (entity TEXT, claim INTEGER);
CREATE TABLE stage.digest (name TEXT, n INTEGER, digest BLOB);
CREATE TABLE stage.learnt (id TEXT, record TEXT);
CREATE TABLE stage.owed (part INTEGER, name TEXT, id TEXT);
CREATE TABLE stage.entity (id TEXT);
"""


class Compiled(NamedTuple):
    """What came of it."""

    edition: Edition
    problems: list[Problem]
    """Every breach of a rule; with a fault among them the tables are not finished."""
    records: int


def compile_folder(
    folder: Path, db: sqlite3.Connection, scratch: Path, *, processes: int | None = None, watch: Watch | None = None
) -> Compiled:
    """Write the dataset in `folder` to the empty database `db`.

    Args:
        folder: where it is.
        db: where the tables are made.
        scratch: an empty folder for what is put away meanwhile.
        processes: how many help, one a core if it is not said.
        watch: is told how far it is.

    Raises:
        UnreadableDataset: the folder or a file of it cannot be opened.
    """
    with Crew(processes) as crew, _uncollected():
        return _Compiling(folder, db, scratch, crew, watch or (lambda *_: None)).run()


@contextmanager
def _uncollected() -> Iterator[None]:
    """Look for no cycles meanwhile: there are none among records and rows, and going through them takes a tenth."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


class _Compiling:
    """One dataset on its way into the tables."""

    def __init__(self, folder: Path, db: sqlite3.Connection, scratch: Path, crew: Crew, watch: Watch) -> None:
        self.folder, self.db, self.scratch, self.crew, self.watch = folder, db, scratch, crew, watch
        self.pieces = list(of_folder(folder))
        self.done, self.size = 0, sum(piece.size for piece in self.pieces)
        self.problems: list[Problem] = []
        self.breaches: set[Problem] = set()
        self.drafts: list[Draft] = []
        self.unread: list[Unread] = []
        self.heads = Heads()
        self.whole = True
        self.entities: list[tuple[Entity, Place]] = []
        self.parts: dict[str, list[Part]] = {name: [] for name in ROUNDS}
        self.numbers = dict.fromkeys(LISTS, 0)
        self.paragraphs = array("i")

    def run(self) -> Compiled:
        """Take all rounds, and return what came of them."""
        _quicken(self.db)
        self.db.execute("ATTACH ? AS stage", [str(self.scratch / "stage.sqlite")])
        self.db.execute("PRAGMA stage.journal_mode = OFF")
        self.db.execute("PRAGMA stage.synchronous = OFF")
        self.db.executescript(_STAGE)
        tables.begin(self.db)
        self._survey()
        ident, version, title = self.heads.named(self.folder)
        merged = merge([Dataset(ident, version, title, (), tuple(e for e, _ in self.entities), (), (), ())]).entities
        self._tell(entity for entity, _ in self.entities)
        for number, name in enumerate(ROUNDS):
            self._round(name, Setting(str(self.scratch), number, ident))
        edition = self._finish(ident, version, title, merged)
        self.db.commit()
        self.db.execute("DETACH stage")
        found = {*self.problems, *(self.breaches if self.whole else ())}
        return Compiled(edition, sorted(found), sum(self.numbers.values()))

    def _tell_of(self, what: str, size: int) -> None:
        """Tell that this is done, and so many bytes more are read."""
        self.done += size
        self.watch(what, self.done, self.size, sum(self.numbers.values()))

    # What there is

    def _survey(self) -> None:
        """Read what may hold entities, and put away what else it holds; and divide the rest into parts."""
        first = dict.fromkeys(ROUNDS, 0)
        wanted = [(n, p) for n, p in enumerate(self.pieces) if p.held not in ROUNDS]
        found = self.crew.each(survey, ((piece, n, str(self.scratch)) for n, piece in wanted))
        for n, piece in enumerate(self.pieces):
            if piece.held in ROUNDS:
                name = str(piece.held)
                self.parts[name].append(Part(piece, name, first[name], None))
                first[name] += piece.lines
                continue
            one = next(found)
            self._tell_of("reading", piece.size)
            self.problems += [*one.problems, *self.heads.add(piece.path, one.head, one.head_line)]
            self.drafts += one.drafts
            self.unread.append(one.unread)
            self.whole &= one.whole
            self.entities += one.entities
            for name in ROUNDS:
                if number := one.numbers.get(name, 0):
                    self.parts[name].append(Part(piece, name, first[name], spilled(str(self.scratch), n, name)))
                    first[name] += number
        self.numbers["entities"] = len(self.entities)

    def _tell(self, entities: Iterable[Entity]) -> None:
        """Write down which entities there are, for the processes to know."""
        place = sqlite3.connect(self.scratch / "known.sqlite", isolation_level=None)
        place.execute("PRAGMA journal_mode = OFF")
        place.executescript(known.TABLES)
        place.execute("CREATE TABLE entity (id TEXT, kind TEXT, label TEXT, state TEXT)")
        place.execute("BEGIN")
        told = ((entity.id, entity.kind, entity.label, entity.state) for entity in entities)
        place.executemany("INSERT INTO entity VALUES (?, ?, ?, ?)", told)
        place.execute("COMMIT")
        place.close()

    # Rounds

    def _round(self, name: str, setting: Setting) -> None:
        parts = self.parts[name]
        for n, one in enumerate(self.crew.each(held, ((part, setting) for part in parts))):
            self._take(name, n, one)
            self._tell_of(f"reading {name}", 0 if parts[n].spilled else parts[n].piece.size)
        self.db.commit()
        if name in ("sources", "quotes"):
            self.db.execute("ATTACH ? AS known", [str(self.scratch / "known.sqlite")])
            self.db.execute(f"INSERT OR IGNORE INTO known.{LISTS[name]} SELECT * FROM stage.learnt")
            self.db.execute("DELETE FROM stage.learnt")
            self.db.commit()
            self.db.execute("DETACH known")

    def _take(self, name: str, part: int, one: Held) -> None:
        """Write what came of a part."""
        self.problems += one.problems
        self.breaches.update(one.breaches)
        self.drafts += one.drafts
        self.unread.append(one.unread)
        self.whole &= one.whole
        found = marshal.loads(one.rows)  # noqa: S302 - written by this program itself
        self.numbers[name] += len(found.get(LISTS[name], ()))
        staged = {table: found.pop(table) for table in _STAGED if table in found}
        tables.insert(self.db, found)
        staged["digest"] = [(name, *line) for line in one.digests]
        staged["learnt"] = one.known
        staged["owed"] = [(part, *line) for line in one.owed]
        tables.insert(self.db, staged, into="stage")
        for n, number in one.paragraphs:
            self.paragraphs.extend([0] * (n + 1 - len(self.paragraphs)))
            self.paragraphs[n] = number

    # The whole

    def _finish(self, ident: str, version: str | None, title: str | None, merged: Iterable[Entity]) -> Edition:
        self._tell_of("checking", 0)
        if self.numbers["sources"] == 1:
            (row,) = self.db.execute("SELECT id FROM source")
            self.entities = [(standing_on(row[0], entity), place) for entity, place in self.entities]
            merged = [standing_on(row[0], entity) for entity in merged]
        if not any(self.numbers.values()) and not self.drafts:
            self.problems.append(Problem(str(self.folder), 1, "empty", "the folder holds no records"))
        if self.whole:
            self._check()
        edition = Edition(ident, version, title, self._content(), len(self.drafts))
        if any(p.severity == "fault" for p in (*self.problems, *self.breaches)):
            return edition
        self._tell_of("indexing", 0)
        tables.insert(self.db, rows(enumerate(merged), {}))
        tables.insert(self.db, {"reach": list(reach(merged))})
        for table in _STAGED:
            keys = ", ".join(row[1] for row in self.db.execute(f"PRAGMA stage.table_info({table})"))
            self.db.execute(f"INSERT INTO main.{table} SELECT * FROM stage.{table} ORDER BY {keys}")
        tables.finish(self.db, [edition])
        # How many rows an index tells apart, by which SQLite chooses among them
        self.db.execute("PRAGMA analysis_limit = 1000")
        self.db.execute("ANALYZE")
        return edition

    def _content(self) -> str:
        digests = [("entities", n, digest("entities", entity)) for n, (entity, _) in enumerate(self.entities)]
        self.db.executemany("INSERT INTO stage.digest VALUES (?, ?, ?)", digests)
        quotes = self.db.execute("SELECT n, record, row_number() OVER (PARTITION BY quotation ORDER BY n) FROM quote")
        parts = (("quotes", n, digest_of("quotes", record, part - 1)) for n, record, part in quotes)
        self.db.executemany("INSERT INTO stage.digest VALUES (?, ?, ?)", parts)
        return together(row[0] for row in self.db.execute("SELECT digest FROM stage.digest ORDER BY digest"))

    def _check(self) -> None:
        """Hold against the rules what only all records show, and what named records that had not been read yet."""
        self.db.executemany("INSERT INTO stage.entity VALUES (?)", ((entity.id,) for entity, _ in self.entities))
        suspects = {name: self._records(name, numbers) for name, numbers in self._suspects().items()}
        suspects["entities"] = self.entities
        everything = Records(
            suspects,
            Kept(self.db, Source),
            {entity.id: entity for entity, _ in self.entities},
            Kept(self.db, Claim),
            Kept(self.db, Quote),
            tuple(self.drafts),
            self._standing_on,
        )
        self._hold(TOGETHER, everything)
        self._hold(EACH, everything._replace(lists={"entities": self.entities}))
        for name, part in self._owing():
            records = self._without_drafts(part) if name == "claims" else list(zip(*taken(part), strict=True))
            self._hold(EACH, everything._replace(lists={name: records}))

    def _hold(self, rules: Iterable[Callable[[Records], Iterator[Problem]]], records: Records) -> None:
        found: Iterable[Problem] = (problem for rule in rules for problem in rule(records))
        for unread in self.unread:
            found = unread.spare(found)
        self.breaches.update(found)

    def _suspects(self) -> dict[str, list[int]]:
        """Return the numbers of the records that break a rule together, if any do."""
        numbers: dict[str, set[int]] = defaultdict(set)
        ids = " UNION ALL ".join(f"SELECT id FROM {table}" for table in ("source", "quote", "gap", "stage.entity"))
        self.db.execute("CREATE INDEX claim_id ON claim (id)")
        twice = f"SELECT id FROM ({ids}) GROUP BY id HAVING count(*) > 1"
        twice += " UNION SELECT id FROM claim GROUP BY id HAVING count(*) > 1"
        twice += f" UNION SELECT id FROM ({ids}) WHERE id IN (SELECT id FROM claim)"
        self.db.execute(f"CREATE TEMP TABLE twice AS {twice}")
        for name, table in LISTS.items():
            if name != "entities":
                sql = f"SELECT n FROM {table} WHERE id IN (SELECT id FROM twice)"
                numbers[name].update(row[0] for row in self.db.execute(sql))
        self.db.execute("DROP TABLE twice")
        placed = "SELECT country, question, source, n FROM claim WHERE live AND country IS NOT NULL"
        several = f"SELECT country, question, source FROM ({placed}) GROUP BY 1, 2, 3 HAVING count(*) > 1"
        sql = f"SELECT n FROM ({placed}) WHERE (country, question, source) IN ({several})"
        numbers["claims"].update(row[0] for row in self.db.execute(sql))
        # Whether parts of a quotation follow each other is told by what stands before each
        parts = "SELECT n FROM quote WHERE quotation IN (SELECT quotation FROM quote GROUP BY 1 HAVING count(*) > 1)"
        before = f"SELECT (SELECT max(n) FROM quote WHERE n < part.n) AS n FROM ({parts}) AS part"
        sql = f"SELECT n FROM ({parts} UNION {before}) WHERE n IS NOT NULL"
        numbers["quotes"].update(row[0] for row in self.db.execute(sql))
        self.db.execute("CREATE INDEX source_id ON source (id)")
        sql = "SELECT source, count(DISTINCT paragraph) AS number, max(paragraph) AS last FROM stands GROUP BY source"
        sql = f"SELECT n, number, last FROM source LEFT JOIN ({sql}) AS stood ON stood.source = id"
        there = self.paragraphs
        numbers["sources"].update(n for n, number, last in self.db.execute(sql) if not number == last == there[n])
        return {name: sorted(found) for name, found in numbers.items()}

    def _records(self, name: str, numbers: Iterable[int]) -> list[tuple[Any, Place]]:
        """Return the records of a list that have these numbers, read once more for their places."""
        by_part: dict[int, list[int]] = defaultdict(list)
        firsts = [part.first for part in self.parts[name]]
        for n in numbers:
            by_part[bisect_right(firsts, n) - 1].append(n)
        found = []
        for k, wanted in by_part.items():
            part = self.parts[name][k]
            records, places = taken(part)
            found += [(records[i], places[i]) for n in wanted if (i := n - part.first) < len(records)]
        return found

    def _owing(self) -> Iterator[tuple[str, Part]]:
        """Yield the parts that name what has not come, or is withdrawn."""
        for name, condition in (("claims", "1"), ("sources", "live")):
            sql = (
                "SELECT DISTINCT part FROM stage.owed WHERE name = ? AND NOT EXISTS"
                f" (SELECT 1 FROM {LISTS[name]} AS one WHERE one.id = owed.id AND {condition}) ORDER BY part"
            )
            yield from ((name, self.parts[name][row[0]]) for row in self.db.execute(sql, [name]).fetchall())

    def _without_drafts(self, part: Part) -> list[tuple[Any, Place]]:
        """Return the claims of `part` without their links to drafts, and take these out of the tables."""
        unread = {draft.id for draft in self.drafts if draft.kind == "claims"}
        kept = []
        for n, (claim, place) in enumerate(zip(*taken(part), strict=True), part.first):
            without, warnings = leave_out_links(claim, place, unread)
            self.breaches.update(warnings)
            kept.append((without, place))
            if warnings:
                self.db.execute("UPDATE claim SET record = ? WHERE n = ?", [freeze(without), n])
                self.db.executemany("DELETE FROM link WHERE claim = ? AND target = ?", [(n, to) for to in unread])
                self.db.execute(
                    "UPDATE stage.digest SET digest = ? WHERE name = 'claims' AND n = ?", [digest("claims", without), n]
                )
        return kept

    def _standing_on(self, source: str) -> frozenset[int]:
        live = "SELECT DISTINCT paragraph FROM stands WHERE source = ?"
        numbers = {row[0] for row in self.db.execute(live, [source])}
        withdrawn = "SELECT record FROM claim WHERE source = ? AND NOT live"
        for row in self.db.execute(withdrawn, [source]):
            numbers.update(_thawed(Claim, row[0]).evidence)
        for row in self.db.execute("SELECT record FROM quote WHERE source = ? AND NOT live", [source]):
            numbers.add(_thawed(Quote, row[0]).paragraph)
        return frozenset(numbers)


def _thawed(kind: type[Any], record: str) -> Any:
    return thaw(kind, json.loads(record))


def _quicken(db: sqlite3.Connection) -> None:
    """Let `db` be written without a journal: it is nobody's yet, and thrown away if it is not finished."""
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -16000", "temp_store = FILE"):
        db.execute(f"PRAGMA {pragma}")
