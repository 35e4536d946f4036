"""What there is on a country, or on anything else that has a name, gathered on a card."""

from collections.abc import Iterable, Sequence
from functools import partial

from minewatch.agreement import Comparison, by_question, compare
from minewatch.answers import (
    Cards,
    Entities,
    EntityCard,
    EntityCards,
    Matrix,
    Profile,
    Related,
    Standing,
)
from minewatch.errors import FilteredOut
from minewatch.filters import Filters
from minewatch.model import LADDERS, Claim, Entity, Gap, Quote
from minewatch.selection import Selection, among


def matrix(selection: Selection) -> Matrix:
    """Return the standing of every country on every question."""
    countries = selection.kept(Entity, condition="kind = 'country'")
    found = tuple(s for country in countries for s in standings(selection, country))
    return Matrix(countries, found, comparisons(selection, found))


def countries(selection: Selection, found: Iterable[Entity]) -> Cards:
    """Return the profiles of the countries `found`."""
    return Cards(tuple(profile(selection, country) for country in found))


def standings(selection: Selection, country: Entity) -> tuple[Standing, ...]:
    """Return where `country` stands on each question: by every source that says so, in the order of the datasets."""
    claims = selection.read(Claim, "SELECT record FROM claim WHERE country = ? AND live ORDER BY n", [country.id])
    asked = by_question(claims)
    standing = partial(Standing, country.id)
    return tuple(
        one
        for question in LADDERS
        for one in [standing(question, claim) for claim in asked.get(question, ())] or [standing(question, None)]
    )


def comparisons(selection: Selection, found: Sequence[Standing]) -> tuple[Comparison, ...]:
    """Return how the standings compare that several sources have on one question."""
    claims: dict[tuple[str, str], list[Claim]] = {}
    for standing in found:
        if standing.claim:
            claims.setdefault((standing.country, standing.question), []).append(standing.claim)
    if all(len(alike) == 1 for alike in claims.values()):
        return ()
    sources = selection.sources_behind(claim.source for alike in claims.values() for claim in alike)
    return tuple(filter(None, (compare(alike, sources) for alike in claims.values())))


def profile(selection: Selection, entity: Entity) -> Profile:
    """Return what is said of `entity`, and of whatever is affiliated with it."""
    groups = selection.groups_of([entity])
    about = Filters(about=(entity,))
    quotes = selection.whole_quotations(selection.kept(Quote, about))
    positions = standings(selection, entity) if entity.kind == "country" else ()
    return Profile(
        entity,
        positions,
        selection.kept(Claim, about),
        quotes,
        selection.read_from(quotes),
        selection.kept(Gap, about),
        groups,
        selection.kept(Claim, Filters(about=groups)) if groups else (),
        comparisons(selection, positions),
    )


def entities(selection: Selection, kinds: Sequence[str]) -> Entities:
    """Return everything that has a name, of these kinds where any is given.

    Raises:
        FilteredOut: there is nothing of these kinds.
    """
    if not kinds:
        return Entities(selection.many(Entity))
    sql = "SELECT record FROM entity WHERE live AND kind IN (SELECT value FROM json_each(?)) ORDER BY n"
    found = selection.read(Entity, sql, [among(kinds)])
    if not found:
        number = selection.count(Entity)
        raise FilteredOut(
            f"--kind {','.join(kinds)} leaves none of {number} entities",
            filters={"kind": kinds},
            without=number,
            tries=["minewatch entity"],
        )
    return Entities(found)


def of(selection: Selection, found: Iterable[Entity]) -> EntityCards:
    """Return the cards of the entities `found`."""
    return EntityCards(tuple(_card(selection, entity) for entity in found))


def _card(selection: Selection, entity: Entity) -> EntityCard:
    about = profile(selection, entity)
    shown = {claim.id for claim in about.claims} | {quote.id for quote in about.quotes}
    by = Filters(by=(entity,))
    words = tuple(quote for quote in selection.kept(Quote, by) if quote.id not in shown)
    sql = "SELECT record FROM entity WHERE live AND n IN (SELECT n FROM related WHERE entity = ?) ORDER BY n"
    others = selection.read(Entity, sql, [entity.id])
    said = tuple(claim for claim in selection.kept(Claim, by) if claim.id not in shown)
    shown |= {claim.id for claim in said}
    voiced = "SELECT record FROM claim WHERE live AND n IN (SELECT claim FROM voice WHERE entity = ?) ORDER BY n"
    return EntityCard(
        about,
        said,
        words,
        selection.read_from(words),
        tuple(claim for claim in selection.read(Claim, voiced, [entity.id]) if claim.id not in shown),
        tuple(Related(other, r) for other in others for r in other.relations if r.to == entity.id),
    )
