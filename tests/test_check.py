import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import COURIER, HARBOUR, ROOT, Run
from hypothesis import given
from hypothesis import strategies as st

from minewatch.check import RULES, Unread, check
from minewatch.check.records import Records, meant
from minewatch.check.texts import LONGEST_QUOTE
from minewatch.dataset import load
from minewatch.dataset.writing import SCHEMA_FILE
from minewatch.faults import Place, Problem
from minewatch.query import Facts
from minewatch.render import FORMATS
from minewatch.store import open_folder

SOUND = (HARBOUR / "harbour.yaml").read_text(encoding="utf-8")


def breaches(folder: Path, text: str) -> list[str]:
    (folder / "d.yaml").write_text(text, encoding="utf-8")
    loaded = load(folder)
    assert loaded.problems == ()
    return [str(problem).removeprefix(f"{folder}/").replace(" (warning)", "") for problem in check(loaded)]


@pytest.mark.parametrize("folder", [HARBOUR, ROOT / "data"])
def test_a_sound_dataset_breaks_no_rule(folder: Path) -> None:
    loaded = load(folder)
    assert [*loaded.problems, *check(loaded)] == []


BREACHES: dict[str, tuple[str, str, str]] = {
    "repeated-id": ("id: boats-sunk", "id: no-answer", "id: no-answer\n    source: gazette\n    statement: Boats"),
    "unknown-id": ("about: [atlantis]\n    topic: [use]", "about: [atlantsi]\n    topic: [use]", "about: [atlantsi]"),
    "unknown-paragraph": ("evidence: [1]", "evidence: [1, 9]", "evidence: [1, 9]"),
    "unused-paragraph": ("evidence: [1]", "evidence: [2]", "      - {number: 1"),
    "paragraph-numbers": ("number: 3, sha", "number: 4, sha", "    paragraphs:\n"),
    "normaliser": ("normaliser: 1", "normaliser: 2", "normaliser: 2"),
    "fingerprint": ("sha256: 57", "sha256: zz", "sha256: zz"),
    "unknown-section": ("{number: 1, sha", "{number: 1, section: Nowhere, sha", "section: Nowhere"),
    "missing-reason": ("      - {field: url, reason: on paper}\n", "", "    url: null"),
    "web-address": ("url: null", "url: ftp://example.org/1", "url: ftp"),
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
        "  - id: other\n    title: T\n    supplied_title: '[T]'\n    publisher: {id: oort}\n    authors: [A]\n    url: https://example.org\n    language: en\n    published: {edtf: 2024}\n    normaliser: 1\nentities:\n",
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
    "draft-link": ("  - id: no-answer\n", "  - id: no-answer\n    draft: true\n", "links:"),
    "unknown-unit": ("unit: boat", "unit: bota", "quantity: {low"),
    "long-quote": ("text: The ships are not.", "text: " + " ".join(["word"] * (LONGEST_QUOTE + 1)), "  - {id: ships"),
    "hidden-character": ("statement: No answer came.", 'statement: "No \\u202eanswer came."', 'statement: "No'),
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


@pytest.mark.parametrize(
    ("url", "sound"),
    [
        ("https://example.org/1", True),
        ("http://example.org", True),
        ("https://x/", True),
        ("https://x.example/?of=ftp://example.org", True),
        ("https://łódź.example/ą?b#c", True),
        ("http://127.0.0.1:8000", True),
        ("javascript:alert(1)", False),
        ("JavaScript://example.org/%0aalert(1)", False),
        ("data:text/html,x", False),
        ("file:///etc/passwd", False),
        ("mailto:a@example.org", False),
        ("//example.org/1", False),
        ("example.org/1", False),
        ("https://", False),
        ("https:///1", False),
        ("https:example.org", False),
        (" https://example.org", False),
    ],
)
def test_an_address_leads_to_a_host_on_the_web(tmp_path: Path, url: str, *, sound: bool) -> None:
    found = breaches(tmp_path, SOUND.replace("url: null", f"url: {url!r}", 1))
    line = SOUND[: SOUND.index("url: null")].count("\n") + 1
    fault = f"d.yaml:{line}: web-address: a url is http or https with a host, as in https://example.org/1"
    assert [one for one in found if "web-address" in one] == ([] if sound else [fault])


def test_what_resembles_a_file_of_a_dataset_is_named_and_looked_over_in_silence(run: Run, tmp_path: Path) -> None:
    (tmp_path / "d.yaml").write_text(SOUND, encoding="utf-8")
    (tmp_path / "below").mkdir()
    for name in ("claims.yml", "D.YAML", "below/gaps.json", "gaps.JSONL", "x.ndjson"):
        (tmp_path / name).write_text("[")
    for name in (SCHEMA_FILE, "notes.txt", "README.md", ".x.yml", "yaml"):
        (tmp_path / name).write_text("[")
    result = run("check", str(tmp_path), "--no-bundled")
    says = "file-ending (warning): it is not read: the name of a file of a dataset ends in .yaml or .jsonl"
    assert result.stdout.splitlines() == [
        *(
            f"{tmp_path}/{name}:1: {says}"
            for name in ("D.YAML", "below/gaps.json", "claims.yml", "gaps.JSONL", "x.ndjson")
        ),
        f"{tmp_path}: harbour 2, 13 records in 1 file",
        "sound, 5 warnings",
    ]
    assert (result.exit_code, run("check", str(tmp_path), "--no-bundled", "--strict").exit_code) == (0, 4)
    assert run("country", "ruritania", "--data", str(tmp_path), "--no-bundled").stderr == ""


def test_an_unknown_id_is_answered_with_the_one_that_may_be_meant(tmp_path: Path) -> None:
    sound, broken, _ = BREACHES["unknown-id"]
    (fault,) = breaches(tmp_path, SOUND.replace(sound, broken, 1))
    assert fault.endswith("'atlantsi' is none of the entities; did you mean 'atlantis'?")


def edited(folder: Path, *pairs: tuple[str, str]) -> list[str]:
    """Return the breaches of the sound dataset with these changes, without their places."""
    text = SOUND
    for sound, broken in pairs:
        assert sound in text
        text = text.replace(sound, broken, 1)
    return [fault.partition(": ")[2] for fault in breaches(folder, text)]


FIRST = "claims:\n"
PLAIN = """claims:
  - {id: plain, source: gazette, statement: So., about: [atlantis], topic: [use], evidence: [3], said_by: gazette-office,
     mode: narration, status: occurred}
"""
OTHER = "status: in-effect\n    position: {country: ruritania, question: production, value: option}"


def test_a_claim_without_a_position_hides_none_after_it(tmp_path: Path) -> None:
    assert edited(tmp_path, (FIRST, PLAIN), ("{country: ruritania", "{country: oort")) == [
        "position-about: the claim is not about 'oort'",
        "position-country: 'oort' is a person, not a country",
    ]
    assert edited(tmp_path, (FIRST, PLAIN), ("status: in-effect", OTHER)) == [
        "repeated-position: 'relight' has the position of ruritania on production already"
    ]


def test_what_is_withdrawn_has_no_position(tmp_path: Path) -> None:
    withdrawn = ("status: planned", "status: planned\n    state: withdrawn")
    assert edited(tmp_path, ("status: in-effect", OTHER), withdrawn) == []


@pytest.mark.parametrize("wrong", ["question: nonsense, value: decided", "question: production, value: nonsense"])
def test_a_position_that_cannot_be_read_hides_none_after_it(tmp_path: Path, wrong: str) -> None:
    text = SOUND.replace("question: production, value: decided", wrong, 1)
    text = text.replace("status: in-effect", OTHER, 1)
    text = text.replace(
        "status: not-yet", "status: not-yet\n    position: {country: ruritania, question: production, value: option}"
    )
    (tmp_path / "d.yaml").write_text(text, encoding="utf-8")
    rules = [problem.rule for problem in check(load(tmp_path))]
    assert rules.count("repeated-position") == 1
    assert "unknown-value" in rules


@pytest.mark.parametrize(
    ("sound", "field"),
    [("she speaks", "relations"), ("the spring", "when"), ("torn off", "missing"), ("The lamp is ready, p", "text")],
)
def test_a_character_that_hides_is_told_with_its_field_however_deep_it_stands(
    tmp_path: Path, sound: str, field: str
) -> None:
    told = f"hidden-character: U+200B in {field!r} does not show, or turns what does; leave it out"
    assert edited(tmp_path, (sound, sound.replace(" ", "\u200b ", 1))) == [told]


def test_a_space_that_does_not_break_hides_nothing(tmp_path: Path) -> None:
    assert edited(tmp_path, ("No answer came", "No\xa0answer came"), ("she speaks", "she\xa0speaks")) == []


def test_a_range_may_be_one_number(tmp_path: Path) -> None:
    assert edited(tmp_path, ("{low: 40, high: 60", "{low: 40, high: 40")) == []


def test_a_paragraph_on_which_a_quote_alone_stands_is_used(tmp_path: Path) -> None:
    lamp = SOUND[SOUND.index("  - id: lamp-ready") : SOUND.index("  - id: no-answer")]
    assert edited(tmp_path, (lamp, "")) == []


def test_a_paragraph_on_which_a_draft_stands_says_so(tmp_path: Path) -> None:
    found = edited(tmp_path, ("  - id: relight\n", "  - id: relight\n    draft: true\n"))
    assert "unused-paragraph: paragraph 1: nothing stands on it; drafts do" in found


@pytest.mark.parametrize("title", ["'[Lighthouse'", "'Lighthouse]'"])
def test_a_title_of_ours_stands_between_both_brackets(tmp_path: Path, title: str) -> None:
    assert edited(tmp_path, ('"[Lighthouse to be relit]"', title)) == [
        "supplied-title: a title of ours stands in square brackets"
    ]


def test_an_entity_that_is_the_same_as_two_of_its_dataset_is_told_once(tmp_path: Path) -> None:
    assert edited(tmp_path, ("label: Ada Oort", "label: Ada Oort\n    same_as: [x:y, atlantis, ruritania]")) == [
        "own-same-as: 'atlantis': another dataset's, as in harbour:atlantis"
    ]


WITHDRAWN = ("status: not-yet", "status: not-yet\n    state: withdrawn")


def test_a_link_may_lead_to_what_is_withdrawn(tmp_path: Path) -> None:
    assert edited(tmp_path, WITHDRAWN) == []


def test_what_is_withdrawn_may_name_what_is(tmp_path: Path) -> None:
    powers = ("  - id: sea-powers\n", "  - id: sea-powers\n    state: withdrawn\n")
    named = ("about: [atlantis]\n    topic: [treaty]", "about: [atlantis, sea-powers]\n    topic: [treaty]")
    assert edited(tmp_path, named, WITHDRAWN, powers) == []
    assert edited(tmp_path, named, powers) == [
        "withdrawn: 'sea-powers' is withdrawn: withdraw this too, or name another"
    ]


def test_each_paragraph_that_is_of_no_source_is_told(tmp_path: Path) -> None:
    _, other, _ = BREACHES["paragraph-source"]
    role = "    roles: [{title: harbour master, paragraphs: [3]}]\n    relations:\n"
    found = edited(
        tmp_path,
        ("entities:\n", other),
        ("    relations:\n", role),
        ("paragraphs: [1]}\n  - {id: gaz", "paragraphs: [1, 2]}\n  - {id: gaz"),
    )
    assert [fault for fault in found if fault.startswith("paragraph-source")] == [
        f"paragraph-source: paragraph {number} of which source? say `source: ID` beside it or once for the file"
        for number in (3, 1, 2)
    ]


def test_a_source_may_be_taken_from_an_entity_and_from_nothing_unknown(tmp_path: Path) -> None:
    taken = "    sections: []\n    derived_from: [{to: oort}, {to: nowhere}]\n"
    assert edited(tmp_path, ("    sections: []\n", taken)) == [
        "unknown-id: 'nowhere' is none of the sources; add its record, or correct the id"
    ]


def test_a_paragraph_that_is_not_there_is_told_on_the_line_of_its_field(tmp_path: Path) -> None:
    sound = "text: The ships are not., paragraph: 2"
    text = SOUND.replace(sound, "text: The ships are not.,\n     paragraph: 99", 1)
    line = text[: text.index("paragraph: 99")].count("\n") + 1
    assert f"d.yaml:{line}: unknown-paragraph: the source has no paragraph 99" in breaches(tmp_path, text)


def test_a_dataset_of_a_source_alone_is_not_empty(tmp_path: Path) -> None:
    text = SOUND[: SOUND.index("entities:")].replace("    paragraphs:\n", "    paragraphs: []\n", 1)
    text = "\n".join(line for line in text.splitlines() if "number:" not in line)
    assert [fault.partition(": ")[2].partition(":")[0] for fault in breaches(tmp_path, text)] == ["unknown-id"]


@given(st.sets(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=9))
def test_who_is_affiliated_with_itself_in_whatever_way_is_told(
    tmp_path_factory: pytest.TempPathFactory, affiliations: set[tuple[int, int]]
) -> None:
    people = [
        {"id": f"e-{n}", "kind": "person", "label": "E", "relations": [
            {"type": "affiliation", "to": f"e-{to}", "basis": "background", "reason": "so"}
            for one, to in sorted(affiliations) if one == n
        ]}
        for n in range(5)
    ]  # fmt: skip
    folder = tmp_path_factory.mktemp("cycles")
    (folder / "entities.jsonl").write_text("\n".join(map(json.dumps, people)), encoding="utf-8")
    reached = set(affiliations)
    for _ in range(5):
        reached |= {(a, d) for a, b in reached for c, d in affiliations if b == c}
    told = [problem.message for problem in check(load(folder)) if problem.rule == "affiliation-cycle"]
    assert told == [f"'e-{n}' is affiliated with itself" for n in range(5) if (n, n) in reached]


def test_a_fault_hides_nothing_in_a_record_that_it_is_not_in(tmp_path: Path) -> None:
    """Not in the last one of the file before, nor in the one before a draft."""
    (tmp_path / "a.yaml").write_text(SOUND.replace("gaps:\n", "gaps:\n  - {id: first, source: gazette, about: [nobody],"
        " topic: [use], wording: w}\n  - {id: x, draft: true, about: [], sauce: x}\n").replace(
        "about: [ruritania], topic: [procurement]", "about: [nobody], topic: [procurement]"), encoding="utf-8")  # fmt: skip
    (tmp_path / "b.yaml").write_text("sauce: gazette\n", encoding="utf-8")
    found = [(problem.rule, problem.file.rpartition("/")[2]) for problem in check(load(tmp_path))]
    assert sorted(found) == [
        ("unknown-field", "a.yaml"),
        ("unknown-field", "b.yaml"),
        ("unknown-id", "a.yaml"),
        ("unknown-id", "a.yaml"),
    ]


def test_a_fault_before_all_records_hides_nothing_in_the_last(tmp_path: Path) -> None:
    text = SOUND.replace("about: [ruritania], topic: [procurement]", "about: [nobody], topic: [procurement]")
    (tmp_path / "a.yaml").write_text(f"sauce: gazette\n{text}", encoding="utf-8")
    assert [problem.rule for problem in check(load(tmp_path))] == ["unknown-field", "unknown-id"]


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_that_is_given_no_records_finds_nothing(rule: Callable[[Records], Iterator[Problem]]) -> None:
    assert list(rule(Records({}, {}, {}, {}, {}, (), lambda _: frozenset()))) == []


def test_among_many_ids_one_is_meant_that_begins_or_ends_the_same() -> None:
    few = [f"{n:04}" for n in range(1999)]
    among_few = dict.fromkeys(["poland-resumes", *few])
    among_many = among_few | {"9999": None}
    for slip in ("polamd-resumez", "volamd-resumes", "polamd-resumes"):
        assert meant(slip, among_many) == "poland-resumes"
    assert [meant("volamd-resumez", known) for known in (among_few, among_many)] == ["poland-resumes", None]


def test_an_empty_folder_is_a_breach(tmp_path: Path) -> None:
    (problem,) = check(load(tmp_path))
    assert problem.rule == "empty"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_no_rule_is_without_a_breach_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rule: Callable[..., object]
) -> None:
    monkeypatch.setattr("minewatch.check.RULES", (rule,))
    found = (
        fault for sound, broken, _ in BREACHES.values() for fault in breaches(tmp_path, SOUND.replace(sound, broken, 1))
    )
    assert any("draft-link" not in fault for fault in found)


