"""Text as it is compared and as it is shown: normalising, fingerprints, and characters made safe.

Normalising and folding are version 1 of the rules that the fingerprints in a dataset were made with; a change to
either is a new version, never an edit.
"""

import unicodedata

NORMALISER = 1

_LAST_LATIN1, _LAST_OF_FOUR = 0xFF, 0xFFFF
_TAGS = (("\U000e0000", "\U000e00ff"), ("\U000e01f0", "\U000e0fff"))
_NONE = 0xFFFE

_TYPOGRAPHY = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        "\u2026": "...",
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff"),
    }
)
# The marks in the words of a page; what it is drawn with is the output's business
_MARKS = str.maketrans({"¶": "par. ", "†": "+", "‡": "++", "»": ">>", "·": "-"})
# Wherever anything that reads lines may see one end, and the tab, which is no more than a blank in a line
_BREAKS = dict.fromkeys(map(ord, "\t\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029"), " ")
# C0 but tab and newline, DEL and C1, what turns the direction of text, and what is not shown at all by Unicode's
# Default_Ignorable_Code_Point; but not the soft hyphen, which publications write, nor what says how the character
# before it looks (variation selectors, the grapheme joiner), nor Hangul's fillers, which are as wide as a letter
_ACTING = frozenset(
    map(
        chr,
        (
            *(code for code in range(0x20) if code not in (0x09, 0x0A)),
            *range(0x7F, 0xA0),
            *(0x061C, 0x180E, *range(0x200B, 0x2010), *range(0x2028, 0x202F), *range(0x2060, 0x2070), 0xFEFF),
            *(*range(0xFDD0, 0xFDF0), *range(0xFFF0, 0xFFFC), *range(0x1BCA0, 0x1BCA4), *range(0x1D173, 0x1D17B)),
        ),
    )
)


def normalise(text: str) -> str:
    """Return `text` in Unicode NFC, every run of white space one space, trimmed. Nothing else changes."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def fold_typography(text: str) -> str:
    """Return `text` normalised, with quotes, apostrophes, dashes and the ellipsis in ASCII and nothing invisible."""
    return normalise(unicodedata.normalize("NFC", text).translate(_TYPOGRAPHY))


def lookalikes(character: str) -> str:
    """Return the characters that folding makes `character` of, itself first; of none, those that it drops."""
    found = (chr(code) for code, folded in _TYPOGRAPHY.items() if (folded or "") == character)
    return character + "".join(found)


def fingerprint(text: str) -> str:
    """Return the SHA-256 of `text` as it stands, in UTF-8 and hexadecimal."""
    from hashlib import sha256  # 2 ms of OpenSSL that no look-up needs

    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def fingerprints(text: str) -> tuple[str, str]:
    """Return the two fingerprints of a paragraph or a heading: of its normalised text, and with typography folded."""
    return fingerprint(normalise(text)), fingerprint(fold_typography(text))


def safe(text: str) -> str:
    r"""Return `text` with every character that could act on a terminal, or hide, in a visible form like `\x1b`."""
    if text.isprintable():
        return text
    return "".join(_visible(c) if acts(c) else c for c in text)


def one_line(text: str) -> str:
    """Return `text` safe to show, with its line breaks and tabs as spaces."""
    words = text.replace("\t", " ").replace("\n", " ").split(" ")
    return safe(" ".join(word for word in words if word))


def unbroken(text: str) -> str:
    """Return `text` for a line of a format without escapes.

    Breaks and tabs are blanks, control characters and what is no character have a visible form, all else is exact.
    """
    if text.isprintable():
        return text
    return "".join(_visible(c) if unicodedata.category(c) in ("Cc", "Cs") else c for c in text.translate(_BREAKS))


def to_ascii(text: str) -> str:
    """Return `text` for an output that cannot show all of Unicode: typography and marks in ASCII, the rest as it is."""
    return text.translate(_MARKS).translate(_TYPOGRAPHY)


def is_web_address(url: str) -> bool:
    """Return whether `url` is one that a reader may be led to: to a host on the web."""
    scheme, _, rest = url.partition("://")
    return scheme in ("http", "https") and rest[:1].isalnum()


def count(number: int, noun: str) -> str:
    """Return `number` with `noun`, as in `1 claim` and `2 claims`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def acts(character: str) -> bool:
    """Return whether `character` could act on a terminal, or hide, where it is shown as it is."""
    if character in _ACTING or "\ud800" <= character <= "\udfff":
        return True
    # Tags, which are letters that nobody sees, and what is left free beside them; what is no character in any plane
    return any(first <= character <= last for first, last in _TAGS) or ord(character) & _NONE == _NONE


def _visible(character: str) -> str:
    code = ord(character)
    if code <= _LAST_LATIN1:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= _LAST_OF_FOUR else f"\\U{code:08x}"
