"""Whether sources agree where several speak: what counts as a voice of its own, and which of two is the newer.

A reprint is no second witness. What is reported of somebody is their one voice, whoever carries it; what sources tell
themselves is as many voices as they have origins. That one claim takes the place of another is said by a link and
never concluded; without one, the order is that of the publications, and not known where these may overlap.
"""

from collections.abc import Iterable, Mapping, Sequence

from minewatch.model import REPLACING, Claim, Source
from minewatch.record import NamedTuple


class Accord(NamedTuple):
    """Claims that give one value."""

    value: str
    claims: tuple[Claim, ...]
    voices: int
    """How many of their speakers count by themselves."""

    @property
    def sources(self) -> list[str]:
        """The sources that carry them."""
        return list(dict.fromkeys(claim.source for claim in self.claims))


class Comparison(NamedTuple):
    """What several sources say of a country on one question."""

    country: str
    question: str
    accords: tuple[Accord, ...]
    order: str
    """`same`, `updated` (by a link), `later` (by the publications) or `not-known`."""
    latest: tuple[str, ...]
    """The claims that are the newest, where that is known and they differ."""


def compare(claims: Sequence[Claim], sources: Mapping[str, Source]) -> Comparison | None:
    """Return how `claims` with a position on one question compare; None where they are all of one source."""
    if len({claim.source for claim in claims}) < 2:  # noqa: PLR2004
        return None
    found = origins(sources, {claim.source for claim in claims})
    by_value: dict[str, list[Claim]] = {}
    for claim in claims:
        assert claim.position
        by_value.setdefault(claim.position.value, []).append(claim)
    accords = tuple(Accord(value, tuple(alike), voices(alike, found)) for value, alike in by_value.items())
    first = claims[0].position
    assert first
    order, latest = _order(accords, sources)
    return Comparison(first.country, first.question, accords, order, latest)


def _order(accords: Sequence[Accord], sources: Mapping[str, Source]) -> tuple[str, tuple[str, ...]]:
    if len(accords) == 1:
        return "same", ()
    claims = [claim for accord in accords for claim in accord.claims]
    ids = {claim.id for claim in claims}
    replaced = {link.to for claim in claims for link in claim.links if link.type in REPLACING and link.to in ids}
    standing = [accord for accord in accords if any(claim.id not in replaced for claim in accord.claims)]
    if len(standing) == 1:
        return "updated", tuple(claim.id for claim in standing[0].claims if claim.id not in replaced)
    last = max(accords, key=lambda accord: max(_appeared(claim, sources)[0] for claim in accord.claims))
    since = min(_appeared(claim, sources)[0] for claim in last.claims)
    before = max(_appeared(claim, sources)[1] for accord in accords if accord is not last for claim in accord.claims)
    return ("later", tuple(claim.id for claim in last.claims)) if before < since else ("not-known", ())


def _appeared(claim: Claim, sources: Mapping[str, Source]) -> tuple[str, str]:
    """Return the first and the last day on which the source of `claim` may have appeared."""
    published = sources[claim.source].published
    return published.earliest or "", published.latest or "~"


def origins(sources: Mapping[str, Source], of_these: Iterable[str] | None = None) -> dict[str, frozenset[str]]:
    """Return where each source has what it says from in the end: itself, where it is derived from nothing.

    Args:
        sources: all that may be derived from each other, by their ids.
        of_these: whose origins are asked for, those of all if it is None.
    """

    def of(ident: str, seen: frozenset[str]) -> frozenset[str]:
        if ident in seen:
            return frozenset()
        source, seen = sources.get(ident), seen | {ident}
        if source is None or not source.derived_from:
            return frozenset([ident])
        # Those that are derived from each other and from nothing else are one origin
        return frozenset().union(*(of(origin.to, seen) for origin in source.derived_from)) or seen

    return {ident: of(ident, frozenset()) for ident in (sources if of_these is None else of_these)}


def voices(claims: Sequence[Claim], origins: Mapping[str, frozenset[str]]) -> int:
    """Return how many of the speakers of `claims` count by themselves."""
    ids = {claim.id for claim in claims}
    first: dict[tuple[str, str], tuple[str, str]] = {}

    def root(key: tuple[str, str]) -> tuple[str, str]:
        while first.setdefault(key, key) != key:
            first[key] = first[first[key]]
            key = first[key]
        return key

    for claim in claims:
        own = ("claim", claim.id)
        spoken = claim.mode != "narration"
        ties = [("speaker", claim.said_by)] if spoken else [("origin", one) for one in origins[claim.source]]
        ties += [("claim", link.to) for link in claim.links if link.type == "repeats" and link.to in ids]
        for tie in ties:
            first[root(tie)] = root(own)
    return len({root(("claim", ident)) for ident in ids})


def by_question(claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    """Return `claims` that carry a position by its question."""
    found: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.position:
            found.setdefault(claim.position.question, []).append(claim)
    return found
