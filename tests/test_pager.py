"""The pager: when an answer on a terminal goes through one, and what happens when that is left."""

import io
import os
import pty
import select
import shutil
import subprocess
import sys
import termios
from collections.abc import Iterator
from itertools import count, repeat
from pathlib import Path

import pytest
import typer

from minewatch.cli import pager
from minewatch.cli.output import Output

PROGRAM = [sys.executable, "-m", "minewatch"]
LONG = ("country", "poland")


def shown(
    *words: str, rows: int = 24, columns: int = 80, when: str = "", keys: str = "", **env: str
) -> tuple[str, int]:
    """Return what a terminal shows of a command that it is in control of, errors too, and the exit code.

    `keys` are typed once it has shown `when`.
    """
    controller, end = pty.openpty()
    termios.tcsetwinsize(end, (rows, columns))
    unset = ("COLUMNS", "LINES", "PAGER", "LESS", "LV", "LESSCHARSET")
    plain = {name: value for name, value in os.environ.items() if name not in unset}
    # The first terminal that the leader of a session opens is the one that controls it
    command = ["sh", "-c", 'exec "$@" <"$0" >"$0" 2>&1', os.ttyname(end), *PROGRAM, *words]
    with subprocess.Popen(
        command, start_new_session=True,
        env=plain | {"SOURCE_DATE_EPOCH": "1795478400", "TERM": "xterm", "PYTHONUTF8": "1"} | env,
    ) as child:  # fmt: skip
        content = b""
        while True:
            ended = child.poll() is not None
            if select.select([controller], [], [], 0.05)[0]:
                content += os.read(controller, 65536)
                if keys and when in content.decode(errors="replace"):
                    os.write(controller, keys.encode())
                    keys = ""
            elif ended:
                break
    os.close(end)
    os.close(controller)
    assert not keys, f"{when!r} was not shown"
    return content.decode().replace("\r\n", "\n"), child.returncode


def test_an_answer_of_more_than_a_screen_goes_through_the_pager() -> None:
    printed, _ = shown(*LONG, PAGER="cat")
    assert shown(*LONG, PAGER="sh -c 'echo PAGED; cat'") == ("PAGED\n" + printed, 0)


def test_a_screen_is_what_the_terminal_has() -> None:
    printed, _ = shown("country", "norway", PAGER="")
    rows = printed.count("\n")
    paged = "sh -c 'echo PAGED; cat'"
    assert shown("country", "norway", PAGER=paged, rows=rows) == (printed, 0)
    assert shown("country", "norway", PAGER=paged, rows=rows - 1) == ("PAGED\n" + printed, 0)


def test_a_line_counts_as_often_as_it_is_broken() -> None:
    words = ("quote", "zakrzewski", "--format", "jsonl")
    printed, _ = shown(*words, PAGER="cat")
    assert printed.count("\n") == 1
    assert shown(*words, PAGER="echo PAGED", columns=40)[0] == "PAGED\n"
    assert shown(*words, PAGER="echo PAGED", columns=400)[0] == printed


@pytest.mark.parametrize("pager_", ["", "nosuch -x", "'", "/"])
def test_without_a_pager_it_is_printed(pager_: str) -> None:
    printed, code = shown(*LONG, PAGER=pager_)
    assert (printed, code) == shown(*LONG, PAGER="cat")
    assert "Poland" in printed


def test_a_dumb_terminal_has_no_pager() -> None:
    assert shown(*LONG, PAGER="echo PAGED", TERM="dumb")[0].startswith("Poland")


def test_a_pipe_has_no_pager() -> None:
    result = subprocess.run(
        [*PROGRAM, *LONG], capture_output=True, check=True, env=os.environ | {"PAGER": "echo PAGED"}
    )
    assert result.stdout.startswith(b"Poland")


