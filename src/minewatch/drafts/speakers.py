"""A guess at who says what stands between quotation marks, from the sentences around it."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from minewatch.drafts.naming import Register, sentences
from minewatch.drafts.speech import Speech
from minewatch.drafts.telling import Heard, subject, teller, tells, told

_ENDED = re.compile(r"\.['\"’”»]*$")
_LEADS_ON = re.compile(r"[,?!…]['\"’”»]*$")


class Attributed(NamedTuple):
    """Speech with a guess at who said it."""

    speech: Speech
    quotation: int
    """Counted from 1; the parts of one that is interrupted or goes on in the next paragraph share it."""
    speaker: str | None
    said_to: str | None


class _Place(NamedTuple):
    """Speech and what stands around it in its paragraph, up to other speech."""

    before: str
    marked: str
    """With its marks."""
    after: str
    first: bool
    """Whether there is no other speech before it in its paragraph."""

    @property
    def sentence(self) -> str:
        """The sentence that it stands in, up to it; none where it begins one."""
        return sentences(self.before)[-1]

    @property
    def clause(self) -> str:
        """What follows it in its sentence and says something of it."""
        clause = "" if _ENDED.search(self.marked) else sentences(self.after)[0]
        return clause if tells(clause) else ""

    @property
    def interrupted(self) -> bool:
        """Whether what stands before only says who speaks, so that it is one quotation with what is before that."""
        return not self.first and not self.clause and len([*filter(str.strip, sentences(self.before))]) == 1

    @property
    def listed(self) -> bool:
        """Whether it stands in one sentence with other speech before it and nobody says anything between."""
        return not self.first and len(sentences(self.before)) == 1 and not tells(self.before)


def attributed(paragraphs: Sequence[str], said: Sequence[Speech]) -> list[Attributed]:
    """Return each of `said` with a guess at its speaker. Who speaks anywhere is listened for first."""
    register = Register(_narration(paragraphs, said))
    first = Heard(register, frozenset())
    list(_attributed(paragraphs, said, first))
    return list(_attributed(paragraphs, said, Heard(register, frozenset(first.named))))


def _narration(paragraphs: Sequence[str], said: Sequence[Speech]) -> Iterator[str]:
    """Yield the paragraphs without what is said in them."""
    for number, text in enumerate(paragraphs, 1):
        kept = text
        for speech in sorted((one for one in said if one.paragraph == number), reverse=True):
            kept = f"{kept[: speech.start]}“”{kept[speech.end :]}"
        yield kept


def _attributed(paragraphs: Sequence[str], said: Sequence[Speech], heard: Heard) -> Iterator[Attributed]:
    quotation = 0
    previous: Attributed | None = None
    for number, text in enumerate(paragraphs, 1):
        here = [speech for speech in said if speech.paragraph == number]
        starts = [0, *(speech.end for speech in here)]
        ends = [*(speech.start for speech in here), len(text)]
        for index, speech in enumerate(here):
            between = text[starts[index] : ends[index]], text[starts[index + 1] : ends[index + 1]]
            place = _Place(between[0], text[speech.start : speech.end], between[1], first=not index)
            heard.listen(place.before.removesuffix(place.sentence))
            goes_on = speech.continued or (place.interrupted and bool(teller(place.before, heard)))
            quotation += not goes_on
            same = previous if goes_on else None
            speaker = same.speaker if same else _speaker(place, heard)
            if previous and place.listed:
                speaker = speaker or previous.speaker
            whom = told(sentences(place.after)[0], heard) or told(place.sentence, heard) or (same and same.said_to)
            previous = Attributed(speech, quotation, speaker, whom)
            yield previous
            heard.note(speaker)
        heard.listen(text[starts[-1] :])


def _speaker(place: _Place, heard: Heard) -> str | None:
    """Return who speaks: the words after come first where the speech leads on to them, then those before it."""
    sentence, clause = place.sentence.rstrip(), place.clause
    if not sentence:
        # By itself it is said by whoever spoke just before
        return teller(clause, heard) if clause else heard.now
    introduced = teller(sentence, heard, last=True) or (subject(sentence, heard) if sentence.endswith(":") else None)
    if (_LEADS_ON.search(place.marked) or clause.startswith(",")) and not sentence.endswith(":"):
        return teller(clause, heard) or introduced
    return introduced or teller(clause, heard)
