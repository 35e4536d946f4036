"""What records are in the tables: a row of their own, and rows by which they are found."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from minewatch import names
from minewatch.content import freeze
from minewatch.model import COME_ABOUT, STANDING, Claim, Entity, Gap, Quote, Record, Source
from minewatch.passages import passage
from minewatch.passing import lies_ahead

Rows = dict[str, list[tuple[Any, ...]]]
"""By the table that they belong to."""

_FIRST, _LAST = "", "~"
"""What an open beginning and an open end are in order of days."""
_NOWHERE = (None, None, None)
"""The country, question and value of a claim that is no country's position."""


def rows(
    records: Iterable[tuple[int, Record]],
    labels: Mapping[str, str],
    sources: Mapping[str, Source] = MappingProxyType({}),
) -> Rows:
    """Return the rows of `records`, each with its number among those of its kind.

    What they name is in `labels` of entities, and in `sources`.

    What takes other records to tell (who speaks, what stands beside what) is left to whoever has them all.
    """
    found: Rows = defaultdict(list)
    for n, record in records:
        match record:
            case Claim():
                _claim(found, n, record, sources.get(record.source))
            case Quote():
                _quote(found, n, record)
            case Gap():
                live = record.state is None
                found["gap"].append((n, record.id, record.source, live, _listed(record.topic), freeze(record)))
                _about(found, "gap", n, record)
            case Source():
                _source(found, n, record)
            case Entity():
                _entity(found, n, record)
        if not record.state:
            found["found"].append(passage(n, record, labels))
    return dict(found)


def reach(entities: Iterable[Entity]) -> Iterator[tuple[str, str]]:
    """Yield each entity with itself and with everything whose affiliation leads to it."""
    down = defaultdict(list)
    ids = []
    for entity in entities:
        ids.append(entity.id)
        for relation in entity.relations:
            if relation.type == "affiliation":
                down[relation.to].append(entity.id)
    for ident in ids:
        reached = {ident: None}
        ahead = [ident]
        while ahead:
            for member in down[ahead.pop()]:
                if member not in reached:
                    reached[member] = None
                    ahead.append(member)
        yield from ((ident, member) for member in reached)


def _source(found: Rows, n: int, source: Source) -> None:
    days = (source.published.earliest or "", source.published.latest or "")
    live = source.state is None
    found["source"].append((n, source.id, source.dataset, source.publisher, *days, live, freeze(source)))
    titles = filter(None, (source.id, source.title, source.supplied_title))
    found["title"] += dict.fromkeys((names.fold(title), source.id) for title in titles)


def _claim(found: Rows, n: int, claim: Claim, source: Source | None) -> None:
    when, position = claim.when, claim.position
    ahead = source is not None and lies_ahead(claim, source.published)
    found["claim"].append((
        n, claim.id, claim.source, claim.said_by, claim.attribution.kind, claim.via, claim.said_to, claim.mode,
        claim.status, claim.basis.kind,
        when is not None, when and (when.earliest or _FIRST), when and (when.latest or _LAST),
        _stands(claim), claim.quantity is not None, claim.state is None, ahead,
        *(position[:3] if position else _NOWHERE), _listed(claim.topic), _listed(claim.evidence), freeze(claim),
    ))  # fmt: skip
    for quote in claim.quotes:
        found["quoted"].append((quote, n))
    for link in dict.fromkeys(claim.links):
        found["link"].append((link.to, link.type, n, False))
    _about(found, "claim", n, claim)


def _quote(found: Rows, n: int, quote: Quote) -> None:
    found["quote"].append((
        n, quote.id, quote.source, quote.quotation, quote.speaker, quote.state is None, _listed(quote.topic),
        _listed((quote.paragraph,)), freeze(quote),
    ))  # fmt: skip
    _about(found, "quote", n, quote)


def _entity(found: Rows, n: int, entity: Entity) -> None:
    live = entity.state is None
    found["entity"].append((n, entity.id, entity.kind, entity.label, False, False, live, freeze(entity)))
    found["name"] += dict.fromkeys((key.tier, key.key, entity.id) for key in names.keys(entity))
    for k, words in enumerate(names.worded(entity)):
        found["word"] += ((word, n << _NAMES | k, entity.id) for word in dict.fromkeys(words))
    if entity.members:
        found["grouped"] += ((member, entity.id) for member in entity.members.are)
    found["related"] += dict.fromkeys((relation.to, n) for relation in entity.relations)


_NAMES = 20
"""For so many bits of a number there is room in the names of one entity."""


def _stands(claim: Claim) -> bool:
    """Return whether `claim` belongs at the publication on a timeline: it stood by then, and has no date of its own."""
    undated = claim.when is None and claim.said_when is None
    return undated and (claim.status in COME_ABOUT or (claim.position is not None and claim.status in STANDING))


def _about(found: Rows, kind: str, n: int, record: Claim | Quote | Gap) -> None:
    for entity in record.about:
        found["about"].append((kind, entity, n))


@lru_cache(4096)
def _listed(values: tuple[str | int, ...]) -> str:
    """Return the topics of a record, or its paragraphs, as SQL reads them; many records have the same."""
    return freeze(values)
