"""Rules on who and what has a name."""

import re
from collections import Counter
from collections.abc import Iterator

from minewatch.check.records import Records, problem
from minewatch.check.references import own
from minewatch.faults import Problem

_CODES = (re.compile("[A-Z]{2}"), re.compile("[A-Z]{3}"), re.compile("[0-9]{3}"))


def _one_country_a_code(records: Records) -> Iterator[Problem]:
    owners = Counter(code for entity, _ in records.each("entities") for code in entity.codes)
    for entity, place in records.each("entities"):
        for code in entity.codes:
            if owners[code] > 1:
                yield problem(place, "codes", "repeated-code", f"{code!r} is another country's too")


def _entities(records: Records) -> Iterator[Problem]:
    for entity, place in records.each("entities"):
        wanted = 3 if entity.kind == "country" else 0
        if len(entity.codes) != wanted or not all(p.fullmatch(c) for p, c in zip(_CODES, entity.codes, strict=False)):
            yield problem(
                place,
                "codes",
                "iso-codes",
                "a country has alpha2, alpha3 and numeric (ISO 3166-1), and nothing else has",
            )
        for ident in own(entity.same_as)[:1]:
            yield problem(place, "same_as", "own-same-as", f"{ident!r}: another dataset's, as in harbour:{ident}")
        for field, kind in (("members", "group"), ("uses", "weapon")):
            if getattr(entity, field) and entity.kind != kind:
                yield problem(place, field, f"{field}-kind", f"only a {kind} has {field}")


def _affiliations_end(records: Records) -> Iterator[Problem]:
    up = {e.id: [r.to for r in e.relations if r.type == "affiliation"] for e, _ in records.each("entities")}
    for entity, place in records.each("entities"):
        seen: set[str] = set()
        ahead = list(up[entity.id])
        while ahead:
            reached = ahead.pop()
            if reached == entity.id:
                yield problem(place, "relations", "affiliation-cycle", f"{entity.id!r} is affiliated with itself")
                break
            if reached not in seen:
                seen.add(reached)
                ahead += up.get(reached, [])


TOGETHER = (_one_country_a_code, _affiliations_end)
EACH = (_entities,)
