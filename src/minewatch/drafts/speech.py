"""What stands between quotation marks, and which of it is somebody's speech.

A name in quotation marks is no speech, and neither is a term that the article keeps at a distance with them.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from minewatch.drafts.saying import VERB

_PAIRS = {"“": "”", "„": "“”", "«": "»", '"': '"'}
_INNER = re.compile(r"(?<!\w)(?:‘[^‘“”]*?[,.!?…]’|'[^'“”\"]*?[,.!?…]')(?!\w)")
"""Single marks are apostrophes too: as speech by themselves they close after a comma or the end of a sentence."""
_ENDED = re.compile(r"[.!?…]$")
_DISTANCE = re.compile(
    r"\b(?:so-called|known as(?: the| an?)?|dubbed|nicknamed|named|titled|entitled|code-?named"
    r"|the (?:word|term|phrase|name|song|book)"
    r"|film|novel|song|album|ship|vessel)\s*$",
    re.IGNORECASE,
)  # fmt: skip
_SAYS = re.compile(rf"\b(?:{VERB}|saying|calling|describing|statement|according to|in (?:his|her|their|its) words)\b")
_NAME = re.compile(r"(?:[A-Z][\w’'.-]*|of|the|and|for|in|\d+)(?: (?:[A-Z][\w’'.-]*|of|the|and|for|in|\d+))*")
_NEAR = 4
"""Within how many words after a comma there is a verb of saying, where it leads to one."""
_LONG = 5
"""From how many words on what is quoted is speech, whatever stands around it."""


class Speech(NamedTuple):
    """Words between quotation marks, which somebody says."""

    paragraph: int
    start: int
    end: int
    """With its marks."""
    text: str
    """Without them, and without a comma that only leads to who said it."""
    continued: bool
    """Whether it goes on from the paragraph before."""


class _Marked(NamedTuple):
    start: int
    end: int
    inner: str
    closed: bool


def speeches(paragraphs: list[str]) -> list[Speech]:
    """Return what is said in `paragraphs`, numbered from 1, in its order."""
    found: list[Speech] = []
    open_mark = ""
    for number, text in enumerate(paragraphs, 1):
        following = paragraphs[number] if number < len(paragraphs) else ""
        mark = ""
        for marked in _marked(text):
            continued = bool(open_mark) and text.startswith(open_mark) and marked.start == 0
            # Speech that goes on leaves its paragraph open, and opens the next one again
            goes_on = not marked.closed and following.startswith(text[marked.start])
            mark = text[marked.start] if goes_on else ""
            speech = goes_on or (marked.closed and (continued or _is_speech(marked, text)))
            if speech and (said := _said(marked.inner)):
                found.append(Speech(number, marked.start, marked.end, said, continued))
        open_mark = mark
    return found


def _said(inner: str) -> str:
    return inner.strip().removesuffix(",").rstrip()


def _marked(text: str) -> Iterator[_Marked]:
    """Yield what stands between marks in `text`; the last may be open."""
    place = 0
    while place < len(text):
        if text[place] in _PAIRS and _opens(text, place):
            end = _closing(text, place)
            if end is None:
                yield _Marked(place, len(text), text[place + 1 :], closed=False)
                return
            yield _Marked(place, end + 1, text[place + 1 : end], closed=True)
            place = end + 1
        elif text[place] in "‘'" and (match := _INNER.match(text, place)):
            yield _Marked(place, match.end(), match[0][1:-1], closed=True)
            place = match.end()
        else:
            place += 1


def _opens(text: str, place: int) -> bool:
    """Return whether the mark at `place` opens: a straight one after a letter or digit is an inch, or closes."""
    if text[place] != '"':
        return True
    return not text[place - 1 : place].isalnum() and text[place + 1 : place + 2].strip() != ""


def _closing(text: str, start: int) -> int | None:
    """Return where what opens at `start` closes, others of its kind within it being closed before."""
    opening, closing = text[start], _PAIRS[text[start]]
    depth = 1
    for place in range(start + 1, len(text)):
        if text[place] in closing:
            depth -= 1
            if not depth:
                return place
        elif text[place] == opening:
            depth += 1
    return None


def _is_speech(marked: _Marked, text: str) -> bool:
    said = marked.inner.strip()
    before, after = text[: marked.start], text[marked.end :]
    words = said.rstrip(",").split()
    # "No," he said: a comma within the marks leads to who speaks, whatever it looks like
    if words and said.endswith(",") and _SAYS.search(" ".join(after.split()[:_NEAR])):
        return True
    if not words or _DISTANCE.search(before) or (_NAME.fullmatch(said.rstrip(",")) and not _ENDED.search(said)):
        return False
    if _ENDED.search(said) or len(words) >= _LONG:
        return True
    sentence = re.split(r"[.!?]\s", before)[-1] + " – " + re.split(r"[.!?](?:\s|$)", after)[0]
    return bool(_SAYS.search(sentence))
