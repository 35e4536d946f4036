"""Rules on text: how much is quoted, and that everything in it shows."""

from collections.abc import Iterable, Iterator
from itertools import chain

from minewatch import text
from minewatch.check.records import FIELDS, Records, warning
from minewatch.faults import Problem
from minewatch.model import LISTS, within

LONGEST_QUOTE = 80
"""In words. What is quoted stays an excerpt; the longest of the bundled dataset has a quarter of that."""


def _long_quotes(records: Records) -> Iterator[Problem]:
    for quote, place in records.each("quotes"):
        if (words := len(quote.text.split())) > LONGEST_QUOTE:
            message = f"{words} words; over {LONGEST_QUOTE} it is more a text than a quote: keep what is needed of it"
            yield warning(place, "text", "long-quote", message)


def _characters(records: Records) -> Iterator[Problem]:
    for name in () if records.shows else LISTS:
        looked_at = records.each(name)
        unclear = [words for words in _texts(record for record, _ in looked_at) if not words.isprintable()]
        hidden = {character for words in unclear for character in words if text.acts(character)}
        if not hidden:
            continue
        for record, place in looked_at:
            for field, value in record._asdict().items():
                for character in sorted(hidden.intersection(chain.from_iterable(within(value, str)))):
                    message = f"U+{ord(character):04X} in {field!r} does not show, or turns what does; leave it out"
                    yield warning(place, FIELDS.get(field, field), "hidden-character", message)


def _texts(records: Iterable[tuple[object, ...]]) -> Iterator[str]:
    """Yield all text in `records`; what is the same in many of them is looked into once."""
    ahead = set(chain.from_iterable(records))
    while ahead:
        yield from [value for value in ahead if isinstance(value, str)]
        ahead = set(chain.from_iterable([value for value in ahead if isinstance(value, tuple)]))


EACH = (_long_quotes, _characters)
