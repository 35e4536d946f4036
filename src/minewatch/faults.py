"""Where the records of a dataset stand in its files, and what is wrong there."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from minewatch.errors import UnreadableDataset
from minewatch.model import Dataset
from minewatch.text import one_line


class Problem(NamedTuple):
    """What is wrong in a dataset, at a line that an editor can jump to."""

    file: str
    line: int
    rule: str
    message: str
    severity: str = "fault"
    """`fault`, with which it cannot be used, or `warning`: what is not done yet, or should be looked at."""

    def __str__(self) -> str:
        rule = self.rule if self.severity == "fault" else f"{self.rule} ({self.severity})"
        return one_line(f"{self.file}:{self.line}: {rule}: {self.message}")


class Place(NamedTuple):
    """Where a record stands in a dataset's files."""

    file: str
    line: int
    fields: Mapping[str, int]
    """The lines of those fields that stand on another one; as `paragraphs.0` of a source's paragraphs too."""

    def line_of(self, field: str) -> int:
        """Return the line of a field; the record's, where that is not written."""
        return self.fields.get(field, self.line)


class Draft(NamedTuple):
    """A record, or a part of one, that nobody has read against its source yet: it is no part of the dataset."""

    kind: str
    """The list that it is in; of a part the field."""
    id: str
    """Of a part its record's."""
    source: str
    paragraphs: tuple[int, ...]
    """Those that it would stand on."""
    place: Place


class Loaded(NamedTuple):
    """What a folder holds, where each record of it stands, and what could not be read."""

    folder: str
    dataset: Dataset
    places: dict[tuple[str, int], Place]
    """By name of the list and index in it, as in `("claims", 0)`."""
    problems: tuple[Problem, ...]
    drafts: tuple[Draft, ...] = ()
    warnings: tuple[Problem, ...] = ()
    """What was left out of the dataset besides, as a link to a draft is."""
    whole: bool = True
    """Whether all that stands in its files could be read: if not, what a record names may be there."""


class InvalidDataset(UnreadableDataset):
    """A dataset breaks the rules; `problems` has every fault, the message one a line, file first for editors."""

    prefix = ""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))
