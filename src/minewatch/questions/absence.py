"""Why there is no answer: the source says nothing on the subject, or the filters leave nothing of what it says."""

from collections.abc import Callable, Iterable

from minewatch.errors import FilteredOut, NotSaid
from minewatch.filters import NO_FILTERS, Filters
from minewatch.model import Claim, Entity, Quote
from minewatch.selection import VOICED, Selection, among
from minewatch.text import count

_BY = {
    "stated": "",
    "implied": " as the source implies",
    "inferred": " as we infer",
    "background": " by general knowledge",
}
"""On what it rests who the members of a group are."""
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
    if not any(bare):
        raise none_at_all(selection, "claim or quote")
    for group in selection.groups_of(filters.about):
        if _said(selection, bare._replace(about=(group,))):
            return filters._replace(about=(group,)), group
    message, tries = _of_members(selection, bare) or _of_its_own(selection, bare) or (_nothing_on(bare), [])
    ids = [entity.id for entity in filters.about]
    raise NotSaid(
        f"in this dataset, but {message}",
        about=ids,
        topic=filters.topic,
        tries=tries or [f"minewatch entity {ident}" for ident in ids] or ["minewatch claim"],
    )


def none_at_all(selection: Selection, what: str) -> NotSaid:
    """Return that there is no such record in the dataset, whatever is asked; what there is instead is to be tried."""
    there = dict(selection.db.execute("SELECT name, number FROM tally"))
    nouns = {"claim": "claim", "quotation": "quote", "entity": "entity", "source": "source"}
    tries = [f"minewatch {noun}" for name, noun in nouns.items() if there[name]][:1]
    return NotSaid(f"there is no {what} in this dataset", tries=tries)


def _nothing_on(bare: Filters) -> str:
    return f"the source says nothing on {subject(bare)}"


def _of_members(selection: Selection, bare: Filters) -> tuple[str, list[str]] | None:
    """Return what is said on the topic of the members of a group, of which itself there is nothing, and where."""
    for group in bare.about:
        if group.members:
            members = bare._replace(about=selection.listed(Entity, group.members.are))
            if number := selection.count(Claim, members):
                whose = f"on {_or(entity.label for entity in members.about)}, members{_BY[group.members.basis.kind]}"
                message = f"{_nothing_on(bare)} as a whole; {whose}: {count(number, 'claim')}"
                return message, [command("claim", members)]
    return None


def _of_its_own(selection: Selection, bare: Filters) -> tuple[str, list[str]] | None:
    """Return how many claims are from, through or to a subject that none is about, and where they are."""
    whom = _or(entity.label for entity in bare.about)
    for topic in dict.fromkeys((bare.topic, ())):
        number = _voiced(selection, bare._replace(topic=topic))
        if not number:
            continue
        its_own = f"from, through or to {whom}: {count(number, 'claim')}"
        tries = _spoken(selection, bare.about, topic)
        if topic:
            return f"no claim about {whom} is on {_or(topic)}; {its_own} on that", tries
        if bare.topic:
            return f"{_nothing_on(bare)}; {its_own} on other topics", tries
        return f"no claim is about {whom}; {its_own}", tries
    return None


def _spoken(selection: Selection, about: Iterable[Entity], topic: tuple[str, ...]) -> list[str]:
    """Return what asks for the claims on a topic that some of these say, else for those that they pass on."""
    on = NO_FILTERS._replace(topic=topic)
    by = tuple(entity for entity in about if selection.any(Claim, on._replace(by=(entity,))))
    via = tuple(entity for entity in about if selection.any(Claim, on._replace(via=(entity,))))
    return [command("claim", on._replace(by=by) if by else on._replace(via=via))] if by or via else []


def _voiced(selection: Selection, filters: Filters) -> int:
    """Return how many claims on a topic a subject, or whoever is affiliated, says, passes on or is told."""
    where, values = selection.where("claim", NO_FILTERS._replace(topic=filters.topic))
    sql = f"SELECT count(*) FROM claim WHERE {where} AND {VOICED}"
    (number,) = selection.db.execute(sql, [*values, among(selection.reach(filters.about))]).fetchone()
    return int(number)


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
    of = f"no claim on {subject(filters)}" if any(filters) else "no claim in this dataset"
    return FilteredOut(
        f"{of} has a date; {count(number, 'claim')} without one{ids}",
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
