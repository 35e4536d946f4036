"""Several datasets as one: whose ids are whose, and which entities are the same.

A record keeps its id where no other of the datasets has it, and is `dataset:id` where one does. Entities are one by
their ISO code or an explicit `same_as`, never by resemblance, and never by an id that happens to be the same.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from minewatch.model import LISTS, Alias, Basis, Claim, Dataset, Entity, Gap, Quote, Source

T = TypeVar("T")
Key = tuple[str, str]
"""A dataset's id, and the id of a record in it."""


def merge(datasets: Sequence[Dataset]) -> Dataset:
    """Return all records of `datasets`, of which no two have one id, in their order; what it is called is the first's.

    A link to a claim of a dataset that is none of these stays as it is written. That they can be merged is what
    `across.across` says.
    """
    groups = same(datasets)
    ids = Ids.of_all((d.id for d in datasets), groups, (key for d in datasets for key in _names(d)))
    return datasets[0]._replace(
        sources=tuple(renamed(source, d.id, ids) for d in datasets for source in d.sources),
        entities=tuple(merged_entities(datasets, groups, ids)),
        claims=tuple(renamed(claim, d.id, ids) for d in datasets for claim in d.claims),
        quotes=tuple(renamed(quote, d.id, ids) for d in datasets for quote in d.quotes),
        gaps=tuple(renamed(gap, d.id, ids) for d in datasets for gap in d.gaps),
    )


def same(datasets: Iterable[Dataset]) -> dict[Key, Key]:
    """Return for each entity the first of those that are the same; itself, where it is that or there are no others."""
    first: dict[Key, Key] = {}

    def root(key: Key) -> Key:
        while first[key] != key:
            key = first[key]
        return key

    entities = {(d.id, entity.id): entity for d in datasets for entity in d.entities}
    order = {key: n for n, key in enumerate(entities)}
    first |= {key: key for key in entities}
    by_code: dict[str, Key] = {}
    for key, entity in entities.items():
        others = [split(other) for other in entity.same_as]
        others += [by_code.setdefault(code, key) for code in entity.codes[:1] if not entity.state]
        for other in others:
            if other in entities and not (entity.state or entities[other].state):
                one, two = sorted((root(key), root(other)), key=order.__getitem__)
                first[two] = one
    return {key: root(key) for key in entities}


def split(ident: str) -> Key:
    """Return the dataset and the id in it that `dataset:id` names."""
    dataset, _, own = ident.partition(":")
    return dataset, own


class Ids(NamedTuple):
    """What each record of several datasets is called among all of them."""

    datasets: tuple[str, ...]
    first: Mapping[Key, Key]
    """For each entity that is the same as one before it, the first of these."""
    shared: frozenset[str]
    """The ids that several have."""

    @classmethod
    def of_all(cls, datasets: Iterable[str], groups: Mapping[Key, Key], names: Iterable[Key]) -> "Ids":
        """Return what records are called, from `groups` of entities that are the same and all `names` there are."""
        taken = Counter(ident for _, ident in {groups.get(key, key) for key in names})
        first = {key: one for key, one in groups.items() if one != key}
        return cls(tuple(datasets), first, frozenset(ident for ident, number in taken.items() if number > 1))

    def of(self, dataset: str, ident: str) -> str:
        """Return what `ident`, as `dataset` writes it, is called; as it is where that dataset is none of these."""
        key = split(ident) if ":" in ident else (dataset, ident)
        if key[0] not in self.datasets:
            return ident
        key = self.first.get(key, key)
        return ":".join(key) if key[1] in self.shared else key[1]

    def all(self, dataset: str, idents: Iterable[str]) -> tuple[str, ...]:
        """Return what these are called, each once."""
        return tuple(dict.fromkeys(self.of(dataset, ident) for ident in idents))


def _names(dataset: Dataset) -> Iterator[Key]:
    """Yield every id in `dataset`, those of its quotations too."""
    for name in LISTS:
        yield from ((dataset.id, record.id) for record in getattr(dataset, name))
    for quote in dataset.quotes:
        yield dataset.id, quote.quotation


R = TypeVar("R", Source, Entity, Claim, Quote, Gap)


