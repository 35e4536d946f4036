"""A dataset as the rules see it: its records by id, each with its place, and how a breach is told."""

import difflib
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from minewatch.faults import Draft, Place, Problem
from minewatch.model import Claim, Entity, Quote, Source

FIELDS = {"attribution": "said_by", "publisher_basis": "publisher"}
"""Where the file has a field under another name than the record."""
_MANY = 2000
"""From how many ids on a mistyped one is compared with those alone that begin or end as it does."""


class Records(NamedTuple):
    """Records with their places, and those by id that they may name.

    They are a whole dataset, or a part of one. A rule that is given a part of the records says what is wrong in that
    part: so a dataset too large to be held is looked at in parts.
    """

    lists: Mapping[str, Iterable[tuple[Any, Place]]]
    """The records that are looked at."""
    sources: Mapping[str, Source]
    entities: Mapping[str, Entity]
    claims: Mapping[str, Claim]
    quotes: Mapping[str, Quote]
    drafts: tuple[Draft, ...]
    standing_on: Callable[[str], frozenset[int]]
    """The paragraphs of a source on which something stands."""
    shows: bool = False
    """Whether it is known of all text in these records that it can be printed as it is."""

    def each(self, name: str) -> Iterable[tuple[Any, Place]]:
        """Return every record of the list `name` with its place."""
        return self.lists.get(name, ())


def problem(place: Place, field: str, rule: str, message: str) -> Problem:
    """Return a breach of `rule` at the line of `field`, or at the record's where that is not written."""
    return Problem(place.file, place.line_of(field), rule, message)


def warning(place: Place, field: str, rule: str, message: str) -> Problem:
    """Return the same as what only should be looked at."""
    return problem(place, field, rule, message)._replace(severity="warning")


def meant(ident: str, known: Mapping[str, Any]) -> str | None:
    """Return the id among those `known` that `ident` may be meant for."""
    ids: Iterable[str] = known
    if len(known) > _MANY:
        ids = (one for one in known if one[:3] == ident[:3] or one[-3:] == ident[-3:])
    return next(iter(difflib.get_close_matches(ident, ids, 1)), None)
