"""`minewatch verify`: a reader's own copy, however it was saved, against the source that it is a copy of."""

import json
import re
import textwrap
from pathlib import Path
from typing import Any

import pytest
from conftest import COURIER, HARBOUR, ROOT, TODAY, Run
from hypothesis import given
from hypothesis import strategies as st
from test_article import ARTICLE, article_paragraphs, needs_article

from minewatch import load, locate, quoted
from minewatch.answers import SourceCard, Stands, Verification
from minewatch.article import Article
from minewatch.model import NOT_STATED, STATED, Paragraph, Source
from minewatch.query import Facts
from minewatch.render import Manner, render
from minewatch.text import fingerprints, fold_typography
from minewatch.verify import verify

WIRE = ROOT / "examples" / "wire"
LINES = (COURIER / "article.txt").read_text(encoding="utf-8").splitlines()
HEADING = "On paper"
PARAGRAPHS = [line for line in LINES if line != HEADING]
ALONE = ("--data", str(COURIER), "--no-bundled")


def copied(folder: Path, *paragraphs: str, between: str = "\n\n") -> str:
    """Write a copy of the article that has these paragraphs, and return its name."""
    file = folder / "copy.txt"
    file.write_text(between.join(paragraphs) + "\n", encoding="utf-8")
    return str(file)


def verification(run: Run, *words: str, code: int = 0) -> dict[str, Any]:
    """Return what `verify` says in JSON."""
    result = run("verify", *words, *ALONE, "--json")
    assert result.exit_code == code, result.stderr
    (found,) = json.loads(result.stdout)["results"]
    assert found["differs"] == (code == 5)
    return dict(found)


def statuses(found: dict[str, Any]) -> dict[int, str]:
    """Return how each paragraph is, without those that are exact."""
    return {item["number"]: item["status"] for item in found["paragraphs"] if item["status"] != "exact"}


def held(lines: list[str]) -> Verification:
    """Return how a copy with these lines differs from the courier's report."""
    with load(COURIER, bundled=False) as facts:
        return facts.verification(Article("a copy", tuple(lines)))


def one_letter_changed(text: str, seed: int) -> str:
    """Return `text` with one letter replaced by the next, which one goes by `seed`."""
    letters = [n for n, character in enumerate(text) if character.isalpha()]
    place = letters[seed * 37 % len(letters)]
    return text[:place] + chr(ord(text[place]) + 1) + text[place + 1 :]


# However it was saved


@pytest.mark.parametrize("between", ["\n", "\n\n", "\r\n", "\n\n\n\n", "\n \t\u00a0\n"])
def test_a_copy_is_whole_however_its_paragraphs_are_apart(run: Run, tmp_path: Path, between: str) -> None:
    found = verification(run, copied(tmp_path, *LINES, between=between))
    assert {item["status"] for item in found["paragraphs"]} == {"exact"}
    assert {item["status"] for item in found["quotes"]} == {"verbatim"}
    assert found["unrecognised"] == []


@pytest.mark.parametrize("width", [12, 20, 40, 72, 80, 120])
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_copy_is_whole_however_it_is_wrapped(run: Run, tmp_path: Path, width: int, between: str) -> None:
    wrapped = ["\n".join(textwrap.wrap(line, width)) for line in LINES]
    found = verification(run, copied(tmp_path, *wrapped, between=between))
    assert {item["status"] for item in found["paragraphs"]} == {"exact"}
    assert {item["status"] for item in found["quotes"]} == {"verbatim"}
    assert found["unrecognised"] == []


@given(st.data())
def test_a_copy_is_whole_wherever_its_words_are_broken(data: st.DataObject) -> None:
    """A line may end between any two words, and with a hyphen between any two letters of one."""
    lines = []
    for line in LINES:
        breaks = [(match.start(), " ") for match in re.finditer(" ", line)]
        breaks += [(match.end(), "") for match in re.finditer(r"[^\W\d_](?=[^\W\d_])", line)]
        chosen = data.draw(st.lists(st.sampled_from(breaks), max_size=4, unique_by=lambda found: found[0]))
        broken = line
        for place, character in sorted(chosen, reverse=True):
            broken = broken[:place] + ("\n" if character else "-\n") + broken[place + len(character) :]
        lines += broken.split("\n")
    found = held(lines)
    assert {item.status for item in found.paragraphs} == {"exact"}
    assert {item.status for item in found.quotes} == {"verbatim"}


