import json

import pytest
from conftest import TODAY, Run

from minewatch import model
from minewatch.query import Facts
from minewatch.render import Manner, render

CARD = """\
Ada Oort  person      as reported by The Gazette, 5 Nov 2024
────────────────────────────────────────────────────────────

What it is
  affiliated with  Ruritania †  — ¶1

In own words
  “The lamp is ready” [interrupted] “The ships are not.”
    in effect (capacity) · Ada Oort, said to: not stated ¶2
    At the harbour.

Says besides
  planned  The lighthouse will be lit again. (spring 2025 *
           »)  — Ada Oort ¶1

† implied by the source, not stated
* inferred by us, not stated
» this day has passed since; not followed up by this source
[interrupted] words of the source stand there, such as who
speaks
ids: minewatch claim --by oort; how a claim was read:
minewatch claim ID"""


def shown(facts: Facts, *names: str, width: int | None = None) -> str:
    return "\n".join(render("table", facts.entity_cards(names), facts.setting(TODAY), Manner(width=width)))


def test_a_person_in_a_width(harbour: Facts) -> None:
    assert shown(harbour, "oort", width=60) == CARD


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("belma", "  affiliated with     Poland †  — ¶9, 10"),
        ("belma", "  affiliated with it  Jaroslaw Zakrzewski  — ¶10"),
        ("zalewski", "  is               Deputy Defence Minister  — ¶1"),
        ("baltic states", "  included in  NATO countries bordering Russia  — ¶14"),
        ("baltic states", "  members      Estonia, Latvia, Lithuania ‡"),
        ("nato-russia-neighbours", "  includes    Baltic states  — ¶14"),
        ("kaliningrad", "  part of     Russia  — ¶3"),
        ("defence-talks", "  is  publication the article appeared in †  — newsletter lines"),
        ("anti-personnel mines", "  called  the weapons  — ¶3"),
        ("mines of all types", "  note    The speaker's own words; how many of them are anti-personnel mines is not said."),
        ("kiev", "  endonym  Україна, Ukraina"),
        ("ottawa", "  in effect  The Ottawa Convention bans producing anti-personnel mines.  — Defence Talks ¶2"),
        ("east shield", "  ·  what a mine, or the East Shield programme, costs"),
        ("landmine monitor", "  occurred  Poland informed the United Nations that it had halted production of anti-personnel mines and ceased exports. (1995)  — Landmine and Cluster Munitions Monitor ¶8"),
    ],
)  # fmt: skip
def test_a_card_says(facts: Facts, name: str, line: str) -> None:
    assert line in shown(facts, name).splitlines()


def test_a_country_s_card_has_its_standing_too(run: Run) -> None:
    out = run("entity", "latvia").stdout
    assert "  Treaty      leaving announced  Latvia has announced" in out
    assert "Said of the Baltic states as a whole" in out


def test_what_is_said_of_a_group_stays_the_group_s(facts: Facts) -> None:
    (card,) = facts.entity_cards(["baltic states"]).cards
    assert [claim.id for claim in card.profile.claims] == ["baltic-states-interested"]
    assert "No formal commitment" not in shown(facts, "baltic states")


def test_every_claim_of_a_card_is_shown_once(facts: Facts) -> None:
    for entity in facts.entities().entities:
        (card,) = facts.entity_cards([entity.id]).cards
        out = shown(facts, entity.id)
        quoted = {quote.id for quote in (*card.profile.quotes, *card.words)}
        for claim in (*card.profile.claims, *card.said):
            figure = claim.quantity if claim in card.profile.claims else None
            text = figure.counted if figure else claim.text
            times = 0 if quoted.intersection(claim.quotes) and not figure else 1
            assert out.count(text) >= times, (entity.id, claim.id)


def test_about_it_and_by_it_share_no_claim(facts: Facts) -> None:
    for entity in facts.entities().entities:
        (card,) = facts.entity_cards([entity.id]).cards
        about = {claim.id for claim in card.profile.claims}
        assert not about & {claim.id for claim in card.said}
        reached = {e.id for e in facts.filters(by=[entity.id]).by} if card.said else set()
        assert not card.said or reached == {entity.id}


def test_a_list_by_kind(run: Run) -> None:
    out = run("entity").stdout.splitlines()
    heads = ["Countries", "People", "Organisations", "Treaties", "Programmes", "Places", "Groups", "Weapons"]
    assert [line for line in out if line in heads] == heads
    assert "  Norway         norway         NO NOR · also Norge, Noreg, Kingdom of Norway, Oslo, Norwegian" in out
    weapons = json.loads(run("entity", "--kind", "weapon,treaty", "--json").stdout)["results"]
    assert {entity["kind"] for entity in weapons} == {"weapon", "treaty"}


def test_every_kind_has_a_heading(facts: Facts, run: Run) -> None:
    kinds = {entity.kind for entity in facts.entities().entities}
    assert kinds == set(model.KINDS)
    assert len([line for line in run("entity").stdout.splitlines()[3:] if line and line[0] not in " †*‡t"]) == len(
        kinds
    )


def test_several_stand_side_by_side(facts: Facts) -> None:
    out = shown(facts, "zalewski", "zakrzewski", width=120)
    assert out.startswith("Pawel Zalewski, Jaroslaw Zakrzewski")
    assert "Says besides" in out


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["--kind", "weather"], 2, "'weather' is no kind; there are country, person, organisation, treaty, programme, place, group, weapon"),
        (["belma", "--kind", "person"], 2, "--kind goes with the list, and not with a name"),
        (["united"], 3, "'united' fits 2 records: united-states (United States), united-nations (United Nations); name one by its id"),
        (["defence minister"], 1, "'defence minister' is not in this dataset; did you mean zalewski or polish-defence-ministry?"),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_says_why(run: Run, words: list[str], code: int, message: str) -> None:
    result = run("entity", *words)
    assert (result.exit_code, result.stdout, result.stderr) == (code, "", f"minewatch: {message}\n")


def test_a_kind_that_is_not_there_is_filtered_out(harbour: Facts) -> None:
    from minewatch.errors import FilteredOut

    with pytest.raises(FilteredOut, match="--kind weapon leaves none of 5 entities; try: minewatch entity"):
        harbour.entities(["weapon"])
