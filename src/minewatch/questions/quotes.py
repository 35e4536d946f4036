"""Who said what in their own words."""

from minewatch.answers import Quotations, Reported
from minewatch.errors import BadUsage, FilteredOut, NothingFound, NotSaid
from minewatch.filters import NO_FILTERS, Filters
from minewatch.model import Claim, Quote
from minewatch.questions.absence import answerable, command, options
from minewatch.selection import Selection
from minewatch.text import count


def ask(selection: Selection, filters: Filters) -> Quotations:
    """Return direct quotes, whole quotations only.

    Raises:
        BadUsage: there is a filter that only claims have.
        NothingFound: they are not quoted, the source says nothing on that, or nothing is left by the filters.
    """
    for name in ("via", "status", "basis", "since", "until"):
        if getattr(filters, name):
            raise BadUsage(f"quotes have no {name} to filter by")
    found = selection.kept(Quote, filters)
    indirect = reported(selection, filters)
    if not found:
        raise _unquoted(selection, filters, sum(voice.claims for voice in indirect))
    quotes = selection.whole_quotations(found)
    return Quotations(quotes, selection.read_from(quotes), indirect, filters)


def reported(selection: Selection, filters: Filters) -> tuple[Reported, ...]:
    """Return how much the filters keep of each speaker's indirect speech, most first."""
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
    narrowed = filters._replace(by=())
    answerable(selection, narrowed)
    return FilteredOut(
        f"{options(narrowed)} leaves none of the quotes" + (f" of {who}" if who else ""),
        filters=narrowed.options(),
        without=selection.count(Quote, Filters(by=filters.by)),
        tries=[
            command("quote", NO_FILTERS, *ids),
            *([command("claim", filters)] if selection.any(Claim, filters) else []),
        ],
    )
