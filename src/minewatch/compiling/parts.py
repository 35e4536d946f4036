"""What is done with one part of a large dataset, in whichever process: read, held against the rules, made rows of."""

import marshal
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from minewatch.across import concerns
from minewatch.check import EACH, Unread
from minewatch.check.records import Records
from minewatch.compiling.aside import put_aside
from minewatch.compiling.digests import Alike, by_beginning
from minewatch.compiling.known import Known, Owed, brief, know, let_go
from minewatch.compiling.spilled import Spilled, spill, spilled_records
from minewatch.content import digest, digest_of, freeze
from minewatch.dataset import Read, at_home, read
from minewatch.dataset.pieces import Piece
from minewatch.dataset.records import Head
from minewatch.faults import Draft, Place, Problem
from minewatch.merge import renamed
from minewatch.model import LISTS, Claim, Entity, Quote, Source
from minewatch.rows import rows


class Part(NamedTuple):
    """Some records of one list of a dataset."""

    piece: Piece | None
    """In which they stand; None where they are compiled already, and sound."""
    name: str
    """Of the list."""
    first: int
    """The number of the first of them among all records of that list."""
    spilled: Spilled | None
    """Where they were put by `spill`, for who has read their piece already."""
    shows: bool = False
    """Whether it is known of all text in what was put there that it can be printed as it is."""


class Surveyed(NamedTuple):
    """What there is in pieces that may hold records of any list: their entities, and how many others."""

    entities: list[tuple[Entity, Place]]
    numbers: dict[str, int]
    spilled: dict[str, Spilled]
    """Where these are, by their list."""
    drafts: list[Draft]
    problems: list[Problem]
    unread: Unread
    heads: list[tuple[str, Head, int]]
    """What they say that the dataset is called, with the file and the line."""
    whole: bool
    shows: bool
    """Whether it is known of all text in them that it can be printed as it is."""


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
    """For the tables that are not made aside."""
    aside: dict[str, Spilled]
    """Those for each that is."""
    digests: list[Alike]
    """Of its records as they are in their dataset; that of a quote is as if it were a whole quotation."""
    own: list[tuple[int, str]]
    """Quotes that name something otherwise in their dataset than among all, as they are there."""
    known: list[tuple[int, str, bytes]]
    """Of sources and quotes what others are held against, by number and id."""
    paragraphs: list[tuple[int, int]]
    """For each source how many there are; -1 if they are not numbered from 1, or something is said of one."""
    stands: list[tuple[str, str]]
    """On which paragraphs of each source, by what that is called among all, a claim or a quote stands."""
    owed: list[tuple[str, str]]
    """Which records they name that may come later, with their list."""
    across: list[int]
    """Which of them concern other datasets too."""


class Round(NamedTuple):
    """What holds for all parts of a dataset in one round."""

    scratch: str
    """A folder for what is put away."""
    known: str
    """The file in which is what is known by then."""
    nth: int
    """Raised whenever more is known."""
    number: int
    """Of the dataset."""
    id: str
    """What that is called."""
    sources: tuple[int, int]
    """The number of its first source, and that after the last."""
    quotes: tuple[int, int]
    several: bool
    """Whether it is one of several datasets."""


def survey(pieces: Sequence[Piece], number: int, scratch: str) -> Surveyed:
    """Read `pieces`, and put all records but their entities where `held` finds them again."""
    found = [read(piece) for piece in pieces]
    records: dict[str, list[Any]] = {}
    places: dict[str, list[Place]] = {}
    for one in found:
        for name in one.records:
            records.setdefault(name, []).extend(one.records[name])
            places.setdefault(name, []).extend(one.places[name])
    entities = list(zip(records.pop("entities", ()), places.pop("entities", ()), strict=True))
    problems = [problem for one in found for problem in one.problems]
    return Surveyed(
        entities=entities,
        numbers={name: len(there) for name, there in records.items()},
        spilled=spill(f"{scratch}/{number}", {name: (there, places[name]) for name, there in records.items()}),
        drafts=[draft for one in found for draft in one.drafts],
        problems=problems + [warning for one in found for warning in one.warnings],
        unread=Unread.among((place for one in found for place in _standing(one)), problems),
        heads=[(piece.path, one.head, one.head_line) for piece, one in zip(pieces, found, strict=True) if one.head],
        whole=all(one.whole for one in found),
        shows=all(one.shows for one in found),
    )


def taken(part: Part, dataset: str) -> tuple[list[Any], list[Place]]:
    """Return the records of `part`, which is of the dataset of that id, and where each of them stands."""
    records, places, _ = _taken(part, dataset)
    return records, places


