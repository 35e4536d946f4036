import csv
import io
import json
import re
from collections.abc import Sequence
from typing import Any

import pytest
from conftest import TODAY, Run

from minewatch.errors import NothingFound
from minewatch.query import Facts
from minewatch.render import Manner, render

HARBOUR = """\
Timeline                          as reported by The Gazette, 5 Nov 2024
────────────────────────────────────────────────────────────────────────

by then, date not   ● occurred  Boats went down.
stated              │ The Gazette ¶3
                    · not yet  No answer came.
                    │ The Gazette ¶3
                    │
━━━━━━━━━━━━━━━━━━━━┿━━ 5 Nov 2024  published by The Gazette; below,
                        what it had still ahead
                    │
spring 2025 * »     ○ planned  The lighthouse will be lit again.
                    │ Ada Oort ¶1
                    │
┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┼┄┄ 24 Nov 2026  today

* inferred by us, not stated
» this day has passed since; not followed up by this source
ids: minewatch claim, with the same filters; how a date was read:
minewatch claim ID"""


def test_the_rail_in_a_width(harbour: Facts) -> None:
    lines = render("table", harbour.timeline(), harbour.setting(TODAY), Manner(width=72))
    assert "\n".join(lines) == HARBOUR


def order(out: str, *parts: str) -> list[int]:
    return [out.index(part) for part in parts]


def test_past_publication_future_and_today_stand_in_order(run: Run) -> None:
    out = run("timeline").stdout
    places = order(
        out, "mid-1980s *", "1995 ", "1997 †", "2022 ", "Aug 2025 *", "by then, date not stated ● decided",
        "between Aug and Dec 2025 *  published by Defence Talks †", "2026 * »?", "from 2026 * »?", "20 Feb 2026 »",
        "24 Nov 2026  today",
    )  # fmt: skip
    # The publication's date stands in the head as well; what counts is the line across the rail
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("today", "before", "after"),
    [
        ("2000-01-01", "1997 †", "2022 "),
        ("2025-07-01", "2022 ", "Aug 2025 *"),
        ("2026-02-01", "from 2026 *", "20 Feb 2026 "),
        ("2026-02-21", "from 20 Feb 2026", "implied by the source"),
    ],
)
def test_today_stands_where_it_falls(run: Run, today: str, before: str, after: str) -> None:
    out = run("timeline", "--today", today).stdout
    places = order(out, before, "  today", after)
    assert places == sorted(places)


def test_nothing_has_passed_before_its_day(run: Run) -> None:
    assert "»" not in run("timeline", "--today", "2025-12-31").stdout
    assert "20 Feb 2026 " in run("timeline", "--today", "2026-02-20").stdout
    assert "20 Feb 2026 »" not in run("timeline", "--today", "2026-02-20").stdout
    assert "20 Feb 2026 »" in run("timeline", "--today", "2026-02-21").stdout


def ids(run: Run, *words: str) -> list[str]:
    result = run("timeline", "--format", "jsonl", *words)
    assert result.exit_code == 0, result.stderr
    return [json.loads(line)["id"] for line in result.stdout.splitlines()]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--until", "1990"], ["poland-halted-production"]),
        (["--since", "1985", "--until", "1985"], ["poland-halted-production"]),
        (["--since", "1995", "--until", "2000"], ["poland-informed-un", "ottawa-convention-1997"]),
        (["--since", "2025", "--until", "2025-08-01"], ["poland-withdrawal-begun"]),
        (
            ["--since", "2026-02", "--about", "poland", "--topic", "treaty"],
            ["withdrawal-period-ends", "production-lawful-after-period"],
        ),
        (["--since", "2040", "--topic", "capacity"], ["belma-could-reach"]),
        (
            ["--about", "lithuania", "--about", "finland", "--topic", "production", "--since", "2026"],
            ["lithuania-expects-production", "finland-expects-production"],
        ),
        (["--about", "Belma"], ["belma-could-reach"]),
        (["--about", "kaliningrad", "--about", "norway"], ["norway-exception"]),
    ],
)
def test_filters_keep_what_may_overlap(run: Run, words: list[str], expected: list[str]) -> None:
    assert ids(run, *words) == expected


@pytest.mark.parametrize(
    ("today", "after", "before"),
    [
        ("2024-01-01", "Russia launched", "Poland began"),
        ("2025-07-31", "Russia launched", "Poland began"),
        ("2025-08-01", "published by", None),
    ],
)
def test_today_is_before_what_begins_later_a_publication_too(
    run: Run, today: str, after: str, before: str | None
) -> None:
    shown = run("timeline", "--since", "2000", "--until", "2025-12", "--today", today).stdout.partition("\n\n")[2]
    lines = [line for line in shown.partition("\n\n")[0].splitlines() if line.strip() != "│"]
    at = next(n for n, line in enumerate(lines) if line.endswith("today"))
    assert after in lines[at - 1]
    assert before in lines[at + 1] if before else at == len(lines) - 1


def test_today_is_before_a_publication_that_is_ahead_of_it(run: Run) -> None:
    shown = run("timeline", "--since", "2000", "--until", "2023", "--today", "2024-01-01").stdout
    assert shown.index("1 Jan 2024  today") < shown.index("published by")


