"""A reader's own copy of an article against a source: its paragraphs by their fingerprints, its quotes by their words.

What is matched is matched by a fingerprint. What is not is named only where its place leaves no choice: one block
where one paragraph belongs is that paragraph, changed.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from minewatch import quoted
from minewatch.answers import SourceCard, Stands, Unrecognised, Verification, VerifiedParagraph, VerifiedQuote
from minewatch.article import Article, grouped, has_paragraph_a_line, joined
from minewatch.drafts.layout import is_sentence
from minewatch.locate import Found, in_order, locate
from minewatch.model import Paragraph, Quote, Source
from minewatch.record import NamedTuple
from minewatch.text import fingerprints, fold_typography, lookalikes

_HEADING = 0
"""Stands for the number of a paragraph where a heading is looked for."""
_ASCII_FOR = {
    '"': re.compile('"'),
    "'": re.compile("'"),
    "-": re.compile(r"(?<![^\W\d_])-|-(?![^\W\d_])"),
    "...": re.compile(r"\.\.\."),
}
"""Where a copy may have ASCII for typography: a hyphen between two letters is hardly a dash."""


class _Block(NamedTuple):
    """Lines of the copy that are no paragraph as it should be."""

    first: int
    end: int
    text: str


class _Gap(NamedTuple):
    """What stands between two paragraphs that follow each other in the copy, or around them all."""

    after: int | None
    before: int | None
    end: int
    missing: list[int]
    """The numbers that belong here and stand nowhere."""
    blocks: list[_Block]

    @property
    def changed(self) -> bool:
        """Whether what stands here can only be the paragraph that belongs here."""
        return len(self.missing) == len(self.blocks) == 1


def verify(card: SourceCard, quotes: Iterable[Quote], article: Article, *, strict: bool = False) -> Verification:
    """Return how the copy `article` differs from the source of `card`, which says these `quotes`."""
    found = locate(_wanted(card.source), article.lines)
    paragraphs = [run for run in found if _HEADING not in run.keys]
    chain = in_order(paragraphs)
    ordered = dict(chain)
    moved = dict(_moved(paragraphs, ordered))
    placed = ordered | moved
    gaps = list(_gaps(card.source, chain, placed, list(_blocks(article.lines, found)), len(article.lines)))
    changed = {gap.missing[0]: gap.blocks[0] for gap in gaps if gap.changed}
    candidates = {number: len(gap.blocks) for gap in gaps for number in gap.missing}

    def verified(stands: Stands) -> VerifiedParagraph:
        number = stands.paragraph
        if block := changed.get(number):
            return VerifiedParagraph(stands, "changed", (block.first + 1, block.end))
        if not (run := placed.get(number)):
            return VerifiedParagraph(stands, "missing", candidates=candidates.get(number, 0))
        status = "moved" if number in moved else "exact" if run.exact else "typography"
        characters = () if run.exact else _characters(run.text)
        return VerifiedParagraph(stands, status, (run.first + 1, run.end), characters)

    lines = {number: article.lines[run.first : run.end] for number, run in placed.items()}
    lines |= {number: article.lines[block.first : block.end] for number, block in changed.items()}
    compared = tuple(_compared(quote, lines.get(quote.paragraph), article) for quote in quotes)
    strays = sorted((*_strays(gaps, article), *_repeated(paragraphs, placed, gaps)), key=lambda stray: stray.lines)
    return Verification(
        card.source, article.name, tuple(map(verified, card.stands)), compared, tuple(strays), strict=strict
    )


def _wanted(source: Source) -> Iterator[tuple[int, Paragraph]]:
    """Yield the paragraphs of `source` by their numbers, and its headings."""
    for paragraph in source.paragraphs:
        yield paragraph.number, paragraph
    for title in source.sections:
        yield _HEADING, Paragraph(_HEADING, title, *fingerprints(title))


def _moved(found: Iterable[Found[int]], ordered: dict[int, Found[int]]) -> Iterator[tuple[int, Found[int]]]:
    """Yield where the paragraphs stand that were found, and not in their order."""
    taken = set(ordered.values())
    done = set(ordered)
    for run in found:
        for number in run.keys if run not in taken else ():
            if number not in done:
                done.add(number)
                yield number, run


def _blocks(lines: Sequence[str], found: Sequence[Found[int]]) -> Iterator[_Block]:
    """Yield what stands between the runs that were found, in what looks like paragraphs.

    Whether each line is one is told by the paragraphs that were found, and only where there are none by the lines.
    """
    wrapped = any(run.end - run.first > 1 for run in found) if found else not has_paragraph_a_line(lines)
    ends = [0, *(run.end for run in found)]
    for start, end in zip(ends, [*(run.first for run in found), len(lines)], strict=True):
        for numbers in grouped(lines[start:end], one_a_line=not wrapped):
            first, last = start + numbers[0], start + numbers[-1] + 1
            yield _Block(first, last, joined(lines[first:last]))


def _gaps(
    source: Source,
    chain: Sequence[tuple[int, Found[int]]],
    placed: dict[int, Found[int]],
    blocks: Sequence[_Block],
    length: int,
) -> Iterator[_Gap]:
    """Yield what stands before the first paragraph in order, between each two, and after the last."""
    numbers = [paragraph.number for paragraph in source.paragraphs]
    place = 0
    after: int | None = None
    for before, end in (*((number, run.first) for number, run in chain), (None, length)):
        low, high = after or 0, before or len(numbers) + 1
        missing = [number for number in numbers if low < number < high and number not in placed]
        here = []
        while place < len(blocks) and blocks[place].first < end:
            here.append(blocks[place])
            place += 1
        yield _Gap(after, before, end, missing, here)
        after = before


def _characters(text: str) -> tuple[str, ...]:
    """Return what in `text`, the same as a source's but for typography, can be the difference.

    What the source has is not known. So it is what this has in ASCII or invisible, or else its own typography.
    """
    plain = [character for character, pattern in _ASCII_FOR.items() if pattern.search(text)]
    invisible = [quoted.shown(character) for character in lookalikes("") if character in text]
    own = dict.fromkeys(character for character in text if fold_typography(f"a{character}") != f"a{character}")
    own.pop(" ", None)
    return (*plain, *invisible) or tuple(own)


def _compared(quote: Quote, lines: Sequence[str] | None, article: Article) -> VerifiedQuote:
    """Return `quote` as it stands in its paragraph, which is in `lines`; wherever it stands, if that was not found."""
    found = quoted.find(quote.text, article.lines if lines is None else lines)
    elsewhere = lines is None and bool(found)
    if elsewhere and len(found) > 1:
        return VerifiedQuote(quote, "ambiguous", elsewhere)
    if found:
        best = max(found, key=lambda words: words.exact)
        return VerifiedQuote(quote, "verbatim" if best.exact else "typography", elsewhere, best.characters)
    parting = quoted.part(quote.text, lines) if lines is not None else None
    if parting is None:
        return VerifiedQuote(quote, "missing")
    return VerifiedQuote(quote, "changed", expected=parting.expected, found=parting.found)


def _strays(gaps: Iterable[_Gap], article: Article) -> Iterator[Unrecognised]:
    """Yield the blocks that are no paragraph.

    Sentences right before the first paragraph and right after the last are inserted too, for a correction stands
    there; what looks like a menu, a title or a request to subscribe ends them.
    """
    for gap in gaps:
        number = len(gap.blocks)
        first, end = 0, number
        if gap.after is None:
            first = number - (_sentences(reversed(gap.blocks), article) if gap.before else 0)
        elif gap.before is None:
            end = _sentences(gap.blocks, article)
        for n, block in enumerate(() if gap.changed else gap.blocks):
            place = "inserted" if first <= n < end else "around"
            yield Unrecognised(place, gap.after, gap.before, (block.first + 1, block.end), block.text)


def _sentences(blocks: Iterable[_Block], article: Article) -> int:
    """Return how many of `blocks` are sentences before one is not."""
    return sum(1 for _ in takewhile(lambda block: is_sentence(block.text, article), blocks))


def _repeated(
    paragraphs: Iterable[Found[int]], placed: dict[int, Found[int]], gaps: Sequence[_Gap]
) -> Iterator[Unrecognised]:
    """Yield the paragraphs that stand there once more, as they do in a teaser."""
    counted = {run.first for run in placed.values()}
    for run in paragraphs:
        if run.first not in counted:
            gap = next(gap for gap in gaps if run.end <= gap.end)
            yield Unrecognised("repeated", gap.after, gap.before, (run.first + 1, run.end), run.text)
