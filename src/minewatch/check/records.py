"""A dataset as the rules see it: its records by id, each with its place, and how a breach is told."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from minewatch.faults import Draft, Place, Problem
from minewatch.model import Claim, Dataset, Entity, Quote, Source

FIELDS = {"attribution": "said_by", "publisher_basis": "publisher"}
"""Where the file has a field under another name than the record."""


class Records(NamedTuple):
    """A dataset with its records by id, and where each stands."""

    folder: str
    dataset: Dataset
    places: dict[tuple[str, int], Place]
    sources: dict[str, Source]
    entities: dict[str, Entity]
    claims: dict[str, Claim]
    quotes: dict[str, Quote]
    drafts: tuple[Draft, ...]

    def each(self, name: str) -> Iterator[tuple[Any, Place]]:
        """Yield every record of the list `name` with its place."""
        for index, record in enumerate(getattr(self.dataset, name)):
            yield record, self.places[name, index]

    def standing_on_source(self) -> Iterator[tuple[Any, Place]]:
        """Yield every record that names its source, with its place."""
        for name in ("claims", "quotes", "gaps"):
            yield from self.each(name)


def problem(place: Place, field: str, rule: str, message: str) -> Problem:
    """Return a breach of `rule` at the line of `field`, or at the record's where that is not written."""
    return Problem(place.file, place.fields.get(field, place.line), rule, message)


def warning(place: Place, field: str, rule: str, message: str) -> Problem:
    """Return the same as what only should be looked at."""
    return problem(place, field, rule, message)._replace(severity="warning")
