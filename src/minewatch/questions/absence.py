"""Why there is no answer: the source says nothing on the subject, or the filters leave nothing of what it says."""

from collections.abc import Iterable

from minewatch.answers import NO_FILTERS, Filters
from minewatch.errors import FilteredOut, NotSaid
from minewatch.model import Claim, Entity, Quote
from minewatch.selection import Selection, among
from minewatch.text import count

_ROWS = {"timeline": "dated claim"}
"""What a command lists, where it is not called after that."""
_NAMED = 5
"""How many claims without a date a message names."""


def answerable(selection: Selection, filters: Filters) -> tuple[Filters, Entity | None]:
    """Return filters under which subject and topic have records: those given, or those of the subject's group.

    Raises:
        NotSaid: subject and topic alone match nothing.
    """
    bare = Filters(filters.about, filters.topic)
    if _said(selection, bare):
        return filters, None
    for group in selection.groups_of(filters.about):
        if _said(selection, bare._replace(about=(group,))):
            return filters._replace(about=(group,)), group
    ids = [entity.id for entity in filters.about]
    sql = "SELECT count(DISTINCT claim) FROM voice WHERE entity IN (SELECT value FROM json_each(?))"
    (voiced,) = selection.db.execute(sql, [among(ids)]).fetchone()
    besides = f"; it says, passes on or is told {count(voiced, 'claim')} on other things" if voiced else ""
    raise NotSaid(
        f"in this dataset, but the source says nothing on {subject(filters)}{besides}",
        about=ids,
        topic=filters.topic,
        tries=[f"minewatch entity {ident}" for ident in ids] or ["minewatch claim"],
    )


def nothing_left(selection: Selection, filters: Filters, noun: str, *, of: str = "1") -> FilteredOut:
    """Return which of the filters beside subject and topic leaves nothing of the claims for which `of` (SQL) holds.

    That is each which alone leaves nothing, else each without which something would be left, else all together.

    Args:
        selection: where the claims are.
        filters: under which there are none.
        noun: the command that was given.
        of: which claims the command is on at all.
    """
    bare = Filters(filters.about, filters.topic)
    there = selection.count(bare, of)
    given = {name: getattr(filters, name) for name in Filters._fields[2:] if getattr(filters, name)}
    alone = {n: value for n, value in given.items() if not selection.any(Claim, bare._replace(**{n: value}), of)}
    spared = {n: value for n, value in given.items() if selection.any(Claim, _without(filters, [n]), of)}
    guilty = alone or spared or given
    named = options(NO_FILTERS._replace(**guilty))
    left = _without(filters, guilty)
    undated = selection.count(bare, "dated = 0") if "since" in guilty or "until" in guilty else 0
    besides = f"; besides: {count(undated, 'claim')} without a date" if undated else ""
    return FilteredOut(
        f"{named} leaves nothing of {count(there, _ROWS.get(noun, noun))}{besides}",
        filters={name: ",".join(values) for name, values in NO_FILTERS._replace(**guilty).options().items()},
        without=there,
        tries=[command(noun, left)],
    )


def _without(filters: Filters, names: Iterable[str]) -> Filters:
    return filters._replace(**{name: Filters._field_defaults[name] for name in names})


def undated(selection: Selection, filters: Filters) -> FilteredOut:
    """Return that none of the claims on a subject has a date, and which there are."""
    first = selection.kept(Claim, filters, "dated = 0")[:_NAMED]
    number = selection.count(filters, "dated = 0")
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


def _said(selection: Selection, filters: Filters) -> bool:
    return any(selection.any(kind, filters) for kind in (Claim, Quote))
