"""From an answer to what people read: columns, order and wording, decided once for all formats."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from minewatch import answers
from minewatch.answers import Answer, Setting
from minewatch.view.blocks import Block, harmless, in_ascii

PAGES: dict[type, str] = {
    answers.Welcome: "welcome.page",
    answers.Matrix: "country.matrix",
    answers.Cards: "country.cards",
    answers.Briefs: "brief.page",
    answers.Timeline: "timeline.page",
    answers.Quotations: "quote.page",
    answers.Entities: "entity.listing",
    answers.EntityCards: "entity.cards",
    answers.Claims: "claim.page",
    answers.ClaimCards: "chain.cards",
    answers.Figures: "figure.page",
    answers.Hits: "search.page",
    answers.Sources: "source.listing",
    answers.SourceCards: "source.cards",
    answers.Citations: "reference.page",
    answers.Verification: "verify.page",
    answers.Differences: "diff.page",
    answers.Checked: "check.page",
    answers.Beginning: "init.page",
    answers.Renewed: "renewal.page",
}
"""Which page shows which answer: module and function, imported when it is shown."""


def page(answer: Answer, setting: Setting, *, ascii_only: bool = False) -> list[Block]:
    """Return `answer` as blocks in which nothing acts, in ASCII as far as may be where nothing else is shown."""
    module, name = PAGES[type(answer)].split(".")
    shown: Callable[[Any, Setting], list[Block]] = getattr(import_module(f"minewatch.view.{module}"), name)
    blocks = shown(answer, setting)
    if setting.copy:
        from minewatch.view.passage import beside  # which pages without a copy need not

        blocks = beside(blocks, setting.copy)
    blocks = harmless(blocks)
    return [in_ascii(block) for block in blocks] if ascii_only else blocks
