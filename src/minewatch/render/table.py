"""Blocks as text for a terminal or a pipe: with rich for widths and colours, and never as markup."""

from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from itertools import zip_longest

from rich.cells import cell_len
from rich.console import Console
from rich.style import Style
from rich.text import Text

from minewatch.view.blocks import (
    Bar,
    Block,
    Entries,
    Entry,
    Event,
    Grid,
    Mark,
    Note,
    Quotation,
    Rail,
    Run,
    Section,
    Title,
    Words,
)

NARROW = 60
"""Below this width things stand under each other, not beside."""

# In columns, the most for a date on the rail, a row's label, a source, a bar, and a cell that is no sentence
_DATE = 19
_ROW = 16
_SOURCE = 38
_BAR = 60
_SHORT = 40
# And the least for a cell, for one with a list, for what an entry says, and for that beside a column of sources
_CELL = 13
_LISTED = 26
_BODY = 28
_BESIDE = 40

_STYLES = {
    "title": "bold",
    "section": "bold",
    "label": "bold",
    "date": "bold",
    "figure": "bold",
    "quote": "italic",
    "passage": "cyan",
    "spoken": "bold cyan",
    "dim": "dim",
    "who": "dim",
    "where": "dim",
    "mark": "yellow",
    "id": "dim",
    **dict.fromkeys(("occurred", "in-effect", "left", "producing", "exporting", "in-use"), "green"),
    **dict.fromkeys(("announced", "decided", "leaving", "leaving-announced"), "cyan"),
    **dict.fromkeys(("scheduled", "planned", "expected"), "blue"),
    **dict.fromkeys(("hoped", "interested", "possible", "permitted", "option", "if-required"), "magenta"),
    **dict.fromkeys(("alleged", "changed", "missing", "ambiguous", "vanished"), "red"),
    **dict.fromkeys(("moved", "typography"), "yellow"),
}

_DOTS = dict.fromkeys(("in-effect", "not-done", "not-yet"), "· ")
"""What was so without anything happening; a full dot is what happened, a circle what lay ahead."""


def render(blocks: Iterable[Block], *, width: int | None, colour: bool, links: bool = False) -> Iterator[str]:
    """Yield the lines of `blocks` without their line ends; `width` in columns, None for no wrapping at all.

    With `links`, and in colour, what leads somewhere does so by OSC 8.
    """
    page = _Page(width, colour=colour, links=links)
    before: Block | None = None
    for block in blocks:
        gap = before is not None and not isinstance(before, Section) and not isinstance(block, Entries)
        for line in page.block(block, gap=gap):
            yield page.text(line)
        before = block


