"""What in a file of a dataset names the paragraphs of a source: fields that hold numbers, and our own prose.

Of prose it is told whether it is certain what it names: "¶5, ¶16" is, and "¶5, 16 and 20 more" is not.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

import yaml

from minewatch.model import Source

OURS = ("statement", "condition", "asked", "note", "reason", "context", "empty")
"""Fields in our own words; all others may be the source's, to the letter."""
NUMBERS = ("evidence", "paragraphs", "paragraph")
"""Fields that name paragraphs by number."""
MENTION = re.compile(r"¶\s*(\d+)(\s*(?:,|;|/|&|\+|[-–—]|\band\b|\bor\b|\bto\b)\s*\d)?")
"""A paragraph in prose, and what follows it if that may be another one."""


class Renewal(NamedTuple):
    """What becomes of a source."""

    old: Source
    new: Source
    numbers: Mapping[int, int | None]
    """Under which number each of its old paragraphs stands now; None for one that is gone."""
    again: Collection[int]
    """The old numbers of the paragraphs that have to be read again."""
    differs: bool
    """Whether any paragraph came, went, changed or has another number."""

    def renumbered(self, number: int) -> int | None:
        """Return under which number the paragraph of that old number stands."""
        return self.numbers.get(number, number)


class Mentions(NamedTuple):
    """Which paragraphs a text in our words names."""

    numbers: frozenset[int]
    certain: bool
    """Whether these are all, and nothing else is: "¶5, ¶16" is certain, and "¶5, 16 and 20 more" is not."""


def mentions(text: str) -> Mentions:
    """Return which paragraphs `text` names.

    >>> mentions("¶5 and ¶16 put it before 2026"), mentions("so say ¶1-4")
    (Mentions(numbers=frozenset({16, 5}), certain=True), Mentions(numbers=frozenset({1}), certain=False))
    """
    found = list(MENTION.finditer(text))
    certain = len(found) == text.count("¶") and not any(match[2] for match in found)
    return Mentions(frozenset(int(match[1]) for match in found), certain)


def told(text: str, node: Any) -> Mentions:
    """Return which paragraphs a scalar names; what the file `text` has in escapes is not certain."""
    found = mentions(node.value)
    written = text.count("¶", node.start_mark.index, node.end_mark.index)
    return found._replace(certain=found.certain and written == node.value.count("¶"))


def rests_on(text: str, node: Any, source: str | None, renewal: Renewal, *, field: str = "") -> bool:
    """Return whether what is in `node` names a paragraph that has to be read again, or may do so in prose."""
    again = set(renewal.again)
    for name, value, stands_in in named(field, node, source):
        if name in NUMBERS:
            if stands_in == renewal.old.id and again & set(held(value)):
                return True
        elif stands_in in (renewal.old.id, None):
            prose = told(text, value)
            # Where there are several sources it is not certain whose paragraph is meant
            certain = prose.certain and stands_in is not None
            if again & prose.numbers or (renewal.differs and prose.numbers and not certain):
                return True
    return False


def named(field: str, node: Any, source: str | None) -> Iterator[tuple[str, Any, str | None]]:
    """Yield the fields in `node` that name paragraphs or are our own prose, each with the source that it stands on."""
    if isinstance(node, yaml.MappingNode):
        fields = fields_of(node)
        stands_in = text_of(fields.get("source")) or source
        for name, value in fields.items():
            yield from named(name, value, stands_in)
    elif (field in NUMBERS and held(node)) or (field in OURS and isinstance(node, yaml.ScalarNode)):
        yield field, node, source
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from named(field, item, source)


def held(holder: Any) -> list[int]:
    """Return the numbers that a field of paragraphs holds; none where it holds the paragraphs themselves."""
    items = holder.value if isinstance(holder, yaml.SequenceNode) else [holder]
    return [int(item.value) for item in items if isinstance(item, yaml.ScalarNode) and item.value.isdigit()]


def fields_of(node: Any) -> dict[str, Any]:
    """Return the fields of a mapping by their names; nothing of what is none."""
    return {key.value: value for key, value in node.value} if isinstance(node, yaml.MappingNode) else {}


def text_of(node: Any) -> str | None:
    """Return what a scalar says; None where it is empty, or no scalar."""
    return node.value if isinstance(node, yaml.ScalarNode) and node.value not in ("", "null", "~") else None
