"""Any text, in any field that takes text, through every command and every format."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import TODAY, Run
from hostile import FREE, WHOLE, Path_, texts, with_text, write
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from minewatch import names, store
from minewatch.answers import Answer, Differences
from minewatch.article import Article
from minewatch.audit import audit
from minewatch.changes import compare
from minewatch.content import edition
from minewatch.dataset import load
from minewatch.model import Record
from minewatch.query import Facts
from minewatch.render import CITATIONS, FORMATS, PROBLEMS, Manner, render
from minewatch.text import acts, fold_typography, safe

# What acts, hides, turns, breaks lines, is markup somewhere, or is written in several ways
AWKWARD = [
    "\x1b]52;c;x\x07", "\x9b31m", "\r", "\x7f", "\x00", "\x1e", "\x85", "\u2028", "\u202e", "\u200b", "\ufeff", "\u00ad",
    "[sic]", "[/b]", ":warning:", "<script>", "&amp;", "`", "|", "*", "_", "$", "\\", "{", "}", "%", "#", "~", "^",
    "=1+1", "+1", "-1", "@x", "\t=1", "\n=1", '"', "'", ",", ";", "\n", "\t", " ", "e\u0301", "é", "ł", "İ", "ß", "ﬁ",
    "\U0001f600", "\U000e0041", "\uffff", "地", "ف",
]  # fmt: skip
characters = st.characters(exclude_categories=["Cs"])
any_text = (
    st.lists(st.sampled_from(AWKWARD) | st.text(characters, max_size=6), min_size=1, max_size=8)
    .map("".join)
    .filter(fold_typography)
)
anywhere = st.dictionaries(st.sampled_from(FREE), any_text, min_size=1, max_size=8)
everywhere = any_text.map(lambda text: dict.fromkeys(FREE, text))
# Each of these examples is some hundred answers
few = settings(
    max_examples=settings().max_examples // 10,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def ids(facts: Facts) -> list[str]:
    return [
        *(record.id for record in facts.entities().entities),
        *(record.id for record in facts.claims().claims),
        *(record.id for record in facts.quotations().quotes),
        *(record.id for record in facts.sources().sources),
    ]


def answers(facts: Facts, folder: Path) -> Iterator[Answer]:
    """Yield what every command answers, of everything there is."""
    yield facts.welcome()
    yield facts.matrix()
    yield facts.cards(["land"])
    yield facts.timeline()
    yield facts.quotations()
    yield facts.claims()
    yield facts.claims(compare=True)
    yield facts.claim_cards(["it-will", "it-did"])
    yield facts.figures()
    yield facts.entities()
    yield facts.entity_cards([entity.id for entity in facts.entities().entities])
    yield facts.search("production")
    yield facts.sources()
    yield facts.source_cards(["paper", "wire"])
    yield facts.citations(ids(facts), TODAY)
    yield facts.verification(Article("copy\x1b.txt", ("Some other text.",)), "paper")
    yield audit([folder], bundled=False)
    yield differences(folder)


def differences(folder: Path) -> Differences:
    """Return how the dataset differs from the one without a text of somebody else's in it, and the other way round."""
    own, other = load(folder).dataset, load(write(folder.parent / "plain", WHOLE)).dataset
    return Differences(edition(own, 0), edition(other, 0), compare(own, other))


def formats(answer: Answer) -> Iterator[str]:
    from minewatch.answers import Checked, Citations

    yield from CITATIONS if isinstance(answer, Citations) else PROBLEMS if isinstance(answer, Checked) else FORMATS


@pytest.fixture
def facts_of(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[dict[Path_, str]], tuple[Facts, Path]]]:
    """Open a dataset with these texts in it."""
    opened: list[Facts] = []

    def of(given: dict[Path_, str]) -> tuple[Facts, Path]:
        folder = write(tmp_path_factory.mktemp("any") / "small", with_text(given))
        opened.append(Facts(store._compile_in_memory([folder])))
        return opened[-1], folder

    yield of
    for facts in opened:
        facts.close()


FactsOf = Callable[[dict[Path_, str]], tuple[Facts, Path]]


