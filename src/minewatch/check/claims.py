"""Rules on claims and quotes: who may say what, where a country stands, and what a figure is."""

import difflib
import re
from collections.abc import Iterator

from minewatch.check.records import Records, problem, warning
from minewatch.faults import Problem
from minewatch.model import COUNTED, LADDERS, MEASURES

_CURRENCY = re.compile("[A-Z]{3}")


def _speakers(records: Records) -> Iterator[Problem]:
    for claim, place in records.each("claims"):
        source = records.sources.get(claim.source)
        narrated = source is not None and claim.said_by == source.publisher
        if source and narrated != (claim.mode == "narration"):
            yield problem(place, "mode", "narration", "narration is what the publication itself says, and only that")
        if claim.basis.kind in ("implied", "inferred") and not narrated:
            yield problem(
                place, "said_by", "implied-speaker", f"nobody said what is {claim.basis.kind}: it is the publication's"
            )


def _claims_rest_on_the_source(records: Records) -> Iterator[Problem]:
    for claim, place in records.each("claims"):
        if claim.basis.kind == "background":
            yield problem(place, "basis", "background-claim", "what we know from elsewhere is no claim of the source")
        if any(link.to == claim.id for link in claim.links):
            yield problem(place, "links", "own-link", "a claim is not linked to itself")


def _quoted_claims(records: Records) -> Iterator[Problem]:
    for claim, place in records.each("claims"):
        if bool(claim.quotes) != (claim.mode == "direct"):
            yield problem(place, "quotes", "direct-quote", "a direct claim names its quotes, and no other claim does")
        for quote in filter(None, map(records.quotes.get, claim.quotes)):
            if quote.speaker != claim.said_by:
                yield problem(place, "quotes", "quote-speaker", f"{quote.id!r} is said by {quote.speaker!r}")
            stands = quote.paragraph in claim.evidence or claim.state
            if not stands or quote.source != claim.source:
                yield problem(place, "quotes", "quote-paragraph", f"{quote.id!r} is in paragraph {quote.paragraph}")


def _quotations(records: Records) -> Iterator[Problem]:
    first: dict[str, tuple[str, str]] = {}
    before = None
    for quote, place in records.each("quotes"):
        if quote.quotation in first and before != quote.quotation:
            yield problem(place, "quotation", "quotation-apart", "the parts of a quotation follow each other")
        before = quote.quotation
        who_and_where = (quote.speaker, quote.source)
        if first.setdefault(quote.quotation, who_and_where) != who_and_where:
            yield problem(place, "quotation", "quotation", "the parts of a quotation have one speaker and one source")


def _positions(records: Records) -> Iterator[Problem]:
    for claim, place in records.each("claims"):
        if not claim.position or claim.state:
            continue
        country = claim.position.country
        entity = records.entities.get(country)
        if entity and entity.kind != "country":
            yield problem(place, "position", "position-country", f"{country!r} is a {entity.kind}, not a country")
        if country not in claim.about:
            yield problem(place, "position", "position-about", f"the claim is not about {country!r}")


def _one_position(records: Records) -> Iterator[Problem]:
    taken: dict[tuple[str, str, str], str] = {}
    for claim, place in records.each("claims"):
        if not claim.position or claim.state:
            continue
        country, question, value, _ = claim.position
        if value not in LADDERS.get(question, ()):
            continue
        other = taken.setdefault((claim.source, country, question), claim.id)
        if other != claim.id:
            yield problem(
                place, "position", "repeated-position", f"{other!r} has the position of {country} on {question} already"
            )


def _quantities(records: Records) -> Iterator[Problem]:
    for claim, place in records.each("claims"):
        if not (quantity := claim.quantity):
            continue
        ranged = quantity.low is not None and quantity.high is not None
        half = (quantity.low is None) != (quantity.high is None)
        if half or [quantity.value is not None, ranged, quantity.worded is not None].count(True) != 1:
            yield problem(
                place, "quantity", "quantity-form", "a quantity is a value, or low and high, or a size in words"
            )
        elif quantity.low is not None and quantity.high is not None and quantity.low > quantity.high:
            yield problem(place, "quantity", "quantity-range", "low is above high")


def _units(records: Records) -> Iterator[Problem]:
    for claim, place in records.each("claims"):
        if not (quantity := claim.quantity):
            continue
        unit, counted = quantity.unit, quantity.counted.lower()
        if unit not in (*MEASURES, COUNTED) and not _CURRENCY.fullmatch(unit) and unit.lower() not in counted:
            close = difflib.get_close_matches(unit, [*MEASURES, *counted.split()], 1)
            hint = f"did you mean {close[0]!r}?" if close else f"a measure is one of {', '.join(MEASURES)}"
            message = f"{unit!r} is neither a measure, nor a currency's code, nor in what is `counted`; {hint}"
            yield warning(place, "quantity", "unknown-unit", message)


TOGETHER = (_quotations, _one_position)
EACH = (_speakers, _claims_rest_on_the_source, _quoted_claims, _positions, _quantities, _units)
