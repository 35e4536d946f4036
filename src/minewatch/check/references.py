"""Rules on ids and paragraphs: that what a record names is there, once, and may be rested on."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from minewatch.check.records import FIELDS, Records, meant, problem, warning
from minewatch.faults import Place, Problem
from minewatch.model import LISTS, STATED, Basis, within


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
    drafts = {draft.id for draft in records.drafts}
    for place, field, ids, list_ in _references(records):
        known = getattr(records, list_)
        for ident in ids:
            if not ident:
                continue
            if ident not in known:
                close = meant(ident, known)
                hint = f"did you mean {close!r}?" if close else "add its record, or correct the id"
                hint = "its record is a draft still" if ident in drafts else hint
                yield problem(place, field, "unknown-id", f"{ident!r} is none of the {list_}; {hint}")
            elif field != "links" and known[ident].state and not place.fields.get("state"):
                # A link to what is withdrawn tells what became of it
                yield problem(place, field, "withdrawn", f"{ident!r} is withdrawn: withdraw this too, or name another")


def _references(records: Records) -> Iterator[tuple[Place, str, Sequence[str | None], str]]:
    """Yield where ids stand, in which field, and in which list they must be found."""
    for record, place in records.standing_on_source():
        yield place, "source", [record.source], "sources"
        yield place, "about", record.about, "entities"
    yield from _of_claims(records)
    for quote, place in records.each("quotes"):
        yield place, "speaker", [quote.speaker], "entities"
        yield place, "said_to", [quote.said_to], "entities"
    for entity, place in records.each("entities"):
        yield place, "relations", [relation.to for relation in entity.relations], "entities"
        for field in ("roles", "relations", "members", "uses"):
            yield place, field, [basis.source for basis in within(getattr(entity, field), Basis)], "sources"
        yield place, "members", entity.members.are if entity.members else (), "entities"
    for source, place in records.each("sources"):
        yield place, "publisher", [source.publisher], "entities"
        origins = own(origin.to for origin in source.derived_from)
        yield place, "derived_from", [ident for ident in origins if ident not in records.entities], "sources"


def _of_claims(records: Records) -> Iterator[tuple[Place, str, Sequence[str | None], str]]:
    for claim, place in records.each("claims"):
        yield place, "said_by", [claim.said_by], "entities"
        for field, ident in (("said_to", claim.said_to), ("via", claim.via)):
            if ident:
                yield place, field, [ident], "entities"
        if claim.quotes:
            yield place, "quotes", claim.quotes, "quotes"
        if claim.links:
            yield place, "links", own(link.to for link in claim.links), "claims"
        if claim.position:
            yield place, "position", [claim.position.country], "entities"


def own(ids: Iterable[str]) -> list[str]:
    """Return those of `ids` that are of the dataset itself; what another one has is seen when both are loaded."""
    return [ident for ident in ids if ":" not in ident]


def _known_paragraphs(records: Records) -> Iterator[Problem]:
    there: dict[str, set[int]] = {}
    for name in ("sources", "entities", "claims", "quotes"):
        for record, place in records.each(name):
            own = record.id if name == "sources" else getattr(record, "source", None)
            for field, named, number in _paragraphs(record):
                if not (stands_in := named or own):
                    message = f"paragraph {number} of which source? say `source: ID` beside it or once for the file"
                    yield problem(place, field, "paragraph-source", message)
                    continue
                if stands_in not in there:
                    source = records.sources.get(stands_in)
                    there[stands_in] = {p.number for p in source.paragraphs} if source else set()
                if number not in there[stands_in]:
                    yield problem(place, field, "unknown-paragraph", f"the source has no paragraph {number}")


def _paragraphs(record: Any) -> Iterator[tuple[str, str | None, int]]:
    """Yield every paragraph that `record` names, with the field that it stands in, and its source if one is named."""
    for field, value in zip(record._fields, record, strict=True):
        if not value or value is STATED or value.__class__ is str:
            continue
        if value.__class__ is tuple and value[0].__class__ is str:
            continue
        if field == "evidence":
            yield from ((field, None, number) for number in value)
        elif field == "paragraph":
            if value:
                yield field, None, value
        else:
            yield from (
                (FIELDS.get(field, field), basis.source, number)
                for basis in within(value, Basis)
                for number in basis.paragraphs
            )


def _drafts(records: Records) -> Iterator[Problem]:
    for draft in records.drafts:
        what = repr(draft.id or "this") if draft.kind in LISTS else f"{draft.kind!r} of {draft.id!r}"
        message = f"{what} is a draft: it is in no answer until somebody has read it and takes that off"
        yield warning(draft.place, "draft", "draft", message)


TOGETHER = (_unique_ids, _drafts)
EACH = (_known_ids, _known_paragraphs)
