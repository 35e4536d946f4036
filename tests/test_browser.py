"""The page, and slides, in a real browser: Chromium without a window, where there is one. CI has it, and fails without."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from conftest import COURIER, HARBOUR, ROOT, TODAY
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait
from typer.testing import CliRunner

from minewatch.model import Claim
from minewatch.query import Facts

PROGRAMS = shutil.which("chromium"), shutil.which("chromedriver")
NEEDED = bool(os.environ.get("MINEWATCH_TEST_BROWSER"))
"""Whether a browser that is not there is a failure, and no reason to skip."""
AXE = os.environ.get("MINEWATCH_TEST_AXE")
"""Where axe.min.js is, of the npm package axe-core."""
SLIDES = os.environ.get("MINEWATCH_TEST_TIMELINEJS")
"""Where the folder dist is, of the npm package @knight-lab/timelinejs."""
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-dev-shm-usage"
)
WIDTHS = (360, 1400)

pytestmark = [
    pytest.mark.skipif(not all(PROGRAMS) and not NEEDED, reason="there is no chromium with its chromedriver"),
    # What selenium and urllib3 leave open at the end is theirs
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


class Browser:
    """Chromium, and what happened in it since it was last asked."""

    def __init__(self, folder: Path) -> None:
        options = ChromeOptions()
        assert all(PROGRAMS), "there is no chromium with its chromedriver, and MINEWATCH_TEST_BROWSER wants it"
        options.binary_location = str(PROGRAMS[0])
        for flag in FLAGS.split():
            options.add_argument(flag)
        options.add_argument(f"--user-data-dir={folder}")
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.driver = Chrome(options=options, service=Service(PROGRAMS[1]))

    def cdp(self, command: str, **given: Any) -> Any:
        return self.driver.execute_cdp_cmd(command, given)

    def open(self, page: Path, at: str = "", *, width: int = 1400, dark: bool = False, script: bool = True) -> None:
        self.cdp("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        self.media("screen", dark=dark)
        self.cdp("Emulation.setScriptExecutionDisabled", value=not script)
        self.driver.get("about:blank")
        self.told()
        self.driver.get(page.as_uri() + at)

    def media(self, media: str, *, dark: bool = False) -> None:
        colours = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.cdp("Emulation.setEmulatedMedia", media=media, features=[colours])

    def ask(self, expression: str) -> Any:
        """Return the value of an expression, whether the page's own scripts may run or not."""
        answer = self.cdp("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def told(self) -> list[str]:
        """Return what stands on the console since this was asked last."""
        return [entry["message"] for entry in self.driver.get_log("browser")]  # type: ignore[no-untyped-call]

    def requested(self) -> list[str]:
        """Return the addresses that were asked for since this was asked last."""
        found = []
        for entry in self.driver.get_log("performance"):  # type: ignore[no-untyped-call]
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                found.append(message["params"]["request"]["url"])
        return found

    def shown(self, section: str) -> list[str]:
        """Return the ids of what is to be seen in a section, in order."""
        return self._items(section, "one.id || one.querySelector('[id]')?.id || one.innerText")

    def led_to(self, section: str) -> list[str]:
        """Return the claims that a section shows, in order, by where the last link of each item leads."""
        return self._items(section, "[...one.querySelectorAll('a')].at(-1).getAttribute('href').replace('#claim-', '')")

    def _items(self, section: str, told: str) -> list[str]:
        items = f"[...document.querySelectorAll('section[aria-labelledby={section}] .item')]"
        return list(self.ask(f"{items}.filter(one => one.checkVisibility()).map(one => ({told}))"))

    def choose(self, name: str, label: str) -> None:
        """Choose a value of a filter as a reader does: by a click on its words."""
        summary = f"//details[@class='filter'][summary='{name.capitalize()}']"
        details = self.driver.find_element(By.XPATH, summary)
        if not details.get_attribute("open"):
            details.find_element(By.TAG_NAME, "summary").click()
        details.find_element(By.XPATH, f".//label[starts-with(normalize-space(.), '{label} ')]").click()


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    opened = Browser(tmp_path_factory.mktemp("profile"))
    yield opened
    opened.driver.quit()


def written(folder: Path, *words: str, name: str = "html") -> Path:
    from minewatch.cli import app

    page = folder / f"page.{name}"
    result = CliRunner().invoke(app, ["export", name, "--today", TODAY, *words, "-o", str(page)])
    assert result.exit_code == 0, result.stderr
    return page


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled dataset's."""
    return written(tmp_path_factory.mktemp("page"))


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """That of several datasets, with a record that was withdrawn."""
    wire = str(ROOT / "examples" / "wire")
    return written(tmp_path_factory.mktemp("several"), "--data", str(COURIER), "--data", wire)


HOSTILE = (
    "<script>pwned=1</script><img src=https://x.invalid/ onerror=pwned=2> \"'&amp; {{7*7}} </style></title>"
    "<a href=javascript:pwned=3>x</a> \u202eevil\u2066 \x1b[31m\x07 \u200b"
)
VISIBLE = HOSTILE.replace("\u202e", "\\u202e").replace("\u2066", "\\u2066").replace("\x1b", "\\x1b")
VISIBLE = VISIBLE.replace("\x07", "\\x07").replace("\u200b", "\\u200b")
FREE = {
    "title", "supplied_title", "authors", "url", "sections", "section", "label", "name", "reason", "statement", "note", "asked",
    "condition", "wording", "qualifier", "counted", "conversion", "text", "context", "per", "language", "empty", "worded",
}  # fmt: skip
"""The fields whose words are free."""


def hostile(value: Any, field: str = "") -> Any:
    """Return a dataset with hostile text in every field whose words are free."""
    if isinstance(value, dict):
        return {name: hostile(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [hostile(inner, field) for inner in value]
    if field not in FREE:
        return value
    # A date's wording has four words at the most, and a title of ours stands in square brackets
    return {"wording": "".join(HOSTILE.split()), "supplied_title": f"[{HOSTILE}]"}.get(field, HOSTILE)


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset that has every field of free words, and something hostile in each."""
    folder = tmp_path_factory.mktemp("attacked")
    dataset = yaml.load((HARBOUR / "harbour.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506
    source, planned, counted = dataset["sources"][0], dataset["claims"][0], dataset["claims"][3]
    source |= {"title": "x", "url": "x", "sections": ["x"], "missing": []}
    source["paragraphs"][0]["section"] = "x"
    source["paragraphs"].append(source["paragraphs"][0] | {"number": "4", "empty": "x"})
    dataset["dataset"]["title"] = "x"
    dataset["entities"][2] |= {
        "aliases": [{"name": "x", "type": "other"}],
        "roles": [{"title": "x", "paragraphs": ["1"]}],
        "note": "x",
    }
    planned |= {"condition": "x", "asked": "x", "note": "x"}
    counted["quantity"] |= {"per": "x", "conversion": "x"}
    taken_back = {name: value for name, value in planned.items() if name != "position"}
    dataset["claims"].append(taken_back | {"id": "taken-back", "state": "withdrawn"})
    (folder / "harbour.yaml").write_text(yaml.safe_dump(hostile(dataset), sort_keys=False), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("minewatch.check.RULES", ())  # one of which refuses such an address
        return written(folder, "--data", str(folder), "--no-bundled")


# Filters


CHOICES: list[dict[str, list[str]]] = [
    {"status": ["hoped"]},
    {"country": ["Belarus"]},
    {"country": ["Poland"], "topic": ["export"]},
    {"country": ["Latvia", "Estonia"], "status": ["in effect", "possible"]},
    {"speaker": ["Belma"]},
    {"topic": ["treaty"], "speaker": ["Pawel Zalewski", "Jaroslaw Zakrzewski"], "status": ["view"]},
]


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without"])
@pytest.mark.parametrize("chosen", CHOICES, ids=str)
def test_a_filter_keeps_what_the_commands_keep(
    browser: Browser,
    page: Path,
    facts: Facts,
    chosen: dict[str, list[str]],
    script: bool,  # noqa: FBT001
) -> None:
    browser.open(page, script=script)
    parts = ("timeline", "figures")
    whole = {part: browser.led_to(part) for part in parts}
    assert all(whole.values())
    for name, labels in chosen.items():
        for label in labels:
            browser.choose(name, label)
    asked = {name: [label.replace("in effect", "in-effect") for label in labels] for name, labels in chosen.items()}
    filters = facts.filters(
        about=asked.get("country", ()),
        topic=asked.get("topic", ()),
        status=asked.get("status", ()),
        by=asked.get("speaker", ()),
    )
    # By itself, as no filter of the page falls back on what is said of a group
    kept = facts.selection.kept(Claim, filters)
    assert browser.shown("claims") == [f"claim-{claim.id}" for claim in kept]
    ids = {claim.id for claim in kept}
    for part in parts:
        assert browser.led_to(part) == [claim for claim in whole[part] if claim in ids]
    assert browser.told() == []


def test_a_half_of_a_quotation_brings_the_whole_and_a_gap_has_no_status(browser: Browser, page: Path) -> None:
    browser.open(page)
    browser.choose("topic", "export")
    assert browser.shown("quotes") == ["quote-zalewski-own-needs-quote"]
    assert browser.shown("gaps")
    browser.choose("status", "view")
    assert browser.shown("quotes") == ["quote-zalewski-own-needs-quote"]
    assert browser.shown("gaps") == []


def test_the_matrix_goes_by_country_alone_for_a_cell_left_out_would_look_like_silence(
    browser: Browser, page: Path
) -> None:
    browser.open(page)
    browser.choose("status", "alleged")
    assert len(browser.shown("overview")) == 11
    browser.choose("country", "Ukraine")
    assert [row.split()[0] for row in browser.shown("overview")] == ["Ukraine"]


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without"])
def test_how_much_is_shown_is_said_and_all_of_it_comes_back(browser: Browser, page: Path, script: bool) -> None:  # noqa: FBT001
    browser.open(page, script=script)
    whole = browser.shown("claims")
    browser.choose("status", "hoped")
    line = browser.driver.find_element(By.CSS_SELECTOR, "section[aria-labelledby=claims] .shown")
    drawn = browser.driver.find_element(By.CSS_SELECTOR, "section[aria-labelledby=timeline] .shown")
    assert line.is_displayed()
    assert drawn.is_displayed()
    assert len(browser.shown("claims")) == len(browser.shown("timeline")) == 2
    assert browser.ask("document.getElementById('status').textContent") == ("2 of 68 claims" if script else "")
    browser.driver.find_element(By.CSS_SELECTOR, "button[type=reset]").click()
    assert browser.shown("claims") == whole
    assert not line.is_displayed()
    assert not drawn.is_displayed()


def test_a_full_page_is_filtered_too(browser: Browser, tmp_path: Path) -> None:
    """With two thousand records: what a browser does for each of all others would take it minutes."""
    harbour = (HARBOUR / "harbour.yaml").read_text(encoding="utf-8")
    claims = "".join(
        f"  - {{id: c{n}, source: gazette, statement: Lamp {n}., about: [ruritania], topic: [capacity], evidence: [2],"
        f" said_by: oort, mode: indirect, status: {'hoped' if n % 10 else 'possible'}}}\n"
        for n in range(1990)
    )
    (tmp_path / "harbour.yaml").write_text(harbour.replace("\nquotes:\n", f"\n{claims}quotes:\n"), encoding="utf-8")
    full = written(tmp_path, "--data", str(tmp_path), "--no-bundled")
    browser.open(full)
    # Nor for each element that it reads
    assert "body:has" not in full.read_text(encoding="utf-8")
    browser.choose("status", "possible")
    assert len(browser.shown("claims")) == 199
    assert browser.ask("document.getElementById('status').textContent") == "199 of 1994 claims"


# Links


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without"])
@pytest.mark.parametrize(
    ("link", "to"),
    [
        (".matrix tbody tr:first-child a", "claim-poland-withdrawal-begun"),
        (".rail .event .what a", "claim-poland-halted-production"),
        (".figures a", "claim-zalewski-large-quantities"),
        (".quotation .dim a:nth-of-type(2)", "claim-zalewski-large-quantities"),
    ],
)
def test_an_item_leads_to_its_claim_in_full(browser: Browser, page: Path, link: str, to: str, script: bool) -> None:  # noqa: FBT001
    browser.open(page, script=script)
    assert not browser.ask(f"document.getElementById('{to}').checkVisibility()")
    browser.driver.find_element(By.CSS_SELECTOR, link).click()
    assert browser.ask("location.hash") == f"#{to}"
    assert browser.ask(f"document.getElementById('{to}').checkVisibility()")
    assert browser.ask("!!document.querySelector(':target dl')")


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without"])
def test_a_permalink_leads_to_its_record_whatever_the_filters(browser: Browser, page: Path, script: bool) -> None:  # noqa: FBT001
    browser.open(page, "#claim-zalewski-hopes-start-next-year", script=script)
    target = "document.getElementById('claim-zalewski-hopes-start-next-year')"
    assert browser.ask(f"{target}.checkVisibility()")
    top = browser.ask(f"{target}.getBoundingClientRect().top")
    assert 0 < top < 900
    browser.choose("country", "China")
    assert browser.ask(f"{target}.checkVisibility()")


def test_every_link_of_the_page_resolves_in_the_browser(browser: Browser, several: Path) -> None:
    browser.open(several)
    lost = "[...document.querySelectorAll('a')].map(a => a.getAttribute('href')).filter(h => !document.getElementById(decodeURIComponent(h.slice(1))))"
    assert browser.ask(lost) == []


# Safety


def test_nothing_is_on_the_console_and_no_request_leaves_the_page(
    browser: Browser, page: Path, several: Path, attacked: Path
) -> None:
    for one in (page, several, attacked):
        browser.open(one)
        browser.requested()
        browser.driver.refresh()
        browser.ask("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        for link in browser.driver.find_elements(By.CSS_SELECTOR, ".side nav a"):
            link.click()
        assert {urlsplit(url)._replace(fragment="").geturl() for url in browser.requested()} == {one.as_uri()}
        assert browser.told() == []


def test_the_policy_is_in_force(browser: Browser, page: Path) -> None:
    browser.open(page)
    browser.ask(
        "window.held = []; document.addEventListener('securitypolicyviolation', e => held.push(e.effectiveDirective));"
        "const s = document.createElement('script'); s.textContent = 'window.ran = true'; document.body.append(s);"
        "const b = document.createElement('b'); b.setAttribute('style', 'color: red'); document.body.append(b);"
        "const i = new Image(); i.src = 'https://x.invalid/y.png'; document.body.append(i);"
        "fetch('https://x.invalid/').catch(() => {});"
    )
    browser.ask("new Promise(done => setTimeout(done, 200))")
    assert browser.ask("window.ran === undefined")
    assert {"script-src-elem", "style-src-attr", "img-src", "connect-src"} <= set(browser.ask("window.held"))
    browser.told()
    # The page's own style and script are what it allows: bars are drawn, and the script has run
    assert browser.ask("document.querySelector('.bar .full').getBoundingClientRect().width") > 100
    assert browser.ask("getComputedStyle(document.querySelector('.bar')).display") == "block"


def test_hostile_text_is_inert_and_to_be_seen_in_every_field(browser: Browser, attacked: Path) -> None:
    browser.open(attacked)
    browser.ask("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    browser.ask("document.querySelectorAll('a').forEach(one => one.href.startsWith('javascript') && one.click())")
    assert browser.ask("typeof pwned") == "undefined"
    assert browser.ask("document.querySelectorAll('script').length") == 1
    assert browser.ask("document.querySelectorAll('img, style ~ style, body style').length") == 0
    assert browser.ask("document.title").startswith("<script>pwned=1</script>")
    assert all(
        link.startswith("#")
        for link in browser.ask("[...document.querySelectorAll('a')].map(a => a.getAttribute('href'))")
    )
    text = browser.ask("document.body.innerText")
    squeezed = " ".join(text.split())
    assert squeezed.count(" ".join(VISIBLE.split())) > 20
    assert not set("\u202e\u2066\x1b\x07\u200b") & set(text)
    assert browser.told() == []
    # Nor does it break the page
    assert browser.ask("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


# What it looks like


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_reaches_over_the_edge(
    browser: Browser,
    page: Path,
    several: Path,
    attacked: Path,
    width: int,
    dark: bool,  # noqa: FBT001
) -> None:
    for one in (page, several, attacked):
        browser.open(one, width=width, dark=dark)
        browser.ask("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        assert browser.ask("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.skipif(not AXE, reason="MINEWATCH_TEST_AXE does not say where axe.min.js is")
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing(browser: Browser, several: Path, width: int, dark: bool) -> None:  # noqa: FBT001
    assert AXE
    browser.open(several, width=width, dark=dark)
    browser.ask("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    browser.ask(f"{Path(AXE).read_text(encoding='utf-8')}; 0")
    found = browser.ask("axe.run().then(r => r.violations.map(v => `${v.impact} ${v.id} ${v.nodes[0].html}`))")
    assert found == []


def test_colours_go_by_the_system_or_by_choice(browser: Browser, page: Path) -> None:
    paper = "getComputedStyle(document.documentElement).backgroundColor"
    for script in (True, False):
        browser.open(page, script=script)
        light = browser.ask(paper)
        browser.open(page, dark=True, script=script)
        dark = browser.ask(paper)
        assert light != dark
        browser.driver.find_element(By.ID, "light").click()
        assert browser.ask(paper) == light
        browser.driver.find_element(By.ID, "dark").click()
        assert browser.ask(paper) == dark
        browser.driver.find_element(By.ID, "auto").click()


def test_keys_reach_the_content_and_unfold_a_claim(browser: Browser, page: Path) -> None:
    browser.open(page)
    body = browser.driver.find_element(By.TAG_NAME, "body")
    body.send_keys(Keys.TAB)
    assert browser.driver.switch_to.active_element.text == "Skip to the content"
    browser.driver.switch_to.active_element.send_keys(Keys.ENTER)
    browser.driver.switch_to.active_element.send_keys(Keys.TAB)
    first = browser.driver.switch_to.active_element
    assert first.get_attribute("href").endswith("#claim-poland-withdrawal-begun")  # type: ignore[union-attr]
    first.send_keys(Keys.ENTER)
    assert browser.ask("document.querySelector(':target').checkVisibility()")
    summary = browser.driver.find_element(By.CSS_SELECTOR, "#claims ~ ul summary")
    summary.send_keys(Keys.SPACE)
    assert summary.find_element(By.XPATH, "..").get_attribute("open")


def test_on_paper_everything_is_unfolded_and_dark_is_light(browser: Browser, page: Path) -> None:
    browser.open(page, dark=True)
    on_screen = browser.ask("document.documentElement.scrollHeight")
    browser.media("print", dark=True)
    assert browser.ask("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    assert not browser.driver.find_element(By.CSS_SELECTOR, ".side").is_displayed()
    unfolded = "[...document.querySelectorAll('.card')].every(one => one.getBoundingClientRect().height > 20)"
    assert browser.ask(unfolded)
    assert browser.ask("document.documentElement.scrollHeight") > on_screen * 1.2


def test_what_goes_on_has_an_arrow_beyond_its_bar_that_no_edge_cuts(browser: Browser, page: Path) -> None:
    for width in (*WIDTHS, 500):
        browser.open(page, width=width)
        arrows = browser.ask(
            "[...document.querySelectorAll('.event .drawn')].flatMap(drawn => {"
            "  const end = drawn.getBoundingClientRect().right;"
            "  return [...drawn.querySelectorAll('.arrow')].map(a => a.getBoundingClientRect()).filter(a => a.width && a.left > end - 2)"
            "    .map(a => [a.left - end, a.right <= document.documentElement.clientWidth, a.width]);"
            "})"
        )
        assert len(arrows) == 2, "from 2026, and from 20 Feb 2026"
        assert all(abs(beyond) < 1 and fits and wide >= 7 for beyond, fits, wide in arrows)
        beside = browser.ask(
            "getComputedStyle(document.querySelector('.drawn .track')).clipPath.match(/-([0-9.]+)px/)[1]"
        )
        assert float(beside) >= max(wide for *_, wide in arrows)


def test_what_is_drawn_lies_under_its_dates(browser: Browser, page: Path) -> None:
    """Events and bands of one timeline are on one scale, and a hatched date is hatched."""
    browser.open(page)
    bands = browser.ask(
        "[...document.querySelectorAll('.event .band.tint')].map(b => Math.round(b.getBoundingClientRect().left))"
    )
    assert len(set(bands)) == 2
    inferred = browser.ask(
        "[...document.querySelectorAll('.event')].filter(e => e.querySelector('.hatched')).map(e => e.querySelector('.when').innerText)"
    )
    stated = browser.ask(
        "[...document.querySelectorAll('.event:not(.undated)')].filter(e => !e.querySelector('.hatched')).map(e => e.querySelector('.when').innerText)"
    )
    assert inferred
    assert stated
    assert all("inferred" in when or "implied" in when for when in inferred)
    assert not any("inferred" in when or "implied" in when for when in stated)


# Slides


@pytest.fixture
def slides(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., list[list[str]]]]:
    """Show an export in TimelineJS itself, and return of each slide its date, its headline and its text."""

    def show(*words: str) -> list[list[str]]:
        exported = written(tmp_path, *words, name="timelinejs").read_text(encoding="utf-8")
        program = Path(str(SLIDES)).resolve().as_uri()
        page = tmp_path / "slides.html"
        page.write_text(
            f'<!DOCTYPE html><meta charset="utf-8"><link rel="stylesheet" href="{program}/css/timeline.css">'
            f'<div id="here" style="height: 800px"></div><script src="{program}/js/timeline.js"></script>'
            # Its font is one that it would fetch
            f"<script>new TL.Timeline('here', {exported.replace('<', chr(92) + 'u003c')}, {{font: null}})</script>",
            encoding="utf-8",
        )
        browser.open(page)
        browser.requested()
        browser.driver.refresh()
        parts = "['.tl-headline-date', '.tl-headline', '.tl-text-content']"
        WebDriverWait(browser.driver, 20).until(lambda _: browser.ask("!!document.querySelector('.tl-timemarker')"))
        return list(
            browser.ask(
                "[...document.querySelectorAll('.tl-slide')].map(slide =>"
                f" {parts}.map(part => slide.querySelector(part)?.textContent ?? ''))"
            )
        )

    yield show
    assert browser.told() == []
    assert {urlsplit(url).scheme for url in browser.requested()} <= {"file", "data"}


timelinejs = pytest.mark.skipif(
    not SLIDES, reason="MINEWATCH_TEST_TIMELINEJS does not say where dist of @knight-lab/timelinejs is"
)


@timelinejs
def test_timelinejs_shows_slides_with_their_dates_and_how_firm_they_are(
    browser: Browser, slides: Callable[..., list[list[str]]]
) -> None:
    title, *shown = slides()
    assert title[:2] == ["", "Poland's decision to make anti-personnel mines again"]
    assert "mid-1980s (inferred): Claim (status: occurred)" in title[2]
    assert [(date, headline) for date, headline, _ in shown] == [
        (
            "1995",
            "Occurred: Poland informed the United Nations that it had halted production of anti-personnel mines and ceased exports.",
        ),
        ("2022", "Occurred: Russia launched a full-scale invasion of Ukraine."),
        ("2026", "Expected: Lithuania expected to start making anti-personnel mines."),
        ("2026", "Expected: Finland expected to start making anti-personnel mines."),
        (
            "from 20 Feb 2026",
            "Permitted: Making mines could lawfully begin, after the six-month period of withdrawal.",
        ),
        ("20 Feb 2026", "Scheduled: The six months for leaving the Ottawa Convention run out."),
    ]
    assert all("Evidence: ¶" in text and "As reported by Defence Talks (implied)" in text for *_, text in shown)
    groups = browser.ask("[...document.querySelectorAll('.tl-timegroup-message')].map(one => one.textContent.trim())")
    assert groups == ["occurred", "expected", "permitted", "scheduled"]


@timelinejs
@pytest.mark.usefixtures("unruled")
def test_timelinejs_runs_nothing_of_a_hostile_dataset(
    browser: Browser, attacked: Path, tmp_path: Path, slides: Callable[..., list[list[str]]]
) -> None:
    dataset = yaml.load((attacked.parent / "harbour.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506
    dataset["claims"][0]["when"] = {"edtf": "2025", "wording": dataset["claims"][0]["when"]["wording"]}
    (tmp_path / "harbour.yaml").write_text(yaml.safe_dump(dataset, sort_keys=False), encoding="utf-8")
    _, (date, headline, text) = slides("--data", str(tmp_path), "--no-bundled")
    assert date == "2025"
    assert headline.startswith(f"Planned: {VISIBLE}")
    assert text.count(VISIBLE) > 3
    assert browser.ask("typeof pwned") == "undefined"
    assert browser.ask("document.querySelectorAll('#here img, #here script').length") == 0
