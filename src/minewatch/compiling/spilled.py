"""Records and rows in files that are gone when all is compiled: what would take too much memory meanwhile."""

import marshal
import os
import pickle
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from minewatch.faults import Place
from minewatch.rows import Rows


class Spilled(NamedTuple):
    """Where something was put."""

    path: str
    start: int
    """In bytes."""
    size: int


def spill(place: str, lists: Mapping[str, tuple[Sequence[Any], Sequence[Place | None]]]) -> dict[str, Spilled]:
    """Put records with their places, by their lists, into the file `place`; return where in it each list is."""
    return {
        name: _put(place, pickle.dumps((list(records), list(places)), pickle.HIGHEST_PROTOCOL))
        for name, (records, places) in lists.items()
    }


def spilled_records(there: Spilled) -> tuple[list[Any], list[Any]]:
    """Return the records of a list with their places; those of one that was compiled already have None for that."""
    records, places = pickle.loads(_taken(there))  # noqa: S301 - spilled by this program
    return records, places


def packed(record: Any, place: Place) -> bytes:
    """Return one record with its place as `unpacked` takes it."""
    return pickle.dumps((record, place), pickle.HIGHEST_PROTOCOL)


def unpacked(content: bytes) -> tuple[Any, Place]:
    """Return this record with its place."""
    record, place = pickle.loads(content)  # noqa: S301 - packed by this program
    return record, place


def spill_rows(folder: str, rows: Rows) -> Spilled:
    """Put rows, by their table, into the file in `folder` that is this process's."""
    return _put(f"{folder}/rows-{os.getpid()}", marshal.dumps(rows))


def spilled_rows(there: Spilled) -> Rows:
    """Return these rows."""
    rows: Rows = marshal.loads(_taken(there))  # noqa: S302 - spilled by this program
    return rows


def _put(path: str, content: bytes) -> Spilled:
    with open(path, "ab") as file:  # noqa: PTH123 - there may be thousands of them
        file.write(content)
        return Spilled(path, file.tell() - len(content), len(content))


def _taken(there: Spilled) -> bytes:
    with open(there.path, "rb") as file:  # noqa: PTH123 - as above
        file.seek(there.start)
        return file.read(there.size)
