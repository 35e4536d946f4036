"""RIS: a tag and a value a line, an entry from `TY` to `ER`.

The format has no escapes, so that a value must not break its line; it is exact but for that and control characters.
"""

from collections.abc import Iterable, Iterator

from minewatch.text import unbroken
from minewatch.view.reference import Reference


def render(references: Iterable[Reference]) -> Iterator[str]:
    """Yield the lines of an entry for each of `references`, with a blank line between two."""
    for n, reference in enumerate(references):
        if n:
            yield ""
        # GEN is the type that says least: where the article stood is not stated
        yield "TY  - GEN"
        yield from (f"{tag}  - {unbroken(value)}" for tag, value in _fields(reference) if value)
        yield "ER  - "


def _fields(reference: Reference) -> Iterator[tuple[str, str | None]]:
    yield "ID", reference.id
    yield from (("AU", name) for name in reference.authors)
    yield "TI", reference.title
    yield "T2", reference.publisher
    if reference.issued:
        yield "PY", reference.issued[:4]
        yield "DA", _date(reference.issued)
    yield "UR", reference.url
    yield "LA", reference.language
    yield "Y2", reference.accessed and _date(reference.accessed)
    # One note, so that nobody keeps a claim without what must be said of it
    yield "N1", " ".join(reference.remarks)


def _date(day: str) -> str:
    """Return `2024-11-05`, `2024-11` or `2024` as `YYYY/MM/DD/`, what is not known of it empty."""
    year, month, in_month = [*day.split("-"), "", ""][:3]
    return f"{year}/{month}/{in_month}/"
