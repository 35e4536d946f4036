"""CSL-JSON: an item a source, claim and quotation. What must be said of each is its note."""

from collections.abc import Iterator

from minewatch.export import Extract
from minewatch.export.references import references
from minewatch.render import csl
from minewatch.shapes import citations


def lines(extract: Extract) -> Iterator[str]:
    """Yield the lines of the items."""
    return csl.render(map(citations.csl, references(extract)), ascii_only=extract.ascii_only)
