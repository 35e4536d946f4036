"""What happened and what was still ahead."""

from collections.abc import Iterator, Sequence
from functools import partial
from heapq import merge
from operator import itemgetter

from minewatch.answers import Stop, Timeline
from minewatch.errors import FilteredOut
from minewatch.filters import Filters
from minewatch.model import Claim, Source
from minewatch.passing import lies_ahead
from minewatch.questions.absence import answerable, nothing_left, subject, undated
from minewatch.selection import Selection
from minewatch.text import count

_FIRST = ("decided", "announced", "occurred", "not-yet")
_LAST = "~"
"""What an open end is in order of days."""


def ask(selection: Selection, asked: Filters) -> Timeline:
    """Return the claims that have a date, oldest first, and those that stood at publication without one.

    Raises:
        NothingFound: the source says nothing on that, or nothing is left by the filters.
    """
    filters, group = answerable(selection, asked)
    untimed = filters.untimed
    dated = selection.kept(Claim, filters, condition="dated = 1", order="earliest, latest, n")
    standing = () if filters.since or filters.until else selection.kept(Claim, untimed, condition="standing = 1")
    if not dated and not standing:
        raise _nothing(selection, asked, filters)
    sources = selection.listed(Source, {claim.source for claim in (*dated, *standing)})
    courses = [
        _course(source, *([c for c in claims if c.source == source.id] for claims in (dated, standing)))
        for source in sources
    ]
    return Timeline(
        tuple(stop for _, stop in merge(*courses, key=itemgetter(0))),
        selection.count(Claim, untimed, condition="dated = 0") - len(standing),
        group,
        asked,
    )


Days = tuple[str, str]
"""The first and the last day that something can mean."""


def _course(source: Source, dated: Sequence[Claim], standing: Sequence[Claim]) -> Iterator[tuple[Days, Stop]]:
    """Yield the claims of one source and its publication in their order, each with the days that it goes by.

    Among those of other sources it never stands before what it comes after in its own.
    """
    at = (source.published.earliest or "", source.published.latest or _LAST)
    sides: tuple[list[Claim], list[Claim]] = [], []
    for claim in dated:
        sides[lies_ahead(claim, source.published)].append(claim)
    stops = [
        *((_days(claim), Stop(source.id, claim, ahead=False)) for claim in sides[False]),
        *((at, Stop(source.id, claim, ahead=False)) for claim in sorted(standing, key=_decisions_first)),
        (at, Stop(source.id, None, ahead=False)),
        *((_days(claim), Stop(source.id, claim, ahead=True)) for claim in sides[True]),
    ]
    latest = ("", "")
    for days, stop in stops:
        latest = max(latest, days)
        yield latest, stop


def _days(claim: Claim) -> Days:
    when = claim.when
    return (when and when.earliest) or "", (when and when.latest) or _LAST


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
