"""Blocks as Markdown, for a page or a message."""

import re
from collections.abc import Iterable, Iterator

from minewatch.view.blocks import (
    Block,
    Entries,
    Entry,
    Event,
    Grid,
    Note,
    Quotation,
    Rail,
    Section,
    Title,
    Words,
    plain,
)

# What Markdown or the HTML within it would read as more than text
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&$])")
_AT_START = re.compile(r"^(\s*)([-+>]|\d+[.)])(?=\s|$)")

_BAR = 20
"""How many characters a bar has at the most."""


def render(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield the lines of `blocks`."""
    for n, block in enumerate(blocks):
        if n:
            yield ""
        yield from _block(block)


def escape(text: str) -> str:
    """Return `text` so that Markdown shows it as it is."""
    return _AT_START.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", text))


def _block(block: Block) -> Iterator[str]:
    match block:
        case Title():
            yield f"# {_md(block.name)}"
            yield from ("", f"*{_md(block.reported)}*") if block.reported else ()
        case Section():
            yield f"## {escape(block.name)}"
        case Entries():
            yield from _entries(block)
        case Grid():
            yield from _grid(block)
        case Quotation():
            yield f"> {_md(block.words)}"
            yield ">"
            yield f"> — {_md(block.who)}" + (f" · {_md(block.tags)}" if block.tags else "")
            yield ""
            yield escape(block.context)
        case Rail():
            for stop in block.stops:
                if isinstance(stop, Event):
                    yield f"- **{_md(stop.date)}** {_entry(stop.entry)}"
                else:
                    yield f"- **— {_md(stop.date)} {_md(stop.text)} —**"
        case Note():
            *lines, last = map(_md, block.lines)
            # Two blanks at its end break a line
            yield from (f"{line}  " for line in lines)
            yield last


def _entries(block: Entries) -> Iterator[str]:
    for row, under in block.under_labels():
        yield f"- {_entry(row)}"
        yield from (f"  - {_entry(one)}" for one in under)


def _entry(row: Entry) -> str:
    label = f"**{_md(row.label)}** " if row.label else ""
    tag = f"*{_md(row.firm)}*: " if row.firm else ""
    source = f" — {_md(row.source)}" if row.source else ""
    bar = f" {escape(row.bar.line(_BAR))}" if row.bar else ""
    return f"{label}{tag}{_md(row.body)}{source}{bar}"


def _grid(block: Grid) -> Iterator[str]:
    yield f"| {' | '.join(map(escape, block.columns))} |"
    yield f"|{' --- |' * len(block.columns)}"
    for row in block.rows:
        cells = ("<br>".join(_md(words) for words in cell) for cell in row.cells)
        yield f"| {' | '.join([f'**{escape(row.label)}**', *cells])} |"


def _md(words: Words) -> str:
    return escape(plain(words))
