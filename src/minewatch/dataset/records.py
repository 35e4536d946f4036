"""Which fields each record has, by which rule each is read, and what is made of them."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar

from minewatch import dates, model
from minewatch.dataset.fields import (
    ID,
    NUMERIC,
    ON_BASIS,
    REFERENCE,
    TEXT,
    WHOLE,
    At,
    Found,
    Reader,
    Rule,
    basis,
    each,
    either,
    inner,
    many,
    mappings,
    missing,
    one,
    part,
    parts,
    words,
)
from minewatch.dataset.nodes import Pairs

LONGEST_WORDING = 4
"""In words: what is quoted of the source to show what a date was read from stays a scrap."""
_RUNGS = tuple(dict.fromkeys(rung for ladder in model.LADDERS.values() for rung in ladder))

R = TypeVar("R")
Make = Callable[[At, Pairs, Found], R]


def _record(kind: type[R], found: Found) -> R:
    """Return the record with these fields; there may be others among them."""
    record: R = kind._make(map(found.__getitem__, kind._fields))  # type: ignore[attr-defined]
    return record


def _plainly(kind: type[R]) -> Make[R]:
    """Return what makes a record of a mapping with the same fields."""
    return lambda _, __, found: _record(kind, found)


def _resting(kind: type[R]) -> Make[R]:
    """Return what makes a record of a mapping with the same fields that says on what it rests."""

    def make(at: At, pairs: Pairs, found: Found) -> R:
        found["basis"] = basis(at, pairs, found)
        return _record(kind, found)

    return make


# One article has few dates and many articles have the same ones
_span = lru_cache(4096)(dates.parse)


def _date(at: At, pairs: Pairs, found: Found) -> model.Date | None:
    edtf, wording, rests_on = found["edtf"], found["wording"], basis(at, pairs, found)
    if wording and len(wording.split()) > LONGEST_WORDING:
        at.fault(pairs.line_of("wording"), "long-wording", "the words a date was read from are at most four")
    if not edtf:
        return None
    try:
        span = _span(edtf)
    except dates.DateError as error:
        at.fault(pairs.line_of("edtf"), "bad-date", str(error))
        return None
    # A set stands for a vague word; the word is truer than our reading of it, where it names a time by itself
    names_time = wording and edtf.startswith("[") and re.search(r"\d{3}", wording)
    text = wording if wording and names_time else span.text
    return model.Date(edtf, wording, rests_on, span.earliest, span.latest, span.start_latest, text)


def _position(at: At, pairs: Pairs, found: Found) -> model.Position:
    ladder = model.LADDERS.get(found["question"])
    if ladder and found["value"] and found["value"] not in ladder:
        at.fault(pairs.line_of("value"), *words(ladder).wrong("value", found["value"]))
    found["basis"] = basis(at, pairs, found)
    return _record(model.Position, found)


def _sourced(kind: type[R]) -> Make[R]:
    """Return what makes a part of an entity, which names the source of its paragraphs."""

    def make(at: At, pairs: Pairs, found: Found) -> R:
        rests_on = basis(at, pairs, found)
        if rests_on.paragraphs or rests_on.newsletter:
            rests_on = rests_on._replace(source=found["source"] or at.source)
        found["basis"] = rests_on
        return _record(kind, found)

    return make


def _agent(at: At, pairs: Pairs, found: Found) -> tuple[str, model.Basis]:
    """Return an id, and on what it rests that it stands there."""
    rests_on = basis(at, pairs, found)
    return next(iter(found.values())), rests_on


def _standing(kind: type[R]) -> Make[R]:
    """Return what makes a record that stands on a source, which it or its file names."""

    def make(at: At, pairs: Pairs, found: Found) -> R:
        if not (found["source"] or at.source):
            missing(at, pairs, "source")
        found["source"] = found["source"] or at.source or ""
        return _record(kind, found)

    return make


def _claim(at: At, pairs: Pairs, found: Found) -> model.Claim:
    said_by, position = found["said_by"], found["position"]
    found["said_by"], found["attribution"] = (said_by, model.STATED) if said_by.__class__ is str else said_by
    found["basis"] = basis(at, pairs, found, found["evidence"])
    if position and position.basis == model.STATED:
        found["position"] = position._replace(basis=found["basis"])
    return _standing_claim(at, pairs, found)


_standing_claim = _standing(model.Claim)


def _quote(at: At, pairs: Pairs, found: Found) -> model.Quote:
    found["quotation"] = found["quotation"] or found["id"]
    return _standing_quote(at, pairs, found)


_standing_quote = _standing(model.Quote)


def _source(_: At, __: Pairs, found: Found) -> model.Source:
    found["publisher"], found["publisher_basis"] = found["publisher"] or ("", model.STATED)
    found["published"] = found["published"] or model.NOT_STATED
    found["dataset"] = ""
    return _record(model.Source, found)


Head = tuple[str | None, str | None, str | None]
"""What a dataset says of itself: id, version, title."""


def _head(_: At, __: Pairs, found: Found) -> Head:
    return found["id"] or None, found["version"], found["title"]


def _file(_: At, __: Pairs, found: Found) -> tuple[Head | None, str | None, dict[str, list[Pairs]]]:
    return found["dataset"], found["source"], {name: found[name] for name in READERS if found[name]}


_ID = one(ID, needed=True)
_TEXT = one(TEXT, needed=True)
_STATE = one(words(model.STATES))
_ABOUT = {"about": many(ID, needed=True), "topic": many(words(model.TOPICS), needed=True)}

_HEAD = Reader("head", _head, id=_ID, version=one(TEXT), title=one(TEXT))

_DATE = Reader("date", _date, edtf=_TEXT, wording=one(TEXT), **ON_BASIS)
_QUANTITY = Reader(
    "quantity",
    _resting(model.Quantity),
    value=one(NUMERIC),
    low=one(NUMERIC),
    high=one(NUMERIC),
    worded=one(TEXT),
    qualifier=one(TEXT),
    unit=_TEXT,
    per=one(TEXT),
    counted=_TEXT,
    conversion=one(TEXT),
    as_of=inner(_DATE),
    **ON_BASIS,
)
_POSITION = Reader(
    "position",
    _position,
    country=_ID,
    question=one(words(tuple(model.LADDERS)), needed=True),
    value=one(words(_RUNGS), needed=True),
    **ON_BASIS,
)
_LINK = Reader("link", _plainly(model.Link), type=one(words(model.LINKS), needed=True), to=one(REFERENCE, needed=True))
_CLAIM = Reader(
    "claim",
    _claim,
    id=_ID,
    source=one(ID),
    statement=_TEXT,
    **_ABOUT,
    evidence=many(WHOLE, needed=True, unless="state"),
    said_by=either(_ID, inner(Reader("", _agent, speaker=_ID, **ON_BASIS))),
    mode=one(words(model.MODES), needed=True),
    said_to=one(ID),
    said_when=inner(_DATE),
    via=one(ID),
    asked=one(TEXT),
    quotes=many(ID),
    status=one(words(model.STATUSES), needed=True),
    condition=one(TEXT),
    when=inner(_DATE),
    quantity=inner(_QUANTITY),
    position=inner(_POSITION),
    note=one(TEXT),
    links=each(_LINK),
    state=_STATE,
    **ON_BASIS,
)
_QUOTE = Reader(
    "quote",
    _quote,
    id=_ID,
    source=one(ID),
    quotation=one(ID),
    speaker=_ID,
    text=_TEXT,
    paragraph=one(WHOLE, needed=True, unless="state"),
    **_ABOUT,
    context=_TEXT,
    said_to=one(ID),
    state=_STATE,
)
_GAP = Reader("gap", _standing(model.Gap), id=_ID, source=one(ID), **_ABOUT, wording=_TEXT, state=_STATE)

_SOURCED = {**ON_BASIS, "source": one(ID)}
_CODES = Reader(
    "",
    lambda _, __, found: tuple(filter(None, found.values())),
    alpha2=one(TEXT),
    alpha3=one(TEXT),
    numeric=one(TEXT),
)
_ENTITY = Reader(
    "entity",
    _plainly(model.Entity),
    id=_ID,
    kind=one(words(model.KINDS), needed=True),
    label=_TEXT,
    codes=inner(_CODES)._replace(nothing=()),
    aliases=each(Reader("", _plainly(model.Alias), name=_TEXT, type=one(words(model.ALIASES), needed=True))),
    roles=parts(Reader("", _sourced(model.Role), title=_TEXT, **_SOURCED)),
    relations=parts(
        Reader("", _sourced(model.Relation), type=one(words(model.RELATIONS), needed=True), to=_ID, **_SOURCED)
    ),
    members=part(Reader("", _sourced(model.Members), are=many(ID, needed=True), **_SOURCED)),
    uses=parts(Reader("", _sourced(model.Wording), wording=_TEXT, **_SOURCED)),
    note=one(TEXT),
    same_as=many(REFERENCE),
    state=_STATE,
)
_PARAGRAPH = Reader(
    "paragraph",
    _plainly(model.Paragraph),
    number=one(WHOLE, needed=True),
    section=one(TEXT),
    sha256=_TEXT,
    folded=_TEXT,
    empty=one(TEXT),
)
_SOURCE = Reader(
    "source",
    _source,
    id=_ID,
    title=one(TEXT),
    supplied_title=_TEXT,
    publisher=inner(Reader("", _agent, id=_ID, **ON_BASIS), needed=True),
    authors=many(TEXT),
    url=one(TEXT),
    language=_TEXT,
    published=part(_DATE),
    sections=many(TEXT),
    paragraphs=each(_PARAGRAPH),
    normaliser=one(WHOLE, needed=True),
    missing=each(Reader("", _plainly(model.Missing), field=_TEXT, reason=_TEXT)),
    derived_from=parts(Reader("", _resting(model.Origin), to=one(REFERENCE, needed=True), **ON_BASIS)),
    state=_STATE,
)
READERS: dict[str, Reader[Any]] = {
    "sources": _SOURCE, "entities": _ENTITY, "claims": _CLAIM, "quotes": _QUOTE, "gaps": _GAP,
}  # fmt: skip

FILE = Reader(
    "",
    _file,
    dataset=inner(_HEAD),
    source=one(ID),
    **{name: Rule(mappings, (reader,), nothing=(), many=True, part=True) for name, reader in READERS.items()},
)
"""A file: its head, the source that it names once, and its lists, of which each item is read by its reader."""
