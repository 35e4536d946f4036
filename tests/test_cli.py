"""The program as a process: what it prints where, and with which exit code, whatever its surroundings."""

import importlib
import json
import os
import pty
import re
import shlex
import shutil
import subprocess
import sys
import termios
from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import HARBOUR, ROOT, SERVING, Loaded, Run, screen
from startup import LOOK_UPS

from minewatch import __version__, dataset
from minewatch.cli import COMMANDS
from minewatch.content import content
from minewatch.text import safe

PROGRAM = [sys.executable, "-m", "minewatch"]
NOVEMBER = {"SOURCE_DATE_EPOCH": "1795478400"}


def process(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*PROGRAM, *words], capture_output=True, encoding="utf-8", check=False, timeout=60,
        env=os.environ | NOVEMBER | {"PYTHONIOENCODING": "utf-8"} | env,
    )  # fmt: skip


def terminal(columns: int, *words: str, **env: str) -> str:
    """Return what a terminal of that many columns is shown."""
    controller, end = pty.openpty()
    termios.tcsetwinsize(end, (24, columns))
    environment = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES")} | NOVEMBER
    environment |= {"TERM": "xterm", "PAGER": "cat"}
    environment |= {"PYTHONUTF8": "1"} | env
    with subprocess.Popen(
        [*PROGRAM, *words], stdout=end, stderr=subprocess.PIPE, encoding="utf-8", env=environment
    ) as child:
        os.close(end)
        shown = screen(controller, child)
        assert child.stderr
        assert child.returncode == 0, child.stderr.read()
    return shown


