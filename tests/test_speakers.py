"""Who says a quote, in sentences made up for it: a name, a description, or nobody where that cannot be told."""

import pytest

from minewatch.drafts.speakers import attributed
from minewatch.drafts.speech import speeches


def speakers(*paragraphs: str) -> list[str | None]:
    return [one.speaker for one in attributed(paragraphs, speeches(list(paragraphs)))]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“We won today,” said Ada Oort, a nurse from Tarrow.", "Ada Oort"),
        ("“We won today,” Ada Oort, who is 40, told reporters.", "Ada Oort"),
        ("“We won today,” said the study’s lead author, Ada Oort.", "Ada Oort"),
        ("“We won today,” Gazette reporter Ada Oort wrote.", "Ada Oort"),
        ("“We won today,” according to Ada Oort, a nurse.", "Ada Oort"),
        ("“We won today,” Ada Oort said, according to the Tarrow Gazette.", "Ada Oort"),
        ("Ada Oort, of the nurses’ choir, said: “We won today.”", "Ada Oort"),
        ("Oort’s lawyer, Bo Lund, told the court: “She is not guilty.”", "Bo Lund"),
        ("In a statement, the Port Workers’ Guild said it would “not touch a rope”.", "Port Workers’ Guild"),
        ("“We won today,” the Times of Tarrow wrote.", "Times of Tarrow"),
        ("Ada Oort said she was sorry. “It will not happen again.”", "Ada Oort"),
        ("Asked about it, Ada Oort was blunt: “We won today.”", "Ada Oort"),
        ("“We won today,” said a spokesman for the guild.", "spokesman for the guild"),
        ("“We won today,” wrote one passenger on the wall.", "one passenger"),
    ],
)
def test_a_speaker_is_named_or_described_beside_a_verb_of_saying(text: str, speaker: str) -> None:
    assert speakers(text) == [speaker]


@pytest.mark.parametrize(
    ("before", "text", "speaker"),
    [
        ("The ship belongs to S.L. Oort.", "“We won today,” Oort said.", "S.L. Oort"),
        ("The ship belongs to A K Oort.", "“We won today,” Mr Oort said.", "A K Oort"),
        ("The ship belongs to Sir Bo Lund.", "“We won today,” Sir Bo added.", "Bo Lund"),
        ("The ship belongs to Ada de la Oort.", "Ms. Oort denied it. “We won today,” Oort said.", "Ada de la Oort"),
        ("Ada Oort and her uncle Piet Oort came.", "“We won today,” Oort said.", "Oort"),
        ("The minister, Ada Oort, came.", "“We won today,” the minister said.", "Ada Oort"),
        ("The minister Ada Oort and the minister Bo Lund came.", "“We won today,” the minister said.", None),
        ("Ada Oort said that Bo Lund had left.", "“We won today,” she added.", "Ada Oort"),
        ("Ada Oort promised it. The Tarrow Gazette announced it.", "“We won today,” she added.", "Ada Oort"),
        ("All campaigners came.", "Campaigner Ada Oort said: “We won today.”", "Ada Oort"),
        ("“We came,” Ada Oort said.", "“We won today.”", "Ada Oort"),
        ("“We came,” Ada Oort said. It rained.", "“We won today.”", None),
    ],
)
def test_what_stands_before_says_who_is_meant(before: str, text: str, speaker: str | None) -> None:
    assert speakers(before, text)[-1] == speaker


@pytest.mark.parametrize(
    "text",
    [
        "“We won today,” the company said.",
        "“We won today,” Ada Oort and Bo Lund said.",
        "“We won today,” said Ada Oort and Bo Lund.",
        "“We won today,” said Oort’s sister.",
        "“We won today,” she said. Ada Oort was glad.",
        "“We won today,” added another, who gave his name as Bo.",
        "A statement from Tarrow said: “We won today.”",
        "Thousands said it was “a great day” for all.",
        "Ada Oort came. The day was “a great one for us all”.",
    ],
)
def test_where_it_is_not_told_there_is_no_speaker(text: str) -> None:
    assert speakers(text) == [None]


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("“We won today,” Ada Oort told the Tarrow Gazette Thursday.", "Tarrow Gazette"),
        ("Ada Oort told Bo Lund: “We won today.”", "Bo Lund"),
        ("“We won today,” Ada Oort told reporters.", None),
    ],
)
def test_to_whom_it_was_said(text: str, whom: str | None) -> None:
    (one,) = attributed([text], speeches([text]))
    assert (one.speaker, one.said_to) == ("Ada Oort", whom)


def test_parts_of_one_sentence_have_one_speaker_and_a_reply_another() -> None:
    assert speakers("Ada Oort said it was “a normal” and “a quiet” day.") == ["Ada Oort", "Ada Oort"]
    assert speakers("“Did we win?” Ada Oort asked. “We did!” Bo Lund replied.") == ["Ada Oort", "Bo Lund"]
