"""The files of a dataset, edited where they stand: comments, order and the way that things are written stay.

Only what a renewed source needs is done here: its paragraphs are replaced, what names them by number goes on naming
the same ones, and what has to be read again is marked as a draft.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

import yaml

from minewatch.dataset.records import READERS
from minewatch.dataset.writing import scalar
from minewatch.model import Paragraph, Source

PARTS = {"entities": ("roles", "relations", "members", "uses"), "sources": ("published", "derived_from")}
"""Which fields of a record may be drafts by themselves, as the readers have it."""
# "¶5, 7 and 18", but not the day in "¶5 and 20 February"
_MENTIONS = re.compile(r"¶\d+(?:(?:, | and | or |[-–])\d+\b(?!\s[A-Z])(?![%.,:]?\d))*")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Renewal(NamedTuple):
    """What becomes of a source."""

    old: Source
    new: Source
    numbers: Mapping[int, int | None]
    """Under which number each of its old paragraphs stands now; None for one that is gone."""
    again: Collection[int]
    """The old numbers of the paragraphs that have to be read again."""
    records: Collection[tuple[str, str]]
    """What has to be read again, each by its list and its id."""


class Marked(NamedTuple):
    """What is a draft from now on."""

    list: str
    id: str
    part: str | None
    """The field, where only a part of the record is one."""
    line: int
    """In the edited file."""


class _Edit(NamedTuple):
    start: int
    end: int
    text: str
    marked: tuple[str, str, str | None] | None = None


def renew(text: str, renewal: Renewal, only: str | None) -> tuple[str, list[Marked]]:
    """Return the file `text`, of a dataset without faults, as `renewal` has it, and what became a draft in it.

    Args:
        text: what stands in the file.
        renewal: what becomes of the source.
        only: the id of the source that all of the dataset stands on, None where there are several.
    """
    root = yaml.compose(text, Loader=_LOADER)
    if not isinstance(root, yaml.MappingNode):
        return text, []
    edits = sorted(_edits(text, root, renewal, only), key=lambda edit: (edit.start, edit.end))
    pieces: list[str] = []
    marked = []
    done, line = 0, 1
    for edit in edits:
        for piece in (text[done : edit.start], edit.text.rstrip()):
            line += piece.count("\n")
        if edit.marked:
            marked.append(Marked(*edit.marked, line))
        line += edit.text.count("\n") - edit.text.rstrip().count("\n")
        pieces += [text[done : edit.start], edit.text]
        done = edit.end
    return "".join([*pieces, text[done:]]), marked


def _edits(text: str, root: Any, renewal: Renewal, only: str | None) -> Iterator[_Edit]:
    file = _fields(root)
    default = _text(file.get("source")) or only
    for name in READERS:
        for item in file[name].value if name in file else ():
            fields = _fields(item)
            ident = _text(fields.get("id")) or ""
            stands_in = ident if name == "sources" else _text(fields.get("source")) or default
            if name == "sources":
                own: dict[str, Any] = {f: fields.pop(f) for f in ("sections", "paragraphs") if f in fields}
                if ident == renewal.new.id:
                    yield from _source(text, own, renewal)
            yield from _renumbered(text, item, fields, stands_in, renewal)
            yield from _drafts(text, item, fields, (name, ident), stands_in, renewal)


def _drafts(
    text: str, item: Any, fields: dict[str, Any], key: tuple[str, str], source: str | None, renewal: Renewal
) -> Iterator[_Edit]:
    """Yield the marks of a record that has to be read again, or of its parts."""
    if "draft" in fields:
        return
    if key in renewal.records:
        yield _draft(text, item, (*key, None))
        return
    for name in PARTS.get(key[0], ()):
        node = fields.get(name)
        for part in node.value if isinstance(node, yaml.SequenceNode) else filter(None, [node]):
            named = {number for holder in _holders(part, source, renewal.new.id) for number in _held(holder)}
            if isinstance(part, yaml.MappingNode) and "draft" not in _fields(part) and named & set(renewal.again):
                yield _draft(text, part, (*key, name))


def _draft(text: str, node: Any, marked: tuple[str, str, str | None]) -> _Edit:
    """Return the mark of a mapping, after its first field."""
    (key, value), *others = node.value
    if others and not node.flow_style:
        start = others[0][0].start_mark
        return _Edit(start.index, start.index, f"draft: true\n{' ' * start.column}", marked)
    end = _end(text, value)
    before = ", " if node.flow_style else f"\n{' ' * key.start_mark.column}"
    return _Edit(end, end, f"{before}draft: true", marked)


def _renumbered(text: str, item: Any, fields: dict[str, Any], source: str | None, renewal: Renewal) -> Iterator[_Edit]:
    """Yield the new numbers of what names paragraphs of the source in a record, in prose too."""
    numbers = renewal.numbers

    def now(old: int) -> int | None:
        return numbers.get(old, old)

    for holder in _holders(item, source, renewal.new.id):
        old = _held(holder)
        new = [number for number in map(now, old) if number is not None]
        if new != old:
            listed = isinstance(holder, yaml.SequenceNode)
            written = f"[{', '.join(map(str, new))}]" if listed else "".join(map(str, new)) or "null"
            yield _Edit(holder.start_mark.index, _end(text, holder), written)
    if source == renewal.new.id:
        for start, end in (place for node in fields.values() for place in _scalars(node)):
            for place, digits in mentioned(text, start, end):
                if (number := now(int(digits))) not in (None, int(digits)):
                    yield _Edit(place, place + len(digits), str(number))


def _holders(node: Any, source: str | None, wanted: str) -> Iterator[Any]:
    """Yield what in `node` holds numbers of paragraphs of the source `wanted`: a list of them, or one."""
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _holders(item, source, wanted)
    elif isinstance(node, yaml.MappingNode):
        fields = _fields(node)
        stands_in = _text(fields.get("source")) or source
        for name, value in fields.items():
            if name not in ("evidence", "paragraphs", "paragraph"):
                yield from _holders(value, stands_in, wanted)
            elif stands_in == wanted and _held(value):
                yield value


def _held(holder: Any) -> list[int]:
    """Return the numbers that a field of paragraphs holds; none where it holds the paragraphs themselves."""
    items = holder.value if isinstance(holder, yaml.SequenceNode) else [holder]
    return [int(item.value) for item in items if isinstance(item, yaml.ScalarNode) and item.value.isdigit()]


def _scalars(node: Any) -> Iterator[tuple[int, int]]:
    """Yield from where to where each text in `node` stands."""
    if isinstance(node, yaml.ScalarNode):
        yield node.start_mark.index, node.end_mark.index
    else:
        for item in node.value:
            for inner in item if isinstance(item, tuple) else (item,):
                yield from _scalars(inner)


def _source(text: str, fields: dict[str, Any], renewal: Renewal) -> Iterator[_Edit]:
    """Yield the headings and paragraphs of the source where they differ, written anew in the way that they were."""
    titles = [[scalar(title, within=True)] for title in renewal.new.sections]
    for name, items in (("sections", titles), ("paragraphs", list(map(_paragraph, renewal.new.paragraphs)))):
        if (node := fields.get(name)) is None or getattr(renewal.old, name) == getattr(renewal.new, name):
            continue
        if node.flow_style or not items:
            written = ", ".join(f"{{{', '.join(item)}}}" if len(item) > 1 else item[0] for item in items)
            written = f"[{written}]"
        else:
            indent = f"\n{' ' * node.start_mark.column}"
            written = indent.join("- " + f"{indent}  ".join(item) for item in items)
        yield _Edit(node.start_mark.index, _end(text, node), written)


def _paragraph(paragraph: Paragraph) -> list[str]:
    """Return the fields of a paragraph as they are written."""
    number, section, sha256, folded, empty = paragraph
    written = [f"number: {number}", f"section: {scalar(section, within=True)}"]
    written += [f"sha256: {sha256}", f"folded: {folded}"]
    return [*written, f"empty: {scalar(empty, within=True)}"] if empty else written


def mentioned(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, str]]:
    """Yield where between `start` and `end` the prose of `text` has the number of a paragraph, and its digits.

    >>> list(mentioned("¶5, 16 and 18 put it before 2026"))
    [(1, '5'), (4, '16'), (11, '18')]
    """
    for mention in _MENTIONS.finditer(text, start, len(text) if end is None else end):
        for digits in re.finditer(r"\d+", mention[0]):
            yield mention.start() + digits.start(), digits[0]


def _fields(node: Any) -> dict[str, Any]:
    return {key.value: value for key, value in node.value} if isinstance(node, yaml.MappingNode) else {}


def _text(node: Any) -> str | None:
    return node.value if isinstance(node, yaml.ScalarNode) and node.value not in ("", "null", "~") else None


def _end(text: str, node: Any) -> int:
    """Return where what is written of `node` ends, without the line ends that YAML counts as part of it."""
    while not (isinstance(node, yaml.ScalarNode) or node.flow_style or not node.value):
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    end: int = node.end_mark.index
    return len(text[:end].rstrip()) if end > node.start_mark.index else end
