"""Records of any kind, to be cited."""

from collections.abc import Sequence

from minewatch import lookup
from minewatch.answers import Citations, Cited
from minewatch.errors import AmbiguousName, BadUsage, NotInDataset
from minewatch.model import Claim, Entity, Gap, Quote, Record, Source
from minewatch.selection import TABLES, Selection


def ask(selection: Selection, words: Sequence[str], accessed: str | None) -> Citations:
    """Return the records with these ids or names, each once, as read on the day `accessed` (`YYYY-MM-DD`).

    Raises:
        NotInDataset: one of them is no id and no name.
        AmbiguousName: one of them is a name that fits several records.
        BadUsage: `accessed` is no day.
    """
    day = _day(accessed)
    found = _records(selection, [lookup.unicode(word) for word in words])
    return Citations(tuple(dict.fromkeys(_cited(selection, record) for record in found)), day)


def _day(accessed: str | None) -> str | None:
    if accessed is None:
        return None
    from minewatch import dates

    try:
        return dates.day(accessed)
    except dates.DateError as error:
        raise BadUsage(f"--accessed takes a day like 2026-02-20, or today, and {accessed!r} is neither") from error


def _records(selection: Selection, words: Sequence[str]) -> list[Record]:
    """Return what `words` are: each an id, or together one name, or each by itself."""
    by_id = [lookup.record(selection, word) for word in words]
    # Only a name has several words, and what are ids all of them is no name, whatever they make together
    if len(words) > 1 and None in by_id and (named_so := lookup.anything(selection, " ".join(words))):
        return [_published(selection, " ".join(words), named_so)]
    return [found or _by_name(selection, word) for word, found in zip(words, by_id, strict=True)]


def _by_name(selection: Selection, name: str) -> Record:
    if found := lookup.anything(selection, name):
        return _published(selection, name, found)
    raise _no_record(selection, name)


def _published(selection: Selection, name: str, found: Sequence[Entity]) -> Record:
    """Return what the entity published, for who calls an article by its publication's name; else the entity."""
    entity = lookup.only(name, found)
    sql = "SELECT record FROM source WHERE publisher = ? ORDER BY n"
    articles = selection.read(Source, sql, [entity.id])
    if len(articles) > 1:
        listed = ", ".join(f"{source.id} ({source.name})" for source in articles)
        message = f"{name!r} fits {len(articles)} records: {listed}; name one by its id"
        raise AmbiguousName(message, name=name, known=[source.id for source in articles])
    return articles[0] if articles else entity


def _no_record(selection: Selection, ident: str) -> NotInDataset:
    known = lookup.folded(selection, ident)
    for kind in (Claim, Quote, Gap, Source):
        known |= lookup.alike(selection, ident, f"SELECT id, id FROM {TABLES[kind]} WHERE 1", "id")
    return lookup.unknown(ident, known, "records", "minewatch claim")


def _cited(selection: Selection, record: Record) -> Cited:
    if isinstance(record, Source):
        return Cited("source", record, (record,))
    if isinstance(record, Entity):
        of = selection.datasets(record)
        return Cited(record.kind, record, tuple(source for source in selection.kept(Source) if source.dataset in of))
    sources = selection.listed(Source, [record.source])
    if isinstance(record, Quote):
        parts = selection.whole_quotations([record])
        return Cited("quote", parts[0], sources, parts)
    return Cited(TABLES[type(record)], record, sources)
