"""CSL-JSON: an array with an item a citation, as citation processors and reference managers read it."""

from collections.abc import Iterable, Iterator

from minewatch.render.json import dump, separated
from minewatch.shapes import Plain


def render(items: Iterable[Plain], *, ascii_only: bool) -> Iterator[str]:
    """Yield the lines of an array of `items`; values are exact, in JSON's own escaping."""
    yield "["
    yield from separated(dump(item, ascii_only=ascii_only) for item in items)
    yield "]"
