"""Countries: the matrix of all, the card of one, and several side by side."""

from collections.abc import Iterable, Sequence

from minewatch.answers import Cards, Matrix, Profile, Setting, Standing
from minewatch.model import LADDERS, Claim, Entity
from minewatch.text import one_line
from minewatch.view import wording
from minewatch.view.blocks import Block, Entries, Entry, Grid, GridRow, Note, Quotation, Run, Section, Title, Words
from minewatch.view.quote import quotations

_BENEATH = (
    "Where a country stands on a question is about anti-personnel mines; lines beneath that say where they are about "
    "something else."
)


def matrix(answer: Matrix, setting: Setting) -> list[Block]:
    """Return every country's standing on every question, each with its paragraph."""
    cells = iter(answer.standings)
    rows = tuple(
        GridRow(one_line(country.label), tuple((_cell(next(cells), setting),) for _ in LADDERS))
        for country in answer.countries
    )
    blocks: list[Block] = [
        Title((Run("Countries", "title"),), wording.reported(setting)),
        Grid(("", *(question.capitalize() for question in LADDERS)), rows),
        Note(((Run("All four questions are about anti-personnel mines.", "dim"),),)),
    ]
    return wording.with_legend(blocks, "who says so, and how it was read: minewatch country NAME")


def _cell(standing: Standing, setting: Setting) -> Words:
    claim = standing.claim
    if claim is None or claim.position is None:
        return wording.SILENT
    accuser = (Run(f" by {wording.label(claim.said_by, setting)}"),) if claim.status == "alleged" else ()
    return (
        *wording.rung(claim.position),
        *accuser,
        *wording.gone(claim, setting),
        Run(" "),
        Run(wording.paragraphs(claim.evidence), "where"),
    )


def cards(answer: Cards, setting: Setting) -> list[Block]:
    """Return the card of one country, or of several side by side."""
    if len(answer.profiles) == 1:
        return card(answer.profiles[0], setting)
    return _side_by_side(answer.profiles, setting)


def card(profile: Profile, setting: Setting) -> list[Block]:
    """Return everything on a country, most important first, each claim in the first section that it fits."""
    blocks: list[Block] = [Title(_name(profile.country), wording.reported(setting))]
    sections = _sections(profile, setting)
    for heading, entries in sections:
        if entries:
            blocks += [Section(heading), Entries(tuple(entries))]
        if heading == "Figures" and profile.quotes:
            blocks += [Section("Quotes"), *quotations(profile.quotes, profile.direct, setting)]
    if len(sections[0][1]) > len(LADDERS):
        blocks.append(Note(((Run(_BENEATH, "dim"),),)))
    return wording.with_legend(blocks, "how each was read, and every id: add --json")


def _name(country: Entity) -> Words:
    return Run(one_line(country.label), "title"), Run(f"  {' · '.join(country.codes[:2])}", "dim")


def _sections(profile: Profile, setting: Setting) -> list[tuple[str, list[Entry]]]:
    """Return the sections of a card: no claim stands in two of them, and none in none."""
    left = {claim.id: claim for claim in profile.claims}
    positions = []
    for standing in profile.positions:
        positions += _position(standing, left, setting)
    subject = profile.country.id
    quoted = {quote.id for quote in profile.quotes}
    _take(left, [claim for claim in left.values() if quoted.intersection(claim.quotes) and not claim.quantity])
    dated = sorted((c for c in left.values() if c.when and not c.quantity), key=_by_date)
    _take(left, dated)
    figures = [claim for claim in left.values() if claim.quantity]
    _take(left, figures)
    said = _by_speaker(left.values())
    return [
        ("Position", positions),
        ("Dates", [_dated(claim, setting) for claim in dated]),
        ("Figures", [_figure(claim, subject, setting) for claim in figures]),
        ("Who says what", [_said(claim, setting) for claim in said]),
        *((_group_heading(group), _group(profile, group, setting)) for group in profile.groups),
        ("Not said", [Entry((), (Run("·", "dim"),), (Run(one_line(gap.wording)),), ()) for gap in profile.gaps]),
    ]


def _take(left: dict[str, Claim], taken: Iterable[Claim]) -> None:
    for claim in list(taken):
        left.pop(claim.id, None)


def _by_date(claim: Claim) -> tuple[str, str]:
    return (claim.when and claim.when.earliest) or "", (claim.when and claim.when.latest) or "~"


def _by_speaker(claims: Iterable[Claim]) -> list[Claim]:
    """Return `claims` with those of each speaker together, in the order in which the speakers first appear."""
    speakers: dict[str, list[Claim]] = {}
    for claim in claims:
        speakers.setdefault(claim.said_by, []).append(claim)
    return [claim for said in speakers.values() for claim in said]


