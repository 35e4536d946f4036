"""Which fields each record has, and by which rule each is read."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from minewatch import dates, model
from minewatch.dataset.fields import Fields

_RUNGS = tuple(dict.fromkeys(rung for ladder in model.LADDERS.values() for rung in ladder))
LONGEST_WORDING = 4
"""In words: what is quoted of the source to show what a date was read from stays a scrap."""


# One article has few dates and many articles have the same ones
_span = lru_cache(4096)(dates.parse)


def head(fields: Fields) -> tuple[str | None, str | None, str | None]:
    """Return what a dataset says of itself: id, version, title."""
    return fields.slug("id"), fields.text("version"), fields.text("title")


def _date(fields: Fields) -> model.Date | None:
    edtf, wording, basis = fields.need("edtf"), fields.text("wording"), fields.basis()
    if wording and len(wording.split()) > LONGEST_WORDING:
        fields.fault(fields.pairs["wording"], "long-wording", "the words a date was read from are at most four")
    if not edtf:
        return None
    try:
        span = _span(edtf)
    except dates.DateError as error:
        fields.fault(fields.pairs["edtf"], "bad-date", str(error))
        return None
    # A set stands for a vague word; the word is truer than our reading of it, where it names a time by itself
    names_time = wording and edtf.startswith("[") and re.search(r"\d{3}", wording)
    text = wording if wording and names_time else span.text
    return model.Date(edtf, wording, basis, span.earliest, span.latest, span.start_latest, text)


def _quantity(fields: Fields) -> model.Quantity:
    return model.Quantity(
        value=fields.number("value"),
        low=fields.number("low"),
        high=fields.number("high"),
        worded=fields.text("worded"),
        qualifier=fields.text("qualifier"),
        unit=fields.need("unit"),
        per=fields.text("per"),
        counted=fields.need("counted"),
        conversion=fields.text("conversion"),
        as_of=fields.record("as_of", _date),
        basis=fields.basis(),
    )


def _position(fields: Fields) -> model.Position:
    country = fields.slug("country") or ""
    question = fields.choice("question", tuple(model.LADDERS)) or ""
    value = fields.choice("value", model.LADDERS.get(question, _RUNGS))
    return model.Position(country, question, value or "", fields.basis())


def _link(fields: Fields) -> model.Link:
    return model.Link(fields.choice("type", model.LINKS) or "", fields.reference("to") or "")


def _source_of(fields: Fields) -> str:
    return fields.slug("source", required=not fields.source) or fields.source or ""


def _state(fields: Fields) -> str | None:
    return fields.choice("state", model.STATES, required=False)


def _claim(fields: Fields) -> model.Claim:
    said_by, attribution = fields.attributed("said_by")
    state = _state(fields)
    # What is withdrawn keeps its id also when the publisher took out what it stood on
    evidence = fields.numbers("evidence", required=not state)
    basis = fields.basis(rests_on=evidence)
    position = fields.record("position", _position)
    if position and position.basis == model.STATED:
        position = position._replace(basis=basis)
    return model.Claim(
        id=fields.slug("id") or "",
        source=_source_of(fields),
        statement=fields.need("statement"),
        about=fields.slugs("about", required=True),
        topic=fields.choices("topic", model.TOPICS),
        evidence=evidence,
        said_by=said_by,
        mode=fields.choice("mode", model.MODES) or "",
        attribution=attribution,
        said_to=fields.slug("said_to", required=False),
        said_when=fields.record("said_when", _date),
        via=fields.slug("via", required=False),
        asked=fields.text("asked"),
        quotes=fields.slugs("quotes"),
        status=fields.choice("status", model.STATUSES) or "",
        condition=fields.text("condition"),
        when=fields.record("when", _date),
        quantity=fields.record("quantity", _quantity),
        position=position,
        note=fields.text("note"),
        links=fields.records("links", _link),
        state=state,
        basis=basis,
    )


def _quote(fields: Fields) -> model.Quote:
    ident, state = fields.slug("id") or "", _state(fields)
    return model.Quote(
        id=ident,
        source=_source_of(fields),
        quotation=fields.slug("quotation", required=False) or ident,
        speaker=fields.slug("speaker") or "",
        text=fields.need("text"),
        paragraph=fields.whole("paragraph", required=not state) or 0,
        about=fields.slugs("about", required=True),
        topic=fields.choices("topic", model.TOPICS),
        context=fields.need("context"),
        said_to=fields.slug("said_to", required=False),
        state=state,
    )


def _gap(fields: Fields) -> model.Gap:
    return model.Gap(
        id=fields.slug("id") or "",
        source=_source_of(fields),
        about=fields.slugs("about", required=True),
        topic=fields.choices("topic", model.TOPICS),
        wording=fields.need("wording"),
        state=_state(fields),
    )


def _entity(fields: Fields) -> model.Entity:
    codes = fields.record("codes", lambda inner: [inner.text(name) for name in ("alpha2", "alpha3", "numeric")])
    return model.Entity(
        id=fields.slug("id") or "",
        kind=fields.choice("kind", model.KINDS) or "",
        label=fields.need("label"),
        codes=tuple(code for code in codes or () if code),
        aliases=fields.records("aliases", lambda a: model.Alias(a.need("name"), a.choice("type", model.ALIASES) or "")),
        roles=fields.parts("roles", lambda r: model.Role(r.need("title"), r.sourced())),
        relations=fields.parts(
            "relations",
            lambda r: model.Relation(r.choice("type", model.RELATIONS) or "", r.slug("to") or "", r.sourced()),
        ),
        members=fields.part("members", lambda m: model.Members(m.slugs("are", required=True), m.sourced())),
        uses=fields.parts("uses", lambda u: model.Wording(u.need("wording"), u.sourced())),
        note=fields.text("note"),
        same_as=fields.references("same_as"),
        state=_state(fields),
    )


def _source(fields: Fields) -> model.Source:
    publisher = fields.record("publisher", lambda p: (p.slug("id") or "", p.basis()), required=True)
    return model.Source(
        id=fields.slug("id") or "",
        title=fields.text("title"),
        supplied_title=fields.need("supplied_title"),
        publisher=publisher[0] if publisher else "",
        publisher_basis=publisher[1] if publisher else model.STATED,
        authors=fields.texts("authors"),
        url=fields.text("url"),
        language=fields.need("language"),
        published=fields.part("published", _date) or model.NOT_STATED,
        sections=fields.texts("sections"),
        paragraphs=fields.records("paragraphs", _paragraph),
        normaliser=fields.whole("normaliser", required=True) or 0,
        missing=fields.records("missing", lambda m: model.Missing(m.need("field"), m.need("reason"))),
        derived_from=fields.parts("derived_from", lambda o: model.Origin(o.reference("to") or "", o.basis())),
        state=_state(fields),
    )


def _paragraph(fields: Fields) -> model.Paragraph:
    return model.Paragraph(
        fields.whole("number", required=True) or 0,
        fields.text("section"),
        fields.need("sha256"),
        fields.need("folded"),
        fields.text("empty"),
    )


READERS: dict[str, Callable[[Fields], Any]] = {
    "sources": _source,
    "entities": _entity,
    "claims": _claim,
    "quotes": _quote,
    "gaps": _gap,
}
