"""The timeline: what was, then the publication, then what it had still ahead, then today."""

from minewatch.answers import Setting, Timeline
from minewatch.model import Claim, Source
from minewatch.view import wording
from minewatch.view.blocks import Block, Entry, Event, Mark, Rail, Run, Title

_BY_THEN = (Run("by then, date not stated", "dim"),)


def page(answer: Timeline, setting: Setting) -> list[Block]:
    """Return the claims on a rail, with the publication and today across it."""
    ahead = {stop.source for stop in answer.stops if stop.ahead}
    stops = [
        _event(stop.claim, setting, ahead=stop.ahead)
        if stop.claim
        else _publication(setting.source(stop.source), setting, last=stop.source not in ahead)
        for stop in answer.stops
    ]
    stops.insert(_today_at(answer, setting), _today(setting))
    cut = f" · {wording.counted(len(answer.claims), 'claim', setting)}" if setting.whole else ""
    name = f"Timeline{cut}"
    blocks: list[Block] = [
        Title(wording.title(name, answer.filters, answer.group), wording.reported(setting)),
        Rail(tuple(stops)),
    ]
    return wording.with_legend(
        blocks, "ids: minewatch claim, with the same filters; how a date was read: minewatch claim ID", setting
    )


def _event(claim: Claim, setting: Setting, *, ahead: bool) -> Event:
    entry = Entry(
        (), (wording.status(claim.status),), wording.statement(claim, setting), wording.source(claim, setting)
    )
    return Event(wording.when(claim, setting) or _BY_THEN, entry, ahead)


def _publication(article: Source, setting: Setting, *, last: bool) -> Mark:
    words = (Run("published by "), *wording.publisher(article, setting))
    return Mark(
        wording.date(article.published), words if last else (*words, Run("; below, what it had still ahead")), now=False
    )


def _today(setting: Setting) -> Mark:
    from minewatch.dates import parse

    return Mark((Run(parse(setting.today).text, "date"),), (Run("today"),), now=True)


def _today_at(answer: Timeline, setting: Setting) -> int:
    """Return at which stop today stands: before the first event or publication that begins later."""
    dates = (stop.claim.when if stop.claim else setting.published(stop.source) for stop in answer.stops)
    begins = ((date and date.earliest) or "" for date in dates)
    return next((n for n, day in enumerate(begins) if day > setting.today), len(answer.stops))