def test_every_field_takes_any_text_or_is_listed_as_one_that_does_not(tmp_path: Path) -> None:
    assert len(FREE) > 50
    for at in FREE:
        whole = with_text({at: '\x1b[31m \x9b\u202e =x [sic] :warning: "AND" *\n\x00\u2028\ufffe'})
        loaded = audit([write(tmp_path, whole)], bundled=False)
        assert [problem for problem in loaded.problems if problem.severity == "fault"] == [], at


@few
@given(anywhere | everywhere)
@example(dict.fromkeys(FREE, "".join(AWKWARD)))
def test_nothing_acts_or_breaks_a_line(facts_of: FactsOf, given_: dict[Path_, str]) -> None:
    facts, folder = facts_of(given_)
    setting = facts.setting(TODAY)
    for answer in answers(facts, folder):
        for format_ in formats(answer):
            for ascii_only in (False, True):
                lines = list(render(format_, answer, setting, Manner(ascii_only=ascii_only)))
                if format_ in ("bibtex", "ris"):
                    # Exports: exact, but for what breaks a line or is a control character
                    assert not any(c in line for line in lines for c in "\x1b\x9b\r\n\x00\x7f\x85\u2028"), format_
                    continue
                assert [line for line in lines if line != safe(line)] == [], (type(answer), format_)
                if format_ != "csv":
                    assert [line for line in lines if "\n" in line or "\t" in line] == [], (type(answer), format_)
                if ascii_only and format_ in ("json", "jsonl", "csl"):
                    assert all(map(str.isascii, lines))


@few
@given(anywhere | everywhere)
@example(dict.fromkeys(FREE, "".join(AWKWARD)))
def test_a_terminal_of_any_width_is_not_overrun_and_shows_it_verbatim(
    facts_of: FactsOf, given_: dict[Path_, str]
) -> None:
    from rich.cells import cell_len

    facts, folder = facts_of(given_)
    setting = facts.setting(TODAY)
    for answer in answers(facts, folder):
        whole = "".join("".join(render("table", answer, setting, Manner())).split())
        for width in (20, 40, 80):
            lines = list(render("table", answer, setting, Manner(width=width)))
            assert max(map(cell_len, lines)) <= max(width, 20), (type(answer), width)
        statement = "".join(safe(given_.get(("claims", 1, "statement"), "It was.")).replace("\n", " ").split())
        if type(answer).__name__ == "ClaimCards":
            assert statement in whole


@few
@given(anywhere | everywhere)
@example(dict.fromkeys(FREE, "".join(AWKWARD)))
def test_json_and_raw_csv_give_every_value_back(facts_of: FactsOf, given_: dict[Path_, str]) -> None:
    facts, folder = facts_of(given_)
    setting = facts.setting(TODAY)
    everything: set[str] = set()
    cells: set[str] = set()
    for answer in answers(facts, folder):
        document = json.loads("\n".join(render("json", answer, setting, Manner())))
        everything |= set(texts(document))
        lines = [json.loads(line) for line in render("jsonl", answer, setting, Manner())]
        everything |= set(texts(lines))
        raw = "\r\n".join(render("csv", answer, setting, Manner(raw=True)))
        rows = list(csv.reader(io.StringIO(raw, newline="")))
        assert {len(row) for row in rows} == {len(rows[0])}
        cells |= {cell for row in rows for cell in row}
    written = with_text(given_)
    assert set(texts(written)) - NOWHERE <= everything
    for field in ("statement", "condition", "note", "asked"):
        assert {claim[field] for claim in written["claims"] if field in claim} <= cells
    assert {written["quotes"][0]["text"], written["quotes"][0]["context"], written["gaps"][0]["wording"]} <= cells
    assert {entity["label"] for entity in written["entities"]} <= cells


NOWHERE = {"true", "alpha2"}
"""Of what a file says, what no answer repeats."""


@few
@given(anywhere | everywhere)
@example(dict.fromkeys(FREE, "=1+1"))
@example(dict.fromkeys(FREE, "\r=1+1"))
@example(dict.fromkeys(FREE, "\n=1+1"))
def test_no_cell_is_a_formula(facts_of: FactsOf, given_: dict[Path_, str]) -> None:
    facts, folder = facts_of(given_)
    setting = facts.setting(TODAY)
    for answer in answers(facts, folder):
        text = "\r\n".join(render("csv", answer, setting, Manner()))
        for row in csv.reader(io.StringIO(text, newline="")):
            assert [cell for cell in row if cell[:1] in tuple("=+-@\t\r\n") and cell] == []


