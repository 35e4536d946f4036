import csv
import io
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from conftest import COURIER, HARBOUR, ROOT, TODAY, Run
from hypothesis import given
from hypothesis import strategies as st
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

from minewatch import dates, load, store
from minewatch.answers import Citations
from minewatch.content import edition
from minewatch.dataset import load as read
from minewatch.errors import AmbiguousName, BadUsage, NothingFound
from minewatch.merge import merge
from minewatch.model import NOT_STATED, Basis, Claim, Date, Source
from minewatch.query import Facts
from minewatch.render import CITATIONS, Manner, render
from minewatch.tables import fill
from minewatch.text import safe, unbroken
from minewatch.view.reference import Reference, references

FORMATS = tuple(CITATIONS)
Item = dict[str, Any]

HEAD = (
    "[Poland's decision to make anti-personnel mines again]. Defence Talks. The title in square brackets is the dataset's: the copy it was read from states none. The publication's name is implied: the name "
    "stands only in the newsletter lines under the article. Published between Aug and Dec 2025 (inferred; EDTF "
    "[2025-08..2025-12]). "
)
HALTED = (
    f"{HEAD}Claim (status: occurred), in the dataset's words: Poland halted production of anti-personnel mines. Said by "
    "Poland via Landmine and Cluster Munitions Monitor to United Nations (indirect speech), 1995 (stated; EDTF 1995; read from “in 1995”). "
    'Date of what is claimed: mid-1980s (inferred: "mid-1980s" is read as one of the three years around 1985; EDTF '
    "[1984..1986]; read from “mid-1980s”). Evidence: ¶8. minewatch dataset poland-mines 1.0.0, record poland-halted-production.\n"
)
UKRAINE = (
    "“Our starting point is our own needs” [interrupted] “But for us Ukraine is absolutely a priority, because the "
    "European and Polish security line is on the Russia-Ukraine front.” — Pawel Zalewski, said to: not stated, ¶13."
)
RELIGHT = (
    "The title in square brackets is the dataset's: the copy it was read from states none. Claim (status: planned), in the dataset's words: The lighthouse will be lit again. Said by Ada Oort (indirect "
    "speech). Date of what is claimed: spring 2025 (inferred: the spring after the issue; EDTF 2025-21; read from “next spring”). Evidence: ¶1. "
    "minewatch dataset harbour 2, record relight."
)


def written(facts: Facts, format_: str, answer: Citations) -> str:
    return "\n".join(render(format_, answer, facts.setting(TODAY), Manner())) + "\n"


def words(date: Date) -> str:
    return f"; read from “{date.wording}”" if date.wording else ""


def every_id(facts: Facts) -> list[str]:
    tables = ("source", "entity", "claim", "quote", "gap")
    return [row[0] for table in tables for row in facts.selection.db.execute(f"SELECT id FROM {table}")]


def decoder() -> LatexNodes2Text:
    """Return what reads LaTeX, with the names of the braces, which pylatexenc lacks."""
    known = get_default_latex_context_db()
    braces = [MacroTextSpec("textbraceleft", "{"), MacroTextSpec("textbraceright", "}")]
    known.add_context_category("braces", prepend=True, macros=[*braces, MacroTextSpec("textasciicircum", "^")])
    return LatexNodes2Text(latex_context=known, math_mode="verbatim", strict_latex_spaces=True)


DECODER = decoder()


def read_bibtex(text: str) -> list[Item]:
    library = parse_string(text, append_middleware=[LatexDecodingMiddleware(decoder=DECODER)])
    assert not library.failed_blocks
    assert not library.comments
    return [{"ID": entry.key} | {field.key: field.value for field in entry.fields} for entry in library.entries]


def read_csl(text: str) -> list[Item]:
    items: list[Item] = json.loads(text)
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
    for item in items:
        bibliography.register(Citation([CitationItem(item["id"])]))
    return [item | {"shown": str(shown)} for item, shown in zip(items, bibliography.bibliography(), strict=True)]


def read_ris(text: str) -> list[Item]:
    found: list[Item] = rispy.loads(text)
    assert all("unknown_tag" not in entry for entry in found)
    return found


