"""Where the files of a dataset repeat an article: what may be stored of one is its direct quotes, and no sentence else.

Title and headings may stand there too, for they are what a source is called by.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from minewatch.article import Article, joined
from minewatch.dataset.nodes import Pairs, Value
from minewatch.dataset.pieces import of, parse
from minewatch.faults import Problem
from minewatch.text import fold_typography

RUN = 8
"""How many words in a row are no coincidence."""

_Run = tuple[str, ...]


class _Word(NamedTuple):
    text: str
    line: int


def repeated(article: Article, paths: Sequence[Path]) -> Iterator[Problem]:
    """Yield where the files at `paths`, comments included, have so many words in a row of `article` but its quotes."""
    theirs = set(_runs(_words([(joined(article.lines), 1)])))
    theirs -= {run for path in paths for text in _allowed(path) for run in _runs(_words([(text, 1)])) if run in theirs}
    for path in paths:
        for lines in _written(path):
            yield from _repeated(theirs, str(path), _words(lines))


def _repeated(theirs: set[_Run], shown: str, words: Sequence[_Word]) -> Iterator[Problem]:
    end = 0
    for first, run in enumerate(_runs(words)):
        if run in theirs and first >= end:
            end = first + 1
            while tuple(word.text for word in words[end : end + RUN]) in theirs:
                end += 1
            end += RUN - 1
            message = f"{end - first} words in a row are the article's, from {' '.join(run[:RUN])!r} on"
            yield Problem(shown, words[first].line, "repeated-text", f"{message}; say it in words of your own")


def _written(path: Path) -> Iterator[Iterable[tuple[str, int]]]:
    """Yield what stands in a file, piece by piece, each line with its number.

    Of JSON Lines that is the texts, for what JSON escapes is no word of any article; there are no comments in it.
    """
    for piece in of(path):
        if piece.by_line:
            root = parse(piece, []).root
            yield _all_texts(root, root.line) if root else ()
        else:
            lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
            yield ((line, number) for number, line in enumerate(lines, 1))


def _all_texts(value: Value, line: int) -> Iterator[tuple[str, int]]:
    if isinstance(value, Pairs):
        for name, inner in value.items():
            yield name, value.line_of(name)
            yield from _all_texts(inner, value.line_of(name))
    elif isinstance(value, list):
        for item in value:
            yield from _all_texts(item, line)
    elif value:
        yield value, line


def _words(lines: Iterable[tuple[str, int]]) -> list[_Word]:
    return [
        _Word(word, number)
        for line, number in lines
        for word in re.findall(r"\w+(?:-\w+)*", fold_typography(line).casefold())
    ]


def _runs(words: Sequence[_Word]) -> Iterator[_Run]:
    texts = [word.text for word in words]
    return (tuple(texts[n : n + RUN]) for n in range(len(texts) - RUN + 1))


def _allowed(path: Path) -> Iterator[str]:
    """Yield the quotes that the file at `path` has, be it in drafts, and the titles and headings of its sources."""
    for piece in of(path):
        root = parse(piece, []).root
        for quote in _items(root, "quotes"):
            yield from _texts(quote, "text")
        for source in _items(root, "sources"):
            yield from _texts(source, "title")
            yield from _texts(source, "sections")


def _items(value: Value, name: str) -> list[Value]:
    """Return what is listed under `name`, nothing where there is no such list."""
    items = value.get(name) if isinstance(value, Pairs) else None
    return items if isinstance(items, list) else []


def _texts(value: Value, name: str) -> Iterator[str]:
    text = value.get(name) if isinstance(value, Pairs) else None
    if isinstance(text, str):
        yield text
    yield from (item for item in _items(value, name) if isinstance(item, str))
