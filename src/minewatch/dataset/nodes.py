"""YAML as nodes that know their line. But for `edits`, which changes what was read here, the only one to parse it.

YAML is taken as a stream of events, never as objects: scalars stay text, and what could change a fact on the way (a
repeated key, a tag, an alias, a merge key) is a fault, as is what could exhaust the reader.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from minewatch.errors import UnreadableDataset
from minewatch.faults import Problem

MAX_DEPTH = 50
MAX_BYTES = 64 * 1024 * 1024

_LOADER: Any = getattr(yaml, "CLoader", yaml.Loader)
_Scalar = yaml.ScalarEvent
_NULLS = ("", "null", "~")
_COMMENT = re.compile(r"[ \t]+(#[^\s#]\S*)")
_COMMENT_AFTER_TEXT = re.compile(rf"\S{_COMMENT.pattern}")


class Node(NamedTuple):
    """A piece of YAML and the line it stands on; a null is an empty scalar."""

    value: "str | list[Node] | dict[str, Node] | None"
    line: int


def parse(path: Path, shown: str, problems: list[Problem], warnings: list[Problem] | None = None) -> Node | None:
    """Return the root of a YAML file, None for an empty one or one whose faults are now in `problems`.

    Args:
        path: the file.
        shown: what it is called in `problems`.
        problems: where faults are put.
        warnings: where what should be looked at is put, if it is looked for.

    Raises:
        UnreadableDataset: the file cannot be opened.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            problems.append(Problem(shown, 1, "too-large", f"over {MAX_BYTES // 1024**2} MiB: split the file"))
            return None
        raw = path.read_bytes()
    except OSError as error:
        raise UnreadableDataset(f"{path}: cannot be read: {error.strerror}") from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        problems.append(Problem(shown, line, "not-utf8", "save the file as UTF-8"))
        return None
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
        return root
    return None


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


_new = tuple.__new__
"""What makes a node without the detour of its own constructor: there are millions of them."""


class _Builder:
    """Makes nodes of events, and refuses what YAML can do beyond text, lists and mappings."""

    def __init__(self, shown: str, problems: list[Problem], loader: Any) -> None:
        self.shown = shown
        self.problems = problems
        self.next: Callable[[], Any] = loader.get_event

    def document(self) -> Node | None:
        """Return the root of the only document, None for an empty file."""
        root = None
        while (event := self.next()).__class__ is not yaml.StreamEndEvent:
            if event.__class__ is yaml.DocumentStartEvent:
                if root is not None:
                    raise self.refused(event, "yaml-documents", "one document a file")
                root = self.node(self.next(), 1)
        if root is not None and root.value is None:
            return None
        return root

    def node(self, event: Any, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise self.refused(event, "yaml-depth", f"nested deeper than {MAX_DEPTH}")
        kind = event.__class__
        if kind is yaml.AliasEvent or event.anchor:
            raise self.refused(event, "yaml-alias", "anchors and aliases are not taken: write the value out")
        if event.tag:
            raise self.refused(event, "yaml-tag", f"tags are not taken: leave out {event.tag!r}")
        line = event.start_mark.line + 1
        if kind is _Scalar:
            text = event.value
            # libyaml refuses these itself; PyYAML's own loader does not
            if not text.isascii() and (lone := surrogate(text)):
                raise self.refused(event, "yaml-character", f"U+{ord(lone):04X} is not allowed")
            return _new(Node, (None if text in _NULLS and event.implicit[0] else text, line))
        if kind is yaml.SequenceStartEvent:
            items = []
            while (inner := self.next()).__class__ is not yaml.SequenceEndEvent:
                items.append(self.node(inner, depth + 1))
            return _new(Node, (items, line))
        return _new(Node, (self.mapping(depth), line))

    def mapping(self, depth: int) -> dict[str, Node]:
        pairs: dict[str, Node] = {}
        while (event := self.next()).__class__ is not yaml.MappingEndEvent:
            key, line = self.node(event, depth + 1)
            value = self.node(self.next(), depth + 1)
            if not isinstance(key, str):
                self.problems.append(Problem(self.shown, line, "wrong-type", "a field's name is text"))
            elif key == "<<":
                self.problems.append(Problem(self.shown, line, "yaml-merge", "merge keys are not taken"))
            elif key in pairs:
                message = f"{key!r} stands already on line {pairs[key].line}"
                self.problems.append(Problem(self.shown, line, "repeated-field", message))
            else:
                # A value is looked for where its name stands, also when it begins a line below
                pairs[key] = value if value[1] == line else _new(Node, (value[0], line))
        return pairs

    def refused(self, event: Any, rule: str, message: str) -> _Refused:
        return _Refused(Problem(self.shown, event.start_mark.line + 1, rule, message))
