"""Figures: under what they are about and who gives them, with a bar where one may be compared with another."""

from collections import defaultdict
from collections.abc import Sequence

from minewatch.answers import FigureGroup, Figures, Setting
from minewatch.model import Claim, Quantity
from minewatch.record import NamedTuple
from minewatch.text import one_line
from minewatch.view import wording
from minewatch.view.blocks import Bar, Block, Entries, Entry, Note, Run, Section, Title
from minewatch.view.entries import figure


class Count(NamedTuple):
    """What two figures must share to be comparable: the same thing, counted in the same unit."""

    unit: str
    per: str | None
    counted: str


def page(answer: Figures, setting: Setting) -> list[Block]:
    """Return the figures; a bar stands only beside another of the same count, or for a range."""
    number = wording.counted(len(answer.claims), "figure", setting)
    blocks: list[Block] = [Title(wording.title(number, answer.filters, answer.group), wording.reported(setting))]
    bars = drawn(answer.claims)
    for group in answer.groups:
        if group.entity:
            blocks.append(Section(_heading(group)))
        subject = group.entity.id if group.entity and group.relation == "about" else None
        lines = [figure(claim, setting, subject=subject, bar=bars.get(claim.id)) for claim in alike(group.claims)]
        none = Entry((), (), (Run(wording.none_given(setting, answer.filters), "dim"),), ())
        blocks.append(Entries(tuple(lines) or (none,)))
    if bars:
        scale = "A bar's scale ends at │, and is shared by what counts the same in the same unit; ░ is a range."
        blocks.append(Note(((Run(scale, "dim"),),)))
    more = "ids: minewatch claim --about NAME; how each was read: minewatch claim ID"
    return wording.with_legend(blocks, more, setting)


def _heading(group: FigureGroup) -> str:
    assert group.entity
    label = one_line(group.entity.label)
    if group.relation == "about":
        return f"About {label}" + ("" if group.entity.kind == "person" else " and what is affiliated with it")
    return f"Said by {label}" + ("" if group.entity.kind == "person" else " and its people, about others")


def alike(claims: Sequence[Claim]) -> list[Claim]:
    """Return `claims` with those that count the same together, where the first of them stood."""
    together: dict[Count, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.quantity:
            together[counting(claim.quantity)].append(claim)
    return [claim for alike in together.values() for claim in alike]


def drawn(claims: Sequence[Claim]) -> dict[str, Bar]:
    """Return the bar of each claim that has one, by its id."""
    together: dict[Count, list[tuple[str, float, float]]] = defaultdict(list)
    for claim in claims:
        quantity = claim.quantity
        if quantity and (span := _span(quantity)):
            together[counting(quantity)].append((claim.id, *span))
    bars = {}
    for (unit, per, _), spans in together.items():
        longest = max(high for _, _, high in spans)
        for ident, low, high in spans:
            if longest > 0 <= low and (len(spans) > 1 or low < high):
                bars[ident] = Bar(low, high, longest, wording.size(longest, unit, per))
    return bars


def counting(quantity: Quantity) -> Count:
    """Return what `quantity` shares with those that it may be compared with."""
    return Count(quantity.unit, quantity.per, quantity.counted)


def _span(quantity: Quantity) -> tuple[float, float] | None:
    """Return from where to where a quantity reaches; None for a size in words."""
    if quantity.value is not None:
        return quantity.value, quantity.value
    return None if quantity.low is None or quantity.high is None else (quantity.low, quantity.high)
