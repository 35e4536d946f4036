"""Briefings: what there is on a country, in the sections of one page.

Something is new by the day on which it was said, and where that is not stated by the publication of its source. Where
these days may lie on both sides of the one that is asked for, nothing is decided. A plan is no news, however new.
"""

from collections.abc import Iterable

from minewatch.answers import Brief, Briefs, Linked, Profile
from minewatch.model import REPLACING, STATUSES, UNSETTLED, Claim, Entity, Gap, Quote, Source
from minewatch.questions.cards import profile
from minewatch.selection import Selection

_FIRST = ("decided", "announced", "occurred", "not-yet", "not-done", "scheduled", "planned", "permitted", "expected")
"""What comes first in its section: the firmest, decisions before all."""
_ORDER = {status: n for n, status in enumerate(dict.fromkeys((*_FIRST, *STATUSES)))}


def ask(selection: Selection, countries: Iterable[Entity], since: str | None) -> Briefs:
    """Return a briefing on each of `countries`, with what was reported since the day `since`, `YYYY-MM-DD`."""
    return Briefs(tuple(_brief(selection, profile(selection, country), since) for country in countries), since)


def _brief(selection: Selection, profile: Profile, since: str | None) -> Brief:
    cited: tuple[Claim | Quote | Gap, ...] = (*profile.claims, *profile.group_claims, *profile.quotes, *profile.gaps)
    sources = {source.id: source for source in selection.listed(Source, {record.source for record in cited})}
    beneath = profile.beneath()
    standings = tuple((s, beneath[s.claim.id] if s.claim else ()) for s in profile.positions)
    above = {claim.id for standing, linked in standings for claim in (standing.claim, *linked) if claim}
    quoted = {quote.id for quote in profile.quotes}
    news = [claim for claim in profile.claims if since and claim.status not in UNSETTLED]
    when = {claim.id: _reported(claim, sources[claim.source], since or "") for claim in news}
    listed = above | {ident for ident, told in when.items() if told != "before"}
    overtaken = {ident for ident, links in selection.beside(profile.claims).items() if any(map(_replaces, links))}
    rest = [c for c in profile.claims if c.id not in above and not c.quantity and not quoted.intersection(c.quotes)]
    unsettled = {c.id for c in rest if c.status in UNSETTLED and c.id not in overtaken}
    return Brief(
        profile,
        standings,
        new=_ordered(claim for claim in news if when[claim.id] == "since"),
        unclear=_ordered(claim for claim in news if when[claim.id] == "unclear"),
        reported=_ordered(c for c in rest if c.id not in unsettled | listed),
        figures=tuple(claim for claim in profile.claims if claim.quantity and claim.id not in above),
        open=_ordered(claim for claim in rest if claim.id in unsettled),
        sources=tuple(sources.values()),
    )


def _replaces(link: Linked) -> bool:
    """Return whether `link` is to a claim that takes the place of the one it stands beside."""
    return link.type in REPLACING and not link.out


def _ordered(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Return `claims`, the firmest first, and of those the latest."""
    latest = sorted(claims, key=lambda claim: (claim.when and claim.when.latest) or "", reverse=True)
    return tuple(sorted(latest, key=lambda claim: _ORDER[claim.status]))


def _reported(claim: Claim, source: Source, since: str) -> str:
    """Return whether `claim` was reported `since` that day, `before` it, or whether that is `unclear`."""
    said = claim.said_when or source.published
    if said.earliest and said.earliest >= since:
        return "since"
    return "before" if said.latest and said.latest < since else "unclear"
