"""Dates that are told from the day on which an article appeared: "next year", "in August", "on Tuesday"."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from minewatch.dates import Span
from minewatch.drafts.saying import VERB

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
"""As EDTF numbers them."""

Answer = tuple[str, str]
"""An EDTF expression, and why it is that."""

_AHEAD = re.compile(
    r"\b(?:will|would|could|may|shall|expected|due|plans?|planned|scheduled|begins?|starts?|ends?)\b"
    r"|\b(?:by|until|till|from|next) $"
)
_SAID = re.compile(rf"\b{VERB} (?:\S+ )*?(?:on )?$")
_BACK = re.compile(r"\bsince $")
_BEGINS = {21: 3, 22: 6, 23: 9, 24: 12}


def settle(published: Span, read: Callable[[date], Answer | None]) -> Answer | None:
    """Return what `read` makes of the article's day; None where days on which it may have appeared differ in that."""
    if not published.earliest or not published.latest:
        return None
    try:
        first, last = (read(date.fromisoformat(day)) for day in (published.earliest, published.latest))
    except (ValueError, OverflowError):  # before the first year that there is, or after the last
        return None
    return first if first == last else None


def unit(match: re.Match[str], day: date) -> Answer | None:
    """Read "next year", "earlier this month", "last week"."""
    step = {"last": -1, "this": 0, "next": 1}.get(match["which"].lower())
    if step is None:
        return None
    reason = f"{match[0]!r}, told from the article's own date"
    match match["unit"].lower():
        case "year":
            return f"{day.year + step:04}", reason
        case "month":
            months = 12 * day.year + day.month - 1 + step
            return f"{months // 12:04}-{months % 12 + 1:02}", reason
        case "week":
            monday = day + timedelta(days=7 * step - day.weekday())
            return f"[{monday}..{monday + timedelta(days=6)}]", f"{reason}, as a week from Monday to Sunday"
    return None


def season(match: re.Match[str], day: date) -> Answer | None:
    """Read "this spring" and "next winter", where only one can be meant."""
    number = SEASONS[match["season"].lower()]
    begun = day.month >= _BEGINS[number]
    winter = number == SEASONS["winter"] and day.month <= 2  # noqa: PLR2004  the one that began last year goes on
    which = match["which"].lower()
    year = None
    if which == "this":
        year = day.year - winter
    elif which == "next" and begun and not winter:
        year = day.year + 1
    elif which == "last" and not begun and not winter:
        year = day.year - 1
    return (f"{year:04}-{number}", f"{match[0]!r}, told from the article's own date") if year is not None else None


def month(number: str, match: re.Match[str], day: date) -> Answer:
    """Read "August": the next one where the words before it look ahead, or else the last one."""
    ahead, this = _looks_ahead(match), f"{day.month:02}"
    year = day.year + 1 if ahead and number < this else day.year - 1 if not ahead and number > this else day.year
    return f"{year:04}-{number}", _told(match, ahead=ahead)


def day_of_month(number: str, in_month: int, match: re.Match[str], day: date) -> Answer:
    """Read "30 June" as `month` reads "June"."""
    ahead, this = _looks_ahead(match), f"{day.month:02}-{day.day:02}"
    wanted = f"{number}-{in_month:02}"
    year = day.year + 1 if ahead and wanted < this else day.year - 1 if not ahead and wanted > this else day.year
    return f"{year:04}-{wanted}", _told(match, ahead=ahead)


def weekday(match: re.Match[str], day: date) -> Answer:
    """Read "Tuesday": that of the week up to the article's day, or where the words look ahead of the one from it on."""
    number = WEEKDAYS.index(match["weekday"].lower())
    ahead = _looks_ahead(match)
    away = (number - day.weekday()) % 7 if ahead else -((day.weekday() - number) % 7)
    return f"{day + timedelta(days=away)}", _told(match, ahead=ahead)


def word(match: re.Match[str], day: date) -> Answer:
    """Read "yesterday", "today", "tomorrow"."""
    away = {"yesterday": -1, "tomorrow": 1}.get(match["word"].lower(), 0)
    return f"{day + timedelta(days=away)}", f"{match[0]!r}, told from the article's own date"


def none(_: re.Match[str], __: date) -> None:
    """Read nothing: what is meant is not settled by a day alone."""


def _looks_ahead(match: re.Match[str]) -> bool:
    """Return whether the words of its sentence before it put the time ahead: "will", unless "said on" is nearer."""
    before = re.split(r"[.!?;]\s", match.string[: match.start()])[-1]
    ahead = [found.start() for found in _AHEAD.finditer(before)]
    said = [found.start() for found in _SAID.finditer(before)]
    return bool(ahead) and max(ahead) > max(said, default=-1) and not _BACK.search(before)


def _told(match: re.Match[str], *, ahead: bool) -> str:
    which = "next after" if ahead else "last before"
    return f"{match[0]!r} is taken for the {which} the article's own date"
