"""Every record comes back from tables and JSON Lines as it was, and from every export with its marks."""

import datetime as dt
import json
import re
import shutil
import sqlite3
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from html import unescape
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import rdflib
from bs4 import BeautifulSoup
from conftest import COURIER, HARBOUR, ROOT, TODAY
from markdown_it import MarkdownIt
from reread import Records, from_jsonl, from_tables, package_rows, sqlite_rows
from test_cite import read_bibtex, read_csl, read_ris

from minewatch import store
from minewatch.answers import Holdings
from minewatch.errors import BadUsage
from minewatch.export import TARGETS, Extract, lines, write
from minewatch.export.spans import native
from minewatch.filters import NO_FILTERS
from minewatch.model import NOT_STATED, STATED, Basis, Claim, Date
from minewatch.query import Facts
from minewatch.text import one_line, safe

HOSTILE = '"=1+1\\t\\"x\\",\\r\\n\\e[31m \\u009b\\u202e_x0041_ </p><script>alert(1)</script> \\\\ $&{}~é漢"'


def hostile(folder: Path) -> Path:
    """Return the harbour dataset with a text in its free fields that some tool or other would act on.

    And with what it has not: a claim that is implied, one that is alleged, a figure that is inferred, and dates of which
    another tool may have but a part.
    """
    shutil.copytree(HARBOUR, folder)
    path = folder / "harbour.yaml"
    text = path.read_text(encoding="utf-8")
    more = {
        "    status: not-yet\n": "    status: not-yet\n    basis: implied\n    reason: it has sunk\n    paragraphs: [3]\n",
        "    status: in-effect\n": "    status: in-effect\n    when: {edtf: 2024-11/2025-02-03, wording: until Candlemas}\n",
        "    status: occurred\n": '    status: alleged\n    when: {edtf: "[2024-10-01,2024-10-03]", wording: the other day}\n',
        "counted: boats sunk": "counted: boats sunk, basis: inferred, reason: some is read so, paragraphs: [3], as_of: {edtf: 2024-10-04}",
    }
    free = (
        "Ada Oort",
        "what it costs",
        "The lighthouse will be lit again.",
        "At the harbour.",
        "boats sunk",
        "The Gazette",
    )
    for plain, new in (more | dict.fromkeys(free, HOSTILE)).items():
        assert plain in text
        text = text.replace(plain, new)
    path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(params=["bundled", "harbour", "several", "hostile"])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Facts]:
    folders = {
        "harbour": [HARBOUR],
        "several": [COURIER, ROOT / "examples" / "wire"],
        "hostile": [tmp_path / "hostile"],
    }.get(request.param, [])
    if request.param == "hostile":
        hostile(tmp_path / "hostile")
    with Facts(store.open_datasets(folders, bundled=request.param in ("bundled", "several"))) as facts:
        yield facts


def extract(facts: Facts) -> Extract:
    holdings = facts.holdings(NO_FILTERS)
    return Extract(facts, holdings, facts.setting(TODAY)._replace(beside=facts.beside(holdings.claims)))


def records(holdings: Holdings) -> Records:
    return Records(
        holdings.sources, holdings.entities, tuple(holdings.claims), tuple(holdings.quotes), tuple(holdings.gaps)
    )


def test_records_come_back_from_sqlite(either: Facts, tmp_path: Path) -> None:
    given = extract(either)
    write("sqlite", given, tmp_path / "x.sqlite")
    assert from_tables(sqlite_rows(tmp_path / "x.sqlite")) == records(given.holdings)


@pytest.mark.parametrize("name", ["x", "x.zip"])
def test_records_come_back_from_a_data_package(either: Facts, tmp_path: Path, name: str) -> None:
    given = extract(either)
    write("datapackage", given, tmp_path / name)
    if name.endswith(".zip"):
        with zipfile.ZipFile(tmp_path / name) as archive:
            archive.extractall(tmp_path / "x")
    assert from_tables(package_rows(tmp_path / "x")) == records(given.holdings)


def test_records_come_back_from_json_lines(either: Facts) -> None:
    given = extract(either)
    assert from_jsonl(lines("jsonl", given)) == records(given.holdings)


# Firmness travels


def _texts(value: Any) -> Iterator[str]:
    """Yield every text in what JSON holds."""
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner)
    elif isinstance(value, str):
        yield value


def _jsonl(path: Path) -> dict[str, str]:
    read = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return {line["id"]: "\n".join(_texts(line)) for line in read if line["kind"] == "claim"}


