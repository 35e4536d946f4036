"""One JSON document: what answers, from which dataset, reported when, and the results, a line each."""

import json
from collections.abc import Iterable, Iterator

from minewatch.shapes import Plain
from minewatch.text import acts


def render(around: Plain, results: Iterable[Plain], *, ascii_only: bool) -> Iterator[str]:
    """Yield the lines of the document, in which `results` comes last; values are exact, in JSON's own escaping."""
    head = "".join(f"{dump(key)}: {dump(value, ascii_only=ascii_only)}, " for key, value in around.items())
    yield f'{{{head}"results": ['
    yield from separated(dump(result, ascii_only=ascii_only) for result in results)
    yield "]}"


def separated(items: Iterable[str]) -> Iterator[str]:
    """Yield `items` as lines within brackets: each but the last with a comma."""
    before = ""
    for item in items:
        if before:
            yield f"{before},"
        before = item
    if before:
        yield before


def dump(value: object, *, ascii_only: bool = False) -> str:
    """Return `value` as JSON on one line, with what could act on a terminal as JSON escapes."""
    text = json.dumps(value, ensure_ascii=ascii_only)
    return text if text.isprintable() else "".join(json.dumps(c)[1:-1] if acts(c) else c for c in text)
