"""JSON Lines: a record a line, and nothing around them."""

from collections.abc import Iterable, Iterator

from minewatch.render.json import dump
from minewatch.shapes import Plain


def render(records: Iterable[Plain], *, ascii_only: bool) -> Iterator[str]:
    """Yield a line of JSON for each of `records`."""
    for record in records:
        yield dump(record, ascii_only=ascii_only)
