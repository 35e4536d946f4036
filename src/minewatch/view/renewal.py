"""What became of a dataset whose article was edited: how its paragraphs fared, and what is to be read again."""

from collections.abc import Iterator
from itertools import groupby

from minewatch.answers import Renewed, RenewedParagraph, Reread, Setting
from minewatch.text import count, one_line
from minewatch.view.blocks import Block, Entries, Entry, Note, Run, Section, Title

_FATES = {
    "changed": ("changed", "taken for the one block that stands in its place"),
    "gone": ("missing", "not in the article any more; what stood on it has no paragraph now"),
    "new": ("added", "not there before"),
    "moved": ("moved", "the same, in another place"),
    "same": ("", "the same, under another number"),
}


def page(answer: Renewed, _: Setting) -> list[Block]:
    """Return what differs of the article, then what has to be read again."""
    total = len(answer.source.paragraphs)
    blocks: list[Block] = [
        Title((Run(one_line(answer.article), "title"),), (Run(one_line(answer.source.name), "dim"),)),
        Note(((Run(f"{count(total, 'paragraph')} now, {answer.same:,} of them as before."),),)),
    ]
    if rows := (*map(_paragraph, answer.paragraphs), *_headings(answer)):
        blocks += [Section("What differs"), Entries(rows)]
    if answer.left_out:
        around = tuple(Entry((), (), (Run(one_line(text), "dim"),), ()) for text in answer.left_out)
        blocks += [Section("Left out, as around the article"), Entries(around)]
    if answer.again:
        blocks.append(Section("To be read again, and drafts until somebody has"))
    for file, items in groupby(answer.again, key=lambda item: item.file):
        blocks += [Note(((Run(one_line(file), "dim"),),)), Entries(tuple(map(_reread, items)))]
    if answer.again:
        told = "take `draft: true` off what you have read; minewatch check lists the rest"
        blocks.append(Note(((Run(told, "dim"),),)))
    return blocks


def _paragraph(item: RenewedParagraph) -> Entry:
    style, told = _FATES[item.status]
    moved = f" now ¶{item.new}" if item.old and item.new not in (None, item.old) else ""
    where = f"¶{item.old or item.new}{moved}"
    return Entry((Run(where, "where"),), (Run(item.status, style),), (Run(told),), ())


def _headings(answer: Renewed) -> Iterator[Entry]:
    for fate, style, titles in (("new", "added", answer.new_headings), ("gone", "missing", answer.lost_headings)):
        for title in titles:
            yield Entry((Run("heading", "where"),), (Run(fate, style),), (Run(one_line(title)),), ())


def _reread(item: Reread) -> Entry:
    part = f", its {item.part}" if item.part else ""
    besides = "" if item.draft else " (no draft, as all else stands on it)"
    body = (Run(item.id, "id"), Run(part + besides))
    return Entry((Run(f"line {item.line}", "label"),), (Run(item.record),), body, ())
