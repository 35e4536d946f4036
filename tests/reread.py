"""What is exported, read back: written from docs/exports.md alone, for somebody who has the files and not the program."""

import csv
import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from minewatch import model

Values = dict[str, Any]
Rows = Callable[[str], list[Values]]
"""The rows of a table, in order; lists as lists, booleans as booleans."""


class Records(NamedTuple):
    """Every record of an export."""

    sources: tuple[model.Source, ...]
    entities: tuple[model.Entity, ...]
    claims: tuple[model.Claim, ...]
    quotes: tuple[model.Quote, ...]
    gaps: tuple[model.Gap, ...]


# Tables


def sqlite_rows(path: Path) -> Rows:
    """Read a SQLite database, in which rows stand in the order of the dataset."""
    lists = {"codes", "same_as", "authors", "sections"}
    booleans = "newsletter"

    def rows(table: str) -> list[Values]:
        db = sqlite3.connect(path)
        db.row_factory = sqlite3.Row
        found = []
        for row in map(dict, db.execute(f'SELECT * FROM "{table}" ORDER BY rowid')):
            for name, value in row.items():
                if value is not None and (name in lists or name.endswith("paragraphs")):
                    row[name] = json.loads(value)
                elif value is not None and name.endswith(booleans):
                    row[name] = bool(value)
            found.append(row)
        db.close()
        return found

    return rows


def package_rows(folder: Path) -> Rows:
    """Read a Data Package by its descriptor."""
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    read: dict[str, Callable[[str], Any]] = {
        "string": str, "date": str, "integer": int, "number": float, "array": json.loads, "boolean": {"true": True, "false": False}.__getitem__,
    }  # fmt: skip

    def rows(table: str) -> list[Values]:
        (resource,) = (r for r in package["resources"] if r["path"] == f"{table}.csv")
        types = {field["name"]: read[field["type"]] for field in resource["schema"]["fields"]}
        with (folder / resource["path"]).open(encoding="utf-8", newline="") as file:
            return [
                {name: None if value == "" else types[name](value) for name, value in row.items()}
                for row in csv.DictReader(file)
            ]

    return rows


def from_tables(rows: Rows) -> Records:
    """Return the records that are in tables."""

    def of(table: str, owner: str) -> dict[str, list[Values]]:
        found = defaultdict(list)
        for row in sorted(rows(table), key=lambda row: row["n"]):
            found[row[owner]].append(row)
        return found

    aliases, roles, relations, members, uses = (
        of(table, "entity") for table in ("alias", "role", "relation", "member", "wording")
    )
    missing, origins = of("missing", "source"), of("origin", "source")
    paragraphs = defaultdict(list)
    for row in rows("paragraph"):
        paragraphs[row["source"]].append(model.Paragraph(*(row[f] for f in model.Paragraph._fields)))
    lists = {
        (record, name): of(f"{record}_{name}", record)
        for record, names in {"claim": ("about", "topic", "evidence", "quotes", "link"), "quote": ("about", "topic"), "gap": ("about", "topic")}.items()
        for name in names
    }  # fmt: skip

    def listed(record: str, name: str, ident: str, column: str) -> tuple[Any, ...]:
        return tuple(row[column] for row in lists[record, name][ident])

    sources = tuple(
        model.Source(
            row["id"], row["title"], row["supplied_title"], row["publisher"], _basis(row, "publisher_"),
            tuple(row["authors"]), row["url"], row["language"], _required(_date(row, "published")), tuple(row["sections"]),
            tuple(paragraphs[row["id"]]), row["normaliser"],
            tuple(model.Missing(m["field"], m["reason"]) for m in missing[row["id"]]),
            tuple(model.Origin(o["to"], _basis(o)) for o in origins[row["id"]]), row["state"], row["dataset"],
        )
        for row in rows("source")
    )  # fmt: skip
    entities = tuple(
        model.Entity(
            row["id"], row["kind"], row["label"], tuple(row["codes"]),
            tuple(model.Alias(a["name"], a["type"]) for a in aliases[row["id"]]),
            tuple(model.Role(r["title"], _basis(r)) for r in roles[row["id"]]),
            tuple(model.Relation(r["type"], r["to"], _basis(r)) for r in relations[row["id"]]),
            model.Members(tuple(m["member"] for m in found), _basis(found[0])) if (found := members[row["id"]]) else None,
            tuple(model.Wording(u["wording"], _basis(u)) for u in uses[row["id"]]),
            row["note"], tuple(row["same_as"]), row["state"],
        )
        for row in rows("entity")
    )  # fmt: skip
    claims = tuple(
        model.Claim(
            row["id"], row["source"], row["statement"], listed("claim", "about", row["id"], "entity"),
            listed("claim", "topic", row["id"], "topic"), listed("claim", "evidence", row["id"], "paragraph"),
            row["said_by"], row["mode"], _basis(row, "attribution_"), row["said_to"], _date(row, "said_when"), row["via"],
            row["asked"], listed("claim", "quotes", row["id"], "quote"), row["status"], row["condition"],
            _date(row, "when"), _quantity(row), _position(row), row["note"],
            tuple(model.Link(link["type"], link["to"]) for link in lists["claim", "link"][row["id"]]), row["state"], _basis(row),
        )
        for row in rows("claim")
    )  # fmt: skip
    quotes = tuple(
        model.Quote(
            row["id"], row["source"], row["quotation"], row["speaker"], row["text"], row["paragraph"],
            listed("quote", "about", row["id"], "entity"), listed("quote", "topic", row["id"], "topic"), row["context"],
            row["said_to"], row["state"],
        )
        for row in rows("quote")
    )  # fmt: skip
    gaps = tuple(
        model.Gap(
            row["id"], row["source"], listed("gap", "about", row["id"], "entity"),
            listed("gap", "topic", row["id"], "topic"), row["wording"], row["state"],
        )
        for row in rows("gap")
    )  # fmt: skip
    return Records(sources, entities, claims, quotes, gaps)


