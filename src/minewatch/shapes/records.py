"""Records as `contract` has them.

An entity that a record refers to is `{"id", "label"}`; a date carries its EDTF, its wording, its days and its basis.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from minewatch.agreement import Comparison
from minewatch.answers import Linked, Related, Setting, Standing, Stands
from minewatch.model import Basis, Claim, Date, Edition, Entity, Gap, Paragraph, Position, Quantity, Quote, Source
from minewatch.passing import passed

if TYPE_CHECKING:
    from minewatch import contract


def claim(item: Claim, setting: Setting) -> "contract.Claim":
    """Return a claim."""
    published = setting.published(item.source)
    return {
        "kind": "claim",
        "id": item.id,
        "dataset": setting.source(item.source).dataset,
        "source": item.source,
        "as_reported": date(published),
        "text": item.text,
        "statement": item.statement,
        "status": item.status,
        "condition": item.condition,
        "note": item.note,
        "about": refs(item.about, setting),
        "topic": list(item.topic),
        "said_by": ref(item.said_by, setting),
        "mode": item.mode,
        "attribution": basis(item.attribution),
        "via": ref(item.via, setting) if item.via else None,
        "said_to": ref(item.said_to, setting) if item.said_to else None,
        "said_when": item.said_when and date(item.said_when),
        "asked": item.asked,
        "when": item.when and date(item.when),
        "passed": passed(item, published, setting.today),
        "quantity": item.quantity and _quantity(item.quantity),
        "position": item.position and _position(item.position, setting),
        "evidence": list(item.evidence),
        "quotes": list(item.quotes),
        "links": [{"type": link.type, "to": link.to} for link in item.links],
        "beside": [_linked(link, setting) for link in setting.beside.get(item.id, ())],
        "state": item.state,
        "basis": basis(item.basis),
    }


def quote(item: Quote, setting: Setting) -> "contract.Quote":
    """Return a quotation, or a part of one; parts share `quotation` and come in order."""
    return {
        "kind": "quote",
        "id": item.id,
        "dataset": setting.source(item.source).dataset,
        "source": item.source,
        "as_reported": date(setting.published(item.source)),
        "quotation": item.quotation,
        "text": item.text,
        "speaker": ref(item.speaker, setting),
        "said_to": ref(item.said_to, setting) if item.said_to else None,
        "about": refs(item.about, setting),
        "topic": list(item.topic),
        "context": item.context,
        "evidence": [item.paragraph] if item.paragraph else [],
        "state": item.state,
    }


def gap(item: Gap, setting: Setting) -> "contract.Gap":
    """Return something that the source does not give."""
    return {
        "kind": "gap",
        "id": item.id,
        "dataset": setting.source(item.source).dataset,
        "source": item.source,
        "as_reported": date(setting.published(item.source)),
        "wording": item.wording,
        "about": refs(item.about, setting),
        "topic": list(item.topic),
        "state": item.state,
    }


def entity(item: Entity, setting: Setting) -> "contract.Entity":
    """Return an entity."""
    members = item.members
    return {
        "kind": item.kind,
        "id": item.id,
        "label": item.label,
        "codes": list(item.codes),
        "aliases": [{"name": alias.name, "type": alias.type} for alias in item.aliases],
        "roles": [{"title": role.title, "basis": basis(role.basis)} for role in item.roles],
        "relations": [
            {"type": relation.type, "to": ref(relation.to, setting), "basis": basis(relation.basis)}
            for relation in item.relations
        ],
        "members": members and {"are": refs(members.are, setting), "basis": basis(members.basis)},
        "uses": [{"wording": use.wording, "basis": basis(use.basis)} for use in item.uses],
        "note": item.note,
        "same_as": list(item.same_as),
        "state": item.state,
    }


def source(item: Source, setting: Setting) -> "contract.Source":
    """Return a source, without its paragraphs."""
    return {
        "kind": "source",
        "id": item.id,
        "dataset": item.dataset,
        "title": item.title,
        "supplied_title": item.supplied_title,
        "publisher": ref(item.publisher, setting),
        "publisher_basis": basis(item.publisher_basis),
        "authors": list(item.authors),
        "url": item.url,
        "language": item.language,
        "published": date(item.published),
        "sections": list(item.sections),
        "paragraphs": len(item.paragraphs),
        "normaliser": item.normaliser,
        "missing": [{"field": missing.field, "reason": missing.reason} for missing in item.missing],
        "derived_from": [{"to": origin.to, "basis": basis(origin.basis)} for origin in item.derived_from],
        "state": item.state,
    }


def paragraph(item: Paragraph, stands: Stands) -> "contract.Paragraph":
    """Return a paragraph with the ids of what stands on it."""
    return {
        "kind": "paragraph",
        "source": stands.source,
        "number": item.number,
        "section": item.section,
        "sha256": item.sha256,
        "folded": item.folded,
        "empty": item.empty,
        "claims": list(stands.claims),
        "quotes": list(stands.quotes),
    }


def standing(item: Standing, setting: Setting) -> "contract.Position":
    """Return where a country stands on a question; its value is null where the source does not say."""
    record = item.claim
    published = record and setting.published(record.source)
    return {
        "kind": "position",
        "country": ref(item.country, setting),
        "question": item.question,
        "value": item.value,
        "claim": record and record.id,
        "source": record and record.source,
        "as_reported": published and date(published),
        "said_by": record and ref(record.said_by, setting),
        "status": record.status if record else "not-said",
        "passed": record and published and passed(record, published, setting.today),
        "evidence": list(record.evidence) if record else [],
        "basis": basis(record.position.basis) if record and record.position else None,
    }


def comparison(item: Comparison, setting: Setting) -> "contract.Comparison":
    """Return how what several sources say of a country on a question compares."""
    return {
        "kind": "comparison",
        "country": ref(item.country, setting),
        "question": item.question,
        "order": item.order,
        "latest": list(item.latest),
        "values": [
            {
                "value": accord.value,
                "claims": [claim.id for claim in accord.claims],
                "sources": accord.sources,
                "voices": accord.voices,
            }
            for accord in item.accords
        ],
    }


def edition(item: Edition) -> "contract.Edition":
    """Return what a dataset calls itself, and what it holds."""
    return {
        "id": item.id,
        "version": item.version,
        "title": item.title,
        "sha256": item.sha256,
        "drafts": item.drafts,
    }


def membership(member: Entity, group: Entity, setting: Setting) -> "contract.Membership":
    """Return on what it rests that what is said of a group bears on one of it."""
    return {
        "kind": "membership",
        "member": ref(member.id, setting),
        "about": refs([group.id], setting),
        "basis": basis(group.members.basis) if group.members else None,
    }


def related(item: Related, setting: Setting) -> "contract.Related":
    """Return how another entity stands to the one of a card."""
    return {
        "kind": "relation",
        "id": item.entity.id,
        "label": item.entity.label,
        "type": item.relation.type,
        "to": ref(item.relation.to, setting),
        "basis": basis(item.relation.basis),
    }


def ref(ident: str, setting: Setting) -> "contract.Ref":
    """Return an entity as it is referred to."""
    return {"id": ident, "label": setting.labels[ident]}


def refs(ids: Iterable[str], setting: Setting) -> "list[contract.Ref]":
    """Return entities as they are referred to."""
    return [ref(ident, setting) for ident in ids]


def basis(item: Basis) -> "contract.Basis":
    """Return on what a field rests."""
    return {
        "kind": item.kind,
        "reason": item.reason,
        "paragraphs": list(item.paragraphs),
        "newsletter": item.newsletter,
        "source": item.source,
    }


def date(item: Date) -> "contract.Date":
    """Return a date."""
    return {
        "edtf": item.edtf,
        "wording": item.wording,
        "basis": basis(item.basis),
        "earliest": item.earliest,
        "latest": item.latest,
        "start_latest": item.start_latest,
        "text": item.text,
    }


def _linked(item: Linked, setting: Setting) -> "contract.Beside":
    return {
        "type": item.type,
        "direction": "out" if item.out else "in",
        "claim": item.claim.id,
        "source": item.claim.source,
        "as_reported": date(setting.published(item.claim.source)),
        "status": item.claim.status,
        "text": item.claim.text,
    }


def _quantity(item: Quantity) -> "contract.Quantity":
    return {
        "value": item.value,
        "low": item.low,
        "high": item.high,
        "worded": item.worded,
        "qualifier": item.qualifier,
        "unit": item.unit,
        "per": item.per,
        "counted": item.counted,
        "conversion": item.conversion,
        "as_of": item.as_of and date(item.as_of),
        "basis": basis(item.basis),
    }


def _position(item: Position, setting: Setting) -> "contract.ClaimPosition":
    return {
        "country": ref(item.country, setting),
        "question": item.question,
        "value": item.value,
        "basis": basis(item.basis),
    }
