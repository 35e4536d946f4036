import csv
import io
import json

import pytest
from conftest import Run

from minewatch.errors import BadUsage
from minewatch.query import Facts

ZAKRZEWSKI = """\
1 quotation · by Belma and affiliated
as reported by Defence Talks †, between Aug and Dec 2025 *

  “We are preparing for Polish demand to amount to 5–6 million mines of all types”
    expected (demand) · Jaroslaw Zakrzewski, said to: Reuters ¶10
    On what Belma, whose chief executive he is, is getting ready for. ¶11 says that no formal order had come from the \
defence ministry yet.

Claims reported in indirect speech besides: Jaroslaw Zakrzewski 7 (2 of them not for certain theirs), Belma 2 (1 of them not for certain theirs).

† implied by the source, not stated
* inferred by us, not stated
what else they say: minewatch claim --by NAME; how it was read: minewatch claim ID
"""


def test_an_organisation_gives_its_people_s_words_under_their_names(run: Run) -> None:
    result = run("quote", "belma")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == ZAKRZEWSKI


def texts(run: Run, *words: str) -> list[str]:
    return [json.loads(line)["text"] for line in run("quote", *words, "--format", "jsonl").stdout.splitlines()]


LARGE = "We are interested in large quantities as soon as possible"
NEEDS = "I would very much like that… We have such needs"
DEMAND = "We are preparing for Polish demand to amount to 5–6 million mines of all types"
OWN = "Our starting point is our own needs"
UKRAINE = (
    "But for us Ukraine is absolutely a priority, because the European and Polish security line is on the "
    "Russia-Ukraine front."
)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], [LARGE, NEEDS, DEMAND, OWN, UKRAINE]),
        (["zalewski"], [LARGE, NEEDS, OWN, UKRAINE]),
        (["Zakrzewski"], [DEMAND]),
        (["poland"], [LARGE, NEEDS, DEMAND, OWN, UKRAINE]),
        (["defence", "ministry"], [LARGE, NEEDS, OWN, UKRAINE]),
        (["--topic", "security"], [OWN, UKRAINE]),
        (["--about", "ukraine"], [OWN, UKRAINE]),
        (["zalewski", "--topic", "production"], [NEEDS]),
    ],
)
def test_quotes_come_whole_and_in_order(run: Run, words: list[str], expected: list[str]) -> None:
    assert texts(run, *words) == expected


def test_the_gap_between_two_parts_is_marked_and_both_are_counted(run: Run) -> None:
    out = run("quote", "--about", "ukraine").stdout
    assert out.startswith("1 quotation, 2 parts · about Ukraine and affiliated\n")
    assert f"“{OWN}” [interrupted] “{UKRAINE}”" in out
    assert "[interrupted] words of the source stand there, such as who speaks" in out


def test_only_one_is_said_to_have_told_reuters(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("quote", "--format", "csv").stdout)))
    assert [row["said_to"] for row in rows] == ["", "", "reuters", "", ""]


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["norway"], 1, "'norway' is not among the speakers; known: Norway (country); try: minewatch country norway"),
        (["defence-talks"], 1, "the source quotes no words of Defence Talks; try: minewatch claim --by defence-talks"),
        (["latvian officials"], 1, "the source quotes no words of Latvian officials; of theirs in indirect speech: 1 claim; try: minewatch claim --by latvian-officials"),
        (["lithuania"], 1, "the source quotes no words of Lithuania; of theirs in indirect speech: 2 claims; try: minewatch claim --by lithuania"),
        (["zalewsky"], 1, "'zalewsky' is not in this dataset; did you mean zalewski?"),
        (["zakrzewski", "--topic", "treaty"], 1, "--topic treaty leaves none of the quotes of Jaroslaw Zakrzewski; try: minewatch quote zakrzewski"),
        (["--about", "norway", "--topic", "use"], 1, "in this dataset, but the source says nothing on Norway and use; about Norway: 1 claim on other topics; try: minewatch claim --about norway"),
        (["--topic", "use"], 1, "--topic use leaves none of the quotes; try: minewatch quote or minewatch claim --topic use"),
    ],
)  # fmt: skip
def test_no_quote_says_why_and_whether_there_is_indirect_speech(
    run: Run, words: list[str], code: int, message: str
) -> None:
    result = run("quote", *words)
    assert (result.exit_code, result.stdout, result.stderr) == (code, "", f"minewatch: {message}\n")


def test_quotes_have_no_dates_to_filter_by(facts: Facts) -> None:
    with pytest.raises(BadUsage, match="quotes have no since to filter by"):
        facts.quotations(facts.filters(since="2026"))


def test_a_limit_counts_quotations_and_keeps_them_whole(run: Run) -> None:
    result = run("quote", "zalewski", "--limit", "3", "--json")
    document = json.loads(result.stdout)
    assert [quote["text"] for quote in document["results"]] == [LARGE, NEEDS, OWN, UKRAINE]
    assert document["truncated"] is False
    result = run("quote", "zalewski", "--limit", "2", "--json")
    document = json.loads(result.stdout)
    assert (document["total"], document["truncated"], len(document["results"])) == (4, True, 2)
    assert result.stderr == "minewatch: 2 of 3 quotations shown; --limit 3 shows all\n"


def test_markdown_shows_a_quote_as_a_quote(run: Run) -> None:
    out = run("quote", "zakrzewski", "--format", "md").stdout
    assert f"> “{DEMAND}”\n>\n> — Jaroslaw Zakrzewski, said to: Reuters ¶10 · expected (demand)\n" in out


def test_the_direct_claims_of_a_quote_come_with_it(facts: Facts) -> None:
    answer = facts.quotations(facts.filters(by=["zakrzewski"]))
    assert [claim.id for claim in answer.claims] == ["belma-prepares-for-demand"]
