import csv
import io
import json
from pathlib import Path

import pytest
from conftest import HARBOUR, TODAY, Run
from hypothesis import example, given
from hypothesis import strategies as st

from minewatch import passing, store
from minewatch.answers import Cards
from minewatch.model import LADDERS, STATED, Quantity
from minewatch.query import Facts
from minewatch.render import Manner, render
from minewatch.view import wording

MATRIX = """\
Countries
as reported by Defence Talks †, between Aug and Dec 2025 *

               Treaty                       Production         Export       Use
Poland         leaving ¶7                   decided ¶1         possible ¶1  planned ¶1
Lithuania      leaving announced † ¶16, 17  expected »? ¶16    –            –
Finland        leaving announced † ¶16, 17  expected »? ¶16    –            –
Latvia         leaving announced ¶17        if required † ¶17  –            –
Estonia        leaving announced ¶17        option † ¶17       –            –
Ukraine        leaving announced ¶19        –                  –            alleged by Russia ¶19
Russia         not party ¶19                –                  –            alleged by Ukraine ¶19
Belarus        –                            –                  –            –
Norway         no exit announced ¶2         –                  –            –
United States  never signed ¶20             –                  –            –
China          never signed ¶20             –                  –            –

All four questions are about anti-personnel mines.

† implied by the source, not stated
* inferred by us, not stated
»? this may have passed since; not followed up by this source
– the source does not say
who says so, and how it was read: minewatch country NAME
"""

NORWAY = """\
Norway  NO · NOR
as reported by Defence Talks †, between Aug and Dec 2025 *

Position
  Treaty      no exit announced  Among the EU and NATO countries that border Russia, Norway is named as the exception; \
it is not announcing plans to leave the Ottawa Convention.  — Defence Talks ¶2
  Production  –                  the source does not say
  Export      –                  the source does not say
  Use         –                  the source does not say

Not said
  ·  why Norway is the exception, and what it says itself

† implied by the source, not stated
* inferred by us, not stated
– the source does not say
ids: minewatch claim --about norway; how a claim was read: minewatch claim ID
"""

RURITANIA = """\
Ruritania  XR · XRU               as reported by The Gazette, 5 Nov 2024
────────────────────────────────────────────────────────────────────────

Position
  Treaty      –        the source does not say
  Production  decided  The lighthouse will be lit again. (spring 2025 *
                       »)  — Ada Oort ¶1
  Export      –        the source does not say
  Use         –        the source does not say

Quotes
  “The lamp is ready” [interrupted] “The ships are not.”
    in effect (capacity) · Ada Oort, said to: not stated ¶2
    At the harbour.

Not said
  ·  what it costs

* inferred by us, not stated
» this day has passed since; not followed up by this source
– the source does not say
[interrupted] words of the source stand there, such as who speaks
ids: minewatch claim --about ruritania; how a claim was read: minewatch
claim ID"""


def test_all_countries_and_where_they_stand(run: Run) -> None:
    result = run("country")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == MATRIX


def test_a_card(run: Run) -> None:
    result = run("country", "norway")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == NORWAY


def test_a_card_in_a_width(harbour: Facts) -> None:
    lines = render("table", harbour.cards(["ruritania"]), harbour.setting(TODAY), Manner(width=72))
    assert "\n".join(lines) == RURITANIA


@pytest.mark.parametrize(
    "line",
    [
        "  Treaty      leaving    Poland began the formal process of leaving the Ottawa Convention. (Aug 2025 *)"
        "  — Defence Talks ¶7",
        "              scheduled  The six months for leaving the Ottawa Convention run out. (whose withdrawal is not said;"
        " taken as Poland's, whose ministry speaks) (20 Feb 2026 »)"
        "  — Polish foreign ministry ¶18",
        "  Production  decided    Poland has decided to make anti-personnel mines again.  — Pawel Zalewski ¶1",
        "              permitted  Making mines could lawfully begin, after the six-month period of withdrawal. (who"
        " would make them, and of what kind, is not said; taken as Poland, whose ministry speaks) (from 20 Feb 2026 »)"
        "  — Polish foreign ministry ¶18",
        "              view       What Poland itself requires for its defence would come first.  — Jaroslaw Zakrzewski ¶15",
        "  1.2 million / year          possible    Belma: mines made (kind not said), from 2026 * »? (the same sentence says first"
        " that the defence ministry has placed no formal order yet)"
        "  — Jaroslaw Zakrzewski ¶11",
        "  around 100,000 / year       in effect   Belma: mines made (kind not said), current: between Aug and Dec 2025 *"
        "  — Jaroslaw Zakrzewski * ¶11",
        "  roughly 800 km (500 miles)  in effect   length of Poland's eastern border  — Belma * ¶9",
        "  millions                    possible    East Shield: landmines for Poland, to secure its eastern border (kind not"
        " said)  — Belma ¶9",
        "  “Our starting point is our own needs” [interrupted] “But for us Ukraine is absolutely a priority, because the European"
        " and Polish security line is on the Russia-Ukraine front.”",
        "    expected (demand) · Jaroslaw Zakrzewski, said to: Reuters ¶10",
        "  not yet    No formal order has come from Poland's defence ministry yet. (an order of what, and with whom, is not"
        " said)  — Defence Talks ¶11",
        "  ·  what a mine, or the East Shield programme, costs",
    ],
)
def test_what_a_reporter_reads_on_poland(run: Run, line: str) -> None:
    assert line in run("country", "poland").stdout.split("\n")


