"""A large answer is read as it is gone through, and is in no format another than if it had been held."""

import pytest
from conftest import COURIER, ROOT, Run

from minewatch import query, reading
from minewatch.answers import Timeline
from minewatch.query import Facts
from minewatch.reading import Reading

WIRE = ROOT / "examples" / "wire"
SEVERAL = ("--data", str(COURIER), "--data", str(WIRE))


@pytest.fixture
def little_held(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("minewatch.reading.MANY", "minewatch.questions.timeline.MANY", "minewatch.questions.search.MANY"):
        monkeypatch.setattr(name, 1)


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
        ("entity",),
        ("source", *SEVERAL),
        ("quote",),
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
