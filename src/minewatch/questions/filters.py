"""Filters from what a user writes."""

from collections.abc import Mapping, Sequence

from minewatch import lookup
from minewatch.errors import BadUsage
from minewatch.filters import Filters
from minewatch.model import CLAIM_BASES, STATUSES, TOPICS, Entity, Source
from minewatch.scopes import EVERYTHING, PASSING_ON, SPEAKERS, Scope
from minewatch.selection import Selection


def read(
    selection: Selection,
    words: Mapping[str, Sequence[str]],
    *,
    paragraph: Sequence[int],
    since: str | None,
    until: str | None,
) -> Filters:
    """Return filters from `words`, by the name of the filter: names, and words of the vocabulary; and from EDTF dates.

    Raises:
        NothingFound: one of the names names nothing.
        AmbiguousName: one of them fits several records.
        BadUsage: one is no topic, status or basis, no paragraph or no date.
    """
    first, last = bound("since", since), bound("until", until)
    if first and last and first > last:
        raise BadUsage(f"--since {since} begins after --until {until} ends")
    if any(number < 1 for number in paragraph):
        raise BadUsage(f"--paragraph {min(paragraph)}: paragraphs are numbered from 1")
    return Filters(
        about=_each(selection, words["about"], EVERYTHING),
        by=_each(selection, words["by"], SPEAKERS),
        via=_each(selection, words["via"], PASSING_ON),
        topic=vocabulary("topic", words["topic"], TOPICS),
        status=vocabulary("status", words["status"], STATUSES),
        basis=vocabulary("basis", words["basis"], CLAIM_BASES),
        paragraph=tuple(paragraph),
        source=_sources(selection, words["source"]),
        since=first,
        until=last,
    )


def _sources(selection: Selection, names: Sequence[str]) -> tuple[Source, ...]:
    from minewatch.questions import sources

    return tuple(dict.fromkeys(source for name in names for source in sources.find(selection, [name])))


def vocabulary(name: str, given: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    """Return the words in `given`, each once, all of which are `known`; a blank is a hyphen, as pages show them.

    Raises:
        BadUsage: one is not; `name` tells of what kind they are.
    """
    words = ["-".join(word.lower().split()) for value in given for word in value.split(",")]
    for word in words:
        if word not in known:
            from difflib import get_close_matches  # which no sound question needs

            close = get_close_matches(word, known, 1)
            meant = f"did you mean {close[0]!r}? " if close else ""
            raise BadUsage(f"{word!r} is no {name}; {meant}there are {', '.join(known)}")
    return tuple(dict.fromkeys(words))


def _each(selection: Selection, names: Sequence[str], scope: Scope) -> tuple[Entity, ...]:
    return tuple(dict.fromkeys(entity for name in names for entity in lookup.named(selection, [name], scope)))


def bound(name: str, edtf: str | None) -> str | None:
    """Return the last day of what is given as `--until`, the first of any other option; None where it is not given.

    Raises:
        BadUsage: it is no date, or has no such day.
    """
    if edtf is None:
        return None
    from minewatch import dates

    try:
        span = dates.parse(edtf)
    except dates.DateError as error:
        raise BadUsage(f"--{name}: {error}") from error
    day = span.latest if name == "until" else span.earliest
    if day is None:
        raise BadUsage(f"--{name} {edtf} has no {'end' if name == 'until' else 'beginning'} to go by")
    return day
