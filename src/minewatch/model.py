"""The records of a dataset: what is claimed, by whom, how firmly, when, and where it stands. Standard library only.

Every record is a NamedTuple: immutable, typed, and cheap to define at every start. They are what the loader makes of
YAML, what the store keeps, what a question returns and what the Python API hands out. The vocabularies below are
the whole of what a field may say; `data/README.md` explains each word.
"""

from collections.abc import Iterator
from typing import Any, TypeVar

from minewatch.record import NamedTuple

KINDS = ("country", "person", "organisation", "treaty", "programme", "place", "group", "weapon")
SORTS = ("claim", "quote", "gap", "source", "entity", *KINDS)
"""What a record can be: one of a list, or more narrowly a kind of entity."""
TOPICS = (
    "treaty", "production", "stockpile", "capacity", "demand", "procurement", "export", "import", "use",
    "deployment", "security", "background",
)  # fmt: skip
MODES = ("direct", "indirect", "narration")
BASES = ("stated", "implied", "inferred", "background")
CLAIM_BASES = BASES[:-1]
"""What a claim as a whole can rest on: what we know from elsewhere is no claim of a source."""
LINKS = ("supports", "qualifies", "reports", "contradicts", "updates", "corrects", "repeats")
REPLACING = ("updates", "corrects")
"""Those after which the other claim no longer stands as it is."""
STATES = ("withdrawn",)
ALIASES = ("endonym", "official", "capital", "demonym", "native", "acronym", "former", "role", "other")
RELATIONS = ("affiliation", "member_of", "part_of", "included_in", "borders")
MEASURES = {
    "km": "km", "mile": "miles", "m": "m", "cm": "cm", "mm": "mm", "km2": "km²", "m2": "m²", "hectare": "hectares",
    "litre": "litres", "kg": "kg", "tonne": "tonnes", "hour": "hours", "day": "days", "week": "weeks",
    "month": "months", "year": "years", "percent": "%",
}  # fmt: skip
"""Units of measure, each as it is read. Money is in a currency's code (ISO 4217); all else is counted."""
COUNTED = "item"
"""The unit of what is counted where the source does not say what it is."""

STANDING = ("occurred", "in-effect", "announced", "decided", "not-done", "not-yet")
"""Statuses of what stood when the source appeared; every other one looks ahead, or is one side's word."""
COME_ABOUT = ("occurred", "announced", "decided", "not-yet")
"""Those of them that belong on a timeline without a date of their own: by publication it had come to that."""
AHEAD = ("scheduled", "planned", "expected", "hoped", "interested", "possible", "permitted")
"""Statuses of what the source puts ahead of itself: such a date passes without the thing having happened."""
STATUSES = (*STANDING, *AHEAD, "view", "alleged")
UNSETTLED = ("not-yet", "not-done", *AHEAD, "alleged")
"""Statuses of what has not come about, or is an accusation: no news, whenever it is reported."""

LADDERS = {
    "treaty": ("never-signed", "not-party", "party", "no-exit-announced", "leaving-announced", "leaving", "left"),
    "production": ("stopped", "option", "if-required", "expected", "decided", "producing"),
    "export": ("ceased", "possible", "planned", "exporting"),
    "use": ("planned", "alleged", "in-use"),
}
"""The questions on which a country has a standing, and the values of each from least to most."""


class Basis(NamedTuple):
    """On what a field rests: read off its paragraph, or on something else, and then on what and why."""

    kind: str = "stated"
    reason: str | None = None
    paragraphs: tuple[int, ...] = ()
    newsletter: bool = False
    """Whether it rests on the newsletter lines, which are no paragraph."""
    source: str | None = None
    """The source of these paragraphs, where that is not the record's own: an entity has none."""


STATED = Basis()


class Date(NamedTuple):
    """When: an EDTF expression, the words it was read from, and the days it can mean."""

    edtf: str
    wording: str | None
    basis: Basis
    earliest: str | None
    """First day it can mean, `YYYY-MM-DD`; None where it is open."""
    latest: str | None
    """Last day it can mean; None where it is open."""
    start_latest: str | None
    """Last day on which it can begin: `latest` but for an interval."""
    text: str
    """As it is read out in English."""


NOT_STATED = Date("XXXX", None, STATED, None, None, None, "on a date not stated")
"""When a source appeared that does not say so."""


