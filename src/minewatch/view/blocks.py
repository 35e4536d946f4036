"""What a page of an answer is made of, before any format: words with a style, in blocks.

A style is a meaning (`dim`, `mark`, a status), never a colour; a renderer decides how it looks.
"""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from minewatch.record import NamedTuple
from minewatch.text import one_line, to_ascii


class Run(NamedTuple):
    """Some text in one style."""

    text: str
    style: str = ""
    link: str = ""
    """Where it leads to, on an output that can show that."""
    cites: tuple[tuple[str, int], ...] = ()
    """Of a paragraph's mark, where a reader's own copy is shown: source and number of each."""
    record: str = ""
    """The id of the record that stands there, on an output that can lead to its card."""


Words = tuple[Run, ...]


class Title(NamedTuple):
    """What the page is about, and as of when it was reported."""

    name: Words
    reported: Words


class Section(NamedTuple):
    """A heading within the page."""

    name: str


class Bar(NamedTuple):
    """A figure drawn to the scale of those that it may be compared with: from `low` to `high` it is a range."""

    low: float
    high: float
    longest: float
    """What the whole length stands for."""
    scale: str
    """The same, as it is read."""

    def drawn(self, room: int) -> str:
        """Return it in a `room` of columns: full up to its low end, open from there on; what is not 0 has a length."""
        full = max(round(self.low / self.longest * room), 1) if self.low else 0
        span = round(self.high / self.longest * room) - full
        return "█" * full + "░" * max(span, 1 if self.low < self.high else 0)

    def line(self, room: int) -> str:
        """Return it so drawn, with what its whole length stands for."""
        return f"{self.drawn(room)}│ {self.scale}"


class Entry(NamedTuple):
    """A line of a list: what it is under, how firm it is, what is said, who says so and where."""

    label: Words
    tag: Words
    body: Words
    source: Words
    bar: Bar | None = None
    beneath: tuple[Words, ...] = ()
    """What a reader's own copy says there."""
    apart: bool = False
    """Whether it is on all that stands before it, and under no label."""

    @property
    def firm(self) -> Words:
        """How firm it is, where its tag says that and is no bullet."""
        return () if self.tag and self.tag[0].style == "dim" else self.tag


def field(label: str, *words: Run) -> Entry:
    """Return an entry of a label and what stands under it."""
    return Entry((Run(label, "label"),), (), words, ())


class Entries(NamedTuple):
    """Entries whose columns stand under each other."""

    rows: tuple[Entry, ...]

    def under_labels(self) -> Iterator[tuple[Entry, list[Entry]]]:
        """Yield each row with those that stand under its label: the ones right after it that have none."""
        group: list[Entry] = []
        for row in self.rows:
            if group and (row.label or row.apart or not group[0].label):
                yield group[0], group[1:]
                group = []
            group.append(row)
        if group:
            yield group[0], group[1:]


class GridRow(NamedTuple):
    """A row: what it is about, and for each column a list of things."""

    label: str
    cells: tuple[tuple[Words, ...], ...]


class Grid(NamedTuple):
    """A table; its first column holds the rows' labels."""

    columns: tuple[str, ...]
    rows: tuple[GridRow, ...]


class Quotation(NamedTuple):
    """Somebody's words as the source prints them, their parts with the gap between marked."""

    words: Words
    who: Words
    context: str
    tags: Words
    beneath: tuple[Words, ...] = ()
    """What a reader's own copy says there."""


class Event(NamedTuple):
    """A claim at its place on the rail; `ahead` where the source had it still before it."""

    date: Words
    entry: Entry
    ahead: bool


class Mark(NamedTuple):
    """A line across the rail: the publication, or today."""

    date: Words
    text: Words
    now: bool


class Rail(NamedTuple):
    """Events from the top down, oldest first."""

    stops: tuple[Event | Mark, ...]


class Note(NamedTuple):
    """A remark on the page, a line or more."""

    lines: tuple[Words, ...]


Block = Title | Section | Entries | Grid | Quotation | Rail | Note


def plain(words: Iterable[Run]) -> str:
    """Return `words` without their styles."""
    return "".join(run.text for run in words)


B = TypeVar("B")


def harmless(blocks: list[Block]) -> list[Block]:
    """Return `blocks` with nothing in them that could act on a terminal, hide, or break a line, wherever it stands."""
    return [_safe(block) for block in blocks]


def _safe(block: B) -> B:
    # Most of a page are runs, and what is in them but text is ours; a look-up pays for each step here
    if isinstance(block, Run):
        return block if block.text.isprintable() else block._replace(text=one_line(block.text))
    if isinstance(block, str):
        return block if block.isprintable() else one_line(block)  # type: ignore[return-value]
    if isinstance(block, tuple) and block:
        inner = list(map(_safe, block))
        return type(block)(*inner) if hasattr(block, "_fields") else type(block)(inner)
    return block


def in_ascii(block: B) -> B:
    """Return `block` with typography and marks in ASCII, wherever they stand in it."""
    if isinstance(block, str):
        return to_ascii(block)  # type: ignore[return-value]
    if isinstance(block, tuple):
        inner = [in_ascii(item) for item in block]
        return type(block)(*inner) if hasattr(block, "_fields") else type(block)(inner)
    return block
