"""What a dataset begins with, as `contract` has it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from minewatch import contract
    from minewatch.answers import Beginning, Drafted


def beginning(item: "Beginning") -> "contract.Beginning":
    """Return a dataset that was begun, with all its drafts."""
    return {
        "kind": "beginning",
        "folder": item.folder,
        "source": item.source.id,
        "paragraphs": len(item.source.paragraphs),
        "sections": list(item.source.sections),
        "missing": [missing.field for missing in item.source.missing],
        "left_out": list(item.left_out),
        "drafts": list(map(draft, item.drafts)),
    }


def draft(item: "Drafted") -> "contract.Draft":
    """Return something that was found."""
    return {
        "kind": "draft",
        "id": item.id,
        "of": item.what,
        "paragraphs": list(item.paragraphs),
        "text": item.text,
        "reading": item.reading,
    }
