"""One dataset of several on its way into the tables: what is its own while all their records are written together."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from minewatch.across import BUNDLED
from minewatch.check import Lines, Unread
from minewatch.compiling.parts import Besides, Part
from minewatch.compiling.spilled import Spilled
from minewatch.dataset import Heads, passed_over, standing_on
from minewatch.dataset.pieces import Piece, of_folder
from minewatch.faults import Draft, Place, Problem
from minewatch.model import Dataset, Edition, Entity

ROUNDS = ("sources", "quotes", "claims", "gaps")
"""The lists in the order in which their records name each other; entities are known before."""


class Folder:
    """A dataset as far as its files have been read; or the bundled one, which is compiled already and sound."""

    def __init__(
        self, number: int, path: Path | None, bundled: Dataset | None = None, edition: Edition | None = None
    ) -> None:
        """Take which of the datasets it is, and where, or what is in it."""
        self.number = number
        self.path = path
        self.shown = str(path) if path else BUNDLED
        self.bundled = bundled
        self.edition = edition
        """None until all its records were gone through."""
        self.pieces: list[Piece] = list(of_folder(path)) if path else []
        self.problems: list[Problem] = list(passed_over(path)) if path else []
        self.breaches: set[Problem] = set()
        self.drafts: list[Draft] = []
        self.told = 0
        """Of how many of these the processes know."""
        self.unread: list[Lines] = []
        self.heads = Heads()
        self.whole = True
        self.entities: list[tuple[Entity, Place | None]] = [(one, None) for one in bundled.entities] if bundled else []
        self.parts: list[Part] = []
        self.first = 0
        """From which number on its records of each list are numbered."""
        self.end = 0
        """From which number on those of the next dataset are."""
        self.records = 0
        """How many there are, entities aside."""

    def add_part(self, pieces: Sequence[Piece], spilled: Mapping[str, Spilled], most: int) -> None:
        """Append a part that has so many records of a list at the `most`."""
        self.parts.append(Part(pieces, self.end, spilled))
        self.end += most

    def number_from(self, first: int) -> None:
        """Let the records of each list be numbered from `first` on."""
        self.parts = [part._replace(first=first + part.first) for part in self.parts]
        self.first, self.end = first, first + self.end

    def named(self) -> tuple[str, str | None, str | None]:
        """Return its id, version and title, as soon as all its files were looked at."""
        if self.bundled:
            return self.bundled[:3]
        assert self.path
        return self.heads.named(self.path)

    @property
    def unreadable(self) -> bool:
        """Whether something in it cannot be read."""
        return any(problem.severity == "fault" for problem in self.problems)

    @property
    def id(self) -> str:
        """What it is called."""
        return self.named()[0]

    def was_read(self, n: int, found: Besides | None, spilled: Mapping[str, Spilled]) -> None:
        """Take what was found when part `n` was read, None if it was before, and where some of its records were put."""
        if found is None:
            return
        self.parts[n] = self.parts[n]._replace(spilled=spilled, shows=found.shows)
        for path, head, line in found.heads:
            self.problems += self.heads.add(path, head, line)
        self.problems += found.problems
        self.drafts += found.drafts
        self.unread += found.unread.lines
        self.whole &= found.whole

    def found(self) -> set[Problem]:
        """Return all that is wrong in it; of rules nothing where a whole file could not be read."""
        return {*self.problems, *(self.breaches if self.whole else ())}

    def spare(self, found: Iterable[Problem]) -> set[Problem]:
        """Return those problems that do not come of what could not be read."""
        found = set(found)
        return set(Unread(self.unread).spare(found)) if found else found

    @property
    def among(self) -> tuple[int, int]:
        """Both numbers: `first` and `end`."""
        return self.first, self.end

    def settle(self, source: str | None) -> Dataset:
        """Return what it is called, and its entities: these stand on its `source` where it has one alone."""
        if source:
            self.entities = [(standing_on(source, entity), place) for entity, place in self.entities]
        return Dataset(*self.named(), (), tuple(entity for entity, _ in self.entities), (), (), ())
