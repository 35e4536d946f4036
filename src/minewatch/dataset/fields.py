"""The fields of a record: by which rule each is read, so that every fault has its line.

A `Reader` is a record's fields with their rules, and what is made of them. What a rule takes it also says in JSON
Schema, for editors.
"""

import difflib
import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any, Generic, NamedTuple, TypeVar

from minewatch import model
from minewatch.dataset.nodes import Items, Pairs, Value
from minewatch.faults import Place, Problem
from minewatch.model import STATED, Basis
from minewatch.text import fold_typography

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_REFERENCE = re.compile(rf"(?:{SLUG.pattern}:)?{SLUG.pattern}")
NUMBER = re.compile(r"(?!.{16})-?\d+(?:\.\d+)?", re.ASCII)
"""A number of at most 15 characters: what a float holds to the last digit."""
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)

T = TypeVar("T")
Schema = dict[str, Any]
Found = dict[str, Any]
"""What was read of a mapping, by its fields: of one that is not there, what stands for nothing."""


class Part(NamedTuple):
    """A part of a record that nobody has read against its source yet."""

    name: str
    """The field that it is in."""
    place: Place
    bases: tuple[Basis, ...]
    """On what it would rest."""


class At:
    """Where something is read, and what is told of it there."""

    __slots__ = ("draft", "drafts", "file", "problems", "source")

    def __init__(self, file: str, problems: list[Problem], source: str | None = None, *, draft: bool = False) -> None:
        self.file = file
        self.problems = problems
        self.source = source
        """Which source the file names for all that stands in it."""
        self.draft = draft
        """Whether it is part of a draft, which may lack what a record needs."""
        self.drafts: list[Part] = []
        """Which parts of the record are drafts, and so left out of it."""

    def fault(self, line: int, rule: str, message: str) -> None:
        """Report a fault."""
        self.problems.append(Problem(self.file, line, rule, message))


# What a single value may be


class Plain(NamedTuple):
    """What is text in a file, and may be of a certain form only."""

    take: Callable[[str], Any]
    """Returns the value, None where the text is no such."""
    wrong: Callable[[str, Value], tuple[str, str]]
    """Returns which rule is broken by a field of this name with that value, and how."""
    schema: Schema
    nothing: Any = ""
    """What stands for one that must be there and is not."""


def _text(text: str) -> str | None:
    # Of a quote that does not show every copy would have the words
    return text if (text.strip() if text.isascii() else fold_typography(text)) else None


def _no_text(name: str, value: Value) -> tuple[str, str]:
    return "wrong-type", f"{name!r} is empty: leave it out" if isinstance(value, str) else f"{name!r} is text"


def _matching(pattern: re.Pattern[str]) -> Callable[[str], str | None]:
    # What a record names others have named before it
    return lru_cache(4096)(lambda text: text if pattern.fullmatch(text) else None)


def _number(text: str) -> float | None:
    return (float(text) if "." in text else int(text)) if NUMBER.fullmatch(text) else None


def _always(rule: str, message: str) -> Callable[[str, Value], tuple[str, str]]:
    return lambda name, _: (rule, message.format(repr(name)))


# YAML takes what looks like a number or a truth value for one, where the loader takes it for the text that it is
TEXT = Plain(_text, _no_text, {"type": ["string", "number", "boolean"], "pattern": "\\S"})
ID = Plain(
    _matching(SLUG),
    _always("bad-id", "{} is an id of lower-case letters, digits and hyphens, as in poland-1995"),
    {"type": ["string", "integer"], "pattern": f"^{SLUG.pattern}$"},
)
REFERENCE = Plain(
    _matching(_REFERENCE),
    _always("bad-id", "{} is an id, or dataset:id, as in poland-1995 or harbour:poland-1995"),
    {"type": ["string", "integer"], "pattern": f"^{_REFERENCE.pattern}$"},
)
"""An id, or `dataset:id` of what is in another dataset."""
NUMERIC = Plain(_number, _always("wrong-type", "{} is a number in digits, as in 1200000"), {"type": "number"})
WHOLE = Plain(
    lru_cache(1024)(lambda text: int(text) if _WHOLE.fullmatch(text) else None),
    _always("wrong-type", "{} is a whole number"),
    {"type": "integer", "minimum": 0},
    0,
)
FLAG = Plain({"true": True, "false": False}.get, _always("wrong-type", "{} is true or false"), {"type": "boolean"})


def words(known: Sequence[str]) -> Plain:
    """Return the rule of a value that is one of the `known` words."""

    def wrong(name: str, value: Value) -> tuple[str, str]:
        shown = repr(value) if isinstance(value, str) else "a list" if isinstance(value, list) else "what is no text"
        close = difflib.get_close_matches(str(value), known, 1)
        hint = f"did you mean {close[0]!r}?" if close else f"one of {', '.join(known)}"
        return "unknown-value", f"{shown} is no {name}; {hint}"

    return Plain({word: word for word in known}.get, wrong, {"enum": list(known)})


