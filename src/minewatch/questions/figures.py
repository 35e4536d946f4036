"""Figures: all of them, or those about somebody and those that somebody gives."""

from collections.abc import Sequence

from minewatch.answers import NO_FILTERS, FigureGroup, Figures, Filters
from minewatch.errors import FilteredOut, NothingFound, NotSaid
from minewatch.model import Claim, Entity
from minewatch.questions.absence import command, options
from minewatch.questions.claims import keep
from minewatch.selection import Selection
from minewatch.text import count

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
    if not groups:
        raise _none(selection, entities, filters)
    untimed = filters._replace(since=None, until=None)
    without = _groups(selection, entities, untimed, "dated = 0") if untimed != filters else []
    return Figures(tuple(groups), sum(len(group.claims) for group in without), None, filters)


def _groups(
    selection: Selection, entities: Sequence[Entity], filters: Filters, condition: str = "1"
) -> list[FigureGroup]:
    """Return what is said about each of `entities`, then what each says of others; no claim twice."""
    seen: set[str] = set()
    groups = []
    for entity in entities:
        for relation, own in (("about", filters._replace(about=(entity,))), ("by", filters._replace(by=(entity,)))):
            found = selection.kept(Claim, own, f"{_FIGURE} AND {condition}")
            claims = tuple(claim for claim in found if claim.id not in seen)
            seen |= {claim.id for claim in claims}
            groups += [FigureGroup(relation, entity, claims)] if claims else []
    return groups


def _none(selection: Selection, entities: Sequence[Entity], filters: Filters) -> NothingFound:
    ids = [entity.id for entity in entities]
    names = " or ".join(entity.label for entity in entities)
    there = sum(len(group.claims) for group in _groups(selection, entities, NO_FILTERS))
    if there:
        return FilteredOut(
            f"{options(filters)} leaves nothing of {count(there, 'figure')} about {names} or said by them",
            filters={name: ",".join(values) for name, values in filters.options().items()},
            without=there,
            tries=[command("figure", NO_FILTERS, *ids)],
        )
    return NotSaid(
        f"in this dataset, but the source gives no figure about {names}, and none of theirs",
        about=ids,
        tries=[f"minewatch entity {ident}" for ident in ids],
    )
