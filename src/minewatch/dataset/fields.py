"""The fields of one record: each is read once, by the rule of its type, and every fault has its line."""

import difflib
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

from minewatch import model
from minewatch.dataset.nodes import Node
from minewatch.faults import Problem
from minewatch.model import STATED, Basis
from minewatch.text import fold_typography

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_REFERENCE = re.compile(rf"(?:{SLUG.pattern}:)?{SLUG.pattern}")
NUMBER = re.compile(r"(?!.{16})-?\d+(?:\.\d+)?", re.ASCII)
"""A number of at most 15 characters: what a float holds to the last digit."""
_ON_BASIS = ("basis", "reason", "paragraphs", "newsletter")

T = TypeVar("T")


class Part(NamedTuple):
    """A part of a record that nobody has read against its source yet."""

    name: str
    """The field that it is in."""
    lines: dict[str, int]
    bases: tuple[Basis, ...]
    """On what it would rest."""


class Fields:
    """The fields of one mapping, each read once by its rule; `done` reports those that nothing asked for."""

    def __init__(
        self, node: Node, file: str, problems: list[Problem], source: str | None = None, *, draft: bool = False
    ) -> None:
        self.node = node
        self.file = file
        self.problems = problems
        self.source = source
        self.draft = draft
        """Whether it is part of a draft, which may lack what a record needs."""
        self.drafts: list[Part] = []
        """Which parts of the record are drafts, and so left out of it."""
        self.asked: list[str] = []
        self.pairs: dict[str, Node] = {}
        if isinstance(node.value, dict):
            self.pairs = node.value
        else:
            self.fault(node, "wrong-type", "expected fields, as in `id: poland`")

    def lines(self, listed: str | None = None) -> dict[str, int]:
        """Return the line of each field, and as `paragraphs.0` that of each item of the one that is `listed`."""
        lines = {name: node.line for name, node in self.pairs.items()}
        node = self.pairs.get(listed) if listed else None
        if node and isinstance(node.value, list):
            lines |= {f"{listed}.{n}": item.line for n, item in enumerate(node.value)}
        return lines

    def fault(self, node: Node, rule: str, message: str) -> None:
        """Report a fault at the line of `node`."""
        self.problems.append(Problem(self.file, node.line, rule, message))

    def take(self, name: str, *, required: bool = False) -> Node | None:
        """Return the field's node, None where it is absent or null."""
        self.asked.append(name)
        node = self.pairs.get(name)
        if node is not None and node.value is not None:
            return node
        if required and not self.draft and isinstance(self.node.value, dict):
            self.fault(node or self.node, "missing-field", f"{name!r} is needed here")
        return None

    def text(self, name: str, *, required: bool = False) -> str | None:
        """Return text as it stands, None where the field is absent."""
        node = self.take(name, required=required)
        return node and self._text(name, node)

    def need(self, name: str) -> str:
        """Return text that must be there, empty where it is not."""
        return self.text(name, required=True) or ""

    def slug(self, name: str, *, required: bool = True) -> str | None:
        """Return an id."""
        node = self.take(name, required=required)
        return node and self._slug(name, node)

    def reference(self, name: str) -> str | None:
        """Return an id, or `dataset:id` of what is in another dataset."""
        node = self.take(name, required=True)
        return node and self._reference(name, node)

    def references(self, name: str) -> tuple[str, ...]:
        """Return a list of ids, any of which may be of another dataset."""
        return self._items(name, self._reference)

    def slugs(self, name: str, *, required: bool = False) -> tuple[str, ...]:
        """Return a list of ids."""
        return self._items(name, self._slug, required=required)

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of texts."""
        return self._items(name, self._text)

    def numbers(self, name: str, *, required: bool = False) -> tuple[int, ...]:
        """Return a list of whole numbers."""
        return self._items(name, self._whole, required=required)

    def number(self, name: str) -> float | None:
        """Return a number in plain digits."""
        node = self.take(name)
        if node is None:
            return None
        if isinstance(node.value, str) and NUMBER.fullmatch(node.value):
            return float(node.value) if "." in node.value else int(node.value)
        self.fault(node, "wrong-type", f"{name!r} is a number in digits, as in 1200000")
        return None

    def whole(self, name: str, *, required: bool = False) -> int | None:
        """Return a whole number."""
        node = self.take(name, required=required)
        return node and self._whole(name, node)

    def flag(self, name: str) -> bool:
        """Return whether the field says true."""
        node = self.take(name)
        if node is not None and node.value not in ("true", "false"):
            self.fault(node, "wrong-type", f"{name!r} is true or false")
        return node is not None and node.value == "true"

    def choice(self, name: str, known: Sequence[str], *, required: bool = True) -> str | None:
        """Return one of the `known` words."""
        node = self.take(name, required=required)
        return node and self._choice(name, node, known)

    def choices(self, name: str, known: Sequence[str]) -> tuple[str, ...]:
        """Return a list of `known` words."""
        return self._items(name, lambda field, node: self._choice(field, node, known), required=True)

    def record(self, name: str, read: Callable[["Fields"], T | None], *, required: bool = False) -> T | None:
        """Return what `read` makes of the fields within this one."""
        node = self.take(name, required=required)
        if node is None:
            return None
        fields = self._inner(node)
        value = read(fields)
        fields.done()
        return value

    def records(self, name: str, read: Callable[["Fields"], T]) -> tuple[T, ...]:
        """Return what `read` makes of each item of a list."""
        values = []
        for node in self.nodes(name):
            fields = self._inner(node)
            values.append(read(fields))
            fields.done()
        return tuple(values)

    def part(self, name: str, read: Callable[["Fields"], T | None]) -> T | None:
        """Return what `read` makes of the fields within this one, None where they are a draft."""
        return self.record(name, self._unless_draft(name, read))

    def parts(self, name: str, read: Callable[["Fields"], T]) -> tuple[T, ...]:
        """Return what `read` makes of each item of a list that is no draft."""
        return tuple(item for item in self.records(name, self._unless_draft(name, read)) if item is not None)

    def nodes(self, name: str, *, required: bool = False) -> list[Node]:
        """Return the items of a list."""
        node = self.take(name, required=required)
        if node is None:
            return []
        if isinstance(node.value, list):
            return node.value
        self.fault(node, "wrong-type", f"{name!r} is a list")
        return []

    def attributed(self, name: str) -> tuple[str, Basis]:
        """Return who says something, an id, and on what it rests that they do: an id alone is stated."""
        node = self.pairs.get(name)
        if node is not None and isinstance(node.value, dict):
            read = self.record(name, lambda inner: (inner.slug("speaker") or "", inner.basis()))
            return read or ("", STATED)
        return self.slug(name) or "", STATED

    def sourced(self) -> Basis:
        """Return what this part of an entity says of its basis, with the source of the paragraphs that it names."""
        basis = self.basis()
        source = self.slug("source", required=False) or self.source
        return basis._replace(source=source) if basis.paragraphs or basis.newsletter else basis

    def basis(self, rests_on: tuple[int, ...] = ()) -> Basis:
        """Return what this mapping says of its own basis; saying nothing is `stated`.

        Where it has no paragraphs of its own for that, it follows from those in `rests_on`.
        """
        if self.pairs and self.pairs.keys().isdisjoint(_ON_BASIS):
            self.asked += _ON_BASIS
            return STATED
        kind = self.choice("basis", model.BASES, required=False) or "stated"
        reason, paragraphs, newsletter = self.text("reason"), self.numbers("paragraphs"), self.flag("newsletter")
        if kind != "stated" and not reason and not self.draft:
            self.fault(self.node, "basis-reason", f"what is {kind} needs a reason")
        if not self.draft and kind in ("implied", "inferred") and not paragraphs and not newsletter and not rests_on:
            self.fault(self.node, "basis-paragraphs", f"what is {kind} names the paragraphs it follows from")
        return Basis(kind, reason, paragraphs, newsletter)

    def done(self) -> None:
        """Report the fields that are no part of this record, each with the one it may be meant for."""
        if self.pairs.keys() <= set(self.asked):
            return
        for name, node in self.pairs.items():
            if name not in self.asked:
                close = difflib.get_close_matches(name, self.asked, 1)
                hint = f"did you mean {close[0]!r}?" if close else f"there are {', '.join(sorted(set(self.asked)))}"
                self.fault(node, "unknown-field", f"{name!r} is no field here; {hint}")

    def _unless_draft(self, name: str, read: Callable[["Fields"], T | None]) -> Callable[["Fields"], T | None]:
        def unless_draft(fields: "Fields") -> T | None:
            fields.draft |= fields.flag("draft")
            value = read(fields)
            if self.draft or not fields.draft:
                return value
            self.drafts.append(Part(name, fields.lines(), tuple(model.within(value, Basis))))
            return None

        return unless_draft

    def _inner(self, node: Node) -> "Fields":
        return Fields(node, self.file, self.problems, self.source, draft=self.draft)

    def _items(self, name: str, read: Callable[[str, Node], T | None], *, required: bool = False) -> tuple[T, ...]:
        nodes = self.nodes(name, required=required)
        if required and not self.draft and name in self.pairs and self.pairs[name].value == []:
            self.fault(self.pairs[name], "missing-field", f"{name!r} has at least one item")
        values: dict[T, None] = {}
        for node in nodes:
            value = read(name, node)
            if value in values:
                self.fault(node, "repeated-item", f"{value!r} stands in {name!r} already")
            elif value is not None:
                values[value] = None
        return tuple(values)

    def _text(self, name: str, node: Node) -> str | None:
        # Of a quote that does not show every copy would have the words
        if isinstance(node.value, str) and (
            node.value.strip() if node.value.isascii() else fold_typography(node.value)
        ):
            return node.value
        empty = isinstance(node.value, str)
        self.fault(node, "wrong-type", f"{name!r} is empty: leave it out" if empty else f"{name!r} is text")
        return None

    def _slug(self, name: str, node: Node) -> str | None:
        if isinstance(node.value, str) and SLUG.fullmatch(node.value):
            return node.value
        self.fault(node, "bad-id", f"{name!r} is an id of lower-case letters, digits and hyphens, as in poland-1995")
        return None

    def _reference(self, name: str, node: Node) -> str | None:
        if isinstance(node.value, str) and _REFERENCE.fullmatch(node.value):
            return node.value
        self.fault(node, "bad-id", f"{name!r} is an id, or dataset:id, as in poland-1995 or harbour:poland-1995")
        return None

    def _whole(self, name: str, node: Node) -> int | None:
        if isinstance(node.value, str) and re.fullmatch(r"\d{1,9}", node.value, re.ASCII):
            return int(node.value)
        self.fault(node, "wrong-type", f"{name!r} is a whole number")
        return None

    def _choice(self, name: str, node: Node, known: Sequence[str]) -> str | None:
        if isinstance(node.value, str) and node.value in known:
            return node.value
        close = difflib.get_close_matches(str(node.value), known, 1)
        hint = f"did you mean {close[0]!r}?" if close else f"one of {', '.join(known)}"
        self.fault(node, "unknown-value", f"{node.value!r} is no {name}; {hint}")
        return None