def _taken(part: Part, dataset: str) -> tuple[list[Any], list[Place], Read | None]:
    one = None
    if part.spilled:
        records, places = spilled_records(part.spilled)
    else:
        assert part.piece
        one = read(part.piece)
        records, places = one.records.get(part.name, []), one.places.get(part.name, [])
    return at_home(part.name, records, dataset), places, one


def held(part: Part, turn: Round) -> Held:
    """Read `part` and hold it against the rules for each record; what all records show is not looked at."""
    own, places, one = _taken(part, turn.id)
    unread = _unread(one) if one else Unread()
    known = _known(turn)
    name = part.name
    sources: Any = Owed({r.id: r for r in own}) if name == "sources" else known.sources.near({r.source for r in own})
    quotes = known.quotes.near({ident for claim in own for ident in claim.quotes} if name == "claims" else ())
    claims = Owed({record.id: record for record in own} if name == "claims" else {})
    breaches: list[Problem] = []
    if part.piece:
        shows = one.shows if one else part.shows
        drafts = (*known.drafts, *(one.drafts if one else ()))
        looked_at = Records(
            {name: list(zip(own, places, strict=True))},
            sources,
            known.entities,
            claims,
            quotes,
            drafts,
            _nothing,
            shows,
        )
        breaches = list(unread.spare(problem for rule in EACH for problem in rule(looked_at)))
    records = own
    if turn.several or name == "sources":
        records = [renamed(record, turn.id, known.ids) for record in own]
    called = {known.ids.of(turn.id, ident): one for ident, one in sources.items()} if name == "claims" else {}
    found = rows(enumerate(records, part.first), known.labels, called)
    aside = put_aside(found, turn.scratch)
    numbered = list(enumerate(own, part.first))
    return Held(
        problems=[*one.problems, *one.warnings] if one else [],
        breaches=breaches,
        drafts=one.drafts if one else [],
        unread=unread,
        whole=one.whole if one else True,
        rows=marshal.dumps(found),
        aside=aside,
        digests=by_beginning(_digests(name, own, records, [row[-1] for row in found.get(LISTS[name], ())])),
        own=[(n, freeze(was)) for (n, was), now in zip(numbered, records, strict=True) if was != now]
        if name == "quotes"
        else [],
        known=[(n, record.id, brief(record)) for n, record in numbered] if name in ("sources", "quotes") else [],
        paragraphs=_paragraphs(own, part.first) if name == "sources" else [],
        stands=_stands(records) if name in ("claims", "quotes") else [],
        owed=[("claims", ident) for ident in claims.owed]
        + ([("sources", ident) for ident in sources.owed] if name == "sources" else []),
        across=[n for n, record in numbered if concerns(record)] if part.piece else [],
    )


def _digests(name: str, own: Sequence[Any], records: Sequence[Any], frozen: Sequence[str]) -> Iterator[bytes]:
    """Yield the digests of records of the list `name` as they are in their dataset: their `own` and not as among all.

    What these are frozen serves where it is the same; what a source is a source of is no part of what that says.
    """
    for was, now, words in zip(own, records, frozen, strict=True):
        same = name != "sources" and (was is now or was == now)
        yield digest_of(name, words) if same else digest(name, was)


def _paragraphs(sources: list[Source], first: int) -> list[tuple[int, int]]:
    found = []
    for n, source in enumerate(sources, first):
        there = source.paragraphs
        plain = all(one.number == k and not one.empty for k, one in enumerate(there, 1))
        found.append((n, len(there) if plain else -1))
    return found


def _stands(records: Iterable[Claim | Quote]) -> list[tuple[str, str]]:
    found: defaultdict[str, set[int]] = defaultdict(set)
    for record in records:
        if not record.state:
            found[record.source].update(record.evidence if isinstance(record, Claim) else (record.paragraph,))
    return [(source, freeze(tuple(paragraphs))) for source, paragraphs in found.items()]


def _nothing(_: str) -> frozenset[int]:
    return frozenset()


def _unread(one: Read) -> Unread:
    return Unread.among(_standing(one), one.problems)


def _standing(one: Read) -> Iterator[Place]:
    """Yield where each record stands, drafts too."""
    yield from (place for places in one.places.values() for place in places)
    yield from (draft.place for draft in one.drafts if draft.kind in LISTS)


_remembered: dict[Round, Known] = {}
"""What is known of the dataset of which a part was read last."""


def _known(turn: Round) -> Known:
    """Return what is known in this round."""
    if turn not in _remembered:
        _close()
        among = {"sources": turn.sources, "quotes": turn.quotes}
        _remembered[turn] = know(Path(turn.known), turn.number, among)
    return _remembered[turn]


def forget() -> None:
    """Let go of what is remembered of what was known, once all parts are read."""
    _close()
    let_go()


def _close() -> None:
    while _remembered:
        _remembered.popitem()[1].close()
