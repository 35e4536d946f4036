"""BibTeX: an `@misc` a citation, as LaTeX and reference managers read it.

BibTeX counts braces wherever they stand, escaped ones too, so that text never has any of its own: they are spelt out.
Line breaks are blanks and control characters, which LaTeX refuses, visible; all else is exact.
"""

from collections.abc import Iterable, Iterator

from minewatch.text import unbroken
from minewatch.view.reference import Reference

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""The names that every style defines for the months."""
_SPECIAL = str.maketrans(
    {
        **{c: f"\\{c}" for c in "&%$#_"},
        "{": "\\textbraceleft{}",
        "}": "\\textbraceright{}",
        "~": "\\textasciitilde{}",
        "^": "\\textasciicircum{}",
        "\\": "\\textbackslash{}",
    }
)
_LIGATURES = ("--", "``", "''", ",,", "<<", ">>", "?`", "!`")
"""What LaTeX would set as one other character."""
_NOT_IN_URLS = '{}\\"<>^`|'


def render(references: Iterable[Reference], *, ascii_only: bool) -> Iterator[str]:
    """Yield the lines of an entry for each of `references`, with a blank line between two."""
    for n, reference in enumerate(references):
        if n:
            yield ""
        yield f"@misc{{{_key(reference.id)},"
        yield from (f"  {name} = {value}," for name, value in _fields(reference, ascii_only=ascii_only))
        yield "}"


def _fields(reference: Reference, *, ascii_only: bool) -> Iterator[tuple[str, str]]:
    """Yield the fields that are known, each with its value as it stands in the file."""

    def text(value: str) -> str:
        return _escaped(value.encode("ascii", "backslashreplace").decode() if ascii_only else value)

    if reference.authors:
        # Braces of its own keep a name from being taken apart, at an "and" or a comma
        yield "author", f"{{{' and '.join(f'{{{text(name)}}}' for name in reference.authors)}}}"
    # And a title from being put in lower case
    yield "title", f"{{{{{text(reference.title)}}}}}"
    if reference.publisher:
        yield "howpublished", f"{{{text(reference.publisher)}}}"
    if reference.issued:
        year, *rest = reference.issued.split("-")
        yield "year", f"{{{year}}}"
        if rest:
            yield "month", _MONTHS[int(rest[0]) - 1]
        yield "date", f"{{{reference.issued}}}"
    if reference.url:
        yield "url", f"{{{_url(reference.url)}}}"
    if reference.accessed:
        yield "urldate", f"{{{reference.accessed}}}"
    if reference.language:
        yield "language", f"{{{text(reference.language)}}}"
    yield "note", f"{{{text(' '.join(reference.remarks))}}}"


def _key(ident: str) -> str:
    return "".join(c if c.isascii() and (c.isalnum() or c in "-.:") else "-" for c in ident)


def _escaped(value: str) -> str:
    """Return `value` so that LaTeX sets it as it is."""
    escaped = unbroken(value).translate(_SPECIAL)
    for pair in _LIGATURES:
        # Twice, for what is left of an odd number
        for _ in range(2):
            escaped = escaped.replace(pair, f"{pair[0]}{{}}{pair[1]}")
    return escaped


def _url(url: str) -> str:
    """Return `url` as it is, which is how LaTeX reads it there, with what must not stand in one percent-encoded."""
    return "".join(c if c.isprintable() and not c.isspace() and c not in _NOT_IN_URLS else _percent(c) for c in url)


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "surrogatepass"))
