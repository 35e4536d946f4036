import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minewatch import text
from minewatch.render.json import dump


def test_normalising_joins_blanks_and_composes_letters_and_leaves_typography() -> None:
    assert text.normalise("  a\u00a0\n\tb  e\u0301 \u201cc\u201d ") == "a b \u00e9 \u201cc\u201d"


def test_folding_makes_typography_ascii_and_drops_what_is_invisible() -> None:
    given = "\u201cIt\u2019s 5\u20136 \u2014 so\u00adme\u200bthing\u2026\u201d"
    assert text.fold_typography(given) == '"It\'s 5-6 - something..."'


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\x9bb\x7f\x00", "a\\x9bb\\x7f\\x00"),
        ("abc\u202edef", "abc\\u202edef"),
        ("zero\u200bwidth", "zero\\u200bwidth"),
        ("\rback", "\\x0dback"),
        ("tab\tand\nline", "tab\tand\nline"),
        ("lone \ud800", "lone \\ud800"),
        ("tagged\U000e0049\U000e007f", "tagged\\U000e0049\\U000e007f"),
        ("no character \ufffe \U0001ffff", "no character \\ufffe \\U0001ffff"),
        ("left free \U000e01f0\U000e0fff", "left free \\U000e01f0\\U000e0fff"),
        ("selected \U000e0100", "selected \U000e0100"),
        ("none \uffff", "none \\uffff"),
        ("vowel\u180eseparator", "vowel\\u180eseparator"),
        ("soft\u00adhyphen, heart \u2764\ufe0f", "soft\u00adhyphen, heart \u2764\ufe0f"),
        ("Pawe\u0142 [sic] :warning:", "Pawe\u0142 [sic] :warning:"),
    ],
)
def test_safe_shows_what_could_act(raw: str, shown: str) -> None:
    assert text.safe(raw) == shown


@given(st.text())
def test_json_is_exact_whatever_acts_in_it(value: str) -> None:
    hidden = f"{value}\U000e0049\ufffe\u202e"
    written = dump({"a": hidden})
    assert json.loads(written) == {"a": hidden}
    assert not any(text.acts(character) for character in written)


def test_one_line_has_no_breaks() -> None:
    assert text.one_line("a\n\tb  c\x1b") == "a b c\\x1b"


@given(st.text())
def test_normalising_and_folding_settle_at_once(value: str) -> None:
    assert text.normalise(text.normalise(value)) == text.normalise(value)
    assert text.fold_typography(text.fold_typography(value)) == text.fold_typography(value)
    assert text.fold_typography(text.normalise(value)) == text.fold_typography(value)


@given(st.text())
def test_nothing_safe_acts_on_a_terminal(value: str) -> None:
    assert not any((ord(c) < 32 and c not in "\n\t") or 0x7F <= ord(c) <= 0x9F for c in text.safe(value))


@pytest.mark.parametrize(
    ("raw", "written"),
    [
        ("a\tb\nc\r\u2028d\x85e", "a b c  d e"),
        ("\x1b[31m\x9b\x7f\x00", "\\x1b[31m\\x9b\\x7f\\x00"),
        ("lone \ud800", "lone \\ud800"),
        ("\u202e\u200bPawe\u0142 地", "\u202e\u200bPawe\u0142 地"),
    ],
)
def test_what_has_no_escapes_keeps_all_but_breaks_and_controls(raw: str, written: str) -> None:
    assert text.unbroken(raw) == written


def test_ascii_has_marks_and_typography_and_leaves_the_rest() -> None:
    assert text.to_ascii("¶7 † ‡ » · “Łódź” – it’s…") == 'par. 7 + ++ >> - "Łódź" - it\'s...'


def test_lookalikes_are_what_folds_to_the_same() -> None:
    assert text.lookalikes("-") == "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
    assert text.lookalikes("...") == "...\u2026"
    assert set(text.lookalikes("")) == set("\u00ad\u200b\u200c\u200d\u2060\ufeff")


def test_a_fingerprint_is_of_utf8_even_of_what_is_no_text() -> None:
    assert text.fingerprint("Paweł") == "0d9b61149a96de193d1eb08b99f3ebb9a9c1cf8c12d019180a2cc8f5c31887a0"
    assert text.fingerprint("\ud800") != text.fingerprint("\ud801")


def test_one_line_keeps_blanks_that_do_not_break() -> None:
    assert text.one_line("a\u00a0b  c") == "a\u00a0b c"


@pytest.mark.parametrize(
    ("character", "does"),
    [(0xD7FF, False), (0xD800, True), (0xDFFF, True), (0xE000, False), (0x9F, True), (0xA0, False)],
)
def test_what_acts_ends_where_it_does(character: int, does: bool) -> None:  # noqa: FBT001
    assert text.acts(chr(character)) is does


@pytest.mark.parametrize(
    ("number", "said"), [(1, "1 claim"), (2, "2 claims"), (0, "0 claims"), (1_000, "1,000 claims")]
)
def test_what_is_counted_is_one_or_several(number: int, said: str) -> None:
    assert text.count(number, "claim") == said
