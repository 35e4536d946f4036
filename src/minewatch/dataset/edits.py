"""The files of a dataset, edited where they stand: comments, order and the way that things are written stay.

Only what a renewed source needs is done here: its paragraphs are replaced, what names them by number goes on naming
the same ones, and what has to be read again is marked as a draft. What the source itself says is never touched, nor is
a number in prose of which it is not certain that it is a paragraph's: what has such a one is to be read again.
"""

from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

import yaml

from minewatch.dataset.mentions import (
    MENTION,
    NUMBERS,
    Renewal,
    fields_of,
    held,
    mentions,
    named,
    rests_on,
    text_of,
    told,
)
from minewatch.dataset.records import READERS
from minewatch.dataset.writing import scalar
from minewatch.model import Paragraph

PARTS = {"entities": ("roles", "relations", "members", "uses"), "sources": ("published", "derived_from")}
"""Which fields of a record may be drafts by themselves, as the readers have it."""
_READ = ("sections", "paragraphs")
"""The fields of a source that are written anew."""
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Key = tuple[str, str]
"""A record by the list that it is in, and its id."""


class Marked(NamedTuple):
    """What is a draft, and has to be read again."""

    list: str
    id: str
    part: str | None
    """The field, where only a part of the record is one."""
    line: int
    """In the edited file."""
    draft: bool = True
    """Whether it is a draft; a field on which all else stands is none."""


class _Edit(NamedTuple):
    start: int
    end: int
    text: str
    marked: tuple[str, str, str | None] | None = None
    draft: bool = True


def touched(text: str, renewal: Renewal, only: str | None) -> set[Key]:
    """Return which claims, quotes and gaps in the file `text` rest on what has to be read again, drafts among them.

    Args:
        text: what stands in the file, of a dataset without faults.
        renewal: what becomes of the source.
        only: the id of the source that all of the dataset stands on, None where there are several.
    """
    return {
        record.key
        for record in _records(text, renewal, only)
        if record.key[0] not in PARTS and rests_on(text, record.node, record.source, renewal)
    }


