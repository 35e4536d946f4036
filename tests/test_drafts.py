"""What is found in single sentences: speech, dates, figures, names, and what is none of these."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minewatch.article import Article
from minewatch.dataset.nodes import parse as nodes
from minewatch.dataset.writing import Value, document
from minewatch.dates import parse
from minewatch.drafts.known import Known, named
from minewatch.drafts.layout import layout
from minewatch.drafts.quantities import figures
from minewatch.drafts.speakers import attributed
from minewatch.drafts.speech import speeches
from minewatch.drafts.times import times
from minewatch.faults import Problem


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("“We are ready,” she said.", ["We are ready"]),
        ('"We are ready," she said.', ["We are ready"]),
        ("„Wir sind bereit“, sagte sie.", []),  # too short to be speech without a verb that is known
        ("„Wir sind nun alle bereit“, sagte sie.", ["Wir sind nun alle bereit"]),
        ("« We are ready », she said.", ["We are ready"]),
        ("‘We are ready,’ she said.", ["We are ready"]),
        ("“He told me ‘never’ and left,” she said.", ["He told me ‘never’ and left"]),
        ("“No,” he said.", ["No"]),
        ("He called it “a small step” at best.", ["a small step"]),
        ("It is part of the “North Wall” programme, he said.", []),
        ("The so-called “grey list” grew, he said.", []),
        ("The miners’ union and the men’s choir met.", []),
        ('A 5" pipe and a 6" pipe were laid.', []),
        ("“This one is never closed, he said.", []),
    ],
)
def test_speech_is_told_from_names_and_apostrophes(text: str, said: list[str]) -> None:
    assert [speech.text for speech in speeches([text])] == said


def test_parts_are_one_quotation_where_only_a_speaker_stands_between() -> None:
    texts = [
        "“One,” said Ada Oort, “and two.”",
        "“Three goes on.",
        "“And ends.”",
        "“Four,” said Bo Lund. He left. “Five,” he said.",
    ]
    found = attributed(texts, speeches(texts))
    assert [(one.quotation, one.speech.text) for one in found] == [
        (1, "One"),
        (1, "and two."),
        (2, "Three goes on."),
        (2, "And ends."),
        (3, "Four"),
        (4, "Five"),
    ]


PUBLISHED = "2031-04-17"  # a Thursday


@pytest.mark.parametrize(
    ("text", "wording", "edtf"),
    [
        ("It began on 3 May 2011.", "3 May 2011", "2011-05-03"),
        ("It began on May 3rd, 2011.", "May 3rd, 2011", "2011-05-03"),
        ("It began on 2011-05-03.", "2011-05-03", "2011-05-03"),
        ("It ran from 3-5 May 2011.", "3-5 May 2011", "2011-05-03/2011-05-05"),
        ("Since March 2011 it has.", "March 2011", "2011-03"),
        ("It grew from 2011 to 2014.", "2011 to 2014", "2011/2014"),
        ("It grew between 2011 and 2014.", "2011 and 2014", "2011/2014"),
        ("In early 2011 it did.", "early 2011", "2011"),
        ("In the early 1990s it did.", "early 1990s", "[1990..1993]"),
        ("In the 19th century it did.", "19th century", "18XX"),
        ("In the second quarter of 2011 it did.", "second quarter of 2011", "[2011-04..2011-06]"),
        ("In autumn 2011 it did.", "autumn 2011", "2011-23"),
        ("It did so last year.", "last year", "2030"),
        ("It did so last month.", "last month", "2031-03"),
        ("It did so yesterday.", "yesterday", "2031-04-16"),
        ("It closed on Monday.", "Monday", "2031-04-14"),
        ("It will close on Monday.", "Monday", "2031-04-21"),
        ("It will close, she said on Monday.", "Monday", "2031-04-14"),
        ("She said that it would close on Monday.", "Monday", "2031-04-21"),
        ("It will close in February.", "February", "2032-02"),
        ("It closed in August.", "August", "2030-08"),
        ("It does so next spring.", "next spring", "2032-21"),
        ("It does so next autumn.", "next autumn", None),  # of this year or of the next
        ("It did so two years ago.", "two years ago", None),
        ("It happened on 31 February 2030.", "31 February 2030", None),
    ],
)
def test_a_date_is_read(text: str, wording: str, edtf: str | None) -> None:
    assert [(time.wording, time.edtf) for time in times([text], parse(PUBLISHED))] == [(wording, edtf)]


def test_two_years_are_not_all_between_them() -> None:
    found = times(["It rained in 2011 and 2014."], parse(PUBLISHED))
    assert [(time.wording, time.edtf) for time in found] == [("2011", "2011"), ("2014", "2014")]


@pytest.mark.parametrize("published", [None, "XXXX", "2031/..", "[2030-12-31..2031-01-01]"])
def test_a_relative_date_is_read_only_where_the_article_s_own_settles_it(published: str | None) -> None:
    (time,) = times(["It will be next year."], parse(published) if published else None)
    assert (time.wording, time.edtf) == ("next year", None)


def test_a_date_of_its_own_that_is_vague_settles_what_all_its_days_agree_on() -> None:
    (time,) = times(["It will be next year."], parse("[2031-02..2031-11]"))
    assert (time.edtf, bool(time.reason)) == ("2032", True)


@pytest.mark.parametrize(
    "text", ["You may go and march on.", "There are 2000 people.", "Article 1997 stays.", "It costs $1995."]
)
def test_what_is_no_date(text: str) -> None:
    assert times([text], parse(PUBLISHED)) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("About 1.2 million boats a year.", {"qualifier": "about", "value": 1200000, "unit": "boat", "per": "year"}),
        ("They have 5–6 million boats.", {"low": 5000000, "high": 6000000, "unit": "boat"}),
        ("They have between 20 and 30 boats.", {"low": 20, "high": 30, "unit": "boat"}),
        ("A 40-kilometre (25-mile) road.", {"value": 40, "unit": "km", "conversion": "25-mile"}),
        ("It costs $1.2 billion.", {"value": 1200000000, "unit": "USD"}),
        ("It costs PLN 300.", {"value": 300, "unit": "PLN"}),
        ("It costs 300 euros.", {"value": 300, "unit": "EUR"}),
        ("A six-month wait.", {"value": 6, "unit": "month"}),
        ("Two-thirds of boats sank.", {"worded": "Two-thirds", "unit": "boat"}),
        ("Several thousand boats sank.", {"worded": "Several thousand", "unit": "boat"}),
        ("Hundreds of boats sank.", {"worded": "Hundreds", "unit": "boat"}),
        ("Up to 8 per cent of boats sank.", {"qualifier": "up to", "value": 8, "unit": "percent"}),
        ("Some 1 200 000 boats sank.", {"qualifier": "some", "value": 1200000, "unit": "boat"}),
        ("It costs €1\u202f200\u2009000.", {"value": 1200000, "unit": "EUR"}),
        ("They have 10\u00a0000–12\u00a0000 boats.", {"low": 10000, "high": 12000, "unit": "boat"}),
        ("In 2025 300 boats sank.", {"value": 300, "unit": "boat"}),
        ("On May 5 200 boats sank.", {"value": 200, "unit": "boat"}),
        ("They make 100,000 boats annually.", {"value": 100000, "unit": "boat", "per": "year"}),
        ("It is 12 km² large.", {"value": 12, "unit": "km2"}),
        ("It holds 30 litres.", {"value": 30, "unit": "litre"}),
        ("It is 30 centimetres high.", {"value": 30, "unit": "cm"}),
        ("Over three years they did.", {"value": 3, "unit": "year"}),
    ],
)
def test_a_figure_is_read(text: str, told: dict[str, Any]) -> None:
    (figure,) = figures([text], times([text]))
    keys = ("value", "low", "high", "worded", "qualifier", "unit", "per", "conversion")
    assert {key: value for key in keys if (value := getattr(figure, key)) is not None} == told


@pytest.mark.parametrize(
    "text",
    ["Article 5 stays.", "In 1997 it rained.", "The G7 met.", "The Big Four met.", "No one came.", "1. First item"],
)
def test_what_is_no_figure(text: str) -> None:
    assert figures([text], times([text])) == []


def test_names_are_whole_and_the_longer_of_a_kind_is_meant() -> None:
    known = [
        Known("mines", "weapon", "mines", (), ("mines",)),
        Known("ap-mines", "weapon", "anti-personnel mines", (), ("anti-personnel mines",)),
        Known("poland", "country", "Poland", ("PL", "POL", "616"), ("Poland", "Polish")),
        Known("turkey", "country", "Turkey", ("TR", "TUR", "792"), ("Turkey",)),
    ]
    texts = ["Polish anti-personnel mines.", "Mines and a turkey.", "Polandia undermines it."]
    assert [(one.known.id, one.paragraphs) for one in named(known, texts)] == [
        ("poland", (1,)),
        ("ap-mines", (1,)),
        ("mines", (2,)),
    ]


def test_what_has_a_country_s_name_and_more_is_not_that_country() -> None:
    known = [
        Known("georgia", "country", "Georgia", ("GE", "GEO", "268"), ("Georgia", "Georgian")),
        Known("niger", "country", "Niger", ("NE", "NER", "562"), ("Niger",)),
    ]
    texts = ["Georgia Lund saw the Niger Delta.", "A Georgian Airways flight left Niger.", "Georgia, she said."]
    assert [(one.known.id, one.paragraphs) for one in named(known, texts)] == [("georgia", (2, 3)), ("niger", (2,))]


def test_an_article_is_taken_apart_and_nothing_of_it_is_lost() -> None:
    lines = [
        "Menu",
        "",
        "A Title",
        "",
        "It began.",
        "",
        "- one",
        "- two",
        "",
        "Then",
        "",
        "It ended.",
        "",
        "Subscribe now",
        "",
        "About us",
    ]
    found = layout(Article("x", tuple(lines)))
    assert found.passages == (
        (None, "It began."),
        (None, "- one"),
        (None, "- two"),
        ("Then", "It ended."),
    )
    assert (found.sections, found.left_out) == (("Then",), ("Menu", "A Title", "Subscribe now", "About us"))


@given(st.lists(st.text(), max_size=4), st.text(min_size=1))
def test_text_is_read_back_as_it_was_written(texts: list[str], text: str) -> None:
    fields: dict[str, Value] = {
        "text": text,
        "list": texts,
        "records": [{"text": text, "nested": {"list": texts, "text": text}}],
    }
    with TemporaryDirectory() as scratch:
        path = Path(scratch, "d.yaml")
        path.write_text(document("What it is.", fields), encoding="utf-8", newline="\n")
        problems: list[Problem] = []
        root = nodes(path, "d.yaml", problems).root
    assert problems == []
    assert root == fields