# What a field may hold


class Rule(NamedTuple):
    """How a field is read, and what JSON Schema says of it."""

    read: Callable[[At, Pairs, str, Any], Any]
    """Is given the mapping, the name of the field and its value, which is not None."""
    holds: "tuple[Plain | Reader[Any], ...]"
    """What it may hold, or each item of it: any of these."""
    needed: bool = False
    nothing: Any = None
    """What is read where the field is not there."""
    unless: str = ""
    """Which other field says that it is not needed."""
    many: bool = False
    part: bool = False
    """Whether what it holds may be a draft though the record is none."""


def one(plain: Plain, *, needed: bool = False, unless: str = "") -> Rule:
    """Return the rule of a field with a single value, which is not needed where the field `unless` is."""
    take, wrong = plain.take, plain.wrong

    def read(at: At, pairs: Pairs, name: str, value: Value) -> Any:
        if value.__class__ is str and (taken := take(value)) is not None:
            return taken
        at.fault(pairs.line_of(name), *wrong(name, value))
        return plain.nothing if needed else None

    return Rule(read, (plain,), needed, plain.nothing if needed else None, unless)


def many(plain: Plain, *, needed: bool = False, unless: str = "") -> Rule:
    """Return the rule of a field with a list of values, each once; one that is needed has at least one item."""
    take, wrong = plain.take, plain.wrong

    def read(at: At, pairs: Pairs, name: str, value: Value) -> tuple[Any, ...]:
        items = _listed(at, pairs, name, value)
        taken = [take(item) if item.__class__ is str else None for item in items]
        if len(set(taken)) == len(taken) and None not in taken:
            return tuple(taken)
        found: dict[Any, None] = {}
        for n, (item, it) in enumerate(zip(items, taken, strict=True)):
            if it is None:
                at.fault(_line_of(pairs, name, items, n), *wrong(name, item))
            elif it in found:
                at.fault(_line_of(pairs, name, items, n), "repeated-item", f"{it!r} stands in {name!r} already")
            else:
                found[it] = None
        return tuple(found)

    return Rule(read, (plain,), needed, (), unless, many=True)


def either(plain: Rule, fields: Rule) -> Rule:
    """Return the rule of a field that has a single value, by the rule `plain`, or fields of its own, by `fields`."""

    def read(at: At, pairs: Pairs, name: str, value: Value) -> Any:
        return (fields if isinstance(value, Pairs) else plain).read(at, pairs, name, value)

    return plain._replace(read=read, holds=plain.holds + fields.holds)


def inner(reader: "Reader[Any]", *, needed: bool = False) -> Rule:
    """Return the rule of a field with fields of its own."""

    def read(at: At, pairs: Pairs, name: str, value: Value) -> Any:
        return reader.read(at, _fields(at, pairs.line_of(name), value))

    return Rule(read, (reader,), needed)


def each(reader: "Reader[Any]") -> Rule:
    """Return the rule of a list of what has fields of its own."""

    def read(at: At, pairs: Pairs, name: str, value: Value) -> tuple[Any, ...]:
        return tuple([reader.read(at, item) for item in mappings(at, pairs, name, value)])

    return Rule(read, (reader,), nothing=(), many=True)


def part(reader: "Reader[Any]") -> Rule:
    """Return the rule of a field with fields of its own that may be a draft, and is then left out."""

    def read(at: At, pairs: Pairs, name: str, value: Value) -> Any:
        return _unless_draft(at, name, reader, _fields(at, pairs.line_of(name), value))

    return Rule(read, (reader,), part=True)


def parts(reader: "Reader[Any]") -> Rule:
    """Return the rule of a list of such parts."""

    def read(at: At, pairs: Pairs, name: str, value: Value) -> tuple[Any, ...]:
        found = (_unless_draft(at, name, reader, item) for item in mappings(at, pairs, name, value))
        return tuple(item for item in found if item is not None)

    return Rule(read, (reader,), nothing=(), many=True, part=True)


def mappings(at: At, pairs: Pairs, name: str, value: Value) -> list[Pairs]:
    """Return the items of a list, each of which has fields."""
    items = _listed(at, pairs, name, value)
    return [
        item if item.__class__ is Pairs else _fields(at, _line_of(pairs, name, items, n), item)
        for n, item in enumerate(items)
    ]


def _listed(at: At, pairs: Pairs, name: str, value: Value) -> list[Value]:
    if isinstance(value, list):
        return value
    at.fault(pairs.line_of(name), "wrong-type", f"{name!r} is a list")
    return []


