"""Who said what in their own words."""

from functools import partial
from typing import TypeVar

from minewatch.answers import Quotations, Reported
from minewatch.errors import BadUsage, FilteredOut, NothingFound, NotSaid
from minewatch.filters import NO_FILTERS, ONLY_CLAIMS, Filters
from minewatch.model import Claim, Quote, thawed
from minewatch.questions.absence import command, none_at_all, options
from minewatch.questions.silence import answerable
from minewatch.reading import MANY, Reading
from minewatch.selection import TABLES, Selection
from minewatch.text import count

R = TypeVar("R", Quote, Claim)


def ask(selection: Selection, filters: Filters) -> Quotations:
    """Return direct quotes, whole quotations only.

    Raises:
        BadUsage: there is a filter that only claims have.
        NothingFound: they are not quoted, the source says nothing on that, or nothing is left by the filters.
    """
    for name in ONLY_CLAIMS:
        if getattr(filters, name):
            raise BadUsage(f"quotes have no {name} to filter by")
    indirect = reported(selection, filters)
    if selection.more_than(MANY, Quote, filters):
        return _streamed(selection, filters, indirect)
    found = selection.kept(Quote, filters)
    if not found:
        raise _unquoted(selection, filters, sum(voice.claims for voice in indirect))
    return of(selection, selection.whole_quotations(found), filters, indirect)


def of(selection: Selection, quotes: tuple[Quote, ...], filters: Filters, indirect: tuple[Reported, ...]) -> Quotations:
    """Return `quotes`, which are whole quotations, with the claims that are read from them."""
    number = len({quote.quotation for quote in quotes})
    return Quotations(quotes, selection.read_from(quotes), indirect, filters, number, speakers=len(indirect))


def _streamed(selection: Selection, filters: Filters, indirect: tuple[Reported, ...]) -> Quotations:
    """Return what is too much to be held."""
    where, values = selection.where("quote", filters)
    of = f"SELECT quotation FROM quote WHERE {where}" if any(filters) else None
    kept, values = (f"live AND quotation IN ({of})", values) if of else ("live", [])

    def records(kind: type[R], condition: str) -> Reading[R]:
        rest = f"FROM {TABLES[kind]} WHERE {condition}"
        read = partial(thawed, kind)
        return Reading(selection.db, f"SELECT record {rest} ORDER BY n", values, read, f"SELECT count(*) {rest}")

    (number,) = selection.db.execute(f"SELECT count(DISTINCT quotation) FROM quote WHERE {kept}", values).fetchone()
    direct = f"live AND n IN (SELECT claim FROM quoted WHERE quote IN (SELECT id FROM quote WHERE {kept}))"
    return Quotations(
        records(Quote, kept), records(Claim, direct), indirect, filters, number, selection.read_from, len(indirect)
    )


def reported(selection: Selection, filters: Filters) -> tuple[Reported, ...]:
    """Return how much the filters keep of each speaker's indirect speech, most first."""
    if not any(filters):
        # Counted when it was compiled: to go through a million takes longer than all else
        rows = selection.db.execute("SELECT entity, claims, unsure FROM reported ORDER BY claims DESC, first")
        return tuple(Reported(*row) for row in rows)
    where, values = selection.where("claim", filters)
    counts = "said_by, count(*), sum(attribution != 'stated')"
    sql = f"SELECT {counts} FROM claim WHERE mode = 'indirect' AND {where} GROUP BY said_by"
    rows = selection.db.execute(f"{sql} ORDER BY count(*) DESC, min(n)", values)
    return tuple(Reported(*row) for row in rows)


def _unquoted(selection: Selection, filters: Filters, reported: int) -> NothingFound:
    who = " or ".join(speaker.label for speaker in filters.by)
    ids = [speaker.id for speaker in filters.by]
    if who and not selection.any(Quote, Filters(by=filters.by)):
        indirect = f"; of theirs in indirect speech: {count(reported, 'claim')}" if reported else ""
        tries = [f"minewatch claim --by {ident}" for ident in ids]
        return NotSaid(f"the source quotes no words of {who}{indirect}", by=ids, tries=tries)
    if not any(filters):
        return none_at_all(selection, "quote")
    narrowed = filters._replace(by=())
    heard, _ = answerable(selection, narrowed)
    told = heard._replace(by=filters.by)
    return FilteredOut(
        f"{options(narrowed)} leaves none of the quotes" + (f" of {who}" if who else ""),
        filters=narrowed.options(),
        without=selection.count(Quote, Filters(by=filters.by)),
        tries=[
            command("quote", NO_FILTERS, *ids),
            *([command("claim", filters)] if selection.any(Claim, told) else []),
        ],
    )
