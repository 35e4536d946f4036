"""Measure what `minewatch init` finds against what a person wrote down, and print the table of docs/finding.md.

Each article of tests/data/articles has beside it, as JSON, what stands in it; that was written before the rules.
A find counts only where all of it is right: a figure with its unit, qualifier and period, a quote to the letter.
"""

import json
import sys
from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

import minewatch
from minewatch.article import read
from minewatch.beginning import known_names
from minewatch.dates import parse
from minewatch.drafts.finding import Found, find
from minewatch.drafts.layout import Layout, layout

ROOT = Path(__file__).parent.parent
ARTICLES = ROOT / "tests" / "data" / "articles"
SUPPLIED = ROOT.parent / "shared" / "article.txt"
PATHS = {"bundled": SUPPLIED, "hives": ARTICLES / "hives.txt", "ferry": ARTICLES / "ferry.txt"}
KINDS = ("quotes", "speakers", "dates", "EDTF", "quantities", "names")
_FIGURE = ("value", "low", "high", "worded", "qualifier", "unit", "per", "conversion")

Items = Counter[Hashable]


class Score(NamedTuple):
    """How much of what stands in an article is found, and how much of what is found stands there."""

    right: int
    found: int
    there: int

    def __str__(self) -> str:
        """Return precision and recall with what they are of, as in `9/10 · 9/12`."""
        return f"{self.right}/{self.found} · {self.right}/{self.there}"


def gold(name: str) -> dict[str, Any]:
    """Return what a person found in an article; the quotes of the bundled one are those of the dataset."""
    told: dict[str, Any] = json.loads((ARTICLES / f"{name}.json").read_text(encoding="utf-8"))
    if isinstance(told["quotes"], str):
        with minewatch.load() as facts:
            labels = {entity.id: entity.label for entity in facts.entities().entities}
            quotes = facts.quotations().quotes
        told["quotes"] = [
            {"paragraph": quote.paragraph, "text": quote.text, "speaker": labels[quote.speaker]}
            | ({"said_to": labels[quote.said_to]} if quote.said_to else {})
            for quote in quotes
        ]
    return told


def found(name: str) -> tuple[Layout, Found]:
    """Return an article taken apart, and what is found in it, its own date being given."""
    article = layout(read(str(PATHS[name])))
    return article, find(article, known_names()[0], parse(gold(name)["published"]))


def scores(name: str) -> dict[str, Score]:
    """Return how well each kind is found in an article."""
    there, here = _told(gold(name)), _found(found(name)[1])
    return {kind: _score(here[kind], there[kind]) for kind in KINDS}


def _score(here: Items, there: Items) -> Score:
    return Score((here & there).total(), here.total(), there.total())


def _told(told: dict[str, Any]) -> dict[str, Items]:
    quotes, dates = told["quotes"], told["dates"]
    return {
        "quotes": Counter((one["paragraph"], one["text"]) for one in quotes),
        "speakers": Counter((one["paragraph"], one["text"], one["speaker"], one.get("said_to")) for one in quotes),
        "dates": Counter((one["paragraph"], one["wording"]) for one in dates),
        "EDTF": Counter((one["paragraph"], one["wording"], one["edtf"]) for one in dates if one.get("edtf")),
        "quantities": Counter((one["paragraph"], *(one.get(key) for key in _FIGURE)) for one in told["quantities"]),
        "names": Counter((label, number) for label, numbers in told["entities"].items() for number in numbers),
    }


def _found(item: Found) -> dict[str, Items]:
    said = [one for one in item.speech if one.speaker]
    return {
        "quotes": Counter((one.speech.paragraph, one.speech.text) for one in item.speech),
        "speakers": Counter((one.speech.paragraph, one.speech.text, one.speaker, one.said_to) for one in said),
        "dates": Counter((one.paragraph, one.wording) for one in item.dates),
        "EDTF": Counter((one.paragraph, one.wording, one.edtf) for one in item.dates if one.edtf),
        "quantities": Counter((one.paragraph, *(getattr(one, key) for key in _FIGURE)) for one in item.figures),
        "names": Counter((one.known.label, number) for one in item.named for number in one.paragraphs),
    }


def table(names: Iterable[str]) -> list[str]:
    """Return the lines of the table, without its head."""
    return [f"| {name} | {' | '.join(map(str, scores(name).values()))} |" for name in names]


def differences(name: str) -> list[str]:
    """Return what is found and does not stand there, with `+`, and what stands there and is not found, with `-`."""
    there, here = _told(gold(name)), _found(found(name)[1])
    sides: dict[str, Callable[[str], Items]] = {"+": lambda k: here[k] - there[k], "-": lambda k: there[k] - here[k]}
    return [
        f"{name} {kind} {mark} {item}"
        for kind in KINDS
        for mark, side in sides.items()
        for item in sorted(side(kind).elements(), key=str)
    ]


def main() -> None:
    """Print the table, and with `--all` each difference beneath it."""
    names = [name for name, path in PATHS.items() if path.exists()]
    print(f"| article | {' | '.join(KINDS)} |", f"|---|{'---|' * len(KINDS)}", *table(names), sep="\n")
    if "--all" in sys.argv:
        print(*(line for name in names for line in differences(name)), sep="\n")


if __name__ == "__main__":
    main()