def test_a_copy_comes_from_standard_input_too() -> None:
    from typer.testing import CliRunner

    from minewatch.cli import app

    result = CliRunner().invoke(app, ["verify", "-", *ALONE], input="\ufeff" + "\n".join(LINES))
    assert result.exit_code == 0
    assert result.stdout.startswith("-\n")
    assert "6 paragraphs: 6 exact" in result.stdout


def test_a_page_saved_from_a_browser_is_read_as_its_text(run: Run, tmp_path: Path) -> None:
    body = "".join(f"<h2>{line}</h2>" if line == HEADING else f"<p>{line}</p>" for line in LINES)
    body = body.replace("anti-personnel", "anti-<b>personnel</b>", 1).replace("“The", "&ldquo;The")
    file = tmp_path / "page.html"
    file.write_text(
        "<!DOCTYPE html><title>T</title><style>p {}</style><script>let p = '</p>'</script>"
        f"<nav><a href=/>Home</a><a href=/s>Subscribe</a></nav><article>{body}</article><footer>© nobody</footer>",
        encoding="utf-8",
    )
    found = verification(run, str(file))
    assert statuses(found) == {}
    assert {item["status"] for item in found["quotes"]} == {"verbatim"}
    assert [(item["place"], item["after"], item["before"]) for item in found["unrecognised"]] == [
        ("around", None, 1),
        ("around", 6, None),
    ]
    assert "HomeSubscribe" in run("verify", str(file), *ALONE).stdout.replace(" ", "")


def test_a_page_needs_the_extra_and_says_which(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "bs4", None)
    file = tmp_path / "page.html"
    file.write_text("<p>x</p>")
    result = run("verify", str(file), *ALONE)
    assert result.exit_code == 4
    assert result.stderr == (
        f"minewatch: {file}: reading HTML needs an extra; pip install 'minewatch[html]', or save it as plain text\n"
    )


# What differs


@pytest.mark.parametrize("number", range(1, 7))
def test_one_letter_more_or_less_is_found_in_every_paragraph(run: Run, tmp_path: Path, number: int) -> None:
    paragraph = PARAGRAPHS[number - 1]
    changed = one_letter_changed(paragraph, number)
    found = verification(run, copied(tmp_path, *(changed if line == paragraph else line for line in LINES)), code=5)
    assert statuses(found) == {number: "changed"}
    (item,) = (item for item in found["paragraphs"] if item["status"] == "changed")
    card = json.loads(run("source", "courier-report", *ALONE, "--json").stdout)["results"][0]
    stands = card["paragraphs"][number - 1]
    assert (item["claims"], item["quotes"]) == (stands["claims"], stands["quotes"])
    page = run("verify", str(tmp_path / "copy.txt"), *ALONE).stdout
    assert all(ident in page for ident in (*item["claims"], *item["quotes"]))


@needs_article
@pytest.mark.parametrize("seed", range(3))
def test_one_letter_is_found_in_each_paragraph_of_the_article(facts: Facts, seed: int) -> None:
    lines = ARTICLE.read_text(encoding="utf-8").splitlines()
    paragraphs = article_paragraphs(facts)
    for number, paragraph in enumerate(paragraphs, 1):
        changed = one_letter_changed(paragraph, seed * 100 + number)
        copy = Article("copy", tuple(changed if line.strip() == paragraph else line for line in lines))
        found = facts.verification(copy)
        assert found.differs
        # After the last one stands the newsletter: which of three blocks it is would be a guess
        expected = "changed" if number < len(paragraphs) else "missing"
        assert {p.stands.paragraph: p.status for p in found.paragraphs if p.status != "exact"} == {number: expected}


