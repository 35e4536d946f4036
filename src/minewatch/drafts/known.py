"""Names that are known already, and in which paragraphs they stand: whole names, and never what resembles one."""

import re
from collections.abc import Container, Iterable, Sequence
from typing import NamedTuple

_APOSTROPHES = str.maketrans("’‘ʼ", "'''")


class Known(NamedTuple):
    """Who or what may be named, and every name that it has."""

    id: str
    kind: str
    label: str
    codes: tuple[str, ...]
    names: tuple[str, ...]
    same_as: str | None = None
    """What it is called in a dataset that has it, as `dataset:id`."""


class Named(NamedTuple):
    """One who is named, and where."""

    known: Known
    paragraphs: tuple[int, ...]


def named(known: Iterable[Known], paragraphs: Sequence[str]) -> list[Named]:
    """Return which of `known` stand in `paragraphs`, numbered from 1, in the order in which they come up.

    Of two names of one kind where one is within the other the longer is meant: "anti-personnel mines" are not "mines".
    A person whose name stands there is named by the last word of it besides. "Georgia Lund" is not in Georgia: what
    has a country's name and more stands for no country.
    """
    everyone = list(known)
    countries = {one.label for one in everyone if one.kind == "country" and " " not in one.label}
    texts = [text.translate(_APOSTROPHES) for text in paragraphs]
    found: dict[str, dict[int, int]] = {}
    for kind in dict.fromkeys(one.kind for one in everyone):
        names = {name.translate(_APOSTROPHES): one.id for one in everyone if one.kind == kind for name in one.names}
        _look(names, texts, found, countries)
    surnames = {one.label.split()[-1]: one.id for one in everyone if one.kind == "person" and one.id in found}
    _look(surnames, texts, found)
    order = sorted(found, key=lambda ident: min((number, place) for number, place in found[ident].items()))
    by_id = {one.id: one for one in everyone}
    return [Named(by_id[ident], tuple(sorted(found[ident]))) for ident in order]


def _look(
    names: dict[str, str], texts: Sequence[str], found: dict[str, dict[int, int]], alone: Container[str] = ()
) -> None:
    """Add to `found` in which of `texts` each of `names` stands, those that are to stand `alone` with no name after."""
    # A name in small letters may begin a sentence
    spelt = {form: ident for name, ident in names.items() for form in (name, name[:1].upper() + name[1:])}
    if not spelt:
        return
    either = "|".join(map(re.escape, sorted(spelt, key=len, reverse=True)))
    pattern = re.compile(rf"(?<![\w-])(?:{either})(?!\w)")
    for number, text in enumerate(texts, 1):
        for match in pattern.finditer(text):
            if match[0] in alone and re.match(r" [A-Z][a-z]", text[match.end() :]):
                continue
            found.setdefault(spelt[match[0]], {}).setdefault(number, match.start())
