"""What happened and what was still ahead."""

from functools import partial

from minewatch.answers import Timeline
from minewatch.errors import FilteredOut
from minewatch.filters import Filters
from minewatch.model import Claim, Source
from minewatch.passing import lies_ahead
from minewatch.questions.absence import answerable, nothing_left, subject, undated
from minewatch.selection import Selection
from minewatch.text import count

_FIRST = ("decided", "announced", "occurred", "not-yet")


def ask(selection: Selection, asked: Filters) -> Timeline:
    """Return the claims that have a date, oldest first, and those that stood at publication without one.

    Raises:
        NothingFound: the source says nothing on that, or nothing is left by the filters.
    """
    filters, group = answerable(selection, asked)
    untimed = filters.untimed
    published = {source.id: source.published for source in selection.kept(Source)}
    dated = selection.kept(Claim, filters, condition="dated = 1", order="earliest, latest, n")
    standing = () if filters.since or filters.until else selection.kept(Claim, untimed, condition="standing = 1")
    if not dated and not standing:
        raise _nothing(selection, asked, filters)
    sides: tuple[list[Claim], list[Claim]] = [], []
    for claim in dated:
        sides[lies_ahead(claim, published[claim.source])].append(claim)
    return Timeline(
        tuple(sides[False]),
        tuple(sorted(standing, key=_decisions_first)),
        tuple(sides[True]),
        selection.count(Claim, untimed, condition="dated = 0") - len(standing),
        group,
        asked,
    )


def _nothing(selection: Selection, asked: Filters, filters: Filters) -> FilteredOut:
    bare = filters.subject
    if selection.count(Claim, bare, condition="dated = 1"):
        left = partial(selection.count, Claim, condition="dated = 1")
        found = nothing_left(filters, left, "timeline", what="dated claim", fixed=bare)
        others = selection.count(Claim, bare, condition="dated = 0")
        found.message += f"; besides: {count(others, 'claim')} without a date" if others else ""
    else:
        found = undated(selection, bare)
    if filters is not asked:
        found.message = f"of {subject(asked)} by itself nothing is said; {found.message}"
    return found


def _decisions_first(claim: Claim) -> int:
    return _FIRST.index(claim.status) if claim.status in _FIRST else len(_FIRST)