@needs_article
@pytest.mark.parametrize("width", [None, 40, 80])
def test_one_letter_is_found_in_each_quote_of_the_article(facts: Facts, width: int | None) -> None:
    text = ARTICLE.read_text(encoding="utf-8")
    quotes = facts.quotations().quotes
    assert len(quotes) == 5
    for quote in quotes:
        for seed in range(3):
            changed = one_letter_changed(quote.text, seed)
            copy = text.replace(quote.text, changed)
            assert copy != text
            lines = copy.splitlines()
            if width:
                lines = [part for line in lines for part in [*textwrap.wrap(line, width), ""]]
            found = facts.verification(Article("copy", tuple(lines)))
            assert {q.quote.id: q.status for q in found.quotes if q.status != "verbatim"} == {quote.id: "changed"}
            (item,) = (q for q in found.quotes if q.status == "changed")
            assert item.expected is not None
            assert item.expected in quote.text
            assert item.found != item.expected


@needs_article
@pytest.mark.parametrize("width", [None, 30, 80])
def test_the_article_itself_is_whole_however_it_is_wrapped(facts: Facts, width: int | None) -> None:
    lines = ARTICLE.read_text(encoding="utf-8").splitlines()
    if width:
        lines = [part for line in lines for part in textwrap.wrap(line, width)]
    found = facts.verification(Article("copy", tuple(lines)))
    assert [p.status for p in found.paragraphs] == ["exact"] * 20
    assert [q.status for q in found.quotes] == ["verbatim"] * 5
    assert [stray.place for stray in found.unrecognised] == ["around"] * len(found.unrecognised)
    assert not found.differs


def test_typography_is_listed_and_no_difference(run: Run, tmp_path: Path) -> None:
    plain = [fold_typography(line) for line in LINES]
    found = verification(run, copied(tmp_path, *plain))
    assert statuses(found) == {3: "typography"}
    assert found["paragraphs"][2]["characters"] == ['"']
    assert [item["status"] for item in found["quotes"]] == ["verbatim"]
    page = run("verify", str(tmp_path / "copy.txt"), *ALONE).stdout
    assert "6 paragraphs: 5 exact, 1 the same but for typography" in page


def test_a_quote_says_in_which_characters_its_typography_differs(run: Run, tmp_path: Path) -> None:
    words = "The decision stands, and nothing has been made yet,"
    assert any(words in line for line in LINES)
    altered = words.replace("nothing has", "nothing\u00ad\u00a0has")
    found = verification(run, copied(tmp_path, *(line.replace(words, altered) for line in LINES)))
    (quote,) = found["quotes"]
    assert quote["status"] == "typography"
    assert quote["characters"] == ["nothing → U+00AD"]


def test_a_changed_quote_says_where(run: Run, tmp_path: Path) -> None:
    lines = [line.replace("nothing has been", "much has been") for line in LINES]
    found = verification(run, copied(tmp_path, *lines), code=5)
    (quote,) = found["quotes"]
    assert (quote["status"], quote["expected"], quote["found"]) == ("changed", "nothing", "much")
    assert "“nothing” is “much” in your copy" in run("verify", str(tmp_path / "copy.txt"), *ALONE).stdout


@pytest.mark.parametrize(
    ("quote", "copy", "status"),
    [
        ("Wait…. now", "Wait…. now", "verbatim"),
        ("Wait…. now", "Wait.... now", "typography"),
        ("Wait…. now", "Wait.… now", "typography"),
        ("Wait.... now", "Wait…. now", "typography"),
        ("Wait…. now", "Wait… now", None),
        ("Wait… now", "Wait…. now", None),
        ("He left….", "He left…", None),
        ("a…… b", "a...... b", "typography"),
        ("a..b", "a…b", None),
    ],
)
def test_dots_are_counted(quote: str, copy: str, status: str | None) -> None:
    found = quoted.find(quote, [copy])
    assert [("verbatim" if words.exact else "typography") for words in found] == ([status] if status else [])


def test_a_paragraph_in_another_place_has_moved(run: Run, tmp_path: Path) -> None:
    moved = [*PARAGRAPHS[:1], PARAGRAPHS[4], *PARAGRAPHS[1:4], PARAGRAPHS[5]]
    found = verification(run, copied(tmp_path, *moved), code=5)
    assert statuses(found) == {5: "moved"}


def test_a_paragraph_left_out_is_missing(run: Run, tmp_path: Path) -> None:
    found = verification(run, copied(tmp_path, *(line for line in LINES if line != PARAGRAPHS[2])), code=5)
    assert statuses(found) == {3: "missing"}
    assert found["paragraphs"][2]["candidates"] == 0
    assert [item["status"] for item in found["quotes"]] == ["missing"]


