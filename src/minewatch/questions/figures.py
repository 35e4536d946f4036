"""Figures: all of them, or those about somebody and those that somebody gives."""

from collections.abc import Sequence

from minewatch.answers import FigureGroup, Figures
from minewatch.errors import NothingFound, NotSaid
from minewatch.filters import NO_FILTERS, Filters
from minewatch.model import Claim, Entity
from minewatch.questions.absence import nothing_left
from minewatch.questions.claims import keep
from minewatch.selection import Selection

_FIGURE = "figure = 1"


def ask(selection: Selection, entities: Sequence[Entity], filters: Filters) -> Figures:
    """Return the figures that the filters keep: of `entities` those about them and those said by them, or all.

    Raises:
        NothingFound: the source gives none, or none is left by the filters.
    """
    if not entities:
        kept = keep(selection, filters, "figure", of=_FIGURE)
        return Figures((FigureGroup("all", None, kept.claims),), kept.undated, kept.group, filters)
    groups = _groups(selection, entities, filters)
    if not any(group.claims for group in groups):
        raise _none(selection, entities, filters)
    timed = filters.untimed != filters
    without = _groups(selection, entities, filters.untimed, "dated = 0") if timed else []
    return Figures(tuple(groups), sum(len(group.claims) for group in without), None, filters)


def _groups(
    selection: Selection, entities: Sequence[Entity], filters: Filters, condition: str = "1"
) -> list[FigureGroup]:
    """Return what is said about each of `entities`, then what each says of others; no claim twice.

    Of an entity with no figure at all there is an empty group, so that nobody takes it for covered.
    """
    # The plus keeps SQLite from going through all figures: about one entity there are few
    of = f"+{_FIGURE} AND {condition}"
    seen: set[str] = set()
    groups = []
    for entity in entities:
        own = []
        for relation, filter_ in (("about", Filters(about=(entity,))), ("by", Filters(by=(entity,)))):
            found = selection.kept(Claim, filters, filter_, condition=of)
            claims = tuple(claim for claim in found if claim.id not in seen)
            seen |= {claim.id for claim in claims}
            own += [FigureGroup(relation, entity, claims)] if claims else []
        groups += own or [FigureGroup("about", entity, ())]
    return groups


def _none(selection: Selection, entities: Sequence[Entity], filters: Filters) -> NothingFound:
    def left(filters: Filters) -> int:
        return sum(len(group.claims) for group in _groups(selection, entities, filters))

    ids = [entity.id for entity in entities]
    names = " or ".join(entity.label for entity in entities)
    if left(NO_FILTERS):
        return nothing_left(filters, left, "figure", *ids, what="figure", fixed=NO_FILTERS)
    return NotSaid(
        f"in this dataset, but the source gives no figure about {names}, and none of theirs",
        about=ids,
        tries=[f"minewatch entity {ident}" for ident in ids],
    )