def renew(text: str, renewal: Renewal, only: str | None, again: Collection[Key]) -> tuple[str, list[Marked]]:
    """Return the file `text` as `renewal` has it, and what in it has to be read again.

    Args:
        text: what stands in the file, of a dataset without faults.
        renewal: what becomes of the source.
        only: the id of the source that all of the dataset stands on, None where there are several.
        again: the claims, quotes and gaps that have to be read again.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    edits = [edit for record in _records(text, renewal, only) for edit in _edits(text, record, renewal, again)]
    pieces: list[str] = []
    marked = []
    done, line = 0, 1
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        written = edit.text.replace("\n", newline)
        line += text.count("\n", done, edit.start) + edit.text.rstrip().count("\n")
        if edit.marked:
            marked.append(Marked(*edit.marked, line, edit.draft))
        line += edit.text.count("\n") - edit.text.rstrip().count("\n")
        pieces += [text[done : edit.start], written]
        done = edit.end
    return "".join([*pieces, text[done:]]), marked


class _Record(NamedTuple):
    key: Key
    node: Any
    fields: dict[str, Any]
    source: str | None
    """On which it stands, where that is said of all of it."""


def _records(text: str, renewal: Renewal, only: str | None) -> Iterator[_Record]:
    root = yaml.compose(text, Loader=_LOADER)
    file = fields_of(root)
    default = text_of(file.get("source")) or only
    for name in READERS:
        for item in file[name].value if name in file else ():
            fields = fields_of(item)
            ident = text_of(fields.get("id")) or ""
            if name != "sources" or ident == renewal.old.id:
                source = ident if name == "sources" else text_of(fields.get("source")) or default
                yield _Record((name, ident), item, fields, source)


def _edits(text: str, record: _Record, renewal: Renewal, again: Collection[Key]) -> Iterator[_Edit]:
    """Yield how a record changes: its numbers, its prose, and the marks of what has to be read again."""
    own = {field: node for field, node in record.fields.items() if record.key[0] != "sources" or field not in _READ}
    if record.key[0] == "sources":
        yield from _source(text, record, renewal)
    for field, node in own.items():
        yield from _renumbered(text, field, node, record.source, renewal)
    yield from _marks(text, record, own, renewal, again)


def _marks(
    text: str, record: _Record, own: dict[str, Any], renewal: Renewal, again: Collection[Key]
) -> Iterator[_Edit]:
    """Yield where a record, or a part of it, has to be read again, and the mark that makes it a draft."""
    name, ident = record.key
    if _is_draft(record.node):
        if record.key in again:
            yield _noted(own["draft"], (name, ident, None))
    elif record.key in again:
        yield _draft(text, record.node, (name, ident, None))
    elif name in PARTS:
        for field, node in own.items():
            many = field in PARTS[name] and isinstance(node, yaml.SequenceNode)
            for part in node.value if many else [node]:
                if rests_on(text, part, record.source, renewal, field=field):
                    where = (name, ident, field)
                    fixed = field not in PARTS[name]
                    yield (
                        _noted(part, where, draft=not fixed) if fixed or _is_draft(part) else _draft(text, part, where)
                    )


def _is_draft(node: Any) -> bool:
    return text_of(fields_of(node).get("draft")) == "true"


def _noted(node: Any, marked: tuple[str, str, str | None], *, draft: bool = True) -> _Edit:
    """Return what says where `node` is, and changes nothing."""
    return _Edit(node.start_mark.index, node.start_mark.index, "", marked, draft)


def _draft(text: str, node: Any, marked: tuple[str, str, str | None]) -> _Edit:
    """Return the mark of a mapping, after its first field, or in the place of one that says it is no draft."""
    if (said := fields_of(node).get("draft")) is not None:
        return _Edit(said.start_mark.index, said.end_mark.index, "true", marked)
    (key, value), *others = node.value
    if others and not node.flow_style:
        start = others[0][0].start_mark
        return _Edit(start.index, start.index, f"draft: true\n{' ' * start.column}", marked)
    end = _end(text, value)
    before = ", " if node.flow_style else f"\n{' ' * key.start_mark.column}"
    return _Edit(end, end, f"{before}draft: true", marked)


def _renumbered(text: str, field: str, node: Any, source: str | None, renewal: Renewal) -> Iterator[_Edit]:
    """Yield the new numbers of what names paragraphs of the source, in lists as in our own prose."""
    for name, value, stands_in in named(field, node, source):
        if stands_in != renewal.old.id:
            continue
        if name in NUMBERS:
            yield from _listed(text, value, renewal)
        elif told(text, value).certain:
            start, end = value.start_mark.index, value.end_mark.index
            for match in MENTION.finditer(text, start, end):
                if (number := renewal.renumbered(int(match[1]))) not in (None, int(match[1])):
                    yield _Edit(match.start(1), match.end(1), str(number))


def _listed(text: str, value: Any, renewal: Renewal) -> Iterator[_Edit]:
    """Yield the new numbers of a field of paragraphs."""
    items = value.value if isinstance(value, yaml.SequenceNode) else [value]
    old = held(value)
    new = [renewal.renumbered(number) for number in old]
    if None not in new:
        for item, was, number in zip(items, old, new, strict=True):
            if was != number:
                yield _Edit(item.start_mark.index, item.end_mark.index, str(number))
    else:
        written = f"[{', '.join(str(number) for number in new if number)}]" if items != [value] else "null"
        # A list in lines may begin below its name, where a list in brackets may not
        start = text.rindex(":", 0, value.start_mark.index) + 1
        yield _Edit(start, _end(text, value), f" {written}")


def _source(text: str, record: _Record, renewal: Renewal) -> Iterator[_Edit]:
    """Yield the headings and paragraphs of the source where they differ, written anew in the way that they were."""
    paragraphs = [
        paragraph._replace(empty=paragraph.empty and _reworded(paragraph.empty, renewal))
        for paragraph in renewal.new.paragraphs
    ]
    written = {
        "sections": [[scalar(title, within=True)] for title in renewal.new.sections],
        "paragraphs": list(map(_paragraph, paragraphs)),
    }
    for name, items in written.items():
        node = record.fields.get(name)
        if node is None and items:
            start = record.fields["paragraphs"].start_mark
            key = text.rindex("paragraphs", 0, start.index)
            yield _Edit(key, key, f"{name}: {_flow(items)}\n{' ' * _column(text, key)}")
        elif node is not None and getattr(renewal.old, name) != getattr(renewal.new, name):
            yield _Edit(
                node.start_mark.index, _end(text, node), _flow(items) if node.flow_style else _lines(items, node)
            )


def _flow(items: list[list[str]]) -> str:
    written = ("{" + ", ".join(item) + "}" if len(item) > 1 else item[0] for item in items)
    return f"[{', '.join(written)}]"


def _lines(items: list[list[str]], node: Any) -> str:
    indent = f"\n{' ' * node.start_mark.column}"
    return indent.join("- " + f"{indent}  ".join(item) for item in items) or f"{indent} []".lstrip()


def _column(text: str, place: int) -> int:
    return place - text.rfind("\n", 0, place) - 1


def _reworded(text: str, renewal: Renewal) -> str:
    """Return our own `text` with the numbers that its paragraphs have now, where it is certain which these are."""
    if not mentions(text).certain:
        return text
    return MENTION.sub(lambda match: f"¶{renewal.renumbered(int(match[1])) or match[1]}", text)


def _paragraph(paragraph: Paragraph) -> list[str]:
    """Return the fields of a paragraph as they are written."""
    number, section, sha256, folded, empty = paragraph
    written = [f"number: {number}", f"section: {scalar(section, within=True)}"]
    written += [f"sha256: {sha256}", f"folded: {folded}"]
    return [*written, f"empty: {scalar(empty, within=True)}"] if empty else written


def _end(text: str, node: Any) -> int:
    """Return where what is written of `node` ends, without the line ends that YAML counts as part of it."""
    while not (isinstance(node, yaml.ScalarNode) or node.flow_style or not node.value):
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    end: int = node.end_mark.index
    return len(text[:end].rstrip()) if end > node.start_mark.index else end