@pytest.fixture(params=["bundled", "harbour"])
def either(request: pytest.FixtureRequest) -> Iterator[Facts]:
    with load() if request.param == "bundled" else Facts(store.open_folder(HARBOUR)) as opened:
        yield opened


# What a citation says


def test_a_claim_is_cited_with_its_status_speaker_dates_and_place(run: Run) -> None:
    result = run("cite", "poland-halted-production")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == HALTED


def test_what_a_question_supplied_and_what_is_left_open_are_said(run: Run) -> None:
    out = run("cite", "zalewski-hopes-start-next-year").stdout
    assert "(status: hoped)" in out
    assert ", once Poland's withdrawal from the Ottawa Convention is complete. Said by" in out
    assert "From the question put: the year and the condition. Note: production of what is not repeated." in out


def test_an_implied_attribution_is_marked_with_its_reason(run: Run) -> None:
    out = run("cite", "poland-decision-taken").stdout
    assert "Said by Defence Talks (narration). That Defence Talks says so is implied: to call Zalewski's remarks" in out


def test_every_claim_has_its_text_status_basis_and_paragraphs(either: Facts) -> None:
    claims = either.claims().claims
    cited = references(either.citations([claim.id for claim in claims]), either.setting(TODAY))
    for claim, reference in zip(claims, cited, strict=True):
        text = reference.text
        assert f"Claim (status: {claim.status.replace('-', ' ')}), in the dataset's words: {claim.text}" in text
        assert f"Evidence: ¶{', '.join(map(str, claim.evidence))}." in text
        for basis in (claim.basis, claim.attribution, claim.when and claim.when.basis):
            if basis and basis.kind != "stated":
                assert f"{basis.kind}: {basis.reason}" in text
        assert ("Attributed to " in text) == (claim.basis.kind != "stated"), "what is inferred nobody said"
        for date in (claim.when, claim.said_when):
            assert date is None or f"EDTF {date.edtf}{words(date)})" in text
        for said in (claim.note, claim.asked):
            assert said is None or said in text


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize(
    "ident", ["zalewski-own-needs-quote", "zalewski-ukraine-priority-quote", "zalewski-own-needs-ukraine-quote"]
)
def test_a_part_cites_the_whole_quotation(run: Run, ident: str, format_: str) -> None:
    out = run("cite", ident, "--format", format_).stdout
    shown = out.replace("\\[", "[").replace("\\]", "]").replace("\\u00b6", "¶")
    assert UKRAINE in shown
    assert shown == run("cite", "zalewski-own-needs-quote", "--format", format_).stdout.replace("\\[", "[").replace(
        "\\]", "]"
    )


def test_both_parts_are_one_citation_that_names_both(run: Run) -> None:
    out = run("cite", "zalewski-own-needs-quote", "zalewski-ukraine-priority-quote").stdout
    assert out.count("\n") == 1
    assert out.endswith("record zalewski-own-needs-quote, with zalewski-ukraine-priority-quote.\n")


def test_a_quote_says_to_whom_where_that_is_known(run: Run) -> None:
    out = run("cite", "zakrzewski-polish-demand-quote").stdout
    assert "mines of all types” — Jaroslaw Zakrzewski, said to: Reuters, ¶10." in out


def test_a_quote_comes_with_what_it_is_said_on(run: Run) -> None:
    out = run("cite", "zalewski-such-needs-quote", "zalewski-ukraine-priority-quote").stdout
    assert "Context, in the dataset's words: His answer when asked if production could start as early as" in out
    assert out.count("It follows on ¶12, on supplying mines to Ukraine") == 1, "both parts have the same"


def test_a_gap_is_cited_as_one(run: Run) -> None:
    out = run("cite", "unit-cost-not-given").stdout
    assert "The source does not give: what a mine, or the East Shield programme, costs. minewatch dataset" in out


