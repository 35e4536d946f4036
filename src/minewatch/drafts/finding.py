"""Everything that is found in an article, together."""

from collections.abc import Iterable
from typing import NamedTuple

from minewatch.dates import Span
from minewatch.drafts.known import Known, Named, named
from minewatch.drafts.layout import Layout
from minewatch.drafts.quantities import Figure, figures
from minewatch.drafts.speakers import Attributed, attributed
from minewatch.drafts.speech import speeches
from minewatch.drafts.times import Time, times


class Found(NamedTuple):
    """What stands in an article, each in its order."""

    speech: tuple[Attributed, ...]
    dates: tuple[Time, ...]
    figures: tuple[Figure, ...]
    named: tuple[Named, ...]


def find(article: Layout, known: Iterable[Known], published: Span | None = None) -> Found:
    """Return what is found in the paragraphs of `article`.

    Args:
        article: taken apart.
        known: whose names are looked for.
        published: when it appeared, without which no relative date is read.
    """
    texts = [passage.text for passage in article.passages]
    dates = times(texts, published)
    return Found(
        tuple(attributed(texts, speeches(texts))),
        tuple(dates),
        tuple(figures(texts, dates)),
        tuple(named(known, texts)),
    )
