"""What became of a dataset whose article was edited, as `contract` has it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from minewatch.answers import Renewed, RenewedParagraph, Reread, Setting

if TYPE_CHECKING:
    from minewatch import contract


def renewed(answer: Renewed) -> "contract.Renewed":
    """Return the whole of it."""
    return {
        "kind": "renewed",
        "source": answer.source.id,
        "article": answer.article,
        "same": answer.same,
        "paragraphs": [_paragraph(item, answer) for item in answer.paragraphs],
        "again": list(map(_reread, answer.again)),
        "new_headings": list(answer.new_headings),
        "lost_headings": list(answer.lost_headings),
        "left_out": list(answer.left_out),
    }


def records(answer: Renewed, _: Setting) -> "Iterator[contract.RenewedParagraph | contract.Reread]":
    """Yield what it consists of."""
    yield from (_paragraph(item, answer) for item in answer.paragraphs)
    yield from map(_reread, answer.again)


def _paragraph(item: RenewedParagraph, answer: Renewed) -> "contract.RenewedParagraph":
    return {
        "kind": "renewed-paragraph",
        "source": answer.source.id,
        "status": item.status,
        "old": item.old,
        "new": item.new,
    }


def _reread(item: Reread) -> "contract.Reread":
    return {"kind": "read-again", **item._asdict()}  # type: ignore[typeddict-item]
