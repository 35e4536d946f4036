"""EDTF (ISO 8601-2): what an expression can mean in days, and how it is read out.

Understood are dates, months, years and seasons, unspecified digits (`X`), the qualifiers `~` (about), `?` (uncertain)
and `%` (both) at the end of a date, intervals, open or unknown ends, and one-of sets. Anything else of the standard is
a clear fault. All of this happens when a dataset is compiled, or a user gives a date; a look-up only compares days.
"""

import re

from minewatch.record import NamedTuple

FIRST_DAY = "0000-01-01"
LAST_DAY = "9999-12-31"

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""As they are read out."""
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
# ISO 8601-2 gives the seasons numbers and no months; these are the meteorological ones of the north, winter's ending
# in the year after
_SEASONS = {"21": ("spring", 3, 5), "22": ("summer", 6, 8), "23": ("autumn", 9, 11), "24": ("winter", 12, 2)}
_DATE = re.compile(r"([\dX]{4})(?:-([\dX]{2})(?:-([\dX]{2}))?)?([~?%])?", re.ASCII)
_QUALIFIED = {None: "{}", "~": "about {}", "?": "{} (uncertain)", "%": "about {} (uncertain)"}


class DateError(ValueError):
    """An expression that is no EDTF, or EDTF that is not understood here."""


class Span(NamedTuple):
    """The days an expression can mean, `YYYY-MM-DD`, None for an open or unknown end; and its text."""

    earliest: str | None
    latest: str | None
    start_latest: str | None
    """The last day on which it can begin; `latest` for everything but an interval."""
    text: str


def parse(edtf: str) -> Span:
    """Return what the EDTF expression `edtf` can mean.

    Qualifiers do not widen the days: "about 1985" is asked for as 1985.

    Raises:
        DateError: it is no such expression; the message says what was expected.

    >>> parse("2025-08")
    Span(earliest='2025-08-01', latest='2025-08-31', start_latest='2025-08-31', text='Aug 2025')
    >>> parse("[1984..1986]").text, parse("2026/..").text
    ('between 1984 and 1986', 'from 2026')
    """
    if edtf.startswith("[") and edtf.endswith("]"):
        return _one_of(edtf)
    if "/" in edtf:
        return _interval(edtf)
    return _date(edtf)


def day(text: str) -> str:
    """Return `text`, a calendar day as `YYYY-MM-DD`.

    Raises:
        DateError: it is no such day.
    """
    span = parse(text)
    if span.earliest != text:
        raise DateError(f"{text!r} is not a day like 2026-02-20")
    return text


def _date(edtf: str) -> Span:
    match = _DATE.fullmatch(edtf)
    if not match:
        raise DateError(
            f"{edtf!r} is not a date that is understood here: write 2025, 2025-08, 2025-08-20, 2025-21 (spring), "
            "201X, 2025~, 2025-08/2026, 2026/.. or [1984..1986]"
        )
    year, month, in_month, qualifier = match.groups()
    if month in _SEASONS and in_month is None:
        name, first, last = _SEASONS[month]
        text = f"{name} {year}"
        low = f"{_least(year)}-{first:02}-01"
        end_year = int(_most(year)) + (last < first)
        high = _last_day_of(f"{end_year:04}-{last:02}") if end_year < 10_000 else LAST_DAY
    else:
        low = _bound(edtf, year, month, in_month, first=True)
        high = _bound(edtf, year, month, in_month, first=False)
        text = _date_text(year, month, in_month, low, high)
    return Span(low, high, high, _QUALIFIED[qualifier].format(text))


def _bound(edtf: str, year: str, month: str | None, in_month: str | None, *, first: bool) -> str:
    """Return the first or the last real day that fits the digits."""
    days = sorted(_candidates(in_month, 31), reverse=not first)
    for m in sorted(_candidates(month, 12), reverse=not first):
        for y in _years(year, leap=(m, in_month) == (2, "29"), first=first):
            length = _length(y, m)
            for d in days:
                if d <= length:
                    return f"{y:04}-{m:02}-{d:02}"
    raise DateError(f"{edtf!r} has no such month or day")


def _candidates(digits: str | None, most: int) -> list[int]:
    pattern = re.compile((digits or "XX").replace("X", r"\d"))
    return [n for n in range(1, most + 1) if pattern.fullmatch(f"{n:02}")]


def _years(digits: str, *, leap: bool, first: bool) -> list[int]:
    """Return the years to try, the outermost first: one is enough but for 29 February."""
    low, high = int(_least(digits)), int(_most(digits))
    if not leap:
        return [low if first else high]
    pattern = re.compile(digits.replace("X", r"\d"))
    years = [y for y in range(low, high + 1) if pattern.fullmatch(f"{y:04}") and _length(y, 2) == 29]
    return years if first else years[::-1]


def _length(year: int, month: int) -> int:
    leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return _DAYS[month - 1] + leap


def _last_day_of(month: str) -> str:
    return f"{month}-{_length(int(month[:4]), int(month[5:])):02}"


def _least(digits: str) -> str:
    return digits.replace("X", "0")


def _most(digits: str) -> str:
    return digits.replace("X", "9")


def _date_text(year: str, month: str | None, in_month: str | None, low: str, high: str) -> str:
    known = [part for part in (year, month, in_month) if part]
    unknown = []
    while known[-1] == "XX":
        known.pop()
        unknown.append(("month", "day")[len(known) - 1])
    if not any("X" in part for part in known):
        return _plain("-".join(known)) + (f", {' and '.join(reversed(unknown))} not known" if unknown else "")
    if len(known) == 1 and year[:3].isdigit():
        return f"{_least(year)}s"
    return f"between {_plain(low)} and {_plain(high)}"


def _plain(date: str) -> str:
    """Return `2025`, `2025-08` or `2025-08-20` as it is read out."""
    year, *rest = date.split("-")
    if not rest:
        return year
    month = f"{MONTHS[int(rest[0]) - 1]} {year}"
    return month if len(rest) == 1 else f"{int(rest[1])} {month}"


def _interval(edtf: str) -> Span:
    ends = edtf.split("/")
    if len(ends) != 2 or not set(ends) - {"", ".."}:
        raise DateError(f"{edtf!r}: an interval has two ends, and one of them is a date, as in 2025-08/2026 or 2026/..")
    start, end = (None if side in ("", "..") else _date(side) for side in ends)
    if start and end and _after(start, end):
        raise DateError(f"{edtf!r} ends before it begins")
    if start and end:
        text = f"{start.text} to {end.text}"
    elif start:
        text = f"from {start.text}" + ("" if ends[1] == ".." else ", end not known")
    else:
        assert end
        text = f"until {end.text}" + ("" if ends[0] == ".." else ", beginning not known")
    return Span(
        start.earliest if start else None,
        end.latest if end else None,
        start.latest if start else None,
        text,
    )


def _after(start: Span, end: Span) -> bool:
    return (start.earliest or FIRST_DAY) > (end.latest or LAST_DAY)


def _one_of(edtf: str) -> Span:
    parts = [part.strip() for part in edtf[1:-1].split(",")]
    spans = [_element(edtf, part) for part in parts]
    earliest = None if any(s.earliest is None for s in spans) else min(s.earliest or "" for s in spans)
    latest = None if any(s.latest is None for s in spans) else max(s.latest or "" for s in spans)
    return Span(earliest, latest, latest, " or ".join(s.text for s in spans))


def _element(edtf: str, part: str) -> Span:
    """Return the span of one element of a set: a date, or dates from one to another."""
    if part in ("", ".."):
        raise DateError(f"{edtf!r}: a set names at least one date, as in [1984..1986] or [..2025-08]")
    first, dots, last = part.partition("..")
    if not dots:
        return _date(part)
    start, end = (_date(side) if side else None for side in (first, last))
    if start and end and _after(start, end):
        raise DateError(f"{edtf!r} ends before it begins")
    if start and end:
        # "between Aug and Dec 2025": a year that both share is said once
        same_year = first[:4] == last[:4] and "-" in first and "-" in last and start.text.endswith(f" {first[:4]}")
        text = f"between {start.text[:-5] if same_year else start.text} and {end.text}"
    else:
        text = f"{start.text} or later" if start else f"{end.text if end else ''} or earlier"
    latest = end.latest if end else None
    return Span(start.earliest if start else None, latest, latest, text)
