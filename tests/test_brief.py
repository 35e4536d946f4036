import json
import re
import shutil
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest
from conftest import COURIER, HARBOUR, ROOT, Run

from minewatch import store
from minewatch.model import UNSETTLED
from minewatch.query import Facts
from minewatch.render import Manner, render

THREE = ("--data", str(COURIER), "--data", str(ROOT / "examples" / "wire"))

RURITANIA = """\
Briefing: Ruritania  XR · XRU
on 24 Nov 2026, as reported by The Gazette, 5 Nov 2024

Where it stands
  Treaty      –        the source does not say  — The Gazette, 5 Nov 2024
  Production  decided  The lighthouse will be lit again. (spring 2025 * »)  — Ada Oort, The Gazette ¶1, 5 Nov 2024
  Export      –        the source does not say  — The Gazette, 5 Nov 2024
  Use         –        the source does not say  — The Gazette, 5 Nov 2024

Reported since 1 Nov 2024
  in effect  The lamp is in order.  — Ada Oort, The Gazette ¶2, 5 Nov 2024

Figures
  the source gives none  — The Gazette, 5 Nov 2024

Quotes
  “The lamp is ready” [interrupted] “The ships are not.” [in effect (capacity)] At the harbour.  — Ada Oort, \
said to: not stated, The Gazette ¶2, 5 Nov 2024

Not said
  ·  what it costs  — The Gazette, 5 Nov 2024

Sources
  The Gazette  Ink. [Lighthouse to be relit]. The Gazette, 2024-11-05. The title in square brackets is the dataset's: \
the copy it was read from states none. minewatch dataset harbour 2, record gazette.

What is planned, expected, possible, not done or alleged is no news, however new: it is in other sections.

* inferred by us, not stated
» this day has passed since; not followed up by this source
– the source does not say
[interrupted] words of the source stand there, such as who speaks
all of it: minewatch country ruritania; how a claim was read: minewatch claim ID
"""


@pytest.fixture
def harboured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minewatch.store.open_bundled", lambda: store.open_folder(HARBOUR))


@pytest.mark.usefixtures("harboured")
def test_a_page(run: Run) -> None:
    result = run("brief", "ruritania", "--new-since", "2024-11")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == RURITANIA


def sections(text: str) -> dict[str, list[str]]:
    """Return the lines under each heading of a page."""
    found: dict[str, list[str]] = {}
    heading = ""
    for line in text.splitlines():
        if line and not line.startswith(" "):
            heading = line
        elif line:
            found.setdefault(heading, []).append(line)
    return found


COUNTRIES = ("poland", "latvia", "ukraine", "norway", "russia", "belarus")


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("data", [(), THREE], ids=["one source", "three"])
def test_each_line_says_whose_it_is_where_and_as_of_when(run: Run, country: str, data: tuple[str, ...]) -> None:
    found = sections(run("brief", country, "--new-since", "2025-10", *data).stdout)
    dated = re.compile(
        r"  — .*(Defence Talks|Invented Courier|Invented Wire).*, (between Aug and Dec 2025 \*|12 Mar 2026|Mar 2026)$"
    )
    told = 0
    for heading, lines in found.items():
        if heading == "Sources":
            continue
        for line in lines:
            if "  — " in line:
                assert dated.search(line), line
                told += 1
            else:
                known = r"and \d+ more lines: minewatch|nothing|they differ|updated by|voices agree|is one of the|the sources (do not say|give none)"
                assert re.search(known, line), line
    assert told


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("since", [None, "2025-10", "2026-03-12"])
def test_each_claim_is_in_one_section_and_the_new_is_repeated(run: Run, country: str, since: str | None) -> None:
    options = ["--new-since", since] if since else []
    (brief,) = json.loads(run("brief", country, *options, *THREE, "--json").stdout)["results"]
    claims = {claim["id"]: claim for claim in brief["claims"]}
    quoted = {quote["id"] for quote in brief["quotes"]}
    elsewhere = {*brief["standing"], *brief["new"], *brief["unclear"]}
    apart = [*brief["reported"], *brief["figures"], *brief["open"]]
    assert len(apart) == len(set(apart))
    assert not set(apart) & set(brief["standing"])
    for ident, claim in claims.items():
        assert ident in elsewhere or ident in apart or quoted.intersection(claim["quotes"]), ident
    if since is None:
        assert (brief["new_since"], brief["new"], brief["unclear"]) == (None, [], [])


