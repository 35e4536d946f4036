"""What of a record a search looks through, folded as names are, and a search read the same way."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from minewatch.model import Claim, Entity, Gap, Quote, Source
from minewatch.names import SHORTEST_BEGINNING, fold

_THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
_PARTED = re.compile(r"[0-9][.,][0-9]")
_POINT = re.compile(r"(?<=[0-9])\.(?=[0-9])")


_ROOM = 40
"""For so many bits of a number there is room in one kind of record."""
KINDS = ("source", "entity", "claim", "quote", "gap")
"""In the order in which records stand that fit a search equally well."""


Passage = tuple[int, str, str, str]
"""Which record it is, as `number` has it, and its words.

Those of its name weigh most in a search, then those of its text, and those besides least.
"""


def place(number: int) -> tuple[str, int]:
    """Return the table in which a record is that has this number in the index of words, and its number there."""
    return KINDS[number >> _ROOM], number & (1 << _ROOM) - 1


def number(table: str, n: int) -> int:
    """Return the number in the index of words that record `n` of a table has."""
    return KINDS.index(table) << _ROOM | n


def numbers(table: str, found: Iterable[int]) -> list[int]:
    """Return the numbers in `table` of those records of it that are among `found`."""
    kind, own = KINDS.index(table), (1 << _ROOM) - 1
    return [number & own for number in found if number >> _ROOM == kind]


def passage(n: int, record: Source | Entity | Claim | Quote | Gap, labels: Mapping[str, str]) -> Passage:
    """Return the words of `record`, number `n` of its kind, with the `labels` of entities by their ids."""
    match record:
        case Claim():
            return _passage("claim", n, (), (record.text,), _around_claim(record, labels))
        case Quote():
            names = _names((*record.about, record.speaker, record.said_to), labels)
            return _passage("quote", n, (), (record.text,), (record.context, record.id, *record.topic, *names))
        case Gap():
            around = (record.id, *record.topic, *_names(record.about, labels))
            return _passage("gap", n, (), (record.wording,), around)
        case Entity():
            aliases = (alias.name for alias in record.aliases)
            terms = (*(role.title for role in record.roles), *(use.wording for use in record.uses), record.note)
            return _passage("entity", n, (record.label, *aliases), terms, (record.id, *record.codes))
        case Source():
            titles = (record.title, record.supplied_title, labels.get(record.publisher))
            return _passage("source", n, titles, record.sections, (record.id, *record.authors))


def query(words: str) -> str:
    """Return a search in the words of FTS5: all of them, from four letters on as beginnings, and "phrases" whole.

    >>> query('Łódź mines "security line" 1.2')
    '"lodz"* "mines"* {name text} : "security line" "1 2"'
    """
    terms = []
    for n, part in enumerate(words.split('"')):
        if n % 2:
            # The words around a record are no running text, and what stands side by side there is no phrase
            terms += [f'{{name text}} : "{phrase}"' for phrase in [_plain(part)] if phrase]
        else:
            # An article is folded away at the beginning of a name, and stands anywhere in a sentence
            terms += [_term(word) for word in map(_plain, part.split()) if word not in ("", "the")]
    # A word that is said often is looked for once: FTS5 takes its time with each
    return " ".join(dict.fromkeys(terms))


def _term(word: str) -> str:
    """Return what finds a folded word, or the parts of one that has a hyphen or a point, side by side."""
    beginning = " " not in word and len(word) >= SHORTEST_BEGINNING
    return f'"{word}"*' if beginning else f'"{word}"'


def _around_claim(claim: Claim, labels: Mapping[str, str]) -> list[str | None]:
    quantity = claim.quantity
    dates = (claim.said_when, claim.when, quantity and quantity.as_of)
    return [
        claim.id, claim.note, claim.asked, *claim.topic, claim.status, quantity and quantity.counted,
        *[date.wording for date in dates if date],
        *_names((*claim.about, claim.said_by, claim.via, claim.said_to), labels),
    ]  # fmt: skip


def _names(ids: Iterable[str | None], labels: Mapping[str, str]) -> list[str]:
    return [labels[ident] for ident in ids if ident is not None and ident in labels]


def _plain(words: str) -> str:
    """Return `words` folded, the digits of a number together (100,000) and those after its point apart (1.2)."""
    return fold(_POINT.sub(" ", _THOUSANDS.sub("", words)) if _PARTED.search(words) else words)


def _passage(kind: str, n: int, name: Iterable[str | None], *columns: Iterable[str | None]) -> Passage:
    text, besides = map(_column, columns)
    return number(kind, n), _column(name), text, besides


def _column(parts: Iterable[str | None]) -> str:
    """Return `parts` as one text, of which the index makes the words that they have folded."""
    there = [part for part in parts if part]
    if not there:
        return ""
    # Case and punctuation in ASCII are nothing to the index itself, and few texts have more to fold
    whole = "\n" + "\n".join(there)
    if whole.isascii() and not _WITHIN.search(whole) and not _ARTICLE.search(whole):
        return whole
    return " ".join(map(_folded, there))


_WITHIN = re.compile(r"[.,'][.']*[0-9A-Za-z]")
"""A mark that may be within a word, where the index would part it."""
_ARTICLE = re.compile(r"\n[^0-9A-Za-z]*the[^0-9A-Za-z]", re.IGNORECASE)
"""What may be an article at the beginning of a part."""


def _folded(words: str) -> str:
    """Return `words` as `_plain` does; what is short is a name or a word of ours, and comes again."""
    return _plain(words) if len(words) > _SHORT else _remembered(words)


_remembered = lru_cache(4096)(_plain)
_SHORT = 32