def renamed(record: R, dataset: str, ids: Ids) -> R:
    """Return `record` of `dataset` with what it and all that it names is called among several."""
    found: R = _RENAMED[type(record)](record, dataset, ids)
    return found


def _source(source: Source, dataset: str, ids: Ids) -> Source:
    return source._replace(
        id=ids.of(dataset, source.id),
        publisher=ids.of(dataset, source.publisher),
        derived_from=tuple(origin._replace(to=ids.of(dataset, origin.to)) for origin in source.derived_from),
        dataset=source.dataset or dataset,
    )


def _claim(claim: Claim, dataset: str, ids: Ids) -> Claim:
    position = claim.position
    return claim._replace(
        id=ids.of(dataset, claim.id),
        source=ids.of(dataset, claim.source),
        about=ids.all(dataset, claim.about),
        said_by=ids.of(dataset, claim.said_by),
        said_to=claim.said_to and ids.of(dataset, claim.said_to),
        via=claim.via and ids.of(dataset, claim.via),
        quotes=ids.all(dataset, claim.quotes),
        position=position and position._replace(country=ids.of(dataset, position.country)),
        links=tuple(link._replace(to=ids.of(dataset, link.to)) for link in claim.links),
    )


def _quote(quote: Quote, dataset: str, ids: Ids) -> Quote:
    return quote._replace(
        id=ids.of(dataset, quote.id),
        source=ids.of(dataset, quote.source),
        quotation=ids.of(dataset, quote.quotation),
        speaker=ids.of(dataset, quote.speaker),
        about=ids.all(dataset, quote.about),
        said_to=quote.said_to and ids.of(dataset, quote.said_to),
    )


def _gap(gap: Gap, dataset: str, ids: Ids) -> Gap:
    return gap._replace(
        id=ids.of(dataset, gap.id), source=ids.of(dataset, gap.source), about=ids.all(dataset, gap.about)
    )


def _entity(entity: Entity, dataset: str, ids: Ids) -> Entity:
    def of(basis: Basis) -> Basis:
        return basis._replace(source=basis.source and ids.of(dataset, basis.source))

    members = entity.members
    return entity._replace(
        id=ids.of(dataset, entity.id),
        roles=tuple(role._replace(basis=of(role.basis)) for role in entity.roles),
        relations=tuple(r._replace(to=ids.of(dataset, r.to), basis=of(r.basis)) for r in entity.relations),
        members=members and members._replace(are=ids.all(dataset, members.are), basis=of(members.basis)),
        uses=tuple(use._replace(basis=of(use.basis)) for use in entity.uses),
        same_as=(f"{dataset}:{entity.id}",) if ":" not in entity.id else (),
    )


_RENAMED: dict[type, Callable[[Any, str, Ids], Any]] = {
    Source: _source,
    Entity: _entity,
    Claim: _claim,
    Quote: _quote,
    Gap: _gap,
}


def merged_entities(datasets: Iterable[Dataset], groups: Mapping[Key, Key], ids: Ids) -> Iterator[Entity]:
    """Yield the entities of `datasets`, those that are the same as one."""
    alike: dict[Key, list[Entity]] = {}
    for d in datasets:
        for entity in d.entities:
            alike.setdefault(groups[d.id, entity.id], []).append(_entity(entity, d.id, ids))
    yield from map(_one_entity, alike.values())


def _one_entity(alike: Sequence[Entity]) -> Entity:
    """Return entities that are the same as one: called as the first of them, with all that is said of any."""
    first = alike[0]
    names = {alias.name: alias for entity in alike for alias in entity.aliases}
    labels = {entity.label: Alias(entity.label, "other") for entity in alike}
    aliases = {name: alias for name, alias in (names | labels | names).items() if name != first.label}
    return first._replace(
        aliases=tuple(aliases.values()),
        roles=_each(role for entity in alike for role in entity.roles),
        relations=_each(relation for entity in alike for relation in entity.relations if relation.to != first.id),
        members=next((entity.members for entity in alike if entity.members), None),
        uses=_each(use for entity in alike for use in entity.uses),
        note=" ".join(_each(entity.note for entity in alike if entity.note)) or None,
        same_as=_each(ident for entity in alike for ident in entity.same_as),
    )


def _each(items: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(items))
