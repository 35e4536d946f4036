import json

import pytest
from conftest import TODAY, Run

from minewatch.errors import BadUsage
from minewatch.query import Facts
from minewatch.render import Manner, render

CHAIN = """\
lamp-ready            as reported by The Gazette, 5 Nov 2024
────────────────────────────────────────────────────────────

The lamp is in order.
  Status     in effect: it was so when the source appeared
  Said by    Ada Oort, read from a quote
  When       not stated
  About      Ruritania
  Topic      capacity
  Stands on  ¶2, The Gazette, [Lighthouse to be relit]
  Read as    stated

Read from the quotation
  “The lamp is ready” [interrupted] “The ships are not.”
    in effect (capacity) · Ada Oort, said to: not stated ¶2
    At the harbour.

[interrupted] words of the source stand there, such as who
speaks
to cite it: minewatch cite lamp-ready"""


def lines(facts: Facts, *ids: str, width: int | None = None) -> str:
    return "\n".join(render("table", facts.claim_cards(ids), facts.setting(TODAY), Manner(width=width)))


def ids(run: Run, *words: str) -> list[str]:
    out = run("claim", *words, "--format", "jsonl", "--fields", "id").stdout
    return [json.loads(line)["id"] for line in out.splitlines()]


def test_the_whole_chain_in_a_width(harbour: Facts) -> None:
    assert lines(harbour, "lamp-ready", width=60) == CHAIN


@pytest.mark.parametrize(
    ("ident", "line"),
    [
        ("poland-halted-production", "  Said by    Poland via Landmine and Cluster Munitions Monitor to United Nations, in indirect speech"),
        ("poland-halted-production", "  Said when  1995 (EDTF 1995, read from “in 1995”)"),
        ("poland-halted-production", '  When       mid-1980s * (EDTF [1984..1986], read from “mid-1980s”); inferred: "mid-1980s" is read as one of the three years around 1985 (¶8)'),
        ("zalewski-hopes-start-next-year", "  From the question  the year and the condition"),
        ("zalewski-hopes-start-next-year", "  Condition          once Poland's withdrawal from the Ottawa Convention is complete"),
        ("baltic-states-interested", "  Said by    Jaroslaw Zakrzewski *, in indirect speech; inferred: the insertion stands inside what Belma's CEO (named in ¶10) said; whether it is his or the publication's can't be told (¶10, 14)"),
        ("finland-withdrawal-implied", '  Read as    implied: ¶17 says that two more countries have "also" announced their withdrawal, right after ¶16 on Lithuania and Finland (¶16, 17)'),
        ("latvia-could-begin-quickly", "  Position   Latvia · production: if required †; implied: the sentence names no kind and no place; it goes on from the anti-personnel mines of ¶16, and the officials are Latvia's (¶16, 17)"),
        ("poland-eastern-border-length", "  Figure     roughly 800 km (500 miles) · length of Poland's eastern border"),
        ("surplus-to-allies", "  Left open  whose surplus, of what kind of mine, and which allies, Ukraine among them or not, is not said"),
        ("production-lawful-after-period", "  Status     permitted: it is or will be lawful, no more"),
    ],
)  # fmt: skip
def test_the_chain_says_how_each_thing_was_read(facts: Facts, ident: str, line: str) -> None:
    assert line in lines(facts, ident).splitlines()


def test_a_claim_on_two_paragraphs_names_both(facts: Facts) -> None:
    assert "  Stands on  ¶16, 17 under “Regional Shift on Landmines”, Defence Talks †" in lines(
        facts, "finland-withdrawal-implied"
    )


def test_both_ends_of_a_link_are_shown(facts: Facts) -> None:
    hope = lines(facts, "zalewski-hopes-start-next-year")
    assert "  qualifies     decided  Poland has decided to make anti-personnel mines again." in hope
    assert "  supported by  hoped    Zalewski would be very glad" in hope
    assert "  reports  occurred  Poland halted production" in lines(facts, "poland-informed-un")


def test_an_id_is_found_whatever_its_case_and_each_once(run: Run) -> None:
    document = json.loads(run("claim", " Poland-Production-Resumes", "poland-production-resumes", "--json").stdout)
    assert [card["claim"]["id"] for card in document["results"]] == ["poland-production-resumes"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--by", "belma", "--status", "expected,possible"], [
            "belma-millions-of-landmines", "belma-prepares-for-demand", "belma-could-reach", "ukraine-exports-feasible", "surplus-to-allies",
        ]),
        (["--status", "Not Yet"], ["defence-ministry-no-formal-order"]),
        (["--via", "landmine monitor"], ["poland-halted-production", "poland-ceased-exports"]),
        (["--basis", "implied"], ["lithuania-withdrawal-implied", "finland-withdrawal-implied", "russia-major-power-implied"]),
        (["--paragraph", "20", "--basis", "stated"], ["united-states-never-signed", "china-never-signed"]),
        (["--status", "hoped", "--status", "PERMITTED"], ["zalewski-hopes-start-next-year", "zalewski-would-like-that", "production-lawful-after-period"]),
        (["--topic", "import,use", "--by", "zakrzewski"], ["ukraine-exports-feasible", "neighbours-interested", "baltic-states-interested"]),
        (["--about", "finland", "--since", "2026"], ["finland-expects-production"]),
        # A group answers where nothing is said of its member
        (["--about", "estonia", "--topic", "import"], ["baltic-states-interested"]),
    ],
)  # fmt: skip
def test_filters_keep(run: Run, words: list[str], expected: list[str]) -> None:
    assert ids(run, *words) == expected


