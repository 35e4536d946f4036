"""What the documents say, against the program."""

import doctest
import importlib
import re
import shlex
from pathlib import Path

import pytest
from conftest import ROOT, TODAY, Run

from minewatch import model
from minewatch.answers import Answer
from minewatch.cli import COMMANDS
from minewatch.errors import ExitCode
from minewatch.query import Facts
from minewatch.render import Manner, render

README = (ROOT / "README.md").read_text(encoding="utf-8")
DATA_README = (ROOT / "data" / "README.md").read_text(encoding="utf-8")


def test_the_readme_opens_with_what_the_program_prints(facts: Facts) -> None:
    block = README.split("```console\n")[1].split("\n```")[0]
    setting = facts.setting(TODAY)
    answers: dict[str, Answer] = {
        "minewatch country latvia": facts.cards(["latvia"]),
        "minewatch quote zakrzewski": facts.quotations(facts.filters(by=["zakrzewski"])),
    }
    shown = "\n".join(
        f"$ {command}\n" + "\n".join(render("table", answer, setting, Manner(width=80)))
        for command, answer in answers.items()
    )
    assert block == shown


def test_the_readme_checks_a_dataset_as_the_program_does(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    command, *shown = (
        README.split("### Check a dataset")[1].split("```console\n$ minewatch ")[1].split("\n```")[0].split("\n")
    )
    assert run(*command.split()).stdout.splitlines() == shown


@pytest.mark.parametrize("line", re.findall(r"^(minewatch .*?)(?:  +#.*)?$", README, re.MULTILINE))
def test_the_readme_s_examples_answer(run: Run, line: str) -> None:
    result = run(*shlex.split(line)[1:])
    assert (result.exit_code, bool(result.stdout)) == (0, True)


def test_the_readme_has_two_commands_for_a_fresh_machine() -> None:
    commands = re.findall(r"^\$ (python3 .*)$", README, re.MULTILINE)
    assert [command.split("&& ")[-1] for command in commands] == [
        ".venv/bin/minewatch country poland",
        ".venv/bin/python -m pytest",
    ]


def test_the_readme_names_every_command_and_exit_code() -> None:
    assert all(f"`minewatch {command}" in README for command in COMMANDS)
    assert all(f"| {code.value} |" in README for code in ExitCode)


@pytest.mark.parametrize(
    "words",
    [
        model.STATUSES, model.TOPICS, model.MODES, model.BASES, model.LINKS, model.ALIASES, model.RELATIONS, model.KINDS,
        *([question, *values] for question, values in model.LADDERS.items()),
    ],
)  # fmt: skip
def test_every_word_of_the_data_is_defined(words: list[str]) -> None:
    defined = set(re.findall(r"^\|(?: [^|]*\|)? `([a-z_-]+)` \|", DATA_README, re.MULTILINE)) | set(
        re.findall(r"^\| `([a-z]+)` \| `", DATA_README, re.MULTILINE)
    )
    assert set(words) <= defined


def test_the_changelog_counts_what_is_there(facts: Facts) -> None:
    counts, parts = facts.counts(), len(facts.quotations().quotes)
    line = (
        f"one article in {counts.paragraphs} paragraphs: {counts.entities} entities, {counts.claims} claims, "
        f"{counts.quotations} quotations in {parts} parts, {counts.gaps} gaps"
    )
    assert line in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "path", sorted((ROOT / "src" / "minewatch").rglob("[!_]*.py")), ids=lambda path: str(path.relative_to(ROOT / "src"))
)
def test_examples_in_the_code_hold(path: Path) -> None:
    name = ".".join(path.relative_to(ROOT / "src").with_suffix("").parts)
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_the_package_s_own_example_holds() -> None:
    assert doctest.testmod(importlib.import_module("minewatch")) == (0, 3)


@pytest.mark.parametrize("name", ["README.md", "docs/python.md"])
def test_examples_in_python_hold(name: str) -> None:
    failed, attempted = doctest.testfile(str(ROOT / name), module_relative=False, encoding="utf-8")
    assert (failed, attempted > 0) == (0, True)


QUESTIONS = re.findall(
    r"^### (\d+)\. .+\n\n```console\n\$ minewatch (.*)\n((?:.*\n)+?)```$",
    (ROOT / "docs" / "questions.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)


def test_there_are_forty_questions_and_more() -> None:
    assert [int(number) for number, _, _ in QUESTIONS] == list(range(1, len(QUESTIONS) + 1))
    assert len(QUESTIONS) >= 40


@pytest.mark.parametrize(("command", "lines"), [question[1:] for question in QUESTIONS], ids=lambda text: text[:60])
def test_a_question_is_answered_by_these_lines_in_this_order(run: Run, command: str, lines: str) -> None:
    result = run(*shlex.split(command))
    answered = [line.rstrip() for line in (result.stdout + result.stderr).splitlines()]
    places = [answered.index(line) for line in lines.splitlines()]
    assert places == sorted(places)
    absent = lines.startswith("minewatch: ")
    assert result.exit_code in ((1, 3) if absent else (0,))
    assert bool(result.stdout) is not absent


def test_the_python_page_names_every_question() -> None:
    page = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    about_the_dataset = {"close", "counts", "editions", "setting", "welcome"}
    named = {"countries_named", "speakers_named", "entities_named"}
    questions = {name for name in vars(Facts) if not name.startswith("_")} - about_the_dataset - named
    assert all(f"`{name}(" in page or f", `{name}(" in page for name in questions), questions


def test_every_unit_of_measure_is_named_in_the_data_s_readme() -> None:
    named = DATA_README.split("A unit is a measure")[1].split(")")[0]
    assert re.findall("`([a-z0-9]+)`", named) == list(model.MEASURES)


def test_each_status_means_on_a_card_what_the_data_s_readme_says() -> None:
    from minewatch.view.wording import FIRM

    defined = dict(re.findall(r"^\| `([a-z-]+)` \| (.*) \|$", DATA_README, re.MULTILINE))
    assert {status: defined[status] for status in model.STATUSES} == FIRM


def test_the_page_on_exports_and_the_readme_have_every_target() -> None:
    from minewatch.export import TARGETS

    page = (ROOT / "docs" / "exports.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([a-z]+)` \| [^|]*\| [^|]*\| [^|]*\|$", page, re.MULTILINE)
    assert listed == list(TARGETS)
    measured = page.split("## How large")[1].split("## Tables")[0]
    handed_on = README.split("## Hand on")[1].split("\n## ")[0]
    for target in TARGETS:
        assert f"`{target}`" in measured
        assert f"`{target}`" in handed_on