def test_in_markdown_and_html_lines_stand_under_their_question(run: Run) -> None:
    from bs4 import BeautifulSoup

    lines = run("country", "latvia", "--format", "md").stdout.splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("- **Production** *if required †*: "))
    assert lines[at + 1].startswith("  - *not done*: Latvia has made no formal commitment")
    assert lines[at + 2] == "- **Export** the source does not say"
    assert "- *interested*: The Baltic states" in "\n".join(lines), "what has no label before it stands by itself"
    page = BeautifulSoup(run("brief", "latvia", "--format", "html").stdout, "html.parser")
    (inner,) = page.select("li li")
    assert inner.parent is not None
    assert inner.parent.parent is not None
    assert inner.parent.parent.get_text().startswith("Production if required")
    assert inner.get_text().startswith("not done: Latvia")


@pytest.mark.parametrize("name", ["poland", "ukraine", "estonia", "russia"])
def test_every_claim_of_a_card_is_shown_once(facts: Facts, name: str) -> None:
    profile = facts.country(name)
    lines = list(render("table", Cards((profile,)), facts.setting(TODAY), Manner()))
    quoted = {quote.id for quote in profile.quotes}
    for claim in profile.claims:
        shown = sum(claim.statement.rstrip(".") in line and "  — " in line for line in lines)
        if claim.quotes and quoted.issuperset(claim.quotes):
            assert shown == 0, f"{claim.id} stands beside its quote"
        elif claim.quantity:
            assert shown <= 1
            assert sum(claim.quantity.counted in line for line in lines) >= 1, claim.id
        else:
            assert shown == 1, claim.id


def test_several_countries_stand_side_by_side(run: Run) -> None:
    out = run("country", "latvia", "EE").stdout
    assert out.startswith("Latvia, Estonia\n")
    production = out[out.index("Production") : out.index("Export")]
    assert (
        "Latvia: if required †: A start of manufacturing could come quickly, if required. (manufacturing of what, and"
        " where, the sentence does not say) — Latvian officials ¶17" in production
    )
    assert (
        "Estonia: option †: Manufacturing is an option for Estonia in the future. (manufacturing of what, the sentence"
        " does not say) — Estonia ¶17" in production
    )


def test_a_group_s_claims_stay_the_group_s(run: Run) -> None:
    out = run("country", "estonia").stdout
    group = out[out.index("Said of the Baltic states as a whole") :]
    assert "The Baltic states were among the NATO countries bordering Russia that had" in group
    assert "Estonia is one of the Baltic states ‡" in group
    assert "‡ from general knowledge, not from the source" in group
    assert "Baltic" not in run("country", "finland").stdout


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["sweden"], 1, "'sweden' is not in this dataset; try: minewatch country"),
        (["polnd"], 1, "'polnd' is not in this dataset; did you mean poland?"),
        (["es"], 1, "'es' is not in this dataset; try: minewatch country"),
        (["belma"], 1, "'belma' is not among the countries; known: Belma (organisation); try: minewatch entity belma"),
        (["kaliningrad"], 1, "'kaliningrad' is not among the countries; known: Kaliningrad exclave (place); try: minewatch entity kaliningrad"),
        (["poland", "sweden"], 1, "'sweden' is not in this dataset; try: minewatch country"),
        (["--frobnicate"], 2, "No such option: --frobnicate (Possible options: --format); see minewatch country --help"),
        (["--format", "xml"], 2, "there is no format 'xml'; there are table, json, jsonl, csv, md"),
        (["--raw"], 2, "--raw goes with csv, and not with table"),
        (["--json", "--format", "csv"], 2, "--json and --format csv do not go together"),
        (["--fields", "id"], 2, "--fields goes with json, jsonl, csv, and not with table"),
        (["--today", "2026"], 2, "--today takes a day like 2026-02-20, and '2026' is none"),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_says_why_in_one_line(run: Run, words: list[str], code: int, message: str) -> None:
    result = run("country", *words)
    assert (result.exit_code, result.stdout, result.stderr) == (code, "", f"minewatch: {message}\n")