def _sqlite(path: Path) -> dict[str, str]:
    with closing(sqlite3.connect(path)) as db:
        return {row[0]: "\n".join(filter(None, map(str, row))) for row in db.execute("SELECT * FROM claim")}


def _package(path: Path) -> dict[str, str]:
    return {row["id"]: "\n".join(map(str, row.values())) for row in package_rows(path)("claim")}


def _xlsx(path: Path) -> dict[str, str]:
    rows = openpyxl.load_workbook(path)["claim"].iter_rows(min_row=2, values_only=True)
    # How a workbook writes an underscore that would begin the number of a character
    return {str(row[0]): "\n".join(map(str, row)).replace("_x005F_", "_") for row in rows}


def _jsonld(path: Path) -> dict[str, str]:
    nodes = json.loads(path.read_text(encoding="utf-8"))["@graph"]
    names = {node["@id"]: node.get("schema:name", "") for node in nodes}

    def named(node: Any) -> Iterator[str]:
        for text in _texts(node):
            yield names.get(text) or text

    return {node["@id"].rpartition(":")[2]: "\n".join(named(node)) for node in nodes if "schema:Claim" in node["@type"]}


def _timelinejs(path: Path) -> dict[str, str]:
    document = json.loads(path.read_text(encoding="utf-8"))
    found = {event["unique_id"]: "\n".join(map(unescape, _texts(event))) for event in document["events"]}
    items = re.findall("<li>(.*?)</li>", document["title"]["text"]["text"])
    return found | {f"title {n}": unescape(item) for n, item in enumerate(items)}


def _md(path: Path) -> dict[str, str]:
    tokens = MarkdownIt("commonmark").parse(path.read_text(encoding="utf-8"))
    inline = ["".join(child.content for child in t.children or ()) for t in tokens if t.type == "inline"]
    annex = inline[inline.index("How firm each is") + 1 : inline.index("Read from")]
    return dict(line.split(": ", 1) for line in annex)


def _html(path: Path) -> dict[str, str]:
    soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    cards = {str(card["id"]): card.find_parent("details") for card in soup.select("[id^=claim-]")}
    return {ident.removeprefix("claim-"): card.get_text() for ident, card in cards.items() if card}


def place(name: str, folder: Path) -> Path:
    """Return where to write an export; openpyxl reads no workbook of another name."""
    return folder / ("out.xlsx" if name == "xlsx" else "out")


READERS: dict[str, Callable[[Path], dict[str, str]]] = {
    "html": _html,
    "jsonl": _jsonl,
    "sqlite": _sqlite,
    "datapackage": _package,
    "jsonld": _jsonld,
    "xlsx": _xlsx,
    "timelinejs": _timelinejs,
    "md": _md,
    "csl": lambda path: {item["id"]: item["note"] for item in read_csl(path.read_text(encoding="utf-8"))},
    "bibtex": lambda path: {item["ID"]: item["note"] for item in read_bibtex(path.read_text(encoding="utf-8"))},
    "ris": lambda path: {item["id"]: item["notes"][0] for item in read_ris(path.read_text(encoding="utf-8"))},
}
"""What reads an export back: all that it says of each claim, by the claim's id."""


def marks(claim: Claim, labels: Mapping[str, str]) -> Iterator[str]:
    """Yield what must be said of a claim wherever it stands."""
    yield claim.status.replace("-", " ")
    yield labels[claim.said_by]
    yield from [labels[claim.via]] if claim.via else []
    for basis in (claim.basis, claim.attribution, claim.quantity and claim.quantity.basis):
        yield from [basis.kind] if basis and basis.kind != "stated" else []
    for date in (claim.when, claim.said_when, claim.quantity and claim.quantity.as_of):
        if date:
            yield from (date.edtf, date.text, *([date.wording] if date.wording else []))
            yield from [date.basis.kind] if date.basis.kind != "stated" else []


def same(text: str) -> str:
    """Return `text` as far as every target has it: some write characters that act in another way, or without dashes."""
    shown = re.sub(r"\\(x[0-9a-f]{2}|u[0-9a-f]{4})", " ", one_line(text).replace("-", " "))
    return " ".join(re.sub(r"[^\w.,;:/\[\]]|_", " ", shown).split())


def wrote(name: str, given: Extract, path: Path) -> bool:
    """Write `given`; return whether that was possible, and see to it that it is refused where it must be."""
    if name == "timelinejs" and not any(c.when and c.when.basis.kind == "stated" for c in given.holdings.claims):
        with pytest.raises(BadUsage, match="no date is stated here"):
            write(name, given, path)
        return False
    write(name, given, path)
    return True