def _fields(at: At, line: int, value: Value) -> Pairs:
    if isinstance(value, Pairs):
        return value
    at.fault(line, "wrong-type", "expected fields, as in `id: poland`")
    return _NOTHING


_NOTHING = Pairs()
"""What is read in place of a mapping that is none: its fields are not missing."""
_NOTHING.line, _NOTHING.lines = 1, {}


def _line_of(pairs: Pairs, name: str, items: Sequence[Value], n: int) -> int:
    line = pairs.line_of(name)
    return items.lines.get(n, line) if isinstance(items, Items) else line


def _unless_draft(at: At, name: str, reader: "Reader[T]", pairs: Pairs) -> T | None:
    drafted = is_draft(at, pairs)
    if at.draft or not drafted:
        return reader.read(at, pairs, also="draft")
    value = reader.read(At(at.file, at.problems, at.source, draft=True), pairs, also="draft")
    at.drafts.append(Part(name, Place(at.file, pairs.line, pairs.lines), tuple(model.within(value, Basis))))
    return None


_DRAFT = one(FLAG)


def is_draft(at: At, pairs: Pairs) -> bool:
    """Return whether a mapping says that it is a draft."""
    value = pairs.get("draft")
    return value is not None and bool(_DRAFT.read(at, pairs, "draft", value))


class Reader(Generic[T]):
    """The fields of a mapping with their rules, and what is made of what they hold."""

    def __init__(self, name: str, make: Callable[[At, Pairs, Found], T], /, **rules: Rule) -> None:
        """Take what to call it in JSON Schema, "" for what has no name of its own; and its fields."""
        self.name = name
        self.make = make
        self.rules = rules
        self._read = {field: rule.read for field, rule in rules.items()}
        self._nothing = {field: rule.nothing for field, rule in rules.items()}
        self._needed = [(field, rule.unless) for field, rule in rules.items() if rule.needed]

    def read(self, at: At, pairs: Pairs, also: str | None = None) -> T:
        """Return what is made of `pairs`; in which there may be one field besides, called `also`."""
        found, readers = self._nothing.copy(), self._read
        for name, value in pairs.items():
            if (read := readers.get(name)) is None:
                if name != also:
                    self._unknown(at, pairs, name, also)
            elif value is not None:
                found[name] = read(at, pairs, name, value)
        for name, unless in self._needed:
            if not (pairs.get(name) or (unless and found[unless])):
                self._lacking(at, pairs, name)
        return self.make(at, pairs, found)

    def _lacking(self, at: At, pairs: Pairs, name: str) -> None:
        missing(at, pairs, name)
        if pairs.get(name) == [] and self.rules[name].many and not at.draft:
            at.fault(pairs.line_of(name), "missing-field", f"{name!r} has at least one item")

    def _unknown(self, at: At, pairs: Pairs, name: str, also: str | None) -> None:
        fields = [*filter(None, [also]), *self.rules]
        close = difflib.get_close_matches(name, fields, 1)
        hint = f"did you mean {close[0]!r}?" if close else f"there are {', '.join(sorted(fields))}"
        at.fault(pairs.line_of(name), "unknown-field", f"{name!r} is no field here; {hint}")


def missing(at: At, pairs: Pairs, name: str) -> None:
    """Report that what is needed is not there; a draft may lack it."""
    if pairs.get(name) is None and not at.draft and pairs is not _NOTHING:
        at.fault(pairs.line_of(name), "missing-field", f"{name!r} is needed here")


# On what something rests

ON_BASIS = {"basis": one(words(model.BASES)), "reason": one(TEXT), "paragraphs": many(WHOLE), "newsletter": one(FLAG)}
"""The fields by which a mapping says so."""
_ON_BASIS = itemgetter(*ON_BASIS)


def basis(at: At, pairs: Pairs, found: Found, rests_on: tuple[int, ...] = ()) -> Basis:
    """Return what a mapping says of its own basis; saying nothing is `stated`.

    Where it has no paragraphs of its own for that, it follows from those in `rests_on`.
    """
    kind, reason, paragraphs, newsletter = _ON_BASIS(found)
    if not (kind or reason or paragraphs or newsletter):
        return STATED
    kind = kind or "stated"
    if kind != "stated" and not reason and not at.draft:
        at.fault(pairs.line, "basis-reason", f"what is {kind} needs a reason")
    if not at.draft and kind in ("implied", "inferred") and not paragraphs and not newsletter and not rests_on:
        at.fault(pairs.line, "basis-paragraphs", f"what is {kind} names the paragraphs it follows from")
    return Basis(kind, reason, paragraphs, bool(newsletter))
