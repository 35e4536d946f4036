"""A folder of YAML and JSON Lines as records, with a file and a line for every fault.

What the records say of each other is not looked at here; `check` does that.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from minewatch.dataset.fields import At, Part, is_draft
from minewatch.dataset.nodes import Pairs
from minewatch.dataset.pieces import Piece, of_folder, parse
from minewatch.dataset.records import FILE, READERS, Head
from minewatch.dataset.writing import SCHEMA_FILE
from minewatch.faults import Draft, Loaded, Place, Problem
from minewatch.files import ENDINGS, overlooked
from minewatch.model import Basis, Claim, Dataset, Entity


class Read(NamedTuple):
    """What one piece of a dataset holds."""

    records: dict[str, list[Any]]
    """By the name of their list."""
    places: dict[str, list[Place]]
    """Where each of them stands."""
    drafts: list[Draft]
    problems: list[Problem]
    head: Head | None
    head_line: int
    whole: bool
    """Whether all that stands in it could be read."""
    warnings: list[Problem]
    """What should be looked at, though it could be read."""
    shows: bool
    """Whether it is known of all text in it that it can be printed as it is."""


def load(folder: Path) -> Loaded:
    """Return the records of every `*.yaml` and `*.jsonl` below `folder`, in order of path and line.

    Raises:
        UnreadableDataset: the folder or a file of it cannot be opened.
    """
    problems: list[Problem] = []
    records: dict[str, list[Any]] = {name: [] for name in READERS}
    places: dict[tuple[str, int], Place] = {}
    drafts: list[Draft] = []
    warnings = list(passed_over(folder))
    heads = Heads()
    whole = True
    for piece in of_folder(folder):
        one = read(piece)
        warnings += one.warnings
        whole &= one.whole
        problems += [*one.problems, *heads.add(piece.path, one.head, one.head_line)]
        drafts += one.drafts
        for name, found in one.records.items():
            places |= {(name, n): place for n, place in enumerate(one.places[name], len(records[name]))}
            records[name] += found
    if len(records["sources"]) == 1:
        records["entities"] = [standing_on(records["sources"][0].id, entity) for entity in records["entities"]]
    named = heads.named(folder)
    records = {name: at_home(name, found, named[0]) for name, found in records.items()}
    unread = {draft.id for draft in drafts if draft.kind == "claims"} - {claim.id for claim in records["claims"]}
    for n, claim in enumerate(records["claims"] if unread else ()):
        records["claims"][n], found = leave_out_links(claim, places["claims", n], unread)
        warnings += found
    dataset = Dataset(*named, *(tuple(records[name]) for name in READERS))
    return Loaded(str(folder), dataset, places, tuple(problems), tuple(drafts), tuple(warnings), whole)


def passed_over(folder: Path) -> Iterator[Problem]:
    """Yield which files in `folder` are no part of the dataset though somebody may have meant them to be.

    Raises:
        UnreadableDataset: what is in the folder cannot be listed whole.
    """
    message = f"it is not read: the name of a file of a dataset ends in {' or '.join(ENDINGS)}"
    for path in overlooked(folder):
        if path.name != SCHEMA_FILE:
            yield Problem(str(path), 1, "file-ending", message, "warning")


def called(folder: Path) -> str:
    """Return what a dataset in `folder` is called that does not say so itself."""
    return re.sub(r"[^a-z0-9]+", "-", folder.resolve().name.lower()).strip("-") or "dataset"


class Heads:
    """What the files of a dataset say that it is called: at most one does."""

    def __init__(self) -> None:
        self.first: Head | None = None

    def add(self, shown: str, head: Head | None, line: int) -> Iterator[Problem]:
        """Take the `head` that a file has on that line, and yield the fault where another file had one."""
        if head and self.first:
            yield Problem(shown, line, "repeated-field", "one file alone says what the dataset is called")
        self.first = self.first or head

    def named(self, folder: Path) -> tuple[str, str | None, str | None]:
        """Return the id, version and title of the dataset in `folder`."""
        ident, version, title = self.first or (None, None, None)
        return ident or called(folder), version, title


def read(piece: Piece) -> Read:
    """Return what is in `piece`.

    Raises:
        UnreadableDataset: its file cannot be opened.
    """
    problems: list[Problem] = []
    warnings: list[Problem] = []
    drafts: list[Draft] = []
    records: dict[str, list[Any]] = {}
    places: dict[str, list[Place]] = {}
    root, whole, shows = parse(piece, problems, warnings)
    if root is None:
        return Read(records, places, drafts, problems, None, 1, whole, warnings, shows)
    at = At(piece.path, problems)
    head, at.source, lists = FILE.read(at, root)
    for name, items in lists.items():
        reader = READERS[name]
        records[name], places[name] = [], []
        for pairs in items:
            place = Place(piece.path, pairs.line, _lines(pairs, "paragraphs") if name == "sources" else pairs.lines)
            at.draft = is_draft(at, pairs)
            record = reader.read(at, pairs, also="draft")
            if at.draft:
                drafts.append(_draft(name, record, place))
            else:
                drafts += (_part(part, record) for part in at.drafts)
                places[name].append(place)
                records[name].append(record)
            at.drafts.clear()
    return Read(records, places, drafts, problems, head, root.line_of("dataset"), whole, warnings, shows)


def _lines(pairs: Pairs, name: str) -> dict[str, int]:
    """Return the lines of a record's fields, and as `paragraphs.0` those of the items of the field `name`."""
    items = pairs.get(name)
    listed = enumerate(items) if isinstance(items, list) else ()
    within = {f"{name}.{n}": item.line for n, item in listed if isinstance(item, Pairs) and item.line != pairs.line}
    return {**pairs.lines, **within}


def _draft(name: str, record: Any, place: Place) -> Draft:
    paragraphs = getattr(record, "evidence", None) or (getattr(record, "paragraph", None),)
    return Draft(name, record.id, getattr(record, "source", ""), tuple(filter(None, paragraphs)), place)


def _part(part: Part, record: Any) -> Draft:
    source = next((basis.source for basis in part.bases if basis.source), record.id)
    paragraphs = tuple(number for basis in part.bases for number in basis.paragraphs)
    return Draft(part.name, record.id, source, paragraphs, part.place._replace(line=part.place.line_of("draft")))


_REFERRING = {"sources": "derived_from", "claims": "links"}
"""In which field the records of a list name others of their kind, maybe with the dataset that has them."""


def at_home(name: str, records: list[Any], dataset: str) -> list[Any]:
    """Return the `records` of a list; what they name as `dataset:id`, if that is theirs, is named by the id alone."""
    field = _REFERRING.get(name)
    return [_at_home(record, field, f"{dataset}:") for record in records] if field else records


def _at_home(record: Any, field: str, own: str) -> Any:
    named = getattr(record, field)
    if not any(one.to.startswith(own) for one in named):
        return record
    return record._replace(**{field: tuple(one._replace(to=one.to.removeprefix(own)) for one in named)})


def leave_out_links(claim: Claim, place: Place, drafts: Iterable[str]) -> tuple[Claim, list[Problem]]:
    """Return `claim` without its links to `drafts`, and where these stand."""
    kept = tuple(link for link in claim.links if link.to not in drafts)
    if kept == claim.links:
        return claim, []
    names = ", ".join(repr(link.to) for link in claim.links if link.to in drafts)
    message = f"{names} is a draft still: the link is left out until that is read"
    problem = Problem(place.file, place.line_of("links"), "draft-link", message, "warning")
    return claim._replace(links=kept), [problem]


def standing_on(source: str, entity: Entity) -> Entity:
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
