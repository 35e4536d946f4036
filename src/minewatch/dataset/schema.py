"""JSON Schema of a dataset's files, for editors that complete and check while somebody writes.

It is taken off the readers themselves: each is given fields that hold nothing and write down what is asked of them. So
it says what a field may be; what records say of each other, `check` alone knows.
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from minewatch import model
from minewatch.dataset.fields import SLUG, Fields
from minewatch.dataset.nodes import Node
from minewatch.dataset.records import READERS, head
from minewatch.model import Basis

Schema = dict[str, Any]
T = TypeVar("T")

# YAML takes what looks like a number or a truth value for one, where the loader takes it for the text that it is
_TEXT: Schema = {"type": ["string", "number", "boolean"], "pattern": "\\S"}
_ID: Schema = {"type": ["string", "integer"], "pattern": f"^{SLUG.pattern}$"}
_REFERENCE: Schema = {"type": ["string", "integer"], "pattern": f"^(?:{SLUG.pattern}:)?{SLUG.pattern}$"}
_WHOLE: Schema = {"type": "integer", "minimum": 0}


def dataset() -> Schema:
    """Return the schema of a `*.yaml` file of a dataset."""
    definitions: dict[str, Schema] = {}
    file = _Asked(definitions)
    file.record("dataset", head)
    file.slug("source", required=False)
    for name, read in READERS.items():
        file.parts(name, read)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:minewatch:schema:dataset",
        "title": "A file of a minewatch dataset",
        **file.schema(),
        "$defs": dict(sorted(definitions.items())),
    }


def _or_null(schema: Schema) -> Schema:
    """Return the schema of what may be left empty."""
    match schema:
        case {"enum": words}:
            return {"enum": [*words, None]}
        case {"type": [*types]}:
            return {**schema, "type": [*types, "null"]}
        case {"type": kind}:
            return {**schema, "type": [kind, "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


class _Asked(Fields):
    """Fields that hold nothing, and write down by which rule each was to be read."""

    def __init__(self, definitions: dict[str, Schema], *, draft: bool = False) -> None:
        """Take where the schema of a reader that has a name is put, to be referred to."""
        # A file may name the source once, so that no record needs to
        super().__init__(Node({}, 1), "", [], "named-once", draft=draft)
        self.definitions = definitions
        self.properties: dict[str, Schema] = {}
        self.required: list[str] = []

    def schema(self) -> Schema:
        """Return the schema of a mapping with these fields."""
        required = {"required": self.required} if self.required else {}
        return {"type": "object", "properties": self.properties, **required, "additionalProperties": False}

    def _ask(self, name: str, schema: Schema, *, required: bool = False) -> None:
        if required and not self.draft:
            self.required.append(name)
            self.properties[name] = schema
        else:
            self.properties[name] = _or_null(schema)

    def _list(self, name: str, items: Schema, *, required: bool = False) -> None:
        least = {"minItems": 1} if required and not self.draft else {}
        self._ask(name, {"type": "array", "items": items, "uniqueItems": True, **least}, required=required)

    def _within(self, read: Callable[[Fields], Any], *, draft: bool | None = None) -> Schema:
        """Return the schema of what `read` reads; that a part of a record may be a draft is told by `draft`."""
        inner = _Asked(self.definitions, draft=self.draft or bool(draft))
        if draft is not None:
            inner.flag("draft")
        read(inner)
        if not read.__name__.isidentifier():
            return inner.schema()
        name = "-".join([read.__name__.strip("_"), *["part"] * (draft is not None), *["draft"] * inner.draft])
        self.definitions[name] = inner.schema()
        return {"$ref": f"#/$defs/{name}"}

    def _unless_draft_schema(self, read: Callable[[Fields], Any]) -> Schema:
        """Return the schema of what may be a draft, which may lack what it would need."""
        is_draft = {"properties": {"draft": {"const": True}}, "required": ["draft"]}
        return {"if": is_draft, "then": self._within(read, draft=True), "else": self._within(read, draft=False)}

    def text(self, name: str, *, required: bool = False) -> None:
        self._ask(name, _TEXT, required=required)

    def slug(self, name: str, *, required: bool = True) -> None:
        self._ask(name, _ID, required=required)

    def attributed(self, name: str) -> tuple[str, Basis]:
        speaker = self._within(lambda fields: (fields.slug("speaker"), fields.basis()))
        self._ask(name, {"anyOf": [_ID, speaker]}, required=True)
        return "", model.STATED

    def reference(self, name: str) -> None:
        self._ask(name, _REFERENCE, required=True)

    def references(self, name: str) -> tuple[str, ...]:
        self._list(name, _REFERENCE)
        return ()

    def slugs(self, name: str, *, required: bool = False) -> tuple[str, ...]:
        self._list(name, _ID, required=required)
        return ()

    def texts(self, name: str) -> tuple[str, ...]:
        self._list(name, _TEXT)
        return ()

    def numbers(self, name: str, *, required: bool = False) -> tuple[int, ...]:
        self._list(name, _WHOLE, required=required)
        return ()

    def number(self, name: str) -> None:
        self._ask(name, {"type": "number"})

    def whole(self, name: str, *, required: bool = False) -> None:
        self._ask(name, _WHOLE, required=required)

    def flag(self, name: str) -> bool:
        self._ask(name, {"type": "boolean"})
        return False

    def choice(self, name: str, known: Sequence[str], *, required: bool = True) -> None:
        self._ask(name, {"enum": list(known)}, required=required)

    def choices(self, name: str, known: Sequence[str]) -> tuple[str, ...]:
        self._list(name, {"enum": list(known)}, required=True)
        return ()

    def record(self, name: str, read: Callable[[Fields], T | None], *, required: bool = False) -> None:
        self._ask(name, self._within(read), required=required)

    def records(self, name: str, read: Callable[[Fields], T]) -> tuple[T, ...]:
        self._ask(name, {"type": "array", "items": self._within(read)})
        return ()

    def part(self, name: str, read: Callable[[Fields], T | None]) -> None:
        self._ask(name, self._unless_draft_schema(read))

    def parts(self, name: str, read: Callable[[Fields], T]) -> tuple[T, ...]:
        self._ask(name, {"type": "array", "items": self._unless_draft_schema(read)})
        return ()
