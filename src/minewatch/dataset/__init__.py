"""A folder of YAML as records, with a file and a line for every fault.

What the records say of each other is not looked at here; `check` does that.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from minewatch.dataset.fields import Fields, Part
from minewatch.dataset.nodes import parse
from minewatch.dataset.records import READERS, head
from minewatch.faults import Draft, Loaded, Place, Problem
from minewatch.files import files
from minewatch.model import Basis, Claim, Dataset, Entity


def load(folder: Path) -> Loaded:
    """Return the records of every `*.yaml` below `folder`, in order of path and line.

    Raises:
        UnreadableDataset: the folder or a file of it cannot be opened.
    """
    problems: list[Problem] = []
    records: dict[str, list[Any]] = {name: [] for name in READERS}
    places: dict[tuple[str, int], Place] = {}
    drafts: list[Draft] = []
    heads: list[tuple[str | None, str | None, str | None]] = []
    whole = True
    for path in files(folder):
        shown = str(path)
        before = len(problems)
        root = parse(path, shown, problems)
        if root is None:
            whole &= len(problems) == before
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
                place = Place(shown, node.line, inner.lines())
                inner.draft = inner.flag("draft")
                record = read(inner)
                inner.done()
                if inner.draft:
                    drafts.append(_draft(name, record, place))
                else:
                    drafts += (_part(part, record, place) for part in inner.drafts)
                    places[name, len(records[name])] = place
                    records[name].append(record)
        fields.done()
    if len(records["sources"]) == 1:
        records["entities"] = [_standing_on(records["sources"][0].id, entity) for entity in records["entities"]]
    unread = {draft.id for draft in drafts if draft.kind == "claims"}
    warnings = list(_leave_out_links(records["claims"], places, unread)) if unread else []
    ident, version, title = heads[0] if heads else (None, None, None)
    dataset = Dataset(
        ident or called(folder),
        version,
        title,
        *(tuple(records[name]) for name in READERS),
    )
    return Loaded(str(folder), dataset, places, tuple(problems), tuple(drafts), tuple(warnings), whole)


def called(folder: Path) -> str:
    """Return what a dataset in `folder` is called that does not say so itself."""
    return re.sub(r"[^a-z0-9]+", "-", folder.resolve().name.lower()).strip("-") or "dataset"


def _draft(name: str, record: Any, place: Place) -> Draft:
    paragraphs = getattr(record, "evidence", None) or (getattr(record, "paragraph", None),)
    return Draft(name, record.id, getattr(record, "source", ""), tuple(filter(None, paragraphs)), place)


def _part(part: Part, record: Any, place: Place) -> Draft:
    source = next((basis.source for basis in part.bases if basis.source), record.id)
    paragraphs = tuple(number for basis in part.bases for number in basis.paragraphs)
    return Draft(part.name, record.id, source, paragraphs, Place(place.file, part.lines["draft"], part.lines))


def _leave_out_links(claims: list[Claim], places: dict[tuple[str, int], Place], drafts: set[str]) -> Iterator[Problem]:
    """Take the links to `drafts` off `claims`, and yield where they stand."""
    for n, claim in enumerate(claims):
        kept = tuple(link for link in claim.links if link.to not in drafts)
        if kept != claim.links:
            place = places["claims", n]
            names = ", ".join(repr(link.to) for link in claim.links if link.to in drafts)
            message = f"{names} is a draft still: the link is left out until that is read"
            yield Problem(place.file, place.fields["links"], "draft-link", message, "warning")
            claims[n] = claim._replace(links=kept)


def _standing_on(source: str, entity: Entity) -> Entity:
    """Return `entity` with that source, the only one, named wherever it names paragraphs."""

    def of(basis: Basis) -> Basis:
        named = basis.source is None and (basis.paragraphs or basis.newsletter)
        return basis._replace(source=source) if named else basis

    return entity._replace(
        roles=tuple(role._replace(basis=of(role.basis)) for role in entity.roles),
        relations=tuple(relation._replace(basis=of(relation.basis)) for relation in entity.relations),
        members=entity.members and entity.members._replace(basis=of(entity.members.basis)),
        uses=tuple(use._replace(basis=of(use.basis)) for use in entity.uses),
    )