def test_an_entity_is_cited_with_what_its_roles_and_relations_rest_on(run: Run) -> None:
    out = run("cite", "zakrzewski", "baltic-states").stdout
    assert (
        "Entity: Jaroslaw Zakrzewski (person). Role: Chief executive of Belma (¶10, 14). Affiliation: Belma (¶10)."
        in out
    )
    assert "Members: Estonia, Latvia, Lithuania (background: the article names the group without listing it)." in out


def test_a_withdrawn_claim_says_so_before_anything_else(tmp_path: Path) -> None:
    text = (HARBOUR / "harbour.yaml").read_text(encoding="utf-8")
    (tmp_path / "d.yaml").write_text(text.replace("status: occurred", "status: occurred\n    state: withdrawn"))
    warning = "Withdrawn: the dataset has taken this claim back."
    with Facts(store.open_folder(tmp_path)) as facts:
        answer = facts.citations(["boats-sunk"])
        assert written(facts, "plain", answer).startswith(f"{warning} Ink. [Lighthouse to be relit].")
        assert read_bibtex(written(facts, "bibtex", answer))[0]["note"].startswith(warning)
        assert read_csl(written(facts, "csl", answer))[0]["note"].startswith(warning)
        assert read_ris(written(facts, "ris", answer))[0]["notes"][0].startswith(warning)
        assert f"Note       {warning}" in written(facts, "table", answer)


def test_a_claim_that_another_one_took_the_place_of_says_so_before_anything_else(run: Run) -> None:
    courier, wire = str(COURIER), str(ROOT / "examples" / "wire")
    lines = run("cite", "poland-said-could-resume", "posts-3000", "posts-300", "--data", courier, "--data", wire)
    updated, corrected, newest = lines.stdout.splitlines()
    assert updated.startswith(
        "Updated by poland-decision-taken (status: decided; as reported by Defence Talks (implied), between Aug and Dec"
        " 2025 (inferred)): Poland's decision to resume production has been taken. [Poland's decision to make"
    )
    assert corrected.startswith(
        "Corrected by posts-300 (status: occurred; as reported by Invented Courier, 12 Mar 2026): The fence posts ordered"
        " for the border number 300. [A reprint of an invented report]."
    )
    assert newest.startswith("[An invented report, to try minewatch with].")


def test_a_claim_that_another_source_contradicts_says_so(run: Run) -> None:
    words = ("--data", str(COURIER))
    against = run("cite", "latvia-no-commitment", *words).stdout
    assert against.startswith(
        "Contradicted by latvia-bound (status: planned; as reported by Invented Courier, 12 Mar 2026): Latvia has committed"
    )
    assert run("cite", "latvia-bound", *words).stdout.startswith("Contradicts latvia-no-commitment (status: not done; ")


# The formats, as others read them


def test_bibtex_has_a_stated_date_and_braces_that_keep_names_and_titles(run_harbour: Run) -> None:
    assert run_harbour("cite", "relight", "--format", "bibtex", "--accessed", "2026-01-15").stdout == (
        "@misc{relight,\n"
        "  author = {{Ink}},\n"
        "  title = {{[Lighthouse to be relit]}},\n"
        "  howpublished = {The Gazette},\n"
        "  year = {2024},\n"
        "  month = nov,\n"
        "  date = {2024-11-05},\n"
        "  urldate = {2026-01-15},\n"
        "  language = {en},\n"
        f"  note = {{{RELIGHT}}},\n"
        "}\n"
    )


def test_ris_has_a_tag_and_a_value_a_line(run_harbour: Run) -> None:
    assert run_harbour("cite", "relight", "--format", "ris", "--accessed", "2026-01-15").stdout == (
        "TY  - GEN\n"
        "ID  - relight\n"
        "AU  - Ink\n"
        "TI  - [Lighthouse to be relit]\n"
        "T2  - The Gazette\n"
        "PY  - 2024\n"
        "DA  - 2024/11/05/\n"
        "LA  - en\n"
        "Y2  - 2026/01/15/\n"
        f"N1  - {RELIGHT}\n"
        "ER  - \n"
    )


