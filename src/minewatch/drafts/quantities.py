"""Figures: a value, a range or a size in words, with what is counted and by what time it is told.

Years and numbers that are part of a name are none.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from minewatch.drafts.numbers import DIGITS, SCALE, WORD, number
from minewatch.drafts.times import Time

_LONGEST_COUNTED = 4
"""In words."""
_CURRENCIES = {
    "$": "USD", "us$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "zł": "PLN", "usd": "USD", "eur": "EUR", "gbp": "GBP",
    "pln": "PLN", "chf": "CHF", "sek": "SEK", "nok": "NOK", "uah": "UAH", "dollar": "USD", "euro": "EUR",
    "zloty": "PLN", "złoty": "PLN",
}  # fmt: skip
_UNITS = {
    "kilometre": "km", "kilometer": "km", "metre": "m", "meter": "m", "centimetre": "cm", "millimetre": "mm",
    "kilogram": "kg", "kilo": "kg", "liter": "litre", "km²": "km2", "m²": "m2",
}  # fmt: skip
_IRREGULAR = {
    "people": "people",
    "men": "man",
    "women": "woman",
    "children": "child",
    "feet": "foot",
    "series": "series",
}
_PLURALS = frozenset(("people", "men", "women", "children", "feet", "km", "kg", "cm", "mm"))
_SPANS = frozenset(("second", "minute", "hour", "day", "week", "month", "year", "decade"))
_QUALIFIER = (
    r"about|roughly|around|some|approximately|nearly|almost|up to|at least|at most|more than|less than|fewer than"
    r"|(?:just |well )?over|(?:just )?under|as many as|as much as|no more than|no fewer than|within|an estimated"
    r"|close to"
)
_STOPS = frozenset(
    (
        "in", "on", "at", "to", "for", "from", "and", "or", "with", "per", "a", "an", "that", "which", "who",
        "was", "were", "is", "are", "has", "have", "had", "will", "would", "by", "since", "over", "more",
        "than", "into", "as", "but", "so", "when", "while", "after", "before", "until", "if", "be", "been",
        "being", "it", "its", "their", "his", "her", "each", "every", "annually", "yearly", "monthly", "weekly",
        "daily", "this", "last", "next", "during", "under",
    )
)  # fmt: skip
_ONE = rf"(?:(?:{DIGITS})|\b(?:{WORD})\b(?!-(?:off|time|sided)))"
_FRACTION = r"(?:(?:a|one|two|three|four)[ -](?:thirds?|quarters?|fifths?|tenths?)|half|three-quarters)"
_VAGUE = (
    r"(?:(?:a )?(?:few|several|many|couple of) (?:dozens?|hundred|thousand|million|billion)s?"
    r"|(?:tens|hundreds|dozens) of (?:thousands|millions)|(?:dozens|scores|hundreds|thousands"
    r"|millions|billions)(?= of\b)"
    r"|(?:large|small|huge|great|vast|significant|limited|unknown) (?:quantities|numbers|amounts))"
)
_FIGURE = re.compile(
    rf"(?<![\w-])(?:(?P<qualifier_>{_QUALIFIER}) )?"
    rf"(?P<worded>{_VAGUE}|{_FRACTION}(?= of\b|\.|,| as\b)|half a {SCALE})\b"
    rf"|(?<![\w.,/-])(?:(?P<qualifier>{_QUALIFIER}) )?"
    rf"(?:(?P<money>US\$|[$€£¥]|(?:USD|EUR|GBP|PLN|CHF|SEK|NOK|UAH) )\s?)?"
    rf"(?:(?P<between>between )?(?P<low>{_ONE})(?P<low_scale>[ -]{SCALE})?"
    rf"(?:\s?[–—-]\s?|(?P<to> to | and | or ))(?:[$€£¥])?(?P<high>{_ONE})|(?P<value>{_ONE}))"
    rf"(?P<scale>(?:[ -]?(?:{SCALE}))*)(?![\w:]|[.,]\d)",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?:\b(?:article|section|chapter|paragraph|no\.|number|resolution|protocol|room|flight|route|group|type|mark|phase|page|act"
    r"|annex|item|rule|line|highway|figure|table|version|level|channel|unit|area|district)|[#§№]) ?$",
    re.IGNORECASE,
)  # fmt: skip
_PER = re.compile(
    r"^ (?:(?P<rate>annually|yearly|monthly|weekly|daily|hourly)"
    r"|(?:an?|per|each|every) (?P<per>[a-z]+(?: per [a-z]+)?))\b"
)
_PER_RATES = {
    "annually": "year",
    "yearly": "year",
    "monthly": "month",
    "weekly": "week",
    "daily": "day",
    "hourly": "hour",
}
_CONVERSION = re.compile(rf"^ ?\((?P<conversion>(?:about |around |roughly )?[$€£]?(?:{DIGITS})[^()]{{0,30}})\)")
_NO_UNIT = frozenset(["am", "pm", "a.m", "p.m", "o'clock", "st", "nd", "rd", "th", "percent"])


class Figure(NamedTuple):
    """A quantity, where it stands, and how it is told."""

    paragraph: int
    start: int
    end: int
    value: float | None = None
    low: float | None = None
    high: float | None = None
    worded: str | None = None
    qualifier: str | None = None
    unit: str | None = None
    per: str | None = None
    counted: str | None = None
    """What is counted, in the article's words, at most four."""
    conversion: str | None = None
    """The same in another unit, as it is printed."""


