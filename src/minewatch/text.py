"""Text as it is compared and as it is shown: normalising, fingerprints, and characters made safe.

Normalising and folding are version 1 of the rules that the fingerprints in a dataset were made with; a change to
either is a new version, never an edit.
"""

import re
import unicodedata

NORMALISER = 1

_LAST_LATIN1 = 0xFF

_TYPOGRAPHY = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        "\u2026": "...",
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff"),
    }
)
_SPACE = re.compile(r"\s+")
_BLANKS = re.compile("[ \t\n]+")
# C0 but tab and newline, DEL and C1; then what turns the direction of text, or does not show at all
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ud800-\udfff]"
)


def normalise(text: str) -> str:
    """Return `text` in Unicode NFC, every run of white space one space, trimmed. Nothing else changes."""
    return _SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip()


def fold_typography(text: str) -> str:
    """Return `text` normalised, with quotes, apostrophes, dashes and the ellipsis in ASCII and nothing invisible."""
    return normalise(unicodedata.normalize("NFC", text).translate(_TYPOGRAPHY))


def fingerprint(text: str) -> str:
    """Return the SHA-256 of `text` as it stands, in UTF-8 and hexadecimal."""
    from hashlib import sha256  # 2 ms of OpenSSL that no look-up needs

    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def safe(text: str) -> str:
    r"""Return `text` with every character that could act on a terminal, or hide, in a visible form like `\x1b`."""
    return _UNSAFE.sub(_visible, text)


def one_line(text: str) -> str:
    """Return `text` safe to show, with its line breaks and tabs as spaces."""
    return safe(_BLANKS.sub(" ", text))


def to_ascii(text: str) -> str:
    """Return `text` for an output that cannot show all of Unicode: typography in ASCII, the rest as it is."""
    return text.translate(_TYPOGRAPHY)


def count(number: int, noun: str) -> str:
    """Return `number` with `noun`, as in `1 claim` and `2 claims`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _visible(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code <= _LAST_LATIN1 else f"\\u{code:04x}"