def test_two_blocks_where_two_paragraphs_belong_are_not_told_apart(run: Run, tmp_path: Path) -> None:
    """Which of the two is which would be a guess."""
    lines = [f"{line} And more." if line in PARAGRAPHS[3:5] else line for line in LINES]
    found = verification(run, copied(tmp_path, *lines), code=5)
    assert statuses(found) == {4: "missing", 5: "missing"}
    assert [item["candidates"] for item in found["paragraphs"][3:5]] == [2, 2]
    assert [(item["place"], item["after"], item["before"]) for item in found["unrecognised"]] == [
        ("inserted", 3, 6),
        ("inserted", 3, 6),
    ]


def test_what_is_inserted_is_shown_first_and_is_a_difference_if_strict(run: Run, tmp_path: Path) -> None:
    correction = "Correction: the above was wrong."
    copy = copied(tmp_path, *LINES[:3], correction, *LINES[3:])
    found = verification(run, copy)
    assert [(item["place"], item["after"], item["before"]) for item in found["unrecognised"]] == [("inserted", 3, 4)]
    verification(run, copy, "--strict", code=5)
    page = run("verify", copy, *ALONE).stdout
    first = next(line for line in page.splitlines() if line.startswith("  "))
    assert first == f"  after ¶3  {correction}"


@pytest.mark.parametrize("first", [True, False])
def test_a_sentence_right_beside_the_article_is_inserted(run: Run, tmp_path: Path, *, first: bool) -> None:
    """A correction stands there; what is beyond a menu or a title is around the article."""
    correction, menu = "Correction: the above was wrong.", "More of the kind"
    lines = [menu, correction, *LINES] if first else [*LINES, correction, menu, "It is of another article."]
    copy = copied(tmp_path, *lines)
    found = verification(run, copy)
    places = [item["place"] for item in found["unrecognised"]]
    assert places == (["around", "inserted"] if first else ["inserted", "around", "around"])
    verification(run, copy, "--strict", code=5)
    beside = "before ¶1" if first else "after ¶6"
    assert f"  {beside}  {correction}\n" in run("verify", copy, *ALONE).stdout


@pytest.mark.parametrize(
    "line",
    [
        "A headline that goes on for as long as any headline does and is longer than twelve words",
        "By Somebody, on a Monday in a month of a year that nobody knows any more, in Cape Sound",
    ],
)
def test_a_headline_of_any_length_is_around_the_article(run: Run, tmp_path: Path, line: str) -> None:
    found = verification(run, copied(tmp_path, line, *LINES), "--strict")
    assert [item["place"] for item in found["unrecognised"]] == ["around"]


