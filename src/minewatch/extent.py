"""How long an answer is, and how it is cut."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, groupby, islice
from operator import attrgetter
from typing import Any, TypeVar

from minewatch.agreement import Comparison
from minewatch.answers import (
    Answer,
    Citations,
    Claims,
    Entities,
    Figures,
    Hits,
    Matrix,
    Quotations,
    Sources,
    Standing,
    Stop,
    Timeline,
)
from minewatch.reading import Gathered
from minewatch.record import NamedTuple

P = TypeVar("P", Standing, Comparison)

_VOICES = 20
"""Of so many speakers a page that is cut says how much of theirs is in indirect speech."""


class Rows(NamedTuple):
    """How long an answer is."""

    number: int
    noun: str


_ROWS: dict[type, tuple[str, str]] = {
    Matrix: ("countries", "countries"),
    Timeline: ("claims", "claims"),
    Quotations: ("number", "quotations"),
    Entities: ("entities", "entities"),
    Claims: ("claims", "claims"),
    Figures: ("claims", "figures"),
    Hits: ("found", "hits"),
    Sources: ("sources", "sources"),
    Citations: ("cited", "citations"),
}
"""Of each answer that has rows, where these are and what they are called."""


def rows(answer: Answer) -> Rows | None:
    """Return how long `answer` is; None for what is always whole, as a card is, and a comparison."""
    if type(answer) not in _ROWS or (isinstance(answer, Claims) and answer.compare):
        return None
    field, noun = _ROWS[type(answer)]
    found = getattr(answer, field)
    return Rows(found if isinstance(found, int) else len(found), noun)


def cut(answer: Answer, limit: int | None) -> Answer:
    """Return `answer` with its first `limit` rows, all of them if that is None."""
    if limit is None or rows(answer) is None:
        return answer
    if beginning := _BEGINNINGS.get(type(answer)):
        return beginning(answer, limit)
    field, _ = _ROWS[type(answer)]
    return answer._replace(**{field: getattr(answer, field)[:limit]})


def _of_matrix(answer: Matrix, limit: int) -> Matrix:
    countries = answer.countries[:limit]
    kept = [country.id for country in countries]

    def of(part: Sequence[P]) -> Sequence[P]:
        return part.of(kept) if isinstance(part, Gathered) else tuple(one for one in part if one.country in kept)

    summary = answer.summary and answer.summary._replace(shown=True)
    return Matrix(countries, of(answer.standings), of(answer.comparisons), summary)


def _of_timeline(answer: Timeline, limit: int) -> Timeline:
    """Return the first claims, and the publications of their sources wherever these stand."""
    if answer.streamed:
        return answer._replace(stops=tuple(_beginning(answer.stops, limit)), streamed=())
    kept = answer.claims[:limit]
    ids, sources = {claim.id for claim in kept}, {claim.source for claim in kept}
    return answer._replace(
        stops=tuple(s for s in answer.stops if (s.claim.id in ids if s.claim else s.source in sources))
    )


def _beginning(stops: Sequence[Stop], limit: int) -> Iterator[Stop]:
    """Yield stops up to so many claims, with the publications of the sources of these, be they later."""
    number = limit * 2
    while True:
        taken = stops[:number]
        claims = [n for n, stop in enumerate(taken) if stop.claim][:limit]
        if len(claims) == limit or len(taken) < number:
            break
        number *= 4
    ahead = dict.fromkeys(taken[n].source for n in claims)
    for stop in taken[: claims[-1] + 1]:
        if stop.claim:
            yield stop
        elif stop.source in ahead:
            del ahead[stop.source]
            yield stop
    yield from (Stop(source, None, ahead=False) for source in ahead)


def _of_quotations(answer: Quotations, limit: int) -> Quotations:
    """Return the first quotations, each of them whole, and the voices that most is reported of."""
    parts = groupby(answer.quotes, key=attrgetter("quotation"))
    quotes = tuple(chain.from_iterable(part for _, part in islice(parts, limit)))
    if answer.read_from:
        claims = answer.read_from(quotes)
    else:
        ids = {quote.id for quote in quotes}
        claims = tuple(claim for claim in answer.claims if ids.intersection(claim.quotes))
    number = min(limit, answer.number)
    reported = answer.reported if answer.filters.by else answer.reported[:_VOICES]
    return answer._replace(quotes=quotes, claims=claims, number=number, reported=reported, read_from=None)


def _of_figures(answer: Figures, limit: int) -> Figures:
    """Return the first figures; a group that has none says so, and is not one whose figures were cut."""
    groups = []
    for group in answer.groups:
        if limit or not group.claims:
            groups.append(group._replace(claims=group.claims[:limit]))
        limit = max(limit - len(group.claims), 0)
    return answer._replace(groups=tuple(groups))


_BEGINNINGS: dict[type, Callable[[Any, int], Answer]] = {
    Matrix: _of_matrix,
    Timeline: _of_timeline,
    Quotations: _of_quotations,
    Figures: _of_figures,
}
"""How those answers are cut that are more than one list."""
