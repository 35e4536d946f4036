"""A reader's own copy of an article, held against the source that it is a copy of."""

from collections.abc import Iterable, Sequence

from minewatch import quoted
from minewatch.answers import Copy, Passage, Verification
from minewatch.article import Article
from minewatch.errors import AmbiguousName, UnreadableArticle
from minewatch.locate import locate
from minewatch.model import Quote, Source
from minewatch.questions import sources
from minewatch.selection import Selection
from minewatch.text import safe
from minewatch.verify import verify


def ask(selection: Selection, article: Article, named: Sequence[str], *, strict: bool) -> Verification:
    """Return how `article` differs from the source that is `named`, or else from the only one that it can be of.

    Raises:
        NotInDataset: what is named is no source.
        AmbiguousName: there are several sources, and the copy has paragraphs of none of them, or of more than one.
    """
    candidates = sources.find(selection, named) if named else selection.kept(Source)
    source = candidates[0] if len(candidates) == 1 else _only(candidates, article)
    return verify(sources.card(selection, source), quotes_on(selection, source.id), article, strict=strict)


def quotes_on(selection: Selection, source: str) -> tuple[Quote, ...]:
    """Return the direct quotes of the source with that id, in the order of the dataset."""
    return selection.read(Quote, "SELECT record FROM quote WHERE source = ? AND live ORDER BY n", [source])


def copy(selection: Selection, article: Article) -> Copy:
    """Return the paragraphs of any source that `article` has.

    Raises:
        UnreadableArticle: it has none.
    """
    sources = selection.kept(Source)
    found = locate((((s.id, p.number), p) for s in sources for p in s.paragraphs), article.lines)
    if not found:
        what = sources[0].name if len(sources) == 1 else f"any of {len(sources)} sources"
        raise UnreadableArticle(f"no paragraph of {what} is in {safe(article.name)}; minewatch verify says more")
    quotes: dict[tuple[str, int], list[Quote]] = {}
    for source in {key[0]: None for run in found for key in run.keys}:
        for quote in quotes_on(selection, source):
            quotes.setdefault((source, quote.paragraph), []).append(quote)
    passages: dict[tuple[str, int], Passage] = {}
    for run in sorted(found, key=lambda run: not run.exact):
        for key in run.keys:
            passages.setdefault(key, _passage(run.text, quotes.get(key, ())))
    return Copy(article.name, passages)


def _passage(text: str, quotes: Iterable[Quote]) -> Passage:
    """Return `text` with the words of `quotes` in pieces of their own."""
    pieces = []
    done = 0
    for start, end in sorted(span for quote in quotes for span in quoted.spans(quote.text, text)):
        if start >= done:
            pieces += [(text[done:start], False), (text[start:end], True)]
            done = end
    return Passage((*pieces, (text[done:], False)))


def _only(candidates: Sequence[Source], article: Article) -> Source:
    """Return the one of `candidates` of which `article` has a paragraph."""
    wanted = ((source, paragraph) for source in candidates for paragraph in source.paragraphs)
    found = list(dict.fromkeys(source for run in locate(wanted, article.lines) for source in run.keys))
    if len(found) == 1:
        return found[0]
    listed = found or candidates
    ids = ", ".join(source.id for source in listed)
    what = f"{safe(article.name)} has paragraphs of {len(found) or 'none of the'} sources: {ids}"
    raise AmbiguousName(f"{what}; name one with --source", name=article.name, known=[source.id for source in listed])
