"""What of a date may stand where another tool has a date of its own: only what the source states, and no more of it.

A date that is inferred or implied never does; a set of which it is one day only as far as all of its days agree, and
it never is something that lasted.
"""

from typing import NamedTuple

from minewatch import dates
from minewatch.model import Date

Parts = tuple[int, ...]
"""A year, a year and a month, or a day."""


class Native(NamedTuple):
    """A date as other tools have them."""

    start: Parts
    end: Parts | None
    """Where it is something that lasted, and the source states its end."""


def native(date: Date | None) -> Native | None:
    """Return what another tool may have for a date; None where there is nothing."""
    if date is None or date.basis.kind != "stated":
        return None
    start, _, end = date.edtf.partition("/")
    begins, ends = _agreed(start), _agreed(end)
    return Native(begins, ends) if begins else None


def _agreed(edtf: str) -> Parts | None:
    """Return what all days that an end of a date can mean have in common."""
    if edtf in ("", ".."):
        return None
    span = dates.parse(edtf)
    first, last = (day.split("-") if day else [] for day in (span.earliest, span.latest))
    common: list[int] = []
    for one, other in zip(first, last, strict=False):
        if one != other:
            break
        common.append(int(one))
    return tuple(common) or None


def written(parts: Parts) -> str:
    """Return `parts` as ISO 8601 has them."""
    year, *rest = parts
    return "-".join([f"{year:04}", *(f"{part:02}" for part in rest)])
