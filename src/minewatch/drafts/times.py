"""Date expressions, and the EDTF that can be read from each by itself or from the day on which the article appeared.

A relative one, as in "next year", is read only where that day settles it. Today is never asked for.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from minewatch.dates import DateError, Span, parse
from minewatch.drafts import relative

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_FULL = "|".join(_MONTHS)
MONTH = rf"(?:{_FULL}|(?:jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\b\.?)"
WEEKDAY = rf"(?:{'|'.join(relative.WEEKDAYS)})"
_YEAR = r"(?:1[4-9]|20|21)\d\d"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_DASH = r"\s?[-–—]\s?"
_PART = r"early|mid|late"
_SEASON = "|".join(relative.SEASONS)

_LEADS = re.compile(r"\b(?:in|since|by|until|from|of|to|and|between|early|late|mid|before|after)[ -]$", re.IGNORECASE)
_NUMBERS = re.compile(r"(?:[$€£#]|\b(?:article|no\.|resolution|room|flight) )$", re.IGNORECASE)
"""What a year follows, and what a number that is none does."""


class Time(NamedTuple):
    """An expression for a date, where it stands, and what it means."""

    paragraph: int
    start: int
    end: int
    wording: str
    edtf: str | None
    reason: str | None
    """Why it means that, where it is more than read off."""


class _Read(NamedTuple):
    edtf: str | None
    reason: str | None = None


def times(paragraphs: list[str], published: Span | None = None) -> list[Time]:
    """Return the date expressions in `paragraphs`, numbered from 1, in their order.

    Args:
        paragraphs: the text of each.
        published: when the article appeared, where that is known.
    """
    return [time for number, text in enumerate(paragraphs, 1) for time in _within(number, text, published)]


def _within(number: int, text: str, published: Span | None) -> Iterator[Time]:
    taken: list[Time] = []
    for pattern, read in _FORMS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(start < other.end and other.start < end for other in taken):
                continue
            if found := read(match, published):
                edtf, reason = found if found.edtf and _sound(found.edtf) else _Read(None)
                taken.append(Time(number, start, end, " ".join(text[start:end].split()), edtf, reason))
    yield from sorted(taken, key=lambda time: time.start)


def _sound(edtf: str) -> bool:
    try:
        parse(edtf)
    except DateError:
        return False
    return True


def _month(word: str) -> str:
    return f"{[month[:3] for month in _MONTHS].index(word[:3].lower()) + 1:02}"


def _day(digits: str) -> int:
    return int(re.sub(r"\D", "", digits))


def _date(match: re.Match[str], _: Span | None) -> _Read:
    month = f"{match['year']}-{_month(match['month'])}"
    days = [f"{month}-{_day(match[name]):02}" for name in ("day", "last") if match[name]]
    return _Read("/".join(days))


def _iso(match: re.Match[str], _: Span | None) -> _Read:
    return _Read(match[0])


def _months(match: re.Match[str], _: Span | None) -> _Read:
    first = match["first_year"] or match["year"]
    return _Read(f"{first}-{_month(match['first'])}/{match['year']}-{_month(match['month'])}")


def _in_year(match: re.Match[str], _: Span | None) -> _Read:
    return _Read(f"{match['year']}-{_month(match['month'])}")


def _season(match: re.Match[str], _: Span | None) -> _Read:
    return _Read(f"{match['year']}-{relative.SEASONS[match['season'].lower()]}")


def _decade(match: re.Match[str], _: Span | None) -> _Read:
    decade = int(match["decade"] or f"19{match['short']}")
    if not (part := match["part"]):
        reason = None if match["decade"] else f"{match[0]!r} is taken for the 20th century's"
        return _Read(f"{decade // 10}X", reason)
    first, last = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}[part.lower()]
    reason = f"{match[0]!r} is read as one of the years {decade + first} to {decade + last}"
    return _Read(f"[{decade + first}..{decade + last}]", reason)


def _century(match: re.Match[str], _: Span | None) -> _Read:
    return _Read(f"{int(match['century']) - 1:02}XX")


def _part_of_year(match: re.Match[str], _: Span | None) -> _Read:
    year = match["year"]
    if part := match["half"]:
        low, high = {"first": ("01", "06"), "second": ("07", "12")}[part.lower()]
    else:
        which = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4}.get((match["nth"] or "").lower())
        quarter = which or int(match["number"])
        low, high = f"{3 * quarter - 2:02}", f"{3 * quarter:02}"
    return _Read(f"[{year}-{low}..{year}-{high}]", f"{match[0]!r} is read as within these months")


def _years(match: re.Match[str], _: Span | None) -> _Read:
    last = match["last"]
    return _Read(f"{match['year']}/{match['year'][: 4 - len(last)]}{last}")


def _year(match: re.Match[str], _: Span | None) -> _Read | None:
    after, before = match.string[match.end() :], match.string[: match.start()]
    # "2000 people": what is counted follows, and nothing before it says that this is a time
    counts = re.match(r" (?:people|(?:[a-z]+ )?[a-z]{3,}s\b)", after)
    if (counts and not _LEADS.search(before)) or _NUMBERS.search(before):
        return None
    return _Read(match["year"])


def _relatively(kind: Callable[..., relative.Answer | None]) -> Callable[[re.Match[str], Span | None], _Read]:
    """Return the reader of a form that only the article's own date settles."""

    def read(match: re.Match[str], published: Span | None) -> _Read:
        found = relative.settle(published, lambda day: kind(match, day)) if published else None
        return _Read(*found) if found else _Read(None)

    return read


