"""What becomes of a dataset when its article is edited: which paragraphs are the same, and what to read again.

Paragraphs are found as `verify` finds them, by their fingerprints. One that is not there is taken for another only
where one block stands where it belongs, and nothing else does; what stands on it is to be read again, and so is that.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from minewatch.answers import Renewed, RenewedParagraph, Reread, SourceCard, Stands, Verification
from minewatch.article import Article, joined
from minewatch.dataset.edits import Key, renew, touched
from minewatch.dataset.mentions import Renewal
from minewatch.drafts.layout import is_heading
from minewatch.errors import BadUsage, UnreadableArticle
from minewatch.faults import Loaded
from minewatch.locate import locate
from minewatch.model import LISTS, Dataset, Paragraph, Source
from minewatch.text import fingerprints, normalise
from minewatch.verify import verify

_FATES = {"exact": "same", "typography": "same", "moved": "moved", "changed": "changed"}


class Plan(NamedTuple):
    """How the files of a dataset change, and what there is to say of that."""

    files: dict[Path, str]
    """What is to stand in each that changes."""
    answer: Renewed


class _Piece(NamedTuple):
    """A paragraph of the article as it is now, or a heading."""

    line: int
    text: str
    fate: str
    """What became of the old paragraph that it is; `new` where it is none, `heading` or `new heading`."""
    old: int | None = None
    gap: tuple[int | None, int | None] = (None, None)
    """Of a new one, between which old paragraphs it stands."""


def plan(loaded: Loaded, source: Source, article: Article, files: Mapping[Path, str]) -> Plan:
    """Return how the dataset `loaded`, without faults, follows its article.

    Args:
        loaded: the dataset.
        source: which of its sources the article is.
        article: the article as it is now.
        files: what stands in the files of the dataset.

    Raises:
        UnreadableArticle: no paragraph of the source is in it.
    """
    stands = tuple(Stands(source.id, paragraph.number, (), ()) for paragraph in source.paragraphs)
    found = verify(SourceCard(source, stands), (), article)
    pieces = _taken(source, sorted(_pieces(source, article, found), key=lambda piece: piece.line))
    if not any(piece.fate in ("same", "moved") for piece in pieces):
        raise UnreadableArticle(f"{article.name}: no paragraph of {source.id} is in it; is it the same article?")
    paragraphs = [piece for piece in pieces if "heading" not in piece.fate]
    told = list(_told(source, paragraphs))
    again = {one.old for one in told if one.old and one.status in ("changed", "gone")}
    looked_for = bool(again) or any(one.status == "new" for one in told)
    renewal = Renewal(
        source,
        _renewed(source, pieces),
        {one.old: one.new for one in told if one.old},
        again,
        differs=any(one.old != one.new or one.status == "changed" for one in told),
    )
    only = source.id if len(loaded.dataset.sources) == 1 else None
    resting = {key for text in files.values() for key in touched(text, renewal, only)}
    unread = set(_again(loaded.dataset, source.id, resting, looked_for=looked_for))
    edited: dict[Path, str] = {}
    rereads = []
    for path, text in files.items():
        written, marked = renew(text, renewal, only, unread)
        if written != text:
            edited[path] = written
        rereads += [Reread(str(path), one.line, LISTS[one.list], one.id, one.part, one.draft) for one in marked]
    answer = Renewed(
        renewal.new,
        article.name,
        sum(one.status in ("same", "moved") for one in told),
        tuple(one for one in told if (one.status, one.old) != ("same", one.new)),
        tuple(rereads),
        tuple(title for title in renewal.new.sections if title not in source.sections),
        tuple(title for title in source.sections if title not in renewal.new.sections),
        tuple(_left_out(found, pieces)),
    )
    return Plan(edited, answer)


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


def _pieces(source: Source, article: Article, found: Verification) -> Iterator[_Piece]:
    """Yield what the article consists of: old paragraphs, headings, and what is new."""
    for one in found.paragraphs:
        if one.lines:
            first, last = one.lines
            yield _Piece(first, joined(article.lines[first - 1 : last]), _FATES[one.status], one.stands.paragraph)
    for run in locate(_headings(source), article.lines):
        yield _Piece(run.first + 1, run.keys[0], "heading")
    for block in found.inserted:
        fate = "new heading" if is_heading(block.text, article) else "new"
        yield _Piece(block.lines[0], normalise(block.text), fate, None, (block.after, block.before))


def _headings(source: Source) -> Iterator[tuple[str, Paragraph]]:
    for title in source.sections:
        yield title, Paragraph(0, None, *fingerprints(title))


def _taken(source: Source, pieces: Sequence[_Piece]) -> list[_Piece]:
    """Return `pieces` with a new one taken for an old paragraph where only the two stand in the same place."""
    there = {piece.old for piece in pieces}
    missing = [paragraph.number for paragraph in source.paragraphs if paragraph.number not in there]
    taken = []
    for piece in pieces:
        after, before = piece.gap
        belong = [number for number in missing if (after or 0) < number < (before or number + 1)]
        alone = [one for one in pieces if one.fate == "new" and one.gap == piece.gap] == [piece]
        taken.append(piece._replace(fate="changed", old=belong[0]) if alone and len(belong) == 1 else piece)
    return taken


def _told(source: Source, paragraphs: Sequence[_Piece]) -> Iterator[RenewedParagraph]:
    """Yield what became of each old paragraph, then which are new."""
    now = {piece.old: (piece.fate, number) for number, piece in enumerate(paragraphs, 1)}
    for paragraph in source.paragraphs:
        fate, number = now.get(paragraph.number, ("gone", None))
        yield RenewedParagraph(fate, paragraph.number, number)
    yield from (RenewedParagraph("new", None, n) for n, piece in enumerate(paragraphs, 1) if piece.fate == "new")


def _renewed(source: Source, pieces: Sequence[_Piece]) -> Source:
    """Return the source with the paragraphs and headings that there are now.

    A paragraph that is there still keeps its heading, unless that is gone or another one has come between.
    """
    old = {paragraph.number: paragraph for paragraph in source.paragraphs}
    there = {piece.text for piece in pieces if piece.fate == "heading"}
    paragraphs: list[Paragraph] = []
    section: str | None = None
    come_between: str | None = None
    above: str | None = None
    for piece in pieces:
        if "heading" in piece.fate:
            above = piece.text
            come_between = piece.text if piece.fate == "new heading" else None
            continue
        was = old[piece.old] if piece.old else None
        if come_between or not was:
            section = come_between or above or section
        elif was.section is None or was.section in there:
            section = was.section
        above = None
        paragraphs.append(_fingerprinted(len(paragraphs) + 1, section, piece, was))
    sections = tuple(dict.fromkeys(paragraph.section for paragraph in paragraphs if paragraph.section))
    same = set(sections) == set(source.sections)
    return source._replace(paragraphs=tuple(paragraphs), sections=source.sections if same else sections)


def _fingerprinted(number: int, section: str | None, piece: _Piece, was: Paragraph | None) -> Paragraph:
    """Return a paragraph as it stands now; how a line was broken is not known, and so what `was` the same stays."""
    sha256, folded = fingerprints(piece.text)
    if was and piece.fate != "changed":
        same = was.folded == folded
        return was._replace(number=number, section=section, sha256=sha256 if same else was.sha256)
    return Paragraph(number, section, sha256, folded)


def _again(dataset: Dataset, source: str, resting: Iterable[Key], *, looked_for: bool) -> Iterator[Key]:
    """Yield the claims, quotes and gaps of `source` that have to be read again, with the drafts among `resting`.

    What is withdrawn needs no reading. Of a quotation all parts do, for half of it can turn the sense round; so does
    what is read from them; and what was looked for in all paragraphs may stand in one that is new.
    """
    resting = set(resting)
    withdrawn = {("claims", claim.id) for claim in dataset.claims if claim.state}
    withdrawn |= {("quotes", quote.id) for quote in dataset.quotes if quote.state}
    resting -= withdrawn
    yield from resting
    halves = {quote.quotation for quote in dataset.quotes if ("quotes", quote.id) in resting}
    unread = {quote.id for quote in dataset.quotes if quote.quotation in halves and not quote.state}
    yield from (("quotes", ident) for ident in unread)
    for claim in dataset.claims:
        if unread & set(claim.quotes) and not claim.state:
            yield "claims", claim.id
    yield from (("gaps", gap.id) for gap in dataset.gaps if gap.source == source and not gap.state and looked_for)


def _left_out(found: Verification, pieces: Iterable[_Piece]) -> Iterator[str]:
    """Yield what stands around the article, and is taken for no part of it."""
    taken = {piece.line for piece in pieces}
    yield from (block.text for block in found.unrecognised if block.lines[0] not in taken)
