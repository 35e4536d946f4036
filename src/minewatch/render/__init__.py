"""The formats: an answer as lines of text. Nothing here asks about the terminal, the clock or the environment.

A format's module is imported when something is written in it; what completes a command line reads their names only.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from minewatch.errors import BadUsage, Unanswered
from minewatch.record import NamedTuple
from minewatch.text import to_ascii

if TYPE_CHECKING:
    from minewatch.answers import Answer, Setting
    from minewatch.shapes import Plain
    from minewatch.view.blocks import Block
    from minewatch.view.reference import Reference


class Manner(NamedTuple):
    """How an answer is to be written; each format takes what concerns it."""

    width: int | None = None
    """Columns of a terminal; None for a pipe, which is neither wrapped nor cut."""
    colour: bool = False
    links: bool = False
    """Whether a paragraph's mark may carry the address of its source."""
    ascii_only: bool = False
    """Whether the output can show nothing but ASCII."""
    limit: int | None = None
    """How many rows at the most, all if it is None."""
    fields: tuple[str, ...] = ()
    """Which fields of each record to keep, all if none is named: for json, jsonl and csv."""
    raw: bool = False
    """Whether csv cells are exact, and not made safe for a spreadsheet."""


class Asked(NamedTuple):
    """What is to be written."""

    answer: "Answer"
    """Cut to the limit."""
    whole: "Answer"
    setting: "Setting"
    manner: Manner


Writer = Callable[[Asked], Iterator[str]]


def render(name: str, answer: "Answer", setting: "Setting", manner: Manner) -> Iterator[str]:
    """Return the lines of `answer` in the format `name`, without their line ends.

    Raises:
        BadUsage: there is no such format, it is one of other answers, or it has no such fields.
    """
    from minewatch.answers import Briefs, Checked, Citations
    from minewatch.extent import cut

    known = {Checked: PROBLEMS, Citations: CITATIONS, Briefs: BRIEFINGS}.get(type(answer), FORMATS)
    settle(name, manner, known)
    return known[name](Asked(cut(answer, manner.limit), answer, setting, manner))


def settle(name: str, manner: Manner, known: Collection[str]) -> None:
    """Do nothing if what is asked for can be written, whatever the answer.

    Raises:
        BadUsage: the format `name` is none of those that are `known` here, or what is asked goes with others.
    """
    if name not in known:
        elsewhere = " and ".join(f"minewatch {one}" for one, formats in _OWN.items() if name in formats)
        what = f"the format {name!r} is for {elsewhere}" if elsewhere else f"there is no format {name!r}"
        raise BadUsage(f"{what}; {'here ' if elsewhere else ''}there are {', '.join(known)}")
    if manner.fields and name not in WITH_FIELDS:
        raise BadUsage(f"--fields goes with {', '.join(WITH_FIELDS)}, and not with {name}")
    if manner.raw and name != "csv":
        raise BadUsage(f"--raw goes with csv, and not with {name}")


def refuse(name: str, error: Unanswered, setting: "Setting", manner: Manner) -> Iterator[str]:
    """Return what the format `name` has to say where there is no answer: a JSON document says why, all else nothing."""
    if name != "json":
        return iter(())
    from minewatch import shapes
    from minewatch.render import json

    around = shapes.envelope(setting, total=0, truncated=False, absence=shapes.absence(error, setting))
    return json.render(around, (), ascii_only=manner.ascii_only)


def _table(asked: Asked) -> Iterator[str]:
    from minewatch.render import table

    manner = asked.manner
    lines = table.render(_page(asked), width=manner.width, colour=manner.colour, links=manner.links)
    return map(to_ascii, lines) if manner.ascii_only else lines


def _json(asked: Asked) -> Iterator[str]:
    from minewatch import shapes
    from minewatch.render import json

    # A selection is one of fields of records: a card's then come without the card
    listed = shapes.records if asked.manner.fields else shapes.results
    results = listed(asked.answer, asked.setting)
    shown = shapes.known_number(asked.answer)
    if shown is None:
        results = list(results)
        shown = len(results)
    total = shown
    if asked.manner.limit is not None:
        known = shapes.known_number(asked.whole)
        total = sum(1 for _ in listed(asked.whole, asked.setting)) if known is None else known
    around = shapes.envelope(
        asked.setting,
        total=total,
        truncated=shown < total,
        undated=getattr(asked.answer, "undated", 0),
        group=getattr(asked.answer, "group", None),
    )
    return json.render(around, _chosen(asked, results), ascii_only=asked.manner.ascii_only)


