"""JSON Lines as mappings that know their line: what YAML is too slow for. The only reader of JSON in a dataset.

A file's name begins with the list that its records belong to, and each line is one record with the fields that it has
in YAML. As there, nothing changes on the way: a number is the text that stands there, a repeated field is a fault, and
so is what is no JSON though Python reads it.
"""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

from minewatch.dataset.nodes import MAX_DEPTH, UNREAD, Pairs, Parsed, Value, shows, surrogate
from minewatch.errors import UnreadableDataset
from minewatch.faults import Problem
from minewatch.model import LISTS

HELD = ("dataset", *LISTS)
"""What a file may hold: what the dataset is called, or one of its lists."""
MAX_LINE = 4 * 1024 * 1024
"""In bytes: no record needs so much, and a line is read whole."""

_NAME = re.compile(rf"({'|'.join(HELD)})(?![^\W\d_]).*\.jsonl")
_BLANK = " \t\r"
"""What JSON takes for a blank, within a line."""
_TEXT = re.compile(r'"(?:[^"\\]|\\.)*+"?')
"""A text in JSON, or the rest of a line where it has no end: else that would be looked for from each `"` in it."""


def held(path: Path) -> str | None:
    """Return the list that the records of the file at `path` belong to, None if its name begins with none."""
    match = _NAME.fullmatch(path.name)
    return match and match[1]


def parse(
    path: Path, shown: str, problems: list[Problem], *, start: int = 0, size: int | None = None, first: int = 1
) -> Parsed:
    """Return what is in a JSONL file as a YAML file would have it.

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
        return UNREAD
    try:
        with path.open("rb") as file:
            file.seek(start)
            raw = file.read(-1 if size is None else size)
    except OSError as error:
        raise UnreadableDataset(f"{path}: cannot be read: {error.strerror}") from error
    reader = _Reader(shown, problems, raw)
    found: list[Pairs] = []
    whole = True
    for number, line in enumerate(raw.removeprefix(b"\xef\xbb\xbf" if not start else b"").split(b"\n"), first):
        if line and not line.isspace():
            record = reader.record(line, number)
            if record is None:
                whole = False
            else:
                found.append(record)
    root: Pairs | None = _alone(name, [*found], first)
    if name == "dataset":
        message = "one line alone says what the dataset is called"
        problems += (Problem(shown, again.line, "repeated-field", message) for again in found[1:])
        root = _alone(name, found[0], first) if found else None
    return Parsed(root, whole, reader.shows)


def _alone(name: str, value: Value, line: int) -> Pairs:
    pairs = Pairs({name: value})
    pairs.line, pairs.lines = line, _ALL
    return pairs


_ALL: dict[str, int] = {}
"""Of a mapping all of which stands on one line."""


class _Reader:
    """Makes mappings of lines, and refuses what JSON leaves open."""

    def __init__(self, shown: str, problems: list[Problem], raw: bytes) -> None:
        self.shown = shown
        self.problems = problems
        # To look for these once in all lines takes less time than to look for them in each
        self.escapes = b"\\" in raw
        self.truths = b"true" in raw or b"false" in raw
        self.line = 0
        self.shows = True
        decoder = json.JSONDecoder(
            object_pairs_hook=self._pairs, parse_float=str, parse_int=str, parse_constant=self._constant
        )
        self.decode = decoder.raw_decode

    def record(self, raw: bytes, line: int) -> Pairs | None:
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

    def _record(self, raw: bytes) -> Pairs:
        if len(raw) > MAX_LINE:
            raise _Refused("too-large", f"over {MAX_LINE // 1024**2} MiB in one line")
        text = raw.decode()
        if text.count("[") + text.count("{") > MAX_DEPTH and _depth(text) > MAX_DEPTH:
            raise _Refused("json-depth", f"nested deeper than {MAX_DEPTH}")
        value = self._decoded(text)
        self.shows = self.shows and shows(text)
        if self.escapes and "\\u" in text and _has_surrogate(value):
            raise _Refused("json-surrogate", "half of a character written as \\ud800 to \\udfff")
        if not isinstance(value, Pairs):
            raise _Refused("wrong-type", "expected fields, as in `id: poland`")
        if self.truths:
            _truths_as_text(value)
        return value

    def _decoded(self, text: str) -> Any:
        start = 0 if text[0] == "{" else len(text) - len(text.lstrip(_BLANK))
        value, end = self.decode(text, start)
        if end < len(text) and text[end:].strip(_BLANK):
            raise json.JSONDecodeError("Extra data", text, end)
        return value

    def _fault(self, rule: str, message: str) -> None:
        self.problems.append(Problem(self.shown, self.line, rule, message))

    def _constant(self, word: str) -> Any:
        raise _Refused("json-number", f"{word} is no number")

    def _pairs(self, pairs: list[tuple[str, Any]]) -> Pairs:
        found = Pairs(pairs)
        found.line, found.lines = self.line, _ALL
        if len(found) < len(pairs):
            for name, number in Counter(name for name, _ in pairs).items():
                if number > 1:
                    self._fault("repeated-field", f"{name!r} stands already on this line")
        return found


class _Refused(Exception):
    """The rule that a line breaks, and how."""


def _depth(text: str) -> int:
    """Return how deep lists and mappings are nested in a line of JSON."""
    depth = deepest = 0
    for bracket in re.findall(r"[\[\]{}]", _TEXT.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _truths_as_text(value: Any) -> None:
    """Make of true and false, wherever they stand in `value`, what stands there."""
    places = value.items() if isinstance(value, dict) else enumerate(value)
    for place, inner in places:
        if isinstance(inner, bool):
            value[place] = "true" if inner else "false"
        elif isinstance(inner, dict | list):
            _truths_as_text(inner)


def _has_surrogate(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_has_surrogate, value.values())) or any(map(surrogate, value))
    if isinstance(value, list):
        return any(map(_has_surrogate, value))
    return isinstance(value, str) and surrogate(value) is not None
