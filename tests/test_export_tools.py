"""Each export opened by what it is for: Datasette, Frictionless, rdflib, pandoc, citation processors, spreadsheets."""

import datetime as dt
import json
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import rdflib
from conftest import COURIER, HARBOUR, ROOT, TODAY, Run
from test_cite import read_bibtex, read_csl, read_ris

WIRE = ROOT / "examples" / "wire"
SEVERAL = ("--data", str(COURIER), "--data", str(WIRE))

Export = Any


@pytest.fixture
def exported(run: Run, tmp_path: Path) -> Export:
    """Export to a file of that name, and return its path."""

    def export(name: str, file: str, *words: str) -> Path:
        result = run("export", name, "-o", str(tmp_path / file), "--today", TODAY, *words)
        assert result.exit_code == 0, result.stderr
        return tmp_path / file

    return export


# SQLite and Datasette


@pytest.mark.parametrize("words", [[], ["--about", "latvia"], ["--by", "belma", "--status", "expected"], SEVERAL])
def test_every_reference_in_a_database_leads_somewhere(exported: Export, words: list[str]) -> None:
    with closing(sqlite3.connect(exported("sqlite", "x.sqlite", *words))) as db:
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        keys = [row for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'") for row in db.execute(f"PRAGMA foreign_key_list({name})")]  # fmt: skip
        assert len(keys) > 20
        db.execute("PRAGMA foreign_keys = on")
        with pytest.raises(sqlite3.IntegrityError):
            db.execute("UPDATE claim SET said_by = 'nobody'")


def test_a_link_out_of_a_database_is_told_from_one_within(exported: Export) -> None:
    with closing(sqlite3.connect(exported("sqlite", "x.sqlite", "--about", "belma"))) as db:
        links = db.execute('SELECT claim, "to", to_claim FROM claim_link').fetchall()
        claims = {row[0] for row in db.execute("SELECT id FROM claim")}
    assert {there for _, to, there in links if to in claims} <= claims
    assert {there for _, to, there in links if to not in claims} <= {None}


@pytest.mark.parametrize(
    ("table", "words", "expected"),
    [
        ("claim", "mid 1980s OR halted", "poland-halted-production"),
        ("quote", "demand", "zakrzewski-polish-demand-quote"),
        ("gap", "costs", "unit-cost-not-given"),
        ("entity", "belma", "belma"),
    ],
)
def test_words_are_found_in_a_database(exported: Export, table: str, words: str, expected: str) -> None:
    with closing(sqlite3.connect(exported("sqlite", "x.sqlite"))) as db:
        sql = f"SELECT id FROM {table} WHERE rowid IN (SELECT rowid FROM {table}_fts WHERE {table}_fts MATCH ?)"
        assert expected in {row[0] for row in db.execute(sql, [words])}


def test_the_page_on_exports_asks_a_database_as_it_is(exported: Export) -> None:
    (sql,) = re.findall(r"```sql\n(.*?)```", (ROOT / "docs" / "exports.md").read_text(encoding="utf-8"), re.DOTALL)
    with closing(sqlite3.connect(exported("sqlite", "x.sqlite"))) as db:
        rows = db.execute(sql).fetchall()
    assert ("Exports to Ukraine are feasible.", "possible", "Jaroslaw Zakrzewski", None, None) in rows
    assert len(rows) == 4


@pytest.fixture(scope="module")
def datasette(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Datasette that serves the database with its metadata."""
    folder = tmp_path_factory.mktemp("datasette")
    command = [sys.executable, "-m", "minewatch", "export", "sqlite", "-o", "mines.sqlite", "--today", TODAY]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    serve = ["mines.sqlite", "--metadata", "mines.metadata.json", "--port", str(port)]
    with subprocess.Popen(
        [sys.executable, "-m", "datasette", "serve", *serve], cwd=folder, stderr=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stderr
            for line in server.stderr:
                if "Uvicorn running on" in line:
                    break
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def ask(address: str, path: str) -> Any:
    with urllib.request.urlopen(f"{address}{path}", timeout=30) as answer:  # noqa: S310
        return json.load(answer)


def test_datasette_says_what_the_tables_are(datasette: str) -> None:
    tables = {table["name"]: table for table in ask(datasette, "/mines.json")["tables"]}
    assert tables["claim"]["count"] == 68
    assert tables["claim"]["fts_table"] == "claim_fts"
    assert {key["other_table"] for key in tables["claim"]["foreign_keys"]["outgoing"]} >= {"entity", "source"}
    metadata = ask(datasette, "/-/metadata.json")
    assert metadata["title"] == "Poland's decision to make anti-personnel mines again"
    described = metadata["databases"]["mines"]["tables"]
    for name, table in tables.items():
        if not table["hidden"]:
            assert set(described[name]["columns"]) == set(table["columns"]), name


def test_datasette_answers_with_who_says_it_and_how_firmly(datasette: str) -> None:
    found = ask(datasette, "/mines/claim.json?_search=ukraine&status=possible&_shape=objects&_labels=on")
    said = {row["id"]: (row["said_by"]["label"], row["status"]) for row in found["rows"]}
    assert said == {
        "poland-may-export-to-ukraine": ("Pawel Zalewski", "possible"),
        "ukraine-supply-depends-on-capacity": ("Pawel Zalewski", "possible"),
        "ukraine-exports-feasible": ("Jaroslaw Zakrzewski", "possible"),
        # Its note speaks of Ukraine
        "surplus-to-allies": ("Jaroslaw Zakrzewski", "possible"),
    }
    (row,) = ask(datasette, "/mines/claim/poland-halted-production.json?_shape=objects")["rows"]
    assert [row[name] for name in ("when", "when_edtf", "when_basis", "when_day", "via_label")] == [
        "mid-1980s", "[1984..1986]", "inferred", None, "Landmine and Cluster Munitions Monitor",
    ]  # fmt: skip
    facets = ask(datasette, "/mines/claim.json")["facet_results"]
    assert {"status", "basis", "said_by", "source"} <= set(facets)
    sql = "select c.text from claim c join claim_about a on a.claim = c.id where a.entity = 'latvia' and c.status = 'possible'"
    rows = ask(datasette, f"/mines.json?sql={quote(sql)}")["rows"]
    assert rows == [["A start of manufacturing could come quickly, if required."]]


# Frictionless


@pytest.mark.parametrize("name", ["package", "package.zip"])
@pytest.mark.parametrize("words", [[], ["--by", "belma"], SEVERAL], ids=str)
def test_frictionless_finds_a_package_valid(exported: Export, name: str, words: list[str]) -> None:
    path = exported("datapackage", name, *words)
    report = validated(path if name.endswith(".zip") else path / "datapackage.json")
    assert report["valid"], report
    assert report["stats"]["tasks"] == 23


def validated(path: Path) -> Any:
    command = [sys.executable, "-m", "frictionless", "validate", str(path), "--json"]
    result = subprocess.run(command, capture_output=True, text=True, check=False, cwd=path.parent)
    return json.loads(result.stdout)


def test_frictionless_would_find_what_is_not(exported: Export) -> None:
    path = exported("datapackage", "package")
    claims = (path / "claim_about.csv").read_text(encoding="utf-8")
    (path / "claim_about.csv").write_text(claims.replace(",latvia", ",nowhere"), encoding="utf-8")
    errors = {error["type"] for task in validated(path / "datapackage.json")["tasks"] for error in task["errors"]}
    assert {"foreign-key", "hash-count"} <= errors


# Linked data


@pytest.fixture
def unplugged(monkeypatch: pytest.MonkeyPatch) -> None:
    """No network."""

    def refuse(*_: object) -> None:
        raise AssertionError("something was to be fetched")

    monkeypatch.setattr(socket.socket, "connect", refuse)


def graph(path: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(path, format="json-ld")


parsed = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")


@parsed
@pytest.mark.usefixtures("unplugged")
@pytest.mark.parametrize("words", [[], ["--about", "belma"], SEVERAL, [*SEVERAL, "--no-bundled"]], ids=str)
def test_every_node_of_a_graph_is_defined_in_it(exported: Export, words: list[str]) -> None:
    found = graph(exported("jsonld", "x.jsonld", *words))
    subjects = set(found.subjects())
    named = {node for triple in found for node in triple if isinstance(node, rdflib.URIRef)}
    ours = {node for node in named if str(node).startswith("urn:")}
    assert len(ours) > 80
    assert ours <= subjects
    theirs = ("https://schema.org/", "http://www.w3.org/")
    assert all(str(node).startswith(theirs) for node in named - ours - set(found.objects(predicate=SCHEMA.url)))


SCHEMA = rdflib.Namespace("https://schema.org/")
PREFIXES = """
PREFIX schema: <https://schema.org/> PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX mw: <urn:minewatch:vocabulary:>
"""


@parsed
@pytest.mark.usefixtures("unplugged")
def test_a_graph_says_who_said_what_through_whom(exported: Export) -> None:
    found = graph(exported("jsonld", "x.jsonld"))
    through = """SELECT ?text ?status ?speaker ?reporter ?edtf ?basis WHERE {
        ?claim a schema:Claim; schema:text ?text; mw:status ?status; mw:when [mw:edtf ?edtf; mw:basis ?basis];
            prov:qualifiedAttribution [prov:hadRole mw:speaker; prov:agent/schema:name ?speaker],
                [prov:hadRole mw:reporter; prov:agent/schema:name ?reporter] }"""
    assert [tuple(map(str, row)) for row in found.query(PREFIXES + through)] == [  # type: ignore[arg-type]
        (
            "Poland halted production of anti-personnel mines.", "occurred", "Poland",
            "Landmine and Cluster Munitions Monitor", "[1984..1986]", "inferred",
        )
    ]  # fmt: skip
    quoted = """SELECT ?text WHERE { ?whole schema:hasPart/rdf:rest*/rdf:first ?part.
        ?part a schema:Quotation; schema:text ?text; schema:spokenByCharacter/schema:name "Pawel Zalewski" }"""
    assert len(list(found.query(PREFIXES + quoted))) == 2


@parsed
@pytest.mark.usefixtures("unplugged")
def test_what_is_not_stated_is_never_attributed_without_qualification(exported: Export) -> None:
    found = graph(exported("jsonld", "x.jsonld", *SEVERAL))
    bare = """SELECT ?claim WHERE { ?claim a schema:Claim; prov:wasAttributedTo ?who;
        prov:qualifiedAttribution [prov:hadRole mw:speaker; mw:basis ?how]. FILTER (?how != "stated") }"""
    assert list(found.query(PREFIXES + bare)) == []
    unsure = bare.replace("prov:wasAttributedTo ?who", "mw:status ?any")
    assert list(found.query(PREFIXES + unsure))
    assert not list(
        found.query(PREFIXES + "SELECT ?a WHERE { ?a schema:datePublished ?d; mw:published/mw:basis 'inferred' }")
    )


# Slides


def test_slides_are_as_timelinejs_asks_for_them(exported: Export) -> None:
    """Held against https://timeline.knightlab.com/docs/json-format.html; in the program itself in test_browser."""
    document = json.loads(exported("timelinejs", "x.json").read_text(encoding="utf-8"))
    assert set(document) == {"title", "events"}
    for event in document["events"]:
        assert set(event) <= {"start_date", "end_date", "text", "group", "display_date", "unique_id"}
        assert set(event["text"]) == {"headline", "text"}
        assert set(event["start_date"]) <= {"year", "month", "day"}
        assert event["start_date"]["year"]
        assert event["display_date"]
    events = {event["unique_id"]: event for event in document["events"]}
    assert len(events) == len(document["events"]) == 6
    ends = events["withdrawal-period-ends"]
    assert ends["start_date"] == {"year": 2026, "month": 2, "day": 20}
    assert (ends["display_date"], ends["group"]) == ("20 Feb 2026", "scheduled")
    assert ends["text"]["headline"].startswith("Scheduled: ")
    assert f"On {TODAY} its day is over; that it has happened is not said." in ends["text"]["text"]
    assert "end_date" not in events["production-lawful-after-period"], "it has no end"
    title = document["title"]["text"]["text"]
    assert "56 more claims without a date left out." in title
    assert "<li>mid-1980s (inferred): " in title
    assert title.count("<li>") == 6


def test_there_are_no_slides_where_none_is_on_the_axis(run: Run) -> None:
    """TimelineJS itself has an error message only for a document without events."""
    result = run("export", "timelinejs", "--about", "latvia")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "no date is stated here so that it could be there" in result.stderr


# Citations


def test_citations_are_read_by_what_reads_citations(exported: Export) -> None:
    items = read_csl(exported("csl", "x.json").read_text(encoding="utf-8"))
    entries = read_bibtex(exported("bibtex", "x.bib").read_text(encoding="utf-8"))
    references = read_ris(exported("ris", "x.ris").read_text(encoding="utf-8"))
    ids = [item["id"] for item in items]
    assert len(ids) == 1 + 68 + 4
    assert ids == [entry["ID"] for entry in entries] == [entry["id"] for entry in references]


# Documents


def pandoc(*words: str, cwd: Path) -> str:
    return subprocess.run(["pandoc", *words], cwd=cwd, capture_output=True, check=True, encoding="utf-8").stdout


needs_pandoc = pytest.mark.skipif(not shutil.which("pandoc"), reason="pandoc is not installed")
needs_weasyprint = pytest.mark.skipif(
    not (shutil.which("pandoc") and shutil.which("weasyprint") and shutil.which("pdftotext")),
    reason="pandoc, weasyprint or pdftotext is not installed",
)


def words_of(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", text))


@needs_pandoc
@pytest.mark.parametrize("words", [["--about", "latvia"], ["--about", "poland", "--about", "belma"], SEVERAL], ids=str)
def test_a_briefing_becomes_a_clean_document(exported: Export, tmp_path: Path, words: list[str]) -> None:
    written = exported("md", "x.md", *words).read_text(encoding="utf-8")
    pandoc("-f", "gfm", "x.md", "-o", "x.docx", cwd=tmp_path)
    document = json.loads(pandoc("x.docx", "-t", "json", cwd=tmp_path))
    kinds = {node["t"] for node in nodes(document["blocks"])}
    assert kinds <= {
        "Header", "Para", "Plain", "BulletList", "BlockQuote", "Str", "Space", "SoftBreak", "LineBreak", "Strong", "Emph",
    }  # fmt: skip
    read = pandoc("x.docx", "-t", "plain", "--wrap=none", cwd=tmp_path)
    assert words_of(written.replace("\\", "")) <= words_of(read)
    headings = [line.lstrip("# ") for line in written.splitlines() if line.startswith("#")]
    assert sum(node["t"] == "Header" for node in nodes(document["blocks"])) == len(headings)
    assert headings[-2:] == ["How firm each is", "Read from"]


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every node of pandoc's tree."""
    if isinstance(value, dict):
        if "t" in value:
            yield value
        value = list(value.values())
    for inner in value if isinstance(value, list) else ():
        yield from nodes(inner)


@needs_weasyprint
def test_a_briefing_becomes_a_clean_page(exported: Export, tmp_path: Path) -> None:
    written = exported("md", "x.md", "--about", "poland").read_text(encoding="utf-8")
    pandoc("-f", "gfm", "x.md", "-o", "x.pdf", "--pdf-engine=weasyprint", "--metadata=title:Poland", cwd=tmp_path)
    read = subprocess.run(
        ["pdftotext", "-raw", "x.pdf", "-"], cwd=tmp_path, capture_output=True, check=True, encoding="utf-8"
    ).stdout
    assert {"Position", "Quotes", "Figures", "inferred", "Zalewski"} <= words_of(written) & words_of(read)
    missing = {
        word for word in words_of(written) - words_of(read) if word not in read.replace("\n", "").replace("\xad", "")
    }
    assert not missing


def test_the_marks_are_explained_in_a_briefing(exported: Export) -> None:
    written = exported("md", "x.md", "--about", "latvia").read_text(encoding="utf-8")
    assert "† implied by the source, not stated" in written
    assert "- **Production** *if required †*: A start of manufacturing could come quickly, if required." in written


def test_a_briefing_takes_no_other_filter(run: Run) -> None:
    result = run("export", "md", "--topic", "export")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "minewatch: --topic does not go with md; of the filters it takes --about\n"


def test_without_a_country_a_briefing_needs_a_name(run: Run, tmp_path: Path) -> None:
    text = (HARBOUR / "harbour.yaml").read_text(encoding="utf-8")
    text = re.sub(r"kind: country, (label: \w+), codes: .*\}\}", r"kind: place, \1}", text)
    text = re.sub(r"    position: .*\n", "", text)
    (tmp_path / "d.yaml").write_text(text, encoding="utf-8")
    result = run("export", "md", "--no-bundled", "--data", str(tmp_path))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "minewatch: md has a card a country, and there is none here; name others with --about\n"
    named = run("export", "md", "--no-bundled", "--data", str(tmp_path), "--about", "ruritania")
    assert named.stdout.startswith("# Ruritania  place\n")


# Workbooks


def test_a_workbook_has_a_sheet_a_kind_of_record_with_its_header_frozen(exported: Export) -> None:
    import openpyxl

    book = openpyxl.load_workbook(exported("xlsx", "x.xlsx"))
    assert book.sheetnames == ["about", "entity", "source", "claim", "quote", "gap"]
    assert {sheet.freeze_panes for sheet in book} == {"B2"}
    counts = {sheet.title: sheet.max_row - 1 for sheet in book}
    assert counts == {"about": 4, "entity": 34, "source": 1, "claim": 68, "quote": 5, "gap": 30}
    header, *rows = book["claim"].iter_rows(values_only=True)
    claims = {row[0]: dict(zip(header, row, strict=True)) for row in rows}
    assert claims["belma-could-reach"]["quantity_value"] == 1_200_000
    assert claims["withdrawal-period-ends"]["when_day"] == dt.datetime(2026, 2, 20)  # noqa: DTZ001
    assert claims["belma-could-reach"]["when_day"] is None
    assert claims["belma-could-reach"]["when_newsletter"] is False
    assert claims["belma-could-reach"]["about"] == "belma;mines"


def test_without_openpyxl_it_says_what_to_install(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    result = run("export", "xlsx", "-o", str(tmp_path / "x.xlsx"))
    assert (result.exit_code, result.stdout) == (4, "")
    assert result.stderr == "minewatch: xlsx needs openpyxl: pip install 'minewatch[xlsx]'\n"
    assert list(tmp_path.iterdir()) == []