def test_a_flag_never_swallows_a_name(run: Run) -> None:
    assert json.loads(run("country", "--json", "poland").stdout)["results"][0]["country"]["id"] == "poland"


def test_json_is_one_document_with_a_profile_a_country(run: Run) -> None:
    document = json.loads(run("country", "poland", "latvia", "--json").stdout)
    assert [(one["id"], one["version"], one["drafts"]) for one in document["datasets"]] == [
        ("poland-mines", "1.0.0", 0)
    ]
    assert document["today"] == TODAY
    assert document["as_reported"][0]["published"]["edtf"] == "[2025-08..2025-12]"
    assert (document["total"], document["truncated"]) == (2, False)
    poland, latvia = document["results"]
    assert [(p["question"], p["value"], p["evidence"]) for p in poland["positions"]] == [
        ("treaty", "leaving", [7]),
        ("production", "decided", [1]),
        ("export", "possible", [1]),
        ("use", "planned", [1]),
    ]
    assert latvia["positions"][2] == {
        "kind": "position", "country": {"id": "latvia", "label": "Latvia"}, "question": "export", "value": None,
        "claim": None, "source": None, "as_reported": None, "said_by": None, "status": "not-said", "passed": None, "evidence": [],
        "basis": None,
    }  # fmt: skip


def test_json_lines_and_csv_have_a_row_a_record(run: Run) -> None:
    profile = json.loads(run("country", "latvia", "--json").stdout)["results"][0]
    silent = [position for position in profile["positions"] if position["value"] is None]
    lines = [json.loads(line) for line in run("country", "latvia", "--format", "jsonl").stdout.splitlines()]
    (member,) = (line for line in lines if line["kind"] == "membership")
    assert (member["about"][0]["id"], member["basis"]["kind"]) == ("baltic-states", "background")
    expected = [*profile["claims"], *profile["group_claims"], *profile["quotes"], *profile["gaps"], member, *silent]
    assert lines == expected
    rows = list(csv.DictReader(io.StringIO(run("country", "latvia", "--format", "csv").stdout)))
    assert [(row["kind"], row["id"]) for row in rows] == [(item["kind"], item.get("id") or "") for item in expected]
    quickly = next(row for row in rows if row["id"] == "latvia-could-begin-quickly")
    assert quickly["statement"] == "A start of manufacturing could come quickly."
    assert (quickly["status"], quickly["condition"], quickly["said_by_label"], quickly["evidence"]) == (
        "possible", "if required", "Latvian officials", "17",
    )  # fmt: skip
    assert (quickly["question"], quickly["value"], quickly["position_basis"]) == (
        "production",
        "if-required",
        "implied",
    )


def test_fields_select(run: Run) -> None:
    out = run("country", "norway", "--format", "csv", "--fields", "id,status").stdout
    assert out.splitlines()[:2] == ["id,status", "norway-exception,not-done"]
    document = json.loads(run("country", "norway", "--json", "--fields", "id,status").stdout)
    assert document["results"][0] == {"id": "norway-exception", "status": "not-done"}
    wrong = run("country", "norway", "--json", "--fields", "id,statuss")
    assert (wrong.exit_code, wrong.stdout) == (2, "")
    assert "there is no field 'statuss' here; there are kind, id, " in wrong.stderr


def test_a_limit_is_never_silent(run: Run) -> None:
    result = run("country", "--limit", "2")
    assert [line.split()[0] for line in result.stdout.split("\n")[4:6]] == ["Poland", "Lithuania"]
    assert result.stderr == "minewatch: 2 of 11 countries shown; --limit 11 shows all\n"
    document = json.loads(run("country", "--limit", "2", "--json").stdout)
    assert (document["total"], document["truncated"], len(document["results"])) == (44, True, 8)


def test_every_position_stands_on_a_claim_of_its_country(facts: Facts) -> None:
    for standing in facts.matrix().standings:
        if standing.claim:
            assert standing.country in standing.claim.about
            assert standing.value in LADDERS[standing.question]


def test_markdown_keeps_what_is_said(run: Run) -> None:
    out = run("country", "poland", "--format", "md").stdout
    assert out.startswith(
        "# Poland  PL · POL\n\n*as reported by Defence Talks †, between Aug and Dec 2025 \\**\n\n## Position\n\n"
    )
    assert (
        "- **Treaty** *leaving*: Poland began the formal process of leaving the Ottawa Convention. (Aug 2025 \\*) — Defence Talks ¶7\n"
        in out
    )


