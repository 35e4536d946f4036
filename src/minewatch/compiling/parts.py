"""What is done with one part of a large dataset, in whichever process: read, held against the rules, made rows of."""

import marshal
import pickle
import sqlite3
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from minewatch.check import EACH, Unread
from minewatch.check.records import Records
from minewatch.compiling.known import Kept, Owed, brief
from minewatch.content import digest, digest_of
from minewatch.dataset import Head, read
from minewatch.dataset.pieces import Piece
from minewatch.faults import Draft, Place, Problem
from minewatch.model import LISTS, Entity, Quote, Source
from minewatch.rows import freeze, rows


class Part(NamedTuple):
    """Some records of one list."""

    piece: Piece
    name: str
    """Of the list."""
    first: int
    """The number of the first of them among all records of that list."""
    spilled: str | None
    """The file that they were put in by `survey`, for who has read their piece already."""


class Survey(NamedTuple):
    """What there is in a piece that may hold records of any list: its entities, and how many others."""

    entities: list[tuple[Entity, Place]]
    numbers: dict[str, int]
    drafts: list[Draft]
    problems: list[Problem]
    unread: Unread
    head: Head | None
    head_line: int
    whole: bool


class Held(NamedTuple):
    """A part that has been read and held against the rules."""

    problems: list[Problem]
    """What could not be read."""
    breaches: list[Problem]
    """What breaks a rule."""
    drafts: list[Draft]
    unread: Unread
    whole: bool
    rows: bytes
    digests: list[tuple[int, bytes]]
    known: list[tuple[str, str]]
    """Of sources and quotes what others are held against, by id."""
    paragraphs: list[tuple[int, int]]
    """For each source how many there are; -1 if they are not numbered from 1, or something is said of one."""
    owed: list[tuple[str, str]]
    """Which records they name that may come later, with their list."""


class Setting(NamedTuple):
    """What holds for all parts."""

    scratch: str
    """The folder in which `known.sqlite` is, and what is spilled."""
    round: int
    """Raised whenever more is known."""
    dataset: str


def survey(piece: Piece, number: int, scratch: str) -> Survey:
    """Read `piece`, and put all records but its entities where `held` finds them again."""
    one = read(piece)
    for name in LISTS:
        if name != "entities" and one.records.get(name):
            place = Path(spilled(scratch, number, name))
            place.write_bytes(pickle.dumps((one.records[name], one.places[name]), pickle.HIGHEST_PROTOCOL))
    entities = list(zip(one.records.get("entities", ()), one.places.get("entities", ()), strict=True))
    numbers = {name: len(records) for name, records in one.records.items()}
    return Survey(entities, numbers, one.drafts, one.problems, _unread(one), one.head, one.head_line, one.whole)


def spilled(scratch: str, number: int, name: str) -> str:
    """Return the file for the records of the list `name` in the piece of that number."""
    return f"{scratch}/{number}-{name}"


def taken(part: Part) -> tuple[list[Any], list[Place]]:
    """Return the records of `part`, and where each of them stands."""
    if part.spilled:
        records, places = pickle.loads(Path(part.spilled).read_bytes())  # noqa: S301 - spilled by this program
        return records, places
    one = read(part.piece)
    return one.records.get(part.name, []), one.places.get(part.name, [])


def held(part: Part, setting: Setting) -> Held:
    """Read `part` and hold it against the rules for each record; what all records show is not looked at."""
    one = None if part.spilled else read(part.piece)
    records, places = (one.records.get(part.name, []), one.places.get(part.name, [])) if one else taken(part)
    unread = _unread(one) if one else Unread((), ())
    known = _known(setting)
    sources: Any = Owed({r.id: r for r in records}) if part.name == "sources" else known.sources
    claims = Owed({record.id: record for record in records} if part.name == "claims" else {})
    looked_at = Records(
        {part.name: list(zip(records, places, strict=True))},
        sources,
        known.entities,
        claims,
        known.quotes,
        (),
        _nothing,
    )
    breaches = list(unread.spare(problem for rule in EACH for problem in rule(looked_at)))
    digests: list[tuple[int, bytes]] = []
    if part.name == "sources":
        # What it is a source of is no part of what it says
        digests = [(n, digest(part.name, record)) for n, record in enumerate(records, part.first)]
        records = [source._replace(dataset=setting.dataset) for source in records]
    found = rows(enumerate(records, part.first), known.labels, known.sources)
    if part.name in ("claims", "gaps"):
        digests = [(row[0], digest_of(part.name, row[-1])) for row in found.get(part.name[:-1], ())]
    return Held(
        one.problems if one else [],
        breaches,
        one.drafts if one else [],
        unread,
        one.whole if one else True,
        marshal.dumps({table: [tuple(line) for line in lines] for table, lines in found.items()}),
        digests,
        [(record.id, freeze(brief(record))) for record in records] if part.name in ("sources", "quotes") else [],
        _paragraphs(records, part.first) if part.name == "sources" else [],
        [("claims", ident) for ident in claims.owed]
        + ([("sources", ident) for ident in sources.owed] if part.name == "sources" else []),
    )


def _paragraphs(sources: list[Source], first: int) -> list[tuple[int, int]]:
    found = []
    for n, source in enumerate(sources, first):
        there = source.paragraphs
        plain = all(one.number == k and not one.empty for k, one in enumerate(there, 1))
        found.append((n, len(there) if plain else -1))
    return found


def _nothing(_: str) -> frozenset[int]:
    return frozenset()


def _unread(one: Any) -> Unread:
    return Unread((place for places in one.places.values() for place in places) if one.problems else (), one.problems)


class _Known(NamedTuple):
    sources: Kept[Source]
    quotes: Kept[Quote]
    entities: dict[str, Entity]
    labels: dict[str, str]


@lru_cache(1)
def _known(setting: Setting) -> _Known:
    """Return what is known in this round."""
    db = sqlite3.connect(f"{Path(setting.scratch, 'known.sqlite').as_uri()}?mode=ro", uri=True)
    entities = {}
    for ident, kind, label, state in db.execute("SELECT id, kind, label, state FROM entity"):
        entities[ident] = Entity(ident, kind, label, (), (), (), (), None, (), None, (), state)
    labels = {entity.id: entity.label for entity in entities.values()}
    return _Known(Kept(db, Source), Kept(db, Quote), entities, labels)