def test_a_source_without_paragraphs_has_none_to_verify(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "d"
    folder.mkdir()
    text = (HARBOUR / "harbour.yaml").read_text(encoding="utf-8")
    head, _, rest = text.partition("    paragraphs:\n")
    entity = rest.partition("entities:")[2].partition("  - {id: gazette-office")[2].partition("\n")[0]
    named = f"{head}    paragraphs: []\nentities:\n  - {{id: gazette-office{entity}\n"
    (folder / "d.yaml").write_text(named, encoding="utf-8")
    result = run("verify", copied(tmp_path, "The tide was low."), "--data", str(folder), "--no-bundled")
    assert result.exit_code == 0
    assert "Traceback" not in result.stdout + result.stderr


def test_what_is_around_the_article_is_no_difference(run: Run, tmp_path: Path) -> None:
    copy = copied(tmp_path, "Menu", "Sign in", *LINES, "More of the kind", PARAGRAPHS[1])
    found = verification(run, copy, "--strict")
    assert [(item["place"], item["after"], item["before"]) for item in found["unrecognised"]] == [
        ("around", None, 1),
        ("around", None, 1),
        ("around", 6, None),
        ("repeated", 6, None),
    ]


def test_words_whose_paragraph_is_gone_are_found_elsewhere_or_in_several_places(run: Run, tmp_path: Path) -> None:
    words = "The decision stands, and nothing has been made yet,"
    left = [line for line in LINES if line != PARAGRAPHS[2]]
    once = verification(run, copied(tmp_path, *left, f"“{words}” it said."), code=5)
    assert [(item["status"], item["elsewhere"]) for item in once["quotes"]] == [("verbatim", True)]
    twice = verification(run, copied(tmp_path, *left, f"“{words}” it said.", f"“{words}”"), code=5)
    assert [(item["status"], item["elsewhere"]) for item in twice["quotes"]] == [("ambiguous", True)]


def test_an_article_on_something_else_has_nothing(run: Run, tmp_path: Path) -> None:
    found = verification(run, copied(tmp_path, "The tide was low.", "Boats stayed in."), code=5)
    assert set(statuses(found).values()) == {"missing"}
    assert {item["place"] for item in found["unrecognised"]} == {"around"}
    page = run("verify", str(tmp_path / "copy.txt"), *ALONE).stdout
    assert "This copy has none of the source's paragraphs; is it of that article?" in page


# Of which source


def test_of_several_sources_the_one_is_meant_whose_paragraphs_it_has(run: Run) -> None:
    data = ("--data", str(COURIER), "--data", str(WIRE))
    result = run("verify", str(COURIER / "article.txt"), *data, "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["results"][0]["source"] == "courier-report"


def test_a_copy_of_two_articles_or_of_none_asks_for_a_name(run: Run, tmp_path: Path) -> None:
    data = ("--data", str(COURIER), "--data", str(WIRE))
    none = copied(tmp_path, "The tide was low.")
    result = run("verify", none, *data)
    assert result.exit_code == 3
    assert "paragraphs of none of the sources" in result.stderr
    assert "courier-report" in result.stderr
    assert run("verify", none, *data, "--source", "courier-report").exit_code == 5
    assert run("verify", none, *data, "--source", "the-times").exit_code == 1


# What cannot be read


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "No such file or directory"),
        (b"one line\n\xff\xfe\n", "line 2 is not UTF-8; save it as plain text in UTF-8"),
        (b"a\0b", "not a text file; save it as plain text or HTML"),
    ],
)
def test_what_cannot_be_read_says_why_in_a_line(run: Run, tmp_path: Path, content: bytes | None, said: str) -> None:
    file = tmp_path / "copy.txt"
    if content is not None:
        file.write_bytes(content)
    result = run("verify", str(file), *ALONE)
    assert result.exit_code == 4
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert said in result.stderr