def test_the_public_api_gives_the_same_records(facts: Facts, run: Run) -> None:
    poland = facts.country("poland")
    shown = json.loads(run("country", "poland", "--json").stdout)["results"][0]
    assert [claim.id for claim in poland.claims] == [claim["id"] for claim in shown["claims"]]


def test_a_plan_s_day_passes_with_its_start(facts: Facts) -> None:
    claims = {claim.id: claim for claim in facts.country("poland").claims}
    published = facts.sources().sources[0].published
    lawful, hoped, begun = (
        claims[ident]
        for ident in ("production-lawful-after-period", "zalewski-hopes-start-next-year", "poland-withdrawal-begun")
    )
    assert [passing.passed(lawful, published, day) for day in ("2026-02-20", "2026-02-21")] == [None, "passed"]
    assert [passing.passed(hoped, published, day) for day in ("2026-01-01", "2026-01-02", "2027-01-01")] == [
        None, "may-have-passed", "passed",
    ]  # fmt: skip
    assert passing.passed(begun, published, "2030-01-01") is None, "what has occurred does not pass"


def changed(folder: Path, *changes: tuple[str, str]) -> Facts:
    """Return the small dataset with some of its text changed."""
    text = (HARBOUR / "harbour.yaml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (folder / "d.yaml").write_text(text, encoding="utf-8")
    return Facts(store.open_folder(folder))


def shown(facts: Facts, *names: str) -> str:
    return "\n".join(render("table", facts.cards(names), facts.setting(TODAY), Manner()))


def test_a_withdrawn_claim_is_shown_nowhere(tmp_path: Path) -> None:
    with changed(tmp_path, ("status: planned", "status: planned\n    state: withdrawn")) as facts:
        assert "lit again" not in shown(facts, "ruritania")
        assert all(standing.claim is None for standing in facts.matrix().standings)
        assert "relight" not in [claim.id for claim in facts.claims().claims]


def test_a_figure_keeps_its_condition_and_what_it_leaves_open(tmp_path: Path) -> None:
    change = ("status: occurred\n", "status: possible\n    condition: if they float\n    note: whose is not said\n")
    with changed(tmp_path, change) as facts:
        out = shown(facts, "atlantis")
    assert "some 40–60  possible  boats sunk, if they float (whose is not said)  — The Gazette ¶3" in out


def test_a_quote_is_as_firm_on_every_card_it_is_on(harbour: Facts) -> None:
    for names in (["ruritania"], ["atlantis"], ["ruritania", "atlantis"]):
        assert "in effect (capacity) · Ada Oort" in shown(harbour, *names)


def test_a_quotation_names_the_paragraphs_of_all_its_parts(tmp_path: Path) -> None:
    old = "text: The ships are not., paragraph: 2"
    with changed(tmp_path, (old, old.replace("2", "3"))) as facts:
        assert "said to: not stated ¶2, 3" in shown(facts, "ruritania")


def test_a_position_beneath_no_other_question_than_its_own(tmp_path: Path) -> None:
    treaty = (
        "position: {country: ruritania, question: treaty, value: party}\n    links: [{type: supports, to: relight}]"
    )
    change = (
        "    quotes: [lamp-quote]\n    status: in-effect",
        f"    quotes: [lamp-quote]\n    status: in-effect\n    {treaty}",
    )
    with changed(tmp_path, change) as facts:
        assert shown(facts, "ruritania").count("The lamp is in order.") == 1


@given(st.integers(0, 10**15 - 1) | st.floats(0, 10**12, allow_nan=False).map(lambda value: round(value, 3)))
@example(1_234_567_000)
@example(123_456_789_000)
def test_a_number_reads_back_as_it_is(value: float) -> None:
    quantity = Quantity(value, None, None, None, None, "boat", None, "boats", None, None, STATED)
    number, _, name = wording.figure(quantity).partition(" ")
    scale = {"": 1, "million": 10**6, "billion": 10**9}[name]
    assert float(number.replace(",", "")) * scale == value


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (40, 60, "40–60"),
        (5e6, 6e6, "5–6 million"),
        (500, 1_000_000, "500 to 1 million"),
        (900_000, 1_100_000, "900,000 to 1.1 million"),
    ],
)
def test_a_range_shares_its_scale_only_where_both_ends_have_it(low: float, high: float, text: str) -> None:
    assert wording.figure(Quantity(None, low, high, None, None, "boat", None, "b", None, None, STATED)) == text
