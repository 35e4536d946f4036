"""What of a record a search looks through, folded as names are, and a search read the same way."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from minewatch.model import Claim, Dataset, Date, within
from minewatch.names import SHORTEST_BEGINNING, fold


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
    """Yield the words of every record of `dataset`, but of claims that are withdrawn."""
    labels = {entity.id: entity.label for entity in dataset.entities}
    for n, source in enumerate(dataset.sources):
        titles = (source.title, source.supplied_title, labels.get(source.publisher))
        yield _passage("source", n, titles, source.sections, (source.id, *source.authors))
    for n, entity in enumerate(dataset.entities):
        aliases = (alias.name for alias in entity.aliases)
        terms = (*(role.title for role in entity.roles), *(use.wording for use in entity.uses), entity.note)
        yield _passage("entity", n, (entity.label, *aliases), terms, (entity.id, *entity.codes))
    for n, claim in enumerate(dataset.claims):
        if not claim.state:
            yield _passage("claim", n, (), (claim.text,), _around_claim(claim, labels))
    for n, quote in enumerate(dataset.quotes):
        around = (quote.context, quote.id, *quote.topic, *_names((*quote.about, quote.speaker, quote.said_to), labels))
        yield _passage("quote", n, (), (quote.text,), around)
    for n, gap in enumerate(dataset.gaps):
        yield _passage("gap", n, (), (gap.wording,), (gap.id, *gap.topic, *_names(gap.about, labels)))


def query(words: str) -> str:
    """Return a search in the words of FTS5: all of them, from four letters on as beginnings, and "phrases" whole.

    >>> query('Łódź mines "security line"')
    '"lodz"* "mines"* {name text} : "security line"'
    """
    terms = []
    for n, part in enumerate(words.split('"')):
        folded = fold(part)
        if n % 2:
            # The words around a record are no running text, and what stands side by side there is no phrase
            terms += [f'{{name text}} : "{folded}"'] if folded else []
        else:
            terms += [f'"{word}"*' if len(word) >= SHORTEST_BEGINNING else f'"{word}"' for word in folded.split()]
    return " ".join(terms)


def _around_claim(claim: Claim, labels: Mapping[str, str]) -> Iterator[str | None]:
    quantity = claim.quantity
    yield from (claim.id, claim.note, claim.asked, *claim.topic, claim.status, quantity and quantity.counted)
    yield from (date.wording for date in within(claim, Date))
    yield from _names((*claim.about, claim.said_by, claim.via, claim.said_to), labels)


def _names(ids: Iterable[str | None], labels: Mapping[str, str]) -> Iterator[str]:
    yield from (labels[ident] for ident in ids if ident is not None and ident in labels)


def _passage(kind: str, n: int, *columns: Iterable[str | None]) -> Passage:
    name, text, besides = (" ".join(fold(words) for words in column if words) for column in columns)
    return Passage(kind, n, name, text, besides)