def _basis(row: Values, prefix: str = "") -> model.Basis:
    # A claim's and a quote's own source is in `source`; the basis of one has none of its own
    other = row.get("source") if "entity" in row else None
    values = (row[f"{prefix}{name}"] for name in ("basis", "reason", "paragraphs", "newsletter"))
    kind, reason, paragraphs, newsletter = values
    return model.Basis(kind, reason, tuple(paragraphs), newsletter, other)


def _date(row: Values, name: str) -> model.Date | None:
    if row[f"{name}_edtf"] is None:
        return None
    earliest, latest, start_latest = (row[f"{name}_{part}"] for part in ("earliest", "latest", "start_latest"))
    basis = _basis(row, f"{name}_")
    return model.Date(row[f"{name}_edtf"], row[f"{name}_wording"], basis, earliest, latest, start_latest, row[name])


def _required(date: model.Date | None) -> model.Date:
    assert date
    return date


def _quantity(row: Values) -> model.Quantity | None:
    if row["quantity_basis"] is None:
        return None
    plain = ("value", "low", "high", "worded", "qualifier", "unit", "per", "counted", "conversion")
    values = [row[f"quantity_{name}"] for name in plain]
    return model.Quantity._make([*values, _date(row, "quantity_as_of"), _basis(row, "quantity_")])


def _position(row: Values) -> model.Position | None:
    if row["position_basis"] is None:
        return None
    basis = _basis(row, "position_")
    return model.Position(row["position_country"], row["position_question"], row["position_value"], basis)


# JSON Lines


def from_jsonl(lines: Iterable[str]) -> Records:
    """Return the records that are in JSON Lines."""
    read = [json.loads(line) for line in lines]

    def of(*kinds: str) -> list[Values]:
        return [line for line in read if line["kind"] in kinds]

    def ident(value: Values | None) -> Any:
        return value and value["id"]

    def idents(values: list[Values]) -> tuple[str, ...]:
        return tuple(value["id"] for value in values)

    def basis(value: Values) -> model.Basis:
        return model.Basis(**value | {"paragraphs": tuple(value["paragraphs"])})

    def date(value: Values | None) -> Any:
        return value and model.Date(**value | {"basis": basis(value["basis"])})

    paragraphs = defaultdict(list)
    for line in of("paragraph"):
        paragraphs[line["source"]].append(model.Paragraph(*(line[field] for field in model.Paragraph._fields)))
    sources = tuple(
        model.Source(
            line["id"], line["title"], line["supplied_title"], ident(line["publisher"]), basis(line["publisher_basis"]),
            tuple(line["authors"]), line["url"], line["language"], date(line["published"]), tuple(line["sections"]),
            tuple(paragraphs[line["id"]]), line["normaliser"],
            tuple(model.Missing(**item) for item in line["missing"]),
            tuple(model.Origin(item["to"], basis(item["basis"])) for item in line["derived_from"]),
            line["state"], line["dataset"],
        )
        for line in of("source")
    )  # fmt: skip
    entities = tuple(
        model.Entity(
            line["id"], line["kind"], line["label"], tuple(line["codes"]),
            tuple(model.Alias(**item) for item in line["aliases"]),
            tuple(model.Role(item["title"], basis(item["basis"])) for item in line["roles"]),
            tuple(model.Relation(item["type"], ident(item["to"]), basis(item["basis"])) for item in line["relations"]),
            (found := line["members"]) and model.Members(idents(found["are"]), basis(found["basis"])),
            tuple(model.Wording(item["wording"], basis(item["basis"])) for item in line["uses"]),
            line["note"], tuple(line["same_as"]), line["state"],
        )
        for line in of(*model.KINDS)
    )  # fmt: skip
    claims = tuple(
        model.Claim(
            line["id"], line["source"], line["statement"], idents(line["about"]), tuple(line["topic"]),
            tuple(line["evidence"]), ident(line["said_by"]), line["mode"], basis(line["attribution"]), ident(line["said_to"]),
            date(line["said_when"]), ident(line["via"]), line["asked"], tuple(line["quotes"]), line["status"],
            line["condition"], date(line["when"]),
            (quantity := line["quantity"]) and model.Quantity(
                **quantity | {"as_of": date(quantity["as_of"]), "basis": basis(quantity["basis"])}
            ),
            (position := line["position"]) and model.Position(
                **position | {"country": ident(position["country"]), "basis": basis(position["basis"])}
            ),
            line["note"], tuple(model.Link(**link) for link in line["links"]), line["state"], basis(line["basis"]),
        )
        for line in of("claim")
    )  # fmt: skip
    quotes = tuple(
        model.Quote(
            line["id"], line["source"], line["quotation"], ident(line["speaker"]), line["text"], line["evidence"][0],
            idents(line["about"]), tuple(line["topic"]), line["context"], ident(line["said_to"]), line["state"],
        )
        for line in of("quote")
    )  # fmt: skip
    gaps = tuple(
        model.Gap(
            line["id"], line["source"], idents(line["about"]), tuple(line["topic"]), line["wording"], line["state"]
        )
        for line in of("gap")
    )
    return Records(sources, entities, claims, quotes, gaps)
