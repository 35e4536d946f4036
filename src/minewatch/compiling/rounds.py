"""The rounds in which the records of all datasets are read and written, and what is made of them in the end."""

import marshal
import sqlite3
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

from minewatch import merge, tables
from minewatch.compiling import digests, known
from minewatch.compiling.aside import Aside
from minewatch.compiling.crew import Crew
from minewatch.compiling.folder import ROUNDS, Folder
from minewatch.compiling.holding import Held, Outcome, Round, forget, held, held_at_once
from minewatch.compiling.parts import survey
from minewatch.compiling.spilled import spill
from minewatch.compiling.whole import Whole
from minewatch.content import digest, digest_of, together
from minewatch.dataset import pieces
from minewatch.faults import Problem
from minewatch.merge import Ids
from minewatch.model import LISTS, Dataset, Edition
from minewatch.rows import Rows, reach, rows
from minewatch.watching import Watch

_STAGE = f"""{digests.TABLES}
CREATE TABLE stage.own (n INTEGER PRIMARY KEY, record TEXT);
CREATE TABLE stage.learnt (kind TEXT, n INTEGER, id TEXT, record BLOB);
CREATE TABLE stage.wanted (n INTEGER PRIMARY KEY, paragraphs TEXT);
CREATE TABLE stage.stands (source TEXT, paragraphs TEXT);
CREATE TABLE stage.owed (dataset INTEGER, part INTEGER, name TEXT, id TEXT);
CREATE TABLE stage.across (dataset INTEGER, part INTEGER, name TEXT, record BLOB);
CREATE TABLE stage.entity (id TEXT);
"""


_TOGETHER = 1000
"""Of how many entities rows are made before they are written."""


class Shared(Exception):
    """Several datasets have ids of which that was not known; `ids` are these."""

    def __init__(self, ids: frozenset[str]) -> None:
        super().__init__(ids)
        self.ids = ids


