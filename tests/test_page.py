"""The page: whole, firm, alike each time, and in the words of the terminal. What it looks like is for `test_browser`."""

import html
import os
import re
import stat
import subprocess
import sys
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from conftest import COURIER, HARBOUR, ROOT, TODAY, Run

from minewatch import model
from minewatch.dates import parse
from minewatch.export import Extract, lines
from minewatch.export.html.drawing import scale
from minewatch.model import STATED, Basis, Date
from minewatch.query import Facts
from minewatch.view.blocks import plain
from minewatch.view.entries import said

WIRE = ROOT / "examples" / "wire"
SEVERAL = ("--data", str(COURIER), "--data", str(WIRE))
NARROW = ("--about", "latvia", "--topic", "production")


def page(run: Run, *words: str) -> BeautifulSoup:
    result = run("export", "html", "--today", TODAY, *words)
    assert result.exit_code == 0, result.stderr
    return BeautifulSoup(result.stdout, "html.parser")


def text(tag: Tag | None) -> str:
    """Return what is read in `tag`, without what only a screen reader says."""
    assert tag is not None
    copy = BeautifulSoup(str(tag), "html.parser")
    for hidden in copy.select(".hidden"):
        hidden.decompose()
    return " ".join(copy.get_text().split())


def found(soup: BeautifulSoup, ident: str) -> Tag:
    tag = soup.find(id=ident)
    assert isinstance(tag, Tag), ident
    return tag


# What stands on it


def test_every_record_has_its_place(run: Run, facts: Facts) -> None:
    soup = page(run)
    for claim in facts.claims().claims:
        found(soup, f"claim-{claim.id}")
    for source in facts.sources().sources:
        found(soup, f"source-{source.id}")
    for entity in facts.entities().entities:
        found(soup, f"entity-{entity.id}")
    holdings = facts.holdings()
    for gap in holdings.gaps:
        assert gap.wording in text(found(soup, f"gap-{gap.id}"))
    # A quotation is one, with all of its parts
    for ident in {quote.quotation for quote in facts.quotations().quotes}:
        parts = [part for part in holdings.quotes if part.quotation == ident]
        shown = text(found(soup, f"quote-{parts[0].id}"))
        assert " [interrupted] ".join(f"“{part.text}”" for part in parts) in shown


@pytest.mark.parametrize("words", [(), SEVERAL, NARROW, ("--since", "2026"), ("--status", "alleged")])
def test_every_link_leads_somewhere_and_no_place_has_two_names(run: Run, words: tuple[str, ...]) -> None:
    soup = page(run, *words)
    ids = [tag["id"] for tag in soup.select("[id]")]
    assert len(ids) == len(set(ids))
    links = [str(tag["href"]) for tag in soup.select("a[href]")]
    assert links
    assert {link for link in links if link.startswith("#")} <= {f"#{ident}" for ident in ids}


def test_a_line_is_the_terminal_s(run: Run, facts: Facts) -> None:
    soup, setting = page(run), facts.setting(TODAY)
    for claim in facts.claims().claims:
        line = said(claim, setting._replace(beside=facts.beside([claim])))
        words = f"{plain(line.tag)} {plain(line.body)} — {plain(line.source)}"
        card = found(soup, f"claim-{claim.id}").find_parent("details")
        assert card
        assert text(card.find("summary")) == " ".join(words.split())


def test_a_card_has_the_whole_chain_of_evidence(run: Run) -> None:
    card = found(page(run), "claim-zalewski-hopes-start-next-year")
    fields = {text(row.dt): text(row.dd) for row in card.select(".fields > div")}
    assert fields["Status"] == "hoped: somebody hopes for it"
    assert fields["Said by"] == "Pawel Zalewski, in indirect speech"
    assert fields["From the question"] == "the year and the condition"
    assert fields["When"].startswith(
        "2026 * »? (EDTF 2026, read from “next year”); inferred: the article appeared in 2025"
    )
    assert fields["Stands on"].startswith("¶5 under “Formal Decision Confirmed”, Defence Talks †")
    linked = [str(link["href"]) for link in card.select(".lines a")]
    assert {"#claim-poland-production-resumes", "#claim-zalewski-would-like-that"} == set(linked)


