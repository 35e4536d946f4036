"""The rules that the records of a dataset keep among themselves. Every breach is returned; nothing is raised.

That a record's own fields are well formed is settled when it is read. A rule here is a function that is given the
whole dataset and yields its breaches.
"""

import difflib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from minewatch import text
from minewatch.faults import Draft, Loaded, Place, Problem
from minewatch.model import LADDERS, NOT_STATED, Basis, Claim, Dataset, Entity, Quote, Source, within

_CODES = (re.compile("[A-Z]{2}"), re.compile("[A-Z]{3}"), re.compile("[0-9]{3}"))
_SHA256 = re.compile("[0-9a-f]{64}")


class Records(NamedTuple):
    """A dataset with its records by id, and where each stands."""

    folder: str
    dataset: Dataset
    places: dict[tuple[str, int], Place]
    sources: dict[str, Source]
    entities: dict[str, Entity]
    claims: dict[str, Claim]
    quotes: dict[str, Quote]
    drafts: tuple[Draft, ...]

    def each(self, name: str) -> Iterator[tuple[Any, Place]]:
        """Yield every record of the list `name` with its place."""
        for index, record in enumerate(getattr(self.dataset, name)):
            yield record, self.places[name, index]

    def standing_on_source(self) -> Iterator[tuple[Any, Place]]:
        """Yield every record that names its source, with its place."""
        for name in ("claims", "quotes", "gaps"):
            yield from self.each(name)


def check(loaded: Loaded) -> list[Problem]:
    """Return every breach of a rule in the dataset, by file and line; an empty list is a sound dataset."""
    dataset = loaded.dataset
    records = Records(
        loaded.folder,
        dataset,
        loaded.places,
        {source.id: source for source in dataset.sources},
        {entity.id: entity for entity in dataset.entities},
        {claim.id: claim for claim in dataset.claims},
        {quote.id: quote for quote in dataset.quotes},
        loaded.drafts,
    )
    return sorted({problem for rule in RULES for problem in rule(records)})


def _problem(place: Place, field: str, rule: str, message: str) -> Problem:
    return Problem(place.file, place.fields.get(field, place.line), rule, message)


def _warning(place: Place, field: str, rule: str, message: str) -> Problem:
    return _problem(place, field, rule, message)._replace(severity="warning")


def _not_empty(records: Records) -> Iterator[Problem]:
    if not any(records.dataset[3:]) and not records.drafts:
        yield Problem(records.folder, 1, "empty", "the folder holds no records")


def _unique_ids(records: Records) -> Iterator[Problem]:
    seen: dict[str, Place] = {}
    for name in ("sources", "entities", "claims", "quotes", "gaps"):
        for record, place in records.each(name):
            first = seen.setdefault(record.id, place)
            if record.id and first is not place:
                yield _problem(
                    place, "id", "repeated-id", f"{record.id!r} is taken already at {first.file}:{first.line}"
                )


def _known_ids(records: Records) -> Iterator[Problem]:
    for place, field, ids, list_ in _references(records):
        known = getattr(records, list_)
        for ident in ids:
            if ident and ident not in known:
                close = difflib.get_close_matches(ident, known, 1)
                hint = f"did you mean {close[0]!r}?" if close else "add its record, or correct the id"
                if ident in {draft.id for draft in records.drafts}:
                    hint = "its record is a draft still"
                yield _problem(place, field, "unknown-id", f"{ident!r} is none of the {list_}; {hint}")


def _references(records: Records) -> Iterator[tuple[Place, str, Sequence[str | None], str]]:
    """Yield where ids stand, in which field, and in which list they must be found."""
    for record, place in records.standing_on_source():
        yield place, "source", [record.source], "sources"
        yield place, "about", record.about, "entities"
    for claim, place in records.each("claims"):
        for field in ("said_by", "said_to", "via"):
            yield place, field, [getattr(claim, field)], "entities"
        yield place, "quotes", claim.quotes, "quotes"
        yield place, "links", _own(link.to for link in claim.links), "claims"
        yield place, "position", [claim.position and claim.position.country], "entities"
    for quote, place in records.each("quotes"):
        yield place, "speaker", [quote.speaker], "entities"
        yield place, "said_to", [quote.said_to], "entities"
    for entity, place in records.each("entities"):
        yield place, "relations", [relation.to for relation in entity.relations], "entities"
        for field in ("roles", "relations", "members", "uses"):
            yield place, field, [basis.source for basis in within(getattr(entity, field), Basis)], "sources"
        yield place, "members", entity.members.are if entity.members else (), "entities"
    for source, place in records.each("sources"):
        yield place, "publisher", [source.publisher], "entities"
        origins = _own(origin.to for origin in source.derived_from)
        yield place, "derived_from", [ident for ident in origins if ident not in records.entities], "sources"


def _own(ids: Iterable[str]) -> list[str]:
    """Return those of `ids` that are of the dataset itself; what another one has is seen when both are loaded."""
    return [ident for ident in ids if ":" not in ident]


