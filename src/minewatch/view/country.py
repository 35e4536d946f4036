"""Countries: the matrix of all, the card of one, and several side by side."""

from collections.abc import Sequence

from minewatch.answers import Cards, Matrix, Setting, Standing
from minewatch.model import LADDERS, Entity
from minewatch.text import one_line
from minewatch.view import card, wording
from minewatch.view.blocks import Block, Grid, GridRow, Note, Run, Title, Words


def matrix(answer: Matrix, setting: Setting) -> list[Block]:
    """Return every country's standing on every question, each with its paragraph."""
    cells: dict[tuple[str, str], list[Words]] = {}
    summary = answer.summary if answer.summary and answer.summary.shown else None
    for standing in (summary or answer).standings:
        cells.setdefault((standing.country, standing.question), []).append(_cell(standing, setting))
    for (country, question), counts in (summary.counts if summary else {}).items():
        cells[country, question] = [_counted(counts)]
    for one in (summary or answer).comparisons:
        cell = cells[one.country, one.question]
        sources = (claim.source for accord in one.accords for claim in accord.claims)
        dated = [(*words, *wording.as_of(source, setting)) for words, source in zip(cell, sources, strict=True)]
        cells[one.country, one.question] = [*dated, wording.compared(one, setting)]
    rows = tuple(
        GridRow(one_line(country.label), tuple(tuple(cells[country.id, question]) for question in LADDERS))
        for country in answer.countries
    )
    name = f"{len(answer.countries)} of {setting.whole:,} countries" if setting.whole else "Countries"
    blocks: list[Block] = [
        Title((Run(name, "title"),), wording.reported(setting)),
        Grid(("", *(question.capitalize() for question in LADDERS)), rows),
        Note(((Run("All four questions are about anti-personnel mines.", "dim"),),)),
    ]
    return wording.with_legend(blocks, "who says so, and how it was read: minewatch country NAME", setting)


def _counted(counts: Sequence[tuple[str, int]]) -> Words:
    """Return how many sources have which value."""
    number = sum(sources for _, sources in counts)
    told = [run for value, sources in counts for run in (Run(", "), wording.status(value), Run(f" {sources:,}"))]
    return *told[1:], Run(f" of {number:,} sources", "dim")


def _cell(standing: Standing, setting: Setting) -> Words:
    claim = standing.claim
    if claim is None or claim.position is None:
        return wording.SILENT
    accuser = (Run(f" by {wording.label(claim.said_by, setting)}"),) if claim.status == "alleged" else ()
    return (
        *wording.rung(claim.position),
        *accuser,
        *wording.gone(claim, setting),
        Run(", " if setting.cited else " "),
        wording.where(claim.evidence, claim.source, setting, claim.id),
    )


def cards(answer: Cards, setting: Setting) -> list[Block]:
    """Return the card of one country, or of several side by side."""
    if len(answer.profiles) == 1:
        (profile,) = answer.profiles
        ids = f"ids: minewatch claim --about {profile.entity.id}; " if profile.claims else ""
        more = f"{ids}how a claim was read: minewatch claim ID"
        return card.page(_name(profile.entity), card.parts(profile, setting), setting, more)
    names = [one_line(profile.entity.label) for profile in answer.profiles]
    parts = [card.parts(profile, setting) for profile in answer.profiles]
    return card.abreast(names, parts, setting, "each in full: minewatch country NAME")


def _name(country: Entity) -> Words:
    """Return what heads the card of a country."""
    return Run(one_line(country.label), "title"), Run(f"  {' · '.join(country.codes[:2])}", "dim")
