"""A claim in full: who says it through whom, how firmly, when and how that was read, on what it stands."""

from collections.abc import Iterable
from itertools import groupby

from minewatch.agreement import origins, voices
from minewatch.answers import ClaimCard, ClaimCards, Setting
from minewatch.model import Claim, Date, Source
from minewatch.text import one_line
from minewatch.view import wording
from minewatch.view.blocks import Block, Entries, Entry, Note, Run, Section, Title, Words, field
from minewatch.view.entries import listed
from minewatch.view.quote import quotations


def cards(answer: ClaimCards, setting: Setting) -> list[Block]:
    """Return each claim in full."""
    blocks = [block for one in answer.cards for block in card(one, setting)]
    ids = " ".join(one.claim.id for one in answer.cards)
    return wording.with_legend(blocks, f"to cite it: minewatch cite {ids}", setting)


def card(card: ClaimCard, setting: Setting) -> Iterable[Block]:
    """Yield one claim in full."""
    yield Title((Run(card.claim.id, "title"),), wording.reported(setting, card.claim.source))
    if notice := notices(card):
        yield Note(tuple((Run(line, "alleged"),) for line in notice))
    yield Note((wording.marked(card.claim.text, card.claim.basis),))
    yield from evidence(card, setting)


def evidence(card: ClaimCard, setting: Setting) -> Iterable[Block]:
    """Yield all that a claim stands on, and what it is linked to."""
    claim = card.claim
    source = setting.source(claim.source)
    yield Entries((*_said(claim, setting), *_held(claim, setting), *_stands(claim, source, setting)))
    if card.quotes:
        yield Section("Read from the quotation")
        yield from quotations(card.quotes, [claim], setting)
    yield from _accord(card, setting)
    links = [(wording.LINKS[link.type][0], link.claim) for link in card.links]
    links += [(wording.LINKS[link.type][1], link.claim) for link in card.linked]
    if links:
        yield Section("Linked to it, by us")
        yield Entries(tuple(_linked(does, other, setting) for does, other in links))
    if card.elsewhere:
        yield Section("Linked to what is not loaded")
        rows = (
            field(wording.LINKS[link.type][0], Run(one_line(link.to), "id", record=link.to)) for link in card.elsewhere
        )
        yield Entries(tuple(rows))


def notices(card: ClaimCard) -> list[str]:
    """Return what a reader must know before the claim itself: that it no longer stands as it is."""
    back = [f"{card.claim.state}: the dataset takes this claim back"] if card.claim.state else []
    ways = (("corrects", "corrected by"), ("updates", "updated by"))
    return back + [
        f"{words} {', '.join(ids)}"
        for kind, words in ways
        if (ids := [link.claim.id for link in card.linked if link.type == kind])
    ]


def _accord(card: ClaimCard, setting: Setting) -> Iterable[Block]:
    """Yield how many voices say the same, where several sources do."""
    alike = [link.claim for link in (*card.links, *card.linked) if link.type in ("supports", "repeats")]
    claims = list(dict.fromkeys((card.claim, *alike)))
    number = len({claim.source for claim in claims})
    if number > 1:
        speaking = voices(claims, origins(setting.behind(claim.source for claim in claims)))
        words = f"{speaking} voices agree, in" if speaking > 1 else "one statement, reported by"
        yield Note(((Run(f"{words} {number} sources", "dim"),),))


def _said(claim: Claim, setting: Setting) -> Iterable[Entry]:
    """Yield how firm it is, who says it, under which condition, when, and how these were read."""
    yield field("Status", wording.status(claim.status), Run(f": {wording.FIRM[claim.status]}", "dim"))
    spoken = wording.speaker(claim._replace(said_when=None), setting)
    yield field("Said by", *spoken, Run(f", {wording.MODES[claim.mode]}"), *wording.why(claim.attribution))
    if claim.said_when:
        yield field("Said when", *_date(claim.said_when))
    if claim.asked:
        yield field("From the question", Run(one_line(claim.asked)))
    if claim.condition:
        yield field("Condition", Run(one_line(claim.condition)))
    when = _date(claim.when, wording.gone(claim, setting)) if claim.when else (Run("not stated", "dim"),)
    yield field("When", *when)


def _held(claim: Claim, setting: Setting) -> Iterable[Entry]:
    """Yield what it gives: a figure, a country's standing, what it leaves open, and what it is about."""
    if quantity := claim.quantity:
        size = Run(wording.figure(quantity), "figure")
        yield field("Figure", size, Run(f" · {one_line(quantity.counted)}"), *wording.why(quantity.basis))
        if quantity.as_of:
            yield field("As of", *_date(quantity.as_of))
    if position := claim.position:
        place = f"{wording.label(position.country, setting)} · {position.question}: "
        yield field("Position", Run(place), *wording.rung(position), *wording.why(position.basis))
    if claim.note:
        yield field("Left open", Run(one_line(claim.note)))
    yield field("About", Run(", ".join(wording.label(ident, setting) for ident in claim.about)))
    yield field("Topic", Run(", ".join(claim.topic)))


def _stands(claim: Claim, source: Source, setting: Setting) -> Iterable[Entry]:
    """Yield the paragraphs that it stands on, and how it was read from them."""
    named = Run(one_line(source.name))
    of = (named,) if setting.cited else (*wording.publisher(source, setting), Run(", "), named)
    sections = {paragraph.number: paragraph.section for paragraph in source.paragraphs}
    for section, numbers in groupby(claim.evidence, lambda number: sections[number]):
        under = f" under “{one_line(section)}”" if section else " before the first heading" if source.sections else ""
        yield field("Stands on", wording.where(list(numbers), source.id, setting), Run(f"{under}, "), *of)
    yield field("Read as", *(wording.why(claim.basis, first=True) or (Run(claim.basis.kind),)))


def _date(date: Date, gone: Words = ()) -> Words:
    """Return a date, marked if it has `gone` by, with what it was read from, and how."""
    read = f", read from “{one_line(date.wording)}”" if date.wording else ""
    return (*wording.date(date), *gone, Run(f" (EDTF {date.edtf}{read})", "dim"), *wording.why(date.basis))


def _linked(does: str, other: Claim, setting: Setting) -> Entry:
    line = listed(other, setting._replace(beside={}))  # what it is linked to is what this card is on
    tag = (*line.tag, Run(f", {other.state}", "alleged")) if other.state else line.tag
    return line._replace(label=(Run(does, "dim"),), tag=tag)
