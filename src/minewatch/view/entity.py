"""Who and what the source speaks of: a list by kind, a card, and several side by side."""

from collections.abc import Iterable

from minewatch.answers import Entities, EntityCard, EntityCards, Related, Setting
from minewatch.model import KINDS, Basis, Entity
from minewatch.text import one_line
from minewatch.view import card, wording
from minewatch.view.blocks import Block, Entries, Entry, Run, Section, Title, Words, field
from minewatch.view.card import Part
from minewatch.view.entries import said
from minewatch.view.quote import quotations

_PLURAL = {"country": "Countries", "person": "People", "treaty": "Treaties"}
_STANDS = {
    "affiliation": ("affiliated with", "affiliated with it"),
    "member_of": ("member of", "members"),
    "part_of": ("part of", "parts"),
    "included_in": ("included in", "includes"),
    "borders": ("borders on", "bordered by"),
}
"""How an entity stands to another, and that to it."""


def listing(answer: Entities, setting: Setting) -> list[Block]:
    """Return everything that has a name under its kind, with its other names and its id."""
    name = f"{len(answer.entities)} of {setting.whole:,} names" if setting.whole else "Names"
    blocks: list[Block] = [Title((Run(name, "title"),), wording.reported(setting))]
    for kind in KINDS:
        of_kind = [entity for entity in answer.entities if entity.kind == kind]
        if of_kind:
            blocks += [Section(plural(kind)), Entries(tuple(line(entity) for entity in of_kind))]
    return wording.with_legend(blocks, "the card of one: minewatch entity NAME", setting)


def plural(kind: str) -> str:
    """Return what heads the entities of a kind."""
    return _PLURAL.get(kind, f"{kind.capitalize()}s")


def line(entity: Entity) -> Entry:
    """Return an entity with its id, its codes and its other names."""
    names = ", ".join(one_line(alias.name) for alias in entity.aliases)
    about = " · ".join(part for part in (" ".join(entity.codes[:2]), f"also {names}" if names else "") if part)
    body = (Run(about, "dim"),) if about else ()
    return Entry((Run(one_line(entity.label), "label"),), (Run(entity.id, "id"),), body, ())


def cards(answer: EntityCards, setting: Setting) -> list[Block]:
    """Return the card of one entity, or of several side by side."""
    if len(answer.cards) == 1:
        (one,) = answer.cards
        entity = one.profile.entity
        codes = f" · {' · '.join(entity.codes[:2])}" if entity.codes else ""
        name = (Run(one_line(entity.label), "title"), Run(f"  {entity.kind}{codes}", "dim"))
        by = bool(one.said) or any(claim.said_by == entity.id for claim in one.profile.claims)
        lists = [f"--{name} {entity.id}" for name, some in (("about", one.profile.claims), ("by", by)) if some]
        ids = f"ids: minewatch claim {', or '.join(lists)}; " if lists else ""
        more = f"{ids}how a claim was read: minewatch claim ID"
        return card.page(name, _parts(one, setting), setting, more)
    names = [one_line(one.profile.entity.label) for one in answer.cards]
    return card.abreast(
        names, [_parts(one, setting) for one in answer.cards], setting, "each in full: minewatch entity NAME"
    )


def _parts(one: EntityCard, setting: Setting) -> list[Part]:
    entity = one.profile.entity
    *about, silent = card.parts(one.profile, setting, besides=one.words)
    whose = "" if entity.kind == "person" else ", with whoever is affiliated"
    spoken = {quote.id for quote in one.words}
    rest = (claim for claim in one.said if not spoken.intersection(claim.quotes))
    return [
        Part("Names to find it by", list(names(entity))),
        Part("What it is", list(standing(entity, one.related, setting))),
        *about,
        Part(f"In own words{whose}", quotes=quotations(one.words, one.direct, setting)),
        Part(f"Says besides{whose}", [said(claim, setting) for claim in rest]),
        Part("Passes on, or is told", [said(claim, setting) for claim in one.heard]),
        silent,
    ]


def names(entity: Entity) -> Iterable[Entry]:
    """Yield what else it is called, by kind of name."""
    by_type: dict[str, list[str]] = {}
    for alias in entity.aliases:
        by_type.setdefault(alias.type, []).append(one_line(alias.name))
    for kind, alike in by_type.items():
        yield field("also" if kind == "other" else kind, Run(", ".join(alike)))


def standing(entity: Entity, related: Iterable[Related], setting: Setting) -> Iterable[Entry]:
    """Yield what the entity holds, how it stands to others and they to it, its members, and what the term covers."""
    for role in entity.roles:
        yield _stated("is", role.title, role.basis, setting)
    for relation in entity.relations:
        yield _stated(_STANDS[relation.type][0], wording.label(relation.to, setting), relation.basis, setting)
    both = {relation.to for relation in entity.relations if relation.type == "borders"}
    for other in related:
        if other.relation.type == "borders" and other.entity.id in both:
            continue
        yield _stated(_STANDS[other.relation.type][1], other.entity.label, other.relation.basis, setting)
    if entity.members:
        members = ", ".join(wording.label(member, setting) for member in entity.members.are)
        yield _stated("members", members, entity.members.basis, setting)
    for use in entity.uses:
        yield _stated("called", use.wording, use.basis, setting)
    if entity.state:
        yield field(entity.state, Run("the dataset takes this record back", "alleged"))
    if len(entity.same_as) > 1:
        yield field("one of", Run(", ".join(entity.same_as), "id"))
    if entity.note:
        yield field("note", Run(one_line(entity.note)))


def _stated(label: str, text: str, basis: Basis, setting: Setting) -> Entry:
    where: Words = ()
    if basis.paragraphs and basis.source:
        where = (wording.where(basis.paragraphs, basis.source, setting),)
    if basis.newsletter:
        where = (Run("newsletter lines", "where"),)
    return field(label, *wording.marked(text, basis))._replace(source=where)
