"""Starting a dataset from an article: what is written, what is refused, and that it holds whatever the article is."""

import json
import os
import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import finding
import pytest
from conftest import ROOT, Run
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from minewatch import beginning
from minewatch.article import read
from minewatch.check import check
from minewatch.cli import app
from minewatch.dataset import load
from minewatch.dataset.schema import dataset
from minewatch.drafts.layout import layout
from minewatch.errors import UnreadableArticle
from minewatch.faults import Loaded
from minewatch.starting import Given

ARTICLES = ROOT / "tests" / "data" / "articles"
HIVES, FERRY = ARTICLES / "hives.txt", ARTICLES / "ferry.txt"

needs_article = pytest.mark.skipif(not finding.SUPPLIED.exists(), reason="no copy of the article at hand")

Init = Callable[..., dict[str, Any]]


@pytest.fixture
def init(run: Run, tmp_path: Path) -> Init:
    """Start a dataset in `new`, and return what is answered."""

    def invoke(article: Path, *options: str) -> dict[str, Any]:
        result = run("init", str(tmp_path / "new"), "--from", str(article), *options, "--json")
        assert result.exit_code == 0, result.stderr
        (answer,) = json.loads(result.stdout)["results"]
        return dict(answer)

    return invoke


def texts(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.yaml"))}


def test_the_schema_that_every_file_names_to_editors_is_beside_it(init: Init, tmp_path: Path) -> None:
    init(HIVES)
    for text in texts(tmp_path / "new").values():
        assert text.startswith("# yaml-language-server: $schema=dataset.schema.json\n")
    assert json.loads((tmp_path / "new" / "dataset.schema.json").read_text(encoding="utf-8")) == dataset()


def sound(folder: Path) -> Loaded:
    """Return the dataset in `folder`, which has no fault but what is not done yet."""
    loaded = load(folder)
    assert loaded.problems == ()
    assert {problem.severity for problem in check(loaded)} <= {"warning"}
    return loaded


def statuses(run: Run, article: Path, folder: Path) -> list[str]:
    result = run("verify", str(article), "--data", str(folder), "--no-bundled", "--json")
    return [one["status"] for one in json.loads(result.stdout)["results"][0]["paragraphs"]]


# What is written


def test_a_small_dataset_is_written_as_one_writes_it_by_hand(init: Init, tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text(
        "Boats\n\n“We need 40 boats,” Ada Oort told Reuters in May 2031.\n\nNobody in Norway did so since.\n"
    )
    init(article, "--publisher", "Harbour Gazette", "--title", "Boats wanted", "--author", "Bo Lund")
    written = texts(tmp_path / "new")
    assert list(written) == ["claims.yaml", "entities.yaml", "quotes.yaml", "source.yaml"]
    assert written["quotes.yaml"] == (
        "# yaml-language-server: $schema=dataset.schema.json\n"
        "# What stands between quotation marks as somebody's speech. Drafts: the speaker is a guess, often wrong.\n"
        "source: new-article\n"
        "quotes:\n"
        "  - id: p1-ada-oort\n"
        "    speaker: ada-oort\n"
        "    paragraph: 1\n"
        "    text: We need 40 boats\n"
        "    said_to: reuters\n"
        "    draft: true\n"
    )
    assert written["claims.yaml"] == (
        "# yaml-language-server: $schema=dataset.schema.json\n"
        "# Dates and figures, each to become part of a claim in your own words. Drafts: many will go.\n"
        "source: new-article\n"
        "claims:\n"
        "  # ¶1\n"
        "  - id: p1-40-boats\n"
        "    evidence: [1]\n"
        "    quantity: {value: 40, unit: boat, counted: boats}\n"
        "    draft: true\n"
        "\n"
        "  - id: p1-may-2031\n"
        "    evidence: [1]\n"
        "    when: {edtf: 2031-05, wording: May 2031}\n"
        "    draft: true\n"
    )
    assert written["entities.yaml"] == (
        "# yaml-language-server: $schema=dataset.schema.json\n"
        "# Who and what the article names. Drafts, but for the publication: complete each and take off `draft`.\n"
        "entities:\n"
        "  - id: harbour-gazette\n"
        "    kind: organisation\n"
        "    label: Harbour Gazette\n"
        "\n"
        "  # named in ¶1\n"
        "  - id: reuters\n"
        "    kind: organisation\n"
        "    label: Reuters\n"
        '    same_as: ["poland-mines:reuters"]\n'
        "    draft: true\n"
        "\n"
        "  # named in ¶2\n"
        "  - id: norway\n"
        "    kind: country\n"
        "    label: Norway\n"
        '    codes: {alpha2: "NO", alpha3: NOR, numeric: "578"}\n'
        "    draft: true\n"
        "\n"
        "  # speaks or is spoken to in ¶1\n"
        "  - id: ada-oort\n"
        "    kind: person\n"
        "    label: Ada Oort\n"
        "    draft: true\n"
    )
    (source,) = sound(tmp_path / "new").dataset.sources
    assert (source.title, source.authors, source.publisher) == ("Boats wanted", ("Bo Lund",), "harbour-gazette")
    assert source.supplied_title == "[An article of 2 paragraphs]"
    assert (source.sections, [one.section for one in source.paragraphs]) == ((), [None, None])
    assert [one.field for one in source.missing] == ["url", "published"]


def test_what_is_not_given_of_the_source_is_not_guessed(init: Init, tmp_path: Path) -> None:
    answer = init(HIVES)
    loaded = sound(tmp_path / "new")
    (source,), (publisher,) = loaded.dataset.sources, loaded.dataset.entities
    assert (source.title, source.authors, source.url, source.published.edtf) == (None, (), None, "XXXX")
    assert answer["missing"] == ["title", "authors", "url", "published"]
    assert all(missing.reason for missing in source.missing)
    assert (publisher.label, source.publisher_basis.kind) == ("[publication not named]", "background")


def test_the_publication_is_the_only_record_that_is_no_draft(init: Init, tmp_path: Path) -> None:
    answer = init(FERRY, "--publisher", "Reuters")
    loaded = sound(tmp_path / "new")
    assert [entity.id for entity in loaded.dataset.entities] == ["reuters"]
    assert not any((loaded.dataset.claims, loaded.dataset.quotes, loaded.dataset.gaps))
    assert [draft.id for draft in loaded.drafts] == sorted(
        (draft["id"] for draft in answer["drafts"]), key=[draft.id for draft in loaded.drafts].index
    )
    drafted = [problem for problem in check(loaded) if problem.rule == "draft"]
    assert len(drafted) == len(answer["drafts"]) > 30


def test_drafts_are_in_no_answer_and_counted(init: Init, run: Run, tmp_path: Path) -> None:
    init(FERRY)
    result = run("claim", "--data", str(tmp_path / "new"), "--no-bundled")
    assert (result.exit_code, result.stdout) == (1, "")
    source = run("source", "--data", str(tmp_path / "new"), "--no-bundled")
    assert re.search(r"\d+ drafts of new left out", source.stderr)


def test_countries_merge_with_those_of_the_bundled_dataset_once_read(init: Init, run: Run, tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text("Norway and the NATO left.\n", encoding="utf-8")
    init(article)
    path = tmp_path / "new" / "entities.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("    draft: true\n", ""), encoding="utf-8")
    for name in ("norway", "nato"):
        result = run("entity", name, "--data", str(tmp_path / "new"), "--json")
        (card,) = json.loads(result.stdout)["results"]
        assert card["entity"]["same_as"] == [f"poland-mines:{name}", f"new:{name}"]


def test_an_article_without_iso_3166_says_so(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pycountry", None)
    result = run("init", str(tmp_path / "new"), "--from", str(HIVES))
    assert result.exit_code == 0
    assert (
        "minewatch: only names of the bundled dataset were looked for; pip install 'minewatch[init]'" in result.stderr
    )
    assert "Slovenia" not in result.stdout


def test_an_article_comes_from_standard_input_and_from_html(init: Init, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    lines = HIVES.read_text(encoding="utf-8").splitlines()
    page.write_text("<!DOCTYPE html>" + "".join(f"<p>{line}</p>" for line in lines), encoding="utf-8")
    assert init(page)["paragraphs"] == 19
    result = CliRunner().invoke(app, ["init", str(tmp_path / "in"), "--from", "-", "--json"], input=HIVES.read_bytes())
    assert json.loads(result.stdout)["results"][0]["paragraphs"] == 19


def test_a_page_says_what_was_found_and_what_to_do_next(run: Run, tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text(
        "“We need 40 boats,” said Ada Oort.\n\nThat was on Tuesday.\n\nSubscribe now\n", encoding="utf-8"
    )
    result = run("init", str(tmp_path / "new"), "--from", str(article))
    lines = [line.strip() for line in result.stdout.splitlines()]
    for line in (
        "article    2 paragraphs",
        "not given  title, authors, url, published",
        "“We need 40 boats”: Ada Oort  — ¶1",
        "Tuesday: not read  — ¶2",
        "40 boats: 40 boat  — ¶1",
        "left out  Subscribe now",
        "2. Read each draft against the article; complete it, correct it or delete it. Speakers are often wrong.",
        "3. Take off its `draft: true`: from then on it is in the answers.",
    ):
        assert line in lines
    assert re.search(r"^1\. minewatch check \S+new lists what is left to do\.$", result.stdout, re.MULTILINE)


# What is refused


def test_what_is_there_stays_unless_it_is_forced(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    folder.mkdir()
    (folder / "mine.yaml").write_text("claims: []\n")
    result = run("init", str(folder), "--from", str(HIVES))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "the folder is not empty" in result.stderr
    assert texts(folder) == {"mine.yaml": "claims: []\n"}
    assert run("init", str(folder), "--from", str(HIVES), "--force").exit_code == 0
    assert list(texts(folder)) == ["claims.yaml", "entities.yaml", "quotes.yaml", "source.yaml"]
    assert list(tmp_path.iterdir()) == [folder], "nothing is left beside it"


@pytest.mark.parametrize("name", ["notes.txt", ".git", "deeper"])
def test_force_takes_away_yaml_files_and_nothing_else(run: Run, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "new"
    folder.mkdir()
    (folder / "mine.yaml").write_text("claims: []\n")
    (folder / name).write_text("") if "." in name[1:] else (folder / name).mkdir()
    result = run("init", str(folder), "--from", str(HIVES), "--force")
    assert result.exit_code == 2
    assert f"{name} is no YAML file" in result.stderr
    assert sorted(path.name for path in folder.iterdir()) == sorted(["mine.yaml", name])


def test_what_is_to_be_done_next_can_be_pasted(run: Run, tmp_path: Path) -> None:
    out = run("init", str(tmp_path / "my set"), "--from", str(HIVES)).stdout
    assert f"1. minewatch check '{tmp_path}/my set' lists what is left to do." in out


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (["--published", "soon"], 2, "--published: 'soon' is not a date"),
        (
            ["--url", "javascript:alert(1)"],
            2,
            "--url takes http or https with a host, as in https://example.org/1, and not",
        ),
        (["--id", "My Set"], 2, "--id takes lower-case letters"),
        (["--title", " "], 2, "--title is empty"),
        (["--author", ""], 2, "--author is empty"),
        (["--from", "absent.txt"], 4, "absent.txt: No such file"),
        (["--from", os.devnull], 4, "there is nothing in it"),
    ],
)
def test_a_refusal_leaves_nothing_behind(run: Run, tmp_path: Path, options: list[str], code: int, message: str) -> None:
    result = run("init", str(tmp_path / "new"), "--from", str(HIVES), *options)
    assert (result.exit_code, result.stdout) == (code, "")
    assert message in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_fault_on_the_way_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "new"
    folder.mkdir()
    (folder / "mine.yaml").write_text("claims: []\n")
    monkeypatch.setattr(Path, "rename", failing_for(folder, Path.rename))
    with pytest.raises(OSError, match="no room"):
        beginning.begin(folder, str(HIVES), Given("new"), force=True)
    assert texts(folder) == {"mine.yaml": "claims: []\n"}
    assert list(tmp_path.iterdir()) == [folder]


def failing_for(target: Path, rename: Callable[[Path, Path], Path]) -> Callable[[Path, Path], Path]:
    def renamed(self: Path, to: Path) -> Path:
        if self.name == "new" and self.parent != target.parent and to == target:
            raise OSError("no room")
        return rename(self, to)

    return renamed


# The supplied article


@needs_article
def test_all_of_the_supplied_article_is_found(init: Init, run: Run, tmp_path: Path) -> None:
    answer = init(finding.SUPPLIED, "--published", "[2025-08..2025-12]")
    told = finding.gold("bundled")
    assert (answer["paragraphs"], answer["sections"]) == (20, told["sections"])
    assert len(answer["left_out"]) == 2
    assert statuses(run, finding.SUPPLIED, tmp_path / "new") == ["exact"] * 20
    bundled, new = load(ROOT / "data").dataset.sources[0], sound(tmp_path / "new").dataset.sources[0]
    assert new.paragraphs == bundled.paragraphs
    scores = finding.scores("bundled")
    for kind in ("quotes", "speakers", "dates", "EDTF", "quantities"):
        assert scores[kind].right == scores[kind].there == scores[kind].found, kind


@needs_article
def test_without_its_date_every_date_expression_is_found_and_no_relative_one_is_read(init: Init) -> None:
    dates = [(d["paragraphs"], d["text"], d["reading"]) for d in init(finding.SUPPLIED)["drafts"] if d["of"] == "date"]
    assert dates == [
        ([2], "1997", "1997"),
        ([5], "next year", None),
        ([7], "August", None),
        ([8], "1995", "1995"),
        ([8], "mid-1980s", "[1984..1986]"),
        ([11], "next year", None),
        ([16], "Earlier this year", None),
        ([16], "2026", "2026"),
        ([16], "2022", "2022"),
        ([18], "February 20, 2026", "2026-02-20"),
    ]


# The invented articles


@pytest.mark.parametrize("name", ["hives", "ferry"])
def test_an_invented_article_is_taken_apart_as_a_person_did(init: Init, run: Run, tmp_path: Path, name: str) -> None:
    told = finding.gold(name)
    answer = init(finding.PATHS[name], "--published", told["published"])
    found = (answer["paragraphs"], answer["sections"], len(answer["left_out"]))
    assert found == (told["paragraphs"], told["sections"], told["left_out"])
    assert set(statuses(run, finding.PATHS[name], tmp_path / "new")) == {"exact"}
    sound(tmp_path / "new")


def test_the_page_on_finding_has_the_numbers_as_they_are() -> None:
    page = (ROOT / "docs" / "finding.md").read_text(encoding="utf-8")
    names = [name for name, path in finding.PATHS.items() if path.exists()]
    assert {"hives", "ferry"} <= set(names)
    for line in finding.table(names):
        assert line in page, "run: .venv/bin/python tools/finding.py"


# Any article

PIECES = st.one_of(
    st.text(max_size=60),
    st.sampled_from([
        "“", "”", '"', "‘", "’", "„", "«", "»", " said ", "Ada Oort", ", he said.", "5–6 million ", "1,200", "$", " in ", "1995",
        "next year", "31 February 2030", "\n", "\n\n", "- ", "mid-1980s", "half of ", "Poland", " told Reuters", "9" * 40, ": ",
        " #", "null", "\t", "\u200b", "\u2028", "\x07", "\x85", "\ufeff", "Q4 2024", "the 1990s", "é", "-\n",
    ]),
)  # fmt: skip


@settings(max_examples=150)
@given(st.lists(PIECES, min_size=1, max_size=30).map("".join))
@example("0-\r\ufeff 0")
@example("0\u00ad\n\ufeff 0")
@example("0-\n\u200b\n0")
def test_any_text_becomes_a_dataset_that_loads_and_finds_its_paragraphs_again(text: str) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        article, folder = Path(scratch, "article.txt"), Path(scratch, "new")
        article.write_text(text, encoding="utf-8", newline="")
        try:
            answer, _, _ = beginning.begin(folder, str(article), Given("any", published="2030-01"))
        except UnreadableArticle:
            assert not folder.exists()
            return
        sound(folder)
        assume(not run_together([passage.text for passage in layout(read(str(article))).passages]))
        assert not [one for one in again(folder, article, answer.source.id) if one != "exact"]


def run_together(paragraphs: list[str]) -> bool:
    """Return whether one is the same as others that follow each other: what stands there is either."""
    spans = (paragraphs[start:end] for start in range(len(paragraphs)) for end in range(start + 2, len(paragraphs) + 1))
    return any(" ".join(span) in paragraphs for span in spans)


def again(folder: Path, article: Path, source: str) -> list[str]:
    from minewatch import load as opened

    with opened(folder, bundled=False) as facts:
        return [one.status for one in facts.verification(str(article), source).paragraphs]
