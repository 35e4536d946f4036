"""The rules that the records of a dataset keep among themselves. Every breach is returned; nothing is raised.

That a record's own fields are well formed is settled when it is read. A rule here is a function that is given records
and yields their breaches. One of `EACH` looks at every record by itself, and at those that it names; one of `TOGETHER`
at what only all of them show, so that it must be given all that could break it.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from math import inf

from minewatch.check import claims, entities, references, sources, texts
from minewatch.check.records import Records
from minewatch.faults import Loaded, Place, Problem
from minewatch.model import LISTS

Rule = Callable[[Records], Iterator[Problem]]

TOGETHER: tuple[Rule, ...] = (*references.TOGETHER, *sources.TOGETHER, *claims.TOGETHER, *entities.TOGETHER)
EACH: tuple[Rule, ...] = (*references.EACH, *sources.EACH, *claims.EACH, *entities.EACH, *texts.EACH)
RULES = (*TOGETHER, *EACH)


def check(loaded: Loaded) -> list[Problem]:
    """Return everything that is wrong in the dataset, by file and line; an empty list is a sound dataset.

    A record of which a field could not be read is held against no rule, and no record is where a whole file could not.
    """
    found = {*loaded.problems, *loaded.warnings}
    if loaded.whole:
        drafts = (draft.place for draft in loaded.drafts if draft.kind in LISTS)
        unread = Unread.among((*loaded.places.values(), *drafts), loaded.problems)
        records = _records(loaded)
        found |= set(unread.spare(problem for rule in RULES for problem in rule(records)))
        if is_empty(loaded):
            found.add(Problem(loaded.folder, 1, "empty", "the folder holds no records"))
    return sorted(found)


def is_empty(loaded: Loaded) -> bool:
    """Return whether there is nothing at all in a dataset."""
    return not any(loaded.dataset[3:]) and not loaded.drafts


def _records(loaded: Loaded) -> Records:
    dataset = loaded.dataset
    stood_on: dict[str, set[int]] = defaultdict(set)
    for claim in dataset.claims:
        stood_on[claim.source].update(claim.evidence)
    for quote in dataset.quotes:
        stood_on[quote.source].add(quote.paragraph)
    lists = {name: [(r, loaded.places[name, n]) for n, r in enumerate(getattr(dataset, name))] for name in LISTS}
    return Records(
        lists,
        {source.id: source for source in dataset.sources},
        {entity.id: entity for entity in dataset.entities},
        {claim.id: claim for claim in dataset.claims},
        {quote.id: quote for quote in dataset.quotes},
        loaded.drafts,
        lambda source: frozenset(stood_on[source]),
    )


Lines = tuple[str, int, float]
"""Of a file from one line to before another."""


class Unread:
    """The records of which a field could not be read: whatever else is wrong there may come of that."""

    def __init__(self, lines: Iterable[Lines] = ()) -> None:
        """Take where they stand."""
        self.lines = sorted(lines)

    @classmethod
    def among(cls, places: Iterable[Place], problems: Iterable[Problem]) -> "Unread":
        """Return those of the records at `places` in which a problem is; what is in a draft is in no other record."""
        problems = list(problems)
        starts = sorted((place.file, place.line) for place in places) if problems else []
        found = (_around(starts, problem.file, problem.line) for problem in problems)
        return cls(set(filter(None, found)))

    def spare(self, problems: Iterable[Problem]) -> Iterable[Problem]:
        """Return those of `problems` that are in none of these records."""
        return (problem for problem in problems if not self._holds(problem)) if self.lines else problems

    def _holds(self, problem: Problem) -> bool:
        n = bisect_right(self.lines, (problem.file, problem.line, inf))
        file, first, end = self.lines[n - 1] if n else ("", 0, 0.0)
        return file == problem.file and first <= problem.line < end


def _around(starts: Sequence[tuple[str, int]], file: str, line: int) -> Lines | None:
    """Return the lines of the record in which that line is, by where records start; None where it is in none."""
    n = bisect_right(starts, (file, line))
    if not n or starts[n - 1][0] != file:
        return None
    first = starts[n - 1][1]
    if file.endswith(".jsonl"):
        return (file, line, line + 1) if first == line else None
    return file, first, starts[n][1] if n < len(starts) and starts[n][0] == file else inf
