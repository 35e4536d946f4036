"""JSON Lines as nodes that know their line: what YAML is too slow for. The only reader of JSON in a dataset.

A file's name begins with the list that its records belong to, and each line is one record with the fields that it has
in YAML. As there, nothing changes on the way: a number is the text that stands there, a repeated field is a fault, and
so is what is no JSON though Python reads it.
"""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

from minewatch.dataset.nodes import MAX_DEPTH, Node, surrogate
from minewatch.errors import UnreadableDataset
from minewatch.faults import Problem
from minewatch.model import LISTS

HELD = ("dataset", *LISTS)
"""What a file may hold: what the dataset is called, or one of its lists."""
MAX_LINE = 4 * 1024 * 1024
"""In bytes: no record needs so much, and a line is read whole."""

_NAME = re.compile(rf"({'|'.join(HELD)})(?![^\W\d_]).*\.jsonl")
_TEXT = re.compile(r'"(?:[^"\\]|\\.)*+"?')
"""A text in JSON, or the rest of a line where it has no end: else that would be looked for from each `"` in it."""


def held(path: Path) -> str | None:
    """Return the list that the records of the file at `path` belong to, None if its name begins with none."""
    match = _NAME.fullmatch(path.name)
    return match and match[1]


def parse(
    path: Path, shown: str, problems: list[Problem], *, start: int = 0, size: int | None = None, first: int = 1
) -> tuple[Node | None, bool]:
    """Return what is in a JSONL file as a YAML file would have it, None for nothing, and whether that is all of it.

    Args:
        path: the file.
        shown: what it is called in `problems`.
        problems: where faults are put.
        start: where in it to begin, in bytes.
        size: how many bytes to read, all if it is None.
        first: which line stands at `start`.

    Raises:
        UnreadableDataset: the file cannot be opened.
    """
    name = held(path)
    if name is None:
        problems.append(Problem(shown, 1, "unknown-list", f"its name begins with none of {', '.join(HELD)}"))
        return None, False
    try:
        with path.open("rb") as file:
            file.seek(start)
            raw = file.read(-1 if size is None else size)
    except OSError as error:
        raise UnreadableDataset(f"{path}: cannot be read: {error.strerror}") from error
    reader = _Reader(shown, problems)
    nodes = []
    whole = True
    for number, line in enumerate(raw.removeprefix(b"\xef\xbb\xbf" if not start else b"").split(b"\n"), first):
        if line and not line.isspace():
            node = reader.record(line, number)
            if node is None:
                whole = False
            else:
                nodes.append(node)
    if name != "dataset":
        return Node({name: Node(nodes, first)}, first), whole
    message = "one line alone says what the dataset is called"
    problems += (Problem(shown, again.line, "repeated-field", message) for again in nodes[1:])
    return Node({name: nodes[0]}, first) if nodes else None, whole


_new = tuple.__new__


class _Reader:
    """Makes nodes of lines, and refuses what JSON leaves open."""

    def __init__(self, shown: str, problems: list[Problem]) -> None:
        self.shown = shown
        self.problems = problems
        self.line = 0
        decoder = json.JSONDecoder(
            object_pairs_hook=self._fields, parse_float=str, parse_int=str, parse_constant=self._constant
        )
        self.decode = decoder.decode

    def record(self, raw: bytes, line: int) -> Node | None:
        """Return what stands on a line; None where that is a fault now in `problems`."""
        self.line = line
        try:
            return self._record(raw)
        except _Refused as refused:
            self._fault(*refused.args)
        except UnicodeDecodeError:
            self._fault("not-utf8", "save the file as UTF-8")
        except json.JSONDecodeError as error:
            what = error.msg.removesuffix(" at")
            self._fault("json-syntax", f"{what}, at character {error.colno}; a line is one record, and all of it")
        return None

    def _record(self, raw: bytes) -> Node:
        if len(raw) > MAX_LINE:
            raise _Refused("too-large", f"over {MAX_LINE // 1024**2} MiB in one line")
        text = raw.decode()
        if text.count("[") + text.count("{") > MAX_DEPTH and _depth(text) > MAX_DEPTH:
            raise _Refused("json-depth", f"nested deeper than {MAX_DEPTH}")
        value = self._node(self.decode(text))
        if "\\u" in text and _has_surrogate(value):
            raise _Refused("json-surrogate", "half of a character written as \\ud800 to \\udfff")
        return value

    def _fault(self, rule: str, message: str) -> None:
        self.problems.append(Problem(self.shown, self.line, rule, message))

    def _constant(self, word: str) -> Any:
        raise _Refused("json-number", f"{word} is no number")

    def _fields(self, pairs: list[tuple[str, Any]]) -> dict[str, Node]:
        line, node = self.line, self._node
        # Most values are text, and there may be tens of millions of them
        fields = {name: _new(Node, (value, line)) if value.__class__ is str else node(value) for name, value in pairs}
        if len(fields) < len(pairs):
            for name, number in Counter(name for name, _ in pairs).items():
                if number > 1:
                    self._fault("repeated-field", f"{name!r} stands already on this line")
        return fields

    def _node(self, value: Any) -> Node:
        if value.__class__ is list:
            value = list(map(self._node, value))
        elif value is True or value is False:
            value = "true" if value else "false"
        return _new(Node, (value, self.line))


class _Refused(Exception):
    """The rule that a line breaks, and how."""


def _depth(text: str) -> int:
    """Return how deep lists and mappings are nested in a line of JSON."""
    depth = deepest = 0
    for bracket in re.findall(r"[\[\]{}]", _TEXT.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _has_surrogate(node: Node) -> bool:
    value = node.value
    if isinstance(value, dict):
        return any(map(_has_surrogate, value.values())) or any(map(surrogate, value))
    if isinstance(value, list):
        return any(map(_has_surrogate, value))
    return value is not None and surrogate(value) is not None
