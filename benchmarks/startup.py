"""Measures how long a look-up takes from the return key to its last line, against the least that such a program can do.

    python benchmarks/startup.py                    every command, 25 times each
    python benchmarks/startup.py --runs 100 poland  those with "poland" in them

A wheel of this checkout is built and installed by pip, byte-compiled, into an environment that is thrown away, and
with it programs of a few lines that use typer as any does: one prints a line, one a table of ten rows by rich.
Whole processes run in turn, each once a round, so that whatever else the machine does befalls all alike; what is given
is the median of all rounds, and its ratio to that of a baseline of the same run. Where others work on the same machine
the time of the processor says more than the clock.

It needs POSIX, for what a process has used, and a package index for what minewatch depends on.
"""

import argparse
import os
import platform
import sqlite3
import subprocess
import tempfile
import venv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
LEAST_RUNS = 25

LINE = '''
import typer

app = typer.Typer(add_completion=False)


@app.command()
def hello(name: str = "world") -> None:
    """Greet somebody."""
    print(f"Hello {name}")
'''
SHORT = """
import gc
import os
import sys

gc.set_threshold(100_000)
from hello_line import app


def hello() -> None:
    try:
        app()
    except SystemExit:
        sys.stdout.flush()
        os._exit(0)
"""
TABLE = '''
import typer
from rich.console import Console
from rich.table import Table

app = typer.Typer(add_completion=False)


@app.command()
def hello(name: str = "world") -> None:
    """Greet somebody ten times."""
    table = Table("Number", "Greeting", "Whom")
    for number in range(10):
        table.add_row(str(number), "Hello", name)
    Console().print(table)
'''
PROJECT = """
[project]
name = "hello"
version = "1"
[project.scripts]
hello-line = "hello_line:app"
hello-short = "hello_short:hello"
hello-table = "hello_table:app"
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
[tool.hatch.build.targets.wheel]
include = ["hello_*.py"]
"""

FILES = {"hello_line.py": LINE, "hello_short.py": SHORT, "hello_table.py": TABLE, "pyproject.toml": PROJECT}

PYTHON, HELLO, HELLO_TABLE = "python -c pass", "typer, a line", "typer and rich, a table"

LOOK_UPS = (
    "country", "country poland", "timeline", "quote", "quote zalewski", "claim", "claim poland-halted-production",
    "figure", "figure belma", "entity", "entity belma", "search ukraine", "source", "source defence-talks",
    "cite belma",
)  # fmt: skip
COMPLETION = {"_MINEWATCH_COMPLETE": "complete_bash", "COMP_WORDS": "minewatch\ncountry\npol", "COMP_CWORD": "2"}


class Program(NamedTuple):
    """A command line to measure."""

    name: str
    words: tuple[str, ...]
    baseline: str
    """The name of the one that it is held against."""
    environment: Mapping[str, str] = {}


class Used(NamedTuple):
    """What a process took, in milliseconds."""

    clock: float
    processor: float


def main(words: Sequence[str] | None = None) -> None:
    """Set up, measure, and print the table."""
    parser = argparse.ArgumentParser(description="Measure how long look-ups take to start and to answer.")
    parser.add_argument("--runs", type=int, default=LEAST_RUNS, metavar="N", help="how often each (%(default)s)")
    parser.add_argument("part", nargs="*", help="measure what has one of these in its name, and the baselines")
    given = parser.parse_args(words)
    with tempfile.TemporaryDirectory(prefix="minewatch-startup-") as folder:
        bin_ = set_up(Path(folder))
        environment = surroundings(Path(folder))
        every = programs(bin_)
        chosen = [p for p in every if p.name == p.baseline or any(part in p.name for part in given.part or [""])]
        measured = measure(chosen, environment, given.runs)
        print("\n".join([*about(bin_, given.runs), "", *table(chosen, measured)]))


def set_up(folder: Path) -> Path:
    """Install this checkout and the two programs into an environment in `folder`; return where its programs are."""
    project = folder / "hello"
    project.mkdir()
    for name, text in FILES.items():
        (project / name).write_text(text.lstrip(), encoding="utf-8")
    venv.create(folder / "env", with_pip=True)
    python = folder / "env" / "bin" / "python"
    # With this set pip would compile nothing, and every start would
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    pip = [python, "-m", "pip", "--disable-pip-version-check", "--quiet", "install", "--compile"]
    subprocess.run([*map(str, (*pip, ROOT, project))], check=True, env=environment)
    return python.parent


