"""Whether the source says anything on a subject; and where it does not, what it says that is near to that.

A reader who is told that there is nothing takes it that there is nothing of the kind: so what the subject says itself
is named, what is said of a group's members, of weapons under other names, and of the subject on other topics.
"""

from collections.abc import Callable, Iterable

from minewatch.errors import NotSaid
from minewatch.filters import NO_FILTERS, Filters
from minewatch.model import Claim, Entity, Quote
from minewatch.questions.absence import command, either, none_at_all, subject
from minewatch.selection import VOICED, Selection, among
from minewatch.text import count

_BY = {
    "stated": "",
    "implied": " as the source implies",
    "inferred": " as we infer",
    "background": " by general knowledge",
}
"""On what it rests who the members of a group are."""

Near = tuple[str, list[str]]
"""What is said instead, and the commands that have it."""


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
    nothing: Near = f"the source says nothing on {subject(bare)}", []
    message, tries = next(filter(None, (near(selection, bare) for near in _NEAR)), nothing)
    ids = [entity.id for entity in filters.about]
    raise NotSaid(
        f"in this dataset, but {message}",
        about=ids,
        topic=filters.topic,
        tries=tries or [f"minewatch entity {ident}" for ident in ids] or _anything(selection),
    )


def _anything(selection: Selection) -> list[str]:
    return [f"minewatch {noun}" for noun, kind in (("claim", Claim), ("quote", Quote)) if selection.any(kind)][:1]


def _of_members(selection: Selection, bare: Filters) -> Near | None:
    """Return what is said on the topic of the members of a group, of which itself there is nothing."""
    if len(bare.about) != 1 or not (whole := bare.about[0].members):
        return None
    members = bare._replace(about=selection.listed(Entity, whole.are))
    number = selection.count(Claim, members)
    if not number:
        return None
    on = f" and {either(bare.topic)}" if bare.topic else ""
    whose = f"{either(entity.label for entity in members.about)}, members{_BY[whole.basis.kind]}"
    message = f"the source says nothing on {bare.about[0].label} as a whole{on}; on {whose}: {count(number, 'claim')}"
    return message, [command("claim", members)]


def _of_its_own(selection: Selection, bare: Filters) -> Near | None:
    """Return what a subject says on the topic that no claim about it is on, or at all where none is about it."""
    number = _voiced(selection, bare)
    if not number or (not bare.topic and selection.any(Claim, bare)):
        return None
    whom = either(entity.label for entity in bare.about)
    beyond = selection.reach(bare.about) - {entity.id for entity in bare.about}
    its_own = f"from, through or to {whom}{' or anybody affiliated' if beyond else ''}: {count(number, 'claim')}"
    tries = _spoken(selection, bare)
    if bare.topic:
        return f"no claim about {whom} is on {either(bare.topic)}; {its_own} on that", tries
    return f"no claim is about {whom}; {its_own}", tries


def _of_other_terms(selection: Selection, bare: Filters) -> Near | None:
    """Return what is said on the topic of weapons that the source calls otherwise, of which it may mean the same."""
    if not bare.about or any(entity.kind != "weapon" for entity in bare.about):
        return None
    ids = {entity.id for entity in bare.about}
    terms = selection.kept(Entity, condition="kind = 'weapon'")
    others = bare._replace(about=tuple(entity for entity in terms if entity.id not in ids))
    number = selection.count(Claim, others) if others.about else 0
    if not number:
        return None
    under = f"on {either(entity.label for entity in others.about)}: {count(number, 'claim')}"
    return f"the source says nothing on {subject(bare)} by that name; {under}", [command("claim", others)]


def _on_other_topics(selection: Selection, bare: Filters) -> Near | None:
    """Return that a subject has claims about it, and what it says itself, on other topics."""
    if not (bare.about and bare.topic):
        return None
    about = bare._replace(topic=())
    nothing = f"the source says nothing on {subject(bare)}"
    if number := selection.count(Claim, about):
        return f"{nothing}; about {subject(about)}: {count(number, 'claim')} on other topics", [command("claim", about)]
    if near := _of_its_own(selection, about):
        return f"{nothing}; {near[0]}", near[1]
    return None


_NEAR: tuple[Callable[[Selection, Filters], Near | None], ...] = (
    _of_members,
    _of_its_own,
    _of_other_terms,
    _on_other_topics,
)
"""Each is given a subject and topic on which there is nothing; the nearest comes first."""


def _said(selection: Selection, filters: Filters) -> bool:
    return any(selection.any(kind, filters) for kind in (Claim, Quote))


def _spoken(selection: Selection, bare: Filters) -> list[str]:
    """Return what asks for the claims on a topic that some of a subject say, and for those that they pass on."""
    on = NO_FILTERS._replace(topic=bare.topic)
    by = on._replace(by=_each(bare.about, lambda entity: selection.any(Claim, on._replace(by=(entity,)))))
    via = on._replace(via=_each(bare.about, lambda entity: selection.any(Claim, on._replace(via=(entity,)))))
    return [command("claim", filters) for filters, some in ((by, by.by), (via, via.via)) if some]


def _each(entities: Iterable[Entity], holds: Callable[[Entity], bool]) -> tuple[Entity, ...]:
    return tuple(filter(holds, entities))


def _voiced(selection: Selection, filters: Filters) -> int:
    """Return how many claims on a topic a subject, or whoever is affiliated, says, passes on or is told."""
    where, values = selection.where("claim", NO_FILTERS._replace(topic=filters.topic))
    sql = f"SELECT count(*) FROM claim WHERE {where} AND {VOICED}"
    (number,) = selection.db.execute(sql, [*values, among(selection.reach(filters.about))]).fetchone()
    return int(number)
