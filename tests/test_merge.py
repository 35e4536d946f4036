"""Several datasets as one: ids, references and entities, whatever the datasets are."""

from collections.abc import Iterator

import pytest
from conftest import HARBOUR, ROOT
from hypothesis import given
from hypothesis import strategies as st

from minewatch.dataset import load
from minewatch.merge import merge, same
from minewatch.model import Claim, Dataset, Entity

BASE = load(HARBOUR).dataset
NAMES = st.sampled_from(["north", "south", "east"])


def entity(
    ident: str,
    kind: str = "organisation",
    *,
    same_as: tuple[str, ...] = (),
    codes: tuple[str, ...] = (),
    state: str | None = None,
) -> Entity:
    return Entity(ident, kind, ident.title(), codes, (), (), (), None, (), None, same_as, state)


def holding(name: str, *entities: Entity) -> Dataset:
    return Dataset(name, None, None, (), entities, (), (), ())


@st.composite
def several(draw: st.DrawFn) -> list[Dataset]:
    """Return up to three datasets whose entities share ids, codes and names of each other; some are withdrawn."""
    found = []
    for name in draw(st.lists(NAMES, min_size=1, max_size=3, unique=True)):
        ids = draw(st.lists(st.sampled_from("abcd"), max_size=4, unique=True))
        found.append(
            holding(
                name,
                *(
                    entity(
                        i,
                        same_as=tuple(
                            draw(st.lists(st.builds("{}:{}".format, NAMES, st.sampled_from("abcd")), max_size=1))
                        ),
                        codes=draw(st.sampled_from([(), (), ("XA",), ("XB",)])),
                        state=draw(st.sampled_from([None, None, "withdrawn"])),
                    )
                    for i in ids
                ),
            )
        )
    return found


@given(several())
def test_every_entity_has_an_id_of_its_own_and_answers_to_all_that_it_had(datasets: list[Dataset]) -> None:
    merged = merge(datasets).entities
    assert len({one.id for one in merged}) == len(merged)
    had = [f"{d.id}:{one.id}" for d in datasets for one in d.entities]
    assert sorted(ident for one in merged for ident in one.same_as) == sorted(had)
    short = [ident.partition(":")[2] for one in merged for ident in one.same_as[:1]]
    for one in merged:
        own = one.same_as[0].partition(":")[2]
        assert one.id == (own if short.count(own) == 1 else one.same_as[0])


@given(several())
def test_who_is_the_same_as_somebody_is_the_same_as_whoever_that_one_is(datasets: list[Dataset]) -> None:
    first = same(datasets)
    states = {(d.id, one.id): one.state for d in datasets for one in d.entities}
    for d in datasets:
        for one in d.entities:
            for other in one.same_as:
                key = tuple(other.split(":"))
                if key in first and not (one.state or states[key]):
                    assert first[d.id, one.id] == first[key]


@given(several())
def test_those_with_one_code_are_one_unless_they_are_withdrawn(datasets: list[Dataset]) -> None:
    first = same(datasets)
    coded = [(d.id, one) for d in datasets for one in d.entities if one.codes and not one.state]
    for code in ("XA", "XB"):
        assert len({first[name, one.id] for name, one in coded if one.codes[0] == code}) <= 1
    assert all(first[d.id, one.id] == (d.id, one.id) for d in datasets for one in d.entities if one.state)


def references(claim: Claim) -> Iterator[str]:
    yield from claim.about
    yield from filter(None, (claim.said_by, claim.said_to, claim.via, claim.position and claim.position.country))


@pytest.mark.parametrize("number", [1, 2, 3])
def test_references_lead_to_what_they_led_to(number: int) -> None:
    datasets = [BASE._replace(id=f"d{n}") for n in range(number)]
    merged = merge(datasets)
    entities = {one.id: one for one in merged.entities}
    assert len(merged.claims) == number * len(BASE.claims)
    for n, claim in enumerate(merged.claims):
        dataset, original = divmod(n, len(BASE.claims))
        assert claim.id.endswith(BASE.claims[original].id)
        for old, new in zip(references(BASE.claims[original]), references(claim), strict=True):
            assert f"d{dataset}:{old}" in entities[new].same_as
        assert claim.source in {source.id for source in merged.sources}
        assert set(claim.quotes) <= {quote.id for quote in merged.quotes}
        assert {link.to for link in claim.links} <= {other.id for other in merged.claims}


def test_a_dataset_by_itself_keeps_its_records() -> None:
    bundled = load(ROOT / "data").dataset
    merged = merge([bundled])
    assert (merged.claims, merged.quotes, merged.gaps) == (bundled.claims, bundled.quotes, bundled.gaps)
    assert {source.dataset for source in merged.sources} == {"poland-mines"}


def test_what_was_merged_can_be_merged_again() -> None:
    once = merge([BASE])
    other = holding("other", entity("atlantis-2", "country", codes=("XA", "XAT", "902")))
    assert merge([once, other]) == merge([BASE, other])


def test_a_withdrawn_entity_is_the_same_as_nothing() -> None:
    gone = entity("x", codes=("XA", "XAT", "902"))._replace(state="withdrawn")
    assert len(merge([BASE, holding("other", gone)]).entities) == len(BASE.entities) + 1


def test_a_merged_entity_goes_by_every_name_and_the_first_one_s_label() -> None:
    one, two = holding("one", entity("navy")), holding("two", entity("fleet", same_as=("one:navy",)))
    (merged,) = merge([one, two]).entities
    assert (merged.id, merged.label, [alias.name for alias in merged.aliases]) == ("navy", "Navy", ["Fleet"])