def test_less_is_set_up_as_git_does_unless_it_is_already() -> None:
    tell = "sh -c 'echo \"$LESS/$LV/$LESSCHARSET\"'"
    assert shown(*LONG, PAGER=tell)[0] == "FRX/-c/utf-8\n"
    assert shown(*LONG, PAGER=tell, LESS="", LV="-a", LESSCHARSET="latin1")[0] == "/-a/latin1\n"
    assert shown(*LONG, PAGER=tell, PYTHONUTF8="0", PYTHONIOENCODING="ascii")[0] == "FRX/-c/\n"


def test_what_is_said_besides_waits_until_the_pager_is_left() -> None:
    text, code = shown("timeline", "--since", "2026", PAGER="sh -c 'cat >/dev/null; sleep 0.3; echo LEFT'")
    assert text.splitlines()[0] == "LEFT"
    assert "without a date left out" in text.splitlines()[1]
    assert code == 0


@pytest.mark.parametrize(
    ("pager_", "then"),
    [
        ("trap 'echo STAYS' INT; cat >/dev/null; echo READY; sleep 0.3; echo LEFT", "READY\nSTAYS\nLEFT\n"),
        ("cat >/dev/null; echo READY; sleep 10", "READY\n"),
    ],
    ids=["and it stays", "and it goes"],
)
def test_an_interrupt_is_the_pager_s_business(tmp_path: Path, pager_: str, then: str) -> None:
    (tmp_path / "pager").write_text(pager_)
    text, code = shown(*LONG, PAGER=f"sh {tmp_path}/pager", when="READY", keys="\x03")
    assert (text.replace("^C", ""), code) == (then, 0)


@pytest.mark.skipif(not shutil.which("less"), reason="less is not installed")
def test_less_shows_the_first_page_and_is_left_with_q() -> None:
    text, code = shown(*LONG, when="\n:", keys="q")
    assert code == 0
    assert "\x1b[1mPoland" in text, "colours are as they were"
    assert "how each was read" not in text, "which stands on the last page"


# In this process


@pytest.fixture
def terminal() -> Iterator[io.TextIOWrapper]:
    controller, end = pty.openpty()
    with os.fdopen(end, "w", encoding="utf-8") as stream:
        yield stream
    os.close(controller)


def test_no_more_than_a_screenful_is_held_back() -> None:
    lines = (f"line {number}" for number in count())
    assert pager.screenful(lines, 80, 3) == ([f"line {number}" for number in range(4)], True)
    assert next(lines) == "line 4"


@pytest.mark.parametrize(
    ("line", "rows"),
    [
        ("", 1),
        ("a" * 10, 1),
        ("a" * 11, 2),
        ("\x1b[1m" + "a" * 10 + "\x1b[0m", 1),
        ("é" * 10, 1),
        ("e\u0301" * 10, 1),
        ("地" * 6, 2),
    ],
)
def test_rows_are_counted_as_a_terminal_fills_them(line: str, rows: int) -> None:
    assert pager.screenful(iter([line]), 10, rows) == ([line], False)
    assert pager.screenful(iter([line]), 10, rows - 1) == ([line], True)


def test_a_pager_that_is_left_early_ends_it_in_silence(terminal: io.TextIOWrapper) -> None:
    with pytest.raises(typer.Exit) as left:
        Output(terminal, os.environ | {"PAGER": "true", "TERM": "xterm"}).write(repeat("on and on"))
    assert left.value.exit_code == 0


def test_an_error_on_the_way_is_raised_once_the_pager_is_left(terminal: io.TextIOWrapper, tmp_path: Path) -> None:
    def failing() -> Iterator[str]:
        yield from ["line"] * 100
        raise OSError("no more")

    environment = os.environ | {
        "PAGER": f"sh -c 'cat >{tmp_path}/shown; sleep 0.2; touch {tmp_path}/left'",
        "TERM": "xterm",
    }
    with pytest.raises(OSError, match="no more"):
        Output(terminal, environment).write(failing())
    assert (tmp_path / "shown").read_text() == "line\n" * 100
    assert (tmp_path / "left").exists()
