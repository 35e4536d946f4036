"""Rules on ids and paragraphs: that what a record names is there, once, and may be rested on."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from operator import attrgetter
from typing import Any

from minewatch.check.records import FIELDS, Records, meant, problem, warning
from minewatch.faults import Place, Problem
from minewatch.model import LISTS, STATED, Basis, Claim, Entity, Gap, Quote, Source, resting, within


def _unique_ids(records: Records) -> Iterator[Problem]:
    seen: dict[str, Place] = {}
    for name in LISTS:
        for record, place in records.each(name):
            first = seen.setdefault(record.id, place)
            if record.id and first is not place:
                yield problem(
                    place, "id", "repeated-id", f"{record.id!r} is taken already at {first.file}:{first.line}"
                )


def _known_ids(records: Records) -> Iterator[Problem]:
    # Most of what is named was named before
    sound: dict[str, set[str | None]] = {name: {None, ""} for name in LISTS}
    for record, place in chain.from_iterable(map(records.each, LISTS)):
        for field, ids, list_ in _NAMED[record.__class__](record):
            if sound[list_].issuperset(ids):
                continue
            known = getattr(records, list_)
            for ident in ids:
                if not ident or (field == "derived_from" and ident in records.entities):
                    continue
                if ident not in known:
                    close = meant(ident, known)
                    hint = f"did you mean {close!r}?" if close else "add its record, or correct the id"
                    hint = "its record is a draft still" if any(ident == d.id for d in records.drafts) else hint
                    yield problem(place, field, "unknown-id", f"{ident!r} is none of the {list_}; {hint}")
                elif not known[ident].state:
                    sound[list_].add(ident)
                elif field != "links" and not record.state:
                    # A link to what is withdrawn tells what became of it
                    message = f"{ident!r} is withdrawn: withdraw this too, or name another"
                    yield problem(place, field, "withdrawn", message)


Named = Iterator[tuple[str, Iterable[str | None], str]]
"""Ids that a record names, the field in which they stand, and the list in which they must be found."""


def _by_claim(claim: Claim) -> Named:
    yield "source", (claim.source,), "sources"
    yield "about", claim.about, "entities"
    yield "said_by", (claim.said_by,), "entities"
    if claim.said_to:
        yield "said_to", (claim.said_to,), "entities"
    if claim.via:
        yield "via", (claim.via,), "entities"
    if claim.quotes:
        yield "quotes", claim.quotes, "quotes"
    if claim.links:
        yield "links", own(link.to for link in claim.links), "claims"
    if claim.position:
        yield "position", (claim.position.country,), "entities"


def _by_quote(quote: Quote) -> Named:
    yield "source", (quote.source,), "sources"
    yield "about", quote.about, "entities"
    yield "speaker", (quote.speaker,), "entities"
    yield "said_to", (quote.said_to,), "entities"


def _by_gap(gap: Gap) -> Named:
    yield "source", (gap.source,), "sources"
    yield "about", gap.about, "entities"


def _by_entity(entity: Entity) -> Named:
    yield "relations", [relation.to for relation in entity.relations], "entities"
    for field in ("roles", "relations", "members", "uses"):
        yield field, [basis.source for basis in within(getattr(entity, field), Basis)], "sources"
    yield "members", entity.members.are if entity.members else (), "entities"


def _by_source(source: Source) -> Named:
    yield "publisher", (source.publisher,), "entities"
    yield "derived_from", own(origin.to for origin in source.derived_from), "sources"


_NAMED: dict[type, Callable[[Any], Named]] = {
    Claim: _by_claim,
    Quote: _by_quote,
    Gap: _by_gap,
    Entity: _by_entity,
    Source: _by_source,
}


def own(ids: Iterable[str]) -> list[str]:
    """Return those of `ids` that are of the dataset itself; what another one has is seen when both are loaded."""
    return [ident for ident in ids if ":" not in ident]


def _known_paragraphs(records: Records) -> Iterator[Problem]:
    there: dict[str, set[int]] = {}
    for name in ("sources", "entities", "claims", "quotes"):
        for record, place in records.each(name):
            own = record.id if name == "sources" else getattr(record, "source", None)
            for field, named, numbers in _paragraphs(record):
                if not (stands_in := named or own):
                    for number in numbers:
                        message = f"paragraph {number} of which source? say `source: ID` beside it or once for the file"
                        yield problem(place, field, "paragraph-source", message)
                    continue
                if stands_in not in there:
                    source = records.sources.get(stands_in)
                    there[stands_in] = {p.number for p in source.paragraphs} if source else set()
                if not there[stands_in].issuperset(numbers):
                    for number in numbers:
                        if number not in there[stands_in]:
                            yield problem(place, field, "unknown-paragraph", f"the source has no paragraph {number}")


def _paragraphs(record: Any) -> Iterator[tuple[str, str | None, tuple[int, ...]]]:
    """Yield which paragraphs `record` names in which field, and of which source if one is named."""
    if record.__class__ is Claim and record.evidence:
        yield "evidence", None, record.evidence
    elif record.__class__ is Quote and record.paragraph:
        yield "paragraph", None, (record.paragraph,)
    fields, values = _RESTING[record.__class__]
    for field, value in zip(fields, values(record), strict=True):
        if value and value is not STATED:
            for basis in (value,) if value.__class__ is Basis else within(value, Basis):
                if basis.paragraphs:
                    yield FIELDS.get(field, field), basis.source, basis.paragraphs


_RESTING: dict[type, tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]] = {
    kind: (fields := resting(kind), attrgetter(*fields) if fields else lambda _: ())
    for kind in (Source, Entity, Claim, Quote)
}
"""Of each kind of record in which fields it may name paragraphs that something rests on, and what these hold."""


def _drafts(records: Records) -> Iterator[Problem]:
    for draft in records.drafts:
        what = repr(draft.id or "this") if draft.kind in LISTS else f"{draft.kind!r} of {draft.id!r}"
        message = f"{what} is a draft: it is in no answer until somebody has read it and takes that off"
        yield warning(draft.place, "draft", "draft", message)


TOGETHER = (_unique_ids, _drafts)
EACH = (_known_ids, _known_paragraphs)
