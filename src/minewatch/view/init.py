"""A dataset that was begun: what was found in the article, what was left out, and what to do next."""

from collections.abc import Iterator
from shlex import quote

from minewatch.answers import Beginning, Drafted, Setting
from minewatch.text import count, one_line
from minewatch.view.blocks import Block, Entries, Entry, Note, Run, Section, Title, field

_HEADINGS = {
    "quote": "Quotes, and a guess at who says them",
    "date": "Dates, and the EDTF read from them",
    "quantity": "Figures, and how they are read",
    "name": "Known names",
    "speaker": "Speakers who were not known",
}


def page(answer: Beginning, _: Setting) -> list[Block]:
    """Return what the dataset begins with, every draft of it by what it is, and the next steps."""
    blocks: list[Block] = [
        Title((Run(one_line(answer.folder), "title"),), (Run(one_line(answer.source.id), "dim"),)),
        Entries(tuple(_article(answer))),
    ]
    for what, heading in _HEADINGS.items():
        if rows := tuple(_entry(draft) for draft in answer.drafts if draft.what == what):
            blocks += [Section(heading), Entries(rows)]
    if answer.left_out:
        rows = tuple(Entry((Run("left out", "label"),), (), (Run(one_line(text)),), ()) for text in answer.left_out)
        blocks += [Section("Left out, as around the article; its title goes to --title"), Entries(rows)]
    return [*blocks, Section("Next"), Note(tuple((Run(line),) for line in _next(answer)))]


def _article(answer: Beginning) -> Iterator[Entry]:
    source = answer.source
    sections = f" in {count(len(source.sections), 'section')}" if source.sections else ""
    yield field("article", Run(f"{count(len(source.paragraphs), 'paragraph')}{sections}"))
    if source.missing:
        yield field("not given", Run(", ".join(missing.field for missing in source.missing)))
    yield field("drafts", Run(f"{len(answer.drafts):,}, in no answer until you have read them"))


def _entry(draft: Drafted) -> Entry:
    text = f"“{one_line(draft.text)}”" if draft.what == "quote" else one_line(draft.text)
    where = (Run(f"¶{', '.join(map(str, draft.paragraphs))}", "dim"),)
    read = draft.what in ("quote", "date", "quantity")
    reading = (Run(one_line(draft.reading) if draft.reading else "not read" if read else "", "dim"),)
    return Entry((), (), (Run(text), *((Run(": "), *reading) if read else ())), where)


def _next(answer: Beginning) -> Iterator[str]:
    folder = one_line(quote(answer.folder))
    yield f"1. minewatch check {folder} lists what is left to do."
    yield "2. Read each draft against the article; complete it, correct it or delete it. Speakers are often wrong."
    yield "3. Take off its `draft: true`: from then on it is in the answers."
