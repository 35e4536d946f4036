import json
import shlex
import sqlite3
from contextlib import closing

import pytest
from conftest import TODAY, Run
from hypothesis import given
from hypothesis import strategies as st

from minewatch import load, tables
from minewatch.errors import BadUsage, NothingFound
from minewatch.model import Gap
from minewatch.passages import query
from minewatch.query import Facts
from minewatch.render import Manner, render
from minewatch.rows import rows

PAGE = """\
2 hits · with lamp    as reported by The Gazette, 5 Nov 2024
────────────────────────────────────────────────────────────
  claim  in effect  The lamp is in order.
                    — Ada Oort ¶2 · lamp-ready
  quote  words      “The lamp is ready” [interrupted] “The
                    ships are not.”
                    — Ada Oort, said to: not stated ¶2 ·
                    lamp-quote, ships-quote

Found by their words, or by what stands around them:
speaker, subject, topic, context, id.

[interrupted] words of the source stand there, such as who
speaks
one in full: minewatch claim ID, or minewatch entity NAME;
any, ready to paste: minewatch cite ID"""


def ids(run: Run, *words: str) -> list[str]:
    return [json.loads(line)["id"] for line in run("search", *words, "--format", "jsonl").stdout.splitlines()]


def test_a_search_in_a_width(harbour: Facts) -> None:
    assert "\n".join(render("table", harbour.search("lamp"), harbour.setting(TODAY), Manner(width=60))) == PAGE


@pytest.mark.parametrize(
    ("words", "first"),
    [
        (["belma"], "belma"),
        (["PAWEŁ", "zalewski"], "zalewski"),
        (["ottawa"], "ottawa-convention"),
        (["Kaliningrad"], "kaliningrad"),
        (["priority"], "zalewski-ukraine-priority"),
        (["mid-1980s"], "poland-halted-production"),
        (["fromal", "order"], None),
        (["formal", "order"], "defence-ministry-no-formal-order"),
        (["defence-talks"], "defence-talks"),
    ],
)
def test_what_comes_first(run: Run, words: list[str], first: str | None) -> None:
    found = ids(run, *words)
    assert (found[0] if found else None) == first


def test_every_word_is_found_in_any_order_and_from_four_letters_on_as_a_beginning(run: Run) -> None:
    assert ids(run, "export", "ukraine") == ids(run, "UKRA", "EXPO") == ids(run, "export ukraine")
    assert "ukraine-exports-feasible" in ids(run, "expo", "ukrai")
    assert ids(run, "ukr") == ["ukraine"], "a code, and no beginning of three letters"


def test_a_phrase_stands_as_it_is(run: Run) -> None:
    assert set(ids(run, '"security line"')) == {
        "zalewski-security-line", "zalewski-own-needs-quote", "zalewski-ukraine-priority-quote",
    }  # fmt: skip
    assert ids(run, '"line security"') == []


def test_quotations_come_whole_and_a_limit_keeps_them_whole(run: Run) -> None:
    whole = ["zalewski-own-needs-quote", "zalewski-ukraine-priority-quote"]
    assert ids(run, '"our own needs"', "--kind", "quote") == whole
    assert ids(run, "zalewski", "--kind", "quote", "--limit", "1") in (
        [whole],
        whole,
        ids(run, "zalewski", "--kind", "quote")[:1],
    )


@pytest.mark.parametrize(
    ("kind", "kinds"),
    [
        ("claim", {"claim"}), ("quote", {"quote"}), ("gap", {"gap"}), ("country", {"country"}),
        ("entity", {"country", "person", "organisation", "group"}), ("person,gap", {"person", "gap"}),
    ],
)  # fmt: skip
def test_kinds_narrow(run: Run, kind: str, kinds: set[str]) -> None:
    results = json.loads(run("search", "poland", "--kind", kind, "--json").stdout)["results"]
    assert {record["kind"] for record in results} <= kinds
    assert results


def test_a_source_is_found_by_its_publisher(run: Run) -> None:
    assert ids(run, "defence", "talks", "--kind", "source") == ["defence-talks-poland-mines"]


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["zeppelin"], 1, "no record has 'zeppelin' in its words; try: minewatch claim or minewatch entity"),
        (["zeppelin", "ukraine"], 1, "no record has all of 'zeppelin ukraine' in its words; try: minewatch search ukraine"),
        (["mines", "--kind", "treaty"], 1, "--kind treaty leaves none of 47 hits; try: minewatch search mines"),
        (["  "], 2, "a search needs a word; see minewatch search --help"),
        (["!?"], 2, "a search needs a word; see minewatch search --help"),
        ([], 2, "Missing argument 'TEXT...'; see minewatch search --help"),
        (["mines", "--kind", "weather"], 2, "'weather' is no kind; there are claim, quote, gap, source, entity, country, person, organisation, treaty, programme, place, group, weapon"),
    ],
)  # fmt: skip
def test_nothing_found_says_why(run: Run, words: list[str], code: int, message: str) -> None:
    result = run("search", *words)
    assert (result.exit_code, result.stdout, result.stderr) == (code, "", f"minewatch: {message}\n")


def test_every_record_is_found_by_its_own_words(facts: Facts) -> None:
    records = {
        **{entity.id: entity.label for entity in facts.entities().entities},
        **{claim.id: claim.text for claim in facts.claims().claims},
        **{quote.id: f'"{quote.text}"' for quote in facts.quotations().quotes},
    }
    for ident, text in records.items():
        assert ident in [record.id for record in facts.search(text).records], ident


@given(st.text())
def test_any_text_is_searched_for_or_refused(text: str) -> None:
    with load() as facts:
        try:
            found = facts.search(text)
        except (NothingFound, BadUsage):
            return
        assert found.records


@given(st.lists(st.from_regex(r"[a-z]{1,8}", fullmatch=True), min_size=1))
def test_words_become_terms_in_their_order_each_once(words: list[str]) -> None:
    terms = [f'"{word}"*' if len(word) > 3 else f'"{word}"' for word in dict.fromkeys(words) if word != "the"]
    assert [term for term in query(" ".join(words)).split() if term != '"the"'] == terms


@given(st.text(alphabet="theTHE.,'- (015zé’—İ\n"), st.text(alphabet="the .,'15a"))
def test_any_text_finds_itself(wording: str, ident: str) -> None:
    with closing(sqlite3.connect(":memory:")) as db:
        tables.begin(db)
        tables.insert(db, rows([(7, Gap(ident, "", (), (), wording))], {}))
        for wanted in filter(None, map(query, (wording, ident, f"{ident} {wording}"))):
            assert db.execute("SELECT count(*) FROM found WHERE found MATCH ?", [wanted]).fetchone() == (1,)


def test_what_is_suggested_finds_what_was_meant(run: Run) -> None:
    for words in (
        ['"line security"'],
        ["1.2", "zeppelin"],
        ["100,000", "zeppelin"],
        ["mines", "--kind", "treaty"],
        ["--", "-export", "zzz"],
    ):
        said = run("search", *words).stderr.strip()
        commands = said.partition("try: ")[2].split(" or ")
        assert commands, said
        for command in commands:
            assert run(*shlex.split(command)[1:]).exit_code == 0, said


def test_a_number_is_found_as_it_is_written(run: Run) -> None:
    assert ids(run, "1.2") == ["belma-could-reach"]
    assert "belma-current-output" in ids(run, "100,000") == ids(run, "100000")
    assert "belma-could-reach" not in ids(run, "12")
