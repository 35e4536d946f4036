"""A reader's own copy of an article: plain text out of whatever file it comes in.

Nothing here knows what the article should say: `verify` holds a copy against a dataset.
"""

import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from minewatch.errors import UnreadableArticle
from minewatch.text import fold_typography, normalise

if TYPE_CHECKING:
    from bs4 import Tag

STDIN = "-"
LARGEST = 64 * 2**20
"""How many bytes of a file are read at the most: an article has a thousandth of that."""
HYPHENS = "-\u2010\u00ad"
"""What a word is broken with at the end of a line."""

_WIDEST = 120
"""Nobody wraps text wider than this: a longer line is a paragraph."""
_SENTENCE_END = re.compile(r"[.!?:…]['\"’”»)\]]*$")
_HTML_SUFFIXES = (".html", ".htm", ".xhtml")
_HTML_BEGINS = (b"<!doctype html", b"<html")
_LEFT_OUT = frozenset(("script", "style", "template", "noscript", "title"))
"""Of a page's head only its title would be text; the head itself may be left unclosed, and hold the body."""
_NO_ARTICLE = "nav, aside, footer, form, button, dialog, [hidden], [aria-hidden=true], [role=navigation]"
_BLOCKS = frozenset(
    ("address", "article", "aside", "blockquote", "body", "button", "caption", "dd", "details", "dialog", "div", "dl",
     "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header",
     "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "option", "p", "search", "section", "select", "summary",
     "table", "tbody", "td", "textarea", "tfoot", "th", "thead", "tr", "ul")
)  # fmt: skip


class Article(NamedTuple):
    """A copy of an article, line for line."""

    name: str
    """What the file is called, as it was given."""
    lines: tuple[str, ...]
    """Blank ones included. From HTML each block is a line, between blank ones."""
    headings: frozenset[str] | None = None
    """The headings that HTML says there are; None where nothing says so."""


def read(name: str, *, main: bool = False) -> Article:
    """Return the copy in the file `name`, or on standard input for `-`.

    Args:
        name: what the file is called.
        main: whether to take of a page only what it says is its article, without menus, forms and the like.

    Raises:
        UnreadableArticle: there is no such file, it is empty, too large or no text, or reading HTML needs an extra.
    """
    article = _read(name, _content(name), main=main)
    if all(map(blank, article.lines)):
        raise UnreadableArticle(f"{_shown(name)}: there is nothing in it; name a file with the article's text")
    return article


def _read(name: str, content: bytes, *, main: bool) -> Article:
    html = name.lower().endswith(_HTML_SUFFIXES) or _begins_as_html(content)
    if not html:
        return Article(name, tuple(_decoded(content, name).splitlines()))
    page = _page(content, name)
    text = _text(_article(page)) if main else ""
    text = text if text.strip() else _text(page)
    return Article(name, tuple(text.splitlines()), frozenset(map(normalise, _headings(page))))


def has_paragraph_a_line(lines: Sequence[str]) -> bool:
    """Return whether each of `lines` is a paragraph, and none is one that was wrapped.

    Lines that a blank one follows say nothing. Of the others wrapped ones end anywhere, and rarely with a sentence;
    those that are paragraphs do, headings aside, or are wider than anybody wraps. So half of them is enough.
    """
    followed = [line.rstrip() for line, following in pairwise(lines) if not blank(line) and not blank(following)]
    whole = sum(len(line) > _WIDEST or bool(_SENTENCE_END.search(line)) for line in followed)
    return bool(followed) and 2 * whole >= len(followed)


def grouped(lines: Sequence[str], *, one_a_line: bool) -> Iterator[list[int]]:
    """Yield the indexes of the lines of each block: one line, or those between two blank ones."""
    for empty, run in groupby(range(len(lines)), lambda n: blank(lines[n])):
        numbers = list(run)
        if not empty:
            yield from ([n] for n in numbers) if one_a_line else [numbers]


def joined(lines: Iterable[str]) -> str:
    """Return `lines` as one.

    A word broken at a hyphen is one word: without it before a small letter, which may be wrong ("state-" and "owned"),
    and with it before anything else, as in "Russia-" and "Ukraine".
    """
    words: list[str] = []
    for line in lines:
        following = line.split()
        if words and broken(words[-1]) and goes_on(line):
            keep = words[-1][-1] != "\u00ad" and not following[0][0].islower()
            words[-1] = (words[-1] if keep else words[-1][:-1]) + following.pop(0)
        words += following
    return " ".join(words)


