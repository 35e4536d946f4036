"""Claims as entries: under a date, under a figure, or by themselves."""

from collections.abc import Iterable

from minewatch.answers import Setting
from minewatch.model import Claim
from minewatch.text import one_line
from minewatch.view import wording
from minewatch.view.blocks import Bar, Entry, Run, Words


def entry(label: Words, tag: Words, claim: Claim, setting: Setting) -> Entry:
    """Return a claim with its date at its end, where it has one."""
    when = wording.when(claim, setting)
    dated = (Run(" ("), *when, Run(")")) if when else ()
    return Entry(label, tag, wording.statement(claim, setting, dated), wording.source(claim, setting))


def said(claim: Claim, setting: Setting) -> Entry:
    """Return a claim under how firm it is."""
    return entry((), (wording.status(claim.status),), claim, setting)


def listed(claim: Claim, setting: Setting) -> Entry:
    """Return a claim under how firm it is, with its id."""
    line = said(claim, setting)
    return line._replace(source=(*line.source, Run(" · ", "dim"), Run(claim.id, "id", record=claim.id)))


def dated(claim: Claim, setting: Setting) -> Entry:
    """Return a claim under its date."""
    return Entry(
        wording.when(claim, setting),
        (wording.status(claim.status),),
        wording.statement(claim, setting),
        wording.source(claim, setting),
    )


def figure(claim: Claim, setting: Setting, *, subject: str | None = None, bar: Bar | None = None) -> Entry:
    """Return a claim under its figure; whose it is goes without saying if that is `subject`."""
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
    words += [*wording.caveats(claim), *wording.beside(claim, setting)]
    label = (Run(wording.figure(quantity), "figure"),)
    return Entry(label, (wording.status(claim.status),), tuple(words), wording.source(claim, setting), bar)


def by_speaker(claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    """Return the claims of each speaker, in the order in which the speakers first appear."""
    speakers: dict[str, list[Claim]] = {}
    for claim in claims:
        speakers.setdefault(claim.said_by, []).append(claim)
    return speakers
