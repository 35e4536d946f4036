"""SQLite: a database with the tables of `relations`, foreign keys and full-text search, for `sqlite3` and Datasette.

Beside `NAME.sqlite` stands `NAME.metadata.json`, which tells Datasette what the tables and columns are. Texts are
exact; a list is a JSON array, a boolean 0 or 1.
"""

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from minewatch.errors import MinewatchError
from minewatch.export import Extract
from minewatch.export.columns import REPEAT, Table
from minewatch.export.relations import KINDS, TABLES, filled

_TYPES = {"integer": "INTEGER", "number": "REAL", "boolean": "INTEGER"}
"""What is not text."""
SEARCHED = {
    "claim": ("text", "note", "said_by_label"),
    "quote": ("text", "context", "speaker_label"),
    "gap": ("wording",),
    "entity": ("label",),
}
"""The columns of a table in which words can be looked for, in the table of its name and `_fts`."""
_FACETS = {"claim": ("status", "basis", "said_by", "source"), "quote": ("speaker",), "entity": ("kind",)}
_LABELS = {"claim": "text", "quote": "text", "gap": "wording", "entity": "label", "source": "id"}


def write(extract: Extract, path: Path) -> None:
    """Write the database to `path`, and what Datasette reads beside it.

    Raises:
        MinewatchError: it cannot be written.
    """
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as db:
            _fill(db, extract)
    except sqlite3.OperationalError as error:
        raise MinewatchError(f"{path.name} cannot be written: {error}") from error
    metadata = json.dumps(_metadata(extract, path.stem), ensure_ascii=False, indent=2)
    path.with_suffix(".metadata.json").write_text(f"{metadata}\n", encoding="utf-8", newline="\n")


def _fill(db: sqlite3.Connection, extract: Extract) -> None:
    # Nobody else has the file, and half of it is never moved to its place
    db.executescript("PRAGMA journal_mode = off; PRAGMA synchronous = off; PRAGMA foreign_keys = on; BEGIN")
    # A claim may be linked with one that comes after it
    db.execute("PRAGMA defer_foreign_keys = on")
    for table in TABLES:
        db.execute(_create(table))
    inserts = {t.name: f"INSERT INTO {t.name} VALUES ({', '.join('?' * len(t.columns))})" for t in TABLES}
    for kind in KINDS:
        for table, values in filled(kind, extract):
            db.execute(inserts[table.name], _plain(values))
    for table in TABLES:
        for reference in table.references:
            name = "_".join((table.name, *reference.columns))
            db.execute(f'CREATE INDEX "{name}" ON {table.name} ({_names(reference.columns)})')
    for name, searched in SEARCHED.items():
        # So written, Datasette sees whose words these are
        options = f"content=\"{name}\", tokenize = 'unicode61 remove_diacritics 2'"
        db.execute(f"CREATE VIRTUAL TABLE {name}_fts USING fts5 ({_names(searched)}, {options})")
        db.execute(f"INSERT INTO {name}_fts ({name}_fts) VALUES ('rebuild')")
    db.execute("COMMIT")


def _create(table: Table) -> str:
    """Return the statement that makes `table`."""
    lines = [f'"{column.name}" {_TYPES.get(column.type, "TEXT")}' for column in table.columns]
    lines.append(f"PRIMARY KEY ({_names(table.key)})")
    lines += [f"FOREIGN KEY ({_names(r.columns)}) REFERENCES {r.table} ({_names(r.key)})" for r in table.references]
    columns = ",\n  ".join(lines)
    return f"CREATE TABLE {table.name} (\n  {columns}\n) STRICT"


def _names(columns: Iterable[str]) -> str:
    # `when` and `to` are words of SQL
    return ", ".join(f'"{name}"' for name in columns)


def _plain(values: Iterable[Any]) -> list[Any]:
    return [json.dumps(value, ensure_ascii=False) if isinstance(value, tuple) else value for value in values]


def _metadata(extract: Extract, database: str) -> dict[str, Any]:
    """Return what Datasette is told: titles, what tables and columns are, and by what to narrow them down."""
    setting = extract.setting
    tables = {
        table.name: {
            "description": table.what,
            "columns": {column.name: column.what for column in table.columns},
            **({"facets": list(_FACETS[table.name])} if table.name in _FACETS else {}),
            **({"label_column": _LABELS[table.name]} if table.name in _LABELS else {}),
        }
        for table in TABLES
    }
    return {
        "title": "; ".join(edition.title or edition.id for edition in setting.editions),
        "description": f"What was reported, by whom, how firmly and when. {REPEAT}",
        "databases": {database: {"tables": tables}},
    }