def test_csl_is_an_array_of_items(run_harbour: Run) -> None:
    assert json.loads(run_harbour("cite", "relight", "--format", "csl", "--accessed", "2026-01-15").stdout) == [
        {
            "id": "relight",
            "type": "document",
            "author": [{"literal": "Ink"}],
            "title": "[Lighthouse to be relit]",
            "container-title": "The Gazette",
            "language": "en",
            "issued": {"date-parts": [[2024, 11, 5]]},
            "accessed": {"date-parts": [[2026, 1, 15]]},
            "note": RELIGHT,
        }
    ]


@pytest.fixture
def run_harbour(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setattr("minewatch.store.open_bundled", lambda: store.open_folder(HARBOUR))
    return run


def test_every_record_can_be_cited_in_every_format(either: Facts) -> None:
    ids = every_id(either)
    answer = either.citations(ids)
    cited = [item.record.id for item in answer.cited]
    others = {part.id for item in answer.cited for part in item.parts[1:]}
    assert cited == [ident for ident in ids if ident not in others]
    assert written(either, "plain", answer).count("\n") == len(cited)
    assert [entry["ID"] for entry in read_bibtex(written(either, "bibtex", answer))] == cited
    assert [item["id"] for item in read_csl(written(either, "csl", answer))] == cited
    assert [entry["id"] for entry in read_ris(written(either, "ris", answer))] == cited
    assert [record["id"] for record in json.loads(written(either, "json", answer))["results"]] == cited
    assert [json.loads(line)["id"] for line in written(either, "jsonl", answer).splitlines()] == cited
    assert [row["id"] for row in csv.DictReader(io.StringIO(written(either, "csv", answer)))] == cited
    for format_ in ("table", "md"):
        page = written(either, format_, answer)
        assert all(f"{ident} (" in page for ident in cited)


def test_every_format_says_the_same(either: Facts) -> None:
    answer = either.citations(every_id(either), "2026-01-15")
    notes = [" ".join(reference.remarks) for reference in references(answer, either.setting(TODAY))]
    assert [item["note"] for item in read_csl(written(either, "csl", answer))] == notes
    assert [entry["notes"] for entry in read_ris(written(either, "ris", answer))] == [[note] for note in notes]
    assert [entry["note"] for entry in read_bibtex(written(either, "bibtex", answer))] == notes
    lines = written(either, "plain", answer).splitlines()
    assert [record["text"] for record in json.loads(written(either, "json", answer))["results"]] == lines
    assert all(line.endswith(note) and "Accessed 2026-01-15." in line for line, note in zip(lines, notes, strict=True))
    assert all("minewatch dataset" in note for note in notes)


def test_what_is_not_stated_is_left_out_and_an_inferred_date_is_in_no_field(facts: Facts) -> None:
    answer = facts.citations(every_id(facts))
    for entry in read_bibtex(written(facts, "bibtex", answer)):
        assert set(entry) == {"ID", "title", "howpublished", "language", "note"}
    for entry in read_ris(written(facts, "ris", answer)):
        assert set(entry) == {"type_of_reference", "id", "title", "secondary_title", "language", "notes"}
    for item in read_csl(written(facts, "csl", answer)):
        assert set(item) == {"id", "type", "title", "container-title", "language", "note", "shown"}
        assert item["shown"] == (
            "“[Poland's decision to make anti-personnel mines again]” (no date) "
            "“[Poland's decision to make anti-personnel mines again]”, Defence Talks."
        )


def test_a_stated_date_is_in_its_fields(harbour: Facts) -> None:
    answer = harbour.citations(every_id(harbour), "2026-01-15")
    for entry in read_bibtex(written(harbour, "bibtex", answer)):
        assert (entry["year"], entry["month"], entry["date"]) == ("2024", "nov", "2024-11-05")
        assert (entry["author"], entry["urldate"]) == ("Ink", "2026-01-15")
    for entry in read_ris(written(harbour, "ris", answer)):
        assert (entry["year"], entry["date"], entry["access_date"]) == ("2024", "2024/11/05/", "2026/01/15/")
        assert entry["authors"] == ["Ink"]
    for item in read_csl(written(harbour, "csl", answer)):
        assert item["shown"] == "Ink (2024) “[Lighthouse to be relit]”, The Gazette."


def test_a_document_is_not_set_as_something_that_it_is_not_said_to_be(harbour: Facts) -> None:
    (item,) = read_csl(written(harbour, "csl", harbour.citations(["gazette"])))
    assert "Preprint" not in item["shown"]


def changed(answer: Citations, **fields: Any) -> Citations:
    """Return `answer` with those fields in every source."""
    return answer._replace(
        cited=tuple(
            item._replace(sources=tuple(source._replace(**fields) for source in item.sources)) for item in answer.cited
        )
    )


def date(edtf: str, basis: str = "stated") -> Date:
    return Date(edtf, None, Basis(basis), *dates.parse(edtf))


def only(facts: Facts, answer: Citations) -> Reference:
    (reference,) = references(answer, facts.setting(TODAY))
    return reference


@pytest.mark.parametrize(
    ("edtf", "bibtex", "ris", "csl"),
    [
        ("2024", ("2024", None, "2024"), ("2024", "2024///"), [2024]),
        ("2024-03", ("2024", "mar", "2024-03"), ("2024", "2024/03//"), [2024, 3]),
        ("2024-12-31", ("2024", "dec", "2024-12-31"), ("2024", "2024/12/31/"), [2024, 12, 31]),
    ],
)
def test_a_date_is_as_exact_as_it_is_stated(
    harbour: Facts, edtf: str, bibtex: tuple[str, str | None, str], ris: tuple[str, str], csl: list[int]
) -> None:
    answer = changed(harbour.citations(["gazette"]), published=date(edtf))
    (entry,) = read_bibtex(written(harbour, "bibtex", answer))
    assert (entry["year"], entry.get("month"), entry["date"]) == bibtex
    (record,) = read_ris(written(harbour, "ris", answer))
    assert (record["year"], record["date"]) == ris
    (item,) = read_csl(written(harbour, "csl", answer))
    assert item["issued"] == {"date-parts": [csl]}
    assert "EDTF" not in item["note"]


@pytest.mark.parametrize(
    "edtf", ["2024-21", "2024~", "2024?", "202X", "2024-XX", "2024/2025", "2024/..", "[2023,2024]"]
)
def test_a_date_that_no_field_can_hold_stands_in_the_note(harbour: Facts, edtf: str) -> None:
    reference = only(harbour, changed(harbour.citations(["gazette"]), published=date(edtf)))
    assert reference.issued is None
    assert reference.notes[1] == f"Published {dates.parse(edtf).text} (stated; EDTF {edtf})."


@pytest.mark.parametrize("basis", ["implied", "inferred", "background"])
def test_a_date_that_is_not_stated_stands_in_the_note(harbour: Facts, basis: str) -> None:
    reference = only(harbour, changed(harbour.citations(["gazette"]), published=date("2024-11-05", basis)))
    assert reference.issued is None
    assert reference.notes[1] == f"Published 5 Nov 2024 ({basis}; EDTF 2024-11-05)."


def test_that_no_date_is_stated_is_not_said_to_be_stated(harbour: Facts) -> None:
    reference = only(harbour, changed(harbour.citations(["gazette"]), published=NOT_STATED))
    assert (reference.issued, reference.notes[1]) == (None, "When it was published is not stated.")


def test_a_title_of_its_own_has_no_brackets_and_an_address_is_given(harbour: Facts) -> None:
    url = "https://example.org/a_b?c=%7B&d=~e#f"
    answer = changed(harbour.citations(["gazette"]), title="A light & a 50% chance", url=url)
    assert read_bibtex(written(harbour, "bibtex", answer))[0]["title"] == "A light & a 50% chance"
    assert f"  url = {{{url}}},\n" in written(harbour, "bibtex", answer)
    assert read_ris(written(harbour, "ris", answer))[0]["urls"] == [url]
    item = read_csl(written(harbour, "csl", answer))[0]
    assert (item["title"], item["URL"]) == ("A light & a 50% chance", url)
    assert written(harbour, "plain", answer).startswith(
        f"Ink. A light & a 50% chance. The Gazette, 2024-11-05. <{url}>. "
    )


@pytest.fixture
def two_articles() -> Iterator[Facts]:
    """The harbour's records with a second article of the same publication."""
    dataset = read(HARBOUR).dataset
    (gazette,) = dataset.sources
    db = sqlite3.connect(":memory:")
    two = dataset._replace(sources=(gazette, gazette._replace(id="gazette-2")))
    fill(db, merge([two]), [edition(two, 0)])
    with Facts(db) as opened:
        yield opened


def test_an_entity_of_several_sources_is_the_dataset_s(two_articles: Facts) -> None:
    answer = two_articles.citations(["oort"])
    assert written(two_articles, "plain", answer) == (
        "The lighthouse at Cape Sound. Read from 2 sources. Entity: Ada Oort (person). Affiliation: Ruritania "
        "(implied: she speaks of its lighthouse). minewatch dataset harbour 2, record oort.\n"
    )
    for read_back, format_ in ((read_bibtex, "bibtex"), (read_csl, "csl"), (read_ris, "ris")):
        assert read_back(written(two_articles, format_, answer))[0]["title"] == "The lighthouse at Cape Sound"
    assert [source.id for source in two_articles.citations(["relight"]).cited[0].sources] == ["gazette"]


def test_a_publication_of_several_articles_names_none_of_them(two_articles: Facts) -> None:
    with pytest.raises(AmbiguousName, match=r"fits 2 records: gazette \(.*\), gazette-2 \(.*\); name one by its id"):
        two_articles.citations(["The Gazette"])


# Text of any kind

READERS: dict[str, Callable[[str], list[Item]]] = {"bibtex": read_bibtex, "ris": read_ris}
HOSTILE = st.text(min_size=1) | st.text("{}\\%$#_&~^-`'\"@,=\n\r\t <>?! ", min_size=1) | st.sampled_from(
    ["}", "{", "\\", "\\}", "@misc{x,", "a\r\nER  - \r\nTY  - GEN", "x\x1b[31m", "\u2028ER  - ", "a and b", "“”", "$a$"]
)  # fmt: skip
HOSTILE = HOSTILE.filter(lambda text: not text.isspace())


def spaced(text: str) -> str:
    """Return `text` as a format holds it that has blanks alone between words."""
    return " ".join(unbroken(text).split())


@pytest.fixture(scope="module")
def cited() -> Iterator[tuple[Facts, Citations]]:
    with Facts(store.open_folder(HARBOUR)) as facts:
        yield facts, facts.citations(["relight"])


def hostile(answer: Citations, text: str) -> Citations:
    """Return `answer` with `text` for title, author, and what is claimed."""
    (item,) = changed(answer, title=text, authors=(text, text)).cited
    assert isinstance(item.record, Claim)
    record = item.record._replace(statement=text, note=text)
    return answer._replace(cited=tuple(item._replace(record=record._replace(id=n)) for n in ("one", "two")))


@given(text=HOSTILE)
def test_bibtex_and_ris_hold_any_text(cited: tuple[Facts, Citations], text: str) -> None:
    facts, answer = cited
    for format_, read_back in READERS.items():
        lines = written(facts, format_, hostile(answer, text))
        assert len(lines.splitlines()) == {"bibtex": 21, "ris": 23}[format_], "a value is a line"
        for entry in read_back(lines):
            assert spaced(entry["title"]) == spaced(text)
            assert f"words: {spaced(text)}" in spaced("".join(entry.get("note") or entry["notes"]))


@given(text=HOSTILE)
def test_braces_are_balanced_wherever_a_reader_counts_them(cited: tuple[Facts, Citations], text: str) -> None:
    facts, answer = cited
    depth = 0
    for character in written(facts, "bibtex", hostile(changed(answer, url=text), text)):
        depth += (character == "{") - (character == "}")
        assert depth >= 0
    assert depth == 0


@given(text=HOSTILE)
def test_csl_is_exact(cited: tuple[Facts, Citations], text: str) -> None:
    facts, answer = cited
    item = json.loads(written(facts, "csl", hostile(answer, text)))[0]
    assert (item["title"], item["author"]) == (text, [{"literal": text}] * 2)
    assert f"words: {text}" in item["note"]


@given(text=HOSTILE)
def test_what_people_read_never_acts(cited: tuple[Facts, Citations], text: str) -> None:
    facts, answer = cited
    for format_ in ("plain", "table", "md"):
        shown = written(facts, format_, hostile(answer, text))
        assert shown == safe(shown)
    assert written(facts, "plain", hostile(answer, text)).count("\n") == 2


def test_control_characters_never_reach_a_terminal(cited: tuple[Facts, Citations]) -> None:
    facts, answer = cited
    for format_ in FORMATS:
        shown = written(facts, format_, hostile(answer, "a\x1b[31m\x9b\x07b"))
        assert not set(shown) & set("\x1b\x9b\x07")


# Which record


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["poland-production-resumes"], ["poland-production-resumes"]),
        (["Poland-Production-Resumes "], ["poland-production-resumes"]),
        (["zalewski"], ["zalewski"]),
        (["PL"], ["poland"]),
        (["mine ban treaty"], ["ottawa-convention"]),
        (["pawel", "zalewski"], ["zalewski"]),
        (["defence-talks"], ["defence-talks"]),
        (["Defence Talks"], ["defence-talks-poland-mines"]),
        (["poland", "belma", "poland"], ["poland", "belma"]),
        (["unit-cost-not-given", "zalewski"], ["unit-cost-not-given", "zalewski"]),
    ],
)
def test_a_record_is_found_by_its_id_or_its_name(facts: Facts, words: list[str], expected: list[str]) -> None:
    assert [item.record.id for item in facts.citations(words).cited] == expected


