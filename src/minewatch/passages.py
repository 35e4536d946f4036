"""What of a record a search looks through, folded as names are, and a search read the same way."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from minewatch.model import Claim, Dataset, Date, Entity, Gap, Quote, Source, within
from minewatch.names import SHORTEST_BEGINNING, fold
from minewatch.record import NamedTuple

R = TypeVar("R", Source, Entity, Claim, Quote, Gap)

_THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
_POINT = re.compile(r"(?<=[0-9])\.(?=[0-9])")


class Passage(NamedTuple):
    """The words of a record; those of its name weigh most in a search, those besides least."""

    kind: str
    """The table that the record is in."""
    record: int
    """Its number there."""
    name: str
    text: str
    besides: str


def passages(dataset: Dataset) -> Iterator[Passage]:
    """Yield the words of every record of `dataset` that is not withdrawn."""
    labels = {entity.id: entity.label for entity in dataset.entities}
    for n, source in _live(dataset.sources):
        titles = (source.title, source.supplied_title, labels.get(source.publisher))
        yield _passage("source", n, titles, source.sections, (source.id, *source.authors))
    for n, entity in _live(dataset.entities):
        aliases = (alias.name for alias in entity.aliases)
        terms = (*(role.title for role in entity.roles), *(use.wording for use in entity.uses), entity.note)
        yield _passage("entity", n, (entity.label, *aliases), terms, (entity.id, *entity.codes))
    for n, claim in _live(dataset.claims):
        yield _passage("claim", n, (), (claim.text,), _around_claim(claim, labels))
    for n, quote in _live(dataset.quotes):
        around = (quote.context, quote.id, *quote.topic, *_names((*quote.about, quote.speaker, quote.said_to), labels))
        yield _passage("quote", n, (), (quote.text,), around)
    for n, gap in _live(dataset.gaps):
        yield _passage("gap", n, (), (gap.wording,), (gap.id, *gap.topic, *_names(gap.about, labels)))


def _live(records: Iterable[R]) -> Iterator[tuple[int, R]]:
    return ((n, record) for n, record in enumerate(records) if not record.state)


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
    return " ".join(terms)


def _term(word: str) -> str:
    """Return what finds a folded word, or the parts of one that has a hyphen or a point, side by side."""
    beginning = " " not in word and len(word) >= SHORTEST_BEGINNING
    return f'"{word}"*' if beginning else f'"{word}"'


def _around_claim(claim: Claim, labels: Mapping[str, str]) -> Iterator[str | None]:
    quantity = claim.quantity
    yield from (claim.id, claim.note, claim.asked, *claim.topic, claim.status, quantity and quantity.counted)
    yield from (date.wording for date in within(claim, Date))
    yield from _names((*claim.about, claim.said_by, claim.via, claim.said_to), labels)


def _names(ids: Iterable[str | None], labels: Mapping[str, str]) -> Iterator[str]:
    yield from (labels[ident] for ident in ids if ident is not None and ident in labels)


def _plain(words: str) -> str:
    """Return `words` folded, the digits of a number together (100,000) and those after its point apart (1.2)."""
    return fold(_POINT.sub(" ", _THOUSANDS.sub("", words)))


def _passage(kind: str, n: int, *columns: Iterable[str | None]) -> Passage:
    name, text, besides = (" ".join(_plain(words) for words in column if words) for column in columns)
    return Passage(kind, n, name, text, besides)