def figures(paragraphs: Sequence[str], dates: Sequence[Time]) -> list[Figure]:
    """Return the quantities in `paragraphs`, numbered from 1, in their order; `dates` are none."""
    return [
        figure
        for number_, text in enumerate(paragraphs, 1)
        for figure in _within(number_, text, [date for date in dates if date.paragraph == number_])
    ]


def _within(paragraph: int, text: str, dates: Sequence[Time]) -> Iterator[Figure]:
    place = 0
    while match := _FIGURE.search(text, place):
        within = [date.end for date in dates if match.start() < date.end and date.start < match.end()]
        if within:
            place = max(*within, match.start() + 1)  # as in "on May 5 200 boats"
        elif figure := _figure(paragraph, text, match):
            place = max(figure.end, match.end())
            yield figure
        else:
            place = match.end()


def _figure(paragraph: int, text: str, match: re.Match[str]) -> Figure | None:
    before, after = text[: match.start()], text[match.end() :]
    if _NAMED.search(before) or (match["value"] and not before and re.match(r"[.)] ", after)):
        return None
    unit, counted, rest, conversion = _counted(match, after)
    first = match["value"] or match["low"] or ""
    in_words = bool(first) and not first[0].isdigit()
    if in_words and not _counts(first, unit, before, match):
        return None
    qualifier = (match["qualifier"] or match["qualifier_"] or "").lower() or None
    if qualifier in ("over", "under") and unit in _SPANS:
        qualifier = None  # "over three years" is how long it takes
    per = _PER.match(rest)
    figure = Figure(
        paragraph, match.start(), len(text) - len(rest), qualifier=qualifier, unit=unit, counted=counted,
        per=(_PER_RATES[per["rate"]] if per["rate"] else per["per"]) if per else None, conversion=conversion,
    )  # fmt: skip
    if match["worded"]:
        return figure._replace(worded=match["worded"])
    scales = match["scale"] or ""
    if match["low"]:
        low = number(match["low"], match["low_scale"] or scales)
        high = number(match["high"], scales)
        if low > high or (match["to"] and match["to"].strip() == "and" and not match["between"]):
            return None
        return figure._replace(low=low, high=high)
    return figure._replace(value=number(match["value"], scales))


def _counts(word: str, unit: str | None, before: str, match: re.Match[str]) -> bool:
    """Return whether a number in words counts something: "one" rarely does, and "the Big Four" and "the two" do not."""
    if match["scale"]:
        return True
    if unit is None or (word[0].isupper() and before and not re.search(r"[.!?:“\"]\s*$|[“\"]$", before)):
        return False
    return word.lower() != "one" or unit in _SPANS


def _counted(match: re.Match[str], after: str) -> tuple[str | None, str | None, str, str | None]:
    """Return the unit, what is counted, what follows these, and a conversion in brackets."""
    rest = after
    money = match["money"] and _CURRENCIES[match["money"].strip().lower()]
    if percent := re.match(r"^(?: ?%| ?per ?cent(?:age points?)?\b)", rest):
        rest = rest[percent.end() :]
        of = re.match(r"^ of ((?:[\w’'-]+ ?){1,3})", rest)
        return "percent", of[1].strip() if of else None, rest, None
    unit, counted, length = (money, None, 0) if money else _noun(rest, worded=bool(match["worded"]))
    rest = rest[length:]
    conversion = _CONVERSION.match(rest)
    return unit, counted, rest[conversion.end() :] if conversion else rest, conversion and conversion["conversion"]


def _noun(after: str, *, worded: bool) -> tuple[str | None, str | None, int]:
    """Return the unit that follows a number, the words that say what is counted, and how long both are."""
    if glued := re.match(r"^-([a-z]+)\b", after):
        return _singular(glued[1]), glued[1], glued.end()
    of = re.match(r"^ of (?:all |the |its |their |these )?", after) if worded else None
    place = of.end() - 1 if of else 0
    words: list[str] = []
    for token in re.finditer(r" ([^\W\d_][\w’'-]*)", after[place:]):
        word = token[1]
        if token.start() != sum(len(w) + 1 for w in words) or word.lower() in _STOPS or len(words) == 3:  # noqa: PLR2004
            break
        words.append(word)
        if _is_plural(word):
            break
    if not words or words[0].lower() in _NO_UNIT or words[0] == "of":
        return None, None, 0
    plural = next((word for word in words if _is_plural(word)), words[0])
    words = words[: words.index(plural) + 1]
    end = place + sum(len(word) + 1 for word in words)
    room = _LONGEST_COUNTED - 1 - len(words)
    more = re.match(rf"^ of (?:[^\W\d_][\w’'-]* ?){{1,{room}}}", after[end:]) if room else None
    unit = _singular(plural)
    return _CURRENCIES.get(unit, unit), " ".join(words) + (more[0].rstrip() if more else ""), end


def _is_plural(word: str) -> bool:
    return word in _PLURALS or (word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3)  # noqa: PLR2004


def _singular(noun: str) -> str:
    if noun in _IRREGULAR:
        return _IRREGULAR[noun]
    if noun.endswith("ies"):
        one = noun[:-3] + "y"
    elif noun.endswith(("sses", "shes", "ches", "xes")):
        one = noun[:-2]
    else:
        one = noun[:-1] if _is_plural(noun) and noun not in _PLURALS else noun
    return _UNITS.get(one, one)
