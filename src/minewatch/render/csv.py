"""CSV for spreadsheets: one header, a row a record, the same columns whatever was asked."""

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from minewatch.shapes import Plain
from minewatch.text import safe

COLUMNS = (
    "kind", "id", "source", "as_reported", "as_reported_text", "as_reported_basis", "statement", "text", "wording",
    "status", "condition", "note", "about", "topic", "said_by", "said_by_label", "mode", "attribution", "via",
    "said_to", "said_when", "said_when_text", "said_when_basis", "asked", "when", "when_text", "when_wording",
    "when_earliest", "when_latest", "when_basis", "passed", "figure", "low", "high", "worded", "qualifier", "unit",
    "per", "counted", "conversion", "as_of", "as_of_text", "as_of_basis", "country", "question", "value", "claim",
    "position_basis", "evidence", "quotes", "quotation", "context", "links", "state", "basis", "reason",
    "attribution_reason", "said_when_reason", "when_reason", "quantity_basis", "quantity_reason", "as_of_reason",
    "position_reason", "of", "label", "codes", "aliases", "roles", "relations", "members", "members_basis",
    "members_reason", "uses", "type", "to", "member", "title", "supplied_title", "publisher", "publisher_basis",
    "publisher_reason", "authors", "url", "language", "sections", "paragraphs", "normaliser", "missing", "number",
    "section", "sha256", "folded", "claims", "as_reported_reason", "dataset", "beside", "same_as", "empty",
    "derived_from", "order", "latest", "values", "datasets", "basis_source", "lines", "characters", "candidates",
    "elsewhere", "expected", "found", "place", "after", "before", "change", "record", "fields", "by", "fault",
    "file", "line", "rule", "severity", "message", "reading", "old", "new", "part", "draft",
)  # fmt: skip
"""New ones come last: who reads by position goes on reading."""
_NAMES = ("id", "name", "title", "wording", "field", "claim", "value")
"""The fields of which one is what an item of a list is called."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_END = "\r\n"


def render(records: Iterable[Plain], *, columns: Iterable[str] = COLUMNS, raw: bool = False) -> Iterator[str]:
    """Yield the header and a line for each of `records`.

    Text that a spreadsheet would run as a formula gets a `'` before it, and control characters a visible form;
    `raw` leaves both as they are.
    """
    columns = list(columns)
    buffer = io.StringIO()
    # What ends a line is what a cell is quoted for, besides; without it a cell's own line end would be one
    writer = csv.writer(buffer, lineterminator=_END)
    for row in chain([columns], _rows(records, columns, raw=raw)):
        writer.writerow(row)
        yield buffer.getvalue().removesuffix(_END)
        buffer.seek(0)
        buffer.truncate()


def _rows(records: Iterable[Plain], columns: list[str], *, raw: bool) -> Iterator[list[str]]:
    for record in records:
        flat = flatten(record)
        yield [_cell(flat.get(column), raw=raw) for column in columns]


def flatten(record: Plain) -> Plain:
    """Return `record` with the values that its columns hold: ids for entities, EDTF for dates, lists joined by `;`."""
    flat = {key: _id(value) for key, value in record.items() if key in COLUMNS}
    speaker = record.get("said_by") or record.get("speaker") or {}
    flat |= {"said_by": speaker.get("id"), "said_by_label": speaker.get("label")}
    for name in ("as_reported", "said_when", "when"):
        flat |= _date(name, record.get(name))
    quantity = record.get("quantity") or {}
    flat |= {
        key: quantity.get(key) for key in ("low", "high", "worded", "qualifier", "unit", "per", "counted", "conversion")
    }
    flat |= {"figure": quantity.get("value"), **_date("as_of", quantity.get("as_of"))}
    if record["kind"] == "claim":
        position = record["position"] or {}
        flat |= {key: _id(position.get(key)) for key in ("country", "question", "value")}
        flat |= _basis("position", position.get("basis"))
    if members := record.get("members"):
        flat |= {"members": _id(members["are"]), **_basis("members", members["basis"])}
    if record["kind"] == "source":
        flat |= {**_date("as_reported", record["published"]), **_basis("publisher", record["publisher_basis"])}
    if record["kind"] == "change":
        held = (
            [f["field"], *("(nothing)" if v is None else _id(v) for v in (f["old"], f["new"]))]
            for f in record["fields"]
        )
        flat["fields"] = ";".join("{}: {} → {}".format(*words) for words in held)
    attribution = record.get("attribution") or {}
    flat |= {
        "attribution": attribution.get("kind"),
        "attribution_reason": _reason(attribution) if attribution else None,
    }
    flat |= _basis("quantity", quantity.get("basis"))
    basis = record.get("basis") or {}
    found = {"basis": basis.get("kind"), "reason": _reason(basis) if basis else None}
    return {**flat, **found, "basis_source": basis.get("source")}


def _date(name: str, date: Plain | None) -> Plain:
    if not date:
        return {name: None}
    parts = {f"{name}_{key}": date[key] for key in ("text", "wording", "earliest", "latest")}
    return {name: date["edtf"], **parts, **_basis(name, date["basis"])}


def _basis(name: str, basis: Plain | None) -> Plain:
    return {f"{name}_basis": basis and basis["kind"], f"{name}_reason": basis and _reason(basis)}


def _id(value: Any) -> Any:
    if isinstance(value, dict):
        return value.get("id")
    if isinstance(value, list):
        return ";".join(_item(item) for item in value)
    return value


def _item(value: Any) -> str:
    if not isinstance(value, dict):
        return str(value)
    name = next((value[key] for key in _NAMES if key in value), None)
    text = str(name or ":".join(filter(None, (value.get("type"), _id(value["to"])))))
    besides = [value.get("reason"), value.get("type") if name else None, value.get("direction")]
    told = ", ".join(filter(None, [*besides, *value.get("claims", ()), _not_stated(value.get("basis"))]))
    return f"{text} ({told})" if told else text


def _not_stated(basis: Plain | None) -> str | None:
    """Return on what a field rests, where that is not simply stated."""
    return basis["kind"] if basis and basis["kind"] != "stated" else None


def _reason(basis: Plain) -> str:
    """Return why, with the paragraphs that it follows from."""
    where = [f"¶{', '.join(map(str, basis['paragraphs']))}"] if basis["paragraphs"] else []
    where += ["newsletter lines"] if basis["newsletter"] else []
    return " ".join(filter(None, (basis["reason"], f"({'; '.join(where)})" if where else None)))


def _cell(value: Any, *, raw: bool) -> str:
    if value is None:
        return ""
    if raw or not isinstance(value, str):
        return str(value)
    shown = safe(value)
    return f"'{shown}" if shown.startswith(_FORMULA) else shown
