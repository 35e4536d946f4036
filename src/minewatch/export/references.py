"""What there is to cite of a dataset: every source, claim and quotation, and what must be said of each in words.

Names and gaps are left out: a bibliography has no use for them; `minewatch cite` has them one by one.
"""

from collections.abc import Iterator
from itertools import groupby, islice

from minewatch.answers import Citations, Cited, Setting
from minewatch.export import Extract
from minewatch.model import Claim
from minewatch.passing import passed
from minewatch.text import one_line
from minewatch.view import reference
from minewatch.view.blocks import in_ascii
from minewatch.view.reference import Reference

_BATCH = 500


def references(extract: Extract) -> Iterator[Reference]:
    """Yield what the citation of each says."""
    cited = _cited(extract)
    while batch := tuple(islice(cited, _BATCH)):
        # What takes the place of a claim is asked for many at once: any number of them can be cited
        claims = [one.record for one in batch if isinstance(one.record, Claim)]
        setting = extract.setting._replace(beside=extract.facts.beside(claims))
        for found in reference.references(Citations(batch, accessed=None), setting):
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


def told(claim: Claim, setting: Setting) -> str:
    """Return what `claim` says, how firmly, who says so, when, on what that rests, and who reported it.

    What takes its place comes first, where `setting` has what stands beside it.
    """
    source = setting.source(claim.source)
    sentences = [
        *reference.overtaken(claim, setting),
        *reference.said(Cited("claim", claim, (source,)), setting),
        f"As reported by {reference.reported(source, setting)}",
    ]
    if word := passed(claim, source.published, setting.today):
        over = "is over" if word == "passed" else "may be over"
        sentences.append(f"On {setting.today} its day {over}; that it has happened is not said")
    return one_line(" ".join(map(reference.sentence, sentences)))
