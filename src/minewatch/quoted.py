"""Somebody's words in a reader's own copy: letter for letter, but for typography, or with words changed.

Whether they stand there is never a matter of likeness: a likeness only says where the words of a changed quote part.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher

from minewatch.article import joined
from minewatch.record import NamedTuple
from minewatch.text import fold_typography, lookalikes, normalise

_SHOWN = 5
"""How many differing words are shown at the most."""
_ALIKE = 0.5
"""Which part of a quote's words must be left, in order, for the rest to be called changed."""
_INVISIBLE = f"[{lookalikes('')}]*"
_BROKEN = f"(?:[-\u2010\u00ad]\n+)?{_INVISIBLE}"


class Words(NamedTuple):
    """A quote's words as they stand in a copy."""

    exact: bool
    characters: tuple[str, ...]
    """In which characters typography differs, as in `’ → '`."""


class Parting(NamedTuple):
    """Where a quote and a copy part."""

    expected: str
    found: str


def find(quote: str, lines: Iterable[str]) -> list[Words]:
    """Return each place in `lines` where the words of `quote` stand, however these are broken."""
    text = "\n".join(map(normalise, lines))
    exact = re.compile(_pattern(normalise(quote), lambda character: character))
    found = []
    for start, end in spans(quote, text):
        same = exact.fullmatch(text, start, end) is not None
        found.append(Words(same, () if same else _characters(normalise(quote), normalise(text[start:end]))))
    return found


def spans(quote: str, text: str) -> list[tuple[int, int]]:
    """Return from where to where in `text` the words of `quote` stand, be it with other typography."""
    return [match.span() for match in re.finditer(_pattern(fold_typography(quote), lookalikes), text)]


def part(quote: str, lines: Iterable[str]) -> Parting | None:
    """Return where `quote` and the paragraph in `lines` part; None where less than half of its words are left there.

    Hyphens and what is around a word do not count where words differ besides: a line may have ended there, or it all.
    """
    ours, theirs = quote.split(), joined(lines).split()
    for key in (_word, fold_typography):
        matcher = SequenceMatcher(None, [*map(key, ours)], [*map(key, theirs)], autojunk=False)
        if sum(block.size for block in matcher.get_matching_blocks()) < _ALIKE * len(ours):
            return None
        for tag, i1, i2, j1, j2 in matcher.get_opcodes():
            if tag != "equal" and not (tag == "insert" and i1 in (0, len(ours))):
                return _parting(ours, theirs, (i1, i2), (j1, j2))
    return Parting("", "")


def _word(text: str) -> str:
    return re.sub(r"^\W+|\W+$|-", "", fold_typography(text))


def _parting(ours: Sequence[str], theirs: Sequence[str], left: tuple[int, int], right: tuple[int, int]) -> Parting:
    """Return the words that differ; with the one before them where on one side there are none."""
    (i1, i2), (j1, j2) = left, right
    if i1 == 0:
        j1 = max(j1, j2 - i2)  # what stands before the quote is no part of it
    if i2 == len(ours):
        j2 = min(j2, j1 + i2 - i1)
    if i1 and (i1 == i2 or j1 == j2):
        i1, j1 = i1 - 1, j1 - 1
    return Parting(_some(ours[i1:i2]), _some(theirs[max(j1, 0) : j2]))


def _some(words: Sequence[str]) -> str:
    """Return the first of `words`, without the quotation marks around them."""
    return " ".join(words[:_SHOWN]).strip(lookalikes('"')) + (" […]" if len(words) > _SHOWN else "")


def _pattern(text: str, alike: Callable[[str], str]) -> str:
    """Return the pattern of `text` with what is `alike` for each character, over lines that end anywhere.

    Between two letters a line may end with a hyphen, and after a hyphen without another.
    """
    loose = alike("'") != "'"
    pattern = ""
    for match in re.finditer(r"\.{3,}|.", text, re.DOTALL):
        character, end = match[0], match.end()
        if character == " ":
            pattern += rf"(?:\s|{_INVISIBLE[:-1]})+" if loose else r"\s+"
        elif len(character) > 1:
            pattern += _dots(len(character)) if loose else re.escape(character)
        else:
            pattern += f"[{re.escape(alike(character))}]"
            if character.isalnum() and text[end : end + 1].isalnum():
                pattern += _BROKEN if loose else "(?:[-\u2010\u00ad]\n+)?"
            elif not character.isalnum() and lookalikes("-").find(character) >= 0:
                pattern += "\n*"
    return pattern


def _dots(number: int) -> str:
    """Return the pattern of so many dots, of which three may be an ellipsis; a full stop may be before it or after."""
    ellipses, stops = rf"(?:…|\.\.\.){{{number // 3}}}", rf"\.{{{number % 3}}}"
    return f"(?:{ellipses}{stops}|{stops}{ellipses})"


def _characters(ours: str, theirs: str) -> tuple[str, ...]:
    """Return in which characters two texts differ that fold to the same."""
    pairs = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if tag != "equal":
            pairs.append(f"{shown(ours[i1:i2])} → {shown(theirs[j1:j2])}")
    return tuple(dict.fromkeys(pairs))


def shown(characters: str) -> str:
    """Return typographic characters so that each can be seen."""
    if not characters:
        return "nothing"
    invisible = lookalikes("")
    return "".join(f"U+{ord(c):04X}" if c in invisible else "a blank" if c.isspace() else c for c in characters)
