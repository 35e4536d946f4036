"""Rules on ids and paragraphs: that what a record names is there, once, and may be rested on."""

import difflib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from minewatch.check.records import FIELDS, Records, problem, warning
from minewatch.faults import Place, Problem
from minewatch.model import LISTS, Basis, within


def _not_empty(records: Records) -> Iterator[Problem]:
    if not any(records.dataset[3:]) and not records.drafts:
        yield Problem(records.folder, 1, "empty", "the folder holds no records")


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
    for place, field, ids, list_ in _references(records):
        known = getattr(records, list_)
        for ident in ids:
            if ident and ident not in known:
                close = difflib.get_close_matches(ident, known, 1)
                hint = f"did you mean {close[0]!r}?" if close else "add its record, or correct the id"
                if ident in {draft.id for draft in records.drafts}:
                    hint = "its record is a draft still"
                yield problem(place, field, "unknown-id", f"{ident!r} is none of the {list_}; {hint}")


def _references(records: Records) -> Iterator[tuple[Place, str, Sequence[str | None], str]]:
    """Yield where ids stand, in which field, and in which list they must be found."""
    for record, place in records.standing_on_source():
        yield place, "source", [record.source], "sources"
        yield place, "about", record.about, "entities"
    for claim, place in records.each("claims"):
        for field in ("said_by", "said_to", "via"):
            yield place, field, [getattr(claim, field)], "entities"
        yield place, "quotes", claim.quotes, "quotes"
        yield place, "links", own(link.to for link in claim.links), "claims"
        yield place, "position", [claim.position and claim.position.country], "entities"
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


def own(ids: Iterable[str]) -> list[str]:
    """Return those of `ids` that are of the dataset itself; what another one has is seen when both are loaded."""
    return [ident for ident in ids if ":" not in ident]


def _known_paragraphs(records: Records) -> Iterator[Problem]:
    numbers = {source.id: {p.number for p in source.paragraphs} for source in records.dataset.sources}
    for name in ("sources", "entities", "claims", "quotes"):
        for record, place in records.each(name):
            own = record.id if name == "sources" else getattr(record, "source", None)
            for field, source, number in _paragraphs(record):
                if not (stands_in := source or own):
                    message = f"paragraph {number} of which source? say `source: ID` beside it or once for the file"
                    yield problem(place, field, "paragraph-source", message)
                elif number not in numbers.get(stands_in, ()):
                    yield problem(place, field, "unknown-paragraph", f"the source has no paragraph {number}")


def _paragraphs(record: Any) -> Iterator[tuple[str, str | None, int]]:
    """Yield every paragraph that `record` names, with the field that it stands in, and its source if one is named."""
    for field, value in record._asdict().items():
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


def _nothing_rests_on_the_withdrawn(records: Records) -> Iterator[Problem]:
    for place, field, ids, list_ in _references(records):
        if field == "links":
            continue
        for ident in ids:
            record = getattr(records, list_).get(ident)
            if record and record.state and not place.fields.get("state"):
                yield problem(place, field, "withdrawn", f"{ident!r} is withdrawn: withdraw this too, or name another")


def _drafts(records: Records) -> Iterator[Problem]:
    for draft in records.drafts:
        what = repr(draft.id or "this") if hasattr(records.dataset, draft.kind) else f"{draft.kind!r} of {draft.id!r}"
        message = f"{what} is a draft: it is in no answer until somebody has read it and takes that off"
        yield warning(draft.place, "draft", "draft", message)


RULES = (_not_empty, _unique_ids, _known_ids, _known_paragraphs, _nothing_rests_on_the_withdrawn, _drafts)
