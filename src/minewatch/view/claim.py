"""Claims: a list of them, or their speakers side by side."""

from collections.abc import Iterable, Sequence

from minewatch.answers import Claims, Setting
from minewatch.model import Claim, Link
from minewatch.view import wording
from minewatch.view.blocks import Block, Entries, Entry, Grid, GridRow, Run, Section, Title, Words, field
from minewatch.view.entries import by_speaker, listed, said


def page(answer: Claims, setting: Setting) -> list[Block]:
    """Return claims in the order of the source with their ids, or their speakers side by side."""
    name = wording.counted(len(answer.claims), "claim", setting)
    blocks: list[Block] = [Title(wording.title(name, answer.filters, answer.group), wording.reported(setting))]
    if answer.compare:
        blocks += _compared(answer.claims, setting)
    else:
        blocks.append(Entries(tuple(listed(claim, setting) for claim in answer.claims)))
    return wording.with_legend(blocks, "how one was read: minewatch claim ID", setting)


def _compared(claims: Sequence[Claim], setting: Setting) -> Iterable[Block]:
    """Yield what each speaker says of each subject, then how firm they are on the same one, and who bears on whom."""
    speakers = by_speaker(claims)
    subjects: dict[str, list[Claim]] = {}
    for claim in claims:
        subjects.setdefault(claim.about[0], []).append(claim)
    names = tuple(wording.label(speaker, setting) for speaker in speakers)
    rows = tuple(
        GridRow(
            wording.label(subject, setting),
            tuple(tuple(_cell(c, setting) for c in spoken if c.about[0] == subject) for spoken in speakers.values()),
        )
        for subject in subjects
    )
    yield Grid(("", *names), rows)
    firmness = [line for subject in subjects if (line := _firmness(subject, subjects[subject], setting))]
    if firmness:
        yield Section("How firm each is on a subject, if not always on the same thing")
        yield Entries(tuple(firmness))
    ids = {claim.id: claim for claim in claims}
    between = [
        _between(claim, link, ids[link.to], setting)
        for claim in claims
        for link in claim.links
        if link.to in ids and ids[link.to].said_by != claim.said_by
    ]
    if between:
        yield Section("How we link what they say")
        yield Entries(tuple(between))


def _cell(claim: Claim, setting: Setting) -> Words:
    line = said(claim, setting)
    how = (Run(f", {wording.MODES[claim.mode]}", "dim"), *wording.mark(claim.attribution))
    where = wording.where(claim.evidence, claim.source, setting)
    return (*line.tag, *how, *wording.passed_on(claim, setting), Run(": "), *line.body, Run(" "), where)


def _firmness(subject: str, claims: Sequence[Claim], setting: Setting) -> Entry | None:
    """Return who is how firm on `subject`; None where only one speaks of it, or all are equally firm."""
    by_status: dict[str, list[Claim]] = {}
    for claim in claims:
        by_status.setdefault(claim.status, []).append(claim)
    if len(by_status) == 1 or len({claim.said_by for claim in claims}) == 1:
        return None
    words: list[Run] = []
    for status, alike in by_status.items():
        words += [wording.status(status), Run(": ")]
        for claim in alike:
            words += [
                *_voice(claim, setting),
                Run(" "),
                wording.where(claim.evidence, claim.source, setting),
                Run(", "),
            ]
        words[-1] = Run("; ", "dim")
    return field(wording.label(subject, setting), *words[:-1])


def _between(claim: Claim, link: Link, other: Claim, setting: Setting) -> Entry:
    does = Run(f" {wording.LINKS[link.type][0]} ", "dim")
    return Entry((), (), (*_with_voice(claim, setting), does, *_with_voice(other, setting)), ())


def _with_voice(claim: Claim, setting: Setting) -> Words:
    return (Run(claim.id, "id"), Run(" ("), *_voice(claim, setting), Run(")"))


def _voice(claim: Claim, setting: Setting) -> Words:
    return wording.marked(wording.label(claim.said_by, setting), claim.attribution)
