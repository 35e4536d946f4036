"""Claims: those that filters keep, and each with everything that it stands on."""

from collections.abc import Iterable, Sequence
from functools import partial

from minewatch import lookup
from minewatch.answers import ClaimCard, ClaimCards, Claims, Linked
from minewatch.errors import NotSaid
from minewatch.filters import Filters
from minewatch.model import Claim, Entity, Quote
from minewatch.questions.absence import command, none_at_all, nothing_left, subject
from minewatch.questions.silence import answerable
from minewatch.record import NamedTuple
from minewatch.selection import Selection


def ask(selection: Selection, asked: Filters, *, compare: bool = False) -> Claims:
    """Return the claims that the filters keep, in the order of the dataset.

    Raises:
        NothingFound: the source says nothing on that, or nothing is left by the filters.
    """
    kept = keep(selection, asked, "claim")
    found = tuple(kept.claims) if compare else kept.claims
    return Claims(found, kept.undated, kept.group, asked, compare)


class Kept(NamedTuple):
    """What filters keep."""

    claims: Sequence[Claim]
    undated: int
    """How many a time filter left out for having no date."""
    group: Entity | None
    """The group whose claims these are, where the subject itself has none."""


def keep(selection: Selection, asked: Filters, noun: str, *, of: str = "1") -> Kept:
    """Return the claims that the filters keep, for the command `noun`, which is on those for which `of` (SQL) holds.

    Raises:
        NothingFound: there are none.
    """
    filters, group = answerable(selection, asked)
    found = selection.many(Claim, filters, condition=of)
    if not found:
        bare = filters.subject
        if not selection.any(Claim, bare, condition=of):
            raise _none(selection, asked.subject, bare, noun) if any(bare) else none_at_all(selection, noun)
        left = partial(selection.count, Claim, condition=of)
        raise nothing_left(filters, left, noun, what=noun, fixed=bare)
    return Kept(found, selection.undated(filters, of), group)


def _none(selection: Selection, asked: Filters, bare: Filters, noun: str) -> NotSaid:
    """Return that there is no such claim on what is `asked`, or on its group; on which there is something else."""
    other = "claim" if noun != "claim" and selection.any(Claim, bare) else "quote"
    itself = "" if asked == bare else f"of {subject(asked)} by itself nothing is said; "
    return NotSaid(
        f"in this dataset, but {itself}there is no {noun} on {subject(bare)}",
        about=[entity.id for entity in bare.about],
        topic=bare.topic,
        tries=[command(other, bare)],
    )


def named(selection: Selection, ids: Sequence[str]) -> ClaimCards:
    """Return the claims with these ids in full, each once, and withdrawn ones too.

    Raises:
        NotInDataset: one of them is no claim's; the message says what it is instead, or may be meant for.
    """
    found = dict.fromkeys(_claim(selection, lookup.unicode(ident)) for ident in ids)
    return ClaimCards(in_full(selection, found))


def in_full(selection: Selection, claims: Iterable[Claim]) -> tuple[ClaimCard, ...]:
    """Return `claims`, each with everything that it stands on."""
    return tuple(_card(selection, claim) for claim in claims)


def _claim(selection: Selection, ident: str) -> Claim:
    if isinstance(found := lookup.record(selection, ident, Claim), Claim):
        return found
    if other := lookup.known_otherwise(selection, ident, "claims"):
        raise other
    known = lookup.alike(selection, ident, "SELECT id, id FROM claim WHERE 1", "id")
    raise lookup.unknown(ident, known, "claims", "minewatch claim")


def _card(selection: Selection, claim: Claim) -> ClaimCard:
    quotes = selection.whole_quotations(selection.listed(Quote, claim.quotes))
    targets = {other.id: other for other in selection.listed(Claim, [link.to for link in claim.links])}
    links = tuple(Linked(link.type, targets[link.to], out=True) for link in claim.links if link.to in targets)
    elsewhere = tuple(link for link in claim.links if link.to not in targets)
    return ClaimCard(claim, quotes, links, tuple(_linked(selection, claim)), elsewhere)


def _linked(selection: Selection, claim: Claim) -> Iterable[Linked]:
    """Yield the claims that are linked to `claim`, with what they do to it."""
    sql = "SELECT record FROM claim WHERE live AND n IN (SELECT claim FROM link WHERE target = ?) ORDER BY n"
    for other in selection.read(Claim, sql, [claim.id]):
        yield from (Linked(link.type, other) for link in other.links if link.to == claim.id)
