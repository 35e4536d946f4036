"""Parts of a large dataset: what stands in one, and where its records are once they were read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from minewatch.check import Unread
from minewatch.compiling.spilled import Spilled, spill, spilled_records
from minewatch.dataset import Read, at_home, read
from minewatch.dataset.nodes import may_have
from minewatch.dataset.pieces import Piece
from minewatch.dataset.records import Head
from minewatch.errors import UnreadableDataset
from minewatch.faults import Draft, Place, Problem
from minewatch.model import LISTS, Entity


class Part(NamedTuple):
    """Some pieces of a dataset, which are read together."""

    pieces: Sequence[Piece]
    """There is none where the records are compiled already, and sound."""
    first: int
    """From which number on the records of each list in them are numbered; those of the part behind come after."""
    spilled: Mapping[str, Spilled]
    """Where `spill` put the records of some lists: these are not read again from the pieces."""
    shows: bool = False
    """Whether it is known of all text in what was put there that it can be printed as it is."""

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return sum(piece.size for piece in self.pieces)

    def waits_for(self, name: str) -> bool:
        """Return whether it has records to be held against the rules in the round of the list `name`."""
        return name in self.spilled or any(piece.held == name for piece in self.pieces)


class Besides(NamedTuple):
    """What there is in a part that was read, besides its records."""

    drafts: list[Draft]
    problems: list[Problem]
    """What could not be read, and what should be looked at."""
    unread: Unread
    whole: bool
    shows: bool
    """Whether it is known of all text in the records that it can be printed as it is."""
    heads: list[tuple[str, Head, int]]
    """What its files say that the dataset is called, with the file and the line."""


class Content(NamedTuple):
    """What stands in some pieces."""

    records: dict[str, list[Any]]
    """By the name of their list."""
    places: dict[str, list[Place]]
    besides: Besides | None
    """None where that is known already."""


def content_of(part: Part, name: str) -> Content:
    """Return the records of the list `name` in `part` from where they were put, or else all that stands in it.

    Raises:
        UnreadableDataset: as `read_all`.
    """
    if name not in part.spilled:
        return read_all(part.pieces)
    records, places = spilled_records(part.spilled[name])
    return Content({name: records}, {name: places}, None)


def read_all(pieces: Sequence[Piece]) -> Content:
    """Return what stands in `pieces`.

    Raises:
        UnreadableDataset: a file cannot be opened, or is no longer what it was when it was listed.
    """
    found = [read(piece) for piece in pieces]
    records: dict[str, list[Any]] = {}
    places: dict[str, list[Place]] = {}
    for one in found:
        for name in one.records:
            records.setdefault(name, []).extend(one.records[name])
            places.setdefault(name, []).extend(one.places[name])
    most = sum(piece.most for piece in pieces)
    if any(len(there) > most for there in records.values()):
        raise changed(pieces)
    problems = [problem for one in found for problem in one.problems]
    besides = Besides(
        drafts=[draft for one in found for draft in one.drafts],
        problems=problems + [warning for one in found for warning in one.warnings],
        unread=Unread.among((place for one in found for place in _standing(one)), problems),
        whole=all(one.whole for one in found),
        shows=all(one.shows for one in found),
        heads=[(piece.path, one.head, one.head_line) for piece, one in zip(pieces, found, strict=True) if one.head],
    )
    return Content(records, places, besides)


def put(content: Content, names: Iterable[str], place: str) -> dict[str, Spilled]:
    """Put the records of the lists with these `names` into the file `place`; return where in it each list is."""
    return spill(place, {name: (content.records[name], content.places[name]) for name in names})


def changed(pieces: Sequence[Piece]) -> UnreadableDataset:
    """Return the error that `pieces` are not what they were."""
    return UnreadableDataset(f"{pieces[0].path}: it, or a file after it, was changed meanwhile; ask again")


def records_of(part: Part, name: str, dataset: str) -> tuple[list[Any], list[Place]]:
    """Return the records of the list `name` in `part`, of the dataset of that id, and where each of them stands."""
    content = content_of(part, name)
    return at_home(name, content.records.get(name, []), dataset), content.places.get(name, [])


def _standing(one: Read) -> Iterator[Place]:
    """Yield where each record stands, drafts too."""
    yield from (place for places in one.places.values() for place in places)
    yield from (draft.place for draft in one.drafts if draft.kind in LISTS)


# What is read before all else


class Surveyed(NamedTuple):
    """What there is in a part that may hold entities, or say what the dataset is called."""

    besides: Besides | None
    entities: list[tuple[Entity, Place]]
    spilled: dict[str, Spilled]
    """Where its other records are, by their list."""


_TELLING = (b"entities", b"dataset")
"""The fields that are to be known before anything is held against the rules."""


def survey(part: Part, place: str) -> Surveyed | None:
    """Read a part, and put all its records but entities into the file `place`, for their rounds.

    None is returned, and no more read than bytes, where it can hold no entities nor say what the dataset is called.
    """
    if not any(piece.by_line or may_have(Path(piece.path), *_TELLING) for piece in part.pieces):
        return None
    content = read_all(part.pieces)
    entities = zip(content.records.pop("entities", ()), content.places.pop("entities", ()), strict=True)
    return Surveyed(content.besides, list(entities), put(content, content.records, place))
