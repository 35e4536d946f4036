import pytest
from hypothesis import given
from hypothesis import strategies as st

from minewatch import text


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
        ("Pawe\u0142 [sic] :warning:", "Pawe\u0142 [sic] :warning:"),
    ],
)
def test_safe_shows_what_could_act(raw: str, shown: str) -> None:
    assert text.safe(raw) == shown


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
