"""A reader's copy as it may come: each form is accepted or refused as documented, and no change of a letter is missed."""

import json
import unicodedata
from pathlib import Path
from typing import Any, Self

import pytest
from conftest import COURIER, Run
from hypothesis import example, given
from hypothesis import strategies as st

from minewatch import article, load
from minewatch.article import Article
from minewatch.text import fingerprint, fold_typography, normalise

TEXT = (COURIER / "article.txt").read_text(encoding="utf-8")
LINES = TEXT.splitlines()
ALONE = ("--data", str(COURIER), "--no-bundled")


def held(run: Run, file: Path, content: bytes, *, code: int = 0) -> dict[str, Any]:
    """Return what `verify` says of a copy with this content."""
    file.write_bytes(content)
    result = run("verify", str(file), *ALONE, "--json")
    assert result.exit_code == code, result.stderr
    (found,) = json.loads(result.stdout)["results"]
    return dict(found)


def kinds(found: dict[str, Any]) -> tuple[set[str], set[str]]:
    """Return how its paragraphs are, and its quotes."""
    return {item["status"] for item in found["paragraphs"]}, {item["status"] for item in found["quotes"]}


WHOLE = ({"exact"}, {"verbatim"})
ACCEPTED = {
    "as it is": (TEXT.encode(), WHOLE),
    "a byte order mark": (b"\xef\xbb\xbf" + TEXT.encode(), WHOLE),
    "Windows' line ends": (TEXT.replace("\n", "\r\n").encode(), WHOLE),
    "an old Mac's line ends": (TEXT.replace("\n", "\r").encode(), WHOLE),
    "no line end at its end": (TEXT.rstrip("\n").encode(), WHOLE),
    "blanks that do not break": (TEXT.replace(" ", "\u00a0").encode(), WHOLE),
    "blanks in twos": (TEXT.replace(" ", "  ").encode(), WHOLE),
    "tabs before each line": (TEXT.replace("\n", "\n\t").encode(), WHOLE),
    "letters and accents apart": (unicodedata.normalize("NFD", TEXT).encode(), WHOLE),
    "straight quotes": (fold_typography(TEXT.replace("\n", "\x00")).replace("\x00", "\n").encode(), ({"exact", "typography"}, {"verbatim"})),
    "soft hyphens": (TEXT.replace("tion", "\u00adtion").encode(), ({"exact", "typography"}, {"typography"})),
    "blanks of no width": (TEXT.replace("th", "t\u200bh").encode(), ({"exact", "typography"}, {"typography"})),
}  # fmt: skip


@pytest.mark.parametrize(("content", "expected"), ACCEPTED.values(), ids=ACCEPTED)
def test_a_faithful_copy_is_whole(
    run: Run, tmp_path: Path, content: bytes, expected: tuple[set[str], set[str]]
) -> None:
    paragraphs, quotes = kinds(held(run, tmp_path / "copy.txt", content))
    assert paragraphs <= expected[0]
    assert quotes <= expected[1] | {"verbatim"}