def broken(line: str) -> bool:
    """Return whether `line` ends within a word, or between the parts of one."""
    return line[-1:] != "" and line[-1] in HYPHENS and line[-2:-1].isalnum()


def goes_on(line: str) -> bool:
    """Return whether `line` begins with what may be the rest of a word: with something that shows."""
    return bool(fold_typography("".join(line.split(maxsplit=1)[:1])))


def blank(line: str) -> bool:
    """Return whether nothing of `line` shows."""
    return not line.strip() or not fold_typography(line)


def _no_article(name: str, wrong: str) -> UnreadableArticle:
    return UnreadableArticle(f"{_shown(name)}: {wrong}; name a text or HTML file, or - for standard input")


def _content(name: str) -> bytes:
    if not name or (name == STDIN and sys.stdin is None):
        wrong = "it is closed" if name else "no name of a file"
        raise _no_article(name, wrong)
    try:
        if name == STDIN:
            content = sys.stdin.buffer.read(LARGEST + 1)
        else:
            with Path(name).open("rb") as file:
                content = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no name of a file"
        raise _no_article(name, reason) from error
    if len(content) > LARGEST:
        raise UnreadableArticle(
            f"{_shown(name)}: larger than {LARGEST >> 20} MiB; name a file that holds the article only"
        )
    return content


def _shown(name: str) -> str:
    return "standard input" if name == STDIN else os.fsencode(name).decode("utf-8", "replace") or "''"


def _decoded(content: bytes, name: str) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnreadableArticle(f"{_shown(name)}: line {line} is not UTF-8; save it as plain text in UTF-8") from error
    if "\0" in text:
        raise UnreadableArticle(f"{_shown(name)}: not a text file; save it as plain text or HTML")
    return text


def _begins_as_html(content: bytes) -> bool:
    return content.removeprefix(b"\xef\xbb\xbf").lstrip()[:15].lower().startswith(_HTML_BEGINS)


def _page(content: bytes, name: str) -> "Tag":
    try:
        from bs4 import BeautifulSoup
    except ImportError as error:
        message = (
            f"{_shown(name)}: reading HTML needs an extra; pip install 'minewatch[html]', or save it as plain text"
        )
        raise UnreadableArticle(message) from error

    return BeautifulSoup(content, "html.parser")


def _article(page: "Tag") -> "Tag":
    """Return the part of a page that is its article, as far as it says so, without what is none of it."""
    for part in page.select(_NO_ARTICLE):
        part.decompose()
    for name in ("article", "main"):
        if len(found := page.find_all(name)) == 1:
            return found[0]
    return page


def _headings(page: "Tag") -> Iterator[str]:
    yield from (heading.get_text(" ") for heading in page.find_all(re.compile("^h[1-6]$")))


def _text(page: "Tag") -> str:
    """Return the text of a page: a line a block with blank ones between, and one more at each `<br>`."""
    text = "".join(_pieces(page))
    return "\n".join(" ".join(line.split()) for line in text.split("\n"))


def _pieces(page: "Tag") -> Iterator[str]:
    """Yield the text of `page` piece by piece, with line ends where lines end and nowhere else.

    What is left to do is a list and no recursion: a page may be nested deeper than Python goes.
    """
    from bs4 import Tag
    from bs4.element import NavigableString

    left: list[Any] = [page]
    while left:
        node = left.pop()
        if isinstance(node, Tag):
            left += reversed(list(_within(node)))
        elif type(node) is NavigableString:  # comments and the like are of its subclasses
            yield re.sub(r"\s+", " ", node)
        elif type(node) is str:
            yield node


def _within(tag: "Tag") -> Iterator[Any]:
    """Yield what a tag holds, and plain strings for the line ends that it makes."""
    if tag.name in _LEFT_OUT:
        return
    if tag.name == "br":
        yield "\n"
    if tag.name == "pre":
        yield f"\n\n{tag.get_text()}\n\n"
        return
    ends = ["\n\n"] if tag.name in _BLOCKS else []
    yield from (*ends, *tag.contents, *ends)
