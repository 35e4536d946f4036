"""The formats: an answer as lines of text. Nothing here asks about the terminal, the clock or the environment."""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from minewatch import shapes
from minewatch.answers import Answer, Citations, Setting
from minewatch.errors import BadUsage, Unanswered
from minewatch.extent import cut

if TYPE_CHECKING:
    from minewatch.view.reference import Reference


class Manner(NamedTuple):
    """How an answer is to be written; each format takes what concerns it."""

    width: int | None = None
    """Columns of a terminal; None for a pipe, which is neither wrapped nor cut."""
    colour: bool = False
    ascii_only: bool = False
    """Whether the output can show nothing but ASCII."""
    limit: int | None = None
    """How many rows at the most, all if it is None."""
    fields: tuple[str, ...] = ()
    """Which fields of each record to keep, all if none is named: for json, jsonl and csv."""
    raw: bool = False
    """Whether csv cells are exact, and not made safe for a spreadsheet."""


def render(name: str, answer: Answer, setting: Setting, manner: Manner) -> Iterator[str]:
    """Return the lines of `answer` in the format `name`, without their line ends.

    Raises:
        BadUsage: there is no such format, it is one of other answers, or it has no such fields.
    """
    known = formats(type(answer))
    if name not in known:
        elsewhere = any(name in own for own in ONLY.values())
        what = f"the format {name!r} is for citations (minewatch cite)" if elsewhere else f"there is no format {name!r}"
        raise BadUsage(f"{what}; {'here ' if elsewhere else ''}there are {', '.join(known)}")
    if manner.fields and name not in WITH_FIELDS:
        raise BadUsage(f"--fields goes with {', '.join(WITH_FIELDS)}, and not with {name}")
    if manner.raw and name != "csv":
        raise BadUsage(f"--raw goes with csv, and not with {name}")
    return known[name](answer, setting, manner)


def formats(kind: Any) -> dict[str, "Writer"]:
    """Return the formats of an answer of that type, the one first that is usual for it."""
    return ONLY.get(kind, {}) | FORMATS


def _table(answer: Answer, setting: Setting, manner: Manner) -> Iterator[str]:
    from minewatch.render import table
    from minewatch.view import page

    blocks = page(cut(answer, manner.limit), setting, ascii_only=manner.ascii_only)
    return table.render(blocks, width=manner.width, colour=manner.colour)


def _json(answer: Answer, setting: Setting, manner: Manner) -> Iterator[str]:
    from minewatch.render import json

    # A selection is one of fields of records: a card's then come without the card
    listed = shapes.records if manner.fields else shapes.results
    results = list(listed(cut(answer, manner.limit), setting))
    total = len(results) if manner.limit is None else sum(1 for _ in listed(answer, setting))
    around = shapes.envelope(setting, total=total, truncated=len(results) < total)
    return json.render(around, _chosen(answer, results, manner.fields), ascii_only=manner.ascii_only)


def _jsonl(answer: Answer, setting: Setting, manner: Manner) -> Iterator[str]:
    from minewatch.render import jsonl

    records = shapes.records(cut(answer, manner.limit), setting)
    return jsonl.render(_chosen(answer, records, manner.fields), ascii_only=manner.ascii_only)


def _csv(answer: Answer, setting: Setting, manner: Manner) -> Iterator[str]:
    from minewatch.render import csv

    columns = _known(manner.fields, csv.COLUMNS) or csv.COLUMNS
    return csv.render(shapes.records(cut(answer, manner.limit), setting), columns=columns, raw=manner.raw)


def _md(answer: Answer, setting: Setting, manner: Manner) -> Iterator[str]:
    from minewatch.render import md
    from minewatch.view import page

    return md.render(page(cut(answer, manner.limit), setting, ascii_only=manner.ascii_only))


def _plain(answer: Answer, setting: Setting, manner: Manner) -> Iterator[str]:
    from minewatch.render import plain

    return plain.render(_references(answer, setting, manner))


def _bibtex(answer: Answer, setting: Setting, manner: Manner) -> Iterator[str]:
    from minewatch.render import bibtex

    return bibtex.render(_references(answer, setting, manner), ascii_only=manner.ascii_only)


def _csl(answer: Answer, setting: Setting, manner: Manner) -> Iterator[str]:
    from minewatch.render import csl

    items = (record["csl"] for record in shapes.records(cut(answer, manner.limit), setting))
    return csl.render(items, ascii_only=manner.ascii_only)


def _ris(answer: Answer, setting: Setting, manner: Manner) -> Iterator[str]:
    from minewatch.render import ris

    return ris.render(_references(answer, setting, manner))


Writer = Callable[[Answer, Setting, Manner], Iterator[str]]
FORMATS: dict[str, Writer] = {
    "table": _table,
    "json": _json,
    "jsonl": _jsonl,
    "csv": _csv,
    "md": _md,
}
"""The formats of every answer."""
ONLY: dict[Any, dict[str, Writer]] = {
    Citations: {"plain": _plain, "bibtex": _bibtex, "csl": _csl, "ris": _ris},
}
"""Those that one type of answer has besides."""
WITH_FIELDS = ("json", "jsonl", "csv")


def _references(answer: Answer, setting: Setting, manner: Manner) -> "tuple[Reference, ...]":
    from minewatch.view.blocks import in_ascii
    from minewatch.view.reference import references

    answer = cut(answer, manner.limit)
    assert isinstance(answer, Citations)
    found = references(answer, setting)
    return in_ascii(found) if manner.ascii_only else found


def refuse(name: str, error: Unanswered, setting: Setting, manner: Manner) -> Iterator[str]:
    """Return what the format `name` has to say where there is no answer: a JSON document says why, all else nothing."""
    if name != "json":
        return iter(())
    from minewatch.render import json

    around = shapes.envelope(setting, total=0, truncated=False, absence=shapes.absence(error, setting))
    return json.render(around, (), ascii_only=manner.ascii_only)


def _chosen(answer: Answer, records: Iterable[shapes.Plain], fields: tuple[str, ...]) -> Iterable[shapes.Plain]:
    """Return `records` with these fields only, all of them if none is named."""
    if not fields:
        return records
    from minewatch import contract

    _known(fields, contract.fields(answer))
    return ({field: record.get(field) for field in fields} for record in records)


def _known(fields: tuple[str, ...], known: Iterable[str]) -> tuple[str, ...]:
    """Return `fields`, all of which are among `known`.

    Raises:
        BadUsage: one is not.
    """
    known = list(known)
    for field in fields:
        if field not in known:
            raise BadUsage(f"there is no field {field!r} here; there are {', '.join(known)}")
    return fields
