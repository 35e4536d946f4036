"""The timeline: what was, then the publication, then what it had still ahead, then today."""

from collections.abc import Sequence

from minewatch.answers import Setting, Timeline
from minewatch.model import AHEAD, STANDING, Claim, Date, Source
from minewatch.view import wording
from minewatch.view.blocks import Block, Entry, Event, Mark, Rail, Run, Title

_BY_THEN = (Run("by then, date not stated", "dim"),)


def page(answer: Timeline, setting: Setting) -> list[Block]:
    """Return the claims on a rail, with the publication and today across it."""
    article = min(setting.sources, key=lambda source: source.published.earliest or "")
    published = article.published
    before = [claim for claim in answer.dated if not _after(claim, published)]
    after = [claim for claim in answer.dated if _after(claim, published)]
    stops: list[Event | Mark] = [
        *(_event(claim, setting) for claim in before),
        *(_event(claim, setting) for claim in sorted(answer.standing, key=_decisions_first)),
        _publication(article, setting),
        *(_event(claim, setting) for claim in after),
    ]
    stops.insert(_today_at(answer.dated, len(before), len(stops) - len(after), setting.today), _today(setting))
    blocks: list[Block] = [
        Title(wording.title("Timeline", answer.filters), wording.reported(setting)),
        Rail(tuple(stops)),
    ]
    legend = wording.legend(blocks, "how a date was read: add --json")
    return [*blocks, legend] if legend else blocks


def _after(claim: Claim, published: Date) -> bool:
    """Return whether `claim` stands after the publication: by its date, or by its status where the dates overlap."""
    when = claim.when
    assert when
    if when.latest and published.earliest and when.latest < published.earliest:
        return False
    if when.earliest and published.latest and when.earliest > published.latest:
        return True
    return claim.status not in STANDING


def _decisions_first(claim: Claim) -> int:
    order = ("decided", "announced", "occurred", "not-yet")
    return order.index(claim.status) if claim.status in order else len(order)


def _event(claim: Claim, setting: Setting) -> Event:
    entry = Entry((), (wording.status(claim.status),), wording.statement(claim), wording.source(claim, setting))
    return Event(wording.when(claim, setting) or _BY_THEN, entry, claim.status in AHEAD)


def _publication(article: Source, setting: Setting) -> Mark:
    words = (Run("published by "), *wording.publisher(article, setting), Run("; below, what it had still ahead"))
    return Mark(wording.date(article.published), words, now=False)


def _today(setting: Setting) -> Mark:
    from minewatch.dates import parse

    return Mark((Run(parse(setting.today).text, "date"),), (Run("today"),), now=True)


def _today_at(dated: Sequence[Claim], before: int, after: int, today: str) -> int:
    """Return at which stop today stands: before the first event that begins later."""
    later = next(
        (n for n, claim in enumerate(dated) if ((claim.when and claim.when.earliest) or "") > today), len(dated)
    )
    return later if later < before else later - before + after
