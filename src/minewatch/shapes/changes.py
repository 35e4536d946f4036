"""What became of records, as `contract` has it."""

from typing import TYPE_CHECKING

from minewatch.answers import Differences
from minewatch.shapes.records import edition

if TYPE_CHECKING:
    from minewatch import contract
    from minewatch.changes import Change, Field


def differences(item: Differences) -> "contract.Differences":
    """Return two versions of a dataset with what became of its records."""
    return {
        "kind": "differences",
        "old": edition(item.old),
        "new": edition(item.new),
        "remarks": list(item.remarks),
        "faults": sum(1 for one in item.changes if one.fault),
        "changes": list(map(change, item.changes)),
    }


def change(item: "Change") -> "contract.Change":
    """Return what became of a record."""
    return {
        "kind": "change",
        "id": item.record.id,
        "change": item.what,
        "record": item.kind,
        "text": item.text,
        "fields": list(map(_field, item.fields)),
        "by": list(item.by),
        "fault": item.fault,
    }


def _field(item: "Field") -> "contract.Field":
    old, new = (list(value) if isinstance(value, tuple) else value for value in (item.old, item.new))
    return {"field": item.path, "old": old, "new": new}
