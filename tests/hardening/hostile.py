"""A small dataset that uses every field there is, with any text in any of those that take text of one's own."""

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SHA = "57b9d4dfd0e4a8f4fcf4b6a1e8a9f4bb57b9d4dfd0e4a8f4fcf4b6a1e8a9f4bb"
_WHY = {"basis": "inferred", "reason": "so", "paragraphs": [1]}

WHOLE: dict[str, Any] = {
    "dataset": {"id": "small", "version": "1", "title": "A title"},
    "sources": [
        {
            "id": "paper", "title": "Its title", "supplied_title": "[Ours]", "publisher": {"id": "press", **_WHY},
            "authors": ["Somebody"], "url": "https://example.org/1", "language": "en",
            "published": {"edtf": "2024-11", "wording": "this month", **_WHY}, "normaliser": 1, "sections": ["First"],
            "paragraphs": [
                {"number": 1, "section": "First", "sha256": SHA, "folded": SHA},
                {"number": 2, "section": "First", "sha256": SHA[::-1], "folded": SHA[::-1], "empty": "nothing in it"},
            ],
            "derived_from": [{"to": "wire", **_WHY}],
        },
        {
            "id": "wire", "title": None, "supplied_title": "[A wire]", "publisher": {"id": "press"}, "authors": ["B"],
            "url": "https://example.org/2", "language": "en", "published": {"edtf": "2024-10"}, "normaliser": 1,
            "missing": [{"field": "title", "reason": "torn off"}], "sections": [], "paragraphs": [],
        },
    ],
    "entities": [
        {
            "id": "land", "kind": "country", "label": "Land", "note": "a note",
            "codes": {"alpha2": "XR", "alpha3": "XRU", "numeric": "901"}, "aliases": [{"name": "Alias", "type": "other"}],
        },
        {
            "id": "ada", "kind": "person", "label": "Ada", "roles": [{"title": "master", "source": "paper", **_WHY}],
            "relations": [{"type": "affiliation", "to": "land", "source": "paper", **_WHY}],
        },
        {"id": "press", "kind": "organisation", "label": "The press"},
        {
            "id": "powers", "kind": "group", "label": "powers",
            "members": {"are": ["land"], "basis": "background", "reason": "known"},
        },
        {
            "id": "mine", "kind": "weapon", "label": "mine",
            "uses": [{"wording": "a mine", "source": "paper", **_WHY}],
        },
    ],
    "claims": [
        {
            "id": "it-will", "source": "paper", "statement": "It will be.", "about": ["land", "mine"],
            "topic": ["production"], "evidence": [1], "said_by": {"speaker": "ada", **_WHY}, "mode": "direct",
            "said_to": "press", "via": "press", "said_when": {"edtf": "2024", "wording": "lately", **_WHY},
            "asked": "what was asked", "quotes": ["words"], "status": "planned", "condition": "if it rains",
            "when": {"edtf": "[2025..2026]", "wording": "about 2025", **_WHY},
            "quantity": {
                "value": 12, "qualifier": "about", "unit": "boat", "per": "year", "counted": "boats",
                "conversion": "24 halves", "as_of": {"edtf": "2024", "wording": "now", **_WHY}, **_WHY,
            },
            "position": {"country": "land", "question": "production", "value": "decided", **_WHY},
            "note": "left open", "links": [{"type": "qualifies", "to": "it-did"}],
        },
        {
            "id": "it-did", "source": "paper", "statement": "It was.", "about": ["powers"], "topic": ["use"],
            "evidence": [1], "said_by": "press", "mode": "narration", "status": "occurred", **_WHY,
            "quantity": {"worded": "many", "unit": "boat", "counted": "boats"},
        },
    ],
    "quotes": [
        {
            "id": "words", "source": "paper", "speaker": "ada", "text": "It will.", "paragraph": 1, "about": ["land"],
            "topic": ["production"], "context": "At the harbour.", "said_to": "press",
        },
    ],
    "gaps": [{"id": "cost", "source": "paper", "about": ["land"], "topic": ["procurement"], "wording": "what it costs"}],
}  # fmt: skip

_FIXED = (
    "id", "kind", "type", "to", "are", "basis", "paragraphs", "number", "sha256", "folded", "normaliser", "edtf",
    "about", "topic", "evidence", "speaker", "said_by", "mode", "said_to", "via", "quotes", "status", "value",
    "country", "question", "source", "paragraph", "codes", "field", "section",
)  # fmt: skip
"""What takes no text of one's own: ids, codes, numbers, words of a fixed set, and fingerprints."""

Path_ = tuple[str | int, ...]
"""The names and numbers that lead to a text."""


def free(node: Any = WHOLE, at: Path_ = ()) -> Iterator[Path_]:
    """Yield where in the dataset any text may stand."""
    if isinstance(node, dict):
        for name, value in node.items():
            if (
                name not in _FIXED
                or (isinstance(value, list) and value and isinstance(value[0], dict))
                or (name == "said_by" and isinstance(value, dict))
            ):
                yield from free(value, (*at, name))
    elif isinstance(node, list):
        for n, value in enumerate(node):
            yield from free(value, (*at, n))
    elif isinstance(node, str):
        yield at


FREE = tuple(free())


def with_text(texts: dict[Path_, str]) -> dict[str, Any]:
    """Return the dataset with these texts in their places, as far as a rule leaves a choice."""
    whole = copy.deepcopy(WHOLE)
    for (*before, last), given in texts.items():
        node: Any = whole
        for step in before:
            node = node[step]
        node[last] = _fitting(last, given)
    section = whole["sources"][0]["sections"][0]
    for paragraph in whole["sources"][0]["paragraphs"]:
        paragraph["section"] = section
    return whole


def _fitting(field: str | int, given: str) -> str:
    """Return `given` in brackets, where a title is ours, in one word, where four are the most, and in an address."""
    match field:
        case "supplied_title":
            return f"[{given}]"
        case "wording":
            return "".join(given.split())
        case "url":
            return f"https://example.org/{given}"
    return given


def texts(whole: Any) -> Iterator[str]:
    """Yield every text in JSON, or in a dataset."""
    if isinstance(whole, str):
        yield whole
    for inner in whole.values() if isinstance(whole, dict) else whole if isinstance(whole, list) else ():
        yield from texts(inner)


def write(folder: Path, whole: dict[str, Any]) -> Path:
    """Write a dataset as YAML: which JSON is, but for its way to escape what is not ASCII."""
    folder.mkdir(parents=True, exist_ok=True)
    written = re.sub(r"[^\x20-\x7e]", lambda c: f"\\U{ord(c[0]):08x}", json.dumps(whole, ensure_ascii=False))
    (folder / "d.yaml").write_text(written, encoding="ascii")
    return folder