REFUSED = {
    "Latin-1": (TEXT.replace("’", "'").replace("“", '"').replace("”", '"').encode("latin-1", "replace") + b"\xe9\n", "is not UTF-8"),
    "UTF-16": (TEXT.encode("utf-16"), "is not UTF-8"),
    "UTF-16 without a mark": (TEXT.encode("utf-16-le", "replace").replace(b"\x19\x20", b"x\0").replace(b"\x1c\x20", b"x\0").replace(b"\x1d\x20", b"x\0"), "not a text file"),
    "an executable": (b"\x7fELF\x02\x01\x01" + bytes(64), "not a text file"),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "line 2 is not UTF-8"),
    "a Word file": (b"PK\x03\x04" + bytes(30), "not a text file"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "said"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_text_in_utf8_is_refused_in_a_line(run: Run, tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "copy.txt").write_bytes(content)
    for words in (("verify", str(tmp_path / "copy.txt")), ("claim", "--article", str(tmp_path / "copy.txt"))):
        result = run(*words, *ALONE)
        assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (4, "", 1), words
        assert said in result.stderr


def test_of_a_file_of_200_mb_no_more_is_read_than_may_be(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "copy.txt"
    with file.open("wb") as opened:
        opened.truncate(200 * 10**6)
    asked: list[int] = []
    inner = Path.open

    class Counted:
        def __init__(self, path: Path) -> None:
            self.file = inner(path, "rb")

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            self.file.close()

        def read(self, size: int) -> bytes:
            asked.append(size)
            return self.file.read(size)

    monkeypatch.setattr(Path, "open", lambda path, *_: Counted(path))
    result = run("verify", str(file), *ALONE)
    assert (result.exit_code, result.stdout) == (4, "")
    assert "larger than 64 MiB" in result.stderr
    assert asked == [article.LARGEST + 1]


QUOTED = "The decision stands, and nothing has been made yet"


def quoting(folder: Path, words: str) -> Path:
    """Write the courier's dataset with another quote, and return its folder."""
    text = (COURIER / "courier.yaml").read_text(encoding="utf-8")
    assert f"text: {QUOTED}" in text
    folder.mkdir()
    (folder / "d.yaml").write_text(text.replace(QUOTED, json.dumps(words)), encoding="utf-8")
    return folder


@pytest.mark.parametrize("words", ["", " ", "\u00a0", "\u200b", "\u00ad\u2060", "\ufeff \u200d"])
def test_a_quote_of_nothing_that_shows_is_refused(run: Run, tmp_path: Path, words: str) -> None:
    """Nothing is part of everything: any copy would have it word for word."""
    folder = quoting(tmp_path / "courier", words)
    result = run("verify", str(COURIER / "article.txt"), "--data", str(folder), "--no-bundled")
    assert (result.exit_code, result.stdout) == (4, "")
    assert ": wrong-type: 'text' is empty" in result.stderr


@given(
    number=st.integers(0, len(LINES) - 1),
    place=st.integers(0, 10_000),
    other=st.characters(exclude_categories=["Cs", "Zs", "Zl", "Zp", "Cc"]) | st.just(""),
    gone=st.integers(0, 1),
)
@example(number=2, place=0, other="", gone=1)
def test_no_change_of_a_character_is_missed(number: int, place: int, other: str, gone: int) -> None:
    line = LINES[number]
    place %= len(line)
    changed = line[:place] + other + line[place + gone :]
    with load(COURIER, bundled=False) as facts:
        found = facts.verification(Article("copy", (*LINES[:number], changed, *LINES[number + 1 :])))
    same = fold_typography(changed) == fold_typography(line)
    heading = line == "On paper"
    assert found.differs == (not same and not heading)
    if same and changed != line and not heading:
        assert {paragraph.status for paragraph in found.paragraphs} <= {"exact", "typography"}


def test_accents_are_the_same_in_one_character_or_in_two(run: Run, tmp_path: Path) -> None:
    line = "Zażółć gęślą jaźń, they said in the café at Århus."
    text = (COURIER / "courier.yaml").read_text(encoding="utf-8")
    was = LINES[1]
    assert fingerprint(normalise(was)) in text
    folder = tmp_path / "courier"
    folder.mkdir()
    (folder / "d.yaml").write_text(text.replace(fingerprint(normalise(was)), fingerprint(line)), encoding="utf-8")
    for form in ("NFC", "NFD"):
        copy = tmp_path / f"{form}.txt"
        copy.write_text(unicodedata.normalize(form, TEXT.replace(was, line)), encoding="utf-8")
        result = run("verify", str(copy), "--data", str(folder), "--no-bundled", "--json")
        (found,) = json.loads(result.stdout)["results"]
        assert kinds(found) == WHOLE, form
