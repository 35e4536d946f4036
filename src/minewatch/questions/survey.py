"""Everything at once, or what filters keep of it: what a page shows."""

from collections import defaultdict

from minewatch.answers import Figures, Holdings, Matrix, Survey, Timeline, Withdrawn
from minewatch.errors import NothingFound
from minewatch.filters import Filters
from minewatch.model import Claim, Record
from minewatch.questions import cards, claims, figures, quotes, sources, timeline
from minewatch.selection import TABLES, Selection


def ask(selection: Selection, holdings: Holdings) -> Survey:
    """Return `holdings` as the other questions answer with them: standings, timeline, figures, quotations, cards."""
    asked, group = holdings.filters, holdings.group
    # Where the subject itself has none, these are its group's, and so is all else on the page
    filters = asked._replace(about=(group,)) if group else asked
    quotations = quotes.of(selection, tuple(holdings.quotes), filters, quotes.reported(selection, filters))
    return Survey(
        matrix=_matrix(selection, holdings),
        timeline=_timeline(selection, filters),
        figures=_figures(selection, filters),
        quotations=quotations,
        claims=claims.in_full(selection, holdings.claims),
        gaps=tuple(holdings.gaps),
        entities=holdings.entities,
        sources=tuple(sources.card(selection, source) for source in holdings.sources),
        withdrawn=Withdrawn((), ()) if any(asked) else _withdrawn(selection),
        above=_above(selection),
        group=group,
        filters=asked,
    )


def _matrix(selection: Selection, holdings: Holdings) -> Matrix:
    try:
        whole = cards.matrix(selection)
    except NothingFound:
        return Matrix((), (), ())
    if not any(holdings.filters):
        return whole
    named = {entity.id for entity in holdings.filters.about}
    for records in (holdings.claims, holdings.gaps):
        named |= {ident for record in records for ident in record.about}
    countries = tuple(country for country in whole.countries if country.id in named)
    return Matrix(
        countries,
        tuple(standing for standing in whole.standings if standing.country in named),
        tuple(one for one in whole.comparisons if one.country in named),
    )


def _timeline(selection: Selection, filters: Filters) -> Timeline:
    try:
        return timeline.ask(selection, filters)
    except NothingFound:
        return Timeline((), selection.count(Claim, filters), None, filters)


def _figures(selection: Selection, filters: Filters) -> Figures:
    try:
        return figures.ask(selection, (), filters)
    except NothingFound:
        return Figures((), 0, None, filters)


def _withdrawn(selection: Selection) -> Withdrawn:
    """Return the records that were taken back, which still answer to their ids."""
    taken: list[Record] = []
    for kind, table in TABLES.items():
        taken += selection.read(kind, f"SELECT record FROM {table} WHERE NOT live ORDER BY n")
    cards = claims.in_full(selection, (record for record in taken if isinstance(record, Claim)))
    return Withdrawn(cards, tuple(record for record in taken if not isinstance(record, Claim)))


def _above(selection: Selection) -> dict[str, frozenset[str]]:
    """Return, by the id of each entity, that entity and whatever its affiliation leads to."""
    found: dict[str, set[str]] = defaultdict(set)
    for entity, member in selection.db.execute("SELECT entity, member FROM reach"):
        found[member].add(entity)
    return {member: frozenset(entities) for member, entities in found.items()}
