"""The errors that reach a user, each with its exit code. Everything below the command line raises one of these."""

from collections.abc import Mapping, Sequence
from enum import IntEnum


class ExitCode(IntEnum):
    """What the process says to the shell."""

    FOUND = 0
    NOTHING = 1
    USAGE = 2
    AMBIGUOUS = 3
    DATA = 4
    DIFFERENCE = 5
    INTERRUPTED = 130


class MinewatchError(Exception):
    """What is wrong and what to do about it, in one line; subclasses say with which exit code."""

    code = ExitCode.DATA
    prefix = "minewatch: "
    """What its message begins with."""


class Unanswered(MinewatchError):
    """A question without an answer: its subclasses say why, and carry what a program may want to know of it."""

    reason: str
    """The word for it in JSON."""

    def __init__(self, message: str, *, tries: Sequence[str] = ()) -> None:
        """Take what is the matter, and the commands to `try` instead."""
        super().__init__(message)
        self.message = message
        self.tries = tuple(tries)

    def __str__(self) -> str:
        return f"{self.message}; try: {' or '.join(self.tries)}" if self.tries else self.message


class NothingFound(Unanswered):
    """Nothing answers to the name, the subject or the filters: which of these, the subclass says."""

    code = ExitCode.NOTHING


class NotInDataset(NothingFound):
    """No record answers to a name; some of another kind may, or of a name spelt like it."""

    reason = "not-in-dataset"

    def __init__(
        self,
        message: str,
        *,
        name: str,
        among: str,
        known: Sequence[str] = (),
        suggestions: Sequence[str] = (),
        tries: Sequence[str] = (),
    ) -> None:
        """Take the name, `among` what it was looked for, and ids: known as something else, or spelt alike."""
        super().__init__(message, tries=tries)
        self.name, self.among, self.known, self.suggestions = name, among, tuple(known), tuple(suggestions)


class NotSaid(NothingFound):
    """The subject is in the dataset, and its sources say nothing on that."""

    reason = "not-said"

    def __init__(
        self,
        message: str,
        *,
        about: Sequence[str] = (),
        topic: Sequence[str] = (),
        by: Sequence[str] = (),
        tries: Sequence[str] = (),
    ) -> None:
        """Take the ids of whom it is not said of or by, and the topics on which it is not."""
        super().__init__(message, tries=tries)
        self.about, self.topic, self.by = tuple(about), tuple(topic), tuple(by)


class FilteredOut(NothingFound):
    """There are records on that, and the filters leave none of them."""

    reason = "filtered-out"

    def __init__(
        self, message: str, *, filters: Mapping[str, Sequence[str]], without: int, tries: Sequence[str] = ()
    ) -> None:
        """Take the values of the filters that did it, by name, and how many records there are `without` them."""
        super().__init__(message, tries=tries)
        self.filters = {name: list(values) for name, values in filters.items()}
        self.without = without


class AmbiguousName(Unanswered):
    """A name fits several records; none is picked."""

    code = ExitCode.AMBIGUOUS
    reason = "ambiguous"

    def __init__(self, message: str, *, name: str, known: Sequence[str]) -> None:
        """Take the name, and the ids that it fits."""
        super().__init__(message)
        self.name, self.known = name, tuple(known)


class BadUsage(MinewatchError):
    """What is asked cannot be understood, or does not go together."""

    code = ExitCode.USAGE


class UnreadableDataset(MinewatchError):
    """A dataset, or what was compiled from it, cannot be opened."""


class UnreadableArticle(MinewatchError):
    """A reader's own copy of an article cannot be read, or is not of what it is asked about."""
