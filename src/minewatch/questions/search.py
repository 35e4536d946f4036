"""A search in the words of all records, best first."""

from collections.abc import Sequence

from minewatch import lookup
from minewatch.answers import Hits
from minewatch.errors import BadUsage, FilteredOut, NotInDataset
from minewatch.model import Entity, Quote, Record
from minewatch.passages import place, query
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
    hits = [place(row[0]) for row in selection.db.execute(sql, [wanted])]
    if not hits:
        raise _nowhere(selection, words)
    named = {entity.id for entity in lookup.anything(selection, words)}
    # What is called so comes before what speaks of it; the sort leaves the rest in their order
    records = sorted(_records(selection, hits), key=lambda record: record.id not in named)
    found = _whole(selection, records)
    kept = tuple(whole for whole in found if not kinds or _is(whole[0], kinds))
    if not kept:
        raise FilteredOut(
            f"--kind {','.join(kinds)} leaves none of {len(found)} hits",
            filters={"kind": kinds},
            without=len(found),
            tries=[_command(words)],
        )
    return Hits(words, kept)


def _records(selection: Selection, hits: Sequence[tuple[str, int]]) -> list[Record]:
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


def _is(record: Record, kinds: Sequence[str]) -> bool:
    if isinstance(record, Entity):
        return record.kind in kinds or "entity" in kinds
    return TABLES[type(record)] in kinds


def _nowhere(selection: Selection, words: str) -> NotInDataset:
    """Return that nothing has all of `words`; without their quotation marks, or each by itself, they may be found."""
    sql = "SELECT 1 FROM found WHERE found MATCH ? LIMIT 1"
    loose = words.replace('"', " ").split()
    options = ([" ".join(loose)] if '"' in words else []) + (loose if len(loose) > 1 else [])
    there = [option for option in options if query(option) and selection.db.execute(sql, [query(option)]).fetchone()]
    phrase = ", as a phrase" if '"' in words else ""
    message = f"no record has {'all of ' if len(loose) > 1 else ''}{words!r} in its words{phrase}"
    tries = [_command(option) for option in dict.fromkeys(there)]
    return NotInDataset(message, name=words, among="words", tries=tries or ["minewatch claim", "minewatch entity"])


def _command(words: str) -> str:
    from shlex import quote

    return f"minewatch search {'-- ' if words.startswith('-') else ''}{quote(words)}"
