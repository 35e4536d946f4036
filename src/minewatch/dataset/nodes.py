"""YAML as nodes that know their line. But for `edits`, which changes what was read here, the only one to parse it.

YAML is taken as a stream of events, never as objects: scalars stay text, and what could change a fact on the way (a
repeated key, a tag, an alias, a merge key) is a fault, as is what could exhaust the reader.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from minewatch.errors import UnreadableDataset
from minewatch.faults import Problem

MAX_DEPTH = 50
MAX_BYTES = 64 * 1024 * 1024

_LOADER: Any = getattr(yaml, "CLoader", yaml.Loader)
_NULLS = ("", "null", "~")


class Node(NamedTuple):
    """A piece of YAML and the line it stands on; a null is an empty scalar."""

    value: "str | list[Node] | dict[str, Node] | None"
    line: int


def parse(path: Path, shown: str, problems: list[Problem]) -> Node | None:
    """Return the root of a YAML file, None for an empty one or one whose faults are now in `problems`.

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
    events = yaml.parse(text, Loader=_LOADER)
    builder = _Builder(shown, problems)
    try:
        return builder.document(events)
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
    return None


def _is_surrogate(character: str) -> bool:
    """Return whether `character` is half of one: it is no text that could be written anywhere."""
    return "\ud800" <= character <= "\udfff"


class _Refused(Exception):
    def __init__(self, problem: Problem) -> None:
        self.problem = problem


class _Builder:
    """Makes nodes of events, and refuses what YAML can do beyond text, lists and mappings."""

    def __init__(self, shown: str, problems: list[Problem]) -> None:
        self.shown = shown
        self.problems = problems

    def document(self, events: Iterator[Any]) -> Node | None:
        """Return the root of the only document, None for an empty file."""
        root = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    raise self.refused(event, "yaml-documents", "one document a file")
                root = self.node(next(events), events, 1)
        if root is not None and root.value is None:
            return None
        return root

    def node(self, event: Any, events: Iterator[Any], depth: int) -> Node:
        line = event.start_mark.line + 1
        if depth > MAX_DEPTH:
            raise self.refused(event, "yaml-depth", f"nested deeper than {MAX_DEPTH}")
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            raise self.refused(event, "yaml-alias", "anchors and aliases are not taken: write the value out")
        if event.tag:
            raise self.refused(event, "yaml-tag", f"tags are not taken: leave out {event.tag!r}")
        if isinstance(event, yaml.ScalarEvent):
            # libyaml refuses these itself; PyYAML's own loader does not
            if lone := next(filter(_is_surrogate, event.value if not event.value.isascii() else ""), None):
                raise self.refused(event, "yaml-character", f"U+{ord(lone):04X} is not allowed")
            null = event.implicit[0] and event.value in _NULLS
            return Node(None if null else event.value, line)
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(inner := next(events), yaml.SequenceEndEvent):
                items.append(self.node(inner, events, depth + 1))
            return Node(items, line)
        return Node(self.mapping(events, depth), line)

    def mapping(self, events: Iterator[Any], depth: int) -> dict[str, Node]:
        pairs: dict[str, Node] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self.node(event, events, depth + 1)
            value = self.node(next(events), events, depth + 1)
            if not isinstance(key.value, str):
                self.problems.append(Problem(self.shown, key.line, "wrong-type", "a field's name is text"))
            elif key.value == "<<":
                self.problems.append(Problem(self.shown, key.line, "yaml-merge", "merge keys are not taken"))
            elif key.value in pairs:
                first = pairs[key.value].line
                self.problems.append(
                    Problem(self.shown, key.line, "repeated-field", f"{key.value!r} stands already on line {first}")
                )
            else:
                # A value is looked for where its name stands, also when it begins a line below
                pairs[key.value] = value._replace(line=key.line)
        return pairs

    def refused(self, event: Any, rule: str, message: str) -> _Refused:
        return _Refused(Problem(self.shown, event.start_mark.line + 1, rule, message))