def test_the_matrix_says_where_nothing_is_said(run: Run) -> None:
    rows = {text(row.th): row for row in page(run).select(".matrix tbody tr")}
    assert list(rows)[:3] == ["Poland", "Lithuania", "Finland"]
    assert [text(cell).split()[-1] for cell in rows["Belarus"].select("td")] == ["–"] * 4
    assert "the source does not say" in rows["Belarus"].get_text()
    poland = rows["Poland"].select("td")[0]
    assert text(poland) == "Treaty leaving ¶7"
    assert [link["href"] for link in poland.select("a")] == ["#claim-poland-withdrawal-begun"]
    assert "alleged by Ukraine ¶19" in text(rows["Russia"])


def test_the_legend_has_every_mark_with_its_meaning(run: Run) -> None:
    soup = page(run)
    legend = {text(row.dt): text(row.dd) for row in soup.select(".marks > div")}
    assert legend["*"] == "inferred by us, not stated"
    assert legend["»?"] == "this may have passed since; not followed up by this source"
    used = {text(tag) for tag in soup.select("[title]")}
    assert used <= set(legend)
    # Whoever hears the page is told each time
    assert all(f"({tag['title']})" in tag.get_text() for tag in soup.select("[title]"))


def test_several_sources_agree_or_differ_and_one_was_withdrawn(run: Run) -> None:
    soup = page(run, *SEVERAL)
    poland = next(row for row in soup.select(".matrix tbody tr") if text(row.th) == "Poland")
    treaty, production, export, _ = poland.select("td")
    assert "updated by Invented Courier" in text(treaty)
    assert "2 voices agree, in 3 sources" in text(production)
    assert "they differ; which is the newer is not known" in text(export)
    section = found(soup, "withdrawn").find_parent("section")
    assert section
    assert "withdrawn: the dataset takes this claim back" in text(section)
    assert found(soup, "claim-poland-sells-at-cost")
    assert "left out, not read against the source yet" in text(soup.select_one(".remark"))


def test_what_a_filter_leaves_out_is_said_on_the_page_too(run: Run) -> None:
    soup = page(run, "--since", "2026")
    assert "56 more claims without a date left out" in text(soup.select_one(".top"))
    assert "since 2026-01-01" in text(soup.h1)


def test_a_group_s_claims_are_said_to_be_the_group_s(run: Run) -> None:
    soup = page(run, "--about", "latvia", "--topic", "demand")
    assert "said of the Baltic states" in text(soup.h1)


def test_it_is_whole_where_nothing_has_a_date_or_a_figure(run: Run) -> None:
    soup = page(run, "--data", str(HARBOUR), "--no-bundled", "--topic", "capacity")
    assert not soup.select(".rail")
    assert "none that the filters keep" in text(found(soup, "figures").find_parent("section"))


def test_a_dataset_without_a_country_has_a_page(run: Run, tmp_path: Path) -> None:
    whole = (HARBOUR / "harbour.yaml").read_text(encoding="utf-8")
    entity = "entities:\n  - {id: gazette-office, kind: organisation, label: The Gazette}\n"
    claim = (
        "claims:\n  - {id: c, source: gazette, statement: It is., about: [gazette-office], topic: [use], evidence: [1],"
        " said_by: gazette-office, mode: narration, status: in-effect}\n"
    )
    (tmp_path / "d.yaml").write_text(whole.partition("entities:")[0] + entity + claim, encoding="utf-8")
    soup = page(run, "--data", str(tmp_path), "--no-bundled")
    assert "there is no country among this" in text(found(soup, "overview").find_parent("section"))
    assert not soup.select("table.matrix")


def test_who_counts_for_others_too_is_told_among_the_filters(run: Run) -> None:
    labels = {text(label) for label in page(run).select("form label")}
    assert any(label.startswith("Poland and affiliated") for label in labels)
    assert any(label.startswith("Norway ") for label in labels)
    assert not any(label.startswith("Norway and") for label in labels)


# What it is made of