@few
@given(anywhere | everywhere)
def test_every_word_of_every_record_finds_it(facts_of: FactsOf, given_: dict[Path_, str]) -> None:
    facts, _ = facts_of(given_)
    said: list[tuple[Record, str]] = [
        *((entity, entity.label) for entity in facts.entities().entities),
        *((claim, claim.statement) for claim in facts.claims().claims),
        *((quote, quote.text) for quote in facts.quotations().quotes),
    ]
    for record, text in said:
        for word in text.split():
            if not names.fold(word) or names.fold(word) == "the":
                continue
            found = facts.search(word).records
            assert record.id in [one.id for one in found], (word, text)


@pytest.mark.usefixtures("unruled")
@pytest.mark.parametrize(
    ("url", "leads"),
    [
        ("https://example.org/a?b=c;d", True), ("http://example.org", True), ("https:///etc/passwd", False),
        ("https://", False), ("javascript:alert(1)", False), ("file:///etc/passwd", False), ("https://a b", False),
        ("https://example.org/\x1b]8;;x", False), ("https://example.org/\u202e", False), ("HTTPS//x", False),
        ("https://-x", False), ("data:text/html,x", False),
    ],
)  # fmt: skip
def test_a_paragraph_leads_to_a_web_address_with_a_host_or_nowhere(
    tmp_path: Path,
    url: str,
    leads: bool,  # noqa: FBT001
) -> None:
    """Whatever has been let in: `check` refuses most of these, as `tests/test_check.py` has it."""
    whole = with_text({})
    whole["sources"][0]["url"] = url
    with Facts(store._compile_in_memory([write(tmp_path / "small", whole)])) as facts:
        lines = render("table", facts.claims(), facts.setting(TODAY), Manner(width=80, colour=True, links=True))
        assert ("\x1b]8;" in "\n".join(lines)) is leads


def test_every_command_prints_it_through_the_command_line(run: Run, tmp_path: Path) -> None:
    """The same once more by way of arguments, exit codes and the two streams."""
    folder = write(tmp_path / "small", with_text(dict.fromkeys(FREE, "".join(AWKWARD))))
    own = ("--data", str(folder), "--no-bundled")
    lines: list[tuple[str, ...]] = [
        (), ("country",), ("country", "land"), ("timeline",), ("quote",), ("quote", "ada"), ("claim",),
        ("claim", "it-will"), ("claim", "--compare"), ("figure",), ("entity",), ("entity", "ada", "powers", "mine"),
        ("search", "production"), ("source",), ("source", "paper"), ("cite", "it-will", "words", "cost"),
    ]  # fmt: skip
    for words in lines:
        for format_ in CITATIONS if words[:1] == ("cite",) else FORMATS:
            result = run(*words, *([*own, "--format", format_] if words else []), env={"MINEWATCH_DATA": str(folder)})
            assert result.exit_code == 0, (words, result.stderr)
            if format_ not in ("bibtex", "ris"):
                assert [c for c in result.stdout if acts(c)] == []
    for words in (("check", str(folder)), ("diff", str(folder), str(folder))):
        for format_ in FORMATS:
            result = run(*words, "--format", format_)
            assert (result.exit_code, [c for c in result.stdout + result.stderr if acts(c)]) == (0, [])


@pytest.mark.parametrize("name", ["\x1b]0;x\x07", "\u202ex", "[/b]", ":warning:", "\udcff", "\x9b"])
def test_what_is_typed_comes_back_safe_in_every_error(run: Run, name: str) -> None:
    lines: list[tuple[str, ...]] = [
        ("country", name), ("quote", name), ("claim", name), ("claim", "--about", name), ("claim", "--topic", name),
        ("claim", "--since", name), ("search", f"zeppelin{name}"), ("cite", name), ("source", name), (name,),
        ("country", "--format", name), ("country", "--data", name), ("verify", name), ("check", name), ("schema", name),
        ("diff", name, name), ("country", "--today", name), ("claim", "--fields", name, "--json"), (f"--{name}",),
    ]  # fmt: skip
    for words in lines:
        result = run(*words)
        assert result.exit_code in (1, 2, 4), words
        assert result.stderr.startswith("minewatch: ")
        assert result.stderr == safe(result.stderr), words
        assert not result.stdout or result.stdout == safe(result.stdout)
