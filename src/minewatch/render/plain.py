"""Citations as text: one a line, unwrapped, ready to paste."""

from collections.abc import Iterable, Iterator

from minewatch.text import one_line
from minewatch.view.reference import Reference


def render(references: Iterable[Reference]) -> Iterator[str]:
    """Yield a line for each of `references`."""
    for reference in references:
        yield one_line(reference.text)
