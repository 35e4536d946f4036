"""Records as programs get them: plain values, one shape per kind of record, the same in every command.

An entity that a record refers to is `{"id", "label"}`; a date carries its EDTF, its wording, its days and its basis.
Keys are always present, null where there is nothing to say.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from minewatch import __version__
from minewatch.answers import Answer, Cards, Matrix, Profile, Quotations, Setting, Standing, Timeline, Welcome
from minewatch.model import Basis, Claim, Date, Entity, Gap, Position, Quantity, Quote
from minewatch.passing import passed

Plain = dict[str, Any]


def envelope(setting: Setting) -> Plain:
    """Return what stands around the results: who answers, from which dataset, reported when."""
    return {
        "minewatch": __version__,
        "dataset": {"id": setting.edition.id, "version": setting.edition.version},
        "as_reported": [
            {
                "source": source.id,
                "publisher": _ref(source.publisher, setting),
                "publisher_basis": _basis(source.publisher_basis),
                "published": _date(source.published),
            }
            for source in setting.sources
        ],
        "today": setting.today,
    }


def results(answer: Answer, setting: Setting) -> Iterable[Plain]:
    """Return what a JSON document lists: records, a profile with its records inside being one."""
    if isinstance(answer, Cards):
        return [profile(item, setting) for item in answer.profiles]
    return records(answer, setting)


def records(answer: Answer, setting: Setting) -> Iterator[Plain]:
    """Yield the records of an answer, each once."""
    match answer:
        case Matrix():
            yield from (standing(item, setting) for item in answer.standings)
        case Cards():
            yield from _of_profiles(answer.profiles, setting)
        case Timeline():
            yield from (claim(item, setting) for item in (*answer.past, *answer.standing, *answer.ahead))
        case Quotations():
            yield from (quote(item, setting) for item in answer.quotes)
        case Welcome():
            yield welcome(answer)


def _of_profiles(profiles: tuple[Profile, ...], setting: Setting) -> Iterator[Plain]:
    """Yield claims, quotes, gaps and silent positions of several cards, what stands on two of them once."""
    kinds: tuple[tuple[str, Callable[[Any, Setting], Plain]], ...] = (
        ("claims", claim),
        ("group_claims", claim),
        ("quotes", quote),
        ("gaps", gap),
    )
    seen: set[str] = set()
    for field, shape in kinds:
        for item in profiles:
            for record in getattr(item, field):
                if record.id not in seen:
                    seen.add(record.id)
                    yield shape(record, setting)
    yield from (membership(card.country, group, setting) for card in profiles for group in card.groups)
    yield from (standing(item, setting) for card in profiles for item in card.positions if item.claim is None)


def profile(item: Profile, setting: Setting) -> Plain:
    """Return a country's card."""
    return {
        "kind": "profile",
        "country": entity(item.country, setting),
        "positions": [standing(position, setting) for position in item.positions],
        "claims": [claim(record, setting) for record in item.claims],
        "quotes": [quote(record, setting) for record in item.quotes],
        "gaps": [gap(record, setting) for record in item.gaps],
        "groups": [entity(group, setting) for group in item.groups],
        "group_claims": [claim(record, setting) for record in item.group_claims],
    }


def welcome(item: Welcome) -> Plain:
    """Return what the dataset is."""
    return {"kind": "dataset", **item.edition._asdict(), **item.counts._asdict()}


def standing(item: Standing, setting: Setting) -> Plain:
    """Return where a country stands on a question; its value is null where the source does not say."""
    record = item.claim
    return {
        "kind": "position",
        "country": _ref(item.country, setting),
        "question": item.question,
        "value": item.value,
        "claim": record.id if record else None,
        "source": record.source if record else None,
        "as_reported": _date(setting.published(record.source)) if record else None,
        "said_by": _ref(record.said_by, setting) if record else None,
        "status": record.status if record else "not-said",
        "passed": passed(record, setting.published(record.source), setting.today) if record else None,
        "evidence": list(record.evidence) if record else [],
        "basis": _basis(record.position.basis) if record and record.position else None,
    }


