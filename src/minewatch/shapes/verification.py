"""A copy held against its source, as programs get it: without a word of the copy but what a changed quote has."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from minewatch.answers import Setting, Unrecognised, Verification, VerifiedParagraph, VerifiedQuote

if TYPE_CHECKING:
    from minewatch import contract


def verification(answer: Verification) -> "contract.Verification":
    """Return the whole of it."""
    return {
        "kind": "verification",
        "source": answer.source.id,
        "article": answer.article,
        "strict": answer.strict,
        "differs": answer.differs,
        "paragraphs": [_paragraph(item) for item in answer.paragraphs],
        "quotes": [_quote(item) for item in answer.quotes],
        "unrecognised": [_unrecognised(item, answer) for item in answer.unrecognised],
    }


def records(
    answer: Verification, _: Setting
) -> "Iterator[contract.VerifiedParagraph | contract.VerifiedQuote | contract.Unrecognised]":
    """Yield what it consists of."""
    whole = verification(answer)
    yield from whole["paragraphs"]
    yield from whole["quotes"]
    yield from whole["unrecognised"]


def _paragraph(item: VerifiedParagraph) -> "contract.VerifiedParagraph":
    return {
        "kind": "verified-paragraph",
        "source": item.stands.source,
        "number": item.stands.paragraph,
        "status": item.status,
        "lines": list(item.lines) if item.lines else None,
        "characters": list(item.characters),
        "candidates": item.candidates,
        "claims": list(item.stands.claims),
        "quotes": list(item.stands.quotes),
    }


def _quote(item: VerifiedQuote) -> "contract.VerifiedQuote":
    return {
        "kind": "verified-quote",
        "id": item.quote.id,
        "source": item.quote.source,
        "quotation": item.quote.quotation,
        "evidence": [item.quote.paragraph],
        "status": item.status,
        "elsewhere": item.elsewhere,
        "characters": list(item.characters),
        "expected": item.expected,
        "found": item.found,
    }


def _unrecognised(item: Unrecognised, answer: Verification) -> "contract.Unrecognised":
    return {
        "kind": "unrecognised",
        "source": answer.source.id,
        "place": item.place,
        "after": item.after,
        "before": item.before,
        "lines": list(item.lines),
    }
