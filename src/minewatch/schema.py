"""JSON Schema of what programs get, derived from the types in `contract`: of a command's document, and of a record.

The dialect is JSON Schema 2020-12 (https://json-schema.org/draft/2020-12). A type with a name stands in `$defs` once;
`Annotated` adds a description (a string) or the words that there are (a tuple).
"""

from collections.abc import Iterable
from inspect import cleandoc
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

from minewatch import CONTRACT, contract

Schema = dict[str, Any]

_PLAIN: dict[type, str] = {str: "string", int: "integer", float: "number", bool: "boolean", NoneType: "null"}


def record() -> Schema:
    """Return the schema of a line of `--format jsonl`, whatever the command."""
    definitions: dict[str, Schema] = {}
    kinds = _of(contract.Record, definitions)
    return _whole("record", {"title": "A record, as in a line of --format jsonl", **kinds}, definitions)


def document(command: str) -> Schema:
    """Return the schema of what `command` prints with `--json` and without `--fields`."""
    definitions: dict[str, Schema] = {}
    title = f"What minewatch {command} --json prints"
    return _whole(command, {"title": title, **_document(command, definitions)}, definitions)


def result(command: str) -> Schema:
    """Return the schema of what the tool of the same name gives that is served to assistants."""
    definitions: dict[str, Schema] = {}
    shape = _object(contract.Result, definitions)
    shape["properties"]["document"] = _document(command, definitions)
    return _whole(f"{command}-result", {"title": f"What the tool {command} gives", **shape}, definitions)


def arguments(kind: type) -> Schema:
    """Return the schema of what a tool takes, a type with no other types in it."""
    schema = _object(kind, {})
    del schema["description"]
    return schema


def _document(command: str, definitions: dict[str, Schema]) -> Schema:
    shape = _object(contract.Document, definitions)
    results = {kind: None for answer in contract.ANSWERS[command] for kind in contract.FORMS[answer].results}
    kinds = [_of(kind, definitions) for kind in results]
    shape["properties"]["results"] = {"type": "array", "items": kinds[0] if len(kinds) == 1 else {"anyOf": kinds}}
    return shape


def _whole(name: str, schema: Schema, definitions: dict[str, Schema]) -> Schema:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:minewatch:schema:{CONTRACT}:{name}",
        **schema,
        "$defs": dict(sorted(definitions.items())),
    }


def _of(kind: Any, definitions: dict[str, Schema]) -> Schema:
    """Return the schema of a type; those with a name go to `definitions` and are referred to."""
    arguments = get_args(kind)
    match get_origin(kind):
        case None if is_typeddict(kind):
            schema = _named(kind, definitions)
        case None:
            schema = {"type": _PLAIN[kind]} if kind in _PLAIN else {}
        case origin if origin is Annotated:
            schema = _annotated(_of(arguments[0], definitions), arguments[1:])
        case origin if origin in (Union, UnionType):
            schema = {"anyOf": [_of(argument, definitions) for argument in arguments]}
        case origin if origin is list:
            schema = {"type": "array", "items": _of(arguments[0], definitions)}
        case origin if origin is dict:
            schema = {"type": "object", "additionalProperties": _of(arguments[1], definitions)}
        case origin if origin is Literal:
            schema = {"enum": list(arguments)}
        case origin:
            raise NotImplementedError(origin)
    return schema


def _named(kind: Any, definitions: dict[str, Schema]) -> Schema:
    if kind.__name__ not in definitions:
        definitions[kind.__name__] = _object(kind, definitions)
    return {"$ref": f"#/$defs/{kind.__name__}"}


def _object(kind: Any, definitions: dict[str, Schema]) -> Schema:
    fields = get_type_hints(kind, include_extras=True)
    return {
        "description": cleandoc(kind.__doc__ or "").replace("\n", " "),
        "type": "object",
        "properties": {name: _of(field, definitions) for name, field in fields.items()},
        "required": [name for name in fields if name in kind.__required_keys__],
        "additionalProperties": False,
    }


def _annotated(schema: Schema, notes: Iterable[Any]) -> Schema:
    for note in notes:
        if isinstance(note, tuple):
            words = [*note, None] if {"type": "null"} in schema.get("anyOf", ()) else list(note)
            schema = {"enum": words}
    descriptions = [note for note in notes if isinstance(note, str)]
    return {**schema, "description": descriptions[0]} if descriptions else schema
