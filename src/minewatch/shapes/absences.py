"""Why there is no answer, as programs get it."""

from typing import TYPE_CHECKING

from minewatch.answers import Setting
from minewatch.errors import AmbiguousName, FilteredOut, NotInDataset, NotSaid, Unanswered
from minewatch.shapes.records import refs

if TYPE_CHECKING:
    from minewatch import contract


def absence(error: Unanswered, setting: Setting) -> "contract.Absence":
    """Return what `error` says."""
    message, tries = error.message, list(error.tries)
    match error:
        case NotInDataset():
            return {
                "reason": "not-in-dataset",
                "message": message,
                "name": error.name,
                "among": error.among,
                "known": _known(error.known, setting),
                "suggestions": list(error.suggestions),
                "tries": tries,
            }
        case NotSaid():
            return {
                "reason": "not-said",
                "message": message,
                "about": refs(error.about, setting),
                "topic": list(error.topic),
                "by": refs(error.by, setting),
                "tries": tries,
            }
        case FilteredOut():
            return {
                "reason": "filtered-out",
                "message": message,
                "filters": error.filters,
                "without": error.without,
                "tries": tries,
            }
        case AmbiguousName():
            known = _known(error.known, setting)
            return {"reason": "ambiguous", "message": message, "name": error.name, "known": known, "tries": tries}
    raise NotImplementedError(error)


def _known(ids: tuple[str, ...], setting: Setting) -> "list[contract.Known]":
    return [{"id": ident, "label": setting.labels.get(ident)} for ident in ids]
