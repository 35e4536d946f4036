"""What became of the records of a dataset from one version to the next.

An id is a promise: whoever has cited it finds it again, if only as withdrawn. So what is gone is a fault.
"""

from collections.abc import Collection, Iterator
from typing import Any

from minewatch.model import (
    LISTS,
    Alias,
    Claim,
    Dataset,
    Date,
    Entity,
    Gap,
    Link,
    Missing,
    Origin,
    Paragraph,
    Quote,
    Record,
    Relation,
    Role,
    Source,
    Wording,
)
from minewatch.record import NamedTuple

CHANGES = ("vanished", "withdrawn", "corrected", "reinstated", "added", "changed")
"""What can become of a record, what needs attention first; of one record it may be several."""
FAULTS = ("gone", "withdrawn-before", "reused", "draft")
"""What its id is, where a record vanished: gone, gone after it was withdrawn, another kind's, or a draft's."""

Value = str | int | float | bool | tuple[str | int, ...] | None
"""What a field holds; None where it holds nothing."""

_KEYS: dict[type, tuple[str, ...]] = {
    Alias: ("name",), Role: ("title",), Relation: ("type", "to"), Wording: ("wording",), Paragraph: ("number",),
    Missing: ("field",), Origin: ("to",),
}  # fmt: skip
"""By what the items of a list are told apart: that stands in their path."""
_WORKED_OUT: dict[type, tuple[str, ...]] = {
    Date: ("earliest", "latest", "start_latest", "text"),
    Source: ("dataset",),
}
"""What nobody wrote: it changes with what it is worked out from."""


class Field(NamedTuple):
    """A field of a record, by its path as in `when.edtf`, and what it held and holds."""

    path: str
    old: Value
    new: Value


class Change(NamedTuple):
    """What became of a record."""

    what: str
    """One of `CHANGES`."""
    record: Record
    """As it is now; as it was, where it vanished."""
    fields: tuple[Field, ...] = ()
    """Which of them changed."""
    by: tuple[str, ...] = ()
    """The claims that correct it."""
    fault: str | None = None
    """One of `FAULTS`, where it vanished."""

    @property
    def kind(self) -> str:
        """What kind of record it is, as in `claim`."""
        return type(self.record).__name__.lower()

    @property
    def text(self) -> str:
        """What the record says, in a line."""
        match self.record:
            case Gap(wording=text) | Entity(label=text) | Source(name=text) | Claim(text=text) | Quote(text=text):
                return text


class _Order(tuple[str | int, ...]):
    """In which order the items of a list come, each by its key."""

    __slots__ = ()


def compare(old: Dataset, new: Dataset, drafts: Collection[str] = ()) -> tuple[Change, ...]:
    """Return what became of the records of `old`: what vanished first, then all else in the order of `new`.

    Args:
        old: the version before.
        new: the version after.
        drafts: the ids of the drafts that lie beside `new` and are no part of it.
    """
    before, after = _records(old), _records(new)
    ids = {ident for _, ident in after}
    vanished = (
        Change("vanished", record, fault=_fault(record, ids, drafts))
        for key, record in before.items()
        if key not in after
    )
    corrected: dict[str, list[str]] = {}
    known = set(_corrections(old))
    for ident, by in _corrections(new):
        if (ident, by) not in known:
            corrected.setdefault(ident, []).append(by)
    moved = _moved(old, new)
    became = (
        change
        for key, record in after.items()
        for change in _became(
            before.get(key),
            record,
            tuple(corrected.get(record.id, ())) if key[0] == "claims" else (),
            moved.get(record.id) if isinstance(record, Quote) else None,
        )
    )
    return (*vanished, *became)


def _records(dataset: Dataset) -> dict[tuple[str, str], Record]:
    """Return the records by list and id: an id that went over to another list is not the same record."""
    return {(name, record.id): record for name in LISTS for record in getattr(dataset, name)}


