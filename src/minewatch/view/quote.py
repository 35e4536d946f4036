"""Quotes: somebody's words with their context, and how much more of the speaker is reported indirectly."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from minewatch.answers import Quotations, Setting
from minewatch.model import Claim, Quote
from minewatch.text import count, one_line
from minewatch.view import wording
from minewatch.view.blocks import Block, Note, Quotation, Run, Title, Words


def page(answer: Quotations, setting: Setting) -> list[Block]:
    """Return quotations in the order of the source, then a line on what is in indirect speech."""
    blocks: list[Block] = [
        Title(wording.title(_count(answer, setting), answer.filters), wording.reported(setting)),
        *quotations(answer.quotes, answer.claims, setting),
    ]
    if besides := indirect(answer, setting):
        blocks.append(Note(((Run(besides, "dim"),),)))
    return wording.with_legend(
        blocks, "what else they say: minewatch claim --by NAME; how it was read: minewatch claim ID", setting
    )


def indirect(answer: Quotations, setting: Setting) -> str:
    """Return how much more is reported in indirect speech; nothing where none is."""
    counts = ", ".join(
        f"{wording.label(voice.speaker, setting)} {voice.claims}"
        + (f" ({voice.unsure} of them not for certain theirs)" if voice.unsure else "")
        for voice in answer.reported
    )
    more = f", and of {count(rest, 'more speaker')}" if (rest := answer.speakers - len(answer.reported)) > 0 else ""
    return f"Claims reported in indirect speech besides: {counts}{more}." if counts else ""


def _count(answer: Quotations, setting: Setting) -> str:
    text = wording.counted(answer.number, "quotation", setting)
    return text if answer.number == len(answer.quotes) else f"{text}, {count(len(answer.quotes), 'part')}"


def quotations(quotes: Sequence[Quote], claims: Sequence[Claim], setting: Setting) -> list[Quotation]:
    """Return a block a quotation, its parts together, with how firm the `claims` are that were read from it."""
    blocks = []
    of: dict[str, dict[int, Claim]] = {}
    for n, claim in enumerate(claims):
        for ident in claim.quotes:
            of.setdefault(ident, {})[n] = claim
    for _, group in groupby(quotes, key=lambda quote: quote.quotation):
        parts = list(group)
        read = [claim for _, claim in sorted({n: c for part in parts for n, c in of.get(part.id, {}).items()}.items())]
        tags = wording.with_between(Run(", ", "dim"), _firmness(read, setting))
        words = in_quotes(parts)
        context = " ".join(dict.fromkeys(one_line(part.context) for part in parts))
        blocks.append(Quotation(words, wording.quoted(parts, setting), context, tags))
    return blocks


def in_quotes(parts: Iterable[Quote]) -> Words:
    """Return the words of a quotation, with the gap between its parts marked."""
    words = ((Run(f"“{one_line(part.text)}”", "quote"),) for part in parts)
    return wording.with_between(Run(" [interrupted] ", "dim"), words)


def _firmness(claims: Sequence[Claim], setting: Setting) -> Iterator[Words]:
    """Yield how firm `claims` are, when, and on what topics: a quote may hold a hope and a fact."""
    topics: dict[Words, list[str]] = {}
    for claim in claims:
        firm = (wording.status(claim.status), *wording.spaced(wording.when(claim, setting)))
        if claim.condition:
            firm = (*firm, Run(f", {one_line(claim.condition)}"))
        topics.setdefault(firm, []).extend(claim.topic)
    for firm, words in topics.items():
        yield (*firm, Run(f" ({', '.join(dict.fromkeys(words))})", "dim"))
