"""Citations, as text and as items of CSL-JSON."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minewatch import contract
    from minewatch.view.reference import Reference


def citation(item: "Reference") -> "contract.Citation":
    """Return a citation."""
    return {"kind": "citation", "id": item.id, "of": item.of, "text": item.text, "csl": csl(item)}


def csl(item: "Reference") -> dict[str, Any]:
    """Return a citation as CSL-JSON has it, which leaves out what is not known.

    Its type is the one that says least: whether it stood in a newspaper or on a page is not stated, and what CSL calls
    an article is set as a preprint.
    """
    dates = {name: _date_parts(day) for name, day in (("issued", item.issued), ("accessed", item.accessed)) if day}
    fields = {
        "author": [{"literal": name} for name in item.authors],
        "container-title": item.publisher,
        "URL": item.url,
        "language": item.language,
        **dates,
        "note": " ".join(item.remarks),
    }
    known = {name: value for name, value in fields.items() if value}
    return {"id": item.id, "type": "document", "title": item.title, **known}


def _date_parts(day: str) -> dict[str, list[list[int]]]:
    return {"date-parts": [[int(part) for part in day.split("-")]]}
