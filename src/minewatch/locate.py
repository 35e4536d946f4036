"""Where paragraphs stand in a reader's own copy: found by their fingerprints, and by nothing else.

A copy may break its lines anywhere, so runs of consecutive lines are hashed, from each line on one line more at a
time. How far a run goes is bounded, and so the time grows with the copy and not with its square.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import Any, Generic, NamedTuple, TypeVar

from minewatch.article import HYPHENS, blank, goes_on
from minewatch.model import Paragraph
from minewatch.text import fingerprint, fold_typography, normalise

LINES = 100
"""How many lines a run has at the most. Narrow columns break a long paragraph into 40."""
_HASHES = 2_000_000
"""How many hashes there may be in all, within the next two."""
_FEWEST, _MOST = 30, 10_000
"""How many hashes a run may take. A line takes one, and more after words broken at its end, which can be read in
several ways; a short copy may try more of these, and in one too long for an article runs are shorter."""
_DASHES = "\u2013\u2014"

K = TypeVar("K")


class Found(NamedTuple, Generic[K]):
    """A run of lines that is a paragraph."""

    keys: tuple[K, ...]
    """Which one; several where their words are the same."""
    first: int
    """Index of its first line."""
    end: int
    """Index of the line after it."""
    text: str
    """In one line."""
    exact: bool
    """Whether it is the same letter for letter, and not only but for typography."""


class _Line(NamedTuple):
    """A line that is not blank, ready to be hashed."""

    number: int
    """Its index among all lines."""
    text: str
    """Without a hyphen or dash at its end within a word."""
    tail: str
    """That hyphen or dash."""
    joints: tuple[str, ...]
    """What may have stood between the line before and this one, where no line ended."""
    hashed: tuple[bytes, ...]
    """This line folded, with each of them before it; by itself it is the last."""
    opens: bool
    """Whether a blank line is before it, or none."""
    closes: bool
    """Whether a blank line is after it, or none."""


_Wanted = Mapping[bytes, Sequence[tuple[K, Paragraph]]]
"""Paragraphs by the folded fingerprint."""
_Reading = tuple[Any, tuple[str, ...]]
"""The state of a hash, and the joints that were chosen where there were several."""


def locate(paragraphs: Iterable[tuple[K, Paragraph]], lines: Sequence[str]) -> list[Found[K]]:
    """Return where in `lines` any of `paragraphs` stands, in order, none within another; each comes with its key.

    A run of lines may be broken within words. It goes across blank lines only from one to another: what is between
    two of them belongs together.
    """
    wanted: dict[bytes, list[tuple[K, Paragraph]]] = {}
    for key, paragraph in paragraphs:
        wanted.setdefault(bytes.fromhex(paragraph.folded), []).append((key, paragraph))
    ready = _ready(lines)
    hashes = max(_FEWEST, min(_MOST, _HASHES // max(len(ready), 1)))
    found = []
    start = 0
    while start < len(ready):
        if run := _longest(ready, start, wanted, hashes):
            found.append(run)
        start = bisect_left(ready, run.end, lo=start, key=lambda line: line.number) if run else start + 1
    return found


def in_order(found: Iterable[Found[int]]) -> list[tuple[int, Found[int]]]:
    """Return the longest chain of paragraphs in the order of their numbers, each number once.

    Of a paragraph that stands there more than once, as it does in a teaser, that one is taken that is nearest to the
    next, and of the last the one nearest to those before it.
    """
    chain: list[tuple[int, Found[int]]] = []
    ends: list[tuple[int, Any]] = []  # of the best chain of each length its last number, and the chain from its end
    for run in found:
        for number in sorted(run.keys, reverse=True):
            place = bisect_left(ends, number, key=lambda end: end[0])
            if place == len(ends) or ends[place][0] > number:
                ends[place : place + 1] = [(number, (run, ends[place - 1] if place else None))]
    link = ends[-1] if ends else None
    while link:
        number, (run, link) = link
        chain.append((number, run))
    chain.reverse()
    by_number: dict[int, list[Found[int]]] = {}
    for run in found:
        for number in run.keys:
            by_number.setdefault(number, []).append(run)
    for place, (number, run) in list(enumerate(chain))[-2::-1]:
        following = chain[place + 1][1].first
        near = (other for other in by_number[number] if run.first <= other.first < following)
        chain[place] = (number, max(near, key=lambda other: (other.exact, other.first)))
    return chain


def _ready(lines: Sequence[str]) -> list[_Line]:
    """Return those of `lines` that are not blank."""
    texts = [normalise(line) if not blank(line) else "" for line in lines]
    shown = [n for n, text in enumerate(texts) if text]
    ready = []
    joints: tuple[str, ...] = ()
    for n, following in zip_longest(shown, shown[1:]):
        text, tail, after = _ended(texts[n], texts[following] if following else "")
        folded = _bytes(text)
        hashed = (*(_between(joint) + folded for joint in joints), folded)
        opens = n == 0 or not texts[n - 1]
        closes = n + 1 == len(lines) or not texts[n + 1]
        ready.append(_Line(n, text, tail, joints, hashed, opens, closes))
        joints = after
    return ready


def _ended(line: str, following: str) -> tuple[str, str, tuple[str, ...]]:
    """Return `line` without a hyphen at its end, that hyphen, and what may have stood there before `following`.

    A hyphen may have been put there to break a word, have stood in it already, or have ended a word ("pre- and").
    """
    text, tail = line[:-1], line[-1:]
    if not text[-1:].isalnum() or tail not in HYPHENS + _DASHES or (following and not goes_on(following)):
        return line, "", (" ",)
    if tail == "\u00ad":
        return text, tail, ("",)
    put = ("",) if tail in HYPHENS and following[:1].isalpha() else ()
    return text, tail, (*put, tail, f"{tail} ")


def _longest(ready: Sequence[_Line], start: int, wanted: _Wanted[K], hashes: int) -> Found[K] | None:
    """Return the longest run from the line `start` on that is a paragraph, within so many `hashes`."""
    from hashlib import sha256

    readings: list[_Reading] = [(sha256(ready[start].hashed[-1]), ())]
    longest = None
    crossed = False
    for end in range(start, min(start + LINES, len(ready))):
        line = ready[end]
        if end > start:
            crossed |= line.opens
            hashes -= len(readings) * len(line.joints)
            if hashes < 0 or (crossed and not ready[start].opens):
                break
            readings = _further(readings, line)
        if crossed and not line.closes:
            continue
        for state, chosen in readings:
            digest = _with(state, _bytes(line.tail)).digest() if line.tail else state.digest()
            if digest in wanted:
                longest = _found(ready[start : end + 1], chosen, wanted[digest])
    return longest


def _further(readings: list[_Reading], line: _Line) -> list[_Reading]:
    """Return `readings` with one more line, each once for every joint."""
    if len(line.joints) == 1:
        for state, _ in readings:
            state.update(line.hashed[0])
        return readings
    return [
        (_with(state, hashed), (*chosen, joint))
        for state, chosen in readings
        for joint, hashed in zip(line.joints, line.hashed, strict=False)
    ]


def _with(state: Any, more: bytes) -> Any:
    longer = state.copy()
    longer.update(more)
    return longer


def _found(run: Sequence[_Line], chosen: Iterable[str], paragraphs: Sequence[tuple[K, Paragraph]]) -> Found[K]:
    """Return the lines of `run`, with each joint that is not given as it was `chosen`, as one of `paragraphs`."""
    left = iter(chosen)
    text = run[0].text
    for line in run[1:]:
        text += (line.joints[0] if len(line.joints) == 1 else next(left)) + line.text
    text = normalise(text + run[-1].tail)
    exact = tuple(key for key, paragraph in paragraphs if paragraph.sha256 == fingerprint(text))
    keys = exact or tuple(key for key, _ in paragraphs)
    return Found(keys, run[0].number, run[-1].number + 1, text, bool(exact))


def _bytes(text: str) -> bytes:
    """Return `text` as it is hashed."""
    return fold_typography(text).encode("utf-8", "surrogatepass")


def _between(joint: str) -> bytes:
    """Return `joint` as it is hashed, with the blank that it is or ends with."""
    return _bytes(joint) + (b" " if joint.endswith(" ") else b"")
