"""Numbers as articles write them: in digits, in words, and with a word for their scale."""

import re

_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES = {
    "dozen": 12, "hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9, "trillion": 10**12,
    "bn": 10**9, "m": 10**6,
}  # fmt: skip
_WORDS = {word: value for value, word in enumerate(_ONES)} | {word: 10 * value for value, word in enumerate(_TENS, 2)}

WORD = rf"(?:(?:{'|'.join(_TENS)})(?:-(?:{'|'.join(_ONES[1:10])}))?|{'|'.join(sorted(_ONES, key=len, reverse=True))})"
_BLANK = " \u00a0\u2009\u202f"
DIGITS = rf"\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d{{1,3}}(?:[{_BLANK}]\d{{3}})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
"""With thousands apart by a comma, or by a blank: one that may break a line, or one that does not, wide or narrow."""
SCALE = r"(?:dozen|hundred|thousand|million|billion|trillion|bn\b|m\b)"


def number(text: str, scales: str = "") -> float:
    """Return the number that `text` writes, times its `scales`.

    >>> number("1.2", "million"), number("100,000"), number("1 000 000"), number("forty-two"), number("two", "hundred")
    (1200000, 100000, 1000000, 42, 200)
    """
    plain = re.sub(f"[,{_BLANK}]", "", text)
    words = plain.lower().split("-")
    value = float(plain) if plain[0].isdigit() else float(sum(_WORDS[word] for word in words))
    for scale in re.split(r"[\s-]+", scales.lower()):
        value *= _SCALES.get(scale, 1)
    # 1.2 million is a little off in floats
    value = round(value, 6)
    return int(value) if value.is_integer() else value
