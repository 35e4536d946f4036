"""What only all records together show: which could break a rule is asked in SQL, and the rule looks at these."""

import json
import sqlite3
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import partial
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from minewatch import across
from minewatch.across import Member, Several
from minewatch.check import EACH, TOGETHER
from minewatch.check.records import Records
from minewatch.compiling.digests import exchange
from minewatch.compiling.folder import ROUNDS, Folder
from minewatch.compiling.known import Kept, Known, know
from minewatch.compiling.parts import Part, records_of
from minewatch.compiling.spilled import unpacked
from minewatch.content import digest, freeze
from minewatch.dataset import called, leave_out_links
from minewatch.faults import Place, Problem
from minewatch.merge import Ids, Key, renamed
from minewatch.model import LISTS, Claim, thawed

Placed = list[tuple[Any, Place]]


class Whole:
    """The datasets when all their records are in the tables."""

    def __init__(
        self, db: sqlite3.Connection, folders: Sequence[Folder], place: Path, ids: Ids, same: Mapping[Key, Key]
    ) -> None:
        """Take the tables, the datasets, and the file with what is known of their records as they are in these."""
        self.db, self.folders, self.place, self.ids, self.same = db, folders, place, ids, same

    def check(self) -> set[Problem]:
        """Add to each dataset what is wrong in it, and return what is wrong in what they say of each other."""
        suspects = self._suspects()
        for folder in self.folders:
            if folder.bundled:
                continue
            if not folder.whole:
                for name, part in self._owing(folder):
                    if name == "claims":
                        self._without_drafts(folder, part)
                continue
            if not folder.records and not folder.entities and not folder.drafts:
                folder.problems.append(Problem(folder.shown, 1, "empty", "the folder holds no records"))
            self._alone(folder, suspects)
        if any(problem.severity == "fault" for folder in self.folders for problem in folder.found()):
            # One of which something cannot be read may be called as its folder for that alone
            named = (f for f in self.folders if not f.path or not f.unreadable or f.id != called(f.path))
            return set(across.namesakes((folder.id, folder.shown) for folder in named))
        return set(self._across())

    # Each by itself

    def _alone(self, folder: Folder, suspects: Mapping[str, list[int]]) -> None:
        """Hold a dataset against what only its records show, and what named those that had not been read yet."""
        lists: dict[str, Placed] = {"entities": [(entity, place) for entity, place in folder.entities if place]}
        for name, numbers in suspects.items():
            lists[name] = list(self._records(folder, name, numbers))
        known = know(self.place, folder.number, folder.among)
        with closing(known):
            self._hold_all(folder, lists, known)

    def _hold_all(self, folder: Folder, lists: dict[str, Placed], known: Known) -> None:
        everything = Records(
            lists,
            known.sources,
            {entity.id: entity for entity, _ in folder.entities},
            self._claims(folder),
            known.quotes,
            tuple(folder.drafts),
            lambda source: self._standing_on(folder, source),
        )

        def hold(rules: Iterable[Callable[[Records], Iterator[Problem]]], records: Records) -> None:
            folder.breaches |= folder.spare(problem for rule in rules for problem in rule(records))

        hold(TOGETHER, everything)
        hold(EACH, everything._replace(lists={"entities": lists["entities"]}))
        for name, part in self._owing(folder):
            records = self._without_drafts(folder, part) if name == "claims" else _placed(folder, part, name)
            hold(EACH, everything._replace(lists={name: records}))

    def _claims(self, folder: Folder) -> Kept[Claim]:
        """Return the claims of `folder` by the ids that they have in it, with what they name called as among all."""
        return Kept(
            self.db,
            Claim,
            folder.among,
            partial(thawed, Claim),
            lambda ident: self.ids.of(folder.id, ident),
        )

    def _suspects(self) -> dict[str, list[int]]:
        """Return the numbers of the records that break a rule together, if any do."""
        numbers: dict[str, set[int]] = defaultdict(set)
        of = self.ids.of
        told = ((of(folder.id, entity.id),) for folder in self.folders for entity, _ in folder.entities)
        self.db.executemany("INSERT INTO stage.entity VALUES (?)", told)
        ids = " UNION ALL ".join(f"SELECT id FROM {table}" for table in ("source", "quote", "gap", "stage.entity"))
        twice = f"SELECT id FROM ({ids}) GROUP BY id HAVING count(*) > 1"
        twice += " UNION SELECT id FROM claim GROUP BY id HAVING count(*) > 1"
        twice += f" UNION SELECT one.id FROM ({ids}) AS one JOIN claim ON claim.id = one.id"
        self.db.execute(f"CREATE TEMP TABLE twice AS {twice}")
        for name in ROUNDS:
            sql = f"SELECT n FROM {LISTS[name]} WHERE id IN (SELECT id FROM twice)"
            numbers[name].update(row[0] for row in self.db.execute(sql))
        self.db.execute("DROP TABLE twice")
        placed = "SELECT country, question, source, n FROM claim WHERE live AND country IS NOT NULL"
        several = f"SELECT country, question, source FROM ({placed}) GROUP BY 1, 2, 3 HAVING count(*) > 1"
        sql = f"SELECT n FROM ({placed}) WHERE (country, question, source) IN ({several})"
        numbers["claims"].update(row[0] for row in self.db.execute(sql))
        # Parts of a quotation follow each other, so that only the first begins it
        begins = "lag(quotation) OVER (ORDER BY n) IS NOT quotation AS begins"
        differing = "sum(begins) > 1 OR min(said_by) <> max(said_by) OR min(source) <> max(source)"
        apart = f"SELECT quotation FROM (SELECT quotation, said_by, source, {begins} FROM quote) GROUP BY 1"
        self.db.execute(f"CREATE TEMP TABLE apart AS {apart} HAVING {differing}")
        parts = "SELECT n FROM quote WHERE quotation IN (SELECT quotation FROM apart)"
        before = f"SELECT (SELECT max(n) FROM quote WHERE n < part.n) AS n FROM ({parts}) AS part"
        sql = f"SELECT n FROM ({parts} UNION {before}) WHERE n IS NOT NULL"
        numbers["quotes"].update(row[0] for row in self.db.execute(sql))
        self.db.execute("DROP TABLE apart")
        sql = "SELECT n, wanted.paragraphs, stands.paragraphs FROM source JOIN stage.wanted USING (n)"
        sql = f"{sql} LEFT JOIN stage.stands ON source = id ORDER BY n"
        for (n, wanted), listed in groupby(self.db.execute(sql), itemgetter(0, 1)):
            stood = chain.from_iterable(json.loads(paragraphs or "[]") for _, _, paragraphs in listed)
            if set(stood) != set(json.loads(wanted)):
                numbers["sources"].add(n)
        return {name: sorted(found) for name, found in numbers.items()}

    def _records(self, folder: Folder, name: str, numbers: Iterable[int]) -> Iterator[tuple[Any, Place]]:
        """Yield the records of a list of `folder` among these numbers, read once more for their places."""
        firsts = [part.first for part in folder.parts]
        by_part: dict[int, list[int]] = defaultdict(list)
        for n in numbers:
            if folder.first <= n < folder.end:
                by_part[bisect_right(firsts, n) - 1].append(n)
        for k, wanted in by_part.items():
            records = _placed(folder, folder.parts[k], name)
            yield from (records[i] for n in wanted if (i := n - firsts[k]) < len(records))

    def _owing(self, folder: Folder) -> Iterator[tuple[str, Part]]:
        """Yield the parts of `folder` that name what has not come, or is withdrawn."""
        for name, condition in (("claims", "1"), ("sources", "live")):
            owed = self.db.execute(
                "SELECT part, id FROM stage.owed WHERE dataset = ? AND name = ? ORDER BY part", [folder.number, name]
            ).fetchall()
            sql = f"SELECT 1 FROM {LISTS[name]} WHERE id = ? AND n >= ? AND n < ? AND {condition}"
            behind: dict[int, None] = {}
            for part, ident in owed:
                called = self.ids.of(folder.id, ident)
                if part not in behind and not self.db.execute(sql, [called, *folder.among]).fetchone():
                    behind[part] = None
            yield from ((name, folder.parts[part]) for part in behind)

    def _without_drafts(self, folder: Folder, part: Part) -> Placed:
        """Return the claims of `part` without their links to drafts, and take these out of the tables."""
        known = self._claims(folder)
        unread = {draft.id for draft in folder.drafts if draft.kind == "claims" and draft.id not in known}
        called = self.ids.all(folder.id, unread)
        kept = []
        for n, (claim, place) in enumerate(_placed(folder, part, "claims"), part.first):
            without, warnings = leave_out_links(claim, place, unread)
            folder.problems += warnings
            kept.append((without, place))
            if warnings:
                record = freeze(renamed(without, folder.id, self.ids))
                self.db.execute("UPDATE claim SET record = ? WHERE n = ?", [record, n])
                self.db.executemany("DELETE FROM link WHERE claim = ? AND target = ?", [(n, to) for to in called])
                was, now = digest("claims", claim), digest("claims", without)
                exchange(self.db, folder.number, [was], [now])
        return kept

    def _standing_on(self, folder: Folder, source: str) -> frozenset[int]:
        sql = " UNION ".join(
            f"SELECT each.value FROM {table}, json_each(paragraphs) AS each WHERE source = ?"
            for table in ("claim", "quote")
        )
        return frozenset(row[0] for row in self.db.execute(sql, [self.ids.of(folder.id, source)] * 2))

    # Several together

    def _across(self) -> Iterator[Problem]:
        """Yield what is wrong between the datasets."""
        sources: dict[Key, None] = {}
        for folder in self.folders:
            sql = "SELECT id FROM source WHERE n >= ? AND n < ?"
            rows = self.db.execute(sql, folder.among)
            sources |= {(folder.id, row[0].rpartition(":")[2]): None for row in rows}
        everything = Several(
            [Member(folder.id, folder.shown, {"entities": folder.entities}) for folder in self.folders],
            self.ids,
            self.same,
            {(folder.id, entity.id): entity for folder in self.folders for entity, _ in folder.entities},
            _Claims({folder.id: self._claims(folder) for folder in self.folders}),
            sources,
        )
        yield from _breaches(everything)
        sql = "SELECT dataset, part, name, record FROM stage.across ORDER BY 1, 3, 2"
        for (number, _, name), there in groupby(self.db.execute(sql), itemgetter(0, 1, 2)):
            folder = self.folders[number]
            one = Member(folder.id, folder.shown, {name: [unpacked(record) for *_, record in there]})
            yield from _breaches(everything._replace(members=[one]))


def _placed(folder: Folder, part: Part, name: str) -> Placed:
    return list(zip(*records_of(part, name, folder.id), strict=True))


def _breaches(several: Several) -> Iterator[Problem]:
    return (problem for rule in across.RULES for problem in rule(several))


class _Claims(Mapping[Key, Claim]):
    """The claims of all datasets, in the tables."""

    def __init__(self, of: Mapping[str, Kept[Claim]]) -> None:
        self.of = of

    def __getitem__(self, key: Key) -> Claim:
        return self.of[key[0]][key[1]]

    def __iter__(self) -> Iterator[Key]:
        return ((dataset, ident) for dataset, kept in self.of.items() for ident in kept)

    def __len__(self) -> int:
        return sum(map(len, self.of.values()))
