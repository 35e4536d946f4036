"""From an answer to what people read: columns, order and wording, decided once for all formats."""

from collections.abc import Callable
from typing import Any

from minewatch.answers import (
    Answer,
    Cards,
    Citations,
    ClaimCards,
    Claims,
    Entities,
    EntityCards,
    Figures,
    Hits,
    Matrix,
    Quotations,
    Setting,
    SourceCards,
    Sources,
    Timeline,
    Welcome,
)
from minewatch.view import chain, claim, country, entity, figure, quote, reference, search, source, timeline, welcome
from minewatch.view.blocks import Block, in_ascii

PAGES: dict[type, Callable[[Any, Setting], list[Block]]] = {
    Matrix: country.matrix,
    Cards: country.cards,
    Timeline: timeline.page,
    Quotations: quote.page,
    Entities: entity.listing,
    EntityCards: entity.cards,
    Claims: claim.page,
    ClaimCards: chain.cards,
    Figures: figure.page,
    Hits: search.page,
    Sources: source.listing,
    SourceCards: source.cards,
    Citations: reference.page,
    Welcome: welcome.page,
}
"""Which page shows which answer."""


def page(answer: Answer, setting: Setting, *, ascii_only: bool = False) -> list[Block]:
    """Return `answer` as blocks, their words in ASCII as far as may be where the output shows nothing else."""
    blocks = PAGES[type(answer)](answer, setting)
    return [in_ascii(block) for block in blocks] if ascii_only else blocks
