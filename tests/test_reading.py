"""A large answer is read as it is gone through, and is in no format another than if it had been held."""

import re
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from conftest import COURIER, ROOT, Run

from minewatch import query, reading
from minewatch.answers import Timeline
from minewatch.query import Facts
from minewatch.reading import Reading
from minewatch.render import csv, jsonl

WIRE = ROOT / "examples" / "wire"
SEVERAL = ("--data", str(COURIER), "--data", str(WIRE))


@pytest.fixture
def little_held(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("reading", "questions.timeline", "questions.search", "questions.quotes", "questions.cards"):
        monkeypatch.setattr(f"minewatch.{name}.MANY", 1)


@pytest.mark.parametrize("options", [(), ("--limit", "3"), ("--limit", "40")], ids=["whole", "3", "40"])
@pytest.mark.parametrize("format_", ["table", "json", "jsonl", "csv", "md"])
@pytest.mark.parametrize(
    "words",
    [
        ("claim",),
        ("claim", *SEVERAL),
        ("claim", "--about", "poland", "--since", "2025"),
        ("claim", "--compare"),
        ("timeline",),
        ("timeline", *SEVERAL),
        ("timeline", "--since", "2025-08", "--until", "2026", *SEVERAL),
        ("figure",),
        ("figure", *SEVERAL),
        ("entity",),
        ("source", *SEVERAL),
        ("quote",),
        ("quote", *SEVERAL),
        ("quote", "--topic", "demand,export", *SEVERAL),
        ("quote", "zalewski"),
        ("country",),
        ("country", *SEVERAL),
        ("search", "mines"),
        ("search", "defence", *SEVERAL),
        ("search", "mines", "--kind", "quote,person"),
    ],
    ids=" ".join,
)
def test_the_answer_is_the_same(
    run: Run, request: pytest.FixtureRequest, words: tuple[str, ...], format_: str, options: tuple[str, ...]
) -> None:
    before = run(*words, "--format", format_, *options)
    request.getfixturevalue("little_held")
    after = run(*words, "--format", format_, *options)
    assert before.exit_code == 0
    assert (after.stdout, after.stderr, after.exit_code) == (before.stdout, before.stderr, 0)


@pytest.mark.usefixtures("little_held")
def test_what_is_cut_is_not_read(facts: Facts, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:
        raise AssertionError("all of it was read")

    whole = tuple(facts.claims().claims)
    monkeypatch.setattr(reading.Reading, "__iter__", refuse)
    claims = facts.claims().claims
    timeline = facts.timeline()
    assert isinstance(claims, Reading)
    assert isinstance(timeline, Timeline)
    assert len(claims[:5]) == 5
    assert (claims[3], claims[-1], claims[2:9], claims[-3:]) == (whole[3], whole[-1], whole[2:9], whole[-3:])
    assert len(timeline.claims[:2]) == 2


@pytest.mark.usefixtures("little_held")
def test_a_page_of_limited_length_sums_up_what_is_too_much_to_take_in(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("minewatch.questions.cards.FEW", 2)
    whole = run("country", *SEVERAL)
    listed = [run("country", *SEVERAL, "--format", "json", *limit).stdout for limit in ((), ("--limit", "20"))]
    assert listed[0] == listed[1]
    shown = run("country", *SEVERAL, "--limit", "20")
    assert "of 3 sources" not in whole.stdout
    poland = shown.stdout.partition("\nPoland\n")[2].partition("\n\n")[0].splitlines()
    assert "  Production: decided 3 of 3 sources" in poland
    assert "  Export: exporting 1, planned 1, possible 1 of 3 sources" in poland
    assert "  Use: planned, Defence Talks ¶1" in poland, "what few say is still there, with its paragraph"


@pytest.mark.usefixtures("little_held")
def test_of_many_speakers_the_first_are_named_where_it_is_cut(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minewatch.extent._VOICES", 2)
    assert "more speakers" not in run("quote").stdout
    shown = run("quote", "--limit", "1").stdout
    assert re.search(r"besides: Jaroslaw Zakrzewski 7 [^,]+, Pawel Zalewski 6, and of 10 more speakers\.", shown)
    assert "more speakers" not in run("quote", "zalewski", "--limit", "1").stdout


def test_many_sources_are_found_as_an_answer_names_them(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def answers() -> list[str]:
        words = (
            ("country", "poland"),
            ("claim", "--about", "poland"),
            ("timeline",),
            ("cite", "zalewski-hopes-start-next-year"),
            ("claim", "decision-stands"),
        )
        return [run(*asked, *SEVERAL, "--format", format_).stdout for asked in words for format_ in ("table", "csv")]

    before = answers()
    monkeypatch.setattr(query, "MANY", 1)
    after = answers()
    for one, other in zip(before, after, strict=True):
        assert set(one.splitlines()) == set(other.splitlines())
    result = run("timeline", *SEVERAL, "--today", "2025-09-01", "--json")
    assert '"as_reported": []' in result.stdout
    assert "on 2025-09-01 3 of 3 sources had not appeared yet, or may not have" in result.stderr


@pytest.mark.parametrize("render", [csv.render, partial(jsonl.render, ascii_only=False)], ids=["csv", "jsonl"])
def test_a_row_is_written_before_the_next_is_read(render: Callable[..., Iterator[str]]) -> None:
    read: list[int] = []

    def records() -> Iterator[dict[str, object]]:
        for n in range(9):
            read.append(n)
            yield {"kind": "entity", "id": str(n)}

    lines = render(records())
    while "3" not in next(lines):
        pass
    assert read == [0, 1, 2, 3]