@pytest.mark.parametrize("name", TARGETS)
def test_nothing_comes_without_its_marks(either: Facts, tmp_path: Path, name: str) -> None:
    given = extract(either)
    if not wrote(name, given, place(name, tmp_path)):
        return
    read = {ident: same(text) for ident, text in READERS[name](place(name, tmp_path)).items()}
    claims = list(given.holdings.claims)
    if name == "timelinejs":
        claims = [claim for claim in claims if claim.when]
    elif name == "md":
        claims = [claim for claim in claims if claim.id in read]
        assert len(claims) > 3
    for claim in claims:
        ident = claim.id.rpartition(":")[2] if name == "jsonld" else claim.id
        said = f"in the dataset s words: {same(claim.text)}"
        texts = [read[ident]] if ident in read else [text for text in read.values() if said in text]
        assert texts, claim.id
        for text in texts:
            assert same(claim.text) in text
            for mark in marks(claim, given.setting.labels):
                assert same(mark) in text, (claim.id, mark, text)


@pytest.mark.parametrize("name", ["csl", "bibtex", "ris", "md", "timelinejs"])
def test_what_takes_the_place_of_a_claim_is_said_wherever_it_stands_in_words(tmp_path: Path, name: str) -> None:
    three = store.open_datasets([COURIER, ROOT / "examples" / "wire"])
    with Facts(three) as facts:
        write(name, extract(facts), place(name, tmp_path))
    read = {ident: same(text) for ident, text in READERS[name](place(name, tmp_path)).items()}
    left = "Updated by poland-has-left (status: occurred; as reported by Invented Courier, 12 Mar 2026)"
    assert same(left) in read["withdrawal-period-ends"]
    if name in ("csl", "bibtex", "ris"):
        posts = "Corrected by posts-300 (status: occurred; as reported by Invented Courier, 12 Mar 2026)"
        assert read["posts-3000"].startswith(same(posts))
        assert "Corrected by" not in read["posts-300"]
    elsewhere = [ident for ident, text in read.items() if same(left) in text]
    assert "poland-production-resumes" not in elsewhere


# Dates of their own


def _dates_of_package(path: Path) -> set[str]:
    found = set()
    for resource in json.loads((path / "datapackage.json").read_text(encoding="utf-8"))["resources"]:
        days = [field["name"] for field in resource["schema"]["fields"] if field["type"] == "date"]
        rows = package_rows(path)(resource["path"].removesuffix(".csv"))
        found |= {row[day] for row in rows for day in days if row[day]}
    return found


def _dates_of_workbook(path: Path) -> set[str]:
    cells = (cell for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for cell in row)
    return {cell.value.date().isoformat() for cell in cells if isinstance(cell.value, dt.datetime)}


def _dates_of_graph(path: Path) -> set[str]:
    graph = rdflib.Graph().parse(path, format="json-ld")
    return {str(o) for o in graph.objects() if isinstance(o, rdflib.Literal) and o.datatype == rdflib.XSD.date}


def _dates_of_slides(path: Path) -> set[str]:
    events = json.loads(path.read_text(encoding="utf-8"))["events"]
    ends = [event[key] for event in events for key in ("start_date", "end_date") if key in event]
    return {"-".join(f"{end[part]:02}" for part in ("year", "month", "day") if part in end) for end in ends}


def _dates_of_csl(path: Path) -> set[str]:
    items = json.loads(path.read_text(encoding="utf-8"))
    issued = [item["issued"]["date-parts"][0] for item in items if "issued" in item]
    return {"-".join(f"{part:02}" for part in parts) for parts in issued}


def _dates_of_bibtex(path: Path) -> set[str]:
    return {entry["date"] for entry in read_bibtex(path.read_text(encoding="utf-8")) if "date" in entry}


def _dates_of_ris(path: Path) -> set[str]:
    entries = read_ris(path.read_text(encoding="utf-8"))
    return {entry["date"].strip("/").replace("/", "-") for entry in entries if "date" in entry}