class _Page:
    """Lays blocks out in a width."""

    def __init__(self, width: int | None, *, colour: bool, links: bool) -> None:
        self.width = width
        self.colour = colour
        self.links = links
        self.buffer = StringIO()
        self.console = Console(
            file=self.buffer,
            width=width or 10_000,
            force_terminal=colour,
            color_system="standard" if colour else None,
            legacy_windows=False,
            highlight=False,
            _environ={},
        )

    @property
    def narrow(self) -> bool:
        return self.width is not None and self.width < NARROW

    def text(self, line: Text) -> str:
        """Return `line` with its styles as escape sequences, where there is colour."""
        line.rstrip()
        if not self.colour:
            return line.plain
        if not self.links:
            line.spans = [span._replace(style=_unlinked(span.style)) for span in line.spans]
        self.console.print(line, soft_wrap=True, end="")
        value = self.buffer.getvalue()
        self.buffer.seek(0)
        self.buffer.truncate()
        return value

    def block(self, block: Block, *, gap: bool) -> Iterator[Text]:
        if gap:
            yield Text()
        match block:
            case Title():
                yield from self.title(block)
            case Section():
                yield from self.fold(Text(block.name, _STYLES["section"]), self.width)
            case Entries():
                yield from self.entries(block.rows)
            case Grid():
                yield from self.grid(block)
            case Quotation():
                yield from self.quotation(block)
            case Rail():
                yield from self.rail(block)
            case Note():
                for line in block.lines:
                    yield from self.wrapped(line)

    def wrapped(self, words: Words, indent: int = 0) -> Iterator[Text]:
        yield from self.indented(_text(words), indent)

    def indented(self, text: Text, indent: int) -> Iterator[Text]:
        for line in self.fold(text, self.width and max(self.width - indent, 8)):
            yield Text(" " * indent) + line

    def fold(self, text: Text, width: int | None) -> list[Text]:
        """Return `text` in lines of at most `width` columns; one line where there is none."""
        return list(text.wrap(self.console, width)) if width else [text]

    def beside(self, *columns: tuple[Text, int | None]) -> Iterator[Text]:
        """Yield the lines of texts beside each other, each wrapped in its width; the last may have none."""
        folded = [self.fold(text, width) for text, width in columns]
        for lines in zip_longest(*folded):
            whole = Text()
            for line, (_, width) in zip(lines, columns, strict=True):
                cell = line or Text()
                whole.append_text(cell)
                if width:
                    whole.append(" " * max(width - cell.cell_len, 0))
            yield whole

    def title(self, block: Title) -> Iterator[Text]:
        name, reported = _text(block.name), _text(block.reported)
        rule = self.width or 0
        gap = rule - name.cell_len - reported.cell_len
        if gap > 1:
            yield name + Text(" " * gap) + reported
        else:
            yield from self.fold(name, self.width)
            yield from self.fold(reported, self.width)
        if rule:
            yield Text("─" * rule, "dim")

    def entries(self, rows: Sequence[Entry]) -> Iterator[Text]:
        label = min(max((_text(row.label).cell_len for row in rows), default=0), (self.width or 10_000) // 2)
        tag = max((_text(row.tag).cell_len for row in rows), default=0)
        stacked = self.width is not None and (self.narrow or self.width - label - tag < _BODY)
        sourced = any(row.source for row in rows)
        for row in rows:
            if stacked:
                yield from self.stacked(row, labelled=label > 0)
            else:
                yield from self.entry(row, label + 2 if label else 0, tag + 2 if tag else 0, sourced=sourced)
            if row.bar:
                yield self.bar(row.bar, _styled(row.tag))
            yield from self.beneath(row.beneath)

    def bar(self, bar: Bar, style: str) -> Text:
        """Return a bar in the room that there is, with its scale at the end."""
        room = max(min(_BAR, (self.width or 2 * _BAR) - cell_len(bar.scale) - 5), 8)
        return Text("  ") + Text(bar.drawn(room).ljust(room), style) + Text(f"│ {bar.scale}", "dim")

    def entry(self, row: Entry, label: int, tag: int, *, sourced: bool) -> Iterator[Text]:
        indent = (Text("  "), 2)
        head = [(_text(row.label), label or None), (_text(row.tag), tag or None)]
        room = self.width and self.width - 2 - label - tag
        body, source = _text(row.body), _text(row.source)
        if room and sourced and room - _SOURCE - 2 >= _BESIDE:
            yield from self.beside(indent, *head, (body, room - _SOURCE - 2), (Text("  "), 2), (source, _SOURCE))
        else:
            yield from self.beside(indent, *head, (self.joined(body, source, room), room))

    def joined(self, body: Text, source: Text, width: int | None) -> Text:
        """Return `body` with its source: on its last line where that has room, or else on one of its own."""
        if not source:
            return body
        last = self.fold(body, width)[-1]
        between = Text("  — ", "dim")
        if width is None or last.cell_len + between.cell_len + source.cell_len <= width:
            return body + between + source
        return body + Text("\n— ", "dim") + source

    def stacked(self, row: Entry, *, labelled: bool) -> Iterator[Text]:
        """Yield an entry with its parts under each other; a mere bullet or dash stays on the line it begins."""
        head = Text("  ").join(text for text in (_text(row.label), _text(row.tag)) if text)
        bullet = len(row.tag) == 1 and row.tag[0].style == "dim"
        if bullet or not head:
            lead = Text("  ") + head + Text("  " if head else "")
            room = self.width and self.width - lead.cell_len
            yield from self.beside((lead, lead.cell_len), (_text(row.body), room))
        else:
            # What stands under a label goes in by as much, or it would look like another one
            yield from self.indented(head, 2 if row.label or not labelled else 4)
            yield from self.wrapped(row.body, 4) if row.body else ()
        yield from self.wrapped(row.source, 4) if row.source else ()

    def grid(self, block: Grid) -> Iterator[Text]:
        simple = all(_is_short(cell) for row in block.rows for cell in row.cells)
        longest = max(len(row.label) for row in block.rows)
        first = (min(longest, max(_ROW, self.width // 3)) if self.width else longest) + 2
        room = (self.width - first) // (len(block.columns) - 1) if self.width else None
        # A path has no place to break at
        broken = any(len(word) > first - 2 for row in block.rows for word in row.label.split())
        if broken or (room is None and not simple) or (room is not None and room < (_CELL if simple else _LISTED)):
            yield from self.stacked_grid(block)
            return
        widths = [room - 2 if room else 0] * (len(block.columns) - 1)
        texts = [
            [self.listed(cell, width) for cell, width in zip(row.cells, widths, strict=True)] for row in block.rows
        ]
        if simple:
            needed = [[Text(name), *(cells[n] for cells in texts)] for n, name in enumerate(block.columns[1:])]
            widths = _fitted([max(text.cell_len for text in column) for column in needed], self.width, first)
        head = (Text(name, "bold") for name in block.columns[1:])
        yield from self.row(Text(""), first, head, widths)
        for row, cells in zip(block.rows, texts, strict=True):
            if not simple:
                yield Text()
            yield from self.row(Text(row.label, "bold"), first, cells, widths)

    def listed(self, cell: Sequence[Words], width: int) -> Text:
        """Return the things in a cell under each other, each but a lone one with a dot before it."""
        if len(cell) <= 1:
            return Text().join(map(_text, cell))
        items = (self.beside((Text("· ", "dim"), 2), (_text(words), width - 2)) for words in cell)
        return Text("\n").join(line for item in items for line in item)

    def row(self, label: Text, first: int, cells: Iterable[Text], widths: Sequence[int]) -> Iterator[Text]:
        gap = (Text("  "), 2)
        columns = [part for cell, width in zip(cells, widths, strict=True) for part in ((cell, width), gap)]
        yield from self.beside((label, first - 2), gap, *columns)

    def stacked_grid(self, block: Grid) -> Iterator[Text]:
        """Yield a grid that has no room for its columns: for each row what each column says."""
        for n, row in enumerate(block.rows):
            if n:
                yield Text()
            yield from self.fold(Text(row.label, "bold"), self.width)
            filled = [(name, cell) for name, cell in zip(block.columns[1:], row.cells, strict=True) if cell]
            for name, cell in filled:
                for words in cell:
                    yield from self.wrapped((Run(f"{name}: ", "dim"), *words), 2)

    def quotation(self, block: Quotation) -> Iterator[Text]:
        yield from self.wrapped(block.words, 2)
        tags = (*block.tags, Run(" · ", "dim")) if block.tags else ()
        yield from self.wrapped((*tags, *block.who), 4)
        yield from self.wrapped((Run(block.context, "dim"),), 4)
        yield from self.beneath(block.beneath)

    def beneath(self, passages: Iterable[Words]) -> Iterator[Text]:
        """Yield what a reader's own copy says, with a line down its side."""
        for words in passages:
            for line in self.fold(_text(words), self.width and self.width - 6):
                yield Text.assemble(("    │ ", "dim"), line)

    def rail(self, block: Rail) -> Iterator[Text]:
        events = [stop for stop in block.stops if isinstance(stop, Event)]
        longest = max((_text(event.date).cell_len for event in events), default=0)
        date = 0 if self.narrow else min(longest, _DATE if self.width else longest) + 1
        last: Words = ()
        for n, stop in enumerate(block.stops):
            if isinstance(stop, Mark):
                yield from self.across(stop, date, begins=n == 0 or isinstance(block.stops[n - 1], Mark))
                if n + 1 < len(block.stops):
                    yield Text(" " * date + "│", "dim")
                last = ()
                continue
            # A line of a pipe may be read by itself; on a screen the same date is said once
            shown = stop.date if stop.date != last or self.width is None else ()
            last = stop.date
            yield from self.stop(stop, shown, date)
            following = block.stops[n + 1] if n + 1 < len(block.stops) else None
            if isinstance(following, Event) and following.date != stop.date:
                yield Text(" " * date + "│", "dim")

    def across(self, mark: Mark, date: int, *, begins: bool) -> Iterator[Text]:
        line = "┄" if mark.now else "━"
        if not begins:
            yield Text(" " * date + "│", "dim")
        lead = date + 4 if date else 6
        rule = Text(line * max(date, 2) + ("┼" if mark.now else "┿") + line * 2 + " ", "yellow")
        words = _text((*mark.date, Run("  "), *mark.text))
        yield from self.beside((rule, lead), (words, self.width and self.width - lead))

    def stop(self, event: Event, shown: Words, date: int) -> Iterator[Text]:
        status = event.entry.tag[0].style
        dot = Text("○ " if event.ahead else _DOTS.get(status, "● "), _STYLES.get(status, ""))
        source = _text(event.entry.source)
        if self.narrow:
            yield from self.fold(dot + _text((*(shown or event.date), Run("  "), *event.entry.tag)), self.width)
            for text in (_text(event.entry.body), source):
                for line in self.fold(text, self.width and self.width - 2):
                    yield Text("│ ", "dim") + line
            return
        body = _text((*event.entry.tag, Run("  "), *event.entry.body))
        if self.width is None:
            yield from self.beside((_text(shown), date), (dot, 2), (self.joined(body, source, None), None))
            return
        room = self.width - date - 2
        lines = [*self.fold(body, room), *self.fold(source, room)]
        for n, (left, line) in enumerate(zip_longest(self.fold(_text(shown), date - 1), lines)):
            start = left or Text()
            pad = Text(" " * (date - start.cell_len))
            yield start + pad + (dot if n == 0 else Text("│ ", "dim")) + (line or Text())


def _text(words: Iterable[Run]) -> Text:
    return Text.assemble(*((run.text, _style(run)) for run in words))


def _unlinked(style: str | Style) -> str | Style:
    return style.update_link(None) if isinstance(style, Style) else style


def _style(run: Run) -> str | Style:
    style = _STYLES.get(run.style, "")
    return Style.parse(style) + Style(link=run.link) if run.link else style


def _styled(words: Words) -> str:
    return _STYLES.get(words[0].style, "") if words else ""


def _is_short(cell: Sequence[Words]) -> bool:
    return len(cell) <= 1 and sum(len(run.text) for words in cell for run in words) <= _SHORT


def _fitted(widths: list[int], whole: int | None, taken: int) -> list[int]:
    """Return `widths` with the widest made narrower until they fit beside what is taken, gaps included."""
    while whole and taken + sum(widths) + 2 * len(widths) > whole + 2:
        widths[widths.index(max(widths))] -= 1
    return widths
