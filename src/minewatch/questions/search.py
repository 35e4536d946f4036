"""A search in the words of all records, best first."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from minewatch import lookup
from minewatch.answers import Hits
from minewatch.errors import BadUsage, FilteredOut, NotInDataset
from minewatch.model import Quote, Record
from minewatch.passages import number, numbers, place, query
from minewatch.reading import MANY, Reading
from minewatch.selection import TABLES, Selection, among


def ask(selection: Selection, words: str, kinds: Sequence[str] = ()) -> Hits:
    """Return the records in which all of `words` stand, from four letters on as beginnings; those in "" as a phrase.

    Raises:
        BadUsage: there is no word to look for.
        NotInDataset: no record has all of them.
        FilteredOut: some have, of other kinds.
    """
    wanted = query(words)
    if not wanted:
        raise BadUsage("a search needs a word; see minewatch search --help")
    sql = "SELECT rowid FROM found WHERE found MATCH ? ORDER BY rank, rowid"
    hits = [row[0] for row in selection.db.execute(sql, [wanted])]
    if not hits:
        raise _nowhere(selection, words)
    found = _each_once(selection, _named_first(selection, words, hits))
    of_kind = _of(selection, found, kinds) if kinds else set()
    kept = [hit for hit in found if hit in of_kind] if kinds else found
    if not kept:
        raise FilteredOut(
            f"--kind {','.join(kinds)} leaves none of {len(found)} hits",
            filters={"kind": kinds},
            without=len(found),
            tries=[_command(words)],
        )
    if len(kept) > MANY:
        return Hits(words, _Ranked(selection, kept))
    return Hits(words, tuple(_whole(selection, _records(selection, map(place, kept)))))


class _Ranked(Reading[tuple[Record, ...]]):
    """Very many hits: only their numbers are known, and the records read as they are gone through."""

    def __init__(self, selection: Selection, hits: Sequence[int]) -> None:
        self.selection = selection
        self.hits = hits

    def __len__(self) -> int:
        return len(self.hits)

    @property
    def records(self) -> int:
        """How many records they are: a quotation has its parts."""
        quotes = numbers("quote", self.hits)
        of = "SELECT quotation FROM quote WHERE n IN (SELECT value FROM json_each(?))"
        sql = f"SELECT count(*) FROM quote WHERE live AND quotation IN ({of})"
        (parts,) = self.selection.db.execute(sql, [among(quotes)]).fetchone()
        return len(self.hits) - len(quotes) + int(parts)

    def __iter__(self) -> Iterator[tuple[Record, ...]]:
        for first in range(0, len(self.hits), MANY):
            yield from self[first : first + MANY]

    def __getitem__(self, at: Any) -> Any:
        if isinstance(at, int):
            return self[at : at + 1 or None][0]
        return tuple(_whole(self.selection, _records(self.selection, map(place, self.hits[at]))))


def _named_first(selection: Selection, words: str, hits: Sequence[int]) -> list[int]:
    """Return `hits` with what is called so before what speaks of it, and else in their order."""
    named = {entity.id for entity in lookup.anything(selection, words)}
    if not named:
        return list(hits)
    sql = "SELECT n FROM entity WHERE id IN (SELECT value FROM json_each(?))"
    first = {number("entity", row[0]) for row in selection.db.execute(sql, [among(named)])}
    return sorted(hits, key=lambda hit: hit not in first)


def _each_once(selection: Selection, hits: Sequence[int]) -> list[int]:
    """Return `hits` with the best part alone of each quotation, which is shown whole."""
    quotes = numbers("quote", hits)
    if not quotes:
        return list(hits)
    sql = "SELECT n, quotation FROM quote WHERE n IN (SELECT value FROM json_each(?))"
    of = {number("quote", n): quotation for n, quotation in selection.db.execute(sql, [among(quotes)])}
    first: dict[str, int] = {}
    return [hit for hit in hits if hit not in of or first.setdefault(of[hit], hit) == hit]


def _of(selection: Selection, hits: Sequence[int], kinds: Sequence[str]) -> set[int]:
    """Return those of `hits` that are of one of these `kinds`."""
    entities = numbers("entity", hits)
    sql = (
        "SELECT n FROM entity WHERE n IN (SELECT value FROM json_each(?)) AND kind IN (SELECT value FROM json_each(?))"
    )
    of_kind = {number("entity", row[0]) for row in selection.db.execute(sql, [among(entities), among(kinds)])}
    return {hit for hit in hits if place(hit)[0] in kinds} | of_kind


def _records(selection: Selection, places: Iterable[tuple[str, int]]) -> list[Record]:
    hits = list(places)
    found: dict[tuple[str, int], Record] = {}
    for kind, table in TABLES.items():
        numbers = sorted(n for name, n in hits if name == table)
        sql = f"SELECT record FROM {table} WHERE n IN (SELECT value FROM json_each(?)) ORDER BY n"
        records: tuple[Record, ...] = selection.read(kind, sql, [among(numbers)])
        found |= {(table, n): record for n, record in zip(numbers, records, strict=True)}
    return [found[hit] for hit in hits]


def _whole(selection: Selection, records: Sequence[Record]) -> list[tuple[Record, ...]]:
    """Return each of `records`, and where the best part of a quotation stands all parts of it."""
    parts: dict[str, tuple[Record, ...]] = {}
    for quote in selection.whole_quotations([record for record in records if isinstance(record, Quote)]):
        parts[quote.quotation] = (*parts.get(quote.quotation, ()), quote)
    found = (parts.pop(record.quotation, ()) if isinstance(record, Quote) else (record,) for record in records)
    return [whole for whole in found if whole]


def _nowhere(selection: Selection, words: str) -> NotInDataset:
    """Return that nothing has all of `words`; without their quotation marks, or each by itself, they may be found."""
    sql = "SELECT 1 FROM found WHERE found MATCH ? LIMIT 1"
    loose = list(dict.fromkeys(words.replace('"', " ").split()))
    options = ([" ".join(loose)] if '"' in words else []) + (loose if len(loose) > 1 else [])
    there = [option for option in options if query(option) and selection.db.execute(sql, [query(option)]).fetchone()]
    phrase = ", as a phrase" if '"' in words else ""
    message = f"no record has {'all of ' if len(loose) > 1 else ''}{words!r} in its words{phrase}"
    tries = [_command(option) for option in dict.fromkeys(there)]
    return NotInDataset(message, name=words, among="words", tries=tries or ["minewatch claim", "minewatch entity"])


def _command(words: str) -> str:
    from shlex import quote

    return f"minewatch search {'-- ' if words.startswith('-') else ''}{quote(words)}"
