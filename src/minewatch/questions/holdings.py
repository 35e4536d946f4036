"""What there is to hand on: the records that filters keep, with everything that these refer to.

A claim, quote or gap is never without its source, its speaker and its subject. What it is linked with may be left out:
a link then leads to an id that is not there, as one to a dataset that is not loaded does.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from minewatch.answers import Holdings
from minewatch.errors import NothingFound
from minewatch.filters import ONLY_CLAIMS, Filters
from minewatch.listing import Listing
from minewatch.model import Basis, Claim, Entity, Gap, Quote, Source, within
from minewatch.questions.absence import nothing_left
from minewatch.questions.silence import answerable
from minewatch.selection import TABLES, Selection
from minewatch.watching import Watch


class _Kept(NamedTuple):
    """Records of one table, as a condition in SQL with the values of its parameters."""

    where: str
    values: Sequence[str] = ()


def ask(selection: Selection, asked: Filters, watch: Watch | None = None) -> Holdings:
    """Return what the filters keep, and what that refers to; `watch` is told how far it has been gone through.

    Quotes and gaps have no status, basis or date: where one of these is asked for, quotes are those from which a claim
    that is kept was read, and there are no gaps. Nor are there where a speaker or a paragraph is asked for, which a gap
    has not.

    Raises:
        NothingFound: the source says nothing on that, or nothing is left by the filters.
    """
    filters, group = answerable(selection, asked)
    kept = _kept(selection, filters)
    listed = _listed(selection, kept, watch)
    if not any(len(records) for records in listed):
        raise _nothing(selection, filters)
    sources, entities = _needed(selection, kept, everything=not any(asked))
    return Holdings(
        sources,
        entities,
        *listed,
        filters=asked,
        group=group,
        undated=selection.undated(filters),
        withdrawn=0 if any(asked) else _withdrawn(selection),
    )


def _kept(selection: Selection, filters: Filters) -> tuple[_Kept, _Kept, _Kept]:
    """Return which claims, quotes and gaps `filters` keep."""
    claims = _Kept(*selection.where("claim", filters))
    return claims, _quotes(selection, filters, claims), _gaps(selection, filters)


def _listed(
    selection: Selection, kept: tuple[_Kept, _Kept, _Kept], watch: Watch | None = None
) -> tuple[Listing[Claim], Listing[Quote], Listing[Gap]]:
    claims, quotes, gaps = kept
    return (
        Listing(selection.db, Claim, *claims, watch),
        Listing(selection.db, Quote, *quotes, watch),
        Listing(selection.db, Gap, *gaps, watch),
    )


def _nothing(selection: Selection, filters: Filters) -> NothingFound:
    bare = filters.subject
    noun = "claim" if selection.any(Claim, bare) else "quote"

    def left(filters: Filters) -> int:
        return sum(len(records) for records in _listed(selection, _kept(selection, filters)))

    return nothing_left(filters, left, noun, what="record", fixed=bare)


def _quotes(selection: Selection, filters: Filters, claims: _Kept) -> _Kept:
    """Return the quotations that `filters` keep and those that `claims` are read from, each whole."""
    read = f"SELECT quote FROM quoted WHERE claim IN (SELECT n FROM claim WHERE {claims.where})"
    own = _Kept("0") if _of_claims(filters) else _Kept(*selection.where("quote", filters))
    wanted = f"SELECT quotation FROM quote WHERE ({own.where}) OR id IN ({read})"
    return _Kept(f"quotation IN ({wanted}) AND live", (*own.values, *claims.values))


def _gaps(selection: Selection, filters: Filters) -> _Kept:
    lacking = filters.by or filters.paragraph or _of_claims(filters)
    return _Kept("0") if lacking else _Kept(*selection.where("gap", filters))


def _of_claims(filters: Filters) -> bool:
    """Return whether it is filtered by what only claims have."""
    return any(getattr(filters, name) for name in ONLY_CLAIMS)


def _withdrawn(selection: Selection) -> int:
    counts = (f"SELECT count(*) FROM {table} WHERE NOT live" for table in TABLES.values())
    return sum(selection.db.execute(sql).fetchone()[0] for sql in counts)


def _needed(
    selection: Selection, kept: tuple[_Kept, _Kept, _Kept], *, everything: bool
) -> tuple[tuple[Source, ...], tuple[Entity, ...]]:
    """Return the sources and entities that records refer to, and those that these do; or all, where nothing is asked.

    Those that are withdrawn are among them only where something refers to them.
    """
    sources = {source.id: source for source in selection.read(Source, "SELECT record FROM source ORDER BY n")}
    entities = {entity.id: entity for entity in selection.read(Entity, "SELECT record FROM entity ORDER BY n")}
    records = sources | entities
    found: dict[str, None] = {}
    ahead = [*_referred(selection, kept)]
    if everything:
        ahead += [record.id for record in records.values() if not record.state]
    while ahead:
        ident = ahead.pop()
        if ident in records and ident not in found:
            found[ident] = None
            ahead += _refers(records[ident])
    return tuple(s for s in sources.values() if s.id in found), tuple(e for e in entities.values() if e.id in found)


def _referred(selection: Selection, kept: tuple[_Kept, _Kept, _Kept]) -> Iterator[str]:
    """Yield the ids of the sources and entities that claims, quotes and gaps refer to, some of them several times."""
    claims, quotes, gaps = kept
    for table, one in (("claim", claims), ("quote", quotes), ("gap", gaps)):
        among = f"SELECT n FROM {table} WHERE {one.where}"
        asked = [
            f"SELECT DISTINCT source FROM {table} WHERE {one.where}",
            f"SELECT DISTINCT entity FROM about WHERE kind = '{table}' AND n IN ({among})",
        ]
        if table == "claim":
            named = ("said_by", "via", "said_to", "country")
            asked += [f"SELECT DISTINCT {name} FROM claim WHERE {name} IS NOT NULL AND ({one.where})" for name in named]
        if table == "quote":
            told = Quote._fields.index("said_to")
            asked.append(f"SELECT DISTINCT said_by FROM quote WHERE {one.where}")
            asked.append(f"SELECT DISTINCT json_extract(record, '$[{told}]') FROM quote WHERE {one.where}")
        for sql in asked:
            yield from (row[0] for row in selection.db.execute(sql, one.values) if row[0])


def _refers(record: Source | Entity) -> Iterable[str]:
    """Yield the ids that a source or an entity refers to."""
    if isinstance(record, Source):
        yield record.publisher
        yield from (origin.to for origin in record.derived_from)
        return
    yield from (relation.to for relation in record.relations)
    yield from record.members.are if record.members else ()
    yield from (basis.source for basis in within(record, Basis) if basis.source)