def _fault(record: Record, ids: Collection[str], drafts: Collection[str]) -> str:
    if record.id in ids:
        return "reused"
    if record.id in drafts:
        return "draft"
    return "withdrawn-before" if record.state else "gone"


def _corrections(dataset: Dataset) -> Iterator[tuple[str, str]]:
    """Yield the ids of a claim and of another one, not withdrawn, that corrects it."""
    for claim in dataset.claims:
        for link in claim.links:
            if link.type == "corrects" and not claim.state:
                yield link.to.removeprefix(f"{dataset.id}:"), claim.id


def _moved(old: Dataset, new: Dataset) -> dict[str, Field]:
    """Return which parts of a quotation stand elsewhere in it, counted among those that stood in it before."""
    both = {(q.quotation, q.id) for q in old.quotes} & {(q.quotation, q.id) for q in new.quotes}

    def places(dataset: Dataset) -> dict[str, int]:
        found: dict[str, list[str]] = {}
        for quote in dataset.quotes:
            if (quote.quotation, quote.id) in both:
                found.setdefault(quote.quotation, []).append(quote.id)
        return {ident: number for ids in found.values() for number, ident in enumerate(ids, 1)}

    now = places(new)
    return {ident: Field("part", was, now[ident]) for ident, was in places(old).items() if was != now[ident]}


def _became(old: Record | None, new: Record, by: tuple[str, ...], moved: Field | None) -> Iterator[Change]:
    if new.state and not (old and old.state):
        yield Change("withdrawn", new)
    if by:
        yield Change("corrected", new, by=by)
    if old is None:
        yield Change("added", new)
        return
    if old.state and not new.state:
        yield Change("reinstated", new)
    fields = [field for field in _fields(old, new) if field.path != "state"]
    if moved:
        fields.append(moved)
    if fields:
        yield Change("changed", new, fields=tuple(fields))


def _fields(old: Record, new: Record) -> list[Field]:
    """Return which fields differ, in the order in which records have them."""
    before, after = dict(_leaves(old)), dict(_leaves(new))
    fields = [Field(path, before.get(path), after.get(path)) for path in {**before, **after}]
    differing = [field for field in fields if _differs(field.old, field.new)]
    return sorted(differing, key=lambda field: new._fields.index(field.path.partition(".")[0]))


def _differs(old: Value, new: Value) -> bool:
    if isinstance(old, _Order) or isinstance(new, _Order):
        # Items that came or went are fields of their own
        return old != new and set(old or ()) == set(new or ())  # type: ignore[arg-type]
    # 5 and 5.0 are equal, and written differently
    return repr(old) != repr(new)


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, Value]]:
    """Yield what is in `value` that holds something, however deep, each with its path."""
    if value is None or value is False or value == ():
        return
    if hasattr(value, "_fields"):
        besides = (*_KEYS.get(type(value), ()), *_WORKED_OUT.get(type(value), ()))
        for name, inner in zip(value._fields, value, strict=True):
            if name not in besides:
                yield from _leaves(inner, f"{path}.{name}" if path else name)
    elif isinstance(value, tuple) and isinstance(value[0], Link):
        yield path, tuple(f"{link.type} {link.to}" for link in value)
    elif isinstance(value, tuple) and type(value[0]) in _KEYS:
        items = _keyed(value)
        yield path, _Order(items)
        for key, item in items.items():
            yield from _leaves(item, f"{path}.{key}")
    else:
        yield path, value


def _keyed(items: tuple[Any, ...]) -> dict[str, Any]:
    """Return `items` by their keys; where one is there again, by how often."""
    keyed: dict[str, Any] = {}
    for item in items:
        key = ".".join(str(getattr(item, name)) for name in _KEYS[type(item)])
        times = 1
        while (name := key if times == 1 else f"{key} ({times})") in keyed:
            times += 1
        keyed[name] = item
    return keyed
