"""Who says something by the grammar of one sentence: the name, pronoun or description beside a verb of saying.

Nothing is known here of quotation marks. Where the rules are unsure there is none: a wrong speaker is worse.
"""

import re

from minewatch.drafts.naming import BODY, DAY, Register, names, sentences
from minewatch.drafts.saying import INVERTED, VERB

_VERB = re.compile(rf"(?<![\w-])(?:(?:is|was|were) quoted as saying|{VERB})\b")
_INVERTED = re.compile(rf"(?:^[\s,–—-]*|, ){INVERTED}\s+(?P<subject>[^“”„«»\";]+)")
_SOURCE = re.compile(r"\baccording to (?P<according>[^“”\"]+)|\bquoted (?P<quoted>.+?) as saying\b", re.IGNORECASE)
_TOLD = re.compile(r"\btold (?:the )?(?P<whom>[^a-z\W].*)")
_OF = r"(?:of|at|in|from|for|near|by|with|to|on|under|against|about|than|over|into)"
_GOVERNED = re.compile(rf"\b{_OF}\b[^,]*$", re.IGNORECASE)
"""What makes the name that follows a part of something else: "the mayor of"."""
_AROUND = rf"(?:also|then|later|once|has|had|himself|herself|today|yesterday|\w+ly|(?:on )?{DAY})"
_STANDS = re.compile(rf"\s*(?:$|[,(])|\s(?:who|whose|as|after|during|when|while|{_OF}|{_AROUND})\b")
"""What may follow a name that stands for somebody: "the Tarrow ferry" does not stand for Tarrow."""
_IS = re.compile(r"\s(?:is|was|has|had|put|\w+ed)\b")
_CLAUSE = re.compile(r"[;:–—]|\b(?:but|while|as|after|when|because|although|though|that|where|if)\s", re.IGNORECASE)
_BESIDES = re.compile(rf"(?:\s+{_AROUND})+\s*$")
_DATED = re.compile(rf"^\s*(?:on )?{DAY} ", re.IGNORECASE)
_PRONOUN = re.compile(r"\b(?:he|she|(?P<it>it))$", re.IGNORECASE)
_RELATIVE = re.compile(r"\s*(?:who|whose|which)\b")
_PLACED = re.compile(r" (?:who|whose|at|in|on|from|near|by|with|after|during|when|while) ")
_ROLE = re.compile(r"the (?:(?!of |for )[\w-]+ ){0,2}([\w-]+)", re.IGNORECASE)
"""Somebody who was named before."""
_SOMEBODY = re.compile(
    r"(?:(?:an?|the(?=.* (?:of|for) )) |(?=one |police$|(?:[a-z]+ )?[a-z]+s$))(?!statement)"
    r"(?P<who>[a-z][\w’'-]*(?: [\w’'-]+){0,5})",
    re.IGNORECASE,
)


class Heard:
    """Who has spoken so far in an article."""

    def __init__(self, register: Register, speaking: frozenset[str]) -> None:
        self.register = register
        self.speaking = speaking
        """Who is named as one who speaks anywhere in it."""
        self.named: set[str] = set()
        self.last: str | None = None
        """Whom "he" or "she" stands for: one who has a name, and not that of a body."""
        self.now: str | None = None
        """Who spoke in the sentence before this one."""

    def note(self, who: str | None) -> None:
        """Note that `who` is the next to have spoken."""
        self.now = who
        if who and who[0].isupper():
            self.last = self.last if BODY.search(who) or who.isupper() else who
            self.named.add(who)

    def listen(self, text: str) -> None:
        """Note who speaks in the sentences of `text`, or is what they are about and speaks elsewhere."""
        for sentence in filter(str.strip, sentences(text)):
            about = subject(sentence, self)
            self.note(teller(sentence, self) or (about if about in self.speaking else None))


def tells(sentence: str) -> bool:
    """Return whether somebody says something in `sentence`."""
    return bool(_VERB.search(sentence) or _SOURCE.search(sentence))


def teller(sentence: str, heard: Heard, *, last: bool = False) -> str | None:
    """Return who says something in `sentence`: the first who does, or the `last`."""
    if (inverted := _INVERTED.search(sentence)) and (who := _after(inverted["subject"], heard)):
        return who
    verbs = list(_VERB.finditer(sentence))
    found = (_before(sentence[: verb.start()], heard) for verb in (reversed(verbs) if last else verbs))
    if who := next(filter(None, found), None):
        return who
    source = _SOURCE.search(sentence)
    return _after(source["according"] or source["quoted"], heard) if source else None


def told(sentence: str, heard: Heard) -> str | None:
    """Return to whom something is said in `sentence`, by name."""
    match = _TOLD.search(sentence)
    name = next(names(match["whom"]), None) if match else None
    return heard.register.full(name.text) if name and name.start == 0 else None


def subject(sentence: str, heard: Heard) -> str | None:
    """Return whom `sentence` is about: the first who is named in it, or a pronoun that it begins with."""
    if re.match(r"\s*(?:he|she|his|her)\b", sentence, re.IGNORECASE):
        return heard.last
    return _name(sentence, heard, first=True, about=True)


def _before(text: str, heard: Heard) -> str | None:
    """Return whom the end of `text` names, where a verb of saying follows it."""
    parts = _BESIDES.sub("", text).rstrip().split(",")
    if len(parts) > 1 and not parts[-1]:
        # "Vask, who is 40," and "the negotiator, Vask,"
        *others, beside, _ = ["", *parts]
        places = [others.pop(), *([] if _RELATIVE.match(beside) else [beside]), *reversed(others)]
    else:
        places = parts[-1:]
    places = [_DATED.sub("", _CLAUSE.split(place)[-1]) for place in places]
    found = (_named(place, heard, first=False) for place in places)
    return next(filter(None, found), None) or _described(places[0], heard)


def _after(text: str, heard: Heard) -> str | None:
    """Return whom the beginning of `text` names, that follows a verb of saying."""
    place, *beside = text.split(",")[:2]
    places = [place, *(other for other in beside if not _RELATIVE.match(other))]
    found = (_named(place, heard, first=True) for place in places)
    return next(filter(None, found), None) or _described(place.rstrip(" ."), heard)


def _named(part: str, heard: Heard, *, first: bool) -> str | None:
    """Return who is named in `part` of a sentence, by name or by a pronoun."""
    if pronoun := _PRONOUN.search(part.rstrip(" .")):
        return heard.now if pronoun["it"] else heard.last
    return _name(part, heard, first=first)


def _name(part: str, heard: Heard, *, first: bool, about: bool = False) -> str | None:
    """Return the name in `part` that stands for somebody, the first or the last of several."""
    found = [
        name
        for name in names(part)
        if (" " in name.text or heard.register.is_name(name.text))
        and not _GOVERNED.search(part[: name.start])
        and (_STANDS.match(part.rstrip(" ."), name.end) or (about and _IS.match(part, name.end)))
    ]
    name = found[0 if first else -1] if found else None
    # Of two together none says it alone
    return heard.register.full(name.text) if name and not re.search(r"[A-Z]\S* and $", part[: name.start]) else None


def _described(part: str, heard: Heard) -> str | None:
    """Return whom `part` describes, or how, where it names nobody."""
    part = _PLACED.split(part.strip())[0]
    if role := _ROLE.fullmatch(part):
        return heard.register.holder(role[1])
    match = _SOMEBODY.fullmatch(part)
    if not match:
        return None
    who: str = match["who"]
    if who[0].isupper() and " " not in who:
        # It begins a sentence, and may be a name
        return who.lower() if heard.register.is_common(who) else None
    return re.sub(r"^One\b", "one", who)