@pytest.mark.parametrize("unit", ["km", "EUR", "item", "boat", "percent"])
def test_a_unit_is_a_measure_a_currency_or_what_is_counted(tmp_path: Path, unit: str) -> None:
    assert breaches(tmp_path, SOUND.replace("unit: boat", f"unit: {unit}")) == []


# What nobody has read yet

PARTS: dict[str, tuple[str, str]] = {
    "relations": ("{type: affiliation, to: ruritania,", "{draft: true, type: affiliation, to: ruritania,"),
    "members": ("{are: [atlantis],", "{draft: true, are: [atlantis],"),
    "published": ("{edtf: 2024-11-05}", "{draft: true, edtf: 2024-11-05, basis: inferred, reason: r, paragraphs: [1]}"),
}


@pytest.mark.parametrize("part", PARTS)
def test_a_part_of_a_record_can_be_a_draft_and_is_left_out_of_it(tmp_path: Path, part: str) -> None:
    sound, broken = PARTS[part]
    (fault,) = breaches(tmp_path, SOUND.replace(sound, broken, 1))
    assert f"draft: {part!r} of '" in fault
    with Facts(open_folder(tmp_path)) as facts:
        (edition,) = facts.editions()
        (source,) = facts.sources().sources
        entities = {entity.id: entity for entity in facts.entities().entities}
    assert edition.drafts == 1
    assert bool(entities["oort"].relations) is (part != "relations")
    assert bool(entities["sea-powers"].members) is (part != "members")
    assert (source.published.edtf == "2024-11-05") is (part != "published")