def test_it_is_one_file_that_loads_nothing_and_its_policy_holds_it_to_that(run: Run) -> None:
    written = run("export", "html", "--today", TODAY, *SEVERAL).stdout
    soup = BeautifulSoup(written, "html.parser")
    policy = str(soup.select_one("meta[http-equiv=Content-Security-Policy]")["content"])  # type: ignore[index]

    def hashed(tag: str) -> str:
        (content,) = re.findall(f"<{tag}>(.*?)</{tag}>", written, re.DOTALL)
        return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"

    assert policy == (
        f"default-src 'none'; style-src {hashed('style')}; script-src {hashed('script')}; base-uri 'none'; "
        "form-action 'none'"
    )
    assert not soup.select("link, img, iframe, object, embed, [src], [style], base")
    assert not [name for tag in soup.select("*") for name in tag.attrs if name.startswith("on")]
    assert "url(" not in str(soup.style)
    assert "@import" not in str(soup.style)


def test_an_output_that_shows_ascii_only_gets_the_same_page_in_references(facts: Facts) -> None:
    given = Extract(facts, facts.holdings(), facts.setting(TODAY))
    whole = "\n".join(lines("html", given))
    plain_ = "\n".join(lines("html", given._replace(ascii_only=True)))
    assert plain_.isascii()
    assert html.unescape(plain_) == html.unescape(whole)
    # What the policy allows by its hash is the same
    assert re.findall("<(style|script)>(.*?)</", plain_, re.DOTALL) == re.findall(
        "<(style|script)>(.*?)</", whole, re.DOTALL
    )


def test_nothing_of_a_dataset_stands_in_the_style_or_the_script(run: Run) -> None:
    soup = page(run)
    code = f"{soup.style}{soup.script}"
    assert "zalewski" not in code
    assert "poland" not in code


@pytest.mark.usefixtures("unruled")
@pytest.mark.parametrize(
    ("url", "leads"),
    [
        ("https://example.org/a", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        ("JAVASCRIPT:alert(1)", False),
        ("data:text/html,<script>", False),
        ("https:///nohost", False),
        ("https://", False),
        ("file:///etc/passwd", False),
        ("//example.org", False),
        ("https://[", False),
    ],
)
def test_only_an_address_with_a_host_is_a_link(run: Run, tmp_path: Path, url: str, leads: bool) -> None:  # noqa: FBT001
    harbour = (HARBOUR / "harbour.yaml").read_text(encoding="utf-8")
    harbour = harbour.replace("url: null", f'url: "{url}"').replace("      - {field: url, reason: on paper}\n", "")
    (tmp_path / "harbour.yaml").write_text(harbour, encoding="utf-8")
    soup = page(run, "--data", str(tmp_path), "--no-bundled")
    outside = {str(link["href"]) for link in soup.select("a") if not str(link["href"]).startswith("#")}
    assert outside == ({url} if leads else set())
    assert url in found(soup, "source-gazette").get_text()


# How dates are drawn

PUBLISHED = "[2025-08..2025-12]"


def date(edtf: str, basis: Basis = STATED) -> Date:
    span = parse(edtf)
    return Date(edtf, None, basis, span.earliest, span.latest, span.start_latest, span.text)


def shapes(edtf: str, basis: Basis = STATED, *, today: str = "2026-11-24") -> list[tuple[str, str, bool, bool]]:
    drawn = scale([date("1984"), date(edtf, basis)], [date(PUBLISHED)], today)
    assert drawn
    return [(s.kind, s.basis, s.from_before, s.goes_on) for s in drawn.shapes(date(edtf, basis))]


def test_a_day_that_cannot_be_told_is_not_drawn_as_lasting() -> None:
    assert shapes("[1984..1986]") == [("within", "stated", False, False)]
    assert shapes("2026") == [("within", "stated", False, False)] * 2
    assert shapes("2025-09/2025-11") == [("lasting", "stated", False, False)] * 2


def test_an_open_end_is_drawn_as_open_and_an_inferred_date_as_inferred() -> None:
    inferred = Basis("inferred", "why", (1,))
    overview, enlarged = shapes("2026/..", inferred)
    assert enlarged == ("lasting", "inferred", False, True)
    assert overview[1] == "inferred"


def test_the_months_around_the_publication_are_enlarged_beside_an_overview_to_scale() -> None:
    drawn = scale([date("[1984..1986]"), date("2026")], [date(PUBLISHED)], "2026-11-24")
    assert drawn
    overview, enlarged = drawn.panels
    assert (overview.first / 12, overview.last / 12) == (1984, 2027)
    assert (enlarged.first, enlarged.last) == (2025 * 12 + 4, 2027 * 12)
    assert overview.right < (drawn.parted or 0) < enlarged.left
    # To scale: half of its years are half of its width
    assert overview.at((1984 + 2027) / 2 * 12) == pytest.approx((overview.left + overview.right) / 2, abs=0.01)
    (august,) = [shape for shape in drawn.shapes(date("2025-08")) if shape.x > overview.right]
    assert august.x == enlarged.at(2025 * 12 + 7)
    assert august.x + august.width == pytest.approx(enlarged.at(2025 * 12 + 8), abs=0.01)


def test_without_a_distant_past_there_is_no_break_and_without_a_date_nothing_to_draw() -> None:
    near = scale([date("2025-10"), date("2026")], [date(PUBLISHED)], "2026-11-24")
    assert near
    assert (len(near.panels), near.parted) == (1, None)
    assert scale([], [], "2026-11-24") is None
    assert scale([], [model.NOT_STATED], "2026-11-24") is None


def test_today_far_off_is_shown_at_the_edge_and_said_to_be_beyond() -> None:
    drawn = scale([date("1984")], [date(PUBLISHED)], "2031-01-01")
    assert drawn
    tick = drawn.today("2031-01-01")
    assert (tick.x, tick.label) == (100, "today →")


# How much of it


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("large")
    harbour = (HARBOUR / "harbour.yaml").read_text(encoding="utf-8")
    gaps = "".join(
        f"  - {{id: g{n}, source: gazette, about: [ruritania], topic: [{'use' if n % 100 else 'treaty'}], wording: q{n}}}\n"
        for n in range(2000)
    )
    (folder / "harbour.yaml").write_text(f"{harbour}{gaps}", encoding="utf-8")
    return folder


@pytest.mark.parametrize("words", [["export", "html"], ["browse", "--no-open"]])
def test_more_than_a_page_holds_is_refused_with_what_to_do(run: Run, large: Path, words: list[str]) -> None:
    data = ("--data", str(large), "--no-bundled")
    result = run(*words, *data)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "minewatch: html holds 2,000 claims, quotes and gaps, and there are 2,007; keep fewer with --about, --topic or "
        "--since\n"
    )
    assert run(*words, *data, "--topic", "treaty").exit_code == 0