def buffered() -> dict[str, str]:
    """Return the environment of who has not told Python to write everything at once."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}


def bare(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


@pytest.mark.parametrize("columns", [52, 60, 80, 120])
@pytest.mark.parametrize(
    "words",
    [
        [], ["country"], ["country", "poland"], ["country", "poland", "latvia"], ["brief", "poland", "latvia"], ["timeline"], ["quote"], ["claim", "--about", "poland"],
        ["claim", "poland-halted-production", "zalewski-would-like-that"],
        ["claim", "--topic", "production", "--compare"], ["figure"], ["figure", "belma"], ["entity"],
        ["entity", "belma"], ["entity", "baltic-states", "latvia"], ["search", "ukraine"], ["source"],
        ["source", "defence-talks"], ["cite", "belma", "zalewski-own-needs-quote", "--format", "table"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_a_terminal_is_never_overrun_and_loses_nothing(columns: int, words: list[str]) -> None:
    from rich.cells import cell_len

    shown = bare(terminal(columns, *words))
    assert max(map(cell_len, shown.split("\n"))) <= columns
    assert "…" not in shown.replace("that… We", "").replace("[…]", "").replace("that…", ""), "something was cut"
    piped = process(*words).stdout
    letters = re.compile(r"[^\W_]+")
    assert set(letters.findall(piped)) <= set(letters.findall(shown.replace("-\n", "-")))


def test_colour_is_for_terminals_that_want_it() -> None:
    assert "\x1b[" in terminal(80, "country")
    assert "\x1b[" not in terminal(80, "country", NO_COLOR="1")
    assert "\x1b[" not in terminal(80, "country", TERM="dumb")
    assert "\x1b[" not in process("country").stdout
    assert "\x1b[" in process("country", FORCE_COLOR="1").stdout
    assert "\x1b[" not in process("country", FORCE_COLOR="1", NO_COLOR="1").stdout


def test_columns_set_the_width_of_a_terminal_and_not_of_a_pipe() -> None:
    assert max(map(len, bare(terminal(120, "country", "poland", COLUMNS="50")).split("\n"))) <= 50
    assert process("country", "poland", COLUMNS="50").stdout == process("country", "poland").stdout


def test_a_colourless_page_says_the_same() -> None:
    assert bare(terminal(80, "timeline")) == terminal(80, "timeline", NO_COLOR="1")


@pytest.mark.parametrize("format_", ["table", "json", "jsonl", "csv", "md"])
def test_an_output_of_ascii_alone_is_served_visibly(format_: str) -> None:
    shown = subprocess.run(
        [*PROGRAM, "quote", "--format", format_], capture_output=True, check=True,
        env=os.environ | NOVEMBER | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"},
    ).stdout  # fmt: skip
    text = shown.decode("ascii")
    assert "mines of all types" in text
    assert ("that... We" if format_ in ("table", "md") else "that\\u2026 We") in text


@pytest.mark.parametrize("format_", ["table", "json", "jsonl", "csv", "md"])
def test_a_reader_that_goes_away_is_met_with_silence(format_: str) -> None:
    with subprocess.Popen(
        [*PROGRAM, "country", "poland", "--format", format_],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ | NOVEMBER,
    ) as child:  # fmt: skip
        assert child.stdout
        assert child.stderr
        child.stdout.close()
        assert child.stderr.read() == b""


@pytest.mark.parametrize("words", [["--version"], ["--show-completion", "bash"], ["schema"]])
def test_so_is_one_of_what_is_no_answer(words: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        result = subprocess.run([*PROGRAM, *words], stdout=writing, stderr=subprocess.PIPE, check=False, env=buffered())
    finally:
        os.close(writing)
    assert (result.returncode, result.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full on this system")
def test_a_full_disk_is_an_error() -> None:
    with Path("/dev/full").open("w") as full:
        result = subprocess.run([*PROGRAM, "country"], stdout=full, stderr=subprocess.PIPE, check=False)
    assert result.returncode == 4
    assert result.stderr == b"minewatch: output: No space left on device\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full on this system")
@pytest.mark.parametrize("words", [["--version"], ["--help"], ["--show-completion", "bash"]])
def test_a_full_disk_is_an_error_whatever_is_printed(words: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        result = subprocess.run([*PROGRAM, *words], stdout=full, stderr=subprocess.PIPE, check=False, env=buffered())
    assert (result.returncode, result.stderr) == (4, b"minewatch: output: No space left on device\n")


def test_an_interrupt_ends_it_with_its_own_code() -> None:
    code = (
        "from unittest.mock import patch; from minewatch import __main__, cli;"
        "patch.object(cli, 'app', side_effect=KeyboardInterrupt).start(); __main__.main()"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert (result.returncode, result.stdout, result.stderr) == (130, b"", b"")


def test_a_closed_output_is_an_error() -> None:
    command = " ".join([*PROGRAM, "country", ">&-"])
    result = subprocess.run(command, shell=True, capture_output=True, check=False)  # noqa: S602
    assert result.returncode == 4
    assert result.stderr == b"minewatch: standard output is closed; there is nowhere to write the answer\n"


def test_an_ascii_terminal_is_not_overrun_either() -> None:
    shown = terminal(80, "country", PYTHONIOENCODING="ascii", PYTHONUTF8="0", NO_COLOR="1")
    assert shown.isascii()
    assert "leaving par. 7" in shown
    assert max(map(len, shown.split("\n"))) <= 80


def test_what_is_said_besides_never_mixes_with_the_answer() -> None:
    command = " ".join([*PROGRAM, "country", "--limit", "1", "--json"])
    for closed in ("2>&-", "2>/dev/full"):
        result = subprocess.run(f"{command} {closed}", shell=True, capture_output=True, check=False)  # noqa: S602
        assert result.returncode == 0
        assert json.loads(result.stdout)["truncated"] is True


@pytest.mark.parametrize(
    "words", [["country"], ["quote"], ["timeline", "--about"], ["timeline", "--since"], ["--frob"]]
)
def test_words_that_are_not_unicode_are_answered_like_any(words: list[str]) -> None:
    result = subprocess.run([*PROGRAM, *words, b"\xff"], capture_output=True, check=False, env=os.environ | NOVEMBER)
    assert result.returncode in (1, 2)
    assert result.stdout == b""
    assert result.stderr.startswith(b"minewatch: ")
    assert result.stderr.count(b"\n") == 1


def test_an_answer_does_not_depend_on_the_surroundings(tmp_path: Path) -> None:
    words = ("country", "poland", "ukraine", "--format", "csv")
    usual = process(*words).stdout
    assert process(*words, PYTHONHASHSEED="1", TZ="Pacific/Auckland").stdout == usual
    assert process(*words, PYTHONHASHSEED="2", TZ="America/Lima", LC_ALL="C", HOME=str(tmp_path)).stdout == usual


def test_the_versions_of_program_and_dataset_and_nothing_else() -> None:
    sha256 = content(dataset.load(ROOT / "data").dataset)
    assert process("--version").stdout == f"minewatch {__version__}\npoland-mines 1.0.0 sha256:{sha256}\n"


def test_without_a_command_it_says_what_it_is(run: Run) -> None:
    result = run()
    assert result.exit_code == 0
    assert result.stdout.startswith("Poland's decision to make anti-personnel mines again\n")
    for example in re.findall(r"minewatch (\w+ .*?)  ", result.stdout):
        assert run(*example.split()).exit_code == 0, example


def test_a_command_that_is_not_there_is_wrong_usage(run: Run) -> None:
    result = run("contry")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "minewatch: No such command 'contry'. Did you mean 'country'?; see minewatch --help\n"


def help_at(columns: int, *words: str) -> list[str]:
    # In a process, for the runner of tests has a width of its own
    return subprocess.run(
        [sys.executable, "-m", "minewatch", *words, "--help"],
        capture_output=True, check=True, encoding="utf-8", env=os.environ | {"COLUMNS": str(columns)},
    ).stdout.splitlines()  # fmt: skip


@pytest.mark.parametrize("columns", [52, 60, 80, 120])
def test_help_cuts_nothing_that_a_command_does(run: Run, columns: int) -> None:
    lines = help_at(columns)
    assert max(map(len, lines)) <= columns
    words = " ".join(" ".join(lines).partition("Commands:")[2].split())
    assert "..." not in words
    for command in COMMANDS:
        first = run(command, "--help").stdout.splitlines()[2].strip()
        assert f"{command} {first}" in words


@pytest.mark.parametrize("columns", [60, 80])
def test_help_breaks_no_word_that_can_be_copied(columns: int) -> None:
    lines = help_at(columns, "timeline")
    assert not [line for line in lines if line.endswith("-")]
    words = " ".join(" ".join(lines).split())
    assert "of occurred, in-effect, announced, decided, not-done, not-yet, scheduled" in words


@pytest.mark.usefixtures("named")
@pytest.mark.parametrize("command", [command for command in COMMANDS if command not in SERVING])
def test_help_has_examples_that_work(run: Run, command: str) -> None:
    shown = run(command, "--help").stdout
    examples = re.findall(rf"^ +minewatch ({command}.*)$", shown, re.MULTILINE)
    assert len(examples) >= 2
    for example in examples:
        result = run(*shlex.split(example))
        assert (result.exit_code, bool(result.stdout)) == (0, True), example


@pytest.mark.parametrize("format_", ["table", "md", "csv", "json"])
def test_what_data_brings_along_never_acts(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format_: str
) -> None:
    from minewatch import store

    hostile = "\\e[31m \\u009b \\u202e [sic] [/b] :warning: <b>"
    shutil.copytree(HARBOUR, tmp_path / "harbour")
    path = tmp_path / "harbour" / "harbour.yaml"
    text = path.read_text(encoding="utf-8")
    for plain in (
        "The lighthouse will be lit again.",
        "Ada Oort",
        "what it costs",
        "The Gazette",
        "The lighthouse at Cape Sound",
    ):
        text = text.replace(plain, f'"{hostile} {plain}"')
    path.write_text(text, encoding="utf-8")
    monkeypatch.setattr("minewatch.store.open_bundled", lambda: store.open_folder(tmp_path / "harbour"))
    for words in ([], ["country", "ruritania"], ["timeline"], ["quote"], ["country", "oort"]):
        result = run(*words, *(["--format", format_] if words else []))
        for stream in (result.stdout, result.stderr):
            assert stream == safe(stream), "something that acts came through"
    shown = run("country", "ruritania", "--format", format_).stdout
    if format_ == "json":
        gaps = json.loads(shown)["results"][0]["gaps"]
        assert gaps[0]["wording"] == "\x1b[31m \x9b \u202e [sic] [/b] :warning: <b> what it costs"
    elif format_ == "md":
        assert "\\[sic\\] \\[/b\\] :warning: \\<b\\> what it costs" in shown
    else:
        assert r"\x1b[31m \x9b \u202e [sic] [/b] :warning: <b> what it costs" in shown


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@x"])
def test_a_cell_is_no_formula_unless_it_is_asked_for_raw(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, start: str
) -> None:
    from minewatch import store

    text = (HARBOUR / "harbour.yaml").read_text(encoding="utf-8").replace("what it costs", f'"{start}"')
    (tmp_path / "d.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setattr("minewatch.store.open_bundled", lambda: store.open_folder(tmp_path))
    assert f",'{start}," in run("country", "ruritania", "--format", "csv").stdout
    assert f",{start}," in run("country", "ruritania", "--format", "csv", "--raw").stdout


def test_a_broken_checkout_names_every_fault(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from minewatch import store

    (tmp_path / "d.yaml").write_text("gaps: [{id: G}]\nclaims: 1")
    monkeypatch.setattr("minewatch.store.open_bundled", lambda: store.open_folder(tmp_path))
    result = run("country")
    assert (result.exit_code, result.stdout) == (4, "")
    lines = result.stderr.splitlines()
    assert len(lines) > 3
    assert all(re.match(rf"{re.escape(str(tmp_path))}/d\.yaml:\d+: [a-z-]+: ", line) for line in lines), lines


def test_importing_writes_nothing_and_reads_no_yaml(tmp_path: Path) -> None:
    code = "import sys, minewatch, minewatch.cli; print(sorted({m.split('.')[0] for m in sys.modules} & {'yaml', 'rich', 'pydantic'}))"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True,
        env=os.environ | {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "c")},
    )  # fmt: skip
    assert result.stdout == "[]\n"
    assert list(tmp_path.iterdir()) == []


COMPILING = {
    "yaml", "platformdirs", "hashlib", "tempfile", "minewatch.check", "minewatch.content", "minewatch.dataset", "minewatch.files",
    "minewatch.merge", "minewatch.tables",
}  # fmt: skip
"""What only compiling a dataset needs, or finding what was compiled of one."""
ELSEWHERE = {
    "pydantic", "importlib.metadata", "minewatch.article", "minewatch.changes", "minewatch.contract", "minewatch.schema",
    "minewatch.verify", "minewatch.cli.pager", "minewatch.view.passage",
}  # fmt: skip
"""What other commands need, or none at all."""
DATES = {"minewatch.dates"}
PAGE = {"rich", "minewatch.view", "minewatch.render.table"}
SHAPES = {"minewatch.shapes", "minewatch.render.json"}


def packages(modules: set[str]) -> set[str]:
    return {module.partition(".")[0] for module in modules} - sys.stdlib_module_names


@pytest.fixture(scope="session")
def given() -> set[str]:
    """What there is besides the standard library before minewatch does anything: typer and what that brings."""
    code = "import sys, typer; print(' '.join(sys.modules))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    return packages(set(result.stdout.split()))


@pytest.mark.parametrize("words", [*LOOK_UPS, "timeline --about poland"])
@pytest.mark.parametrize(
    ("format_", "brought", "never"),
    [
        ("table", {"minewatch", "rich"}, SHAPES),
        ("md", {"minewatch"}, SHAPES | DATES | {"rich", "minewatch.render.table"}),
        ("json", {"minewatch"}, PAGE | DATES),
        ("jsonl", {"minewatch"}, PAGE | DATES),
        ("csv", {"minewatch"}, PAGE | DATES),
    ],
)
def test_a_look_up_loads_only_what_it_needs(
    loaded: Loaded, given: set[str], words: str, format_: str, brought: set[str], never: set[str]
) -> None:
    if words.startswith("cite"):
        never = never - {"minewatch.view"}  # its wording is part of the record
    if words.startswith("timeline") and format_ == "md":
        never = never - DATES  # it has today in words
    modules = loaded(*words.split(), "--format", format_)
    assert packages(modules) - given == brought
    assert not modules & (COMPILING | ELSEWHERE | never)


def test_a_dataset_of_one_s_own_is_compiled_once(loaded: Loaded, tmp_path: Path) -> None:
    shutil.copytree(HARBOUR, tmp_path / "harbour")
    words = ("country", "ruritania", "--json", "--data", str(tmp_path / "harbour"))
    assert loaded(*words) >= {"yaml", "minewatch.check"}
    assert not loaded(*words) & {"yaml", "minewatch.check", "minewatch.dataset", "minewatch.tables", "rich"}


def test_the_version_loads_only_what_it_needs(loaded: Loaded, given: set[str]) -> None:
    modules = loaded("--version")
    assert packages(modules) - given == {"minewatch"}
    assert not modules & (
        COMPILING | ELSEWHERE | PAGE | SHAPES | DATES | {"json", "minewatch.query", "minewatch.answers"}
    )


def test_what_a_look_up_loads_defines_its_records_cheaply(loaded: Loaded) -> None:
    modules = {module for words in LOOK_UPS for module in loaded(*words.split()) if module.startswith("minewatch.")}
    defined = (vars(importlib.import_module(module)).values() for module in modules)
    dear = {str(thing) for things in defined for thing in things if NamedTuple in getattr(thing, "__orig_bases__", ())}
    assert dear == set(), "these take NamedTuple from typing, and not from minewatch.record"


def test_it_runs_without_a_home(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT / "src")}
    result = subprocess.run(
        [*PROGRAM, "country", "poland", "--format", "csv"], capture_output=True, check=True, cwd=tmp_path,
        env=environment | {"HOME": "/nonexistent", "XDG_CACHE_HOME": "/proc/none"},
    )  # fmt: skip
    assert result.stdout.startswith(b"kind,id,")
    assert result.stderr == b""
