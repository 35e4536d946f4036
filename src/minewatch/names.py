"""Names as they are looked up: the tiers, and the one folding that builds the index and reads a query alike."""

import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING

from minewatch.record import NamedTuple
from minewatch.text import normalise

if TYPE_CHECKING:
    from minewatch.model import Entity

ID, CODE, NAME, FOLDED = range(1, 5)
"""The tiers in the order they are tried, words after them all; the first with a hit decides."""

SHORTEST_BEGINNING = 4
"""From how many letters on the beginning of a word finds it: `es` must not find Estonia, being Spain."""

# Letters that Unicode does not take apart into a base letter and a mark
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i", "ħ": "h", "ŋ": "n"}
)
_APOSTROPHES = dict.fromkeys(map(ord, "'\u2018\u2019\u02bc."))
# All that folding comes to where there is nothing but ASCII: most of a dataset, and a tenth of the time
_ASCII = str.maketrans({chr(n): " " for n in range(128) if not chr(n).isalnum()} | dict.fromkeys("'."))


class Key(NamedTuple):
    """One way an entity is found: what to look for in which tier."""

    tier: int
    key: str


def fold(name: str) -> str:
    """Return `name` without case, accents, punctuation and an article, its words one space apart.

    >>> fold("Paweł  ZALEWSKI"), fold("U.S."), fold("Russia-Ukraine")
    ('pawel zalewski', 'us', 'russia ukraine')
    """
    if name.isascii():
        words = name.lower().translate(_ASCII).split()
    else:
        # Folding a letter can bring out another to fold (İ has a dot of its own), hence twice
        for _ in range(2):
            letters = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
            name = "".join(c for c in letters if not unicodedata.combining(c))
        # No regular expression: to compile one takes longer than a look-up has for all of this
        words = "".join(c if c.isalnum() else " " for c in name.translate(_APOSTROPHES)).split()
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)


def one_off(word: str) -> Iterator[str]:
    """Yield every word that one slip of the fingers makes of `word`: a letter more, less or other, or two changed over.

    >>> "norway" in one_off("noway"), "norway" in one_off("nroway"), "norway" in one_off("norwax")
    (True, True, True)
    """
    for n in range(len(word) + 1):
        before, after = word[:n], word[n:]
        if after:
            yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        for letter in _TYPED:
            yield before + letter + after
            if after:
                yield before + letter + after[1:]


_TYPED = "abcdefghijklmnopqrstuvwxyz0123456789- "


def keys(entity: "Entity") -> Iterator[Key]:
    """Yield every key but words under which `entity` is found: one that is withdrawn by its ids alone."""
    for ident in (entity.id, *entity.same_as):
        own = ident.partition(":")[2] or ident
        yield Key(ID, ident)
        yield Key(ID, own)
        if not entity.state:
            yield Key(FOLDED, fold(own))
    if entity.state:
        return
    for code in entity.codes:
        yield Key(CODE, code)
    for name in (entity.label, *(alias.name for alias in entity.aliases)):
        yield Key(NAME, normalise(name))
        if folded := fold(name):
            yield Key(FOLDED, folded)


def worded(entity: "Entity") -> Iterator[tuple[str, ...]]:
    """Yield the words of each name of `entity` that may be found by some of its words.

    A role is found whole or not at all: "defence minister" is not the deputy.
    """
    if entity.state:
        return
    yield tuple(fold(entity.label).split())
    for alias in entity.aliases:
        if alias.type != "role":
            yield tuple(fold(alias.name).split())


def query(name: str) -> tuple[Key, ...]:
    """Return the keys to try for a name that a user typed, first tier first."""
    plain = normalise(name)
    return Key(ID, plain), Key(CODE, plain.upper()), Key(NAME, plain), Key(FOLDED, fold(name))
