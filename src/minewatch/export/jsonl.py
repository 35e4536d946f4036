"""JSON Lines: what the dataset is, then every source with its paragraphs, every name, claim, quotation and gap.

Each is as `minewatch schema` has it. Nothing is left out.
"""

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
    standing = _standing(extract)
    for article in holdings.sources:
        yield source(article, setting)
        for one in article.paragraphs:
            place = article.id, one.number
            yield paragraph(one, Stands(*place, *(tuple(standing.get((*place, kind), ())) for kind in _STANDING)))
    yield from (entity(one, setting) for one in holdings.entities)
    yield from (claim(one, setting) for one in holdings.claims)
    yield from (quote(one, setting) for one in holdings.quotes)
    yield from (gap(one, setting) for one in holdings.gaps)


_STANDING = ("claim", "quote")


def _standing(extract: Extract) -> dict[tuple[str, int, str], list[str]]:
    """Return the ids of what stands on each paragraph, by source, number and kind."""
    found: dict[tuple[str, int, str], list[str]] = {}
    for one in extract.holdings.claims:
        for number in one.evidence:
            found.setdefault((one.source, number, "claim"), []).append(one.id)
    for part in extract.holdings.quotes:
        found.setdefault((part.source, part.paragraph, "quote"), []).append(part.id)
    return found


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
