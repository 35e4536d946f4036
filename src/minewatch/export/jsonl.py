"""JSON Lines: what the dataset is, then every source, name, claim, quote and gap, and what stands on each paragraph.

Each is as `minewatch schema` has it. Nothing is left out.
"""

from collections import defaultdict
from collections.abc import Iterator

from minewatch.answers import Counts, Stands, Welcome
from minewatch.export import Extract
from minewatch.render import jsonl
from minewatch.shapes import Plain, records
from minewatch.shapes.records import claim, entity, gap, paragraph, quote, source


def lines(extract: Extract) -> Iterator[str]:
    """Yield a line for each record."""
    return jsonl.render(_records(extract), ascii_only=extract.ascii_only)


def _records(extract: Extract) -> Iterator[Plain]:
    holdings, setting = extract.holdings, extract.setting
    yield from records(Welcome(setting.editions, _counts(extract)), setting)
    yield from (source(one, setting) for one in holdings.sources)
    yield from (entity(one, setting) for one in holdings.entities)
    standing: dict[tuple[str, int], tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for one in holdings.claims:
        yield claim(one, setting)
        for number in one.evidence:
            standing[one.source, number][0].append(one.id)
    for part in holdings.quotes:
        yield quote(part, setting)
        standing[part.source, part.paragraph][1].append(part.id)
    yield from (gap(one, setting) for one in holdings.gaps)
    for article in holdings.sources:
        for place in article.paragraphs:
            claims, quotes = standing[article.id, place.number]
            yield paragraph(place, Stands(article.id, place.number, tuple(claims), tuple(quotes)))


def _counts(extract: Extract) -> Counts:
    holdings = extract.holdings
    return Counts(
        sources=len(holdings.sources),
        paragraphs=sum(len(article.paragraphs) for article in holdings.sources),
        entities=len(holdings.entities),
        claims=len(holdings.claims),
        quotations=len({part.quotation for part in holdings.quotes}),
        gaps=len(holdings.gaps),
    )
