import json

import pytest
from conftest import HARBOUR, TODAY, Run

from minewatch import store
from minewatch.query import Facts
from minewatch.render import Manner, render

CARD = """\
[Lighthouse to be relit]                             gazette
────────────────────────────────────────────────────────────

The title in square brackets is ours.
  publisher  The Gazette
  published  5 Nov 2024 (EDTF 2024-11-05)
  title      not stated; torn off
  authors    Ink
  url        not stated; on paper
  language   en
  dataset    harbour 2 (sha256 of its records a41261c1c39a)

Paragraphs
  ¶1  1 claim   relight
  ¶2  1 claim   lamp-ready; 2 quotes: lamp-quote,
                ships-quote
  ¶3  2 claims  no-answer, boats-sunk

a paragraph's claims: minewatch claim --paragraph N; to cite
it: minewatch cite ID"""


def shown(facts: Facts, name: str, width: int | None = None) -> str:
    return "\n".join(render("table", facts.source_cards([name]), facts.setting(TODAY), Manner(width=width)))


def test_a_card_in_a_width(harbour: Facts) -> None:
    assert shown(harbour, "gazette", width=60) == CARD


@pytest.mark.parametrize("name", ["defence-talks-poland-mines", "Defence Talks", "defence-talks", "DEFENCE  TALKS"])
def test_a_source_is_found_by_id_title_or_publisher(run: Run, name: str) -> None:
    (card,) = json.loads(run("source", name, "--json").stdout)["results"]
    assert card["source"]["id"] == "defence-talks-poland-mines"


def test_words_are_one_name_before_they_are_several(run: Run) -> None:
    assert len(json.loads(run("source", "defence", "talks", "--json").stdout)["results"]) == 1


def test_what_the_copy_does_not_state_says_why_and_what_is_inferred_is_marked(run: Run) -> None:
    out = run("source", "defence-talks").stdout
    assert "  title      not stated; the supplied copy begins with the first paragraph\n" in out
    assert "  authors    not stated; the supplied copy names no author\n" in out
    assert "  publisher  Defence Talks †; implied: the name stands only in the newsletter lines" in out
    assert "  published  between Aug and Dec 2025 * (EDTF [2025-08..2025-12]); inferred: it appeared not" in out


def test_every_paragraph_is_there_with_all_that_stands_on_it(facts: Facts, run: Run) -> None:
    (card,) = json.loads(run("source", "defence-talks", "--json").stdout)["results"]
    assert [p["number"] for p in card["paragraphs"]] == list(range(1, 21))
    for paragraph in card["paragraphs"]:
        number = paragraph["number"]
        assert paragraph["claims"] == [c.id for c in facts.claims().claims if number in c.evidence]
        assert paragraph["quotes"] == [q.id for q in facts.quotations().quotes if q.paragraph == number]


def test_a_paragraph_s_claims_are_those_that_the_filter_keeps(facts: Facts) -> None:
    (card,) = facts.source_cards(["defence-talks"]).cards
    for stands in card.stands:
        kept = facts.claims(facts.filters(paragraph=[stands.paragraph])).claims
        assert tuple(claim.id for claim in kept) == stands.claims


def test_the_list(run: Run) -> None:
    assert (
        "  [Poland's decision to make anti-personnel mines again]  Defence Talks †, between Aug and Dec 2025 *, 20 paragraphs  — defence-talks-poland-mines\n"
        in run("source").stdout
    )


def test_no_such_source_says_why(run: Run) -> None:
    result = run("source", "guardian")
    assert (result.exit_code, result.stderr) == (
        1,
        "minewatch: 'guardian' is not in this dataset; try: minewatch source\n",
    )
    assert "did you mean defence-talks-poland-mines?" in run("source", "defense talks").stderr


# Links from a paragraph's mark


@pytest.mark.usefixtures("unruled")
@pytest.mark.parametrize(
    ("url", "leads"),
    [
        ("https://example.org/a?b=1", True), ("http://example.org", True), ("javascript:alert(1)", False),
        ("https://example.org/\\u0007x", False), ("https://example.org/a b", False),
    ],
)  # fmt: skip
def test_a_mark_leads_to_the_source_where_it_has_an_address(
    tmp_path_factory: pytest.TempPathFactory, url: str, *, leads: bool
) -> None:
    folder = tmp_path_factory.mktemp("linked")
    text = (HARBOUR / "harbour.yaml").read_text(encoding="utf-8")
    text = text.replace("    url: null\n", f'    url: "{url}"\n').replace(
        "      - {field: url, reason: on paper}\n", ""
    )
    (folder / "d.yaml").write_text(text, encoding="utf-8")
    with Facts(store.open_folder(folder)) as facts:
        setting = facts.setting(TODAY)
        for answer in (
            facts.cards(["ruritania"]),
            facts.claims(),
            facts.timeline(),
            facts.quotations(),
            facts.matrix(),
        ):
            lines = "\n".join(render("table", answer, setting, Manner(width=80, colour=True, links=True)))
            assert (f";{url}\x1b\\" in lines) is leads
            assert ("\x1b]8;" in lines) is leads
            for manner in (Manner(width=80, colour=True), Manner(width=80, links=True), Manner()):
                assert "\x1b]8;" not in "\n".join(render("table", answer, setting, manner))