def test_ids_are_no_name_even_where_they_make_one_together() -> None:
    dataset = read(HARBOUR).dataset
    entities = tuple(e._replace(label="Ruritania and Atlantis") if e.kind == "group" else e for e in dataset.entities)
    db = sqlite3.connect(":memory:")
    renamed = dataset._replace(entities=entities)
    fill(db, merge([renamed]), [edition(renamed, 0)])
    with Facts(db) as facts:
        assert [item.record.id for item in facts.citations(["ruritania", "atlantis"]).cited] == [
            "ruritania",
            "atlantis",
        ]
        assert [item.record.id for item in facts.citations(["Ruritania", "and"]).cited] == ["sea-powers"]


def test_a_record_is_named_by_its_kind(facts: Facts) -> None:
    ids = ["Defence Talks", "belma", "poland-production-resumes", "zalewski-such-needs-quote", "unit-cost-not-given"]
    answer = facts.citations(ids)
    assert [item.kind for item in answer.cited] == ["source", "organisation", "claim", "quote", "gap"]
    assert all(isinstance(source, Source) for item in answer.cited for source in item.sources)


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["poland-production-resume"], 1, "'poland-production-resume' is not in this dataset; did you mean poland-production-resumes or poland-halted-production?"),
        (["zalewsky"], 1, "'zalewsky' is not in this dataset; did you mean zalewski?"),
        (["xyzzy"], 1, "'xyzzy' is not in this dataset; try: minewatch claim"),
        (["poland", "xyzzy"], 1, "'xyzzy' is not in this dataset; try: minewatch claim"),
        (["ministry"], 3, "'ministry' fits 2 records: polish-defence-ministry (Polish defence ministry), polish-foreign-ministry (Polish foreign ministry); name one by its id"),
        (["poland", "--accessed", "yesterday"], 2, "--accessed takes a day like 2026-02-20, or today, and 'yesterday' is neither"),
        (["poland", "--accessed", "2026"], 2, "--accessed takes a day like 2026-02-20, or today, and '2026' is neither"),
        (["poland", "--format", "xyz"], 2, "there is no format 'xyz'; there are plain, bibtex, csl, ris, table, json, jsonl, csv, md"),
        (["poland", "--fields", "id"], 2, "--fields goes with json, jsonl, csv, and not with plain"),
        ([], 2, "Missing argument 'ID...'; see minewatch cite --help"),
    ],
)  # fmt: skip
def test_what_cannot_be_cited_says_why(run: Run, words: list[str], code: int, message: str) -> None:
    result = run("cite", *words)
    assert (result.exit_code, result.stdout, result.stderr) == (code, "", f"minewatch: {message}\n")


