"""By what a reader can narrow a page down, as the filters of the commands do: of each record the values that it has."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from minewatch.answers import Setting, Survey
from minewatch.model import STATUSES, TOPICS, Claim, Gap, Quote
from minewatch.view import wording


class Keys(NamedTuple):
    """What a record is kept by: of each filter the values that it has."""

    country: tuple[str, ...] = ()
    """What it is about, or what that is affiliated with."""
    topic: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    speaker: tuple[str, ...] = ()
    """Who says it, and among the speakers whoever that is affiliated with."""


FILTERS = Keys._fields


class Choice(NamedTuple):
    """A value of a filter, and how many claims have it."""

    value: str
    label: str
    claims: int


def keys(answer: Survey) -> dict[str, Keys]:
    """Return by the id of each record, a quotation's being that of its first part, what it is kept by."""
    countries = {country.id for country in answer.matrix.countries}
    claims = [card.claim for card in (*answer.claims, *answer.withdrawn.claims)]
    speakers = {claim.said_by for claim in claims} | {part.speaker for part in answer.quotations.quotes}

    def above(ids: Iterable[str], among: set[str]) -> tuple[str, ...]:
        found = (answer.above.get(ident, frozenset((ident,))) for ident in ids)
        return tuple(sorted({one for entities in found for one in entities & among}))

    def of(record: Claim | Quote | Gap, status: Iterable[str] = (), speaker: Iterable[str] = ()) -> Keys:
        return Keys(above(record.about, countries), record.topic, tuple(sorted(status)), above(speaker, speakers))

    found = {country: Keys(country=(country,)) for country in countries}
    found |= {claim.id: of(claim, [claim.status], [claim.said_by]) for claim in claims}
    found |= {gap.id: of(gap) for gap in answer.gaps}
    firm: dict[str, set[str]] = {}
    for claim in answer.quotations.claims:
        for ident in claim.quotes:
            firm.setdefault(ident, set()).add(claim.status)
    return found | dict(_quotations(answer, lambda part: of(part, firm.get(part.id, ()), [part.speaker])))


def _quotations(answer: Survey, of: Callable[[Quote], Keys]) -> Iterable[tuple[str, Keys]]:
    """Yield for each quotation what any of its parts is kept by: where one part matches, all come."""
    whole: dict[str, list[Quote]] = {}
    for part in answer.quotations.quotes:
        whole.setdefault(part.quotation, []).append(part)
    for parts in whole.values():
        each = [of(part) for part in parts]
        yield (
            parts[0].id,
            Keys(*(tuple(dict.fromkeys(v for one in values for v in one)) for values in zip(*each, strict=True))),
        )


def choices(answer: Survey, found: Mapping[str, Keys], setting: Setting) -> dict[str, tuple[Choice, ...]]:
    """Return the values of each filter that something on the page has, with what they are called."""
    numbers = [Counter[str]() for _ in FILTERS]
    for card in answer.claims:
        for number, values in zip(numbers, found[card.claim.id], strict=True):
            number.update(values)
    used = [{value for one in found.values() for value in one[n]} for n in range(len(FILTERS))]
    order = (
        [country.id for country in answer.matrix.countries],
        TOPICS,
        STATUSES,
        sorted(used[-1], key=lambda ident: (-numbers[-1][ident], wording.label(ident, setting))),
    )
    label = _label(answer, setting)
    named = (label, _word, _word, label)
    return {
        name: tuple(Choice(value, called(value), number[value]) for value in values if value in present)
        for name, values, called, number, present in zip(FILTERS, order, named, numbers, used, strict=True)
    }


def _label(answer: Survey, setting: Setting) -> Callable[[str], str]:
    """Return what tells the name of an entity, and that whoever is affiliated counts where somebody is."""
    above = {one for member, entities in answer.above.items() for one in entities if one != member}
    return lambda ident: wording.label(ident, setting) + (" and affiliated" if ident in above else "")


def _word(word: str) -> str:
    return wording.status(word).text
