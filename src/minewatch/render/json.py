"""One JSON document: what answers, from which dataset, reported when, and the results, a line each."""

import json
from collections.abc import Iterable, Iterator

from minewatch.shapes import Plain
from minewatch.text import acts


def render(around: Plain, results: Iterable[Plain], *, ascii_only: bool) -> Iterator[str]:
    """Yield the lines of the document, in which `results` comes last; values are exact, in JSON's own escaping."""
    head = "".join(f"{dump(key)}: {dump(value, ascii_only=ascii_only)}, " for key, value in around.items())
    yield f'{{{head}"results": ['
    before = ""
    for result in results:
        if before:
            yield f"{before},"
        before = dump(result, ascii_only=ascii_only)
    if before:
        yield before
    yield "]}"


def dump(value: object, *, ascii_only: bool = False) -> str:
    """Return `value` as JSON on one line, with what could act on a terminal as JSON escapes."""
    text = json.dumps(value, ensure_ascii=ascii_only)
    return text if text.isprintable() else "".join(f"\\u{ord(c):04x}" if acts(c) else c for c in text)
