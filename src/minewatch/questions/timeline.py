"""What happened and what was still ahead."""

from collections.abc import Iterator, Sequence
from heapq import merge
from operator import itemgetter

from minewatch.answers import Stop, Timeline
from minewatch.errors import NothingFound
from minewatch.filters import Filters
from minewatch.model import Claim, Source
from minewatch.passing import lies_ahead
from minewatch.questions.absence import nothing_left, subject, undated
from minewatch.questions.silence import answerable
from minewatch.reading import MANY, Reading
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
    kept = _placed(filters)
    undated = selection.count(Claim, untimed, condition="dated = 0")
    if selection.more_than(MANY, Claim, filters, condition=kept):
        return _streamed(selection, filters, kept, undated)._replace(group=group, filters=asked)
    dated = selection.kept(Claim, filters, condition="dated = 1", order="earliest, latest, n")
    standing = () if filters.since or filters.until else selection.kept(Claim, untimed, condition="standing = 1")
    if not dated and not standing:
        raise _nothing(selection, asked, filters)
    of: dict[str, tuple[list[Claim], list[Claim]]] = {}
    for side, claims in enumerate((dated, standing)):
        for claim in claims:
            of.setdefault(claim.source, ([], []))[side].append(claim)
    courses = [_course(source, *of[source.id]) for source in selection.listed(Source, of)]
    stops = tuple(stop for _, stop in merge(*courses, key=itemgetter(0)))
    return Timeline(stops, undated - len(standing), group, asked)


def _streamed(selection: Selection, filters: Filters, kept: str, undated: int) -> Timeline:
    """Return what is too much to be held: the same order, in SQL."""
    where, values = selection.where("claim", filters)
    rank = " ".join(f"WHEN '{status}' THEN {n}" for n, status in enumerate(_FIRST))
    kept_claims = f"""
WITH kept AS (
    SELECT n, source, dated, ahead, CASE status {rank} ELSE {len(_FIRST)} END AS rank, earliest || ' ' || latest AS days
    FROM claim WHERE {where} AND {kept}
),
published AS (
    SELECT source.n AS nth, source.id AS source, max(
        source.earliest || ' ' || CASE source.latest WHEN '' THEN '{_LAST}' ELSE source.latest END,
        coalesce(max(CASE WHEN dated AND NOT ahead THEN days END), '')
    ) AS days FROM kept JOIN source ON source.id = kept.source GROUP BY source.id
),
stop AS (
    SELECT kept.n, kept.source, nth, CASE WHEN NOT dated THEN 1 WHEN ahead THEN 3 ELSE 0 END AS phase,
        CASE WHEN dated THEN 0 ELSE rank END AS rank, kept.days AS own,
        CASE WHEN NOT dated THEN published.days WHEN ahead THEN max(kept.days, published.days) ELSE kept.days END
            AS days
    FROM kept JOIN published ON published.source = kept.source
    UNION ALL SELECT NULL, source, nth, 2, 0, '', days FROM published
)
SELECT n, source, phase = 3 FROM stop"""
    order = "ORDER BY days, nth, phase, rank, own, n"

    def claim(n: int, *_: object) -> Claim:
        (found,) = selection.read(Claim, "SELECT record FROM claim WHERE n = ?", [n])
        return found

    def stop(n: int | None, source: str, ahead: int) -> Stop:
        return Stop(source, None if n is None else claim(n), ahead=bool(ahead))

    number = selection.db.execute(f"SELECT count(*), sum(dated = 0) FROM claim WHERE {where} AND {kept}", values)
    claims, standing = number.fetchone()
    stops = Reading(selection.db, f"{kept_claims} {order}", values, stop, f"SELECT count(*) FROM ({kept_claims})")
    alone = Reading(selection.db, f"{kept_claims} WHERE n IS NOT NULL {order}", values, claim, claims)
    return Timeline(stops, undated - standing, None, filters, alone)


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


def _placed(filters: Filters) -> str:
    """Return which claims have a place on a timeline, in SQL: a time filter keeps those alone that have a date."""
    return "dated = 1" if filters.since or filters.until else "(dated = 1 OR standing = 1)"


def _nothing(selection: Selection, asked: Filters, filters: Filters) -> NothingFound:
    bare = filters.subject

    def left(filters: Filters) -> int:
        return selection.count(Claim, filters, condition=_placed(filters))

    found: NothingFound
    if there := left(bare):
        found = nothing_left(filters, left, "timeline", fixed=bare)
        others = selection.count(Claim, bare) - there
        found.message += " on the timeline" + (f"; {count(others, 'more claim')} without a date" if others else "")
    else:
        found = undated(selection, bare)
    if filters is not asked:
        found.message = f"of {subject(asked)} by itself nothing is said; {found.message}"
    return found


def _decisions_first(claim: Claim) -> int:
    return _FIRST.index(claim.status) if claim.status in _FIRST else len(_FIRST)
