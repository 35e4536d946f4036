"""Dates to scale: where on the page's timeline a date lies, in percent of its width; what it means is drawn as such.

What happened long before is drawn in an overview, and the months around the publication beside it, enlarged: there is
a break between the two. A day that cannot be told is never drawn as something that lasted.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from minewatch.dates import MONTHS
from minewatch.model import Date

_BEFORE, _AFTER, _TODAY = 3, 12, 9
"""How many months are enlarged before the first publication and after the last; how many more to reach today."""
_OVERVIEW = 22.0
_BREAK = 6.0
"""In percent of the width."""
_MOST = 0.6
"""What is enlarged is at most this part of all; above that nothing is."""
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)


class Panel(NamedTuple):
    """A part of the drawing: from one month to another, counted from the year 0, at its place across the page."""

    first: float
    last: float
    left: float
    right: float

    def at(self, month: float) -> float:
        """Return where a time lies, inside of the panel."""
        part = (min(max(month, self.first), self.last) - self.first) / (self.last - self.first)
        return round(self.left + part * (self.right - self.left), 2)

    def holds(self, first: float, last: float) -> bool:
        """Return whether anything of the time from `first` to `last` lies in it."""
        return first < self.last and last > self.first


class Tick(NamedTuple):
    """A mark on the axis; without a label it is a small one."""

    x: float
    label: str
    anchor: str
    """Which end of the label stands there, in the words of SVG."""


class Shape(NamedTuple):
    """A date in one panel."""

    kind: str
    """`within`, a day somewhere in there; `lasting`; or `by-then`, some day before."""
    x: float
    width: float
    basis: str
    from_before: bool
    """Whether it begins before what the panel shows, or at a time not known."""
    goes_on: bool
    """Whether it ends after that, or at a time not known."""


class Scale(NamedTuple):
    """The panels, from left to right: the overview and what is enlarged, or one for all."""

    panels: tuple[Panel, ...]
    ticks: tuple[Tick, ...]
    window: Shape | None
    """What of the overview is enlarged."""

    @property
    def parted(self) -> float | None:
        """Where the break is; None where there is none."""
        return round(self.panels[0].right + _BREAK / 2, 2) if len(self.panels) > 1 else None

    def shapes(self, when: Date) -> tuple[Shape, ...]:
        """Return how a date is drawn: once in each panel in which anything of it lies."""
        first, last = _days(when)
        kind = "lasting" if "/" in when.edtf else "within"
        return tuple(
            Shape(
                kind,
                panel.at(first),
                round(panel.at(last) - panel.at(first), 2),
                when.basis.kind,
                first < panel.first,
                last > panel.last and panel is self.panels[-1],
            )
            for panel in self.panels
            if panel.holds(first, last)
        )

    def by_then(self, published: Date) -> tuple[Shape, ...]:
        """Return how that is drawn of which its source says no more than that it had come to that."""
        if published.latest is None:
            return ()
        at = self.panels[-1].at(_month(published.latest, end=True))
        return (Shape("by-then", at, 0, "stated", from_before=True, goes_on=False),)

    def today(self, day: str) -> Tick:
        """Return where the present day lies; at the edge, and said so, where it is beyond that."""
        panel, at = self.panels[-1], _month(day)
        label = "today" if at <= panel.last else "today →"
        x = panel.at(at)
        return Tick(x, label, "end" if x > (panel.left + panel.right) / 2 else "start")


def scale(dates: Sequence[Date], published: Sequence[Date], today: str) -> Scale | None:
    """Return the scale on which `dates` can be drawn; None where not one of them has an end."""
    ends = [month for when in (*dates, *published) for month in _ends(when)]
    if not ends:
        return None
    near = _near(published, today)
    first, last = min(ends), max(*ends, *([near[1]] if near else []), _month(today) if near is None else 0)
    first, last = first // 12 * 12, -(-last // 12) * 12
    if near is None or near[1] - near[0] > (last - first) * _MOST:
        if near:
            first, last = min(first, near[0]), max(last, near[1])
        one = Panel(first, max(last, first + 12), 0, 100)
        return Scale((one,), tuple(_ticks(one)), None)
    overview, enlarged = Panel(first, last, 0, _OVERVIEW), Panel(*near, _OVERVIEW + _BREAK, 100)
    left, right = overview.at(near[0]), overview.at(near[1])
    ends_only = (Tick(0, _year(first), "start"), Tick(_OVERVIEW, _year(last), "end"))
    decades = (Tick(overview.at(month), "", "middle") for month in _every(overview, 120))
    window = Shape("within", left, round(right - left, 2), "stated", from_before=False, goes_on=False)
    return Scale((overview, enlarged), (*ends_only, *decades, *_ticks(enlarged)), window)


def _near(published: Sequence[Date], today: str) -> tuple[float, float] | None:
    """Return the months to enlarge: those around the publications, up to today where that is not far."""
    ends = [month for when in published for month in _ends(when)]
    if not ends:
        return None
    first, last = min(ends) // 1 - _BEFORE, -(-max(ends) // 1) + _AFTER
    now = -(-_month(today) // 1) + 1
    return first, now if last < now <= last + _TODAY else last


def _ticks(panel: Panel) -> Iterable[Tick]:
    """Yield a mark a month with every third named, or on a longer scale those of round years."""
    months = panel.last - panel.first
    if months <= 30:  # noqa: PLR2004
        for month in _every(panel, 1):
            year, number = divmod(int(month), 12)
            named = MONTHS[number] if number else f"{year:04}"
            yield Tick(panel.at(month), named if number % 3 == 0 else "", "middle")
        return
    step = next((step for step in _STEPS if months / 12 / step <= 8), _STEPS[-1])  # noqa: PLR2004
    for month in _every(panel, step * 12):
        yield Tick(panel.at(month), _year(month), "middle")


def _every(panel: Panel, months: int) -> Iterable[float]:
    """Yield the round times inside of a panel, its ends aside."""
    month = (panel.first // months + 1) * months
    while month < panel.last:
        yield month
        month += months


def _year(month: float) -> str:
    return f"{int(month // 12):04}"


def _ends(when: Date) -> list[float]:
    found = [_month(when.earliest)] if when.earliest else []
    return [*found, _month(when.latest, end=True)] if when.latest else found


def _days(when: Date) -> tuple[float, float]:
    """Return the times from which and to which a date can be, without end where it is open."""
    first = _month(when.earliest) if when.earliest else float("-inf")
    return first, _month(when.latest, end=True) if when.latest else float("inf")


def _month(day: str, *, end: bool = False) -> float:
    """Return the beginning of a day `YYYY-MM-DD` in months from the year 0, or its end."""
    year, month, number = map(int, day.split("-"))
    # The last of a month, however long that is, ends with it
    over = end and (number >= 30 or (month == 2 and number >= 28))  # noqa: PLR2004
    return year * 12 + month - 1 + (1.0 if over else (number - 1 + end) / 31)