def test_a_link_to_a_draft_is_left_out_and_all_else_is_answered(run: Run, tmp_path: Path) -> None:
    sound, broken, _ = BREACHES["draft-link"]
    (tmp_path / "d.yaml").write_text(SOUND.replace(sound, broken, 1), encoding="utf-8")
    result = run("claim", "boats-sunk", "--data", str(tmp_path), "--no-bundled", "--json")
    (card,) = json.loads(result.stdout)["results"]
    assert (result.exit_code, card["claim"]["links"]) == (0, [])


# The command

FAULTY = (
    ("status: planned", "status: plannd"),
    (
        "about: [ruritania]\n    topic: [capacity]\n    evidence",
        "about: [ruritanai]\n    topic: [capacity]\n    evidence",
    ),
    ("unit: boat", "unit: bota"),
)


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    text = SOUND
    for sound, broken in FAULTY:
        text = text.replace(sound, broken, 1)
    (tmp_path / "d.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def test_every_fault_is_a_line_that_editors_parse_with_what_may_be_meant(run: Run, faulty: Path) -> None:
    result = run("check", str(faulty))
    assert (result.exit_code, result.stderr) == (4, "")
    assert result.stdout == (
        f"{faulty}/d.yaml:46: unknown-value: 'plannd' is no status; did you mean 'planned'?\n"
        f"{faulty}/d.yaml:52: unknown-id: 'ruritanai' is none of the entities; did you mean 'ruritania'?\n"
        f"{faulty}/d.yaml:77: unknown-unit (warning): 'bota' is neither a measure, nor a currency's code, nor in what is"
        " `counted`; did you mean 'boats'?\n"
        f"{faulty}: harbour 2, 13 records in 1 file\n"
        "2 faults, 1 warning\n"
    )


@pytest.mark.parametrize(
    ("options", "code", "verdict"),
    [((), 0, "sound, 1 warning"), (("--strict",), 4, "not sound with --strict: 1 warning")],
)
def test_a_warning_is_a_fault_if_strict(run: Run, options: tuple[str, ...], code: int, verdict: str) -> None:
    result = run("check", str(COURIER), *options)
    assert (result.exit_code, result.stderr) == (code, "")
    assert result.stdout.endswith(f"{COURIER}: courier 1.1.1, 17 records in 1 file, 1 draft left out\n{verdict}\n")


@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_has_every_problem(run: Run, faulty: Path, format_: str) -> None:
    result = run("check", str(faulty), "--format", format_)
    assert result.exit_code == 4
    for word in ("plannd", "ruritanai", "bota"):
        assert word in result.stdout


def test_programs_get_file_line_rule_and_severity(run: Run, faulty: Path) -> None:
    (answer,) = json.loads(run("check", str(faulty), "--json").stdout)["results"]
    assert (answer["sound"], answer["faults"], answer["warnings"]) == (False, 2, 1)
    assert answer["problems"][0] == {
        "kind": "problem", "file": f"{faulty}/d.yaml", "line": 46, "rule": "unknown-value", "severity": "fault",
        "message": "'plannd' is no status; did you mean 'planned'?",
    }  # fmt: skip


def test_several_are_held_against_each_other_and_against_what_comes_with_minewatch(run: Run, tmp_path: Path) -> None:
    text = (COURIER / "courier.yaml").read_text(encoding="utf-8")
    (tmp_path / "d.yaml").write_text(text.replace("poland-mines:polish-defence", "poland-mines:polish-defense"))
    result = run("check", str(tmp_path))
    assert result.exit_code == 4
    assert "did you mean 'poland-mines:polish-defence-ministry'?" in result.stdout
    assert run("check", str(tmp_path), "--no-bundled").exit_code == 0
    twice = run("check", str(COURIER), str(tmp_path), "--no-bundled")
    assert f"{tmp_path}:1: dataset-id: 'courier' is the dataset in {COURIER} too" in twice.stdout


def test_the_bundled_dataset_is_not_held_against_itself(run: Run) -> None:
    result = run("check", str(ROOT / "data"), "--strict")
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, "sound")


