"""Which blocks of an article are its paragraphs, which are headings, and which are no part of it.

Nothing is lost in silence: what is left out is returned as well.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from minewatch.article import Article, grouped, has_paragraph_a_line, joined
from minewatch.text import fold_typography, normalise

_LONGEST_HEADING = 12
"""In words."""
_LONGEST_REMARK = 30
"""In words: what asks a reader to subscribe is no longer."""
_BULLET = re.compile(r"(?:[-*•‣◦▪–]|\d{1,2}[.)])\s+(?=\S)")
_ENDED = re.compile(r"[.!:;,…]['\"’”»)\]]*$")
_REMARK = re.compile(
    r"(?:(?:please )?(?:subscribe|sign up|share (?:this|on|via)|follow us|discover more|read (?:more|next)|see also"
    r"|related (?:articles|stories|posts)|more from|support us|donate|advertisement|newsletter|get the latest"
    r"|filed under|leave a (?:comment|reply)|click (?:here|to)|like (?:this|us)|join (?:us|our)|all rights reserved"
    r"|copyright)\b|tags?:|©)",
    re.IGNORECASE,
)


class Passage(NamedTuple):
    """A paragraph, and the heading that it stands under."""

    section: str | None
    text: str


class Layout(NamedTuple):
    """An article taken apart."""

    passages: tuple[Passage, ...]
    sections: tuple[str, ...]
    """The headings in their order, each once."""
    left_out: tuple[str, ...]
    """What stands before the article or after it, and seems to be no part of it."""


def layout(article: Article) -> Layout:
    """Return the paragraphs and headings of `article`.

    A heading stands over a paragraph. Before the first paragraph such lines are a title, a menu or a byline, and after
    the last one a menu; both are left out, and so are lines at the end that ask to subscribe or to share. Of several
    between two paragraphs those before the last are a list.
    """
    texts = list(_blocks(article))
    end = len(texts)
    while end and is_around(texts[end - 1], article):
        end -= 1
    end = end or len(texts)
    start = next((place for place in range(end) if not is_heading(texts[place], article)), 0)
    titles = [
        is_heading(texts[here], article) and here + 1 < end and not is_heading(texts[here + 1], article)
        for here in range(start, end)
    ]
    # A heading is looked for by its words, as a paragraph is: one with the words of a paragraph cannot be told from it
    said = {fold_typography(text) for text, title in zip(texts[start:end], titles, strict=True) if not title}
    passages = []
    section: str | None = None
    sections: dict[str, None] = {}
    for text, title in zip(texts[start:end], titles, strict=True):
        if title and fold_typography(text) not in said:
            section = text
            sections[text] = None
        else:
            passages.append(Passage(section, text))
    return Layout(tuple(passages), tuple(sections), (*texts[:start], *texts[end:]))


def is_heading(text: str, article: Article) -> bool:
    """Return whether `text` may be a heading of `article`: as its page says, or else short and no sentence."""
    return normalise(text) in article.headings if article.headings else _is_title(text)


def _is_title(text: str) -> bool:
    return (
        len(text.split()) <= _LONGEST_HEADING
        and not _ENDED.search(text)
        and not _BULLET.match(text)
        and text[0] not in "“„«\"'‘"
    )


def is_around(text: str, article: Article) -> bool:
    """Return whether `text`, at the beginning of `article` or at its end, is hardly a paragraph of it."""
    remark = len(text.split()) <= _LONGEST_REMARK and bool(_REMARK.match(text))
    return remark or _is_title(text) or is_heading(text, article)


def is_sentence(text: str, article: Article) -> bool:
    """Return whether `text`, right beside the paragraphs of `article`, reads as one more of them."""
    return bool(_ENDED.search(text)) and not is_around(text, article)


def _blocks(article: Article) -> Iterator[str]:
    """Yield what looks like the paragraphs of `article`, each item of a list by itself."""
    one_a_line = has_paragraph_a_line(article.lines)
    for numbers in grouped(article.lines, one_a_line=one_a_line):
        for lines in _items([article.lines[n] for n in numbers]):
            yield normalise(joined(lines))


def _items(lines: Sequence[str]) -> Iterator[list[str]]:
    """Yield the items of a list, or all `lines` where they are none: a single dash may begin a wrapped line."""
    begins = [n for n, line in enumerate(lines) if _BULLET.match(line.lstrip())]
    starts = sorted({0, *begins}) if len(begins) > 1 else [0]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield list(lines[start:end])
