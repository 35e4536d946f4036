"""Why there is no answer: the source says nothing on the subject, or the filters leave nothing of what it says."""

from collections.abc import Callable, Iterable

from minewatch.errors import FilteredOut, NotSaid
from minewatch.filters import NO_FILTERS, Filters
from minewatch.model import Claim, Entity, Quote
from minewatch.selection import VOICED, Selection, among
from minewatch.text import count

_NAMED = 5
"""How many claims without a date a message names."""


def answerable(selection: Selection, filters: Filters) -> tuple[Filters, Entity | None]:
    """Return filters under which subject and topic have records: those given, or those of the subject's group.

    Raises:
        NotSaid: subject and topic alone match nothing.
    """
    bare = filters.subject
    if _said(selection, bare):
        return filters, None
    for group in selection.groups_of(filters.about):
        if _said(selection, bare._replace(about=(group,))):
            return filters._replace(about=(group,)), group
    ids = [entity.id for entity in filters.about]
    sql = f"SELECT count(*) FROM claim WHERE live AND {VOICED}"
    (voiced,) = selection.db.execute(sql, [among(ids)]).fetchone()
    besides = f"; it says, passes on or is told {count(voiced, 'claim')} on other things" if voiced else ""
    raise NotSaid(
        f"in this dataset, but the source says nothing on {subject(filters)}{besides}",
        about=ids,
        topic=filters.topic,
        tries=[f"minewatch entity {ident}" for ident in ids] or ["minewatch claim"],
    )


def nothing_left(
    filters: Filters, left: Callable[[Filters], int], noun: str, *names: str, what: str = "claim", fixed: Filters
) -> FilteredOut:
    """Return which of the filters leaves nothing: each that does alone, or each without which something would be left.

    Args:
        filters: under which nothing is left.
        left: how many rows filters leave.
        noun: the command that was given.
        names: what it was given.
        what: what the rows are called.
        fixed: the filters that are not in question; under them alone there are rows.
    """
    given = [name for name, value in filters._asdict().items() if value != getattr(fixed, name)]
    alone = [name for name in given if not left(fixed._replace(**{name: getattr(filters, name)}))]
    spared = [name for name in given if left(_without(filters, [name], fixed))]
    guilty = next((names for names in (alone, spared) if names and left(_without(filters, names, fixed))), given)
    named = NO_FILTERS._replace(**{name: getattr(filters, name) for name in guilty})
    there = left(fixed)
    return FilteredOut(
        f"{options(named)} leaves nothing of {count(there, what)}",
        filters=named.options(),
        without=there,
        tries=[command(noun, _without(filters, guilty, fixed), *names)],
    )


def undated(selection: Selection, filters: Filters) -> FilteredOut:
    """Return that none of the claims on a subject has a date, and which there are; or that there are but quotes."""
    first = selection.kept(Claim, filters, condition="dated = 0", limit=_NAMED)
    number = selection.count(Claim, filters, condition="dated = 0")
    ids = f": {', '.join(claim.id for claim in first)}" if first else "; there are quotes on it"
    return FilteredOut(
        f"no claim on {subject(filters)} has a date; {count(number, 'claim')} without one{ids}",
        filters={},
        without=number,
        tries=[command("claim" if first else "quote", filters)],
    )


def command(noun: str, filters: Filters, *names: str) -> str:
    """Return the command line that asks `noun` with `filters`."""
    return " ".join(part for part in ("minewatch", noun, *names, options(filters)) if part)


def options(filters: Filters) -> str:
    """Return `filters` as they are written on a command line."""
    return " ".join(f"--{name} {value}" for name, values in filters.options().items() for value in values)


def subject(filters: Filters) -> str:
    """Return what `filters` ask about, as in `Norway and production`."""
    return " and ".join(filter(None, (_or(e.label for e in filters.about), _or(filters.topic)))) or "anything"


def _or(words: Iterable[str]) -> str:
    return " or ".join(words)


def _without(filters: Filters, names: Iterable[str], fixed: Filters) -> Filters:
    return filters._replace(**{name: getattr(fixed, name) for name in names})


def _said(selection: Selection, filters: Filters) -> bool:
    return any(selection.any(kind, filters) for kind in (Claim, Quote))
