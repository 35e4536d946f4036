"""What became of the records of a dataset: what vanished first, and what changed field by field, old beside new."""

from collections.abc import Iterator

from minewatch.answers import Differences, Setting
from minewatch.changes import CHANGES, Change, Value
from minewatch.model import Edition, Quote
from minewatch.text import count, one_line
from minewatch.view.blocks import Block, Entries, Entry, Grid, GridRow, Note, Run, Section, Title, Words, field

_SHOWN = 12
"""How many digits of a fingerprint are shown: enough to tell two apart."""
_HEADINGS = {
    "vanished": "Vanished, which no record may: what is taken back is withdrawn, and keeps its id",
    "withdrawn": "Withdrawn",
    "corrected": "Corrected",
    "reinstated": "No longer withdrawn",
    "added": "Added",
}
_FAULTS = {
    "gone": "gone without being withdrawn",
    "withdrawn-before": "it was withdrawn before, and is gone now",
    "reused": "id reused for a record of another kind",
    "draft": "a draft now, and so no part of the dataset until somebody has read it",
}
_REMARKS = {
    "two-datasets": "These are two datasets, {old} and {new}, and not two versions of one.",
    "same-records": "The records are the same; only the version differs.",
    "same-version": "The records differ and the version does not: a changed dataset needs a new version.",
}


def page(answer: Differences, _: Setting) -> list[Block]:
    """Return the versions, what vanished, what else became of records, and the fields of those that changed."""
    old, new = answer.old, answer.new
    blocks: list[Block] = [
        Title((Run(f"From {_called(old)} to {_called(new)}", "title"),), (Run(_counted(answer), "dim"),)),
        Entries((field("old", *_version(old)), field("new", *_version(new)))),
    ]
    if answer.remarks:
        told = (_REMARKS[word].format(old=one_line(old.id), new=one_line(new.id)) for word in answer.remarks)
        blocks.append(Note(tuple((Run(line, "mark"),) for line in told)))
    for what, heading in _HEADINGS.items():
        if rows := tuple(_entry(change) for change in answer.changes if change.what == what):
            blocks += [Section(heading), Entries(rows)]
    for change in answer.changes:
        if change.fields:
            blocks += _changed(change)
    return blocks


def _called(edition: Edition) -> str:
    return f"{one_line(edition.id)} {one_line(edition.version or '(no version)')}"


def _version(edition: Edition) -> Iterator[Run]:
    yield Run(_called(edition))
    yield Run(f", records {edition.sha256[:_SHOWN]}", "dim")
    if edition.drafts:
        yield Run(f", {count(edition.drafts, 'draft')} left out", "dim")


def _counted(answer: Differences) -> str:
    """Return how many records there are of which each thing became, as in `2 added, 1 changed`."""
    words = [change.what for change in answer.changes]
    return ", ".join(f"{words.count(what):,} {what}" for what in CHANGES if what in words) or "no record differs"


def _entry(change: Change) -> Entry:
    record = change.record
    text = f"“{one_line(change.text)}”" if isinstance(record, Quote) else one_line(change.text)
    besides = f" ({_FAULTS[change.fault]})" if change.fault else ""
    besides = f" (corrected by {', '.join(change.by)})" if change.by else besides
    return Entry((Run(record.id, "label"),), (Run(change.kind, change.what),), (Run(text), Run(besides)), ())


def _changed(change: Change) -> Iterator[Block]:
    yield Section(f"Changed: {change.kind} {change.record.id}")
    rows = (GridRow(one_line(path), ((_value(path, old),), (_value(path, new),))) for path, old, new in change.fields)
    yield Grid(("field", "old", "new"), tuple(rows))


def _value(path: str, value: Value) -> Words:
    """Return what a field holds, of a fingerprint its beginning."""
    if value is None:
        return (Run("(nothing)", "dim"),)
    if value is True:
        return (Run("yes"),)
    items = value if isinstance(value, tuple) else (value,)
    text = one_line(", ".join(map(str, items)))
    return (Run(text[:_SHOWN] if path.endswith((".sha256", ".folded")) else text),)
