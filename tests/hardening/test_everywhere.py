"""Other systems than the one that the tests run on: no call that only POSIX has, no encoding left to the locale."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import COURIER, HARBOUR, ROOT

SOURCES = sorted((ROOT / "src").rglob("*.py"))
POSIX_ONLY = {"fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty", "curses", "readline"}
# What os and signal have on POSIX and not on Windows, of what somebody might reach for
ATTRIBUTES = {
    "chown", "fchmod", "fchown", "fork", "forkpty", "geteuid", "getegid", "getgid", "getgroups", "getloadavg", "getpgid",
    "getpgrp", "getppid", "getresuid", "getsid", "getuid", "initgroups", "killpg", "lchown", "mkfifo", "mknod", "nice",
    "openpty", "pipe2", "pread", "pwrite", "setegid", "seteuid", "setgid", "setsid", "setuid", "statvfs", "sync",
    "sched_getaffinity", "tcgetpgrp", "uname", "wait3", "wait4", "SIGKILL", "SIGHUP", "SIGPIPE", "SIGALRM", "SIGCHLD",
    "SIGUSR1", "SIGTSTP", "SIGWINCH", "alarm", "pthread_kill", "setitimer", "O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC",
}  # fmt: skip


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT / "src")))
def test_nothing_that_only_posix_has_is_used_without_another_way(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            assert not {alias.name.split(".")[0] for alias in node.names} & POSIX_ONLY
        if isinstance(node, ast.ImportFrom):
            assert (node.module or "").split(".")[0] not in POSIX_ONLY
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            used = {
                node.attr for node in ast.walk(function)
                if isinstance(node, ast.Attribute) and ast.unparse(node.value) in ("os", "signal") and node.attr in ATTRIBUTES
            }  # fmt: skip
            asked = ast.unparse(function)
            assert all(f"hasattr(os, '{name}')" in asked for name in used), (function.name, used)


@pytest.mark.parametrize(
    "words",
    [
        ["country", "poland", "--data", str(COURIER)], ["check", str(HARBOUR)], ["cite", "belma", "--format", "bibtex"],
        ["verify", str(COURIER / "article.txt"), "--data", str(COURIER), "--no-bundled"], ["diff", str(HARBOUR), str(HARBOUR)],
    ],
    ids=lambda words: words[0],
)  # fmt: skip
def test_no_file_is_opened_in_the_encoding_of_the_locale(tmp_path: Path, words: list[str]) -> None:
    # Only what is asked of this program's own modules: what it depends on may do as it likes
    code = (
        "import warnings; warnings.filterwarnings('error', category=EncodingWarning, module='minewatch');"
        "from minewatch.__main__ import main; main()"
    )
    result = subprocess.run(
        [sys.executable, "-X", "warn_default_encoding", "-c", code, *words], capture_output=True, check=False,
        env=os.environ | {"XDG_CACHE_HOME": str(tmp_path / "cache")}, encoding="utf-8",
    )  # fmt: skip
    assert result.returncode == 0
    assert "Warning" not in result.stderr
