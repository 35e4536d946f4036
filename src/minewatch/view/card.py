"""Cards: what there is on a country or on anything else, in parts under headings; one by itself or several abreast."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from minewatch.answers import Profile, Setting, Standing
from minewatch.model import LADDERS, Claim, Entity, Quote
from minewatch.record import NamedTuple
from minewatch.text import one_line
from minewatch.view import wording
from minewatch.view.blocks import Block, Entries, Entry, Grid, GridRow, Note, Quotation, Run, Section, Title, Words
from minewatch.view.entries import by_speaker, dated, entry, figure, said
from minewatch.view.quote import quotations

_BENEATH = (
    "Where a country stands on a question is about anti-personnel mines; lines beneath that say where they are about "
    "something else."
)


class Part(NamedTuple):
    """What stands under one heading of a card."""

    heading: str
    entries: Sequence[Entry] = ()
    quotes: Sequence[Quotation] = ()
    note: str = ""
    """How it is to be read, said once beneath a card."""


def page(name: Words, parts: Iterable[Part], setting: Setting, more: str) -> list[Block]:
    """Return one card, without the parts that are empty; `more` says where to read on."""
    blocks: list[Block] = [Title(name, wording.reported(setting))]
    notes: dict[str, None] = {}
    for part in parts:
        if part.entries:
            blocks += [Section(part.heading), Entries(tuple(part.entries))]
            notes |= {part.note: None} if part.note else {}
        if part.quotes:
            blocks += [Section(part.heading), *part.quotes]
    blocks += [Note(((Run(note, "dim"),),)) for note in notes]
    return wording.with_legend(blocks, more, setting)


def abreast(names: Sequence[str], cards: Sequence[Sequence[Part]], setting: Setting, more: str) -> list[Block]:
    """Return several cards with a column each, and a row a question and heading."""
    by_heading = [{part.heading: part for part in parts} for parts in cards]
    rows = []
    for heading in dict.fromkeys(part.heading for parts in cards for part in parts):
        abreast = [card.get(heading, Part(heading)) for card in by_heading]
        if heading == "Position":
            questions = (question.capitalize() for question in LADDERS)
            rows += [GridRow(q, tuple(_inlined(_under(q, part.entries)) for part in abreast)) for q in questions]
        else:
            cells = (tuple(map(_inline_quote, part.quotes)) or _inlined(part.entries) for part in abreast)
            rows.append(GridRow(heading, tuple(cells)))
    kept = tuple(row for row in rows if any(row.cells))
    silent = Note(((Run("nothing is said of any of them", "dim"),),))
    title = Title((Run(", ".join(names), "title"),), wording.reported(setting))
    blocks: list[Block] = [title, Grid(("", *names), kept) if kept else silent]
    return wording.with_legend(blocks, more, setting)


def parts(profile: Profile, setting: Setting, *, besides: Sequence[Quote] = ()) -> list[Part]:
    """Return what is said of a country or anything else: no claim stands in two parts, and none in none.

    What is read from a quote stands there, also where that is one of the quotes `besides`.
    """
    left = {claim.id: claim for claim in profile.claims}
    positions = list(_positions(profile, left, setting))
    quoted = {quote.id for quote in (*profile.quotes, *besides)}
    _take(left, [claim for claim in left.values() if quoted.intersection(claim.quotes) and not claim.quantity])
    dates = sorted((c for c in left.values() if c.when and not c.quantity), key=_by_date)
    _take(left, dates)
    figures = [claim for claim in left.values() if claim.quantity]
    _take(left, figures)
    rest = [claim for claims in by_speaker(left.values()).values() for claim in claims]
    return [
        Part("Position", positions, note=_BENEATH if any(profile.beneath().values()) else ""),
        Part("Dates", [dated(claim, setting) for claim in dates]),
        Part("Figures", [figure(claim, setting, subject=profile.entity.id) for claim in figures]),
        Part("Quotes", quotes=quotations(profile.quotes, profile.direct, setting)),
        Part("Who says what", [said(claim, setting) for claim in rest]),
        *(Part(f"Said of the {one_line(g.label)} as a whole", group(profile, g, setting)) for g in profile.groups),
        Part("Not said", [Entry((), (Run("·", "dim"),), (Run(one_line(gap.wording)),), ()) for gap in profile.gaps]),
    ]


def _take(left: dict[str, Claim], taken: Iterable[Claim]) -> None:
    for claim in list(taken):
        left.pop(claim.id, None)


def _by_date(claim: Claim) -> tuple[str, str]:
    return (claim.when and claim.when.earliest) or "", (claim.when and claim.when.latest) or "~"


def _positions(profile: Profile, left: dict[str, Claim], setting: Setting) -> Iterator[Entry]:
    """Yield where the country stands on each question by each source, and how these compare."""
    compared = {one.question: one for one in profile.comparisons}
    beneath = profile.beneath()
    for question, standings in groupby(profile.positions, key=lambda standing: standing.question):
        label: Words = (Run(question.capitalize(), "label"),)
        for standing in standings:
            linked = beneath[standing.claim.id] if standing.claim else ()
            yield from position(label, standing, linked, setting, several=question in compared)
            _take(left, filter(None, (standing.claim, *linked)))
            label = ()
        if question in compared:
            yield Entry((), (), wording.compared(compared[question], setting), ())


def position(
    label: Words, standing: Standing, beneath: Iterable[Claim], setting: Setting, *, several: bool
) -> list[Entry]:
    """Return where the country stands on a question, and beneath it what is linked to that."""
    claim = standing.claim
    if claim is None or claim.position is None:
        return [Entry(label, wording.SILENT, (Run(wording.silent(setting), "dim"),), ())]
    line = entry(label, wording.rung(claim.position), claim, setting)
    compared = wording.as_of(claim.source, setting) if several else ()
    return [line._replace(source=(*line.source, *compared)), *(said(c, setting) for c in beneath)]


def group(profile: Profile, group: Entity, setting: Setting) -> list[Entry]:
    """Return what is said of a group as a whole, and on what it rests that the country is one of it."""
    entries = [said(claim, setting) for claim in profile.group_claims if group.id in claim.about]
    if entries and group.members:
        words = (*wording.marked(f"{profile.entity.label} is one of the {group.label}", group.members.basis, "dim"),)
        entries.append(Entry((), (), words, ()))
    return entries


def _under(question: str, entries: Sequence[Entry]) -> Iterator[Entry]:
    """Yield the entries from the one labelled `question` up to the next label."""
    under = False
    for line in entries:
        if line.label:
            under = line.label[0].text == question
        if under:
            yield line._replace(label=())


def _inlined(entries: Iterable[Entry]) -> tuple[Words, ...]:
    return tuple(inline(line) for line in entries)


def inline(line: Entry) -> Words:
    """Return an entry as one run of words, for a cell."""
    label = (*line.label, Run(" ")) if line.label else ()
    silent = line.tag == wording.SILENT
    tag = (*line.tag, Run(" " if silent else ": ")) if line.tag and (silent or line.source) else ()
    source = (Run(" "), Run("— ", "dim"), *line.source) if line.source else ()
    return (*label, *tag, *line.body, *source)


def _inline_quote(block: Quotation) -> Words:
    return (*block.words, Run(" — ", "dim"), *block.tags, Run(" · ", "dim"), *block.who)
