"""A Data Package (https://specs.frictionlessdata.io): a table a CSV file, with what its columns are beside them.

A folder, or a zip file where its name ends in `.zip`. The CSV is raw: texts stand as they are, also those that a
spreadsheet would run as a formula; what is for a spreadsheet is `xlsx`, or `minewatch ... --format csv`.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from minewatch.export import Extract
from minewatch.export.archive import entry
from minewatch.export.columns import REPEAT, Column, Table
from minewatch.export.relations import TABLES

_TYPES = {"text": "string", "list": "array", "day": "date"}
"""What Table Schema has another word for."""
_RAW = (
    "The CSV is raw: a text stands as it is, also where a spreadsheet would run it as a formula. Open it with what "
    "reads data, or use the xlsx export."
)
_DESCRIPTOR = "datapackage.json"


def write(extract: Extract, path: Path) -> None:
    """Write the package to the folder `path`, or to a zip file of that name."""
    if path.suffix.lower() == ".zip":
        with ZipFile(path, "w", ZIP_DEFLATED) as archive:
            for name, content in _files(extract):
                with archive.open(entry(name), "w", force_zip64=True) as file:
                    _pour(content, file)
        return
    path.mkdir()
    for name, content in _files(extract):
        with (path / name).open("wb") as file:
            _pour(content, file)


def _pour(content: Iterable[bytes], file: IO[bytes]) -> None:
    for piece in content:
        file.write(piece)


def _files(extract: Extract) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Yield the name of each file with its content, which is to be read before the next; the descriptor is the last."""
    resources = []
    for table in TABLES:
        measured = _Measured(_csv(table, extract))
        yield f"{table.name}.csv", measured
        resources.append(_resource(table) | {"bytes": measured.size, "hash": f"sha256:{measured.hash.hexdigest()}"})
    descriptor = json.dumps(_package(extract) | {"resources": resources}, ensure_ascii=False, indent=2)
    yield _DESCRIPTOR, [f"{descriptor}\n".encode()]


class _Measured:
    """Content, with how much it was and its hash once it has been gone through."""

    def __init__(self, content: Iterable[bytes]) -> None:
        self.content, self.size, self.hash = content, 0, sha256()

    def __iter__(self) -> Iterator[bytes]:
        for piece in self.content:
            self.size += len(piece)
            self.hash.update(piece)
            yield piece


def _csv(table: Table, extract: Extract) -> Iterator[bytes]:
    buffer = io.StringIO()
    # With the usual \r\n both of these characters are quoted where they stand in a text
    writer = csv.writer(buffer)
    writer.writerow([column.name for column in table.columns])
    for values in table.filled(extract):
        writer.writerow(map(_cell, values))
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue().encode()


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
