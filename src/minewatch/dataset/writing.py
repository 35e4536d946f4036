"""Records as the YAML that somebody would write by hand: what the loader reads back as the same text.

It goes the way opposite to `nodes`, and is as narrow: text, numbers, lists and mappings. A value is quoted only where
YAML would take it for something else.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

SCHEMA_FILE = "dataset.schema.json"
"""What a new dataset has beside its YAML: the schema by which editors complete and check that."""
SCHEMA_LINE = f"# yaml-language-server: $schema={SCHEMA_FILE}"
"""What tells an editor of it; every file begins with it."""

Scalar = str | float | bool | None
Value = Scalar | Sequence["Value"] | Mapping[str, "Value"]

_WIDEST = 110
"""Up to how many columns fields stand on one line."""
_PLAIN = re.compile(r"[^\W_](?:[\w ¶()/+;!?*.’“”–—'\"%&$€£-]*[\w)/!?*.’“”–—'\"%$€£-])?")
_WORDS = re.compile(r"null|true|false|yes|no|on|off|y|n|\.?nan|[-+]?\.?inf(?:inity)?", re.IGNORECASE)
_LAST_OF_FOUR = 0xFFFF
"""The last character whose number has four hexadecimal digits."""
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


class Comment(str):
    """A line that says what follows it, among the records of a list."""

    __slots__ = ()


def document(says: str, fields: Mapping[str, Value]) -> str:
    """Return a file with these `fields`, beginning with what it `says` in a comment."""
    return "\n".join((SCHEMA_LINE, f"# {says}", *_mapping(fields, "", spaced=True), ""))


def scalar(value: Scalar, *, within: bool = False) -> str:
    """Return `value` as it stands in YAML, or `within` a list or mapping on one line, where a comma means something.

    >>> [scalar(value) for value in ("East Shield", "1997", "NO", "2025-08", "a: b", 1200000, 0.5, None, True)]
    ['East Shield', '"1997"', '"NO"', '2025-08', '"a: b"', '1200000', '0.5', 'null', 'true']
    """
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if not isinstance(value, str):
        return f"{value}"
    bare = value if within else value.replace(",", "")
    if (
        _PLAIN.fullmatch(bare)
        and bare[0] == value[0]
        and bare[-1] == value[-1]
        and value.isprintable()
        and not _WORDS.fullmatch(value)
        and not _is_number(value)
    ):
        return value
    return '"' + "".join(map(_escaped, value)) + '"'


def _is_number(text: str) -> bool:
    """Return whether some reader of YAML would take `text` for a number."""
    try:
        float(text)
    except ValueError:
        return bool(re.fullmatch(r"0[box][\da-f_]+", text, re.IGNORECASE))
    return True


def _escaped(character: str) -> str:
    """Return `character` as it stands between quotes: what may act on a terminal or hide is better seen."""
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code <= _LAST_OF_FOUR else f"\\U{code:08x}"


def _mapping(fields: Mapping[str, Value], indent: str, *, spaced: bool = False) -> Iterator[str]:
    """Yield the lines of `fields`; a list of records in one that is `spaced` has blank lines between these."""
    for name, value in fields.items():
        line = f"{indent}{name}:"
        if isinstance(value, str) or not isinstance(value, Sequence | Mapping):
            yield f"{line} {scalar(value)}"
        elif (flow := _flow(value)) and len(line) + len(flow) < _WIDEST:
            yield f"{line} {flow}"
        elif isinstance(value, Mapping):
            yield line
            yield from _mapping(value, indent + "  ")
        else:
            yield line
            yield from _list(value, indent + "  ", spaced=spaced)


def _list(items: Sequence[Value], indent: str, *, spaced: bool) -> Iterator[str]:
    after = False
    for item in items:
        if spaced and after:
            yield ""
        after = not isinstance(item, Comment)
        if isinstance(item, Comment):
            yield f"{indent}# {item}"
        elif not spaced and (flow := _flow(item)) and len(indent) + len(flow) < _WIDEST:
            yield f"{indent}- {flow}"
        elif isinstance(item, Mapping):
            first, *others = _mapping(item, indent + "  ")
            yield f"{indent}- {first.strip()}"
            yield from others
        else:
            yield f"{indent}- {scalar(item)}"  # type: ignore[arg-type]


def _flow(value: Value) -> str | None:
    """Return `value` on one line; None for what has a mapping within it, which stands better on lines of its own."""
    if isinstance(value, str) or not isinstance(value, Sequence | Mapping):
        return scalar(value, within=True)
    inner = value.values() if isinstance(value, Mapping) else value
    if any(isinstance(item, Mapping) for item in inner):
        return None
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {_flow(item)}" for name, item in value.items()) + "}"
    return "[" + ", ".join(str(_flow(item)) for item in value) + "]"
