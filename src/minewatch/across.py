"""The rules that datasets keep among each other where several are loaded. Every breach is returned; none is raised."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from minewatch import merge
from minewatch.check import check
from minewatch.check.records import meant, problem
from minewatch.dataset import called
from minewatch.faults import Loaded, Place, Problem
from minewatch.merge import Ids, Key
from minewatch.model import LISTS, Claim, Dataset, Entity, Source

BUNDLED = "what minewatch brings"
"""What is said instead of a folder."""


class Member(NamedTuple):
    """One of several datasets, or a part of one."""

    id: str
    folder: str
    lists: Mapping[str, Iterable[tuple[Any, Place | None]]]
    """The records that are looked at, with their places; a record that has none is sound."""


class Several(NamedTuple):
    """Datasets, with the records that may be named from one to another."""

    members: Sequence[Member]
    ids: Ids
    same: Mapping[Key, Key]
    """For each entity the first of those that are one with it."""
    entities: Mapping[Key, Entity]
    claims: Mapping[Key, Claim]
    """Of which `said_by` and `mode` are asked."""
    sources: Collection[Key]


def problems(loaded: Sequence[Loaded], bundled: Sequence[Dataset] = ()) -> list[Problem]:
    """Return every breach of a rule in `loaded`, and where each is sound by itself those among them and `bundled`."""
    found = [problem for one in loaded for problem in check(one)]
    together = [*(Loaded(BUNDLED, dataset, {}, ()) for dataset in bundled), *loaded]
    if any(problem.severity == "fault" for problem in found):
        # One of which something cannot be read may be called as its folder for that alone
        named = (one for one in together if not one.problems or one.dataset.id != called(Path(one.folder)))
        return [*found, *namesakes((one.dataset.id, one.folder) for one in named)]
    return found + across(together)


def across(loaded: Sequence[Loaded]) -> list[Problem]:
    """Return every breach of a rule between datasets, in the files of the one that came later."""
    datasets = [one.dataset for one in loaded]
    same = merge.same(datasets)
    members = []
    for one in loaded:
        lists = {
            name: [(record, one.places.get((name, n))) for n, record in enumerate(getattr(one.dataset, name))]
            for name in LISTS
        }
        members.append(Member(one.dataset.id, one.folder, lists))
    several = Several(
        members,
        Ids.of_all((d.id for d in datasets), same, same),
        same,
        {(d.id, entity.id): entity for d in datasets for entity in d.entities},
        {(d.id, claim.id): claim for d in datasets for claim in d.claims},
        {(d.id, source.id) for d in datasets for source in d.sources},
    )
    return sorted({problem for rule in RULES for problem in rule(several)})


def namesakes(datasets: Iterable[tuple[str, str]]) -> Iterator[Problem]:
    """Yield which of `datasets`, each by its id and where it is, have the id of one before: all else may come of it."""
    seen: dict[str, str] = {}
    for ident, folder in datasets:
        first = seen.setdefault(ident, folder)
        if first != folder:
            message = f"{ident!r} is the dataset in {first} too: give one of them another `dataset: {{id}}`"
            yield Problem(folder, 1, "dataset-id", message)


def _names(several: Several) -> Iterator[Problem]:
    yield from namesakes((one.id, one.folder) for one in several.members)


def _references(several: Several) -> Iterator[Problem]:
    for one in several.members:
        for place, field, ident, known in _named(one, several):
            key = merge.split(ident)
            if key[0] in several.ids.datasets and not any(key in keys for keys in known):
                close = meant(key[1], {own: None for keys in known for dataset, own in keys if dataset == key[0]})
                hint = f"; did you mean '{key[0]}:{close}'?" if close else ""
                yield problem(place, field, "unknown-id", f"{ident!r} is none that can be named here{hint}")


def _named(one: Member, several: Several) -> Iterator[tuple[Place, str, str, tuple[Collection[Key], ...]]]:
    """Yield where something is named as `dataset:id`, in which field, and among what it must be."""
    for name, field, known in (
        ("entities", "same_as", (several.entities,)),
        ("claims", "links", (several.claims,)),
        ("sources", "derived_from", (several.sources, several.entities)),
    ):
        for record, place in one.lists.get(name, ()):
            yield from ((place, field, ident, known) for ident in _others(record) if place)


def _others(record: Any) -> Iterator[str]:
    """Yield what `record` names as `dataset:id`."""
    named: Iterable[str] = ()
    match record:
        case Entity():
            named = record.same_as
        case Claim():
            named = (link.to for link in record.links)
        case Source():
            named = (origin.to for origin in record.derived_from)
    return (ident for ident in named if ":" in ident)


def concerns(record: Any) -> bool:
    """Return whether a rule here looks at `record`: it names what may be in another dataset, or repeats something."""
    return any(_others(record)) or (isinstance(record, Claim) and any(link.type == "repeats" for link in record.links))


def _entities(several: Several) -> Iterator[Problem]:
    """Yield which entities are made one that cannot be."""
    places = {(one.id, entity.id): place for one in several.members for entity, place in one.lists.get("entities", ())}
    whole: dict[Key, list[Key]] = {}
    for key, first in several.same.items():
        whole.setdefault(first, []).append(key)
    for first, keys in whole.items():
        for n, key in enumerate(keys[1:], 1):
            one, other, place = several.entities[first], several.entities[key], places.get(key)
            named = ":".join(first)
            if not place:
                continue
            if other.kind != one.kind:
                yield problem(place, "kind", "same-kind", f"{named!r}, the same as this, is a {one.kind}")
            if other.codes != one.codes and one.codes and other.codes:
                yield problem(place, "codes", "same-codes", f"{named!r}, the same as this, has other codes")
            if one.members and other.members:
                yield problem(place, "members", "same-members", f"{named!r}, the same as this, has members already")
            if key[0] in {dataset for dataset, _ in keys[:n]}:
                twin = next(own for dataset, own in keys[:n] if dataset == key[0])
                yield problem(place, "same_as", "same-twice", f"that makes {twin!r} of this dataset the same as this")


def _repeats(several: Several) -> Iterator[Problem]:
    """Yield which claims are said to repeat what somebody else said."""
    of = several.ids.of
    for one in several.members:
        for claim, place in one.lists.get("claims", ()):
            for link in claim.links:
                if link.type != "repeats" or not place:
                    continue
                key = merge.split(link.to) if ":" in link.to else (one.id, link.to)
                other = several.claims.get(key)
                if other is None or (claim.mode == other.mode == "narration"):
                    continue
                if of(one.id, claim.said_by) != of(key[0], other.said_by):
                    message = f"{link.to!r} is said by {other.said_by!r}: what another speaker says `supports` it"
                    yield problem(place, "links", "repeats-speaker", message)


RULES = (_names, _references, _entities, _repeats)
