"""BibTeX: an entry a source, claim and quotation. What must be said of each is its note."""

from collections.abc import Iterator

from minewatch.export import Extract
from minewatch.export.references import references
from minewatch.render import bibtex


def lines(extract: Extract) -> Iterator[str]:
    """Yield the lines of the entries."""
    return bibtex.render(references(extract), ascii_only=extract.ascii_only)