def test_what_is_new_goes_by_when_it_was_said_or_else_by_the_publication(run: Run) -> None:
    (brief,) = json.loads(run("brief", "poland", *THREE, "--new-since", "2026-03-12", "--json").stdout)["results"]
    assert brief["new_since"] == "2026-03-12"
    assert brief["new"] == ["courier:decision-stands", "posts-300"]
    # The reprint says March; what was said on the tenth was said before, though it was printed after
    assert brief["unclear"] == ["wire:decision-stands", "posts-3000", "poland-sells"]
    (earlier,) = json.loads(run("brief", "poland", *THREE, "--new-since", "2026-03-10", "--json").stdout)["results"]
    assert set(earlier["new"]) == {*brief["new"], "poland-has-left"}


@pytest.mark.parametrize("since", ["1990", "2025-08", "2025-10", "2026-03"])
@pytest.mark.parametrize("country", COUNTRIES)
def test_a_plan_is_no_news(run: Run, country: str, since: str) -> None:
    (brief,) = json.loads(run("brief", country, *THREE, "--new-since", since, "--json").stdout)["results"]
    status = {claim["id"]: claim["status"] for claim in brief["claims"]}
    assert not {status[ident] for ident in (*brief["new"], *brief["unclear"])} & set(UNSETTLED)
    # Its day may lie after the one that is asked for: that makes it no newer
    assert "latvia-bound" not in brief["new"]


def test_where_it_cannot_be_told_it_says_so(run: Run) -> None:
    found = sections(run("brief", "latvia", "--new-since", "2025-10").stdout)
    assert found["Reported since 1 Oct 2025"] == ["  nothing, as far as can be told"]
    assert found["Reported before 1 Oct 2025 or since: which of the two, cannot be told"] == [
        "  announced  Latvia has announced that it is leaving the Ottawa Convention.  — Defence Talks ¶17, between Aug and Dec 2025 *"
    ]
    later = sections(run("brief", "latvia", "--new-since", "2026").stdout)
    assert later["Reported since 1 Jan 2026"] == ["  nothing"]


def test_how_many_lines_more_there_are_stands_under_no_question(run: Run) -> None:
    lines = run("brief", "poland", "--format", "md").stdout.splitlines()
    assert any(re.match(r"- and \d+ more lines: minewatch country poland", line) for line in lines)
    assert not [line for line in lines if line.startswith("  - and ")]


def test_what_has_been_overtaken_is_no_open_point(run: Run) -> None:
    (brief,) = json.loads(run("brief", "poland", "--json").stdout)["results"]
    (overtaken,) = (claim["id"] for claim in brief["claims"] if claim["statement"].startswith("Poland could take up"))
    assert overtaken in brief["reported"]
    assert brief["open"] == ["defence-ministry-no-formal-order", "surplus-to-allies"]


@pytest.mark.parametrize("since", [(), ("--new-since", "2000"), ("--new-since", "2026")])
def test_what_has_been_overtaken_is_by_itself_whenever_it_was_reported(run: Run, since: tuple[str, ...]) -> None:
    found = sections(run("brief", "poland", *since).stdout)
    (line,) = found["Overtaken"]
    assert line.startswith("  possible  Poland could take up production again, if needed.")
    assert "[updated by Defence Talks † ¶7, between Aug and Dec 2025 *: decided Poland's decision" in line
    elsewhere = [one for heading, lines in found.items() if heading != "Overtaken" for one in lines]
    assert not any("could take up production again" in one for one in elsewhere)


def test_a_page_says_that_there_are_no_figures_and_no_quotes(run: Run) -> None:
    found = sections(run("brief", "belarus", "--new-since", "2026").stdout)
    none = ["  the source gives none  — Defence Talks, between Aug and Dec 2025 *"]
    assert (found["Figures"], found["Quotes"]) == (none, none)


def test_a_page_counts_what_it_has_no_room_for_and_programs_get_all(run: Run) -> None:
    found = sections(run("brief", "poland").stdout)
    assert len(found["Not said"]) == 6
    assert found["Not said"][-1].strip() == "and 13 more lines: minewatch country poland"
    (brief,) = json.loads(run("brief", "poland", "--json").stdout)["results"]
    assert len(brief["gaps"]) == 18


def test_several_countries_have_a_page_each(run: Run) -> None:
    titles = re.findall(r"^Briefing: (\w+)", run("brief", "latvia", "estonia", "lv").stdout, re.MULTILINE)
    assert titles == ["Latvia", "Estonia"]


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        ((), 2, "Missing argument 'COUNTRY...'"),
        (("sweden",), 1, "'sweden' is not in this dataset"),
        (("poland", "--new-since", "soon"), 2, "--new-since: 'soon' is not a date"),
        (("poland", "--new-since", "../2026"), 2, "--new-since ../2026 has no beginning to go by"),
        (("poland", "--format", "docx"), 2, "there is no format 'docx'; there are table, json, jsonl, csv, md, html"),
    ],
)
def test_what_cannot_be_asked_is_refused(run: Run, words: tuple[str, ...], code: int, message: str) -> None:
    result = run("brief", *words)
    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr.startswith(f"minewatch: {message}")


