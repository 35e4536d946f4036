"""A reader's own copy beside the statements that stand on it: on the page, where its fingerprints hold, nowhere else."""

import os
from pathlib import Path

import pytest
from conftest import COURIER, ROOT, Run
from test_verify import ALONE, LINES, PARAGRAPHS, copied

WORDS = "said of anti-personnel mines"
CLAIM = ("claim", "decision-stands")


@pytest.fixture
def article(tmp_path: Path) -> str:
    return copied(tmp_path, *LINES)


def test_a_claim_has_its_paragraph_beneath_it(run: Run, article: str) -> None:
    page = run(*CLAIM, *ALONE, "--article", article).stdout
    assert page.count(f"    │ ¶3  {PARAGRAPHS[2]}\n") == 1
    assert page.endswith(f"│ your own copy, {article}; where it differs: minewatch verify\n")
    assert WORDS not in run(*CLAIM, *ALONE).stdout


def test_the_words_of_a_quote_stand_out_in_it(run: Run, article: str) -> None:
    page = run("quote", "ewa nikt", *ALONE, "--article", article, env={"FORCE_COLOR": "1"}).stdout
    passage = next(line for line in page.splitlines() if WORDS in line)
    assert "\x1b[1;36mThe decision stands, and nothing has been made yet\x1b[0m" in passage


def test_a_paragraph_stands_on_a_page_once(run: Run, article: str) -> None:
    page = run("country", "poland", *ALONE, "--article", article).stdout
    assert page.count(WORDS) == 1
    assert "│ ¶3: above" in page


def test_the_overview_has_them_after_its_table(run: Run, article: str) -> None:
    page = run("country", *ALONE, "--article", article).stdout
    assert "In your own copy\n" in page
    assert f"¶4  {PARAGRAPHS[3]}" in page


def test_a_paragraph_that_differs_is_not_shown(run: Run, tmp_path: Path) -> None:
    changed = copied(tmp_path, *(line.replace("has been made", "was made") for line in LINES))
    page = run(*CLAIM, *ALONE, "--article", changed).stdout
    assert "│ ¶3 differs in your copy, or is not there\n" in page
    assert WORDS not in page


def test_other_typography_is_shown_as_the_copy_has_it(run: Run, tmp_path: Path) -> None:
    straight = copied(tmp_path, *(line.replace("“", '"').replace("”", '"') for line in LINES))
    assert '"The decision stands' in run(*CLAIM, *ALONE, "--article", straight).stdout


def test_the_environment_names_a_copy_for_pages_only(run: Run, article: str) -> None:
    env = {"MINEWATCH_ARTICLE": article}
    assert WORDS in run(*CLAIM, *ALONE, env=env).stdout
    for format_ in ("json", "jsonl", "csv", "md", "plain"):
        result = run(*CLAIM, *ALONE, "--format", format_, env=env)
        assert result.exit_code == (2 if format_ == "plain" else 0)
        assert WORDS not in result.stdout


@pytest.mark.parametrize("format_", ["json", "jsonl", "csv", "md"])
def test_no_other_format_takes_a_copy(run: Run, article: str, format_: str) -> None:
    result = run(*CLAIM, *ALONE, "--article", article, "--format", format_)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "--article goes with the table only" in result.stderr


def test_no_word_of_a_copy_is_kept(run: Run, article: str, home: Path) -> None:
    assert WORDS in run(*CLAIM, *ALONE, "--article", article).stdout
    kept = [file for folder, _, files in os.walk(home) for file in (Path(folder, name) for name in files)]
    assert kept, "the compiled dataset is kept there"
    assert not [file for file in kept if WORDS.encode() in file.read_bytes()]


def test_a_copy_of_something_else_says_so(run: Run, tmp_path: Path) -> None:
    result = run(*CLAIM, *ALONE, "--article", copied(tmp_path, "The tide was low."))
    assert result.exit_code == 4
    assert result.stdout == ""
    assert "no paragraph of" in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_copy_that_the_environment_names_keeps_no_question_from_its_answer(run: Run, tmp_path: Path) -> None:
    for name, wrong in ((copied(tmp_path, "The tide was low."), "no paragraph of"), ("gone.txt", "No such file")):
        result = run(*CLAIM, *ALONE, env={"MINEWATCH_ARTICLE": name})
        assert (result.exit_code, result.stdout) == (0, run(*CLAIM, *ALONE).stdout)
        assert "minewatch: MINEWATCH_ARTICLE: " in result.stderr
        assert wrong in result.stderr


def test_of_several_sources_only_the_copied_one_is_shown(run: Run, article: str) -> None:
    page = run("country", "poland", "--data", str(COURIER), "--data", str(ROOT / "examples/wire"), "--article", article)
    assert page.exit_code == 0
    assert WORDS in page.stdout
    assert "differs in your copy" not in page.stdout
