"""What the dataset is read from, and what stands on each paragraph."""

from collections.abc import Sequence

from minewatch import lookup, names
from minewatch.answers import SourceCard, SourceCards, Stands
from minewatch.model import Entity, Source
from minewatch.selection import Selection


def named(selection: Selection, words: Sequence[str]) -> SourceCards:
    """Return the cards of the sources that `find` finds."""
    return SourceCards(tuple(card(selection, source) for source in find(selection, words)))


def find(selection: Selection, words: Sequence[str]) -> tuple[Source, ...]:
    """Return the sources that these ids, titles or publishers name, as one name or each by itself.

    Raises:
        NotInDataset: one of them is no source's.
        AmbiguousName: one is the id of sources of several datasets.
    """
    sources = selection.kept(Source)
    words = [lookup.unicode(word) for word in words]
    found = _found(selection, sources, " ".join(words))
    for word in [] if found else words:
        one = _found(selection, sources, word)
        if not one:
            publishers = {e.id: e.label for e in selection.listed(Entity, [source.publisher for source in sources])}
            known = {names.fold(title): s.id for s in sources for title in (*_titles(s), publishers[s.publisher])}
            raise lookup.known_otherwise(selection, word, "sources") or lookup.unknown(
                word, known, "sources", "minewatch source"
            )
        found += one
    return tuple(dict.fromkeys(found))


def _found(selection: Selection, sources: Sequence[Source], name: str) -> list[Source]:
    """Return the source with that id or title, or else all of that publisher."""
    if isinstance(by_id := lookup.record(selection, name, Source), Source):
        return [by_id]
    wanted = names.fold(name)
    exact = [source for source in sources if wanted in map(names.fold, _titles(source))]
    publishers = {entity.id for entity in lookup.anything(selection, name)}
    return exact or [source for source in sources if source.publisher in publishers]


def _titles(source: Source) -> list[str]:
    return [name for name in (source.id, source.title, source.supplied_title) if name]


def card(selection: Selection, source: Source) -> SourceCard:
    """Return `source` with what stands on each of its paragraphs."""
    standing: dict[tuple[int, str], list[str]] = {}
    sql = "SELECT paragraph, kind, id FROM stands WHERE source = ? ORDER BY paragraph, kind, n"
    for number, kind, ident in selection.db.execute(sql, [source.id]):
        standing.setdefault((number, kind), []).append(ident)
    return SourceCard(
        source,
        tuple(
            Stands(source.id, p.number, *(tuple(standing.get((p.number, kind), ())) for kind in ("claim", "quote")))
            for p in source.paragraphs
        ),
    )
