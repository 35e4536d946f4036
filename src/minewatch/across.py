"""The rules that datasets keep among each other where several are loaded. Every breach is returned; none is raised."""

import difflib
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from minewatch import merge
from minewatch.check import check
from minewatch.faults import Loaded, Place, Problem
from minewatch.merge import Key
from minewatch.model import Claim, Dataset, Entity

_BUNDLED = "what minewatch brings"


def problems(loaded: Sequence[Loaded], bundled: Sequence[Dataset] = ()) -> list[Problem]:
    """Return every breach of a rule in `loaded`, and where each is sound by itself those among them and `bundled`."""
    found = [problem for one in loaded for problem in check(one)]
    if any(problem.severity == "fault" for problem in found):
        return found
    return found + across([*(Loaded(_BUNDLED, dataset, {}, ()) for dataset in bundled), *loaded])


class _Several(NamedTuple):
    """The datasets, with the records that may be named from one to another."""

    loaded: Sequence[Loaded]
    entities: dict[Key, Entity]
    claims: dict[Key, Claim]
    known: dict[str, set[Key]]
    """What each field may name that names something of another dataset."""
    same: dict[Key, Key]
    """For each entity the first of those that are one with it."""


def across(loaded: Sequence[Loaded]) -> list[Problem]:
    """Return every breach of a rule between datasets, in the files of the one that came later."""
    datasets = [one.dataset for one in loaded]
    entities = {(d.id, entity.id): entity for d in datasets for entity in d.entities}
    claims = {(d.id, claim.id): claim for d in datasets for claim in d.claims}
    origins = {(d.id, source.id) for d in datasets for source in d.sources} | set(entities)
    known = {"same_as": set(entities), "links": set(claims), "derived_from": origins}
    several = _Several(loaded, entities, claims, known, merge.same(datasets))
    return sorted({problem for rule in (_names, _references, _entities, _repeats) for problem in rule(several)})


def _names(several: _Several) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for one in several.loaded:
        first = seen.setdefault(one.dataset.id, one.folder)
        if first != one.folder:
            message = f"{one.dataset.id!r} is the dataset in {first} too: give one of them another `dataset: {{id}}`"
            yield Problem(one.folder, 1, "dataset-id", message)


def _references(several: _Several) -> Iterator[Problem]:
    there = {one.dataset.id for one in several.loaded}
    for one in several.loaded:
        for place, field, ident in _named(one):
            dataset, own = merge.split(ident)
            if dataset in there and (dataset, own) not in several.known[field]:
                close = difflib.get_close_matches(own, [name for d, name in several.known[field] if d == dataset], 1)
                hint = f"; did you mean '{dataset}:{close[0]}'?" if close else ""
                yield _problem(place, field, "unknown-id", f"{ident!r} is none that can be named here{hint}")


def _named(one: Loaded) -> Iterator[tuple[Place, str, str]]:
    """Yield where something is named as `dataset:id`, and in which field."""
    fields: dict[str, tuple[str, Sequence[Sequence[str]]]] = {
        "same_as": ("entities", [entity.same_as for entity in one.dataset.entities]),
        "links": ("claims", [[link.to for link in claim.links] for claim in one.dataset.claims]),
        "derived_from": ("sources", [[origin.to for origin in source.derived_from] for source in one.dataset.sources]),
    }
    for field, (name, named) in fields.items():
        for n, idents in enumerate(named):
            place = one.places.get((name, n))
            yield from ((place, field, ident) for ident in idents if place and ":" in ident)


def _entities(several: _Several) -> Iterator[Problem]:
    """Yield which entities are made one that cannot be."""
    whole: dict[Key, list[Key]] = {}
    for key, first in several.same.items():
        whole.setdefault(first, []).append(key)
    places = {
        (one.dataset.id, entity.id): one.places.get(("entities", n))
        for one in several.loaded
        for n, entity in enumerate(one.dataset.entities)
    }
    for first, keys in whole.items():
        for n, key in enumerate(keys[1:], 1):
            one, other, place = several.entities[first], several.entities[key], places[key]
            named = ":".join(first)
            if not place:
                continue
            if other.kind != one.kind:
                yield _problem(place, "kind", "same-kind", f"{named!r}, the same as this, is a {one.kind}")
            if other.codes != one.codes and one.codes and other.codes:
                yield _problem(place, "codes", "same-codes", f"{named!r}, the same as this, has other codes")
            if one.members and other.members:
                yield _problem(place, "members", "same-members", f"{named!r}, the same as this, has members already")
            if key[0] in {dataset for dataset, _ in keys[:n]}:
                twin = next(own for dataset, own in keys[:n] if dataset == key[0])
                yield _problem(place, "same_as", "same-twice", f"that makes {twin!r} of this dataset the same as this")


def _repeats(several: _Several) -> Iterator[Problem]:
    """Yield which claims are said to repeat what somebody else said."""
    for one in several.loaded:
        for n, claim in enumerate(one.dataset.claims):
            place = one.places.get(("claims", n))
            for link in claim.links:
                key = merge.split(link.to) if ":" in link.to else (one.dataset.id, link.to)
                other = several.claims.get(key)
                if not (place and other and link.type == "repeats"):
                    continue
                speakers = {
                    several.same.get((one.dataset.id, claim.said_by)),
                    several.same.get((key[0], other.said_by)),
                }
                narrated = claim.mode == other.mode == "narration"
                if len(speakers) > 1 and not narrated:
                    message = f"{link.to!r} is said by {other.said_by!r}: what another speaker says `supports` it"
                    yield _problem(place, "links", "repeats-speaker", message)


def _problem(place: Place, field: str, rule: str, message: str) -> Problem:
    return Problem(place.file, place.fields.get(field, place.line), rule, message)