NATIVES: dict[str, Callable[[Path], set[str]]] = {
    "datapackage": _dates_of_package,
    "xlsx": _dates_of_workbook,
    "jsonld": _dates_of_graph,
    "timelinejs": _dates_of_slides,
    "csl": _dates_of_csl,
    "bibtex": _dates_of_bibtex,
    "ris": _dates_of_ris,
}
"""What finds every date where a format has dates of its own, as ISO 8601."""


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize("name", NATIVES)
def test_where_a_format_has_dates_only_stated_ones_stand(either: Facts, tmp_path: Path, name: str) -> None:
    given = extract(either)
    if not wrote(name, given, place(name, tmp_path)):
        return
    dates = [
        *(source.published for source in given.holdings.sources),
        *(d for c in given.holdings.claims for d in (c.when, c.said_when, c.quantity and c.quantity.as_of) if d),
    ]
    stated = {date.edtf for date in dates if date.basis.kind == "stated"}
    found = NATIVES[name](place(name, tmp_path))
    whole = {edtf for edtf in stated if re.fullmatch(r"\d{4}-\d\d-\d\d", edtf)}
    if name in ("datapackage", "xlsx", "jsonld"):
        assert found == whole
    else:
        # An end of an interval, or what all days of a set have in common
        ends = {end for edtf in stated for end in edtf.split("/")}
        sets = [edtf.strip("[]").split(",") for edtf in stated if edtf.startswith("[")]
        for date in found - ends:
            assert any(all(one.startswith(f"{date}-") for one in days) for days in sets), date


INFERRED = Basis("inferred", "because")


@pytest.mark.parametrize(
    ("edtf", "start", "end"),
    [
        ("2026-02-20", (2026, 2, 20), None),
        ("2026-02", (2026, 2), None),
        ("2026", (2026,), None),
        ("2026~", (2026,), None),
        ("198X", None, None),
        ("2026-21", (2026,), None),
        # Winter ends in the year after
        ("2025-24", None, None),
        ("2025-08/2026-02-20", (2025, 8), (2026, 2, 20)),
        ("2026-02-20/..", (2026, 2, 20), None),
        ("../2026", None, None),
        ("2025-08/202X", (2025, 8), None),
        # One of these days, and nothing that lasted
        ("[2025-08-01..2025-08-03]", (2025, 8), None),
        ("[2025-08..2025-12]", (2025,), None),
        ("[2025-12..2026-01]", None, None),
        ("[1984..1986]", None, None),
        ("[..2025]", None, None),
        ("[2025-08-01,2025-09-01]", (2025,), None),
    ],
)
def test_a_date_of_another_tool_says_no_more_than_the_source(
    edtf: str, start: tuple[int, ...] | None, end: tuple[int, ...] | None
) -> None:
    date = Date(edtf, None, STATED, None, None, None, "")
    found = native(date)
    assert (found and found.start, found and found.end) == (start, end)
    assert native(date._replace(basis=INFERRED)) is None
    assert native(date._replace(basis=Basis("implied", "because"))) is None


def test_no_date_is_none() -> None:
    assert native(None) is None
    assert native(NOT_STATED) is None


# What other programs would act on


def test_a_cell_of_a_workbook_is_text_or_a_value_and_never_a_formula(tmp_path: Path) -> None:
    with Facts(store.open_folder(hostile(tmp_path / "hostile"))) as facts:
        write("xlsx", extract(facts), tmp_path / "x.xlsx")
        label = extract(facts).setting.labels["oort"]
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert kinds <= {"s", "inlineStr", "n", "b", "d"}
    said = {row[0] for row in book["entity"].iter_rows(min_row=2, min_col=3, max_col=3, values_only=True)}
    assert safe(label).replace("_x0041_", "_x005F_x0041_") in said
    with zipfile.ZipFile(tmp_path / "x.xlsx") as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())


def test_a_long_text_is_cut_in_a_cell_and_says_so() -> None:
    from minewatch.export.xlsx import _text

    assert _text("a" * 32_767) == "a" * 32_767
    cut = _text("a" * 32_768)
    assert (len(cut), cut.endswith("aa [cut: a cell holds no more]")) == (32_767, True)


def test_text_on_a_slide_is_no_markup(tmp_path: Path) -> None:
    with Facts(store.open_folder(hostile(tmp_path / "hostile"))) as facts:
        text = "\n".join(lines("timelinejs", extract(facts)))
    assert "<script" not in text
    assert "&lt;/p&gt;&lt;script&gt;" in text


def test_the_csv_of_a_package_is_raw_and_says_so(tmp_path: Path) -> None:
    with Facts(store.open_folder(hostile(tmp_path / "hostile"))) as facts:
        write("datapackage", extract(facts), tmp_path / "x")
        label = extract(facts).setting.labels["oort"]
    assert label.startswith("=1+1")
    assert label in {row["label"] for row in package_rows(tmp_path / "x")("entity")}
    description = json.loads((tmp_path / "x" / "datapackage.json").read_text(encoding="utf-8"))["description"]
    assert "The CSV is raw: a text stands as it is, also where a spreadsheet would run it as a formula." in description
