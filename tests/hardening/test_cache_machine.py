"""The cache as a machine: edits, damage, killed and parallel builders in any order; every answer is of the last edit."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from conftest import HARBOUR
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from minewatch import cache
from minewatch.cli import opening
from minewatch.query import Facts

PROGRAM = [sys.executable, "-m", "minewatch"]
SOUND = (HARBOUR / "harbour.yaml").read_text(encoding="utf-8")
TITLE = "The lighthouse at Cape Sound"

KILLED = """
import os, signal, sys
from minewatch import __main__, store
inner, where = os.{function}, sys.argv.pop(1)
def killed(*given):
    if where == "after":
        inner(*given)
    os.kill(os.getpid(), signal.SIGKILL)
os.{function} = killed
sys.argv[0] = "minewatch"
__main__.main()
"""
"""A builder that dies at the worst of moments: before or after its file is on the disk, or has its name."""


class Cache(RuleBasedStateMachine):
    """What the dataset says is known here; whatever happens to the cache, that is what is answered."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(prefix="minewatch-test-"))
        self.before = os.environ["XDG_CACHE_HOME"]
        os.environ["XDG_CACHE_HOME"] = str(self.root / "cache")
        self.folder = self.root / "harbour"
        self.edits = self.killed = 0

    @initialize()
    def begin(self) -> None:
        self.folder.mkdir()
        self.title = TITLE
        self.edited()

    def edited(self) -> None:
        (self.folder / "d.yaml").write_text(SOUND.replace(TITLE, self.title), encoding="utf-8")

    @property
    def places(self) -> list[Path]:
        return sorted((self.root / "cache" / "minewatch").glob("[0-9a-f]*.sqlite"))

    @property
    def files(self) -> list[Path]:
        return [place for place in self.places if place.is_file() and not place.is_symlink()]

    def environment(self) -> dict[str, str]:
        return os.environ | {"MINEWATCH_DATA": str(self.folder), "SOURCE_DATE_EPOCH": "1795478400"}

    @rule()
    def edit(self) -> None:
        self.edits += 1
        self.title = f"{TITLE} {self.edits % 10}"
        self.edited()

    @rule()
    def edit_and_set_the_time_back(self) -> None:
        path = self.folder / "d.yaml"
        times = path.stat()
        self.edit()
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))

    @rule()
    def touch(self) -> None:
        os.utime(self.folder / "d.yaml")

    @rule()
    def copy(self) -> None:
        """Have the same under another inode."""
        shutil.copy2(self.folder / "d.yaml", self.folder / "copy")
        (self.folder / "copy").replace(self.folder / "d.yaml")

    @rule(part=st.floats(0, 1), noise=st.binary(max_size=40))
    def damage(self, part: float, noise: bytes) -> None:
        """Cut the file off, and go on with something else."""
        for file in self.files:
            content = file.read_bytes()
            file.write_bytes(content[: int(len(content) * part)] + noise)

    @rule(page=st.integers(1, 60), byte=st.sampled_from([b"\x00", b"\xff", b"\x0d"]))
    def spoil_a_page(self, page: int, byte: bytes) -> None:
        for file in self.files:
            content = file.read_bytes()
            if len(content) > (page + 1) * 4096:
                file.write_bytes(content[: page * 4096] + byte * 4096 + content[(page + 1) * 4096 :])

    @rule(what=st.sampled_from(["nothing", "folder", "link", "empty"]))
    def put_in_its_place(self, what: str) -> None:
        for file in self.places:
            if file.is_dir() and not file.is_symlink():
                file.rmdir()
            else:
                file.unlink()
            match what:
                case "folder":
                    file.mkdir()
                case "link":
                    file.symlink_to(self.folder / "d.yaml")
                case "empty":
                    file.touch(0o600)

    @rule(function=st.sampled_from(["fsync", "replace", "open"]), where=st.sampled_from(["before", "after"]))
    def kill_a_builder(self, function: str, where: str) -> None:
        self.killed += 1
        for file in self.files:
            file.unlink()
        if function == "open":
            child = subprocess.Popen([*PROGRAM, "country"], env=self.environment(), stdout=subprocess.DEVNULL)
            time.sleep(0.03 if where == "before" else 0.1)
            child.kill()
            child.wait()
            return
        code = KILLED.format(function=function)
        result = subprocess.run(
            [sys.executable, "-c", code, where, "country"], env=self.environment(), capture_output=True, check=False
        )
        assert result.returncode in (-signal.SIGKILL, 0)

    @rule(number=st.integers(2, 5))
    def ask_in_parallel(self, number: int) -> None:
        children = [
            subprocess.Popen(
                [*PROGRAM, "--version"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=self.environment()
            )
            for _ in range(number)
        ]
        said = {(*child.communicate(timeout=120), child.returncode) for child in children}
        assert len(said) == 1
        ((_, errors, code),) = said
        assert (errors, code) == (b"", 0)

    @rule()
    def ask(self) -> None:
        def asked(db: sqlite3.Connection) -> tuple[str | None, int]:
            with Facts(db) as facts:
                return facts.editions()[0].title, len(facts.claims().claims)

        with opening.asked(asked, [str(self.folder)], {}, bundled=False) as found:
            assert found == (self.title, 4)

    @invariant()
    def nothing_is_left_but_what_was_killed(self) -> None:
        unfinished = list((self.root / "cache" / "minewatch").glob(f"{cache.UNFINISHED}*"))
        assert len(unfinished) <= self.killed

    def teardown(self) -> None:
        self.ask()
        os.environ["XDG_CACHE_HOME"] = self.before
        shutil.rmtree(self.root, ignore_errors=True)


TestCache = pytest.mark.skipif(os.name != "posix", reason="kill -9, links and inodes as POSIX has them")(Cache.TestCase)
TestCache.settings = settings(max_examples=settings().max_examples // 10, stateful_step_count=12)