class Quantity(NamedTuple):
    """A figure: a value, a range, or a size in words."""

    value: float | None
    low: float | None
    high: float | None
    worded: str | None
    qualifier: str | None
    """The source's word for how near: about, up to, roughly."""
    unit: str
    per: str | None
    counted: str
    """What is counted, in words."""
    conversion: str | None
    """The same figure in another unit, where the source prints it."""
    as_of: Date | None
    basis: Basis


class Position(NamedTuple):
    """A country's standing on one question as the source reports it: a rung of its ladder."""

    country: str
    question: str
    value: str
    basis: Basis


class Link(NamedTuple):
    """What a claim does to another one, of its own dataset or, as `dataset:id`, of another."""

    type: str
    to: str


class Claim(NamedTuple):
    """The smallest statement that can be true or false by itself, in our own words."""

    id: str
    source: str
    statement: str
    about: tuple[str, ...]
    """Entities, the subject first."""
    topic: tuple[str, ...]
    evidence: tuple[int, ...]
    """Paragraph numbers; none where it is withdrawn and they are gone."""
    said_by: str
    mode: str
    attribution: Basis
    """On what it rests that `said_by` said it."""
    said_to: str | None
    said_when: Date | None
    via: str | None
    """Who reports that `said_by` said it, where that is not the source itself."""
    asked: str | None
    """What of the claim is a question's and not the speaker's, in our own words."""
    quotes: tuple[str, ...]
    status: str
    condition: str | None
    """A clause that continues the statement: "if required"."""
    when: Date | None
    quantity: Quantity | None
    position: Position | None
    note: str | None
    """What the sentence leaves open that a reader might take for granted."""
    links: tuple[Link, ...]
    state: str | None
    basis: Basis

    @property
    def text(self) -> str:
        """The statement with the condition that the source attaches: what may be repeated by itself."""
        return f"{self.statement.rstrip('.')}, {self.condition}." if self.condition else self.statement


class Quote(NamedTuple):
    """Words that the source prints between quotation marks as somebody's speech; a part, where they are interrupted."""

    id: str
    source: str
    quotation: str
    """What the parts of one quotation share."""
    speaker: str
    text: str
    paragraph: int
    """Its number; 0 where it is withdrawn and that is gone."""
    about: tuple[str, ...]
    topic: tuple[str, ...]
    context: str
    said_to: str | None
    state: str | None = None


class Gap(NamedTuple):
    """Something a reader would look for and the source does not give."""

    id: str
    source: str
    about: tuple[str, ...]
    topic: tuple[str, ...]
    wording: str
    state: str | None = None


class Alias(NamedTuple):
    """Another name; `type` tells an endonym from a capital that stands for its government."""

    name: str
    type: str


class Role(NamedTuple):
    """An office that somebody holds."""

    title: str
    basis: Basis


class Relation(NamedTuple):
    """How one entity stands to another."""

    type: str
    to: str
    basis: Basis


class Members(NamedTuple):
    """Who makes up a group that the source names as a whole."""

    are: tuple[str, ...]
    basis: Basis


class Wording(NamedTuple):
    """Words that the source uses for a weapon, and where."""

    wording: str
    basis: Basis


class Entity(NamedTuple):
    """Who or what a claim can be about, or come from."""

    id: str
    kind: str
    label: str
    codes: tuple[str, ...]
    """ISO 3166-1 alpha-2, alpha-3 and numeric, of a country."""
    aliases: tuple[Alias, ...]
    roles: tuple[Role, ...]
    relations: tuple[Relation, ...]
    members: Members | None
    uses: tuple[Wording, ...]
    note: str | None
    same_as: tuple[str, ...] = ()
    """Entities of other datasets, as `dataset:id`, that are this one; in a compiled dataset every id that it has."""
    state: str | None = None


class Paragraph(NamedTuple):
    """A paragraph's place and fingerprints; its text is in the reader's own copy only."""

    number: int
    section: str | None
    sha256: str
    """Of the normalised text."""
    folded: str
    """Of the same with its typography folded."""
    empty: str | None = None
    """Why nothing stands on it, where it carries nothing to record."""


class Missing(NamedTuple):
    """A field of the source that the supplied copy does not state, and why it is empty."""

    field: str
    reason: str