def test_a_broken_file_hides_no_fault_of_another_and_makes_none(run: Run, tmp_path: Path) -> None:
    head, rest = SOUND.split("claims:\n")
    (tmp_path / "entities.yaml").write_text(head + "  - [", encoding="utf-8")
    (tmp_path / "records.yaml").write_text("claims:\n" + rest.replace("planned", "plannd", 1), encoding="utf-8")
    rules = [line.split(": ")[1] for line in run("check", str(tmp_path)).stdout.splitlines()[:-2]]
    assert rules == ["yaml-syntax", "unknown-value"]


STANDING = [("a.yaml", 3), ("a.yaml", 10), ("b.jsonl", 1), ("b.jsonl", 2), ("b.jsonl", 5), ("c.yaml", 5)]


@pytest.mark.parametrize(
    ("unread", "within", "without"),
    [
        (("a.yaml", 3), [("a.yaml", 3), ("a.yaml", 9)], [("a.yaml", 2), ("a.yaml", 10), ("b.jsonl", 3)]),
        (("a.yaml", 4), [("a.yaml", 3), ("a.yaml", 9)], [("a.yaml", 2), ("a.yaml", 10), ("c.yaml", 4)]),
        (("a.yaml", 12), [("a.yaml", 10), ("a.yaml", 99)], [("a.yaml", 9), ("b.jsonl", 1), ("c.yaml", 12)]),
        (("b.jsonl", 2), [("b.jsonl", 2)], [("b.jsonl", 1), ("b.jsonl", 3), ("b.jsonl", 5), ("a.yaml", 2)]),
        (("b.jsonl", 5), [("b.jsonl", 5)], [("b.jsonl", 4), ("b.jsonl", 6), ("c.yaml", 5)]),
        (("c.yaml", 6), [("c.yaml", 5), ("c.yaml", 99)], [("c.yaml", 4), ("b.jsonl", 6), ("d.yaml", 6)]),
        (("a.yaml", 1), [], [("a.yaml", 1), ("a.yaml", 3), ("c.yaml", 6)]),
    ],
)
def test_what_was_not_read_spares_its_own_record_to_the_line(
    unread: tuple[str, int], within: list[tuple[str, int]], without: list[tuple[str, int]]
) -> None:
    places = [Place(file, line, {}) for file, line in reversed(STANDING)]
    unread_besides = Problem("z.yaml", 1, "wrong-type", "")
    places.append(Place(unread_besides.file, unread_besides.line, {}))
    spared = Unread.among(places, [Problem(*unread, "wrong-type", ""), unread_besides])
    told = [Problem(file, line, "unknown-id", "") for file, line in [*within, *without]]
    assert [(problem.file, problem.line) for problem in spared.spare(told)] == without