def _jsonl(asked: Asked) -> Iterator[str]:
    from minewatch.render import jsonl

    return jsonl.render(_chosen(asked, _records(asked)), ascii_only=asked.manner.ascii_only)


def _csv(asked: Asked) -> Iterator[str]:
    from minewatch.render import csv

    columns = _known(asked.manner.fields, csv.COLUMNS) or csv.COLUMNS
    return csv.render(_records(asked), columns=columns, raw=asked.manner.raw)


def _md(asked: Asked) -> Iterator[str]:
    from minewatch.render import md

    lines = md.render(_page(asked))
    return map(to_ascii, lines) if asked.manner.ascii_only else lines


def _html(asked: Asked) -> Iterator[str]:
    from minewatch.render import html

    lines = html.render(_page(asked))
    return (line.encode("ascii", "xmlcharrefreplace").decode() for line in lines) if asked.manner.ascii_only else lines


def _plain(asked: Asked) -> Iterator[str]:
    from minewatch.render import plain

    return plain.render(_references(asked))


def _bibtex(asked: Asked) -> Iterator[str]:
    from minewatch.render import bibtex

    return bibtex.render(_references(asked), ascii_only=asked.manner.ascii_only)


def _csl(asked: Asked) -> Iterator[str]:
    from minewatch.render import csl

    return csl.render((record["csl"] for record in _records(asked)), ascii_only=asked.manner.ascii_only)


def _ris(asked: Asked) -> Iterator[str]:
    from minewatch.render import ris

    return ris.render(_references(asked))


def _problems(asked: Asked) -> Iterator[str]:
    from minewatch.answers import Checked
    from minewatch.view.check import lines

    assert isinstance(asked.answer, Checked)
    return map(to_ascii, lines(asked.answer)) if asked.manner.ascii_only else lines(asked.answer)


FORMATS: dict[str, Writer] = {
    "table": _table,
    "json": _json,
    "jsonl": _jsonl,
    "csv": _csv,
    "md": _md,
}
"""The formats of every answer; the first is the usual one."""
CITATIONS: dict[str, Writer] = {"plain": _plain, "bibtex": _bibtex, "csl": _csl, "ris": _ris, **FORMATS}
"""Those of citations."""
PROBLEMS: dict[str, Writer] = {"plain": _problems, **FORMATS}
"""Those of what is wrong in a dataset."""
BRIEFINGS: dict[str, Writer] = {**FORMATS, "html": _html}
"""Those of briefings."""
_OWN = {"cite": CITATIONS, "check": PROBLEMS, "brief": BRIEFINGS}
"""Which command has formats of its own."""
WITH_FIELDS = ("json", "jsonl", "csv")


def _page(asked: Asked) -> "list[Block]":
    from minewatch.extent import rows
    from minewatch.view import page

    shown, whole = rows(asked.answer), rows(asked.whole)
    cut = whole.number if shown and whole and shown.number < whole.number else None
    return page(asked.answer, asked.setting._replace(whole=cut), ascii_only=asked.manner.ascii_only)


def _records(asked: Asked) -> "Iterator[Plain]":
    from minewatch import shapes

    return shapes.records(asked.answer, asked.setting)


def _references(asked: Asked) -> "tuple[Reference, ...]":
    from minewatch.answers import Citations
    from minewatch.view.blocks import in_ascii
    from minewatch.view.reference import references

    assert isinstance(asked.answer, Citations)
    found = references(asked.answer, asked.setting)
    return in_ascii(found) if asked.manner.ascii_only else found


def _chosen(asked: Asked, records: "Iterable[Plain]") -> "Iterable[Plain]":
    """Return `records` with the fields that are asked for only, all of them if none is named."""
    fields = asked.manner.fields
    if not fields:
        return records
    from minewatch import contract

    _known(fields, contract.fields(asked.answer))
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
