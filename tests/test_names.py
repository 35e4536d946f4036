from collections.abc import Iterator
from contextlib import suppress
from itertools import product

import pytest
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st

from minewatch import load, names
from minewatch.errors import AmbiguousName, NothingFound, NotInDataset
from minewatch.model import STATED, Alias, Entity, Role
from minewatch.names import CODE, FOLDED, ID, NAME
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
        ("\u0141\u00f3d\u017a\u2013Nord (x)!", "lodz nord x"),
        ("\u0420\u043e\u0441\u0441\u0438\u044f", "\u0440\u043e\u0441\u0441\u0438\u044f"),
    ],
)
def test_folding_drops_case_accents_and_punctuation(name: str, folded: str) -> None:
    assert names.fold(name) == folded


@pytest.mark.parametrize("slip", ["noway", "nroway", "norawy", "norwya", "norwax", "noorway", "norwayy", "enorway"])
def test_a_slip_anywhere_in_a_name_is_one(slip: str) -> None:
    assert "norway" in names.one_off(slip)


@pytest.mark.parametrize("word", ["", "n", "no", "oo"])
def test_one_slip_is_a_letter_more_less_or_other_or_two_changed_over(word: str) -> None:
    """Held against every word that there is of so many letters."""

    def slips(other: str) -> bool:
        if len(other) == len(word):
            differing = [n for n in range(len(word)) if word[n] != other[n]]
            return len(differing) < 2 or (
                differing == [differing[0], differing[0] + 1] and sorted(word) == sorted(other)
            )
        shorter, longer = sorted((word, other), key=len)
        return any(longer[:n] + longer[n + 1 :] == shorter for n in range(len(longer)))

    letters = "abcdefghijklmnopqrstuvwxyz0123456789- "
    lengths = range(max(len(word) - 1, 0), len(word) + 2)
    there = {"".join(one) for length in lengths for one in product(letters, repeat=length)}
    assert set(names.one_off(word)) | {word} == {other for other in there if slips(other)} | {word}


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


def labels(facts: Facts) -> list[tuple[str, str]]:
    """Return every name of every entity with the entity's id."""
    return [
        (entity.id, name)
        for entity in facts.entities().entities
        for name in (entity.label, *(alias.name for alias in entity.aliases))
    ]


def test_every_name_of_every_entity_finds_it_and_nothing_else(facts: Facts) -> None:
    codes = [(entity.id, code) for entity in facts.entities().entities for code in (*entity.codes, entity.id)]
    for ident, name in [*labels(facts), *codes]:
        for spelling in (
            name,
            name.upper(),
            name.lower(),
            f"  {name.title()} ",
            names.fold(name),
            name.replace(" ", "  "),
        ):
            assert [found.id for found in facts.entities_named([spelling])] == [ident], (ident, spelling)


def typos(name: str) -> Iterator[str]:
    """Yield `name` with each letter left out, doubled, swapped with the next, or another."""
    for n, letter in enumerate(name):
        if letter.isalpha():
            yield name[:n] + name[n + 1 :]
            yield name[:n] + letter + name[n:]
            yield name[:n] + ("x" if letter != "x" else "q") + name[n + 1 :]
            if n + 1 < len(name):
                yield name[:n] + name[n + 1] + letter + name[n + 2 :]


def answer(facts: Facts, name: str) -> tuple[str, ...]:
    """Return what `name` finds, or what is suggested for it."""
    try:
        return tuple(found.id for found in facts.entities_named([name]))
    except NotInDataset as error:
        return error.suggestions
    except AmbiguousName as error:
        return error.known


def begins(typo: str, name: str) -> bool:
    """Return whether every word of `typo`, of four letters or more, begins a word of `name`: then it means that."""
    words = names.fold(name).split()
    return all(len(part) >= 4 and any(word.startswith(part) for word in words) for part in names.fold(typo).split())


def test_every_typo_of_a_name_suggests_it_or_is_a_name_itself(facts: Facts) -> None:
    known = labels(facts)
    for entity in facts.entities().entities:
        for typo in typos(entity.label) if len(entity.label) >= 5 else ():
            found = answer(facts, typo)
            another = any(ident in found and (fold_is(typo, name) or begins(typo, name)) for ident, name in known)
            assert entity.id in found or another, (typo, found)


