"""CSL-JSON: an array with an item a citation, as citation processors and reference managers read it."""

from collections.abc import Iterable, Iterator

from minewatch.render.json import dump
from minewatch.shapes import Plain


def render(items: Iterable[Plain], *, ascii_only: bool) -> Iterator[str]:
    """Yield the lines of an array of `items`; values are exact, in JSON's own escaping."""
    yield "["
    before = ""
    for item in items:
        if before:
            yield f"{before},"
        before = dump(item, ascii_only=ascii_only)
    if before:
        yield before
    yield "]"
