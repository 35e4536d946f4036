"""A Data Package (https://specs.frictionlessdata.io): a table a CSV file, with what its columns are beside them.

A folder, or a zip file where its name ends in `.zip`. The CSV is raw: texts stand as they are, also those that a
spreadsheet would run as a formula; what is for a spreadsheet is `xlsx`, or `minewatch ... --format csv`.
"""

import csv
import json
from collections.abc import Iterable
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from minewatch.export import Extract
from minewatch.export.archive import pack
from minewatch.export.columns import REPEAT, Column, Table
from minewatch.export.relations import KINDS, TABLES, filled
from minewatch.scratch import scratch

_TYPES = {"text": "string", "list": "array", "day": "date"}
"""What Table Schema has another word for."""
_RAW = (
    "The CSV is raw: a text stands as it is, also where a spreadsheet would run it as a formula. Open it with what "
    "reads data, or use the xlsx export."
)
_DESCRIPTOR = "datapackage.json"


def write(extract: Extract, path: Path) -> None:
    """Write the package to the folder `path`, or to a zip file of that name."""
    if path.suffix.lower() != ".zip":
        _fill(path, extract)
        return
    with scratch() as folder:
        _fill(folder / "package", extract)
        pack(folder / "package", path)


def _fill(folder: Path, extract: Extract) -> None:
    folder.mkdir()
    resources: dict[str, dict[str, Any]] = {}
    for kind in KINDS:
        with ExitStack() as stack:
            tables = [table for table in TABLES if table.of == kind]
            files = {
                table.name: _File(stack.enter_context((folder / f"{table.name}.csv").open("wb"))) for table in tables
            }
            for table in tables:
                files[table.name].add(column.name for column in table.columns)
            for table, values in filled(kind, extract):
                files[table.name].add(map(_cell, values))
            resources |= {table.name: _resource(table) | files[table.name].measured for table in tables}
    package = _package(extract) | {"resources": [resources[table.name] for table in TABLES]}
    descriptor = json.dumps(package, ensure_ascii=False, indent=2)
    (folder / _DESCRIPTOR).write_text(f"{descriptor}\n", encoding="utf-8", newline="\n")


class _File:
    """A CSV file that is being written, with its size and hash so far."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._size, self._hash = file, 0, sha256()
        # With the usual \r\n between rows both of these are quoted where they stand in a text
        self._writer = csv.writer(self)

    @property
    def measured(self) -> dict[str, Any]:
        """What a package says of how large it is and what is in it."""
        return {"bytes": self._size, "hash": f"sha256:{self._hash.hexdigest()}"}

    def add(self, cells: Iterable[Any]) -> None:
        """Add a row."""
        self._writer.writerow(cells)

    def write(self, line: str) -> None:
        """Take a row as it stands in the file."""
        content = line.encode()
        self._size += len(content)
        self._hash.update(content)
        self._file.write(content)


def _cell(value: Any) -> Any:
    if isinstance(value, tuple):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value


def _package(extract: Extract) -> dict[str, Any]:
    """Return what the package says of itself."""
    setting = extract.setting
    first, *others = setting.editions
    return {
        "profile": "tabular-data-package",
        "name": first.id,
        "title": "; ".join(edition.title or edition.id for edition in setting.editions),
        **({"version": first.version} if first.version and not others else {}),
        "description": f"What was reported, by whom, how firmly and when. {REPEAT} {_RAW}",
        "sources": [
            {"title": source.name} | ({"path": source.url} if source.url else {}) for source in extract.holdings.sources
        ],
    }


def _resource(table: Table) -> dict[str, Any]:
    return {
        "name": table.name.replace("_", "-"),
        "path": f"{table.name}.csv",
        "profile": "tabular-data-resource",
        "description": table.what,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "fields": [_field(column, table) for column in table.columns],
            "primaryKey": list(table.key),
            "missingValues": [""],
            "foreignKeys": [
                {
                    "fields": list(reference.columns),
                    "reference": {
                        # The package's own word for the same table
                        "resource": "" if reference.table == table.name else reference.table.replace("_", "-"),
                        "fields": list(reference.key),
                    },
                }
                for reference in table.references
            ],
        },
    }


def _field(column: Column, table: Table) -> dict[str, Any]:
    required = {"constraints": {"required": True}} if column.name in table.key else {}
    return {
        "name": column.name,
        "type": _TYPES.get(column.type, column.type),
        "description": column.what,
        **required,
    }
