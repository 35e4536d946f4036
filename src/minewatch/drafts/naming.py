"""Names in running text, by their capitals alone: which words are one, and what its full form is elsewhere.

Whether it is a person's, a body's or a place's is not known here.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from minewatch.drafts.times import WEEKDAY

_ABBREVIATED = (
    "Mr", "Mrs", "Ms", "Dr", "Prof", "Gov", "Sen", "Rep", "Gen", "Col", "Maj", "Capt", "Lt", "Sgt", "Rev", "Hon", "St",
)  # fmt: skip
"""What a full stop after it shortens, and ends no sentence."""
_TITLES = frozenset(
    (
        *(word.lower() for word in _ABBREVIATED if word != "St"),
        "miss", "professor", "sir", "dame", "lord", "lady", "baroness", "president", "minister", "secretary",
        "general", "colonel", "captain", "admiral", "major", "lieutenant", "sergeant", "inspector", "detective",
        "constable", "officer", "asp", "chancellor", "senator", "congressman", "congresswoman", "representative",
        "governor", "mayor", "councillor", "cllr", "councilman", "councilwoman", "commissioner", "ambassador",
        "spokesman", "spokeswoman", "spokesperson", "director", "manager", "chairman", "chairwoman", "chief", "judge",
        "justice", "king", "queen", "prince", "princess", "pope", "bishop", "archbishop", "father", "sister", "ceo",
        "analyst", "coach", "prime", "deputy", "vice",
    )
)  # fmt: skip
_OPENING = frozenset(
    (
        "the", "a", "an", "in", "on", "at", "by", "for", "from", "with", "as", "but", "and", "or", "if", "when",
        "while", "after", "before", "since", "until", "according", "it", "he", "she", "they", "we", "i", "this",
        "that", "these", "those", "his", "her", "their", "its", "our", "my", "your", "there", "here", "then", "now",
        "however", "meanwhile", "still", "yet", "so", "what", "who", "which", "where", "why", "how", "all", "some",
        "many", "most", "both", "each", "every", "no", "not", "one", "two", "three", "another", "other", "others",
        "despite", "although", "though", "because", "under", "over", "during", "between", "among", "last", "next",
        "earlier", "later", "like", "only", "even", "also",
    )
)  # fmt: skip
"""What begins a sentence with a capital and is never a name."""
BODY = re.compile(
    r"\b(?:Agency|Army|Association|Bank|Bureau|Center|Centre|Commission|Committee|Company|Corporation|Council|Court|Department"
    r"|Federation|Fund|Group|Guild|Inc|Institute|League|Ltd|Ministry|Monitor|News|Office|Organi[sz]ation|Party|Police|Press"
    r"|Society|Times|Gazette|Tribune|Union|University)\b"
)
"""What tells from its name that it is no person."""
DAY = rf"(?i:{WEEKDAY})"
_DAY = re.compile(DAY)
_WORD = rf"(?:(?:[A-Z]\.)+|(?:{'|'.join(_ABBREVIATED)})\.|[^\W\d_a-zà-öø-ÿ][\w’'&-]*)"
_JOINED = r"(?:(?:de|van|von|der|den|da|di|del|la|bin|al|el) )*"
# "Times of India", and not "Mark Roe of New York"
_RUN = re.compile(rf"(?<![\w’'-])(?:(?:The )?{_WORD} of (?:the )?{_WORD}(?! {_WORD})|{_WORD}(?: {_JOINED}{_WORD})*)")
_SENTENCE_END = re.compile(
    "".join(rf"(?<!\b{word})" for word in _ABBREVIATED) + r"(?<!\b[A-Z])[.!?…]['\"’”»]?(?:\s+|$)"
)


class Name(NamedTuple):
    """A name and where it stands in its text."""

    text: str
    start: int
    end: int


def sentences(text: str) -> list[str]:
    """Return the sentences of `text`; the last is empty where the text ends with one."""
    return _SENTENCE_END.split(text)


def names(text: str) -> Iterator[Name]:
    """Yield the names in `text` without titles, days and what only begins a sentence; none of a possessor."""
    for match in _RUN.finditer(text):
        words = match[0].split(" ")
        first = _first(words)
        while len(words) > first and _DAY.fullmatch(words[-1]):
            words.pop()
        if words[first:] and not words[-1].endswith(("’s", "'s", "s’", "s'")):
            name = " ".join(words[first:])
            start = match.start() + len(" ".join([*words[:first], ""]))
            yield Name(name, start, start + len(name))


def _first(words: list[str]) -> int:
    """Return where the name begins in a run of capitals: after what opens a sentence, a possessor, a day, a title."""
    first = 0
    for place, (word, following) in enumerate(pairwise([*words, ""])):
        initial = len(word) == 1 and len(following.strip(".")) == 1
        opens = place == first and not initial and (word.lower() in _OPENING or _DAY.fullmatch(word))
        belongs = word.endswith(("’s", "'s")) or (word.strip(".").lower() in _TITLES and following != "of")
        if opens or (belongs and following):
            first = place + 1
    return first


class Register:
    """The names of an article, by which a part of one is known for what it is."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._by_last: dict[str, set[str]] = {}
        self._by_first: dict[str, set[str]] = {}
        self._certain: set[str] = set()
        self._roles: dict[str, set[str]] = {}
        whole = [sentence for text in texts for sentence in sentences(text)]
        self._common = {word for sentence in whole for word in re.findall(r"\b[a-z]{4,}\b", sentence)}
        for sentence in whole:
            opens = len(sentence) - len(sentence.lstrip(" ,“”\"‘'–—-"))
            for name in names(sentence):
                self._add(self._bare(name.text), sentence[: name.start], opens=name.start <= opens)

    def _add(self, name: str, before: str, *, opens: bool) -> None:
        words = name.split(" ")
        if len(words) > 1 and "of" not in words:
            self._by_last.setdefault(words[-1], set()).add(name)
            self._by_first.setdefault(words[0], set()).add(name)
        elif len(words) == 1 and not opens:
            self._certain.add(name)
        if role := re.search(r"([\w-]+),? $", before):
            self._roles.setdefault(role[1].lower(), set()).add(name)

    def _bare(self, name: str) -> str:
        """Return `name` without a common noun that begins it as it begins a sentence: "Campaigner Angela Cotton"."""
        first, _, rest = name.partition(" ")
        return rest if " " in rest and {first.lower(), f"{first.lower()}s"} & self._common else name

    def is_name(self, word: str) -> bool:
        """Return whether one word is a name even where it begins its sentence."""
        return word in self._certain or word in self._by_last or word in self._by_first

    def is_common(self, word: str) -> bool:
        """Return whether `word` stands somewhere without a capital."""
        return word.lower() in self._common

    def full(self, name: str) -> str:
        """Return the full form of `name`, or itself: where it is whole, and where it is part of several."""
        name = self._bare(name)
        known = self._by_last.get(name.split(" ")[-1]) or self._by_first.get(name) or set()
        longest = max(known, key=len, default=name)
        one = all(f" {longest}".endswith(f" {other}") for other in known)
        return longest if one and f" {name} " in f" {longest} " else name

    def holder(self, role: str) -> str | None:
        """Return the one who is named with `role`, as in "the minister, Ilse Brandt"; of several none."""
        holders = {self.full(name) for name in self._roles.get(role.lower(), ())}
        return holders.pop() if len(holders) == 1 else None
