import json
import re

import pytest
from conftest import HARBOUR, TODAY, Run

from minewatch import store
from minewatch.query import Facts
from minewatch.render import Manner, render
from minewatch.view.blocks import Bar

BAR = re.compile(r"^ +(█*)(░*) *│ (.*)$")

PAGE = """\
1 figure              as reported by The Gazette, 5 Nov 2024
────────────────────────────────────────────────────────────

About Atlantis and what is affiliated with it
  some 40–60  occurred  boats sunk  — The Gazette ¶3
  ███████████████████████████████████░░░░░░░░░░░░░░░░░░│ 60

A bar's scale ends at │, and is shared by what counts the
same in the same unit; ░ is a range.

ids: minewatch claim --about NAME; how each was read:
minewatch claim ID"""


def shown(facts: Facts, *names: str, width: int | None = None) -> list[str]:
    return list(render("table", facts.figures(names), facts.setting(TODAY), Manner(width=width)))


def bars(lines: list[str]) -> dict[str, tuple[int, int]]:
    """Return the full and the open length of each bar, under the figure that it belongs to."""
    found = {}
    for n, line in enumerate(lines):
        if match := BAR.match(line):
            found[lines[n - 1].strip().split("  ")[0]] = (len(match[1]), len(match[2]))
    return found


def test_a_range_in_a_width(harbour: Facts) -> None:
    assert "\n".join(shown(harbour, "atlantis", width=60)) == PAGE


def test_only_what_counts_the_same_shares_a_scale(facts: Facts) -> None:
    drawn = bars(shown(facts))
    assert set(drawn) == {"5–6 million", "1.2 million / year", "around 100,000 / year"}
    whole, small = drawn["1.2 million / year"][0], drawn["around 100,000 / year"][0]
    assert abs(small - whole / 12) < 1
    full, span = drawn["5–6 million"]
    assert (full + span, span) == (whole, round(whole / 6)), "a range stands on a scale of its own"


def test_a_size_in_words_and_a_lone_figure_have_no_bar(facts: Facts) -> None:
    lines = shown(facts)
    for name in ("millions", "large quantities", "roughly 800 km", "6 months"):
        (n,) = [n for n, line in enumerate(lines) if line.strip().startswith(name)]
        assert not BAR.match(lines[n + 1])


def test_about_it_and_said_by_it_share_no_figure(run: Run) -> None:
    out = run("figure", "belma").stdout
    about, said = out.split("Said by Belma and its people, about others")
    assert "About Belma and what is affiliated with it" in about
    assert [f in about for f in ("5–6 million", "1.2 million", "around 100,000")] == [True] * 3
    assert [f in said for f in ("millions  ", "roughly 800 km")] == [True] * 2
    ids = [record["id"] for record in json.loads(run("figure", "belma", "--json").stdout)["results"]]
    assert len(ids) == len(set(ids)) == 5


def test_a_person_speaks_for_himself(run: Run) -> None:
    out = run("figure", "zakrzewski").stdout
    assert "Said by Jaroslaw Zakrzewski\n" in out
    assert "About" not in out
    assert "millions" not in out.replace("5–6 million", ""), "that is what Belma said"


def test_nothing_is_added_up(run: Run) -> None:
    figures = [record["quantity"] for record in json.loads(run("figure", "--json").stdout)["results"]]
    numbers = {number for figure in figures for number in (figure["value"], figure["low"], figure["high"]) if number}
    assert numbers == {1_200_000, 100_000, 5_000_000, 6_000_000, 800, 6}


def test_filters_narrow_and_a_time_filter_counts_what_has_no_date(run: Run) -> None:
    result = run("figure", "belma", "--since", "2026")
    assert "1.2 million / year" in result.stdout
    assert "around" not in result.stdout
    assert result.stderr == "minewatch: 4 more claims without a date left out\n"
    assert run("figure", "--status", "expected").stdout.startswith("1 figure · expected\n")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["latvia"], "in this dataset, but the source gives no figure about Latvia, and none of theirs; try: minewatch entity latvia"),
        (["belma", "--status", "hoped"], "--status hoped leaves nothing of 5 figures; try: minewatch figure belma"),
        (["--status", "hoped"], "--status hoped leaves nothing of 7 figures; try: minewatch figure"),
        (["--topic", "import"], "in this dataset, but there is no figure on import; try: minewatch claim --topic import"),
        (["sweden"], "'sweden' is not in this dataset; try: minewatch entity"),
    ],
)  # fmt: skip
def test_no_figure_says_why(run: Run, words: list[str], message: str) -> None:
    result = run("figure", *words)
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", f"minewatch: {message}\n")


def test_nothing_has_no_length() -> None:
    assert Bar(0, 0, 10, "10").drawn(20) == ""
    assert Bar(0, 5, 10, "10").drawn(20) == "░" * 10
    assert Bar(0.01, 0.01, 10, "10").drawn(20) == "█"


@pytest.mark.parametrize(("low", "high", "drawn"), [("0", "0", 0), ("-3", "5", 0), ("40", "40", 0), ("0", "60", 1)])
def test_a_range_is_drawn_where_it_has_a_length(
    tmp_path_factory: pytest.TempPathFactory, low: str, high: str, drawn: int
) -> None:
    folder = tmp_path_factory.mktemp("range")
    text = (
        (HARBOUR / "harbour.yaml").read_text(encoding="utf-8").replace("low: 40, high: 60", f"low: {low}, high: {high}")
    )
    (folder / "d.yaml").write_text(text, encoding="utf-8")
    with Facts(store.open_folder(folder)) as facts:
        assert len(bars(shown(facts))) == drawn