def _known_paragraphs(records: Records) -> Iterator[Problem]:
    numbers = {source.id: {p.number for p in source.paragraphs} for source in records.dataset.sources}
    for name in ("sources", "entities", "claims", "quotes"):
        for record, place in records.each(name):
            own = record.id if name == "sources" else getattr(record, "source", None)
            for field, source, number in _paragraphs(record):
                if not (stands_in := source or own):
                    message = f"paragraph {number} of which source? say `source: ID` beside it or once for the file"
                    yield _problem(place, field, "paragraph-source", message)
                elif number not in numbers.get(stands_in, ()):
                    yield _problem(place, field, "unknown-paragraph", f"the source has no paragraph {number}")


def _paragraphs(record: Any) -> Iterator[tuple[str, str | None, int]]:
    """Yield every paragraph that `record` names, with the field that it stands in, and its source if one is named."""
    for field, value in record._asdict().items():
        if field == "evidence":
            yield from ((field, None, number) for number in value)
        elif field == "paragraph":
            yield field, None, value
        else:
            yield from (
                (_FIELDS.get(field, field), basis.source, number)
                for basis in within(value, Basis)
                for number in basis.paragraphs
            )


_FIELDS = {"attribution": "said_by", "publisher_basis": "publisher"}
"""Where the file has a field under another name than the record."""


def _every_paragraph_accounted_for(records: Records) -> Iterator[Problem]:
    stood_on: dict[str, set[int]] = defaultdict(set)
    for claim in records.dataset.claims:
        stood_on[claim.source].update(claim.evidence)
    for quote in records.dataset.quotes:
        stood_on[quote.source].add(quote.paragraph)
    for source, place in records.each("sources"):
        numbers = [paragraph.number for paragraph in source.paragraphs]
        if numbers != list(range(1, len(numbers) + 1)):
            yield _problem(place, "paragraphs", "paragraph-numbers", "paragraphs are numbered from 1, in reading order")
        drafted = {n for draft in records.drafts if draft.source == source.id for n in draft.paragraphs}
        for number, empty in ((paragraph.number, paragraph.empty) for paragraph in source.paragraphs):
            if bool(empty) == (number in stood_on[source.id]):
                what = "something stands on it and it is `empty`" if empty else "nothing stands on it"
                hint = "; drafts do" if number in drafted else "" if empty else "; say why under `empty`, if it is so"
                yield _warning(place, "paragraphs", "unused-paragraph", f"paragraph {number}: {what}{hint}")


def _fingerprints(records: Records) -> Iterator[Problem]:
    for source, place in records.each("sources"):
        if source.normaliser != text.NORMALISER:
            yield _problem(
                place, "normaliser", "normaliser", f"fingerprints are of version {text.NORMALISER} of the normaliser"
            )
        for paragraph in source.paragraphs:
            if not (_SHA256.fullmatch(paragraph.sha256) and _SHA256.fullmatch(paragraph.folded)):
                yield _problem(
                    place, "paragraphs", "fingerprint", f"paragraph {paragraph.number}: not 64 hexadecimal digits"
                )
            if paragraph.section is not None and paragraph.section not in source.sections:
                yield _problem(place, "paragraphs", "unknown-section", f"{paragraph.section!r} is none of the sections")


def _sources_say_what_they_lack(records: Records) -> Iterator[Problem]:
    for source, place in records.each("sources"):
        explained = {missing.field for missing in source.missing}
        for field in ("title", "authors", "url", "published"):
            if getattr(source, field) in (None, (), NOT_STATED) and field not in explained:
                yield _problem(place, field, "missing-reason", f"{field!r} is empty: say why under `missing`")
        if not (source.supplied_title.startswith("[") and source.supplied_title.endswith("]")):
            yield _problem(place, "supplied_title", "supplied-title", "a title of ours stands in square brackets")


def _speakers(records: Records) -> Iterator[Problem]:
    for claim, place in records.each("claims"):
        source = records.sources.get(claim.source)
        narrated = source is not None and claim.said_by == source.publisher
        if source and narrated != (claim.mode == "narration"):
            yield _problem(place, "mode", "narration", "narration is what the publication itself says, and only that")
        if claim.basis.kind in ("implied", "inferred") and not narrated:
            yield _problem(
                place, "said_by", "implied-speaker", f"nobody said what is {claim.basis.kind}: it is the publication's"
            )


def _claims_rest_on_the_source(records: Records) -> Iterator[Problem]:
    for claim, place in records.each("claims"):
        if claim.basis.kind == "background":
            yield _problem(place, "basis", "background-claim", "what we know from elsewhere is no claim of the source")
        if any(link.to == claim.id for link in claim.links):
            yield _problem(place, "links", "own-link", "a claim is not linked to itself")


def _quoted_claims(records: Records) -> Iterator[Problem]:
    for claim, place in records.each("claims"):
        if bool(claim.quotes) != (claim.mode == "direct"):
            yield _problem(place, "quotes", "direct-quote", "a direct claim names its quotes, and no other claim does")
        for quote in filter(None, map(records.quotes.get, claim.quotes)):
            if quote.speaker != claim.said_by:
                yield _problem(place, "quotes", "quote-speaker", f"{quote.id!r} is said by {quote.speaker!r}")
            if quote.paragraph not in claim.evidence or quote.source != claim.source:
                yield _problem(place, "quotes", "quote-paragraph", f"{quote.id!r} is in paragraph {quote.paragraph}")


