import pytest
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st

from minewatch import names
from minewatch.errors import AmbiguousName, NothingFound
from minewatch.query import Facts


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Pawe\u0142 ZALEWSKI", "pawel zalewski"),
        ("  Norge\u00a0", "norge"),
        ("U.S.", "us"),
        ("Poland\u2019s", "polands"),
        ("Russia-Ukraine", "russia ukraine"),
        ("Stra\u00dfe \u00d8resund", "strasse oresund"),
        ("\u0420\u043e\u0441\u0441\u0438\u044f", "\u0440\u043e\u0441\u0441\u0438\u044f"),
    ],
)
def test_folding_drops_case_accents_and_punctuation(name: str, folded: str) -> None:
    assert names.fold(name) == folded


@given(st.text())
def test_folding_settles_at_once(value: str) -> None:
    assert names.fold(names.fold(value)) == names.fold(value)


@pytest.mark.parametrize(
    ("name", "ident"),
    [
        ("poland", "poland"),
        ("PL", "poland"),
        ("pol", "poland"),
        ("616", "poland"),
        ("Polska", "poland"),
        ("Warsaw", "poland"),
        ("NO", "norway"),
        ("no", "norway"),
        ("norwegian", "norway"),
        ("Kiev", "ukraine"),
        ("\u0423\u043a\u0440\u0430\u0457\u043d\u0430", "ukraine"),
        ("USA", "united-states"),
        ("u.s.", "united-states"),
        ("united", "united-states"),
        ("states", "united-states"),
        ("lith", "lithuania"),
        (" LATVIA ", "latvia"),
    ],
)
def test_a_country_is_found_by(facts: Facts, name: str, ident: str) -> None:
    assert [country.id for country in facts.countries_named([name])] == [ident]


@pytest.mark.parametrize(
    ("name", "ident"),
    [
        ("Zalewski", "zalewski"),
        ("zalewski pawel", "zalewski"),
        ("Pawe\u0142 Zalewski", "zalewski"),
        ("deputy defence minister", "zalewski"),
        ("Belma CEO", "zakrzewski"),
        ("belma's chief executive", "zakrzewski"),
        ("belma", "belma"),
        ("Latvian officials", "latvian-officials"),
    ],
)
def test_a_speaker_is_found_by(facts: Facts, name: str, ident: str) -> None:
    assert [speaker.id for speaker in facts.speakers_named([name])] == [ident]


@pytest.mark.parametrize("name", ["es", "be", "ch", "lat", "sweden", "", " ", "%", "*", "'", '"', "defence minister"])
def test_no_country_answers_to(facts: Facts, name: str) -> None:
    with pytest.raises(NothingFound):
        facts.countries_named([name])


def test_a_role_is_found_whole_or_not_at_all(facts: Facts) -> None:
    assert [found.id for found in facts.entities_named(["deputy defence minister"])] == ["zalewski"]
    with pytest.raises(NothingFound):
        facts.entities_named(["defence minister"])
    with pytest.raises(NothingFound):
        facts.entities_named(["CEO"])


def test_several_words_are_one_name_before_they_are_several(facts: Facts) -> None:
    assert [c.id for c in facts.countries_named(["united", "states"])] == ["united-states"]
    assert [c.id for c in facts.countries_named(["latvia", "PL", "latvia"])] == ["latvia", "poland"]


def test_an_ambiguous_name_lists_what_it_fits_and_picks_nothing(facts: Facts) -> None:
    with pytest.raises(AmbiguousName, match=r"united-states .* united-nations"):
        facts.entities_named(["united"])


def test_every_command_that_is_suggested_answers(facts: Facts, run: Run) -> None:
    for entity in facts.entities().entities:
        for noun in ("country", "quote"):
            said = run(noun, entity.id).stderr
            for words in said.partition("; try: ")[2].replace("minewatch ", "").split(" or "):
                if words.strip():
                    assert run(*words.split()).exit_code == 0, said


def test_every_name_of_every_entity_finds_it(facts: Facts) -> None:
    for entity in facts.entities().entities:
        for name in (entity.label, *(alias.name for alias in entity.aliases), *entity.codes, entity.id):
            for spelling in (name, name.upper(), f"  {name.lower()} ", names.fold(name)):
                assert entity.id in [found.id for found in facts.entities_named([spelling])], (entity.id, spelling)
