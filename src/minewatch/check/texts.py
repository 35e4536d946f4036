"""Rules on text: how much is quoted, and that everything in it shows."""

from collections.abc import Iterator
from typing import Any

from minewatch import text
from minewatch.check.records import FIELDS, Records, warning
from minewatch.faults import Problem
from minewatch.model import LISTS, STATED, within

LONGEST_QUOTE = 80
"""In words. What is quoted stays an excerpt; the longest of the bundled dataset has a quarter of that."""


def _long_quotes(records: Records) -> Iterator[Problem]:
    for quote, place in records.each("quotes"):
        if (words := len(quote.text.split())) > LONGEST_QUOTE:
            message = f"{words} words; over {LONGEST_QUOTE} it is more a text than a quote: keep what is needed of it"
            yield warning(place, "text", "long-quote", message)


def _characters(records: Records) -> Iterator[Problem]:
    for name in LISTS:
        for record, place in records.each(name):
            if _shows(record):
                continue
            for field, value in record._asdict().items():
                for character in sorted({c for words in within(value, str) for c in words if text.acts(c)}):
                    message = f"U+{ord(character):04X} in {field!r} does not show, or turns what does; leave it out"
                    yield warning(place, FIELDS.get(field, field), "hidden-character", message)


def _shows(record: tuple[Any, ...]) -> bool:
    """Return whether all text in `record` can be seen: what can't be is never printable in Python's sense."""
    for value in record:
        if value.__class__ is str:
            if not value.isprintable():
                return False
        elif value and value is not STATED and isinstance(value, tuple) and not _shows(value):
            return False
    return True


EACH = (_long_quotes, _characters)
