"""Everything at once: what stands in each part of a page, in the words and with the marks of all other views."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import NamedTuple

from minewatch.answers import ClaimCard, Related, Setting, SourceCard, Survey
from minewatch.model import KINDS, Entity, Gap, Quote, Record, Source
from minewatch.text import count, one_line
from minewatch.view import chain, country, entity, figure, narrowing, quote, source, timeline, wording
from minewatch.view.blocks import Block, Entries, Entry, Event, Grid, Mark, Quotation, Rail, Run, Words
from minewatch.view.entries import figure as figure_entry
from minewatch.view.entries import said
from minewatch.view.narrowing import Choice, Keys


class Item(NamedTuple):
    """A record of the page: a line, and what can be unfolded beneath it."""

    record: str
    line: Entry
    blocks: tuple[Block, ...]
    notice: str = ""
    """What must be known before the line itself: that it no longer stands as it is."""


class Group(NamedTuple):
    """Items under a heading."""

    heading: str
    items: tuple[Item, ...]


class Quoted(NamedTuple):
    """A quotation with the claims that are read from it."""

    record: str
    """The id of its first part."""
    words: Quotation
    claims: Words


class Page(NamedTuple):
    """All that a page says."""

    name: Words
    reported: Words
    editions: tuple[str, ...]
    remarks: tuple[str, ...]
    """What should be known besides."""
    known: tuple[Words, ...]
    """When the sources appeared that are named beside a paragraph, where there are several."""
    choices: Mapping[str, tuple[Choice, ...]]
    """Of each of the `FILTERS`."""
    keys: Mapping[str, Keys]
    """By the id of a record."""
    countries: tuple[str, ...]
    """The ids of the rows of the matrix."""
    matrix: Grid
    rail: tuple[Event | Mark, ...]
    undated: str
    figures: tuple[Entry, ...]
    """Those that count the same together, and drawn to one scale."""
    quotes: tuple[Quoted, ...]
    indirect: str
    claims: tuple[Item, ...]
    gaps: tuple[Item, ...]
    names: tuple[Group, ...]
    sources: tuple[Item, ...]
    withdrawn: tuple[Item, ...]
    legend: Mapping[str, str]
    silent: str


def page(answer: Survey, setting: Setting, remarks: Iterable[str]) -> Page:
    """Return what stands on the page of `answer`, with what should be known besides."""
    claims = tuple(_claim(card, setting) for card in answer.claims)
    matrix = next(block for block in country.matrix(answer.matrix, setting) if isinstance(block, Grid))
    rail = next(block for block in timeline.page(answer.timeline, setting) if isinstance(block, Rail))
    figures = tuple(_figures(answer, setting))
    quotes = tuple(_quotes(answer, setting))
    sources = tuple(_source(card, setting) for card in answer.sources)
    withdrawn = (
        *(_claim(card, setting) for card in answer.withdrawn.claims),
        *(_taken_back(record, setting) for record in answer.withdrawn.others),
    )
    names = tuple(_names(answer.entities, setting))
    everything: tuple[object, ...] = (
        wording.reported(setting),
        matrix,
        rail,
        figures,
        quotes,
        claims,
        sources,
        names,
        withdrawn,
    )
    known = wording.named(everything, setting) if setting.cited else None
    keys = narrowing.keys(answer)
    return Page(
        name=_name(answer, setting),
        reported=wording.reported(setting),
        editions=tuple(_edition(one.id, one.version, one.sha256) for one in setting.editions),
        remarks=tuple(remarks),
        known=known.lines if known else (),
        choices=narrowing.choices(answer, keys, setting),
        keys=keys,
        countries=tuple(one.id for one in answer.matrix.countries),
        matrix=matrix,
        rail=rail.stops if answer.timeline.stops else (),
        undated=f"{count(answer.timeline.undated, 'more claim')} without a date" if answer.timeline.undated else "",
        figures=figures,
        quotes=quotes,
        indirect=quote.indirect(answer.quotations, setting),
        claims=claims,
        gaps=tuple(_gap(gap, setting) for gap in answer.gaps),
        names=names,
        sources=sources,
        withdrawn=withdrawn,
        legend=wording.legend(everything),
        silent=wording.none_given(setting, answer.filters),
    )


def _name(answer: Survey, setting: Setting) -> Words:
    title = " + ".join(one_line(edition.title or edition.id) for edition in setting.editions)
    return wording.title(title, answer.filters, answer.group)


def _edition(ident: str, version: str | None, sha256: str) -> str:
    named = f"{ident} {one_line(version)}" if version else ident
    return f"{named} (sha256 of its records {sha256[:12]})"


def _claim(card: ClaimCard, setting: Setting) -> Item:
    """Return a claim in a line, with its card beneath."""
    # What takes the place of one that still stands is in the line itself
    notice = "; ".join(chain.notices(card)) if card.claim.state else ""
    return Item(card.claim.id, said(card.claim, setting), tuple(chain.evidence(card, setting)), notice)


def _figures(answer: Survey, setting: Setting) -> Iterable[Entry]:
    claims = figure.alike(answer.figures.claims)
    bars = figure.drawn(claims)
    return (figure_entry(claim, setting, bar=bars.get(claim.id)) for claim in claims)


def _quotes(answer: Survey, setting: Setting) -> Iterable[Quoted]:
    quotes, claims = answer.quotations.quotes, answer.quotations.claims
    for _, group in groupby(quotes, key=lambda part: part.quotation):
        parts = tuple(group)
        ids = {part.id for part in parts}
        read = [claim.id for claim in claims if ids.intersection(claim.quotes)]
        (block,) = quote.quotations(parts, claims, setting)
        yield Quoted(parts[0].id, block, wording.ids(read))


def _gap(gap: Gap, setting: Setting) -> Item:
    about = ", ".join(wording.label(ident, setting) for ident in gap.about)
    line = Entry((Run(about, "label"),), (), (Run(one_line(gap.wording)),), ())
    return Item(gap.id, line, ())


def _names(entities: Iterable[Entity], setting: Setting) -> Iterable[Group]:
    """Yield who and what the page speaks of, by kind."""
    entities = tuple(entities)
    related: dict[str, list[Related]] = {}
    for one in entities:
        for relation in one.relations:
            related.setdefault(relation.to, []).append(Related(one, relation))
    for kind in KINDS:
        items = tuple(_entity(one, related.get(one.id, ()), setting) for one in entities if one.kind == kind)
        if items:
            yield Group(entity.plural(kind), items)


def _entity(one: Entity, related: Iterable[Related], setting: Setting) -> Item:
    rows = (*entity.names(one), *entity.standing(one, related, setting))
    return Item(one.id, entity.line(one), (Entries(rows),) if rows else ())


def _source(card: SourceCard, setting: Setting) -> Item:
    _, *blocks = source.card(card, setting)
    return Item(card.source.id, source.line(card.source, setting), tuple(blocks))


def _taken_back(record: Record, setting: Setting) -> Item:
    """Return a record other than a claim that was withdrawn, with that said first."""
    match record:
        case Quote():
            words: Words = (*quote.in_quotes([record]), Run(" "), *wording.quoted([record], setting))
        case Gap():
            words = (Run(f"the source does not say: {one_line(record.wording)}"),)
        case Entity():
            words = (Run(one_line(record.label)),)
        case _:
            words = (Run(one_line(record.name if isinstance(record, Source) else record.id)),)
    kind = type(record).__name__.lower()
    notice = f"withdrawn: the dataset takes this {kind} back"
    return Item(record.id, Entry((), (), words, (Run(record.id, "id"),)), (), notice)
