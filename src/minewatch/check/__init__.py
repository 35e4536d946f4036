"""The rules that the records of a dataset keep among themselves. Every breach is returned; nothing is raised.

That a record's own fields are well formed is settled when it is read. A rule here is a function that is given the
whole dataset and yields its breaches.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator

from minewatch.check import claims, entities, references, sources, texts
from minewatch.check.records import Records
from minewatch.faults import Loaded, Problem

RULES: tuple[Callable[[Records], Iterator[Problem]], ...] = (
    *references.RULES,
    *sources.RULES,
    *claims.RULES,
    *entities.RULES,
    *texts.RULES,
)


def check(loaded: Loaded) -> list[Problem]:
    """Return everything that is wrong in the dataset, by file and line; an empty list is a sound dataset.

    A record of which a field could not be read is held against no rule, and no record is where a whole file could not.
    """
    dataset = loaded.dataset
    records = Records(
        loaded.folder,
        dataset,
        loaded.places,
        {source.id: source for source in dataset.sources},
        {entity.id: entity for entity in dataset.entities},
        {claim.id: claim for claim in dataset.claims},
        {quote.id: quote for quote in dataset.quotes},
        loaded.drafts,
    )
    found = {*loaded.problems, *loaded.warnings}
    if loaded.whole:
        unread = _Unread(loaded)
        found |= {problem for rule in RULES for problem in rule(records) if problem not in unread}
    return sorted(found)


class _Unread:
    """The records of which a field could not be read: whatever else is wrong there may come of that."""

    def __init__(self, loaded: Loaded) -> None:
        starts = sorted((place.file, place.line) for place in loaded.places.values())
        self.starts = starts if loaded.problems else []
        self.records = {self._record(problem) for problem in loaded.problems}

    def __contains__(self, problem: Problem) -> bool:
        return bool(self.records) and self._record(problem) in self.records

    def _record(self, problem: Problem) -> int:
        return bisect_right(self.starts, (problem.file, problem.line))