def membership(country: Entity, group: Entity, setting: Setting) -> Plain:
    """Return on what it rests that what is said of a group bears on a country."""
    return {
        "kind": "membership",
        "country": _ref(country.id, setting),
        "about": _refs([group.id], setting),
        "basis": _basis(group.members.basis) if group.members else None,
    }


def claim(item: Claim, setting: Setting) -> Plain:
    """Return a claim."""
    return {
        **_head("claim", item, setting),
        "text": item.text,
        "statement": item.statement,
        "status": item.status,
        "condition": item.condition,
        "note": item.note,
        "about": _refs(item.about, setting),
        "topic": list(item.topic),
        "said_by": _ref(item.said_by, setting),
        "mode": item.mode,
        "attribution": _basis(item.attribution),
        "via": _ref(item.via, setting),
        "said_to": _ref(item.said_to, setting),
        "said_when": _date(item.said_when),
        "asked": item.asked,
        "when": _date(item.when),
        "passed": passed(item, setting.published(item.source), setting.today),
        "quantity": _quantity(item.quantity),
        "position": _position(item.position, setting),
        "evidence": list(item.evidence),
        "quotes": list(item.quotes),
        "links": [link._asdict() for link in item.links],
        "state": item.state,
        "basis": _basis(item.basis),
    }


def quote(item: Quote, setting: Setting) -> Plain:
    """Return a quotation, or a part of one; parts share `quotation` and come in order."""
    return {
        **_head("quote", item, setting),
        "quotation": item.quotation,
        "text": item.text,
        "speaker": _ref(item.speaker, setting),
        "said_to": _ref(item.said_to, setting),
        "about": _refs(item.about, setting),
        "topic": list(item.topic),
        "context": item.context,
        "evidence": [item.paragraph],
    }


def gap(item: Gap, setting: Setting) -> Plain:
    """Return something that the source does not give."""
    return {
        **_head("gap", item, setting),
        "wording": item.wording,
        "about": _refs(item.about, setting),
        "topic": list(item.topic),
    }


def entity(item: Entity, setting: Setting) -> Plain:
    """Return an entity."""
    return {
        "kind": item.kind,
        "id": item.id,
        "label": item.label,
        "codes": list(item.codes),
        "aliases": [alias._asdict() for alias in item.aliases],
        "roles": [{"title": role.title, "basis": _basis(role.basis)} for role in item.roles],
        "relations": [
            {"type": relation.type, "to": _ref(relation.to, setting), "basis": _basis(relation.basis)}
            for relation in item.relations
        ],
        "members": item.members and {"are": _refs(item.members.are, setting), "basis": _basis(item.members.basis)},
        "uses": [{"wording": use.wording, "basis": _basis(use.basis)} for use in item.uses],
        "note": item.note,
    }


def _head(kind: str, item: Claim | Quote | Gap, setting: Setting) -> Plain:
    """Return what a record that stands on a source begins with; its future is that of its source."""
    published = _date(setting.published(item.source))
    return {"kind": kind, "id": item.id, "source": item.source, "as_reported": published}


def _ref(ident: str | None, setting: Setting) -> Plain | None:
    return None if ident is None else {"id": ident, "label": setting.labels[ident]}


def _refs(ids: Iterable[str], setting: Setting) -> list[Plain | None]:
    return [_ref(ident, setting) for ident in ids]


def _basis(item: Basis) -> Plain:
    return {**item._asdict(), "paragraphs": list(item.paragraphs)}


def _date(item: Date | None) -> Plain | None:
    return item and {**item._asdict(), "basis": _basis(item.basis)}


def _quantity(item: Quantity | None) -> Plain | None:
    return item and {**item._asdict(), "as_of": _date(item.as_of), "basis": _basis(item.basis)}


def _position(item: Position | None, setting: Setting) -> Plain | None:
    return item and {**item._asdict(), "country": _ref(item.country, setting), "basis": _basis(item.basis)}
