"""Answers as programs get them, in the shapes of `contract`: a document, its results, and single records."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from minewatch import CONTRACT, __version__
from minewatch.answers import (
    Answer,
    Beginning,
    Briefs,
    Cards,
    Checked,
    Citations,
    ClaimCards,
    Claims,
    Differences,
    Entities,
    EntityCards,
    Figures,
    Hits,
    Matrix,
    Profile,
    Quotations,
    Renewed,
    Setting,
    SourceCards,
    Sources,
    Timeline,
    Verification,
    Welcome,
)
from minewatch.model import Claim, Entity, Gap, Quote, Record, Source
from minewatch.reading import Reading, is_read
from minewatch.shapes import briefs, cards, problems, renewal, verification
from minewatch.shapes.absences import absence
from minewatch.shapes.beginnings import beginning, draft
from minewatch.shapes.changes import change, differences
from minewatch.shapes.citations import citation
from minewatch.shapes.records import (
    basis,
    claim,
    comparison,
    date,
    edition,
    entity,
    gap,
    membership,
    paragraph,
    quote,
    ref,
    related,
    source,
    standing,
)

__all__ = ["Plain", "absence", "envelope", "records", "results"]

Plain = Mapping[str, Any]


def envelope(
    setting: Setting,
    *,
    total: int,
    truncated: bool,
    undated: int = 0,
    group: Entity | None = None,
    absence: Plain | None = None,
) -> Plain:
    """Return what stands around the results: who answers, from which dataset, reported when, and how many there are."""
    return {
        "minewatch": __version__,
        "contract": CONTRACT,
        "datasets": list(map(edition, setting.editions)),
        "as_reported": [
            {
                "source": article.id,
                "publisher": ref(article.publisher, setting),
                "publisher_basis": basis(article.publisher_basis),
                "published": date(article.published),
            }
            for article in (() if setting.find else setting.sources)
        ],
        "today": setting.today,
        "total": total,
        "truncated": truncated,
        "undated": undated,
        "group": ref(group.id, setting) if group else None,
        "absence": absence,
    }


def known_number(answer: Answer) -> int | None:
    """Return how many results there are of an answer that is read as it is gone through; None of any other."""
    if isinstance(answer, Matrix):
        parts: Sequence[object] = (answer.standings, answer.comparisons)
    else:
        parts = [answer.found if isinstance(answer, Hits) else getattr(answer, _LISTS.get(type(answer), ""), None)]
    return sum(part.records for part in parts if isinstance(part, Reading)) if isinstance(parts[0], Reading) else None


def results(answer: Answer, setting: Setting) -> Iterable[Plain]:
    """Return what a JSON document lists: records, a card with its records inside being one."""
    if whole := _WHOLE.get(type(answer)):
        return [whole(answer)]
    if isinstance(answer, Briefs):
        return briefs.briefs(answer, setting)
    if carded := _CARDS.get(type(answer)):
        field, card = carded
        return [card(item, setting) for item in getattr(answer, field)]
    return records(answer, setting)


def records(answer: Answer, setting: Setting) -> Iterator[Plain]:
    """Yield the records of an answer, each once."""
    if field := _LISTS.get(type(answer)):
        items = getattr(answer, field)
        # What is read as it is gone through comes once, and is not held to see that
        if is_read(answer):
            return (_SHAPES[type(item)](item, setting) for item in items)
        return _shaped(items, setting)
    return _GATHERED[type(answer)](answer, setting)


def _of_welcome(answer: Welcome, _: Setting) -> Iterator[Plain]:
    yield {"kind": "overview", "datasets": list(map(edition, answer.editions)), **answer.counts._asdict()}


def _of_matrix(answer: Matrix, setting: Setting) -> Iterator[Plain]:
    yield from (standing(item, setting) for item in answer.standings)
    yield from (comparison(item, setting) for item in answer.comparisons)


def _of_cards(answer: Cards, setting: Setting) -> Iterator[Plain]:
    yield from _of_profiles(answer.profiles, setting)


def _of_briefs(answer: Briefs, setting: Setting) -> Iterator[Plain]:
    yield from _of_profiles([item.profile for item in answer.briefs], setting)
    cited = (one for item in answer.briefs for one in briefs.sources(item, setting))
    yield from {one["id"]: one for one in cited}.values()


def _of_entity_cards(answer: EntityCards, setting: Setting) -> Iterator[Plain]:
    yield from _shaped((card.profile.entity for card in answer.cards), setting)
    yield from _of_profiles([card.profile for card in answer.cards], setting)
    about = {claim.id for card in answer.cards for claim in card.profile.claims}
    others = (claim for card in answer.cards for claim in (*card.said, *card.heard) if claim.id not in about)
    yield from _shaped(others, setting)
    quoted = {quote.id for card in answer.cards for quote in card.profile.quotes}
    yield from _shaped((quote for card in answer.cards for quote in card.words if quote.id not in quoted), setting)
    yield from (related(other, setting) for card in answer.cards for other in card.related)


def _of_claim_cards(answer: ClaimCards, setting: Setting) -> Iterator[Plain]:
    yield from _shaped((card.claim for card in answer.cards), setting)
    yield from _shaped((quote for card in answer.cards for quote in card.quotes), setting)


def _of_source_cards(answer: SourceCards, setting: Setting) -> Iterator[Plain]:
    for card in answer.cards:
        yield source(card.source, setting)
        yield from map(paragraph, card.source.paragraphs, card.stands)


def _of_citations(answer: Citations, setting: Setting) -> Iterator[Plain]:
    from minewatch.view.reference import references  # its wording is what no other record needs

    yield from map(citation, references(answer, setting))


def _of_differences(answer: Differences, _: Setting) -> Iterator[Plain]:
    yield from map(change, answer.changes)


def _of_checked(answer: Checked, _: Setting) -> Iterator[Plain]:
    yield from map(problems.problem, answer.problems)


def _of_beginning(answer: Beginning, _: Setting) -> Iterator[Plain]:
    yield from map(draft, answer.drafts)


def _of_profiles(profiles: Sequence[Profile], setting: Setting) -> Iterator[Plain]:
    """Yield claims, quotes, gaps, memberships and silent positions of several cards."""
    for field in ("claims", "group_claims", "quotes", "gaps"):
        yield from _shaped((record for item in profiles for record in getattr(item, field)), setting)
    yield from (membership(item.entity, group, setting) for item in profiles for group in item.groups)
    yield from (standing(item, setting) for profile in profiles for item in profile.positions if item.claim is None)
    yield from (comparison(item, setting) for profile in profiles for item in profile.comparisons)


def _shaped(items: Iterable[Record], setting: Setting) -> Iterator[Plain]:
    """Yield records in their shapes, each once."""
    for item in {item.id: item for item in items}.values():
        yield _SHAPES[type(item)](item, setting)


_SHAPES: dict[type, Callable[[Any, Setting], Plain]] = {
    Claim: claim,
    Quote: quote,
    Gap: gap,
    Entity: entity,
    Source: source,
}
_CARDS: dict[type, tuple[str, Callable[[Any, Setting], Plain]]] = {
    Cards: ("profiles", cards.country_card),
    EntityCards: ("cards", cards.entity_card),
    ClaimCards: ("cards", cards.claim_card),
    SourceCards: ("cards", cards.source_card),
}
"""The field that holds the cards of an answer, and the shape of one."""
_WHOLE: dict[type, Callable[[Any], Plain]] = {
    Verification: verification.verification,
    Differences: differences,
    Checked: problems.checked,
    Beginning: beginning,
    Renewed: renewal.renewed,
}
"""The shape of an answer that is one result."""
_LISTS: dict[type, str] = {
    Timeline: "claims",
    Claims: "claims",
    Figures: "claims",
    Quotations: "quotes",
    Entities: "entities",
    Hits: "records",
    Sources: "sources",
}
"""The field that holds the records of an answer that is nothing but these."""
_GATHERED: dict[type, Callable[[Any, Setting], Iterator[Plain]]] = {
    Welcome: _of_welcome,
    Matrix: _of_matrix,
    Cards: _of_cards,
    Briefs: _of_briefs,
    EntityCards: _of_entity_cards,
    ClaimCards: _of_claim_cards,
    SourceCards: _of_source_cards,
    Citations: _of_citations,
    Verification: verification.records,
    Differences: _of_differences,
    Checked: _of_checked,
    Beginning: _of_beginning,
    Renewed: renewal.records,
}
