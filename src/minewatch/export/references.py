"""What there is to cite of a dataset: every source, claim and quotation, with all that must be said of it.

Names and gaps are left out: a bibliography has no use for them; `minewatch cite` has them one by one.
"""

from collections.abc import Iterator
from itertools import groupby

from minewatch.answers import Citations, Cited
from minewatch.export import Extract
from minewatch.view import reference
from minewatch.view.blocks import in_ascii
from minewatch.view.reference import Reference


def references(extract: Extract) -> Iterator[Reference]:
    """Yield what the citation of each says."""
    for cited in _cited(extract):
        (found,) = reference.references(Citations((cited,), accessed=None), extract.setting)
        yield in_ascii(found) if extract.ascii_only else found


def _cited(extract: Extract) -> Iterator[Cited]:
    holdings = extract.holdings
    sources = {source.id: source for source in holdings.sources}
    for source in holdings.sources:
        yield Cited("source", source, (source,))
    for claim in holdings.claims:
        yield Cited("claim", claim, (sources[claim.source],))
    for _, parts in groupby(holdings.quotes, key=lambda quote: quote.quotation):
        whole = tuple(parts)
        yield Cited("quote", whole[0], (sources[whole[0].source],), whole)
