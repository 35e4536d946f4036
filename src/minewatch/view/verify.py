"""A reader's own copy held against its source: what differs first, then what is the same but for typography."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from minewatch.answers import Setting, Unrecognised, Verification, VerifiedParagraph, VerifiedQuote
from minewatch.text import count, one_line
from minewatch.view import wording
from minewatch.view.blocks import Block, Entries, Entry, Note, Run, Section, Title, Words

_FIRST_WORDS, _WORDS = 12, 120
"""How many words are shown of what is around the article, and of what is inserted in it."""
_AROUND = 6
"""How many blocks of what is around it are shown."""
_SAME = ("exact", "verbatim")


def page(answer: Verification, setting: Setting) -> list[Block]:
    """Return what differs, with all that stands on it, and what is around the article; nothing of what is the same."""
    blocks: list[Block] = [
        Title((Run(one_line(answer.article), "title"),), (Run(one_line(answer.source.name), "dim"),)),
        Note(tuple(_summary(answer))),
    ]
    around = [block for block in answer.unrecognised if block.place != "inserted"]
    different = [item for item in answer.paragraphs if item.status in ("changed", "missing")]
    parts: dict[str, Iterable[Entry]] = {
        "Inserted, which may be a correction": (_inserted(block) for block in answer.inserted),
        "Changed or missing, with what stands on it": (_different(item, setting) for item in different),
        "In another place": (_moved(item, setting) for item in answer.paragraphs if item.status == "moved"),
        "Quotes": (_quote(item, setting) for item in answer.quotes if item.status not in _SAME or item.elsewhere),
        "The same but for typography": (_typography(i, setting) for i in answer.paragraphs if i.status == "typography"),
        "Before the first of its paragraphs and after the last": _around(around),
    }
    for heading, entries in parts.items():
        if rows := tuple(entries):
            blocks += [Section(heading), Entries(rows)]
    return wording.with_legend(blocks, f"what stands on each paragraph: minewatch source {answer.source.id}", setting)


def _summary(answer: Verification) -> Iterator[Words]:
    """Yield how many paragraphs and quotes are how, and what that comes to."""
    paragraphs = Counter(item.status for item in answer.paragraphs)
    quotes = Counter(item.status for item in answer.quotes)
    if paragraphs["missing"] == len(answer.paragraphs):
        yield (Run("This copy has none of the source's paragraphs; is it of that article?", "missing"),)
    elif answer.differs:
        yield (Run("This copy differs from the source.", "changed"),)
    elif answer.inserted:
        yield (Run("All of the source is in this copy, and more is inserted.", "typography"),)
    else:
        yield (Run("All of the source is in this copy, and in its order.", "exact"),)
    yield (Run(f"{count(len(answer.paragraphs), 'paragraph')}: {_counts(paragraphs)}"),)
    if answer.quotes:
        yield (Run(f"{count(len(answer.quotes), 'quote')}: {_counts(quotes)}"),)


def _counts(statuses: Counter[str]) -> str:
    words = {"typography": "the same but for typography"}
    return ", ".join(f"{number} {words.get(status, status)}" for status, number in statuses.most_common())


def _inserted(block: Unrecognised) -> Entry:
    place = f"after ¶{block.after}" if block.after else f"before ¶{block.before}"
    label = (Run(place, "label"),)
    return Entry(label, (), (Run(_beginning(block.text, _WORDS)),), ())


def _different(item: VerifiedParagraph, setting: Setting) -> Entry:
    ids = ", ".join((*item.stands.claims, *item.stands.quotes))
    body: Words = (Run(ids, "id") if ids else Run("nothing stands on it", "dim"),)
    if item.candidates:
        stand = "stands there and may be it" if item.candidates == 1 else "stand there, and one of them may be it"
        body = (*body, Run(f"; {count(item.candidates, 'unknown block')} {stand}", "dim"))
    return _entry(item, body, setting)


def _moved(item: VerifiedParagraph, setting: Setting) -> Entry:
    line = item.lines[0] if item.lines else 0
    but = ", and the same but for typography" if item.characters else ""
    return _entry(item, (Run(f"stands at line {line:,} of the copy{but}"),), setting)


def _typography(item: VerifiedParagraph, setting: Setting) -> Entry:
    body = f"your copy has {' and '.join(item.characters)}" if item.characters else ""
    return Entry((_where(item, setting),), (), (Run(body, "dim"),), ())


def _entry(item: VerifiedParagraph, body: Words, setting: Setting) -> Entry:
    return Entry((_where(item, setting),), (wording.status(item.status),), body, ())


def _where(item: VerifiedParagraph, setting: Setting) -> Run:
    return wording.where([item.stands.paragraph], item.stands.source, setting)


def _quote(item: VerifiedQuote, setting: Setting) -> Entry:
    quote = item.quote
    where = wording.where([quote.paragraph], quote.source, setting)
    return Entry((Run(quote.id, "id"),), (wording.status(item.status),), (Run(_how(item)),), (where,))


def _how(item: VerifiedQuote) -> str:
    """Return in what a quote differs from the copy, or where there it stands."""
    if item.status == "changed":
        return f"“{one_line(item.expected or '')}” is “{one_line(item.found or '')}” in your copy"
    if item.status == "missing":
        return "these words are not in your copy"
    if item.elsewhere:
        several = ", in several places" if item.status == "ambiguous" else ""
        return f"its paragraph is not in your copy; the words are{several}"
    return "  ".join(item.characters)


def _around(blocks: Sequence[Unrecognised]) -> Iterator[Entry]:
    """Yield the first of `blocks`, and how many more there are."""
    for block in blocks[:_AROUND]:
        place = "once more, " if block.place == "repeated" else ""
        place += f"before ¶{block.before}" if block.after is None and block.before else f"after ¶{block.after}"
        label = () if block.after is None and block.before is None else (Run(place, "dim"),)
        yield Entry(label, (), (Run(_beginning(block.text, _FIRST_WORDS), "dim"),), ())
    if (more := len(blocks) - _AROUND) > 0:
        yield Entry((Run("and", "dim"),), (), (Run(count(more, "more block"), "dim"),), ())


def _beginning(text: str, number: int) -> str:
    words = one_line(text).split(" ")
    return " ".join(words[:number]) + (" […]" if len(words) > number else "")