def test_what_is_too_large_for_an_article_is_not_read(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "copy.txt"
    with file.open("wb") as opened:
        opened.truncate(65 * 2**20)
    result = run("verify", str(file), *ALONE)
    assert result.exit_code == 4
    assert "larger than 64 MiB" in result.stderr


@pytest.mark.parametrize("content", ["", "\n\n \n", "\u200b\n"])
def test_a_copy_with_nothing_in_it_is_none(run: Run, tmp_path: Path, content: str) -> None:
    copy = copied(tmp_path, content)
    result = run("verify", copy, *ALONE)
    assert (result.exit_code, result.stdout) == (4, "")
    assert result.stderr == f"minewatch: {copy}: there is nothing in it; name a file with the article's text\n"


@given(st.lists(st.text(max_size=40), max_size=30))
def test_any_copy_is_answered(lines: list[str]) -> None:
    found = held(lines)
    assert len(found.paragraphs) == 6
    assert all(1 <= stray.lines[0] <= stray.lines[1] <= len(lines) for stray in found.unrecognised)


def test_the_work_grows_with_the_copy_and_not_with_its_square(monkeypatch: pytest.MonkeyPatch) -> None:
    done = 0
    further = locate._further

    def counted(*given: Any) -> Any:
        nonlocal done
        done += 1
        return further(*given)

    monkeypatch.setattr(locate, "_further", counted)
    work = []
    for length in (1_000, 2_000, 4_000):
        done = 0
        held([f"Line {number} of a long text of something else" for number in range(length)])
        work.append(done)
    assert work[0] > 1_000
    assert work[2] < 2.1 * work[1] < 4.5 * work[0]


# What programs get


def test_no_word_of_a_copy_is_repeated_but_where_a_quote_parts(run: Run, tmp_path: Path) -> None:
    copy = copied(tmp_path, "Private note", *LINES[:3], "Another private note", *LINES[3:])
    for format_ in ("json", "jsonl", "csv"):
        written = run("verify", copy, *ALONE, "--format", format_).stdout
        assert "rivate note" not in written
        assert "took effect" not in written


@pytest.mark.parametrize("columns", [40, 60, 120])
def test_the_page_fits(columns: int) -> None:
    lines = [line.replace("nothing has been", "much has been") for line in LINES]
    with load(COURIER, bundled=False) as facts:
        answer = facts.verification(Article("copy.txt", ("Menu", *lines, "More")))
        page = "\n".join(render("table", answer, facts.setting(TODAY), Manner(width=columns)))
    assert max(map(len, page.splitlines())) <= columns
    assert "“nothing” is “much”" in " ".join(page.split())


# Where things stand, to the line


def test_every_paragraph_and_every_stray_has_its_lines() -> None:
    changed = f"{PARAGRAPHS[2]} And more."
    lines = ["Menu", *(changed if line == PARAGRAPHS[2] else line for line in LINES), "More", PARAGRAPHS[1]]
    found = held(lines)
    stood = {item.stands.paragraph: (item.status, item.lines) for item in found.paragraphs}
    assert stood == {
        number: ("changed" if number == 3 else "exact", (lines.index(line) + 1,) * 2)
        for number, line in enumerate([*PARAGRAPHS[:2], changed, *PARAGRAPHS[3:]], 1)
    }
    assert [(stray.place, stray.after, stray.before, stray.lines, stray.text) for stray in found.unrecognised] == [
        ("around", None, 1, (1, 1), "Menu"),
        ("around", 6, None, (len(lines) - 1,) * 2, "More"),
        ("repeated", 6, None, (len(lines),) * 2, PARAGRAPHS[1]),
    ]


def test_what_is_repeated_between_two_paragraphs_is_so() -> None:
    found = held([*PARAGRAPHS[:4], PARAGRAPHS[0], *PARAGRAPHS[4:]])
    assert [(stray.place, stray.after, stray.before, stray.lines) for stray in found.unrecognised] == [
        ("repeated", 4, 5, (5, 5))
    ]
    assert {item.status for item in found.paragraphs} == {"exact"}


def test_what_is_inserted_is_no_difference_unless_it_is_asked_for() -> None:
    lines = [*LINES[:2], "Inserted.", *LINES[2:]]
    assert not held(lines).differs
    with load(COURIER, bundled=False) as facts:
        assert facts.verification(Article("a copy", tuple(lines)), strict=True).differs


def test_a_paragraph_that_is_nowhere_has_no_lines_and_no_candidate() -> None:
    found = held(PARAGRAPHS[:5])
    (missing,) = (item for item in found.paragraphs if item.status != "exact")
    assert (missing.stands.paragraph, missing.status, missing.lines, missing.candidates) == (6, "missing", None, 0)


def test_in_a_wrapped_copy_blocks_are_apart_by_blank_lines_and_in_another_by_lines() -> None:
    strays = ["One line", "and another"]
    wrapped = [part for line in PARAGRAPHS for part in (*textwrap.wrap(line, 40), "")]
    assert [stray.text for stray in held([*wrapped, *strays]).unrecognised] == ["One line and another"]
    assert [stray.text for stray in held([*PARAGRAPHS, *strays]).unrecognised] == strays
    half = PARAGRAPHS[0].index(" ", 20)
    broken_once = [PARAGRAPHS[0][:half], PARAGRAPHS[0][half + 1 :], "", *PARAGRAPHS[1:], "", *strays]
    assert [stray.text for stray in held(broken_once).unrecognised] == ["One line and another"]
    assert [stray.text for stray in held(["Some words of", "a text", "", "and more"]).unrecognised] == [
        "Some words of a text", "and more",
    ]  # fmt: skip
    assert [stray.text for stray in held(["This is one.", "This is two.", "This is three."]).unrecognised] == [
        "This is one.", "This is two.", "This is three.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "characters"),
    [
        ("anti-personnel", "anti\u2010personnel", ("\u2010",)),
        ("anti-personnel", "anti-pers\u00adonnel", ("U+00AD",)),
        ("anti-personnel", "an\u200bti-per\ufeffsonnel", ("U+200B", "U+FEFF")),
    ],
)
def test_what_of_the_typography_can_be_the_difference(old: str, new: str, characters: tuple[str, ...]) -> None:
    number = next(n for n, line in enumerate(PARAGRAPHS, 1) if old in line and '"' not in line and "“" not in line)
    found = held([line.replace(old, new) if n == number else line for n, line in enumerate(PARAGRAPHS, 1)])
    (item,) = (item for item in found.paragraphs if item.status != "exact")
    assert (item.stands.paragraph, item.status) == (number, "typography")
    assert tuple(shown.rpartition(" ")[2] for shown in item.characters) == characters


def test_a_paragraph_that_moved_stands_where_it_is_and_its_quote_is_looked_for_there() -> None:
    moved = [PARAGRAPHS[2], *PARAGRAPHS[:2], *PARAGRAPHS[3:]]
    found = held(moved)
    assert {item.stands.paragraph: (item.status, item.lines) for item in found.paragraphs}[3] == ("moved", (1, 1))
    assert [(quote.status, quote.elsewhere) for quote in found.quotes] == [("verbatim", False)]


def test_of_a_paragraph_that_moved_and_stands_there_twice_the_first_counts() -> None:
    found = held([PARAGRAPHS[2], PARAGRAPHS[2], *PARAGRAPHS[:2], *PARAGRAPHS[3:]])
    assert {item.stands.paragraph: (item.status, item.lines) for item in found.paragraphs}[3] == ("moved", (1, 1))
    assert [(stray.place, stray.lines) for stray in found.unrecognised] == [("repeated", (2, 2))]


def test_of_words_that_stand_there_twice_the_faithful_ones_count() -> None:
    words = "The decision stands, and nothing has been made yet"
    assert words in PARAGRAPHS[2]
    altered = words.replace("nothing", "no\u00adthing")
    for line in (f"{altered}. {PARAGRAPHS[2]}", f"{PARAGRAPHS[2]} {altered}."):
        found = held([line if other == PARAGRAPHS[2] else other for other in PARAGRAPHS])
        assert [(quote.status, quote.elsewhere, quote.characters) for quote in found.quotes] == [
            ("verbatim", False, ())
        ]


def test_words_that_parted_in_their_paragraph_are_not_made_up_for_elsewhere() -> None:
    words = "The decision stands, and nothing has been made yet"
    changed = PARAGRAPHS[2].replace("nothing", "something")
    found = held([words, "", *(changed if line == PARAGRAPHS[2] else line for line in PARAGRAPHS)])
    assert [(quote.status, quote.elsewhere, quote.found) for quote in found.quotes] == [("changed", False, "something")]


def card_of(*texts: str) -> SourceCard:
    """Return a source of these paragraphs, on which nothing stands."""
    there = tuple(Paragraph(number, None, *fingerprints(text)) for number, text in enumerate(texts, 1))
    source = Source("s", None, "[S]", "p", STATED, (), None, "en", NOT_STATED, (), there, 1, ())
    return SourceCard(source, tuple(Stands("s", paragraph.number, (), ()) for paragraph in there))


def test_of_two_paragraphs_alike_one_copy_is_one_of_them() -> None:
    alike = card_of("It is so.", "Not at all.", "It is so.")
    for lines, expected in (
        (("It is so.", "Not at all.", "It is so."), ["exact", "exact", "exact"]),
        (("It is so.", "Not at all."), ["exact", "exact", "missing"]),
        (("Not at all.", "It is so."), ["missing", "exact", "exact"]),
    ):
        assert [one.status for one in verify(alike, (), Article("a copy", lines)).paragraphs] == expected


def test_what_is_exact_differs_in_no_character() -> None:
    assert {one.characters for one in held(PARAGRAPHS).paragraphs} == {()}


@pytest.mark.parametrize(("word", "character"), [("’Twas", "’"), ("well\u2010known", "\u2010")])
def test_a_paragraph_of_one_word_has_typography_too(word: str, character: str) -> None:
    (paragraph,) = verify(card_of(fold_typography(word)), (), Article("a copy", (word,))).paragraphs
    assert (paragraph.status, paragraph.characters) == ("typography", (character,))