def _day_and_month(match: re.Match[str], day: date) -> relative.Answer | None:
    return relative.day_of_month(_month(match["month"]), _day(match["day"]), match, day)


def _bare_month(match: re.Match[str], day: date) -> relative.Answer | None:
    return relative.month(_month(match["month"]), match, day)


def _form(pattern: str, read: Callable[[re.Match[str], Span | None], _Read | None], *, case: bool = False) -> "_Form":
    return re.compile(rf"(?<![\w$€£.,-])(?:{pattern})(?![\w]|[.,]\d)", re.NOFLAG if case else re.IGNORECASE), read


_Form = tuple[re.Pattern[str], Callable[[re.Match[str], Span | None], _Read | None]]
_WEEKDAY_BEFORE = rf"(?:{WEEKDAY},? )?"
_COUNT = r"\d+|a|an|one|two|three|four|five|six|seven|eight|nine|ten|several|a few"
# English writes months and weekdays with a capital; "may" and "march" are words besides
_CAPITAL_MONTH = "|".join(month.capitalize() for month in _MONTHS)

_DAY_MONTH = rf"(?P<day>{_DAY})(?:{_DASH}(?P<last>{_DAY}))? (?:of )?(?P<month>{MONTH})"
_MONTH_DAY = rf"(?P<month>{MONTH}) (?P<day>{_DAY})(?:{_DASH}(?P<last>{_DAY}))?"
_MONTHS_RANGE = rf"(?P<first>{MONTH})(?: (?P<first_year>{_YEAR}))?(?:{_DASH}| to | and | until )(?P<month>{MONTH})"
_IN_DECADE = rf"(?:(?P<part>{_PART})(?:-|-?(?: the)? ))?"
_QUARTER = r"(?P<nth>first|second|third|fourth|last) quarter|Q(?P<number>[1-4])"
_AROUND = r"(?:(?:earlier|later|late|early|mid)[ -])?(?P<which>this|last|next|the previous|the following)"
_OF_DAY = r"yesterday|tomorrow|tonight|today|this (?:morning|afternoon|evening)"
_CAPITAL_DAY = "|".join(day.capitalize() for day in relative.WEEKDAYS)
_LED = r"(?:(?<=\b[Ii]n )|(?<=\b[Bb]y )|(?<=\b[Ss]ince )|(?<=\b[Uu]ntil ))"
_SURE_MONTH = "|".join(month for month in _CAPITAL_MONTH.split("|") if month not in ("March", "May"))

_FORMS: tuple[_Form, ...] = (
    _form(r"\d{4}-\d\d-\d\d", _iso),
    _form(rf"{_WEEKDAY_BEFORE}{_DAY_MONTH},? (?P<year>{_YEAR})", _date),
    _form(rf"{_WEEKDAY_BEFORE}{_MONTH_DAY},? (?P<year>{_YEAR})", _date),
    _form(rf"{_MONTHS_RANGE},? (?P<year>{_YEAR})", _months),
    _form(rf"(?:(?:{_PART})[ -])?(?P<month>{MONTH}),? (?:of )?(?P<year>{_YEAR})", _in_year),
    _form(rf"(?P<season>{_SEASON}),? (?:of )?(?P<year>{_YEAR})(?:[-/–]\d\d(?:\d\d)?)?", _season),
    _form(rf"{_IN_DECADE}(?:(?P<decade>(?:1[4-9]|20)\d0)|[’'](?P<short>[2-9]0))[’']?s", _decade),
    _form(r"(?P<century>1[0-9]|20|21)(?:st|th)[ -]century", _century),
    _form(rf"(?:(?P<half>first|second) half|{_QUARTER})(?: of)? (?P<year>{_YEAR})", _part_of_year),
    _form(rf"(?P<year>{_YEAR})(?:{_DASH}|/)(?P<last>{_YEAR}|\d\d)", _years),
    _form(rf"(?P<year>{_YEAR}) (?:to|(?<=[Bb]etween \d{{4}} )and) (?P<last>{_YEAR})", _years),
    _form(rf"(?:(?:{_PART})[ -]|(?:end|beginning|start) of )?(?P<year>{_YEAR})", _year),
    _form(rf"{_WEEKDAY_BEFORE}(?P<day>{_DAY}) (?:of )?(?P<month>{MONTH})", _relatively(_day_and_month)),
    _form(rf"{_WEEKDAY_BEFORE}(?P<month>{MONTH}) (?P<day>{_DAY})", _relatively(_day_and_month)),
    _form(rf"{_AROUND} (?P<season>{_SEASON})", _relatively(relative.season)),
    _form(rf"{_AROUND} (?P<unit>year|month|week|weekend|decade|century)", _relatively(relative.unit)),
    _form(rf"(?:{_COUNT}) (?P<unit>day|week|month|year|decade)s? (?:ago|earlier|later)", _relatively(relative.none)),
    _form(rf"(?P<which>last|next|this) (?:{WEEKDAY}|{_FULL})", _relatively(relative.none)),
    _form(rf"(?P<word>{_OF_DAY})", _relatively(relative.word)),
    _form(rf"(?P<weekday>{_CAPITAL_DAY})", _relatively(relative.weekday), case=True),
    _form(rf"(?:(?i:{_PART})[ -])(?P<month>{_CAPITAL_MONTH})", _relatively(_bare_month), case=True),
    _form(rf"(?P<month>{_SURE_MONTH})", _relatively(_bare_month), case=True),
    _form(rf"{_LED}(?P<month>March|May)", _relatively(_bare_month), case=True),
)  # fmt: skip
"""From the longest to the shortest; what one has taken the next leave."""
