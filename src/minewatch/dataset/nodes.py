"""YAML as mappings and lists that know their lines.

But for `edits`, which changes what was read here, nothing else parses it. It is taken as a stream of events, never as
objects: scalars stay text, and what could change a fact on the way (a repeated key, a tag, an alias, a merge key) is a
fault, as is what could exhaust the reader.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from minewatch.errors import UnreadableDataset
from minewatch.faults import Problem

MAX_DEPTH = 50
MAX_BYTES = 64 * 1024 * 1024

_LOADER: Any = getattr(yaml, "CLoader", yaml.Loader)
_Scalar = yaml.ScalarEvent
_ListEnd = yaml.SequenceEndEvent
_FieldsEnd = yaml.MappingEndEvent
_NULLS = ("", "null", "~")
_COMMENT = re.compile(r"[ \t]+(#[^\s#]\S*)")
_COMMENT_AFTER_TEXT = re.compile(rf"\S{_COMMENT.pattern}")


class Pairs(dict[str, "Value"]):
    """A mapping: what each of its fields holds, and on which line it stands."""

    __slots__ = ("line", "lines")
    line: int
    lines: Mapping[str, int]
    """Of the fields that stand on another line than the mapping itself."""

    def line_of(self, name: str) -> int:
        """Return the line of a field; that of the mapping, where it has no such field."""
        return self.lines.get(name, self.line)


class Items(list["Value"]):
    """A list of which items stand on other lines than the list itself."""

    __slots__ = ("lines",)
    lines: Mapping[int, int]
    """Of these items, by their place in the list."""


Value = str | list["Value"] | Pairs | None
"""A piece of YAML; a null is no text."""


class Parsed(NamedTuple):
    """What stands in a file, or in a part of one."""

    root: Pairs | None
    """None for nothing."""
    whole: bool
    """Whether that is all of it: the rest is a fault."""
    shows: bool
    """Whether it is known of all text in it that it can be printed as it is."""


UNREAD = Parsed(None, whole=False, shows=True)
"""A file of which nothing could be read."""


def parse(path: Path, shown: str, problems: list[Problem], warnings: list[Problem] | None = None) -> Parsed:
    """Return the mapping that a YAML file is.

    Args:
        path: the file.
        shown: what it is called in `problems`.
        problems: where faults are put.
        warnings: where what should be looked at is put, if it is looked for.

    Raises:
        UnreadableDataset: the file cannot be opened.
    """
    raw = _content(path)
    if raw is None:
        problems.append(Problem(shown, 1, "too-large", f"over {MAX_BYTES // 1024**2} MiB: split the file"))
        return UNREAD
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        problems.append(Problem(shown, line, "not-utf8", "save the file as UTF-8"))
        return UNREAD
    before = len(problems)
    try:
        root = _Builder(shown, problems, _LOADER(text)).document()
    except _Refused as refused:
        problems.append(refused.problem)
    except yaml.reader.ReaderError as error:
        # libyaml counts bytes, PyYAML characters; what it refuses is the first such character in either
        character = error.character if isinstance(error.character, int) else ord(error.character)
        line = text[: text.find(chr(character))].count("\n") + 1
        problems.append(Problem(shown, line, "yaml-character", f"U+{character:04X} is not allowed"))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        problems.append(Problem(shown, line, "yaml-syntax", error.problem or "this is not YAML"))
    else:
        if warnings is not None and " #" in text and _COMMENT_AFTER_TEXT.search(text):
            warnings += _cut_short(text, shown)
        return Parsed(root, root is not None or len(problems) == before, shows(text.replace("\n", "")))
    return UNREAD


def may_have(path: Path, *fields: bytes) -> bool:
    """Return whether a YAML file may have a field of one of these names, without parsing it.

    Args:
        path: the file.
        fields: names in ASCII letters.

    Raises:
        UnreadableDataset: the file cannot be opened.
    """
    raw = _content(path)
    return raw is not None and (any(name in raw for name in fields) or _ESCAPED.search(raw) is not None)


_ESCAPED = re.compile(rb"\\(?:[xuU\r\n]|\xc2\x85|\xe2\x80[\xa8\xa9])")
"""How a letter of a name may be written otherwise, or two be parted: by a number, or by a break that is none."""


def _content(path: Path) -> bytes | None:
    """Return what is in a file; None, and nothing is read, where that is too much."""
    try:
        return path.read_bytes() if path.stat().st_size <= MAX_BYTES else None
    except OSError as error:
        raise UnreadableDataset(f"{path}: cannot be read: {error.strerror}") from error


def shows(text: str) -> bool:
    """Return whether all can be printed that `text` says, whatever an escape in it may stand for."""
    return "\\" not in text and text.isprintable()


def surrogate(text: str) -> str | None:
    """Return the first half of a character in `text`, which could be written nowhere; None where there is none."""
    return next((character for character in text if "\ud800" <= character <= "\udfff"), None)


def _cut_short(text: str, shown: str) -> Iterator[Problem]:
    """Yield where a comment may have been meant for a part of the text that it follows, as in `note: see article #3`.

    One that begins with a blank after its `#` is taken for a comment.
    """
    events: Iterator[Any] = yaml.parse(text, Loader=_LOADER)
    for event in events:
        end: Any = event.end_mark
        if event.__class__ is _Scalar and not event.style and (comment := _COMMENT.match(text, end.index)):
            message = (
                f"{comment[1]!r} is a comment, as is all after ` #`: quote the whole text, or put a blank after the #"
            )
            yield Problem(shown, end.line + 1, "cut-short", message, "warning")


class _Refused(Exception):
    def __init__(self, problem: Problem) -> None:
        self.problem = problem


class _Builder:
    """Makes values of events, and refuses what YAML can do beyond text, lists and mappings."""

    def __init__(self, shown: str, problems: list[Problem], loader: Any) -> None:
        self.shown = shown
        self.problems = problems
        self.next: Callable[[], Any] = loader.get_event

    def document(self) -> Pairs | None:
        """Return the root of the only document, None for an empty file."""
        root: Value = None
        line = 0
        while (event := self.next()).__class__ is not yaml.StreamEndEvent:
            if event.__class__ is yaml.DocumentStartEvent:
                if line:
                    raise self.refused(event, "yaml-documents", "one document a file")
                first = self.next()
                line = first.start_mark.line + 1
                root = self.value(first, line, 1)
        if root is None or isinstance(root, Pairs):
            return root
        raise _Refused(Problem(self.shown, line, "wrong-type", "expected fields, as in `id: poland`"))

    def value(self, event: Any, line: int, depth: int) -> Value:
        """Return what begins with `event`, which is looked for on `line`."""
        kind = event.__class__
        if kind is yaml.AliasEvent or event.anchor:
            raise self.refused(event, "yaml-alias", "anchors and aliases are not taken: write the value out")
        if event.tag:
            raise self.refused(event, "yaml-tag", f"tags are not taken: leave out {event.tag!r}")
        if kind is _Scalar:
            text: str = event.value
            # libyaml refuses these itself; PyYAML's own loader does not
            if not text.isascii() and (lone := surrogate(text)):
                raise self.refused(event, "yaml-character", f"U+{ord(lone):04X} is not allowed")
            return None if text in _NULLS and event.implicit[0] else text
        if depth > MAX_DEPTH:
            raise self.refused(event, "yaml-depth", f"nested deeper than {MAX_DEPTH}")
        return self.items(line, depth) if kind is yaml.SequenceStartEvent else self.pairs(line, depth)

    def items(self, line: int, depth: int) -> list[Value]:
        found: list[Value] = []
        lines = {}
        while (event := self.next()).__class__ is not _ListEnd:
            begins = event.start_mark.line + 1
            if begins != line:
                lines[len(found)] = begins
            found.append(self.value(event, begins, depth + 1))
        if not lines:
            return found
        items = Items(found)
        items.lines = lines
        return items

    def pairs(self, line: int, depth: int) -> Pairs:
        pairs = Pairs()
        lines: dict[str, int] = {}
        while (event := self.next()).__class__ is not _FieldsEnd:
            # A value is looked for where its name stands, also when it begins a line below
            begins = event.start_mark.line + 1
            key = self.value(event, begins, depth + 1)
            value = self.value(self.next(), begins, depth + 1)
            if not isinstance(key, str):
                self.problems.append(Problem(self.shown, begins, "wrong-type", "a field's name is text"))
            elif key == "<<":
                self.problems.append(Problem(self.shown, begins, "yaml-merge", "merge keys are not taken"))
            elif key in pairs:
                message = f"{key!r} stands already on line {lines.get(key, line)}"
                self.problems.append(Problem(self.shown, begins, "repeated-field", message))
            else:
                pairs[key] = value
                if begins != line:
                    lines[key] = begins
        pairs.line, pairs.lines = line, lines
        return pairs

    def refused(self, event: Any, rule: str, message: str) -> _Refused:
        return _Refused(Problem(self.shown, event.start_mark.line + 1, rule, message))
