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
    Summary,
)
from minewatch.errors import FilteredOut
from minewatch.filters import Filters
from minewatch.model import LADDERS, Claim, Entity, Gap, Quote
from minewatch.reading import MANY, Gathered
from minewatch.selection import VOICED, Selection, among

FEW = 3
"""So many standings on one question can be taken in at once; of more it is told how many sources have which value."""


def matrix(selection: Selection) -> Matrix:
    """Return the standing of every country on every question."""
    countries = selection.kept(Entity, condition="kind = 'country'")
    if not countries:
        from minewatch.questions.absence import none_at_all  # which the answer does without

        raise none_at_all(selection, "country")
    (number,) = selection.db.execute("SELECT number FROM tally WHERE name = 'position'").fetchone()
    if number > MANY:
        return _streamed(selection, countries)
    found = tuple(s for country in countries for s in standings(selection, country.id))
    return Matrix(countries, found, comparisons(selection, found))


def _streamed(selection: Selection, countries: tuple[Entity, ...]) -> Matrix:
    """Return what is too much to be held."""
    counts: dict[tuple[str, str], list[tuple[str, int]]] = {}
    sql = "SELECT country, question, value, claims FROM standing ORDER BY claims DESC, value"
    for country, question, *counted in selection.db.execute(sql):
        counts.setdefault((country, question), []).append((counted[0], counted[1]))

    def told(country: str) -> list[int]:
        """Return how many sources say where a country stands, of each question."""
        return [sum(claims for _, claims in counts.get((country, question), ())) for question in LADDERS]

    many = {cell: tuple(values) for cell, values in counts.items() if sum(claims for _, claims in values) > FEW}
    few = tuple(
        standing
        for country in countries
        for standing in standings(selection, country.id, [q for q in LADDERS if (country.id, q) not in many])
    )
    ids = [country.id for country in countries]
    return Matrix(
        countries,
        Gathered(ids, partial(standings, selection), lambda country: sum(max(number, 1) for number in told(country))),
        Gathered(
            ids,
            lambda country: comparisons(selection, standings(selection, country)),
            lambda country: sum(number > 1 for number in told(country)),
        ),
        Summary(few, comparisons(selection, few), many),
    )


def countries(selection: Selection, found: Iterable[Entity]) -> Cards:
    """Return the profiles of the countries `found`."""
    return Cards(tuple(profile(selection, country) for country in found))


def standings(selection: Selection, country: str, questions: Sequence[str] = tuple(LADDERS)) -> tuple[Standing, ...]:
    """Return where the country with that id stands on each of `questions`: by every source that says so, in order."""
    where = "country = ? AND live AND question IN (SELECT value FROM json_each(?))"
    sql = f"SELECT record FROM claim WHERE {where} ORDER BY n"
    asked = by_question(selection.read(Claim, sql, [country, among(questions)]))
    standing = partial(Standing, country)
    return tuple(
        one
        for question in questions
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
    positions = standings(selection, entity.id) if entity.kind == "country" else ()
    return Profile(
        entity=entity,
        positions=positions,
        claims=selection.kept(Claim, about),
        quotes=quotes,
        direct=selection.read_from(quotes),
        gaps=selection.kept(Gap, about),
        groups=groups,
        group_claims=selection.kept(Claim, Filters(about=groups)) if groups else (),
        comparisons=comparisons(selection, positions),
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
    voiced = f"SELECT record FROM claim WHERE live AND {VOICED} ORDER BY n"
    return EntityCard(
        about,
        said,
        words,
        selection.read_from(words),
        tuple(claim for claim in selection.read(Claim, voiced, [among([entity.id])]) if claim.id not in shown),
        tuple(Related(other, r) for other in others for r in other.relations if r.to == entity.id),
    )
