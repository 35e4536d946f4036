"""JSON Schema of a dataset's files, for editors that complete and check while somebody writes.

It is taken off the rules by which the loader reads them. So it says what a field may be; what records say of each
other, `check` alone knows.
"""

from typing import Any

from minewatch.dataset.fields import FLAG, Plain, Reader, Rule, Schema, one
from minewatch.dataset.records import FILE


def dataset() -> Schema:
    """Return the schema of a `*.yaml` file of a dataset."""
    definitions: dict[str, Schema] = {}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:minewatch:schema:dataset",
        "title": "A file of a minewatch dataset",
        **_fields(FILE.rules, definitions, draft=False),
        "$defs": dict(sorted(definitions.items())),
    }


def _fields(rules: dict[str, Rule], definitions: dict[str, Schema], *, draft: bool) -> Schema:
    """Return the schema of a mapping with fields of these `rules`; a `draft` may lack any."""
    needed = [name for name, rule in rules.items() if rule.needed and not draft]
    properties = {}
    for name, rule in rules.items():
        schema = _field(rule, definitions, draft=draft)
        properties[name] = schema if name in needed else _or_null(schema)
    required = {"required": needed} if needed else {}
    return {"type": "object", "properties": properties, **required, "additionalProperties": False}


def _field(rule: Rule, definitions: dict[str, Schema], *, draft: bool) -> Schema:
    kinds = [_held(kind, definitions, draft=draft, part=rule.part) for kind in rule.holds]
    schema = kinds[0] if len(kinds) == 1 else {"anyOf": kinds}
    if not rule.many:
        return schema
    plain = {"uniqueItems": True} if isinstance(rule.holds[0], Plain) else {}
    least = {"minItems": 1} if rule.needed and not draft else {}
    return {"type": "array", "items": schema, **plain, **least}


def _held(kind: Plain | Reader[Any], definitions: dict[str, Schema], *, draft: bool, part: bool) -> Schema:
    if isinstance(kind, Plain):
        return kind.schema
    if not part:
        return _named(kind, kind.rules, "", definitions, draft=draft)
    rules = {"draft": one(FLAG), **kind.rules}
    is_draft = {"properties": {"draft": {"const": True}}, "required": ["draft"]}
    then = _named(kind, rules, "-part", definitions, draft=True)
    return {"if": is_draft, "then": then, "else": _named(kind, rules, "-part", definitions, draft=draft)}


def _named(
    kind: Reader[Any], rules: dict[str, Rule], ending: str, definitions: dict[str, Schema], *, draft: bool
) -> Schema:
    """Return the schema of a reader's fields; one that has a name stands in `definitions` and is referred to."""
    schema = _fields(rules, definitions, draft=draft)
    if not kind.name:
        return schema
    name = f"{kind.name}{ending}{'-draft' if draft else ''}"
    definitions[name] = schema
    return {"$ref": f"#/$defs/{name}"}


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
