"""Cards: a record with what belongs to it inside."""

from typing import TYPE_CHECKING

from minewatch.answers import ClaimCard, EntityCard, Profile, Setting, SourceCard
from minewatch.shapes.records import claim, comparison, entity, gap, paragraph, quote, related, source, standing

if TYPE_CHECKING:
    from minewatch import contract


def country_card(item: Profile, setting: Setting) -> "contract.CountryCard":
    """Return a country's card."""
    return {
        "kind": "country-card",
        "country": entity(item.entity, setting),
        "positions": [standing(position, setting) for position in item.positions],
        "claims": [claim(record, setting) for record in item.claims],
        "quotes": [quote(record, setting) for record in item.quotes],
        "gaps": [gap(record, setting) for record in item.gaps],
        "groups": [entity(group, setting) for group in item.groups],
        "group_claims": [claim(record, setting) for record in item.group_claims],
        "comparisons": [comparison(one, setting) for one in item.comparisons],
    }


def entity_card(item: EntityCard, setting: Setting) -> "contract.EntityCard":
    """Return an entity's card."""
    about = country_card(item.profile, setting)
    return {
        "kind": "entity-card",
        "entity": about["country"],
        "positions": about["positions"],
        "claims": about["claims"],
        "said": [claim(record, setting) for record in item.said],
        "words": [quote(record, setting) for record in item.words],
        "quotes": about["quotes"],
        "gaps": about["gaps"],
        "groups": about["groups"],
        "group_claims": about["group_claims"],
        "heard": [claim(record, setting) for record in item.heard],
        "related": [related(other, setting) for other in item.related],
        "comparisons": about["comparisons"],
    }


def claim_card(item: ClaimCard, setting: Setting) -> "contract.ClaimCard":
    """Return a claim in full."""
    return {
        "kind": "claim-card",
        "claim": claim(item.claim, setting),
        "quotes": [quote(record, setting) for record in item.quotes],
        "links": [{"type": link.type, "claim": claim(link.claim, setting)} for link in item.links],
        "linked": [{"type": link.type, "claim": claim(link.claim, setting)} for link in item.linked],
    }


def source_card(item: SourceCard, setting: Setting) -> "contract.SourceCard":
    """Return a source with its paragraphs."""
    return {
        "kind": "source-card",
        "source": source(item.source, setting),
        "paragraphs": [paragraph(p, stands) for p, stands in zip(item.source.paragraphs, item.stands, strict=True)],
    }