def test_the_api_raises_what_the_commands_say(facts: Facts) -> None:
    with pytest.raises(NothingFound):
        facts.citations(["poland-production-resume"])
    with pytest.raises(BadUsage):
        facts.citations(["poland"], "today")


# The command


def test_the_access_date_is_given_or_absent(run: Run) -> None:
    assert "Accessed" not in run("cite", "poland", "--today", "2026-01-15").stdout
    assert "Accessed 2025-12-24." in run("cite", "poland", "--accessed", "2025-12-24").stdout
    assert "Accessed 2026-01-15." in run("cite", "poland", "--accessed", "Today", "--today", "2026-01-15").stdout
    assert f"Accessed {TODAY}." in run("cite", "poland", "--accessed", "today").stdout
    assert "  Accessed   not given\n" in run("cite", "poland", "--format", "table").stdout


def test_the_formats_of_citations_are_no_other_answer_s(run: Run) -> None:
    assert FORMATS == ("plain", "bibtex", "csl", "ris", "table", "json", "jsonl", "csv", "md")
    assert f"--format {'|'.join(FORMATS)}" in run("cite", "--help").stdout
    for command in ("country", "timeline", "quote"):
        assert "--format table|json|jsonl|csv|md" in run(command, "--help").stdout
        for format_ in ("plain", "bibtex", "csl", "ris"):
            result = run(command, "--format", format_)
            checks = " and minewatch check" if format_ == "plain" else ""
            assert (result.exit_code, result.stdout, result.stderr) == (
                2,
                "",
                f"minewatch: the format '{format_}' is for minewatch cite{checks}; here there are table, json, jsonl, csv, md\n",
            )


