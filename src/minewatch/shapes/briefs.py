"""Briefings, as `contract` has them."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from minewatch.answers import Brief, Briefs, Citations, Cited, Setting
from minewatch.shapes.cards import country_card
from minewatch.shapes.citations import citation

if TYPE_CHECKING:
    from minewatch import contract


def briefs(answer: Briefs, setting: Setting) -> "Iterator[contract.Brief]":
    """Yield each briefing."""
    for item in answer.briefs:
        card = country_card(item.profile, setting)
        yield {
            **card,
            "kind": "brief",
            "new_since": answer.since,
            "standing": [claim.id for one, linked in item.standings for claim in (one.claim, *linked) if claim],
            "new": [claim.id for claim in item.new],
            "unclear": [claim.id for claim in item.unclear],
            "reported": [claim.id for claim in item.reported],
            "figures": [claim.id for claim in item.figures],
            "open": [claim.id for claim in item.open],
            "sources": sources(item, setting),
        }


def sources(item: Brief, setting: Setting) -> "list[contract.Citation]":
    """Return how the sources of a briefing are cited."""
    from minewatch.view.reference import references  # its wording is what no other record needs

    cited = tuple(Cited("source", source, (source,)) for source in item.sources)
    return list(map(citation, references(Citations(cited, None), setting)))