def test_a_record_that_could_not_be_read_breaks_no_rule_besides(run: Run, tmp_path: Path) -> None:
    (tmp_path / "d.yaml").write_text(SOUND.replace("mode: narration", "mode: told", 1), encoding="utf-8")
    result = run("check", str(tmp_path))
    assert [line.split(": ")[1] for line in result.stdout.splitlines()[:-2]] == ["unknown-value"]


def test_a_folder_that_is_not_there_says_what_a_dataset_is(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for name, wrong in (("none", "no such folder"), ("file", "a file, and no folder")):
        result = run("check", str(tmp_path / name))
        assert (result.exit_code, result.stdout) == (4, "")
        told = f"{tmp_path}/{name}: {wrong}; a dataset is a folder of YAML files, or of JSON Lines"
        assert result.stderr == f"minewatch: {told}\n"


# What repeats an article

ARTICLE = (COURIER / "article.txt").read_text(encoding="utf-8")
SENTENCE = ARTICLE.splitlines()[5].removesuffix(".")


@pytest.mark.parametrize(
    ("sound", "broken"),
    [
        ("statement: Poland's withdrawal", f"statement: {SENTENCE}, Poland's withdrawal"),
        ("claims:\n", f"claims:\n# {SENTENCE}\n"),
        ("context: ", f"context: >-\n      {SENTENCE.replace(' ', chr(10) + '      ')}\n#"),
    ],
    ids=["a statement", "a comment", "several lines"],
)
def test_what_repeats_the_article_is_found_wherever_it_stands(
    run: Run, tmp_path: Path, sound: str, broken: str
) -> None:
    text = (COURIER / "courier.yaml").read_text(encoding="utf-8").replace(sound, broken, 1)
    (tmp_path / "d.yaml").write_text(text, encoding="utf-8")
    result = run("check", str(tmp_path), "--article", str(COURIER / "article.txt"), "--no-bundled")
    line = text[: text.index("Latvia has bound" if "Latvia has bound" in text else "Latvia\n      has")].count("\n") + 1
    assert result.exit_code == 4
    assert (
        f"{tmp_path}/d.yaml:{line}: repeated-text: {len(SENTENCE.split())} words in a row are the article's, from"
        " 'latvia has bound itself to making anti-personnel mines' on; say it in words of your own"
    ) in result.stdout.splitlines()


@pytest.mark.parametrize("ascii_only", [True, False])
def test_what_repeats_the_article_is_found_in_lines_whatever_is_escaped_there(
    run: Run, tmp_path: Path, *, ascii_only: bool
) -> None:
    article = tmp_path / "article.txt"
    article.write_text("It’s Łódź’s own lighthouse that nobody’s ever seen lit at noon.\n", encoding="utf-8")
    gap = {"id": "noon", "source": "gazette", "about": ["oort"], "topic": ["use"]}
    wordings = ("Nothing of it.", "Łódź’s own lighthouse that nobody’s ever\nseen lit at noon, they say")
    lines = [
        json.dumps(gap | {"id": f"g-{n}", "wording": text}, ensure_ascii=ascii_only) for n, text in enumerate(wordings)
    ]
    folder = tmp_path / "d"
    folder.mkdir()
    (folder / "harbour.yaml").write_text((HARBOUR / "harbour.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "gaps.jsonl").write_text("\n".join(lines), encoding="utf-8")
    result = run("check", str(folder), "--article", str(article), "--no-bundled")
    assert result.exit_code == 4
    assert result.stdout.splitlines()[0] == (
        f"{folder}/gaps.jsonl:2: repeated-text: 12 words in a row are the article's, from"
        " 'łódź s own lighthouse that nobody s ever' on; say it in words of your own"
    )


def test_its_quotes_and_headings_may_be_repeated(run: Run) -> None:
    result = run("check", str(COURIER), "--article", str(COURIER / "article.txt"))
    assert (result.exit_code, "repeated-text" in result.stdout) == (0, False)


@given(st.text(alphabet="abc :-[]{},\n'\"", max_size=80), st.integers(min_value=0))
def test_no_edit_brings_the_rules_down(tmp_path_factory: pytest.TempPathFactory, text: str, where: int) -> None:
    folder = tmp_path_factory.mktemp("any")
    at = where % len(SOUND)
    (folder / "d.yaml").write_text(SOUND[:at] + text + SOUND[at:], encoding="utf-8")
    loaded = load(folder)
    assert set(loaded.problems) <= set(check(loaded))
