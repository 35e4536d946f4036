"""What a reader's own copy says, beneath each statement that stands on it; each paragraph once a page."""

from collections.abc import Iterable, Iterator

from minewatch.answers import Copy
from minewatch.model import within
from minewatch.text import one_line
from minewatch.view.blocks import Block, Entries, Entry, Grid, Note, Quotation, Run, Section, Words
from minewatch.view.wording import paragraphs

_Cites = Iterable[tuple[str, int]]


def beside(blocks: Iterable[Block], copy: Copy) -> list[Block]:
    """Return `blocks` with the passages of `copy` that what is in them cites; those of a table follow it."""
    shown: set[tuple[str, int]] = set()
    found: list[Block] = []
    for block in blocks:
        match block:
            case Entries():
                rows = (row._replace(beneath=tuple(_passages(_cited(row), copy, shown))) for row in block.rows)
                found.append(Entries(tuple(rows)))
            case Quotation():
                found.append(block._replace(beneath=tuple(_passages(_cited(block), copy, shown))))
            case Grid() if passages := list(_passages(sorted(_cited(block)), copy, shown)):
                rows = (Entry((), (Run("│", "dim"),), words, ()) for words in passages)
                found += [block, Section("In your own copy"), Entries(tuple(rows))]
            case _:
                found.append(block)
    name = f"│ your own copy, {one_line(copy.name)}; where it differs: minewatch verify"
    found.append(Note(((Run(name, "dim"),),)))
    return found


def _cited(block: Entry | Quotation | Grid) -> _Cites:
    """Return the paragraphs that a part of a page cites, each once."""
    return dict.fromkeys(cite for run in within(block, Run) for cite in run.cites)


def _passages(cites: _Cites, copy: Copy, shown: set[tuple[str, int]]) -> Iterator[Words]:
    """Yield what `copy` says in each of the paragraphs, and of those that are `shown` already that they are."""
    above = []
    for source, number in cites:
        if source not in copy.sources:
            continue
        mark = paragraphs([number])
        passage = copy.passages.get((source, number))
        if passage is None:
            yield (Run(f"{mark} differs in your copy, or is not there", "changed"),)
        elif (source, number) in shown:
            above.append(number)
        else:
            shown.add((source, number))
            words = (Run(one_line(text), "spoken" if spoken else "passage") for text, spoken in passage.pieces)
            yield (Run(f"{mark}  ", "where"), *words)
    if above:
        yield (Run(f"{paragraphs(above)}: above", "dim"),)
