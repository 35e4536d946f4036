"""What a search found, best first, each as it is shown where it belongs."""

from collections.abc import Sequence

from minewatch.answers import Hits, Setting
from minewatch.model import Claim, Entity, Gap, Quote, Record, Source
from minewatch.text import one_line
from minewatch.view import entity, source, wording
from minewatch.view.blocks import Block, Entries, Entry, Note, Run, Title
from minewatch.view.entries import listed
from minewatch.view.quote import in_quotes

_WHERE = "Found by their words, or by what stands around them: speaker, subject, topic, context, id."


def page(answer: Hits, setting: Setting) -> list[Block]:
    """Return the records under their kinds, in the order that they were found in."""
    name = (
        Run(wording.counted(len(answer.found), "hit", setting), "title"),
        Run(f" · with {one_line(answer.words)}", "dim"),
    )
    rows = tuple(_line(whole, setting) for whole in answer.found)
    blocks: list[Block] = [Title(name, wording.reported(setting)), Entries(rows)]
    blocks.append(Note(((Run(_WHERE, "dim"),),)))
    more = "one in full: minewatch claim ID, or minewatch entity NAME; any, ready to paste: minewatch cite ID"
    return wording.with_legend(blocks, more, setting)


def _line(whole: Sequence[Record], setting: Setting) -> Entry:
    record = whole[0]
    kind = (Run(type(record).__name__.lower(), "dim"),)
    match record:
        case Claim():
            line = listed(record, setting)
            return line._replace(label=kind)
        case Quote():
            parts = [part for part in whole if isinstance(part, Quote)]
            ids = Run(f" · {', '.join(part.id for part in parts)}", "id")
            return Entry(kind, (Run("words"),), in_quotes(parts), (*wording.quoted(parts, setting), ids))
        case Gap():
            body = (Run(f"the source does not say: {one_line(record.wording)}"),)
            return Entry(kind, wording.SILENT, body, (Run(record.id, "id"),))
        case Entity():
            line = entity.line(record)
            return Entry((Run(record.kind, "dim"),), (), (*line.label, Run("  "), *line.tag), line.body)
        case Source():
            line = source.line(record, setting)
            return line._replace(label=kind, body=(*line.label, Run(", "), *line.body))
