"""What the records of a dataset say, as one fingerprint: the same however they are spread over files."""

import json

from minewatch.model import LISTS, Dataset, Edition
from minewatch.text import fingerprint


def edition(dataset: Dataset, drafts: int) -> Edition:
    """Return what `dataset` calls itself, what it holds, and how many drafts were left out of it."""
    return Edition(dataset.id, dataset.version, dataset.title, content(dataset), drafts)


def content(dataset: Dataset) -> str:
    """Return the SHA-256 of all records of `dataset`, in hexadecimal, by id; parts of a quotation in their order."""
    lists = {name: getattr(dataset, name) for name in LISTS}
    lines = [
        json.dumps([name, *record], ensure_ascii=False, separators=(",", ":"))
        for name, records in lists.items()
        for record in sorted(records, key=lambda record: getattr(record, "quotation", record.id))
    ]
    return fingerprint("\n".join(lines))