class Origin(NamedTuple):
    """Where a source took what it says from: another source, or whoever supplied it."""

    to: str
    """A source or an entity; of another dataset as `dataset:id`."""
    basis: Basis


class Source(NamedTuple):
    """An article: what the supplied copy says of itself, and what it does not."""

    id: str
    title: str | None
    supplied_title: str
    """A title of ours, in square brackets, for where one is needed."""
    publisher: str
    publisher_basis: Basis
    authors: tuple[str, ...]
    url: str | None
    language: str
    published: Date
    sections: tuple[str, ...]
    paragraphs: tuple[Paragraph, ...]
    normaliser: int
    missing: tuple[Missing, ...]
    derived_from: tuple[Origin, ...] = ()
    """What it reprints or rewrites: what both say has one origin."""
    state: str | None = None
    dataset: str = ""
    """Which dataset it belongs to, and all that stands on it; in a compiled dataset only."""

    @property
    def name(self) -> str:
        """Its title, or ours in square brackets where it states none."""
        return self.title or self.supplied_title


Record = Source | Entity | Claim | Quote | Gap
"""Whatever has an id."""


class Edition(NamedTuple):
    """What a dataset calls itself, and what it holds."""

    id: str
    version: str | None
    title: str | None
    sha256: str
    """Of its records."""
    drafts: int
    """How many more are there that nobody has read against their source yet."""


class Dataset(NamedTuple):
    """Everything a folder holds."""

    id: str
    version: str | None
    title: str | None
    sources: tuple[Source, ...]
    entities: tuple[Entity, ...]
    claims: tuple[Claim, ...]
    quotes: tuple[Quote, ...]
    gaps: tuple[Gap, ...]


LISTS = {"sources": "source", "entities": "entity", "claims": "claim", "quotes": "quote", "gaps": "gap"}
"""The lists of a dataset that hold records, and what one of each is."""

_NESTED: dict[type, dict[str, Any]] = {
    Date: {"basis": Basis},
    Quantity: {"as_of": Date, "basis": Basis},
    Position: {"basis": Basis},
    Claim: {
        "attribution": Basis, "said_when": Date, "when": Date, "quantity": Quantity, "position": Position,
        "links": [Link], "basis": Basis,
    },
    Role: {"basis": Basis},
    Relation: {"basis": Basis},
    Members: {"basis": Basis},
    Wording: {"basis": Basis},
    Entity: {"aliases": [Alias], "roles": [Role], "relations": [Relation], "members": Members, "uses": [Wording]},
    Origin: {"basis": Basis},
    Source: {
        "publisher_basis": Basis, "published": Date, "paragraphs": [Paragraph], "missing": [Missing],
        "derived_from": [Origin],
    },
}  # fmt: skip
"""Which fields hold a record, or (in brackets) a list of records; all others hold plain values."""

R = TypeVar("R")


def within(value: object, kind: type[R]) -> Iterator[R]:
    """Yield every `kind` in `value`, however deep in tuples it stands."""
    if isinstance(value, kind):
        yield value
    elif isinstance(value, tuple):
        for inner in value:
            if isinstance(inner, kind):
                yield inner
            elif isinstance(inner, tuple):
                yield from within(inner, kind)


def resting(kind: type) -> tuple[str, ...]:
    """Return the fields of a `kind` of record in which it may say on what something rests."""
    nested = {field: inner[0] if isinstance(inner, list) else inner for field, inner in _NESTED.get(kind, {}).items()}
    return tuple(field for field, inner in nested.items() if inner is Basis or resting(inner))


def thawed(kind: type[R], record: str) -> R:
    """Return the record of type `kind` that stands in its table as `record`, in JSON."""
    import json  # not above: whoever asks for the version reads no record

    return thaw(kind, json.loads(record))


def thaw(kind: type[R], values: list[Any]) -> R:
    """Return the record of type `kind` that `json.dumps` turned into nested lists."""
    nested = _NESTED.get(kind, {})
    return kind(
        *(
            _thaw_field(nested.get(field), value) if isinstance(value, list) else value
            for field, value in zip(kind._fields, values, strict=True)  # type: ignore[attr-defined]
        )
    )


def _thaw_field(inner: Any, value: list[Any]) -> Any:
    if inner is None:
        return tuple(value)
    if isinstance(inner, list):
        return tuple(thaw(inner[0], item) for item in value)
    return thaw(inner, value)
