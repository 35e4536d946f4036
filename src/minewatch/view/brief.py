"""Briefings: a page a country, of which every line stands by itself, with who says so, where, and as of when.

It is for pasting: the source is named beside each paragraph, however few there are. A section that is longer than its
share of the page is cut, and says by how much and which command has the rest.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from minewatch.answers import Brief, Briefs, Citations, Cited, Setting
from minewatch.model import UNSETTLED, Claim, Entity, Gap, Source
from minewatch.text import count, one_line
from minewatch.view import wording
from minewatch.view.blocks import Block, Entries, Entry, Note, Quotation, Run, Section, Title, Words
from minewatch.view.card import group, position
from minewatch.view.entries import figure, said
from minewatch.view.quote import quotations
from minewatch.view.reference import references

ROWS = 5
"""How many lines a section has at the most."""
BENEATH = 2
"""How many stand beneath one position."""

_NO_NEWS = "What is planned, expected, possible, not done or alleged is no news, however new: it is in other sections."


def page(answer: Briefs, setting: Setting) -> list[Block]:
    """Return the briefings one after the other."""
    # Each line is to be pasted by itself: its source is named there, though it be the only one
    named = setting.cited or {source.id: setting.labels[source.publisher] for source in setting.sources}
    setting = setting._replace(cited=named)
    blocks: list[Block] = []
    for brief in answer.briefs:
        blocks.append(_title(brief.profile.entity, setting))
        for heading, entries in _sections(brief, answer.since, setting).items():
            blocks += [Section(heading), Entries(tuple(entries))] if entries else []
    if answer.since:
        blocks.append(Note(((Run(_NO_NEWS, "dim"),),)))
    ids = " ".join(brief.profile.entity.id for brief in answer.briefs)
    return wording.with_legend(blocks, f"all of it: minewatch country {ids}; how a claim was read: minewatch claim ID")


def _title(country: Entity, setting: Setting) -> Title:
    name = Run(f"Briefing: {one_line(country.label)}", "title")
    codes = Run(f"  {' · '.join(country.codes[:2])}", "dim")
    return Title((name, codes), (Run(f"on {_day(setting.today)}, ", "dim"), *wording.reported(setting)))


def _day(day: str) -> str:
    from minewatch.dates import parse

    return parse(day).text


def _sections(brief: Brief, since: str | None, setting: Setting) -> Mapping[str, Sequence[Entry]]:
    """Return the lines of a page, by their heading."""
    profile, country = brief.profile, brief.profile.entity.id
    claims = f"minewatch claim --about {country}"
    figures = [_cited(figure(c, setting, subject=country), c.source, setting) for c in brief.figures]
    # When these were reported is another matter: what took their place says that they are no news
    overtaken = [claim for claim in brief.reported if claim.status in UNSETTLED]
    settled = [claim for claim in brief.reported if claim.status not in UNSETTLED]
    return {
        "Where it stands": list(_standings(brief, setting)),
        **(_news(brief, since, claims, setting) if since else {}),
        "Said or reported before that" if since else "Reported": _fitting(_said(settled, setting), claims),
        "Overtaken": _fitting(_said(overtaken, setting), claims),
        "Figures": _fitting(figures, f"minewatch figure {country}")
        or ([] if any(claim.quantity for claim in profile.claims) else [_none(setting)]),
        "Quotes": _fitting(_quotes(brief, setting), f"minewatch quote --about {country}") or [_none(setting)],
        "Open points": _fitting(_said(brief.open, setting), claims),
        **{f"Said of the {one_line(g.label)} as a whole": _group(brief, g, setting) for g in profile.groups},
        "Not said": _fitting([_gap(gap, setting) for gap in profile.gaps], f"minewatch country {country}"),
        "Sources": _fitting([_source(source, setting) for source in brief.sources], "minewatch source"),
    }


def _standings(brief: Brief, setting: Setting) -> Iterator[Entry]:
    """Yield where the country stands on each question, what bears on that, and how the sources compare."""
    compared = {one.question: one for one in brief.profile.comparisons}
    questions = [standing.question for standing, _ in brief.standings]
    left, told = 0, Counter[str]()
    for n, (standing, linked) in enumerate(brief.standings):
        question = questions[n]
        told[question] += 1
        if told[question] > ROWS:
            left += 1 + len(linked)
            continue
        label: Words = (Run(question.capitalize(), "label"),) if question not in questions[:n] else ()
        # What has a date of its own bears on it most
        beneath = sorted(linked, key=lambda claim: claim.when is None)[:BENEATH]
        left += len(linked) - len(beneath)
        for line in position(label, standing, beneath, setting, several=False):
            yield _cited(line, standing.claim.source, setting) if standing.claim else _silent(line, setting)
        if question in compared and told[question] == min(questions.count(question), ROWS):
            yield Entry((), (), wording.compared(compared[question], setting), ())
    if left:
        yield _besides(left, f"minewatch country {brief.profile.entity.id}")


def _none(setting: Setting) -> Entry:
    """Return that there is nothing of a kind that a reader looks for on every page."""
    return _silent(Entry((), (), (Run(wording.none_given(setting), "dim"),), ()), setting)


def _silent(line: Entry, setting: Setting) -> Entry:
    """Return that nothing is said, with by whom, where there is one source only."""
    if len(setting.reporting) != 1:
        return line
    (source,) = setting.reporting
    return _cited(line._replace(source=(_name(source.id, setting),)), source.id, setting)


def _news(brief: Brief, since: str, more: str, setting: Setting) -> Mapping[str, Sequence[Entry]]:
    """Return what was reported since a day, and of what that cannot be told."""
    none = Entry((), (), (Run(f"nothing{', as far as can be told' if brief.unclear else ''}", "dim"),), ())
    unclear = f"Reported before {_day(since)} or since: which of the two, cannot be told"
    return {
        f"Reported since {_day(since)}": _fitting(_said(brief.new, setting), more) or [none],
        unclear: _fitting(_said(brief.unclear, setting), more),
    }


def _said(claims: Iterable[Claim], setting: Setting) -> list[Entry]:
    return [_cited(said(claim, setting), claim.source, setting) for claim in claims]


def _quotes(brief: Brief, setting: Setting) -> list[Entry]:
    """Return each quotation with what it is read as, its context, and who says it to whom."""
    sources = {quote.quotation: quote.source for quote in brief.profile.quotes}
    blocks = quotations(brief.profile.quotes, brief.profile.direct, setting)
    return [_cited(_quote(block), source, setting) for block, source in zip(blocks, sources.values(), strict=True)]


def _quote(block: Quotation) -> Entry:
    tags = (Run(" ["), *block.tags, Run("]")) if block.tags else ()
    return Entry((), (), (*block.words, *tags, Run(f" {block.context}", "dim")), block.who)


def _group(brief: Brief, of: Entity, setting: Setting) -> list[Entry]:
    claims = [claim for claim in brief.profile.group_claims if of.id in claim.about]
    return [*_said(claims, setting), *group(brief.profile, of, setting)[len(claims) :]]


def _gap(gap: Gap, setting: Setting) -> Entry:
    line = Entry((), (Run("·", "dim"),), (Run(one_line(gap.wording)),), (_name(gap.source, setting),))
    return _cited(line, gap.source, setting)


def _source(source: Source, setting: Setting) -> Entry:
    (reference,) = references(Citations((Cited("source", source, (source,)),), None), setting)
    return Entry((_name(source.id, setting)._replace(style="label"),), (), (Run(one_line(reference.text)),), ())


def _name(source: str, setting: Setting) -> Run:
    return Run(one_line(setting.cited[source]), "where")


def _cited(line: Entry, source: str, setting: Setting) -> Entry:
    """Return `line` with as of when its source reports that."""
    return line._replace(source=(*line.source, *wording.as_of(source, setting)))


def _fitting(lines: Sequence[Entry], more: str) -> Sequence[Entry]:
    """Return as many of `lines` as a section has room for, and how many there are besides; `more` has them."""
    return lines if len(lines) <= ROWS + 1 else [*lines[:ROWS], _besides(len(lines) - ROWS, more)]


def _besides(number: int, more: str) -> Entry:
    return Entry((), (), (Run(f"and {count(number, 'more line')}: {more}", "dim"),), (), apart=True)
