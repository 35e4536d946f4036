"""A dataset begun from an article: its paragraphs as fingerprints, and drafts of what was found in it.

Every record is a draft but the source and its publisher: somebody has to read each against the article first. What
was not given of the source is not guessed.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from minewatch.answers import Drafted
from minewatch.dataset.fields import NUMBER
from minewatch.dataset.records import LONGEST_WORDING
from minewatch.dataset.writing import Comment, Value, document
from minewatch.drafts.finding import Found
from minewatch.drafts.layout import Layout, Passage
from minewatch.drafts.quantities import Figure
from minewatch.drafts.speakers import Attributed
from minewatch.drafts.times import Time
from minewatch.people import Fields, Ids, People
from minewatch.text import NORMALISER, count, fingerprints

_NOT_GIVEN = "not given when this dataset was begun; what the article states of it goes here"


class Given(NamedTuple):
    """What whoever begins a dataset says of it and of its article; None for what they do not."""

    id: str
    title: str | None = None
    authors: tuple[str, ...] = ()
    url: str | None = None
    publisher: str | None = None
    published: str | None = None
    language: str = "en"


class Start(NamedTuple):
    """What a dataset begins with."""

    files: Mapping[str, str]
    """By their names."""
    drafts: tuple[Drafted, ...]


def start(article: Layout, found: Found, given: Given) -> Start:
    """Return the files of a dataset of `article` with what is `found` in it, and its drafts."""
    ids = Ids()
    source = ids.take(f"{given.id}-article")
    people = People(found, given.id, given.publisher, ids)
    quotes = list(_quotes(found, people, ids))
    claims = list(_claims(article, found, ids))
    about = {"source": source}
    files = {
        "source.yaml": document(
            "The article: each paragraph's number, the heading it stands under, and its fingerprints.",
            {"dataset": _head(given, article), "sources": [_source(source, people.publisher, article, given)]},
        ),
        "entities.yaml": document(
            "Who and what the article names. Drafts, but for the publication: complete each and take off `draft`.",
            {"entities": list(people.listed())},
        ),
        "quotes.yaml": document(
            "What stands between quotation marks as somebody's speech. Drafts: the speaker is a guess, often wrong.",
            {**about, "quotes": [fields for fields, _ in quotes]},
        ),
        "claims.yaml": document(
            "Dates and figures, each to become part of a claim in your own words. Drafts: many will go.",
            {**about, "claims": list(_by_paragraph(claims))},
        ),
    }
    drafts = (*quotes, *claims, *people.records)
    return Start(files, tuple(drafted for _, drafted in drafts if drafted))


def _head(given: Given, article: Layout) -> Fields:
    return {"id": given.id, "version": "0.1.0", "title": given.title or _untitled(article)}


def _untitled(article: Layout) -> str:
    return f"An article of {count(len(article.passages), 'paragraph')}"


def _source(ident: str, publisher: str, article: Layout, given: Given) -> Fields:
    known = {
        "title": given.title,
        "authors": list(given.authors) or None,
        "url": given.url,
        "published": {"edtf": given.published} if given.published else None,
    }
    return {
        "id": ident,
        "title": known["title"],
        "supplied_title": f"[{_untitled(article)}]",
        "publisher": {"id": publisher}
        if given.publisher
        else {"id": publisher, "basis": "background", "reason": _NOT_GIVEN},
        "authors": known["authors"],
        "url": known["url"],
        "language": given.language,
        **({"published": known["published"]} if given.published else {}),
        "missing": [{"field": field, "reason": _NOT_GIVEN} for field, value in known.items() if value is None],
        "normaliser": NORMALISER,
        "sections": list(article.sections),
        "paragraphs": [_paragraph(number, passage) for number, passage in enumerate(article.passages, 1)],
    }


def _paragraph(number: int, passage: Passage) -> Fields:
    sha256, folded = fingerprints(passage.text)
    return {"number": number, "section": passage.section, "sha256": sha256, "folded": folded}


def _quotes(found: Found, people: People, ids: Ids) -> Iterator[tuple[Fields, Drafted]]:
    parts = Counter(said.quotation for said in found.speech)
    quotations: dict[int, str] = {}
    for said in found.speech:
        number = said.speech.paragraph
        speaker = people.id(said.speaker)
        ident = ids.take(f"p{number}-{speaker or 'quote'}")
        together = quotations.setdefault(said.quotation, ident)
        yield (
            {
                "id": ident,
                **({"quotation": together} if parts[said.quotation] > 1 else {}),
                "speaker": speaker,
                "paragraph": number,
                "text": said.speech.text,
                "said_to": people.id(said.said_to),
                "draft": True,
            },
            Drafted(ident, "quote", (number,), said.speech.text, _by(said)),
        )


def _by(said: Attributed) -> str | None:
    to = f", to {said.said_to}" if said.said_to else ""
    return f"{said.speaker}{to}" if said.speaker else None


def _claims(article: Layout, found: Found, ids: Ids) -> Iterator[tuple[Fields, Drafted]]:
    """Yield a claim for each date and each figure, in the order of the article."""
    ones: list[Time | Figure] = [*found.dates, *found.figures]
    for one in sorted(ones, key=lambda one: (one.paragraph, one.start)):
        text = article.passages[one.paragraph - 1].text[one.start : one.end]
        what, field, read = _date(one) if isinstance(one, Time) else _quantity(one, text)
        ident = ids.take(f"p{one.paragraph}-{text}")
        yield (
            {"id": ident, "evidence": [one.paragraph], **field, "draft": True},
            Drafted(ident, what, (one.paragraph,), text, read),
        )


def _date(time: Time) -> tuple[str, Fields, str | None]:
    wording = " ".join(time.wording.split()[-LONGEST_WORDING:])
    when: Fields = {"edtf": time.edtf, "wording": wording} if time.edtf else {"wording": wording}
    if time.edtf and time.reason:
        when |= {"basis": "inferred", "reason": time.reason, "paragraphs": [time.paragraph]}
    return "date", {"when": when}, time.edtf


def _quantity(figure: Figure, text: str) -> tuple[str, Fields, str | None]:
    sizes: Fields = {name: size for name in ("value", "low", "high") if (size := getattr(figure, name)) is not None}
    if figure.worded or not all(NUMBER.fullmatch(str(size)) for size in sizes.values()):
        sizes = {"worded": figure.worded or text}
    besides = {name: getattr(figure, name) for name in ("qualifier", "unit", "per", "counted", "conversion")}
    return "quantity", {"quantity": {**sizes, **{name: told for name, told in besides.items() if told}}}, _size(figure)


def _size(figure: Figure) -> str:
    """Return what was read from a figure, as in `about 1,200 sailing per year`."""
    size = figure.worded or (f"{figure.low:,} to {figure.high:,}" if figure.value is None else f"{figure.value:,}")
    return " ".join(filter(None, (figure.qualifier, size, figure.unit, figure.per and f"per {figure.per}")))


def _by_paragraph(claims: Iterable[tuple[Fields, Drafted]]) -> Iterator[Value]:
    """Yield the records, with a comment before the first of each paragraph."""
    last = None
    for fields, drafted in claims:
        if drafted.paragraphs != last:
            yield Comment(f"¶{drafted.paragraphs[0]}")
        last = drafted.paragraphs
        yield fields
