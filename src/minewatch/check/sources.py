"""Rules on a source: its paragraphs, their fingerprints, and what it does not state."""

import re
from collections.abc import Iterator

from minewatch import text
from minewatch.check.records import Records, problem, warning
from minewatch.faults import Problem
from minewatch.model import NOT_STATED

_SHA256 = re.compile("[0-9a-f]{64}")


def _every_paragraph_accounted_for(records: Records) -> Iterator[Problem]:
    for source, place in records.each("sources"):
        stood_on = records.standing_on(source.id)
        drafted = {n for draft in records.drafts if draft.source == source.id for n in draft.paragraphs}
        for n, (number, empty) in enumerate((paragraph.number, paragraph.empty) for paragraph in source.paragraphs):
            if bool(empty) == (number in stood_on):
                what = "something stands on it and it is `empty`" if empty else "nothing stands on it"
                hint = "; drafts do" if number in drafted else "" if empty else "; say why under `empty`, if it is so"
                yield warning(place, f"paragraphs.{n}", "unused-paragraph", f"paragraph {number}: {what}{hint}")


def _paragraph_numbers(records: Records) -> Iterator[Problem]:
    for source, place in records.each("sources"):
        numbers = [paragraph.number for paragraph in source.paragraphs]
        if numbers != list(range(1, len(numbers) + 1)):
            yield problem(place, "paragraphs", "paragraph-numbers", "paragraphs are numbered from 1, in reading order")


def _fingerprints(records: Records) -> Iterator[Problem]:
    for source, place in records.each("sources"):
        if source.normaliser != text.NORMALISER:
            yield problem(
                place, "normaliser", "normaliser", f"fingerprints are of version {text.NORMALISER} of the normaliser"
            )
        for n, paragraph in enumerate(source.paragraphs):
            where = f"paragraphs.{n}"
            if not (_SHA256.fullmatch(paragraph.sha256) and _SHA256.fullmatch(paragraph.folded)):
                yield problem(place, where, "fingerprint", f"paragraph {paragraph.number}: not 64 hexadecimal digits")
            if paragraph.section is not None and paragraph.section not in source.sections:
                yield problem(place, where, "unknown-section", f"{paragraph.section!r} is none of the sections")


def _addresses(records: Records) -> Iterator[Problem]:
    for source, place in records.each("sources"):
        if source.url and not text.is_web_address(source.url):
            yield problem(
                place, "url", "web-address", "a url is http or https with a host, as in https://example.org/1"
            )


def _sources_say_what_they_lack(records: Records) -> Iterator[Problem]:
    for source, place in records.each("sources"):
        explained = {missing.field for missing in source.missing}
        for field in ("title", "authors", "url", "published"):
            lacking = getattr(source, field) in (None, (), NOT_STATED) and field not in explained
            if lacking and not any((draft.id, draft.kind) == (source.id, field) for draft in records.drafts):
                yield problem(place, field, "missing-reason", f"{field!r} is empty: say why under `missing`")
        if not (source.supplied_title.startswith("[") and source.supplied_title.endswith("]")):
            yield problem(place, "supplied_title", "supplied-title", "a title of ours stands in square brackets")


TOGETHER = (_every_paragraph_accounted_for,)
EACH = (_paragraph_numbers, _fingerprints, _addresses, _sources_say_what_they_lack)
