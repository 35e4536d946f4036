"""What somebody sees who asks nothing."""

from minewatch.answers import Setting, Welcome
from minewatch.text import count, one_line
from minewatch.view import wording
from minewatch.view.blocks import Block, Entries, Entry, Note, Run, Title

EXAMPLES = (
    ("minewatch country poland", "where a country stands, and who says so"),
    ("minewatch timeline --topic production", "what was, and what was still ahead"),
    ("minewatch quote zalewski", "somebody's own words"),
)


def page(answer: Welcome, setting: Setting) -> list[Block]:
    """Return what the dataset is, and three commands to begin with."""
    counts = answer.counts
    title = " + ".join(one_line(edition.title or edition.id) for edition in answer.editions)
    holds = (
        f"{count(counts.claims, 'claim')}, {count(counts.quotations, 'quotation')} and "
        f"{count(counts.gaps, 'open question')} on {counts.entities} countries, people, bodies and terms, read from "
        f"{count(counts.paragraphs, 'paragraph')} of "
        f"{count(counts.sources, 'article')}. Each line says who said it, how firmly, and where."
    )
    blocks: list[Block] = [
        Title((Run(title, "title"),), wording.reported(setting)),
        Note(((Run(holds),),)),
        Entries(tuple(Entry((Run(command, "label"),), (), (Run(what),), ()) for command, what in EXAMPLES)),
    ]
    return wording.with_legend(blocks, "all commands: minewatch --help", setting)
