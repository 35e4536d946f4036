"""What counts as a voice of its own, and which of two sources is the newer."""

import pytest
from conftest import HARBOUR

from minewatch.agreement import compare, origins, voices
from minewatch.dataset import load
from minewatch.model import STATED, Claim, Date, Link, Origin, Position, Source

GAZETTE = load(HARBOUR).dataset.sources[0]
CLAIM = load(HARBOUR).dataset.claims[0]


def source(ident: str, *derived: str, days: tuple[str, str] = ("2024-01-01", "2024-01-01")) -> Source:
    published = Date("x", None, STATED, *days, days[1], "x")
    return GAZETTE._replace(id=ident, derived_from=tuple(Origin(to, STATED) for to in derived), published=published)


def claim(
    ident: str,
    of: str,
    *,
    by: str = "oort",
    mode: str = "indirect",
    value: str = "option",
    links: tuple[Link, ...] = (),
) -> Claim:
    position = Position("ruritania", "production", value, STATED)
    return CLAIM._replace(id=ident, source=of, said_by=by, mode=mode, position=position, links=links)


def of(*sources: Source) -> dict[str, Source]:
    return {one.id: one for one in sources}


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        (of(source("a")), {"a": {"a"}}),
        (of(source("a"), source("b", "a"), source("c", "b")), {"a": {"a"}, "b": {"a"}, "c": {"a"}}),
        (of(source("a"), source("b"), source("c", "a", "b")), {"a": {"a"}, "b": {"b"}, "c": {"a", "b"}}),
        (of(source("a", "agency"), source("b", "agency")), {"a": {"agency"}, "b": {"agency"}}),
        (of(source("a", "b"), source("b", "a")), {"a": {"a", "b"}, "b": {"a", "b"}}),
        (of(source("a", "elsewhere:x")), {"a": {"elsewhere:x"}}),
    ],
    ids=["alone", "a chain", "two origins", "an agency", "a circle", "not loaded"],
)
def test_origins_are_what_nothing_is_derived_from(sources: dict[str, Source], expected: dict[str, set[str]]) -> None:
    assert origins(sources) == expected


@pytest.mark.parametrize(
    ("claims", "sources", "number"),
    [
        ([claim("1", "a"), claim("2", "b")], of(source("a"), source("b")), 1),
        ([claim("1", "a"), claim("2", "b", by="ink")], of(source("a"), source("b")), 2),
        ([claim("1", "a", by="p", mode="narration"), claim("2", "b", by="q", mode="narration")], of(source("a"), source("b")), 2),
        ([claim("1", "a", by="p", mode="narration"), claim("2", "b", by="q", mode="narration")], of(source("a"), source("b", "a")), 1),
        ([claim("1", "a", by="p", mode="narration"), claim("2", "b", by="q")], of(source("a"), source("b", "a")), 2),
        ([claim("1", "a", by="p"), claim("2", "b", by="q", links=(Link("repeats", "1"),))], of(source("a"), source("b")), 1),
        (
            [claim("1", "a", by="p", mode="narration"), claim("2", "b", by="q", mode="narration"), claim("3", "c", by="r", mode="narration")],
            of(source("a"), source("b"), source("c", "a", "b")),
            1,
        ),
    ],
    ids=["one speaker", "two speakers", "two origins", "a reprint", "told and said", "repeated", "both in a third"],
)  # fmt: skip
def test_a_voice_is_counted_once(claims: list[Claim], sources: dict[str, Source], number: int) -> None:
    for order in (claims, claims[::-1]):
        assert voices(order, origins(sources)) == number


EARLY, LATE, ALSO_LATE = ("2024-01-01", "2024-03-31"), ("2024-04-01", "2024-04-30"), ("2024-03-15", "2024-05-01")


@pytest.mark.parametrize(
    ("one", "two", "links", "expected"),
    [
        (EARLY, LATE, (), ("later", ("2",))),
        (LATE, EARLY, (), ("later", ("1",))),
        (EARLY, ALSO_LATE, (), ("not-known", ())),
        (EARLY, EARLY, (), ("not-known", ())),
        (LATE, EARLY, (Link("updates", "1"),), ("updated", ("2",))),
        (EARLY, ALSO_LATE, (Link("corrects", "1"),), ("updated", ("2",))),
        (EARLY, ALSO_LATE, (Link("contradicts", "1"),), ("not-known", ())),
    ],
)
def test_what_is_newer_is_said_by_a_link_or_by_days_that_do_not_overlap(
    one: tuple[str, str], two: tuple[str, str], links: tuple[Link, ...], expected: tuple[str, tuple[str, ...]]
) -> None:
    sources = of(source("a", days=one), source("b", days=two))
    found = compare([claim("1", "a"), claim("2", "b", value="decided", links=links)], sources)
    assert found
    assert (found.order, found.latest) == expected


def test_a_source_without_a_date_is_in_no_order() -> None:
    undated = source("b")._replace(published=Date("XXXX", None, STATED, None, None, None, "x"))
    found = compare([claim("1", "a"), claim("2", "b", value="decided")], of(source("a"), undated))
    assert found
    assert found.order == "not-known"


def test_two_that_update_each_other_are_in_no_order() -> None:
    claims = [
        claim("1", "a", links=(Link("updates", "2"),)),
        claim("2", "b", value="decided", links=(Link("updates", "1"),)),
    ]
    found = compare(claims, of(source("a"), source("b")))
    assert found
    assert found.order == "not-known"


def test_one_source_is_compared_with_nothing() -> None:
    assert compare([claim("1", "a"), claim("2", "a")], of(source("a"))) is None
