"""What the records of a dataset say, as one fingerprint: the same however they are spread over files."""

import json
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from minewatch.model import LISTS, Dataset, Edition, Record

# A record is no part of itself, and to look for that takes a sixth of the time
_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


def freeze(record: tuple[Any, ...]) -> str:
    """Return a record, or a list that is a field of one, as JSON; of a record `model.thawed` makes it again."""
    return _encode(record)


def edition(dataset: Dataset, drafts: int) -> Edition:
    """Return what `dataset` calls itself, what it holds, and how many drafts were left out of it."""
    return Edition(dataset.id, dataset.version, dataset.title, content(dataset), drafts)


def content(dataset: Dataset) -> str:
    """Return the SHA-256 of all records of `dataset`, in hexadecimal, whatever their order."""
    digests = []
    for name in LISTS:
        parts: Counter[str] = Counter()
        for record in getattr(dataset, name):
            whole = getattr(record, "quotation", record.id)
            digests.append(digest(name, record, parts[whole]))
            parts[whole] += 1
    return together(sorted(digests))


def digest(name: str, record: Record, part: int = 0) -> bytes:
    """Return the SHA-256 of a record of the list `name`; a quote is told from the other parts of its quotation."""
    return digest_of(name, freeze(record), part)


def digest_of(name: str, frozen: str, part: int = 0) -> bytes:
    """Return the same of a record that is JSON already, as `freeze` has it."""
    return sha256(f"{name} {part} {frozen}".encode("utf-8", "surrogatepass")).digest()


def together(digests: Iterable[bytes]) -> str:
    """Return the SHA-256 of `digests`, which come in their own order, one by one or several in one piece."""
    whole = sha256()
    for one in digests:
        whole.update(one)
    return whole.hexdigest()