def test_what_has_no_date_is_counted(run: Run) -> None:
    assert run("timeline").stderr == "minewatch: 40 more claims without a date left out\n"
    # With a filter on time, what stood at publication without a date is left out too
    assert run("timeline", "--since", "2026").stderr == "minewatch: 56 more claims without a date left out\n"


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["--about", "norway", "--topic", "production"], 1, "in this dataset, but the source says nothing on Norway and production; about Norway: 1 claim on other topics; try: minewatch claim --about norway"),
        (["--about", "reuters"], 1, "in this dataset, but no claim is about Reuters; from, through or to Reuters: 1 claim; try: minewatch entity reuters"),
        (["--until", "1900"], 1, "--until 1900-12-31 leaves nothing of 28 claims on the timeline; 40 more claims without a date; try: minewatch timeline"),
        (
            ["--about", "finland", "--until", "2024", "--since", "1900"], 1,
            "--until 2024-12-31 leaves nothing of 2 claims on the timeline; 1 more claim without a date; try: minewatch timeline --about finland --since 1900-01-01",
        ),
        (["--about", "belarus"], 1, "no claim on Belarus says when it happens; 1 claim without that: poland-aims-belarus-border; try: minewatch claim --about belarus"),
        (["--about", "estonia", "--topic", "demand"], 1, "of Estonia and demand by itself nothing is said; no claim on Baltic states and demand says when it happens; 1 claim without that: baltic-states-interested; try: minewatch claim --about baltic-states --topic demand"),
        (["--about", "sweden"], 1, "'sweden' is not in this dataset; try: minewatch entity"),
        (["--about", ""], 1, "'' is not in this dataset; try: minewatch entity"),
        (["--since", ""], 2, "--since: '' is not a date that is understood here: write 2025, 2025-08, 2025-08-20, 2025-21 (spring), 201X, 2025~, 2025-08/2026, 2026/.. or [1984..1986]"),
        (["--since", "../2026"], 2, "--since ../2026 has no beginning to go by"),
        (["--until", "2026/.."], 2, "--until 2026/.. has no end to go by"),
        (["--since", "2026", "--until", "1990"], 2, "--since 2026 begins after --until 1990 ends"),
        (["--about", "united"], 3, "'united' fits 2 records: united-states (United States), united-nations (United Nations); name one by its id"),
        (["--topic", "weather"], 2, "'weather' is no topic; there are treaty, production, stockpile, capacity, demand, procurement, export, import, use, deployment, security, background"),
        (["--since", "soon"], 2, "--since: 'soon' is not a date that is understood here: write 2025, 2025-08, 2025-08-20, 2025-21 (spring), 201X, 2025~, 2025-08/2026, 2026/.. or [1984..1986]"),
    ],
)  # fmt: skip
def test_three_kinds_of_nothing_and_what_is_wrong(run: Run, words: list[str], code: int, message: str) -> None:
    result = run("timeline", *words)
    assert (result.exit_code, result.stdout, result.stderr) == (code, "", f"minewatch: {message}\n")


def test_a_group_answers_only_for_a_member_of_which_nothing_is_said(run: Run, harbour: Facts) -> None:
    assert harbour.timeline(harbour.filters(about=["atlantis"])).group is None
    alone = run("timeline", "--about", "estonia", "--topic", "import")
    assert alone.stderr.startswith(
        "minewatch: of Estonia and import by itself nothing is said; no claim on Baltic states"
    )


def test_what_is_only_quoted_is_not_denied(harbour: Facts) -> None:
    with pytest.raises(
        NothingFound, match=r"no claim on Atlantis and demand says when it happens; there are quotes on it"
    ):
        harbour.timeline(harbour.filters(about=["atlantis"], topic=["demand"]))


def test_a_day_before_the_source_is_remarked_on(run: Run) -> None:
    assert "on 2025-01-01 the source had not appeared yet" in run("timeline", "--today", "2025-01-01").stderr


def test_no_question_on_claims_reads_them_all(facts: Facts, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a million claims are as many as ten: what is asked by subject, speaker or time goes by an index."""
    asked: list[tuple[str, Sequence[str]]] = []
    inner = facts.selection.read

    def noted(kind: type, sql: str, values: Sequence[str] = ()) -> Any:
        asked.append((sql, values))
        return inner(kind, sql, values)

    monkeypatch.setattr(facts.selection, "read", noted)
    facts.timeline(facts.filters(about=["poland"], since="2026", until="2027"))
    facts.timeline(facts.filters(since="2026", until="2027"))
    facts.country("poland")
    facts.entity_cards(["zalewski"])
    facts.claims(facts.filters(via=["landmine monitor"]))
    facts.claims(facts.filters(paragraph=[7]))
    facts.claim_cards(["poland-production-resumes"])
    facts.figures()
    facts.timeline()
    facts.search("ukraine")
    plans = [
        (sql, row[3])
        for sql, values in asked
        for row in facts.selection.db.execute(f"EXPLAIN QUERY PLAN {sql}", values)
        if " claim" in sql
    ]
    assert plans
    assert not [plan for plan in plans if re.match(r"SCAN claim\b", plan[1])]


def test_every_dated_claim_is_on_the_rail_once(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("timeline", "--format", "csv").stdout)))
    dated = [row["id"] for row in rows if row["when"]]
    assert len(dated) == len(set(dated)) == 12
    earliest = [row["when_earliest"] for row in rows if row["when"]]
    assert earliest == sorted(earliest)


def test_a_limit_keeps_the_oldest(run: Run) -> None:
    result = run("timeline", "--limit", "2", "--format", "jsonl")
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == [
        "poland-halted-production",
        "poland-informed-un",
    ]
    assert "minewatch: 2 of 28 claims shown; --limit 28 shows all\n" in result.stderr