def fold_is(typo: str, name: str) -> bool:
    return names.fold(typo) == names.fold(name)


@pytest.mark.parametrize(
    ("name", "ident"),
    [
        ("NO", "norway"), ("no", "norway"), ("PL", "poland"), ("616", "poland"), ("ukr", "ukraine"),
        ("Kiev", "ukraine"), ("Kyiv", "ukraine"), ("Україна", "ukraine"), ("moscow", "russia"), ("Suomi", "finland"),
        ("Polska", "poland"), ("polish", "poland"), ("norwegian", "norway"), ("U.S.", "united-states"),
        ("zalewski pawel", "zalewski"), ("Paweł Zalewski", "zalewski"), ("ZAKRZEWSKI", "zakrzewski"),
        ("Jarosław", "zakrzewski"), ("Belma CEO", "zakrzewski"), ("the deputy defence minister", "zalewski"),
        ("Baltic states", "baltic-states"), ("the Baltics", "baltic-states"), ("ottawa", "ottawa-convention"),
        ("EU", "european-union"), ("tarcza wschod", "east-shield"), ("poland's foreign ministry", "polish-foreign-ministry"),
    ],
)  # fmt: skip
def test_whatever_it_goes_by_it_is_found(facts: Facts, name: str, ident: str) -> None:
    assert [found.id for found in facts.entities_named([name])] == [ident]


@given(st.text())
def test_any_text_finds_something_or_says_why_not(text: str) -> None:
    with load() as facts, suppress(NotInDataset, AmbiguousName):
        assert facts.entities_named([text])


# The keys themselves, which the datasets above were compiled with

LAND = Entity(
    id="small:the-land",
    kind="country",
    label="The  Łand",
    codes=("XR", "XRU"),
    aliases=(Alias("Lánd", "endonym"), Alias("!?", "other"), Alias("Its head", "role")),
    roles=(Role("head", STATED),),
    relations=(),
    members=None,
    uses=(),
    note=None,
    same_as=("other:land",),
)


def test_an_entity_is_found_by_these_keys_and_no_other() -> None:
    assert list(names.keys(LAND)) == [
        (ID, "small:the-land"), (ID, "the-land"), (FOLDED, "land"),
        (ID, "other:land"), (ID, "land"), (FOLDED, "land"),
        (CODE, "XR"), (CODE, "XRU"),
        (NAME, "The Łand"), (FOLDED, "land"), (NAME, "Lánd"), (FOLDED, "land"), (NAME, "!?"),
        (NAME, "Its head"), (FOLDED, "its head"),
    ]  # fmt: skip
    assert (ID, CODE, NAME, FOLDED) == (1, 2, 3, 4), "in the order in which they are tried"


def test_one_of_a_dataset_alone_has_an_id_without_its_name() -> None:
    assert list(names.keys(LAND._replace(id="the-land", same_as=())))[:3] == [
        (ID, "the-land"), (ID, "the-land"), (FOLDED, "land"),
    ]  # fmt: skip


def test_one_that_is_withdrawn_is_found_by_its_ids_alone() -> None:
    withdrawn = LAND._replace(state="withdrawn")
    assert list(names.keys(withdrawn)) == [
        (ID, "small:the-land"), (ID, "the-land"), (ID, "other:land"), (ID, "land"),
    ]  # fmt: skip
    assert list(names.worded(withdrawn)) == []


def test_words_are_those_of_names_and_not_of_roles() -> None:
    assert list(names.worded(LAND)) == [("land",), ("land",), ()]


def test_a_name_is_looked_for_in_every_tier() -> None:
    assert names.query(" the \u0142and ") == (
        (ID, "the łand"),
        (CODE, "THE ŁAND"),
        (NAME, "the łand"),
        (FOLDED, "land"),
    )


@pytest.mark.parametrize(
    ("name", "folded"), [("the", "the"), ("The Hague", "hague"), ("the the", "the"), ("a the", "a the")]
)
def test_an_article_is_dropped_where_something_follows(name: str, folded: str) -> None:
    assert names.fold(name) == folded