def test_without_jinja_the_message_says_what_to_install(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    result = run("export", "html")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "minewatch: the page needs an extra; pip install 'minewatch[export-html]'\n"


# browse


def browse(home: Path, *words: str, browser: str = "") -> "subprocess.CompletedProcess[str]":
    environment = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    environment |= {"XDG_CACHE_HOME": str(home / "cache"), "BROWSER": browser, "PATH": str(home)}
    line = [sys.executable, "-m", "minewatch", "browse", "--today", TODAY, *words]
    return subprocess.run(line, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def browser(tmp_path: Path) -> Path:
    """A browser that writes down what it is to open, and is loud."""
    program = tmp_path / "browser"
    program.write_text(f'#!/bin/sh\necho "$@" >> "{tmp_path}/opened"\necho noise\necho noise >&2\n', encoding="utf-8")
    program.chmod(0o755)
    return program


def test_browse_writes_one_file_for_its_user_alone_prints_its_path_and_opens_it(tmp_path: Path, browser: Path) -> None:
    result = browse(tmp_path, browser=f"{browser} %s")
    place = tmp_path / "cache" / "minewatch" / "page.html"
    assert (result.returncode, result.stdout, result.stderr) == (0, f"{place}\n", "")
    assert (tmp_path / "opened").read_text(encoding="utf-8") == f"{place.as_uri()}\n"
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700
    # The same file again, and no other
    before = sorted(place.parent.iterdir())
    assert browse(tmp_path, "--about", "norway", browser=f"{browser} %s").stdout == f"{place}\n"
    assert sorted(place.parent.iterdir()) == before
    assert "about Norway" in place.read_text(encoding="utf-8")


def test_browse_opens_nothing_where_that_is_not_wanted_or_there_is_no_browser(tmp_path: Path, browser: Path) -> None:
    assert browse(tmp_path, "--no-open", browser=f"{browser} %s").returncode == 0
    result = browse(tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    assert not (tmp_path / "opened").exists()


def test_browse_says_so_where_there_is_no_cache_folder(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file", encoding="utf-8")
    result = browse(tmp_path, "--no-open")
    assert (result.returncode, result.stdout) == (4, "")
    assert "there is no cache folder to write to" in result.stderr