def _position(standing: Standing, left: dict[str, Claim], setting: Setting) -> list[Entry]:
    """Return where the country stands on a question, and beneath it what is linked to that."""
    label = (Run(standing.question.capitalize(), "label"),)
    claim = standing.claim
    if claim is None or claim.position is None:
        return [Entry(label, wording.SILENT, (Run("the source does not say", "dim"),), ())]
    entries = [_entry(label, wording.rung(claim.position), claim, setting)]
    linked = (c for c in left.values() if any(link.to == claim.id for link in c.links))
    beneath = [c for c in linked if not c.quotes and not c.position]
    _take(left, [claim, *beneath])
    return [*entries, *(_said(c, setting) for c in beneath)]


def _entry(label: Words, tag: Words, claim: Claim, setting: Setting) -> Entry:
    """Return a claim with its date at its end, where it has one."""
    when = wording.when(claim, setting)
    at_end = (Run(" ("), *when, Run(")")) if when else ()
    return Entry(label, tag, (*wording.statement(claim), *at_end), wording.source(claim, setting))


def _dated(claim: Claim, setting: Setting) -> Entry:
    return Entry(
        wording.when(claim, setting),
        (wording.status(claim.status),),
        wording.statement(claim),
        wording.source(claim, setting),
    )


def _figure(claim: Claim, subject: str, setting: Setting) -> Entry:
    quantity = claim.quantity
    assert quantity
    whose = claim.about[0]
    name = "" if whose == subject else f"{wording.label(whose, setting)}: "
    condition = f", {claim.condition}" if claim.condition else ""
    words = [*wording.marked(f"{name}{quantity.counted}{condition}", quantity.basis), *wording.mark(claim.basis)]
    if when := wording.when(claim, setting):
        words += [Run(", "), *when]
    if quantity.as_of:
        words += [Run(f", {one_line(quantity.as_of.wording or 'as of')}: "), *wording.date(quantity.as_of)]
    words += wording.caveats(claim)
    label = (Run(wording.figure(quantity), "figure"),)
    return Entry(label, (wording.status(claim.status),), tuple(words), wording.source(claim, setting))


def _said(claim: Claim, setting: Setting) -> Entry:
    return _entry((), (wording.status(claim.status),), claim, setting)


def _group_heading(group: Entity) -> str:
    return f"Said of the {one_line(group.label)} as a whole"


def _group(profile: Profile, group: Entity, setting: Setting) -> list[Entry]:
    entries = [_said(claim, setting) for claim in profile.group_claims if group.id in claim.about]
    if entries and group.members:
        words = (*wording.marked(f"{profile.country.label} is one of the {group.label}", group.members.basis, "dim"),)
        entries.append(Entry((), (), words, ()))
    return entries


def _side_by_side(profiles: Sequence[Profile], setting: Setting) -> list[Block]:
    """Return several countries with a column each, and a row a question and section."""
    sections = [dict(_sections(profile, setting)) for profile in profiles]
    rows = [
        GridRow(question.capitalize(), tuple(_inlined(_under(question, section["Position"])) for section in sections))
        for question in LADDERS
    ]
    for heading in dict.fromkeys(heading for section in sections for heading in section if heading != "Position"):
        rows.append(GridRow(heading, tuple(_inlined(section.get(heading, ())) for section in sections)))
        if heading == "Figures":
            rows.append(GridRow("Quotes", tuple(_quotes_inline(profile, setting) for profile in profiles)))
    names = tuple(one_line(profile.country.label) for profile in profiles)
    filled = tuple(row for row in rows if any(row.cells))
    blocks: list[Block] = [
        Title((Run(", ".join(names), "title"),), wording.reported(setting)),
        Grid(("", *names), filled),
    ]
    return wording.with_legend(blocks, "each in full: minewatch country NAME")


def _under(question: str, entries: Sequence[Entry]) -> list[Entry]:
    """Return the entries from the one labelled `question` up to the next label."""
    found, under = [], False
    for entry in entries:
        if entry.label:
            under = entry.label[0].text == question.capitalize()
        if under:
            found.append(entry._replace(label=()))
    return found


def _inlined(entries: Iterable[Entry]) -> tuple[Words, ...]:
    return tuple(_inline(entry) for entry in entries)


def _inline(entry: Entry) -> Words:
    """Return an entry as one run of words, for a cell."""
    label = (*entry.label, Run(" ")) if entry.label else ()
    silent = entry.tag == wording.SILENT
    tag = (*entry.tag, Run(" " if silent else ": ")) if silent or entry.source else ()
    source = (Run(" "), Run("— ", "dim"), *entry.source) if entry.source else ()
    return (*label, *tag, *entry.body, *source)


def _quotes_inline(profile: Profile, setting: Setting) -> tuple[Words, ...]:
    return tuple(
        (*block.words, Run(" — ", "dim"), *block.tags, Run(" · ", "dim"), *block.who)
        for block in quotations(profile.quotes, profile.direct, setting)
        if isinstance(block, Quotation)
    )
