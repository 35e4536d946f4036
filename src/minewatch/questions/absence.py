"""Why there is no answer: there is no such record at all, or the filters leave nothing of what the source says."""

from collections.abc import Callable, Iterable

from minewatch.errors import FilteredOut, NothingFound, NotSaid
from minewatch.filters import NO_FILTERS, Filters
from minewatch.model import Claim
from minewatch.selection import Selection
from minewatch.text import count

_NAMED = 5
"""How many claims without a date a message names."""


def none_at_all(selection: Selection, what: str) -> NotSaid:
    """Return that there is no such record in the dataset, whatever is asked; what there is instead is to be tried."""
    there = dict(selection.db.execute("SELECT name, number FROM tally"))
    nouns = {"claim": "claim", "quotation": "quote", "entity": "entity", "source": "source"}
    tries = [f"minewatch {noun}" for name, noun in nouns.items() if there[name]][:1]
    return NotSaid(f"there is no {what} in this dataset", tries=tries)


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


def undated(selection: Selection, filters: Filters) -> NothingFound:
    """Return that none of the claims on a subject has a date, and which there are; or that there are but quotes."""
    if not any(filters) and not selection.any(Claim):
        return none_at_all(selection, "claim")
    first = selection.kept(Claim, filters, condition="dated = 0", limit=_NAMED)
    number = selection.count(Claim, filters, condition="dated = 0")
    besides = "; there are quotes on it"
    if first:
        besides = f"; {count(number, 'claim')} without that: {', '.join(claim.id for claim in first)}"
    of = f"no claim on {subject(filters)}" if any(filters) else "no claim in this dataset"
    return FilteredOut(
        f"{of} says when it happens{besides}",
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
    return " and ".join(filter(None, (either(e.label for e in filters.about), either(filters.topic)))) or "anything"


def either(words: Iterable[str]) -> str:
    """Return `words` as they are read out, any of them being meant."""
    return " or ".join(words)


def _without(filters: Filters, names: Iterable[str], fixed: Filters) -> Filters:
    return filters._replace(**{name: getattr(fixed, name) for name in names})
