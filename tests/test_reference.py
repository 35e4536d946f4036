"""The reference, the man page and the schemas: that they are what the program says, that they can be read, and that they hold."""

import doctest
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
import reference
from conftest import ROOT, SERVING, Run

from minewatch.cli import COMMANDS

MARKDOWN = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
MAN = ROOT / "docs" / "minewatch.1"

needs_groff = pytest.mark.skipif(not shutil.which("groff"), reason="groff is not installed")


@pytest.mark.parametrize("path", reference.DOCUMENTS)
def test_a_document_is_as_the_commands_are(path: str) -> None:
    written = reference.DOCUMENTS[path](reference.read())
    assert (ROOT / path).read_text(encoding="utf-8") == written, "run: just docs"


def test_what_is_stale_is_written_anew_or_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    shutil.copy(ROOT / "README.md", tmp_path)
    monkeypatch.setattr(reference, "ROOT", tmp_path)
    monkeypatch.setattr("sys.argv", ["reference.py", "--check"])
    assert (reference.main(), capsys.readouterr().err) == (0, "")
    (tmp_path / "docs" / "minewatch.1").write_text("old")
    (tmp_path / "docs" / "reference.md").unlink()
    assert reference.main() == 1
    assert capsys.readouterr().err == (
        "docs/reference.md is not as the program has it; run: just docs\n"
        "docs/minewatch.1 is not as the program has it; run: just docs\n"
    )
    monkeypatch.setattr("sys.argv", ["reference.py"])
    assert (reference.main(), capsys.readouterr().out) == (0, "docs/reference.md\ndocs/minewatch.1\n")
    assert (tmp_path / "docs" / "minewatch.1").read_bytes() == MAN.read_bytes()


@pytest.mark.usefixtures("named")
@pytest.mark.parametrize("line", re.findall(r"^(minewatch .*)$", MARKDOWN, re.MULTILINE))
def test_an_example_answers(run: Run, line: str) -> None:
    words = shlex.split(line)[1:]
    if words[0] in SERVING:
        pytest.skip("it waits for a client; test_mcp.py has it")
    result = run(*words)
    assert (result.exit_code, bool(result.stdout)) == (0, True)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_s_section_has_or_names_each_of_its_options(run: Run, command: str) -> None:
    everywhere = MARKDOWN.split("## Options of every command\n")[1].split("\n## ")[0]
    section = MARKDOWN.split(f"### minewatch {command}\n")[1].split("\n## ")[0].split("\n### ")[0]
    options = re.findall(r"(?<= )(--[a-z-]+)", run(command, "--help").stdout.split("Options:")[1].split("Examples:")[0])
    assert "--help" in options
    for option in options:
        assert re.search(rf"`{option}[ `]", section + everywhere), option
    assert f"minewatch {command} " in section.split("```sh")[1]


def test_an_option_is_described_once() -> None:
    described = re.findall(r"^- .*?`--[a-z-]+.*?`: .*$", MARKDOWN.split("## Commands")[1], re.MULTILINE)
    assert len(described) == len(set(described))


def test_every_variable_that_is_looked_at_is_described() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src" / "minewatch" / "cli").rglob("*.py"))
    looked_at = set(re.findall(r'environment\.get\("([A-Z_]+)"', source)) - {"COMP_CWORD", "COMP_WORDS"}
    looked_at.discard("_TYPER_COMPLETE_ARGS")
    assert {"NO_COLOR", "PAGER", "SOURCE_DATE_EPOCH"} <= looked_at <= set(reference.ENVIRONMENT)
    (line,) = re.findall(r"^(`NO_COLOR`[^.]*) are respected\.$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    assert set(re.findall(r"`([A-Z_]+)[`=]", line)) <= set(reference.ENVIRONMENT)


def test_what_a_line_of_markdown_says_is_no_markup() -> None:
    assert reference._escaped("a*b_c <d> [e] `f_g*`") == r"a\*b\_c \<d\> \[e\] `f_g*`"


def test_examples_in_the_tool_hold() -> None:
    assert doctest.testmod(reference).failed == 0


# The man page


def groff(page: str, *options: str) -> subprocess.CompletedProcess[str]:
    command = ["groff", "-man", "-Tutf8", "-ww", "-P-c", *options]
    return subprocess.run(command, input=page, capture_output=True, check=True, encoding="utf-8")


@needs_groff
def test_groff_has_nothing_to_say_of_the_page() -> None:
    assert groff(MAN.read_text(encoding="ascii")).stderr == ""


@needs_groff
@pytest.mark.parametrize(
    "text", [".B not bold", "'a' and \"b\"", r"\fIback\slash", "--option-name", "`", "^~", "„¶ł”", "..."]
)
def test_roff_takes_nothing_for_its_own(text: str) -> None:
    shown = groff(f".TH X 1\n.SH A\n{reference._roff(text)}\n")
    assert shown.stderr == ""
    assert text in re.sub(".\b", "", shown.stdout)


def test_code_is_bold_in_roff() -> None:
    assert reference._marked("`a-b` and `c`.") == r"\fBa\-b\fR and \fBc\fR\&."


@needs_groff
def test_the_page_can_be_read_at_80_columns() -> None:
    text = re.sub(".\b", "", groff(MAN.read_text(encoding="ascii"), "-rLL=78n").stdout).strip()
    assert max(map(len, text.splitlines())) <= 80
    assert re.findall(r"^[A-Z][A-Z ]+$", text, re.MULTILINE) == [
        "NAME", "SYNOPSIS", "DESCRIPTION", "COMMANDS", "OPTIONS", "EXIT STATUS", "ENVIRONMENT", "EXAMPLES", "SEE ALSO",
    ]  # fmt: skip
    for command in COMMANDS:
        assert f"\n   minewatch {command} [OPTIONS]" in text
    assert "\n       -f, --format table|json|jsonl|csv|md\n              How to write" in text
    assert text.splitlines()[-1].startswith("minewatch ")