class Rounds:
    """Several datasets on their way into the tables."""

    def __init__(
        self,
        folders: Sequence[Folder],
        db: sqlite3.Connection,
        scratch: Path,
        watch: Watch | None,
        shared: frozenset[str],
        *,
        replacing: bool,
    ) -> None:
        """Take the datasets and an empty database, and which ids are known to be shared by several of them."""
        self.folders, self.db, self.scratch, self.watch = list(folders), db, scratch, watch
        self.shared, self.replacing = shared, replacing
        self.done, self.size = 0, sum(piece.size for folder in folders for piece in folder.pieces)
        self.records = 0
        self.places = (str(scratch / f"records-{n}") for n in count())
        self.aside = Aside(scratch)

    def run(self, processes: int | None) -> set[Problem]:
        """Take all rounds, and return what is wrong between the datasets; all else is in the tables and in these.

        So many `processes` help, one a core if it is not said.

        Raises:
            Shared: records are called otherwise than was thought.
        """
        tables.quicken(self.db)
        self.db.execute("ATTACH ? AS stage", [str(self.scratch / "stage.sqlite")])
        self.db.execute("PRAGMA stage.journal_mode = OFF")
        self.db.execute("PRAGMA stage.synchronous = OFF")
        self.db.executescript(_STAGE)
        tables.begin(self.db)
        try:
            with Crew(processes) as crew:
                self._read(crew)
                self._tell_of("checking", 0)
                self.aside.begin(crew)
                tables.index(self.db)
                if len(self.folders) > 1 and (found := self._shared()):
                    raise Shared(found)
                between = self._finish()
        finally:
            forget()
        self.db.commit()
        self.db.execute("DETACH stage")
        return between

    def _read(self, crew: Crew) -> None:
        unread = self._survey(crew)
        self._number()
        datasets = [folder.settle(None) for folder in self.folders]
        self.same = merge.same(datasets)
        entities = Ids.of_all((d.id for d in datasets), self.same, self.same)
        self.ids = entities._replace(shared=entities.shared | self.shared)
        self._tell()
        self._at_once(unread, crew)
        for number, name in enumerate(ROUNDS, 1):
            self._round(number, name, crew)

    def _tell_of(self, what: str, size: int) -> None:
        """Tell that this is done, and so many bytes more are read."""
        self.done += size
        if self.watch:
            self.watch(what, self.done, self.size, self.records)

    # What there is

    def _survey(self, crew: Crew) -> list[tuple[Folder, int]]:
        """Divide what there is into parts, and read those that may hold entities; put away what else they hold.

        Of YAML the other parts are returned, which nobody has read then.
        """
        for folder in self.folders:
            for batch in pieces.together(folder.pieces):
                folder.add_part(batch, {}, sum(piece.most for piece in batch))
            if folder.bundled:
                lists = {name: getattr(folder.bundled, name) for name in ROUNDS}
                told = {name: (records, [None] * len(records)) for name, records in lists.items()}
                folder.add_part((), spill(next(self.places), told), max(map(len, lists.values())))
        wanted = [
            (folder, n, part)
            for folder in self.folders
            for n, part in enumerate(folder.parts)
            if part.pieces and part.pieces[0].held not in ROUNDS
        ]
        found = crew.each(survey, ((part, next(self.places)) for *_, part in wanted))
        unread = []
        for (folder, n, part), one in zip(wanted, found, strict=True):
            if one is None:
                unread.append((folder, n))
                continue
            self._tell_of("reading", part.size)
            folder.was_read(n, one.besides, one.spilled)
            folder.entities += one.entities
        return unread

    def _number(self) -> None:
        """Number the records of each list through all datasets."""
        if self.replacing:
            named = {folder.id for folder in self.folders if not folder.bundled}
            self.folders = [folder for folder in self.folders if not folder.bundled or folder.id not in named]
        first = 0
        for n, folder in enumerate(self.folders):
            folder.number = n
            folder.number_from(first)
            first = folder.end

    def _tell(self) -> None:
        """Write down which entities there are, for the processes to know."""
        of = self.ids.of
        told = [(folder.number, folder.id, entity) for folder in self.folders for entity, _ in folder.entities]
        labels: dict[str, str] = {}
        for _, dataset, entity in told:
            labels.setdefault(of(dataset, entity.id), entity.label)
        known.tell(self._known, ((number, entity) for number, _, entity in told), labels, self.ids)
        self._tell_more()

    def _tell_more(self) -> None:
        """Write down which sources, quotes and drafts were found since."""
        self.db.execute("ATTACH ? AS known", [str(self._known)])
        for table in known.LEARNT:
            sql = f"INSERT INTO known.{table} SELECT n, id, record FROM stage.learnt WHERE kind = ?"
            self.db.execute(sql, [table])
        self.db.execute("DELETE FROM stage.learnt")
        for folder in self.folders:
            new = [(folder.number, draft.kind, draft.id) for draft in folder.drafts[folder.told :]]
            self.db.executemany("INSERT INTO known.draft VALUES (?, ?, ?)", new)
            folder.told += len(new)
        self.db.commit()
        self.db.execute("DETACH known")

    @property
    def _known(self) -> Path:
        return self.scratch / "known.sqlite"

    # Rounds

    def _at_once(self, unread: Sequence[tuple[Folder, int]], crew: Crew) -> None:
        """Take all records at once of the parts that nobody has read, but those that name what is in others."""
        parts = [(folder, n, folder.parts[n]) for folder, n in unread]
        tasks = ((part, self._turn(folder, 0), next(self.places)) for folder, _, part in parts)
        found = crew.each(held_at_once, tasks)
        for (folder, n, part), one in zip(parts, found, strict=True):
            self._take(folder, n, one)
            self._tell_of("reading", part.size)
        self._tell_more()

    def _round(self, number: int, name: str, crew: Crew) -> None:
        parts = [
            (folder, n, part) for folder in self.folders for n, part in enumerate(folder.parts) if part.waits_for(name)
        ]
        tasks = ((part, name, self._turn(folder, number)) for folder, _, part in parts)
        found = crew.each(held, tasks)
        for (folder, n, part), one in zip(parts, found, strict=True):
            self._take(folder, n, one)
            self._tell_of(f"reading {name}", 0 if name in part.spilled else part.size)
        self._tell_more()

    def _turn(self, folder: Folder, number: int) -> Round:
        several = len(self.folders) > 1
        return Round(str(self.scratch), str(self._known), number, folder.number, folder.id, folder.among, several)

    def _take(self, folder: Folder, n: int, outcome: Outcome) -> None:
        """Write what came of part `n` of `folder`."""
        folder.was_read(n, outcome.besides, outcome.spilled)
        for name, one in outcome.held.items():
            self._write_held(folder, n, name, one)

    def _write_held(self, folder: Folder, n: int, name: str, one: Held) -> None:
        folder.breaches |= folder.spare(one.breaches)
        found = marshal.loads(one.rows)  # noqa: S302 - written by this program itself
        number = len(found.get(LISTS[name], ()))
        self.aside.add(LISTS[name], one.aside)
        folder.records += number
        self.records += number
        tables.insert(self.db, found)
        if not folder.bundled:
            digests.put(self.db, folder.number, one.digests)
        staged: Rows = {
            "own": [] if folder.bundled else one.own,
            "learnt": [(LISTS[name], *line) for line in one.known],
            "wanted": one.wanted,
            "stands": one.stands,
            "owed": [(folder.number, n, *line) for line in one.owed],
            "across": [(folder.number, n, name, record) for record in one.across],
        }
        tables.insert(self.db, staged, into="stage")

    # The whole

    def _shared(self) -> frozenset[str]:
        """Return the ids that several of the datasets have, those aside of which that was known.

        All datasets but the largest are looked through.
        """
        largest = max(self.folders, key=lambda folder: folder.records)
        self.db.execute("CREATE TEMP TABLE named (id TEXT, dataset INTEGER)")
        firsts = {self.same[folder.id, entity.id] for folder in self.folders for entity, _ in folder.entities}
        numbers = {folder.id: folder.number for folder in self.folders}
        self.db.executemany("INSERT INTO named VALUES (?, ?)", ((ident, numbers[of]) for of, ident in firsts))
        columns = [(name, "id") for name in ROUNDS] + [("quotes", "quotation")]
        for folder in self.folders:
            for name, column in columns:
                if folder is not largest:
                    sql = f"SELECT {column}, {folder.number} FROM {LISTS[name]} WHERE n >= ? AND n < ?"
                    self.db.execute(f"INSERT INTO named {sql}", folder.among)
        for name, column in columns:
            sql = (
                f"SELECT one.{column}, {largest.number} FROM {LISTS[name]} AS one JOIN (SELECT DISTINCT id FROM named)"
            )
            sql += f" AS two ON one.{column} = two.id WHERE one.n >= ? AND one.n < ?"
            self.db.execute(f"INSERT INTO named {sql}", largest.among)
        sql = "SELECT id FROM named WHERE id NOT LIKE '%:%' GROUP BY id HAVING count(DISTINCT dataset) > 1"
        found = frozenset(row[0] for row in self.db.execute(sql))
        self.db.execute("DROP TABLE named")
        return found - self.ids.shared

    def _finish(self) -> set[Problem]:
        """Return what is wrong between the datasets, and finish the tables unless there is a fault."""
        sources: dict[int, str | None] = {}
        for folder in self.folders:
            # By what is there: a blank line, a draft and each byte of YAML have a number too
            sql = "SELECT id FROM source WHERE n >= ? AND n < ? LIMIT 2"
            there = self.db.execute(sql, folder.among).fetchall()
            alone = len(there) == 1 and not folder.bundled
            sources[folder.number] = there[0][0].rpartition(":")[2] if alone else None
        datasets = [folder.settle(sources[folder.number]) for folder in self.folders]
        between = Whole(self.db, self.folders, self._known, self.ids, self.same).check()
        for folder in self.folders:
            if not folder.bundled:
                folder.edition = Edition(*folder.named(), self._content(folder), len(folder.drafts))
        found = between.union(*(folder.found() for folder in self.folders))
        if not any(problem.severity == "fault" for problem in found):
            self._tell_of("indexing", 0)
            self._write(datasets)
        return between

    def _write(self, datasets: Sequence[Dataset]) -> None:
        merged = list(merge.merged_entities(datasets, self.same, self.ids))
        tables.insert(self.db, {"reach": list(reach(merged))})
        passages = []
        for first in range(0, len(merged), _TOGETHER):
            found = rows(enumerate(merged[first : first + _TOGETHER], first), {})
            passages += found.pop("found", [])
            tables.insert(self.db, found)
        base = next((folder.edition.sha256 for folder in self.folders if folder.bundled and folder.edition), "")
        tables.finish(self.db, [folder.edition for folder in self.folders if folder.edition], base=base)
        self.db.commit()
        self.aside.take_over(self.db)
        tables.insert(self.db, {"found": passages})
        # How many rows an index tells apart, by which SQLite chooses among them
        self.db.execute("PRAGMA analysis_limit = 1000")
        self.db.execute("ANALYZE")

    def _content(self, folder: Folder) -> str:
        """Return the fingerprint of the records of `folder`."""
        parts = [*self._parts(folder)]
        whole = [digest_of("quotes", record) for record, _ in parts]
        digests.exchange(self.db, folder.number, whole, (digest_of("quotes", record, part) for record, part in parts))
        entities = (digest("entities", entity) for entity, _ in folder.entities)
        digests.put(self.db, folder.number, digests.by_beginning(entities))
        return together(digests.ordered(self.db, folder.number))

    def _parts(self, folder: Folder) -> Iterator[tuple[str, int]]:
        """Yield the quotes that are not the first of their quotation, each with how many of its parts are before it."""
        sql = (
            "SELECT n, row_number() OVER (PARTITION BY quotation ORDER BY n) - 1 AS part FROM quote"
            " WHERE n >= ? AND n < ?"
        )
        sql = f"SELECT coalesce(own.record, quote.record), part FROM ({sql}) JOIN quote USING (n)"
        sql = f"{sql} LEFT JOIN stage.own AS own USING (n) WHERE part > 0"
        yield from self.db.execute(sql, folder.among)
