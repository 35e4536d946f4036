"""A guess at who said something: the name, title or pronoun beside a verb of saying. It is often wrong."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from minewatch.drafts.saying import VERB
from minewatch.drafts.speech import Speech

_NOT_NAMES = frozenset(
    (
        "the", "a", "an", "in", "on", "at", "by", "for", "from", "with", "as", "but", "and", "or", "if", "when",
        "while", "after", "before", "since", "until", "according", "asked", "it", "he", "she", "they", "we",
        "i", "this", "that", "these", "those", "his", "her", "their", "its", "our", "my", "your", "there",
        "here", "then", "now", "however", "meanwhile", "still", "yet", "so", "what", "who", "which", "where",
        "why", "how", "all", "some", "many", "most", "both", "each", "every", "no", "not", "one", "two",
        "three", "four", "five", "six", "seven", "eight", "nine", "ten", "another", "other", "others",
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
        "november", "december", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
        "despite", "although", "though", "because", "under", "over", "during", "between", "among", "last",
        "next", "earlier", "later",
    )
)  # fmt: skip
_TITLES = frozenset(
    (
        "mr", "mrs", "ms", "miss", "dr", "prof", "professor", "sir", "dame", "lord", "lady", "president",
        "minister", "secretary", "general", "colonel", "captain", "admiral", "major", "lieutenant", "sergeant",
        "chancellor", "senator", "governor", "mayor", "ambassador", "spokesman", "spokeswoman", "spokesperson",
        "director", "chairman", "chairwoman", "chief", "judge", "king", "queen", "prince", "princess", "pope",
        "bishop", "father", "sister", "ceo", "analyst", "prime", "deputy",
    )
)  # fmt: skip
_WORD = r"(?:[^\W\d_a-zà-öø-ÿ][\w’'-]*|Dr\.|Mr\.|Mrs\.|Ms\.|Prof\.|[A-Z]\.)"
_CAPITALS = re.compile(rf"(?<!\w){_WORD}(?: (?:(?:de|van|von|der|den|da|di|del|la|bin|al|el) )*{_WORD})*")
_PRONOUN = re.compile(r"\b(?:he|she|they)\b", re.IGNORECASE)
_PHRASE = re.compile(
    r"(?:^|[,;:]\s|\bby\s)\s*(?:the|an?(?= )|one(?= ))\s*([a-z][\w’'-]*(?:(?: of| for| at)?(?: the)? [\w’'-]+){0,4})$",
    re.IGNORECASE,
)
_PARTICIPLE = re.compile(r"\w+(?:ing|ed)")
"""What begins a sentence with a capital, and is no name: "Describing it"."""
_SENTENCE_END = r"(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bMrs)[.!?…]['”\"’»]?(?:\s+|$)"
_AFTER = re.compile(rf"^[,\s–—-]*(?P<subject>[^“”„«»\"]{{1,120}}?)\s+(?:\w+ly\s+)?(?P<verb>{VERB})\b")
_INVERTED = re.compile(rf"^[,\s–—-]*(?P<verb>{VERB})\s+(?P<subject>[^“”„«»\".;]{{1,80}})")
_TOLD = re.compile(r"\btold (?:the )?(?P<whom>" + _CAPITALS.pattern + ")")
_REPORTED = re.compile(
    rf"(?P<subject>[^.!?“”„«»\"]{{1,160}}?)\s+(?:\w+ly\s+)?{VERB}\b|according to (?P<source>[^,.“”\"]{{1,80}})",
    re.IGNORECASE,
)


class Attributed(NamedTuple):
    """Speech with a guess at who said it."""

    speech: Speech
    quotation: int
    """Counted from 1; the parts of one that is interrupted or goes on in the next paragraph share it."""
    speaker: str | None
    said_to: str | None


class _Heard:
    """The names that have come up so far."""

    def __init__(self) -> None:
        self.full: dict[str, str] = {}
        """Names of several words, by the last of these."""
        self.last: str | None = None
        """Who spoke last."""

    def read(self, text: str) -> None:
        for name in _names(text):
            words = name.split()
            if len(words) > 1:
                self.full.setdefault(words[-1], name)

    def resolve(self, name: str) -> str:
        return self.full.get(name, name) if " " not in name else name


def attributed(paragraphs: Sequence[str], said: Sequence[Speech]) -> list[Attributed]:
    """Return each of `said` with a guess at its speaker; a pronoun is whoever was named last as one who speaks."""
    heard = _Heard()
    found: list[Attributed] = []
    quotation = 0
    for number, text in enumerate(paragraphs, 1):
        here = [speech for speech in said if speech.paragraph == number]
        place = 0
        for index, speech in enumerate(here):
            before = text[place : speech.start]
            heard.read(before)
            _listen(before, heard)
            until = here[index + 1].start if index + 1 < len(here) else len(text)
            after = text[speech.end : until]
            goes_on = speech.continued or (index > 0 and _interrupts(before))
            previous = found[-1] if found and goes_on else None
            speaker = _speaker(before, after, heard, alone=not index and not before.strip())
            if previous:
                speaker = previous.speaker
            else:
                quotation += 1
            told = _TOLD.search(_clause(after)) or _TOLD.search(_last_sentence(before))
            whom = heard.resolve(told["whom"]) if told else previous.said_to if previous else None
            if speaker and speaker[0].isupper():  # a pronoun stands for a name, and not for "minister"
                heard.last = speaker
            found.append(Attributed(speech, quotation, speaker, whom))
            place = speech.end
        heard.read(text[place:])
        _listen(text[place:], heard)
    return found


def _named_after(after: str) -> bool:
    return bool(_AFTER.match(_clause(after)) or _INVERTED.match(_clause(after)))


def _interrupts(between: str) -> bool:
    """Return whether what stands between two parts only says who speaks, so that they are one quotation."""
    return len(re.findall(r"[.!?](?:\s|$)", between.strip())) <= 1 and _named_after(between)


def _speaker(before: str, after: str, heard: _Heard, *, alone: bool) -> str | None:
    """Return who says what stands between `before` and `after`: these words come first, then those before it."""
    clause = _clause(after)
    heard_after = _Heard()
    heard_after.full, heard_after.last = dict(heard.full), heard.last
    heard_after.read(clause)
    for pattern in (_AFTER, _INVERTED):
        if (match := pattern.match(clause)) and (
            who := _who(match["subject"], heard_after, before, inverted=pattern is _INVERTED)
        ):
            return who
    sentence = _last_sentence(before)
    if source := re.search(r"according to ([^,“”\"]+)", sentence, re.IGNORECASE):
        return _who(source[1], heard, before)
    if re.search(r":\s*$", sentence):
        return _who(re.sub(r":\s*$", "", sentence), heard, before)
    if verb := list(re.finditer(rf"\b{VERB}\b", sentence)):
        return _who(sentence[: verb[-1].start()], heard, before)
    return heard.last if alone and not clause.strip(" ,.") else None


def _clause(after: str) -> str:
    """Return the words after a quotation up to the end of their sentence; none where it ended with the quotation."""
    return re.split(_SENTENCE_END, after)[0]


def _last_sentence(before: str) -> str:
    return re.split(_SENTENCE_END, before)[-1]


def _who(subject: str, heard: _Heard, before: str, *, inverted: bool = False) -> str | None:
    """Return whom `subject` names: by name, by a pronoun, or by what he or she is."""
    names = _names(subject)
    if names:
        return heard.resolve(names[0] if inverted else names[-1])
    if _PRONOUN.search(subject):
        people = [heard.resolve(name) for name in _names(before)]
        named = [name for name in people if " " in name and name in heard.full.values()]
        return named[-1] if named else heard.last
    phrase = re.split(r"[,;]| who | whose | on | in ", subject.strip())[0].strip()
    if match := _PHRASE.search(phrase):
        return match[1]
    return phrase if re.fullmatch(r"(?:one|an?) [a-z]+", phrase) else None


def _names(text: str) -> list[str]:
    """Return the names in `text` that may be a speaker's: no possessives, and none that only says of what."""
    found = []
    for match in _CAPITALS.finditer(text):
        words = match[0].split(" ")
        while words and words[0].strip(".").lower() in _NOT_NAMES:
            words.pop(0)
        while words and words[-1].lower() in _NOT_NAMES:
            words.pop()
        if words == match[0].split(" ") and _PARTICIPLE.fullmatch(match[0]) and text[match.end() :].startswith(" "):
            continue
        titles = [n for n, word in enumerate(words) if word.strip(".").lower() in _TITLES]
        if titles and titles[-1] + 1 < len(words):
            words = words[titles[-1] + 1 :]
        if not words or re.search(r"[’']s$", words[-1]):
            continue
        if re.search(r"\b(?:of|at|in|from|for|near)(?: the)? $", text[: match.start()]) and len(words) == len(
            match[0].split(" ")
        ):
            continue
        possessive = [n for n, word in enumerate(words) if re.search(r"[’']s$", word)]
        words = words[possessive[-1] + 1 :] if possessive else words
        found.append(" ".join(words))
    return found


def _listen(text: str, heard: _Heard) -> None:
    """Note who speaks in `text` without being quoted: of each sentence, the first who does."""
    for sentence in re.split(_SENTENCE_END, text):
        match = _REPORTED.search(sentence)
        if (
            match
            and (who := _who(match["subject"] or match["source"], heard, text[: text.index(sentence)]))
            and who[0].isupper()
        ):
            heard.last = who