def test_html_is_of_briefings_only(run: Run) -> None:
    assert run("claim", "--format", "html").stderr.startswith("minewatch: the format 'html' is for minewatch brief;")


# HTML


class Page(HTMLParser):
    """What a browser would make of a page, as far as this program writes one."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.text: list[tuple[str, str]] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append((self.open[-1] if self.open else "", data))


def test_a_page_of_html_says_what_the_others_say(facts: Facts) -> None:
    setting = facts.setting("2026-11-24")
    answer = facts.briefs(["poland", "latvia"], "2025-08")
    page = Page("\n".join(render("html", answer, setting, Manner())))
    letters = re.compile(r"[^\W_]+")
    said = " ".join(text for tag, text in page.text if tag != "style")
    assert set(letters.findall("\n".join(render("table", answer, setting, Manner())))) <= set(letters.findall(said))
    assert not page.open


def test_a_page_of_html_runs_nothing_fetches_nothing_and_has_the_style_that_it_allows(run: Run) -> None:
    page = Page(run("brief", "poland", "--format", "html").stdout)
    assert not set(page.tags) & {"script", "link", "img", "iframe", "object", "form"}
    assert not [name for name, _ in page.attributes if name.startswith("on") or name in ("style", "src")]
    (style,) = (text for tag, text in page.text if tag == "style")
    allowed = b64encode(sha256(style.encode()).digest()).decode()
    policy = next(value for name, value in page.attributes if name == "content" and "default-src" in value)
    assert policy == f"default-src 'none'; style-src 'sha256-{allowed}'; base-uri 'none'; form-action 'none'"
    assert "url(" not in style


@pytest.mark.usefixtures("unruled")
def test_what_a_dataset_brings_along_is_text_in_html(run: Run, tmp_path: Path) -> None:
    hostile = "</style><script>alert(1)</script><img src=x onerror=alert(1)>&quot;\x1b[31m"
    shutil.copytree(HARBOUR, tmp_path / "harbour")
    path = tmp_path / "harbour" / "harbour.yaml"
    text = path.read_text(encoding="utf-8")
    for plain in (
        "The lighthouse will be lit again.",
        "Ada Oort",
        "what it costs",
        "The Gazette",
        "Ruritania",
        "Boats went down.",
    ):
        text = text.replace(f": {plain}", f": {json.dumps(f'{hostile} {plain}')}")
    text = text.replace("url: null", "url: 'javascript:alert(1)'").replace(
        "      - {field: url, reason: on paper}\n", ""
    )
    path.write_text(text, encoding="utf-8")
    data = ("--data", str(tmp_path / "harbour"), "--no-bundled")
    shown = run("brief", "xr", "xa", *data, "--format", "html", "--new-since", "2024").stdout
    page = Page(shown)
    assert not set(page.tags) & {"script", "img"}
    assert not [value for name, value in page.attributes if name == "href"]
    assert shown.count("&lt;script&gt;alert(1)&lt;/script&gt;") > 5
    assert "\x1b" not in shown


def test_an_address_is_a_link(run: Run, tmp_path: Path) -> None:
    text = (HARBOUR / "harbour.yaml").read_text(encoding="utf-8")
    text = text.replace("url: null", "url: 'https://example.org/?a=1&b=\"'").replace(
        "      - {field: url, reason: on paper}\n", ""
    )
    (tmp_path / "d.yaml").write_text(text, encoding="utf-8")
    page = Page(run("brief", "xr", "--data", str(tmp_path), "--no-bundled", "--format", "html").stdout)
    assert {value for name, value in page.attributes if name == "href"} == {'https://example.org/?a=1&b="'}


def test_positions_and_sources_have_no_more_room_than_any_section(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    several = ("--data", str(ROOT / "examples" / "courier"), "--data", str(ROOT / "examples" / "wire"))
    monkeypatch.setattr("minewatch.view.brief.ROWS", 1)
    page = run("brief", "poland", *several).stdout
    standing = page.partition("Where it stands\n")[2].partition("\n\n")[0].splitlines()
    labels = [line.split()[0] for line in standing if line.startswith("  ") and not line.startswith("   ")]
    assert labels == ["Treaty", "Production", "Export", "Use"]
    assert standing[-1].strip().startswith("and ")
    assert standing[-1].strip().endswith("more lines: minewatch country poland")
    assert "updated by Invented Courier" in page
    assert page.partition("\nSources\n")[2].splitlines()[1].strip() == "and 2 more lines: minewatch source"