def surroundings(folder: Path) -> dict[str, str]:
    """Return an environment in which nothing of this one's settings shows, with a home of its own."""
    home = folder / "home"
    home.mkdir()
    return {"PATH": os.environ["PATH"], "HOME": str(home), "LC_ALL": "C.UTF-8"}


def programs(bin_: Path) -> list[Program]:
    """Return the baselines and every look-up, as a table and as JSON."""
    minewatch = str(bin_ / "minewatch")
    look_ups = [
        program
        for words in LOOK_UPS
        for program in (
            Program(words, (minewatch, *words.split()), HELLO if words.startswith("cite") else HELLO_TABLE),
            Program(f"{words} --json", (minewatch, *words.split(), "--json"), HELLO),
        )
    ]
    return [
        Program(PYTHON, (str(bin_ / "python"), "-c", "pass"), PYTHON),
        Program(HELLO, (str(bin_ / "hello-line"),), HELLO),
        Program(HELLO_TABLE, (str(bin_ / "hello-table"),), HELLO_TABLE),
        Program(f"{HELLO}, begun and ended as minewatch is", (str(bin_ / "hello-short"),), HELLO),
        Program("--version", (minewatch, "--version"), HELLO),
        Program("completing country pol", (minewatch,), HELLO, COMPLETION),
        *look_ups,
    ]


def measure(programs: Sequence[Program], environment: Mapping[str, str], runs: int) -> dict[str, Used]:
    """Return the medians of `runs` rounds, after one that warms up and is not counted."""
    taken: dict[str, list[Used]] = {program.name: [] for program in programs}
    for round_ in range(runs + 1):
        for program in programs:
            used = run(program, environment)
            if round_:
                taken[program.name].append(used)
    return {
        name: Used(median(u.clock for u in every), median(u.processor for u in every)) for name, every in taken.items()
    }


def run(program: Program, environment: Mapping[str, str]) -> Used:
    """Run a program once, its output thrown away."""
    nowhere = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_RDWR, 0) for number in (0, 1, 2)]
    before = perf_counter()
    child = os.posix_spawn(
        program.words[0], program.words, {**environment, **program.environment}, file_actions=nowhere
    )
    _, status, usage = os.wait4(child, 0)
    after = perf_counter()
    if status:
        raise SystemExit(f"{program.name} failed")
    return Used((after - before) * 1000, (usage.ru_utime + usage.ru_stime) * 1000)


def about(bin_: Path, runs: int) -> Iterator[str]:
    """Yield on what was measured, and how often."""
    code = "from importlib.metadata import version as v; print(*(f'{n} {v(n)}' for n in ('typer', 'rich')), sep=', ')"
    libraries = subprocess.run([bin_ / "python", "-c", code], check=True, capture_output=True, encoding="utf-8").stdout
    yield f"{processor()}, {os.cpu_count()} cores, {platform.system()} {platform.release()};"
    yield f"Python {platform.python_version()}, {libraries.strip()}, SQLite {sqlite3.sqlite_version};"
    yield f"medians of {runs} rounds."


def processor() -> str:
    """Return what the machine's processor calls itself."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine())


def table(programs: Iterable[Program], measured: Mapping[str, Used]) -> Iterator[str]:
    """Yield a table in Markdown, a row a program."""
    yield "| program | clock, ms | processor, ms | held against | by the clock | by the processor |"
    yield "|---|--:|--:|---|--:|--:|"
    for program in programs:
        used, base = measured[program.name], measured[program.baseline]
        ratios = (
            ["", "", ""]
            if program.name == program.baseline
            else [program.baseline, f"{used.clock / base.clock:.2f}", f"{used.processor / base.processor:.2f}"]
        )
        yield f"| {' | '.join([program.name, f'{used.clock:.1f}', f'{used.processor:.1f}', *ratios])} |"


if __name__ == "__main__":
    main()
