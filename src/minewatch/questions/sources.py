"""What the dataset is read from, and what stands on each paragraph."""

from collections.abc import Sequence

from minewatch import lookup, names
from minewatch.answers import SourceCard, SourceCards, Stands
from minewatch.model import Source
from minewatch.selection import Selection, among


def named(selection: Selection, words: Sequence[str]) -> SourceCards:
    """Return the cards of the sources that `find` finds."""
    return SourceCards(tuple(card(selection, source) for source in find(selection, words)))


def find(selection: Selection, words: Sequence[str]) -> tuple[Source, ...]:
    """Return the sources that these ids, titles or publishers name, as one name or each by itself.

    Raises:
        NotInDataset: one of them is no source's.
        AmbiguousName: one is the id of sources of several datasets.
    """
    words = [lookup.unicode(word) for word in words]
    found = _found(selection, " ".join(words))
    for word in [] if found else words:
        one = _found(selection, word)
        if not one:
            raise lookup.known_otherwise(selection, word, "sources") or lookup.unknown(
                word, _alike(selection, word), "sources", "minewatch source"
            )
        found += one
    return tuple(dict.fromkeys(found))


def _found(selection: Selection, name: str) -> list[Source]:
    """Return the source with that id or title, or else all of that publisher."""
    if isinstance(by_id := lookup.record(selection, name, Source), Source):
        return [by_id]
    titled = "live AND id IN (SELECT source FROM title WHERE key = ?)"
    exact = selection.read(Source, f"SELECT record FROM source WHERE {titled} ORDER BY n", [names.fold(name)])
    publishers = among(entity.id for entity in lookup.anything(selection, name))
    published = "live AND publisher IN (SELECT value FROM json_each(?))"
    return list(
        exact or selection.read(Source, f"SELECT record FROM source WHERE {published} ORDER BY n", [publishers])
    )


def _alike(selection: Selection, name: str) -> dict[str, str]:
    """Return the source of each title or publisher that `name` may be meant for."""
    titles = "SELECT key, id FROM title JOIN source ON id = title.source WHERE live"
    published = "SELECT key, source.id FROM name JOIN source ON publisher = name.entity WHERE tier = 4 AND live"
    return lookup.alike(selection, name, titles) | lookup.alike(selection, name, published)


def card(selection: Selection, source: Source) -> SourceCard:
    """Return `source` with what stands on each of its paragraphs."""
    standing: dict[tuple[int, str], list[str]] = {}
    for kind in ("claim", "quote"):
        sql = f"SELECT each.value, {kind}.id FROM {kind}, json_each(paragraphs) AS each"
        sql = f"{sql} WHERE source = ? AND live ORDER BY n"
        for number, ident in selection.db.execute(sql, [source.id]):
            standing.setdefault((number, kind), []).append(ident)
    return SourceCard(
        source,
        tuple(
            Stands(source.id, p.number, *(tuple(standing.get((p.number, kind), ())) for kind in ("claim", "quote")))
            for p in source.paragraphs
        ),
    )