def _quotations(records: Records) -> Iterator[Problem]:
    first: dict[str, Quote] = {}
    before = None
    for quote, place in records.each("quotes"):
        if quote.quotation in first and before != quote.quotation:
            yield _problem(place, "quotation", "quotation-apart", "the parts of a quotation follow each other")
        before = quote.quotation
        part = first.setdefault(quote.quotation, quote)
        if (part.speaker, part.source) != (quote.speaker, quote.source):
            yield _problem(place, "quotation", "quotation", "the parts of a quotation have one speaker and one source")


def _positions(records: Records) -> Iterator[Problem]:
    taken: dict[tuple[str, str, str], str] = {}
    for claim, place in records.each("claims"):
        if not claim.position or claim.state:
            continue
        country, question, value, _ = claim.position
        entity = records.entities.get(country)
        if entity and entity.kind != "country":
            yield _problem(place, "position", "position-country", f"{country!r} is a {entity.kind}, not a country")
        if country not in claim.about:
            yield _problem(place, "position", "position-about", f"the claim is not about {country!r}")
        if value not in LADDERS.get(question, ()):
            continue
        other = taken.setdefault((claim.source, country, question), claim.id)
        if other != claim.id:
            yield _problem(
                place, "position", "repeated-position", f"{other!r} has the position of {country} on {question} already"
            )


def _quantities(records: Records) -> Iterator[Problem]:
    for claim, place in records.each("claims"):
        if not (quantity := claim.quantity):
            continue
        ranged = quantity.low is not None and quantity.high is not None
        half = (quantity.low is None) != (quantity.high is None)
        if half or [quantity.value is not None, ranged, quantity.worded is not None].count(True) != 1:
            yield _problem(
                place, "quantity", "quantity-form", "a quantity is a value, or low and high, or a size in words"
            )
        elif quantity.low is not None and quantity.high is not None and quantity.low > quantity.high:
            yield _problem(place, "quantity", "quantity-range", "low is above high")


def _entities(records: Records) -> Iterator[Problem]:
    owners = Counter(code for entity in records.dataset.entities for code in entity.codes)
    for entity, place in records.each("entities"):
        wanted = 3 if entity.kind == "country" else 0
        if len(entity.codes) != wanted or not all(p.fullmatch(c) for p, c in zip(_CODES, entity.codes, strict=False)):
            yield _problem(
                place,
                "codes",
                "iso-codes",
                "a country has alpha2, alpha3 and numeric (ISO 3166-1), and nothing else has",
            )
        for code in entity.codes:
            if owners[code] > 1:
                yield _problem(place, "codes", "repeated-code", f"{code!r} is another country's too")
        if own := _own(entity.same_as):
            yield _problem(place, "same_as", "own-same-as", f"{own[0]!r}: another dataset's, as in harbour:{own[0]}")
        for field, kind in (("members", "group"), ("uses", "weapon")):
            if getattr(entity, field) and entity.kind != kind:
                yield _problem(place, field, f"{field}-kind", f"only a {kind} has {field}")


def _nothing_rests_on_the_withdrawn(records: Records) -> Iterator[Problem]:
    for place, field, ids, list_ in _references(records):
        if field == "links":
            continue
        for ident in ids:
            record = getattr(records, list_).get(ident)
            if record and record.state and not place.fields.get("state"):
                yield _problem(place, field, "withdrawn", f"{ident!r} is withdrawn: withdraw this too, or name another")


def _drafts(records: Records) -> Iterator[Problem]:
    for draft in records.drafts:
        message = f"{draft.id or 'this'!r} is a draft: it is in no answer until somebody has read it and takes that off"
        yield _warning(draft.place, "draft", "draft", message)


def _affiliations_end(records: Records) -> Iterator[Problem]:
    up = {e.id: [r.to for r in e.relations if r.type == "affiliation"] for e in records.dataset.entities}
    for entity, place in records.each("entities"):
        seen: set[str] = set()
        ahead = list(up[entity.id])
        while ahead:
            reached = ahead.pop()
            if reached == entity.id:
                yield _problem(place, "relations", "affiliation-cycle", f"{entity.id!r} is affiliated with itself")
                break
            if reached not in seen:
                seen.add(reached)
                ahead += up.get(reached, [])


RULES: tuple[Callable[[Records], Iterator[Problem]], ...] = (
    _not_empty,
    _unique_ids,
    _known_ids,
    _known_paragraphs,
    _every_paragraph_accounted_for,
    _fingerprints,
    _sources_say_what_they_lack,
    _speakers,
    _claims_rest_on_the_source,
    _quoted_claims,
    _quotations,
    _positions,
    _quantities,
    _entities,
    _nothing_rests_on_the_withdrawn,
    _drafts,
    _affiliations_end,
)
