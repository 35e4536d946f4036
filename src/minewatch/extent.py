"""How long an answer is, and how it is cut."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

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
    Stop,
    Timeline,
)
from minewatch.record import NamedTuple


class Rows(NamedTuple):
    """How long an answer is."""

    number: int
    noun: str


_ROWS: dict[type, tuple[str, str]] = {
    Matrix: ("countries", "countries"),
    Timeline: ("claims", "claims"),
    Quotations: ("whole", "quotations"),
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
    return Rows(len(getattr(answer, field)), noun)


def cut(answer: Answer, limit: int | None) -> Answer:
    """Return `answer` with its first `limit` rows, all of them if that is None."""
    if limit is None or rows(answer) is None:
        return answer
    if beginning := _BEGINNINGS.get(type(answer)):
        return beginning(answer, limit)
    field, _ = _ROWS[type(answer)]
    return answer._replace(**{field: getattr(answer, field)[:limit]})


def _of_matrix(answer: Matrix, limit: int) -> Matrix:
    kept = {country.id for country in answer.countries[:limit]}
    standings = tuple(standing for standing in answer.standings if standing.country in kept)
    return Matrix(answer.countries[:limit], standings, tuple(c for c in answer.comparisons if c.country in kept))


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
    """Return the first quotations, each of them whole."""
    whole = answer.whole[:limit]
    return answer._replace(quotes=tuple(quote for quote in answer.quotes if quote.quotation in whole))


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
