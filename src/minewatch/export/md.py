"""Markdown: a briefing, a card a country, for pandoc (`-f gfm`) to make a document of.

A card has little room: how firm each claim on it is, and how its dates were read, stands after the cards in full.
"""

from collections.abc import Iterable, Iterator

from minewatch.answers import Answer
from minewatch.errors import BadUsage
from minewatch.export import Extract
from minewatch.export.references import told
from minewatch.model import Claim, within
from minewatch.render import md
from minewatch.text import one_line, to_ascii
from minewatch.view import page
from minewatch.view.blocks import Block, Entries, Entry, Run, Section, in_ascii
from minewatch.view.reference import references


def lines(extract: Extract) -> Iterator[str]:
    """Yield the lines of a card for each that is asked for, or each country; then what they stand on."""
    for n, blocks in enumerate(_pages(extract)):
        if n:
            yield ""
        written = md.render([in_ascii(block) for block in blocks] if extract.ascii_only else blocks)
        yield from map(to_ascii, written) if extract.ascii_only else written


def _pages(extract: Extract) -> Iterator[list[Block]]:
    facts, setting = extract.facts, extract.setting
    shown: dict[str, Claim] = {}
    countries = [entity for entity in extract.holdings.entities if entity.kind == "country"]
    asked = extract.holdings.filters.about or countries
    if not asked:
        raise BadUsage("md has a card a country, and there is none here; name others with --about")
    for entity in asked:
        ask = facts.cards if entity.kind == "country" else facts.entity_cards
        answer: Answer = ask([entity.id])
        shown |= {claim.id: claim for claim in within(answer, Claim)}
        yield page(answer, setting._replace(beside=facts.beside(answer)))
    setting = setting._replace(beside=facts.beside(list(shown.values())))
    if shown:
        yield [Section("How firm each is"), _listed(f"{claim.id}: {told(claim, setting)}" for claim in shown.values())]
    sources = facts.citations([source.id for source in extract.holdings.sources])
    yield [Section("Read from"), _listed(reference.text for reference in references(sources, setting))]


def _listed(texts: Iterable[str]) -> Entries:
    return Entries(tuple(Entry((), (), (Run(one_line(text)),), ()) for text in texts))
