from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import HARBOUR, ROOT

from minewatch.check import RULES, check
from minewatch.dataset import load

SOUND = (HARBOUR / "harbour.yaml").read_text(encoding="utf-8")


def breaches(folder: Path, text: str) -> list[str]:
    (folder / "d.yaml").write_text(text, encoding="utf-8")
    loaded = load(folder)
    assert loaded.problems == ()
    return [str(problem).removeprefix(f"{folder}/") for problem in check(loaded)]


@pytest.mark.parametrize("folder", [HARBOUR, ROOT / "data"])
def test_a_sound_dataset_breaks_no_rule(folder: Path) -> None:
    loaded = load(folder)
    assert [*loaded.problems, *check(loaded)] == []


BREACHES: dict[str, tuple[str, str, str]] = {
    "repeated-id": ("id: boats-sunk", "id: no-answer", "id: no-answer\n    source: gazette\n    statement: Boats"),
    "unknown-id": ("about: [atlantis]\n    topic: [use]", "about: [atlantsi]\n    topic: [use]", "about: [atlantsi]"),
    "unknown-paragraph": ("evidence: [1]", "evidence: [1, 9]", "evidence: [1, 9]"),
    "unused-paragraph": ("evidence: [1]", "evidence: [2]", "    paragraphs:\n"),
    "paragraph-numbers": ("number: 3, sha", "number: 4, sha", "    paragraphs:\n"),
    "normaliser": ("normaliser: 1", "normaliser: 2", "normaliser: 2"),
    "fingerprint": ("sha256: 57", "sha256: zz", "    paragraphs:\n"),
    "unknown-section": ("{number: 1, sha", "{number: 1, section: Nowhere, sha", "    paragraphs:\n"),
    "missing-reason": ("      - {field: url, reason: on paper}\n", "", "    url: null"),
    "supplied-title": ('"[Lighthouse to be relit]"', "Lighthouse to be relit", "supplied_title: L"),
    "narration": ("said_by: oort\n    mode: indirect", "said_by: oort\n    mode: narration", "mode: narration"),
    "implied-speaker": ("status: planned", "basis: implied\n    reason: r\n    status: planned", "said_by: oort"),
    "direct-quote": ("    quotes: [lamp-quote]\n", "", "id: lamp-ready"),
    "quote-speaker": ("speaker: oort, text: The lamp", "speaker: atlantis, text: The lamp", "quotes: [lamp-quote]"),
    "quote-paragraph": ("evidence: [2]", "evidence: [3]", "quotes: [lamp-quote]"),
    "quotation": ("speaker: oort, text: The ships", "speaker: atlantis, text: The ships", "id: ships-quote"),
    "position-country": ("{country: ruritania", "{country: oort", "{country: oort"),
    "position-about": ("{country: ruritania", "{country: atlantis", "{country: atlantis"),
    "repeated-position": (
        "status: in-effect",
        "status: in-effect\n    position: {country: ruritania, question: production, value: option}",
        "value: option",
    ),
    "quantity-form": ("{low: 40, high: 60", "{low: 40, value: 60", "{low: 40, value: 60"),
    "quantity-range": ("{low: 40, high: 60", "{low: 60, high: 40", "{low: 60, high: 40"),
    "iso-codes": ("alpha2: XR", "alpha2: XRX", "alpha2: XRX"),
    "repeated-code": ("alpha2: XR", "alpha2: XA", "alpha2: XA"),
    "members-kind": ("kind: group", "kind: organisation", "members:"),
    "uses-kind": ("label: Ada Oort", "label: Ada Oort\n    uses: [{wording: w}]", "uses:"),
    "background-claim": (
        "status: not-yet",
        "basis: background\n    reason: known\n    status: not-yet",
        "basis: background\n    reason: known",
    ),
    "own-link": ("links: [{type: qualifies, to: no-answer}]", "links: [{type: qualifies, to: boats-sunk}]", "links:"),
    "paragraph-source": (
        "entities:\n",
        "  - id: other\n    title: T\n    supplied_title: '[T]'\n    publisher: {id: oort}\n    authors: [A]\n    url: u\n    language: en\n    published: {edtf: 2024}\n    normaliser: 1\nentities:\n",
        "relations:\n      - {type: affiliation",
    ),
    "own-same-as": ("label: Ada Oort", "label: Ada Oort\n    same_as: [atlantis]", "same_as"),
    "withdrawn": ("{id: gazette-office, kind", "{id: gazette-office, state: withdrawn, kind", "publisher: {id"),
    "draft": ("  - id: no-answer\n", "  - id: no-answer\n    draft: true\n", "draft: true"),
    "quotation-apart": (
        "gaps:\n",
        "  - {id: q3, source: gazette, quotation: lamp, speaker: oort, text: x, paragraph: 2, about: [oort], topic: [use], context: c}\n  - {id: q4, source: gazette, quotation: lamp-and-ships, speaker: oort, text: y, paragraph: 2, about: [oort], topic: [use], context: c}\ngaps:\n",
        "  - {id: q4",
    ),
    "affiliation-cycle": (
        "label: The Gazette}",
        "label: The Gazette, relations: [{type: affiliation, to: gazette-office}]}",
        "label: The Gazette",
    ),
}
"""Of each rule: what is sound, what breaks it, and how the text goes on at the line that the fault must name."""


@pytest.mark.parametrize("rule", BREACHES)
def test_a_breach_is_found_by_its_rule_at_its_line(tmp_path: Path, rule: str) -> None:
    sound, broken, at = BREACHES[rule]
    text = SOUND.replace(sound, broken, 1)
    assert text != SOUND
    line = text[: text.index(at)].count("\n") + 1
    found = breaches(tmp_path, text)
    assert any(fault.startswith(f"d.yaml:{line}: {rule}: ") for fault in found), (line, found)


@pytest.mark.parametrize(
    ("sound", "broken"),
    [
        (
            "published: {edtf: 2024-11-05}",
            "published: {edtf: 2024-11-05, basis: inferred, reason: r, paragraphs: [99]}",
        ),
        ("reason: everybody knows}", "reason: everybody knows, paragraphs: [99]}"),
        ("paragraphs: [1]}\n    position", "paragraphs: [1, 99]}\n    position"),
        ("text: The lamp is ready, paragraph: 2", "text: The lamp is ready, paragraph: 99"),
    ],
)
def test_a_paragraph_that_is_not_there_is_found_wherever_it_stands(tmp_path: Path, sound: str, broken: str) -> None:
    found = breaches(tmp_path, SOUND.replace(sound, broken, 1))
    assert any("unknown-paragraph: the source has no paragraph 99" in fault for fault in found), found


def test_an_unknown_id_is_answered_with_the_one_that_may_be_meant(tmp_path: Path) -> None:
    sound, broken, _ = BREACHES["unknown-id"]
    (fault,) = breaches(tmp_path, SOUND.replace(sound, broken, 1))
    assert fault.endswith("'atlantsi' is none of the entities; did you mean 'atlantis'?")


def test_an_empty_folder_is_a_breach(tmp_path: Path) -> None:
    (problem,) = check(load(tmp_path))
    assert problem.rule == "empty"


@pytest.mark.parametrize("rule", RULES[1:], ids=lambda rule: rule.__name__)
def test_no_rule_is_without_a_breach_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rule: Callable[..., object]
) -> None:
    monkeypatch.setattr("minewatch.check.RULES", (rule,))
    assert any(breaches(tmp_path, SOUND.replace(sound, broken, 1)) for sound, broken, _ in BREACHES.values())
