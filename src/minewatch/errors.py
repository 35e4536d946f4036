"""The errors that reach a user, each with its exit code. Everything below the command line raises one of these."""

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


class NothingFound(MinewatchError):
    """Nothing answers to the name, the subject or the filters: which of these, the message says."""

    code = ExitCode.NOTHING


class BadUsage(MinewatchError):
    """An option's value cannot be read."""

    code = ExitCode.USAGE


class AmbiguousName(MinewatchError):
    """A name fits several records; none is picked."""

    code = ExitCode.AMBIGUOUS


class UnreadableDataset(MinewatchError):
    """A dataset, or what was compiled from it, cannot be opened."""