def test_json_has_the_text_and_the_item(run: Run) -> None:
    (record,) = json.loads(run("cite", "poland-halted-production", "--json").stdout)["results"]
    assert list(record) == ["kind", "id", "of", "text", "csl"]
    assert (record["kind"], record["id"], record["of"]) == ("citation", "poland-halted-production", "claim")
    assert record["text"] == HALTED.rstrip()
    assert [record["csl"]] == json.loads(run("cite", "poland-halted-production", "--format", "csl").stdout)
    (row,) = csv.DictReader(io.StringIO(run("cite", "poland-halted-production", "--format", "csv").stdout))
    assert (row["kind"], row["of"], row["text"]) == ("citation", "claim", record["text"])


@pytest.mark.parametrize(("format_", "kept"), [("plain", 1), ("bibtex", 1), ("csl", 1), ("ris", 1), ("jsonl", 1)])
def test_a_limit_counts_citations(run: Run, format_: str, kept: int) -> None:
    result = run("cite", "poland", "belma", "--limit", str(kept), "--format", format_)
    assert "record poland." in result.stdout
    assert "record belma." not in result.stdout
    assert result.stderr == "minewatch: 1 of 2 citations shown; --limit 2 shows all\n"


@pytest.mark.parametrize("format_", FORMATS)
def test_an_output_of_ascii_alone_stays_readable_to_others(format_: str) -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "minewatch", "cite", "china", "zalewski-such-needs-quote", "--format", format_],
        capture_output=True, check=True, env=os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"},
    ).stdout.decode("ascii")  # fmt: skip
    assert "We have such needs" in shown
    if format_ in ("bibtex", "ris"):
        assert '"I would very much like that... We have such needs"' in str(READERS[format_](shown)[1])
    if format_ == "csl":
        assert "“I would very much like that… We have such needs”" in json.loads(shown)[1]["note"]


def test_what_ascii_lacks_is_visible_in_bibtex_and_no_command(cited: tuple[Facts, Citations]) -> None:
    facts, answer = cited
    manner = Manner(ascii_only=True)
    lines = "\n".join(render("bibtex", changed(answer, title="Paweł"), facts.setting(TODAY), manner))
    assert "title = {{Pawe\\textbackslash{}u0142}}" in lines
