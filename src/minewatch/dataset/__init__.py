"""A folder of YAML as records, with a file and a line for every fault.

What the records say of each other is not looked at here; `check` does that.
"""

import re
from pathlib import Path
from typing import Any

from minewatch.dataset.fields import Fields
from minewatch.dataset.nodes import parse
from minewatch.dataset.records import READERS, head
from minewatch.faults import Loaded, Place, Problem
from minewatch.files import files
from minewatch.model import Dataset


def load(folder: Path) -> Loaded:
    """Return the records of every `*.yaml` below `folder`, in order of path and line.

    Raises:
        UnreadableDataset: the folder or a file of it cannot be opened.
    """
    problems: list[Problem] = []
    records: dict[str, list[Any]] = {name: [] for name in READERS}
    places: dict[tuple[str, int], Place] = {}
    heads: list[tuple[str | None, str | None, str | None]] = []
    for path in files(folder):
        shown = str(path)
        root = parse(path, shown, problems)
        if root is None:
            continue
        fields = Fields(root, shown, problems)
        if named := fields.record("dataset", head):
            heads.append(named)
            if len(heads) > 1:
                again = fields.pairs["dataset"]
                fields.fault(again, "repeated-field", "one file alone says what the dataset is called")
        default_source = fields.slug("source", required=False)
        for name, read in READERS.items():
            for node in fields.nodes(name):
                inner = Fields(node, shown, problems, default_source)
                places[name, len(records[name])] = Place(shown, node.line, inner.lines())
                records[name].append(read(inner))
                inner.done()
        fields.done()
    ident, version, title = heads[0] if heads else (None, None, None)
    dataset = Dataset(
        ident or re.sub(r"[^a-z0-9]+", "-", folder.resolve().name.lower()).strip("-") or "dataset",
        version,
        title,
        *(tuple(records[name]) for name in READERS),
    )
    return Loaded(str(folder), dataset, places, tuple(problems))