def test_belma_s_chief_executive_is_belma_s_voice_under_his_own_name(run: Run) -> None:
    out = run("claim", "--by", "belma").stdout
    assert "— Jaroslaw Zakrzewski ¶11 · belma-could-reach" in out
    assert out.startswith("10 claims · by Belma and affiliated\n")


def test_a_time_filter_counts_what_has_no_date(run: Run) -> None:
    assert (
        run("claim", "--about", "finland", "--since", "2026").stderr
        == "minewatch: 2 more claims without a date left out\n"
    )
    assert run("claim", "--about", "finland").stderr == ""


def test_a_group_s_claims_are_said_to_be_the_group_s(run: Run) -> None:
    assert run("claim", "--about", "estonia", "--topic", "import").stderr == (
        "minewatch: of Estonia by itself nothing is said there; this is said of the Baltic states\n"
    )


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["poland"], 1, "'poland' is not among the claims; known: Poland (country); try: minewatch claim --about poland"),
        (["zalewski-such-needs-quote"], 1, "'zalewski-such-needs-quote' is not among the claims; known: zalewski-such-needs-quote (quote); try: minewatch quote zalewski"),
        (["unit-cost-not-given"], 1, "'unit-cost-not-given' is not among the claims; known: unit-cost-not-given (gap); try: minewatch cite unit-cost-not-given"),
        (["poland-withdrawal-began"], 1, "'poland-withdrawal-began' is not in this dataset; did you mean poland-withdrawal-begun?"),
        (["xyzzy"], 1, "'xyzzy' is not in this dataset; try: minewatch claim"),
        (["--by", "zalewski", "--topic", "stockpile"], 1, "--by zalewski leaves nothing of 1 claim; try: minewatch claim --topic stockpile"),
        (["--status", "hoped", "--by", "finland", "--paragraph", "5"], 1, "--by finland leaves nothing of 68 claims; try: minewatch claim --status hoped --paragraph 5"),
        (["--basis", "background"], 2, "'background' is no basis; there are stated, implied, inferred"),
        (["--status", "not  dnoe"], 2, "'not-dnoe' is no status; did you mean 'not-done'? there are occurred, in-effect, announced, decided, not-done, not-yet, scheduled, planned, expected, hoped, interested, possible, permitted, view, alleged"),
        (["--status", "certain"], 2, "'certain' is no status; there are occurred, in-effect, announced, decided, not-done, not-yet, scheduled, planned, expected, hoped, interested, possible, permitted, view, alleged"),
        (["--paragraph", "0"], 2, "--paragraph 0: paragraphs are numbered from 1"),
        (["regional-shift", "--by", "poland"], 2, "filters and --compare go with the list, and not with an id"),
        (["regional-shift", "--compare"], 2, "filters and --compare go with the list, and not with an id"),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_says_why(run: Run, words: list[str], code: int, message: str) -> None:
    result = run("claim", *words)
    assert (result.exit_code, result.stdout, result.stderr) == (code, "", f"minewatch: {message}\n")


# Side by side


def test_speakers_side_by_side(run: Run) -> None:
    out = run("claim", "--about", "latvia", "--topic", "production", "--compare").stdout
    assert out.splitlines()[2:] == [
        "",
        "Latvia",
        "  Defence Talks: not done, in the publication's own voice: Latvia has made no formal commitment to produce. (production of what is not named) ¶17",
        "  Latvian officials: possible, in indirect speech: A start of manufacturing could come quickly, if required. (manufacturing of what, and where, the sentence does not say) ¶17",
        "",
        "How firm each is on a subject, if not always on the same thing",
        "  Latvia  not done: Defence Talks ¶17; possible: Latvian officials ¶17",
        "",
        "How we link what they say",
        "  latvia-no-commitment (Defence Talks) qualifies latvia-could-begin-quickly (Latvian officials)",
        "",
        "† implied by the source, not stated",
        "* inferred by us, not stated",
        "how one was read: minewatch claim ID",
    ]


def test_two_speakers_have_a_column_each_where_there_is_room(facts: Facts) -> None:
    answer = facts.claims(facts.filters(by=["zalewski", "zakrzewski"], topic=["demand"]), compare=True)
    shown = list(render("table", answer, facts.setting(TODAY), Manner(width=120)))
    heads = next(line for line in shown if line.split() == ["Pawel", "Zalewski", "Jaroslaw", "Zakrzewski"])
    column = heads.index("Jaroslaw Zakrzewski")
    assert any(line[column:].startswith(("view, in indirect speech", "· view, in indirect speech")) for line in shown)


def test_every_claim_compared_is_there_once_and_its_speaker_beside_it(facts: Facts) -> None:
    answer = facts.claims(compare=True)
    shown = "\n".join(render("table", answer, facts.setting(TODAY), Manner()))
    labels = facts.setting(TODAY).labels
    for claim in answer.claims:
        (line,) = [line for line in shown.splitlines() if f" {claim.text}" in line]
        assert line.startswith(f"  {labels[claim.said_by]}: {claim.status.replace('-', ' ')}, "), line
        assert f"¶{', '.join(map(str, claim.evidence))}" in line


def test_equally_firm_is_no_difference(harbour: Facts) -> None:
    answer = harbour.claims(harbour.filters(about=["atlantis"]), compare=True)
    shown = "\n".join(render("table", answer, harbour.setting(TODAY), Manner()))
    assert "How firm" not in shown, "one speaker does not differ from himself"


def test_filters_have_no_unknown_name(facts: Facts) -> None:
    with pytest.raises(BadUsage, match="'weather' is no topic"):
        facts.filters(topic=["weather"])


def test_a_comparison_is_whole_whatever_the_limit(run: Run) -> None:
    assert run("claim", "--compare", "--limit", "3").stdout == run("claim", "--compare").stdout
