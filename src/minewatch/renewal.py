"""What becomes of a dataset when a publisher edits the article: which paragraphs are the same, and what to read again.

A paragraph is the same by its fingerprint only, be it in another place. Those that stand alone between two that are the
same are taken for each other, changed: what stands on them is to be read again, and so is that taking.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

from minewatch import quoted
from minewatch.answers import Renewed, RenewedParagraph, Reread
from minewatch.dataset.edits import Renewal, mentioned, renew
from minewatch.drafts.layout import Layout, Passage
from minewatch.errors import BadUsage, UnreadableArticle
from minewatch.faults import Loaded
from minewatch.files import files
from minewatch.model import Basis, Claim, Gap, Paragraph, Quote, Source, within
from minewatch.text import fingerprint, fold_typography, normalise

_KINDS = {"sources": "source", "entities": "entity", "claims": "claim", "quotes": "quote", "gaps": "gap"}


class Plan(NamedTuple):
    """How the files of a dataset change, and what there is to say of that."""

    files: dict[Path, str]
    """What is to stand in each that changes."""
    answer: Renewed


def plan(loaded: Loaded, source: Source, article: str, now: Layout) -> Plan:
    """Return how the dataset `loaded`, without faults, follows its article.

    Args:
        loaded: the dataset.
        source: which of its sources the article is.
        article: what the copy is called.
        now: the article as it is now.

    Raises:
        UnreadableArticle: no paragraph of the source is among these.
    """
    fresh = tuple(_fingerprinted(number, passage) for number, passage in enumerate(now.passages, 1))
    numbers, statuses = _followed(source.paragraphs, fresh)
    if not {"same", "moved"} & set(statuses.values()):
        raise UnreadableArticle(f"{article}: no paragraph of {source.id} is in it; is it the same article?")
    kept = {numbers[old.number]: old.empty for old in source.paragraphs if statuses[old.number] != "changed"}
    paragraphs = tuple(one._replace(empty=kept.get(one.number)) for one in fresh)
    new = [one.number for one in fresh if one.number not in numbers.values()]
    gone = {old for old, status in statuses.items() if status == "gone"}
    again = gone | {old for old, status in statuses.items() if status == "changed"}
    texts = {old: now.passages[number - 1].text for old, number in numbers.items() if number is not None}
    records = set(_again(loaded, source.id, again, gone, texts, looked_for=bool(again or new)))
    renewed = source._replace(paragraphs=paragraphs, sections=now.sections)
    renewal = Renewal(source, renewed, numbers, again, records)
    edited: dict[Path, str] = {}
    rereads = []
    only = source.id if len(loaded.dataset.sources) == 1 else None
    for path in files(Path(loaded.folder)):
        text = path.read_text(encoding="utf-8-sig")
        written, marked = renew(text, renewal, only)
        if written != text:
            edited[path] = written
        rereads += [Reread(str(path), one.line, _KINDS[one.list], one.id, one.part) for one in marked]
    was = [RenewedParagraph(statuses[old.number], old.number, numbers[old.number]) for old in source.paragraphs]
    told = [one for one in was if (one.status, one.old) != ("same", one.new)]
    told += [RenewedParagraph("new", None, number) for number in new]
    same = sum(status in ("same", "moved") for status in statuses.values())
    return Plan(edited, Renewed(renewed, article, same, tuple(told), tuple(rereads), tuple(_unmarked(source, again))))


def chosen(loaded: Loaded, named: str | None) -> Source:
    """Return the source with the id `named`, or the only one.

    Raises:
        BadUsage: there is none, or there are several and none is named.
    """
    sources = [source for source in loaded.dataset.sources if named in (None, source.id)]
    if len(sources) == 1:
        return sources[0]
    known = ", ".join(source.id for source in loaded.dataset.sources) or "none"
    what = f"there is no source {named!r}" if named else "it is not clear of which source this is a copy"
    raise BadUsage(f"{what}; name one of {loaded.folder} with --source: {known}")


def _fingerprinted(number: int, passage: Passage) -> Paragraph:
    text = normalise(passage.text)
    return Paragraph(number, passage.section, fingerprint(text), fingerprint(fold_typography(text)))


def _followed(old: Sequence[Paragraph], new: Sequence[Paragraph]) -> tuple[dict[int, int | None], dict[int, str]]:
    """Return under which number each old paragraph stands now, and whether it is the same, moved, changed or gone."""
    numbers: dict[int, int | None] = {}
    statuses: dict[int, str] = {}
    left_old: list[list[Paragraph]] = []
    left_new: list[list[Paragraph]] = []
    before, after = [one.folded for one in old], [one.folded for one in new]
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            numbers |= {was.number: now.number for was, now in zip(old[i1:i2], new[j1:j2], strict=True)}
            statuses |= {was.number: "same" for was in old[i1:i2]}
        else:
            left_old.append(list(old[i1:i2]))
            left_new.append(list(new[j1:j2]))
    elsewhere = _once(left_new)
    for folded, was in _once(left_old).items():
        if folded in elsewhere:
            numbers[was.number], statuses[was.number] = elsewhere[folded].number, "moved"
    taken = set(numbers.values())
    for was_here, is_here in zip(left_old, left_new, strict=True):
        lost = [one for one in was_here if one.number not in numbers]
        found = [one for one in is_here if one.number not in taken]
        changed = len(lost) == len(found)
        for n, one in enumerate(lost):
            numbers[one.number] = found[n].number if changed else None
            statuses[one.number] = "changed" if changed else "gone"
    return numbers, statuses


def _once(blocks: Iterable[Iterable[Paragraph]]) -> dict[str, Paragraph]:
    """Return by its fingerprint each paragraph that stands there once."""
    paragraphs = [paragraph for block in blocks for paragraph in block]
    times = Counter(paragraph.folded for paragraph in paragraphs)
    return {paragraph.folded: paragraph for paragraph in paragraphs if times[paragraph.folded] == 1}


def _again(
    loaded: Loaded, source: str, again: set[int], gone: set[int], texts: dict[int, str], *, looked_for: bool
) -> Iterator[tuple[str, str]]:
    """Yield the claims, quotes and gaps of `source` that have to be read again, each by its list and id.

    What is withdrawn needs no reading; but where its paragraph is gone it has none that could be cited.
    """
    dataset = loaded.dataset
    parts: dict[str, list[Quote]] = {}
    for quote in dataset.quotes:
        if quote.source == source:
            parts.setdefault(quote.quotation, []).append(quote)
    # Half of a quotation can turn the sense round
    unread = {
        part.id
        for whole in parts.values()
        if any(_rests_on(part, gone if part.state else again) or not _verbatim(part, texts) for part in whole)
        for part in whole
    }
    yield from (("quotes", ident) for ident in unread)
    for claim in dataset.claims:
        unread_here = unread & set(claim.quotes) or _rests_on(claim, gone if claim.state else again)
        if claim.source == source and unread_here:
            yield "claims", claim.id
    # What was looked for in all paragraphs may stand in a new one
    yield from (("gaps", gap.id) for gap in dataset.gaps if gap.source == source and not gap.state and looked_for)


def _rests_on(record: Claim | Quote | Gap, numbers: set[int]) -> bool:
    """Return whether `record` stands on any of these paragraphs, or gives one as a reason."""
    named = {*getattr(record, "evidence", ()), getattr(record, "paragraph", None)}
    named |= {number for basis in within(record, Basis) for number in basis.paragraphs}
    named |= {int(digits) for text in within(record, str) for _, digits in mentioned(text)}
    return bool(named & numbers)


def _verbatim(quote: Quote, texts: dict[int, str]) -> bool:
    return quote.paragraph not in texts or any(one.exact for one in quoted.find(quote.text, [texts[quote.paragraph]]))


def _unmarked(source: Source, again: Iterable[int]) -> Iterator[str]:
    """Yield what rests on paragraphs to be read again and cannot be a draft, since all else stands on it."""
    if set(source.publisher_basis.paragraphs) & set(again):
        yield "publisher"
