"""How building and asking grow with a dataset, beside what other tools take for the same: whole processes, in turn.

    python benchmarks/scale.py [--sizes 1000,100000] [--rounds 7] [--tools BIN] [--folder DIR]

Prints Markdown: `docs/performance.md` has what it printed. `BIN` is where sqlite-utils, datasette and a Python with
duckdb are, as in a venv of their own; jq, rg, grep and sqlite3 are looked for on PATH. What is not there is said.
"""

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

import datasets

from minewatch import store

SIZES = (1_000, 10_000, 100_000, 1_000_000)
YAML = (100_000, 1000)
"""Claims, and the files that they are in."""
BUILT = 3
"""How often everything is built."""
PATIENCE = 5
"""In seconds: what takes longer is run twice and not in every round."""
OTHERS_FROM = 100_000
"""From how many claims on other tools are asked."""
Command = list[str]

QUESTIONS: dict[str, Command] = {
    "country": ["country", datasets.COUNTRY],
    "country --json": ["country", datasets.COUNTRY, "--json"],
    "timeline": ["timeline", "--since", str(datasets.YEAR), "--until", str(datasets.YEAR)],
    "quote": ["quote", datasets.SPEAKER],
    "claim": ["claim", datasets.CLAIM],
    "claim, mistyped": ["claim", datasets.CLAIM.replace("ai", "ia")],
    "search, rare": ["search", datasets.RARE, "--limit", "5"],
    "search, a tenth": ["search", datasets.COMMON, "--limit", "5"],
}
"""What is asked, with as many rows in the answer at every size."""
AGAINST = {"search, a tenth": "search, rare"}
"""What a question is held against at the smallest size, where that has other rows than its own: none."""


class Ran(NamedTuple):
    """What a process took."""

    seconds: float
    peak: int
    """In KiB, over it and all that it started; 0 where that was not looked at."""


def main() -> None:
    """Measure, and print what came of it."""
    given = _given()
    sizes = [int(size) for size in given.sizes.split(",")]
    tools = Path(given.tools) if given.tools else None
    if given.folder:
        Path(given.folder).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="minewatch-scale-", dir=given.folder) as scratch:
        folder = Path(scratch)
        os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
        print("\n".join(_machine(tools)))
        for claims in (datasets.CORE, *sizes):
            datasets.write_jsonl(folder / str(claims), claims)
        print("\n".join(_building(folder, sizes, tools, yaml=given.yaml)))
        print("\n".join(_asking(folder, sizes, given.rounds)))
        print("\n".join(_others(folder, sizes, tools, given.rounds)))


def _given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="claims, with commas")
    parser.add_argument("--rounds", type=int, default=7, help="how often each is run; the median counts")
    parser.add_argument("--tools", metavar="BIN", help="the folder of other tools' programs")
    parser.add_argument("--folder", metavar="DIR", help="where datasets are made; a temporary one if not said")
    parser.add_argument("--yaml", action="store_true", help="build a dataset of many YAML files too")
    return parser.parse_args()


# Running


def run(command: Command, *, peak: bool = False) -> Ran:
    """Run `command` to its end, and look at its memory meanwhile if that is wanted."""
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        most = 0
        while peak and process.poll() is None:
            most = max(most, sum(map(_memory, _tree(process.pid))))
            time.sleep(0.05)
    return Ran(time.perf_counter() - began, most)


def medians(commands: dict[str, Command], rounds: int) -> dict[str, float]:
    """Return the median of each of `commands`, which are run in turn; what takes long is run less often."""
    took: dict[str, list[float]] = {name: [run(command).seconds] for name, command in commands.items()}
    for n in range(rounds):
        for name, command in commands.items():
            if n == 0 or took[name][0] < PATIENCE:
                took[name].append(run(command).seconds)
    # The first run warms what is read, and does not count
    return {name: statistics.median(seconds[1:]) for name, seconds in took.items()}


def _tree(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return
    for child in children:
        yield from _tree(int(child))


def _memory(pid: int) -> int:
    """Return how much memory a process has, in KiB, what it shares with others in equal parts."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def minewatch(words: Command, folder: Path) -> Command:
    """Return the command line that asks the dataset in `folder` alone."""
    return [str(Path(sys.executable).parent / "minewatch"), *words, "--no-bundled", "--data", str(folder)]


# What is measured


def _building(folder: Path, sizes: Iterable[int], tools: Path | None, *, yaml: bool) -> Iterator[str]:
    yield from _table("Building the index", "claims", "ours, s", "MiB at most", "file, MB", "sqlite-utils, s", "ratio")
    for claims in (datasets.CORE, *sizes):
        one = folder / str(claims)
        peak, size = _held(one)
        program = tools and shutil.which("sqlite-utils", path=str(tools))
        ours, *theirs = _in_turn(partial(_built, one), *([partial(_sqlite_utils, program, one)] if program else []))
        other = f"{theirs[0]:.2f} | {ours / theirs[0]:.2f}" if theirs else "not there | "
        yield f"| {claims:,} | {ours:.2f} | {peak:.0f} | {size:.1f} | {other} |"
    if yaml:
        claims, files = YAML
        datasets.write_yaml(folder / "yaml", claims, files)
        parse = (
            "import sys, yaml, pathlib\n"
            "for path in sorted(pathlib.Path(sys.argv[1]).glob('*.yaml')):\n"
            "    for event in yaml.parse(path.read_text('utf-8'), Loader=yaml.CLoader): pass"
        )
        one = folder / "yaml"
        peak, _ = _held(one)
        ours, bare = _in_turn(partial(_built, one), lambda: run([sys.executable, "-c", parse, str(one)]).seconds)
        again = medians({"": minewatch(QUESTIONS["claim"], one)}, 5)[""]
        yield (
            f"\n{claims:,} claims of YAML in {files:,} files: {ours:.2f} s and {peak:.0f} MiB"
            f" at most, against {bare:.2f} s for the bare event parse on one core: {ours / bare:.2f}."
            f" `claim` right afterwards: {again * 1000:.0f} ms."
        )


def _in_turn(*measured: Callable[[], float]) -> list[float]:
    """Return the median of each, of rounds in which they are measured one after the other."""
    took = [[measure() for measure in measured] for _ in range(BUILT)]
    return [statistics.median(seconds) for seconds in zip(*took, strict=True)]


def _built(folder: Path) -> float:
    """Return how many seconds the first look-up takes, which compiles the dataset."""
    store.forget([folder], bundled=False)
    return run(minewatch(QUESTIONS["claim"], folder)).seconds


def _held(folder: Path) -> tuple[float, float]:
    """Return how much memory that takes at most, in MiB, and how large the file is that it makes, in megabytes.

    It is done for this alone: to look at the memory of processes takes time from them.
    """
    store.forget([folder], bundled=False)
    ran = run(minewatch(QUESTIONS["claim"], folder), peak=True)
    made = Path(os.environ["XDG_CACHE_HOME"], "minewatch").glob("*.sqlite")
    return ran.peak / 1024, max(made, key=lambda path: path.stat().st_mtime).stat().st_size / 1e6


def _sqlite_utils(program: str, folder: Path) -> float:
    """Return what sqlite-utils takes for the same files: into tables, and their words into an index."""
    db = folder / "other.db"
    db.unlink(missing_ok=True)
    words = {"claims": ["statement", "note"], "quotes": ["text", "context"], "gaps": ["wording"]}
    commands: list[Command] = [
        [program, "insert", str(db), name, str(folder / f"{name}.jsonl"), "--nl", "--alter"]
        for name in ("sources", "entities", "claims", "quotes", "gaps")
    ]
    commands += [[program, "enable-fts", str(db), name, *columns] for name, columns in words.items()]
    return sum(run(command).seconds for command in commands)


def _asking(folder: Path, sizes: Iterable[int], rounds: int) -> Iterator[str]:
    everything = (datasets.CORE, *sizes)
    yield from _table("Asking, in ms", "question", *(f"{claims:,}" for claims in everything), "ratio")
    for name, words in QUESTIONS.items():
        wanted = {str(claims): minewatch(words, folder / str(claims)) for claims in everything}
        first = wanted[str(datasets.CORE)]
        if name in AGAINST:
            first = wanted[str(datasets.CORE)] = minewatch(QUESTIONS[AGAINST[name]], folder / str(datasets.CORE))
        took = medians(wanted, rounds)
        assert first
        cells = " | ".join(f"{took[str(claims)] * 1000:.0f}" for claims in everything)
        yield f"| `{name}` | {cells} | {took[str(everything[-1])] / took[str(datasets.CORE)]:.2f} |"


def _others(folder: Path, sizes: Iterable[int], tools: Path | None, rounds: int) -> Iterator[str]:
    for claims in sizes:
        if claims < OTHERS_FROM:
            continue
        # As JSON, for that is what the others print
        asked = {name: [*QUESTIONS[name], "--json"] for name in _SQL}
        yield from _table(f"The same of {claims:,} claims by other tools, as ratios to ours", "tool", *asked)
        ours = {name: minewatch(words, folder / str(claims)) for name, words in asked.items()}
        rows: dict[str, dict[str, float]] = {name: {} for name in OTHERS}
        times = {}
        for name, command in ours.items():
            commands = {tool: made[name] for tool in OTHERS if (made := _commands(tool, folder / str(claims), tools))}
            took = medians({"ours": command, **commands}, rounds)
            times[name] = took["ours"]
            for tool in commands:
                rows[tool][name] = took[tool] / took["ours"]
        yield f"| ours, ms | {' | '.join(f'{seconds * 1000:.0f}' for seconds in times.values())} |"
        for tool, ratios in rows.items():
            cells = (
                " | ".join(f"{ratios[name]:.2f}" for name in asked) if ratios else "not there" + " |" * (len(asked) - 1)
            )
            yield f"| {tool} | {cells} |"


# The same by others

_COUNTRY, _SPEAKER, _YEAR, _CLAIM, _RARE = (
    datasets.COUNTRY, datasets.SPEAKER, datasets.YEAR, datasets.CLAIM, datasets.RARE,
)  # fmt: skip
# Every record of ours comes with when its source appeared, so the others are asked for that too
_OF_CLAIMS = "SELECT claims.*, sources.published FROM claims JOIN sources ON sources.id = claims.source"
_SQL = {
    "country": f"{_OF_CLAIMS} WHERE claims.about LIKE '%\"{_COUNTRY}\"%'",
    "timeline": f"{_OF_CLAIMS} WHERE json_extract(claims.\"when\", '$.edtf') LIKE '{_YEAR}%'",
    "quote": (
        "SELECT quotes.*, sources.published FROM quotes JOIN sources ON sources.id = quotes.source"
        f" WHERE quotes.speaker = '{_SPEAKER}'"
    ),
    "claim": f"{_OF_CLAIMS} WHERE claims.id = '{_CLAIM}'",
    "search, rare": (
        f"{_OF_CLAIMS} JOIN claims_fts ON claims.rowid = claims_fts.rowid"
        f" WHERE claims_fts MATCH '{_RARE}' ORDER BY rank LIMIT 5"
    ),
}
_JQ = {
    "country": f'select(.about | index("{_COUNTRY}"))',
    "timeline": f'select(.when.edtf // "" | startswith("{_YEAR}"))',
    "quote": f'select(.speaker == "{_SPEAKER}")',
    "claim": f'select(.id == "{_CLAIM}")',
    "search, rare": f'select(.statement | test("{_RARE}"))',
}
_PUBLISHED = ".source as $id | .published = first($sources[] | select(.id == $id) | .published)"
_TEXT = {
    "country": f'"{_COUNTRY}"',
    "timeline": f'"edtf": "{_YEAR}',
    "quote": f'"speaker": "{_SPEAKER}"',
    "claim": f'"id": "{_CLAIM}"',
    "search, rare": _RARE,
}
_DUCKDB = {
    "country": f"list_contains(about, '{_COUNTRY}')",
    "timeline": f"\"when\".edtf LIKE '{_YEAR}%'",
    "quote": f"speaker = '{_SPEAKER}'",
    "claim": f"id = '{_CLAIM}'",
    "search, rare": f"statement LIKE '%{_RARE}%' LIMIT 5",
}


def _file(name: str, folder: Path) -> str:
    return str(folder / ("quotes.jsonl" if name == "quote" else "claims.jsonl"))


def _jq(program: str) -> Callable[[Path], dict[str, Command]]:
    return lambda folder: {
        name: [
            program, "-c", "--slurpfile", "sources", str(folder / "sources.jsonl"),
            f"{word} | {_PUBLISHED}", _file(name, folder),
        ]
        for name, word in _JQ.items()
    }  # fmt: skip


def _over_lines(program: str) -> Callable[[Path], dict[str, Command]]:
    return lambda folder: {name: [program, "-F", word, _file(name, folder)] for name, word in _TEXT.items()}


def _datasette(program: str) -> Callable[[Path], dict[str, Command]]:
    from urllib.parse import urlencode

    def commands(folder: Path) -> dict[str, Command]:
        db = str(folder / "other.db")
        return {
            name: [
                program,
                db,
                "--setting",
                "sql_time_limit_ms",
                "60000",
                "--get",
                f"/other.json?{urlencode({'sql': sql})}",
            ]
            for name, sql in _SQL.items()
        }

    return commands


def _duckdb(python: str) -> Callable[[Path], dict[str, Command]]:
    ask = "import duckdb, sys; print(duckdb.sql(sys.argv[1]).fetchall())"
    return lambda folder: {
        name: [
            python,
            "-c",
            ask,
            (
                f"WITH one AS (SELECT * FROM read_json('{_file(name, folder)}') WHERE {which}) SELECT one.*, published"
                f" FROM one JOIN read_json('{folder / 'sources.jsonl'}') AS sources ON sources.id = one.source"
            ),
        ]
        for name, which in _DUCKDB.items()
    }


def _over_tables(program: str, *words: str) -> Callable[[Path], dict[str, Command]]:
    return lambda folder: {name: [program, *words, str(folder / "other.db"), sql] for name, sql in _SQL.items()}


OTHERS: dict[str, tuple[str, Callable[[str], Callable[[Path], dict[str, Command]]]]] = {
    "jq": ("jq", _jq),
    "sqlite-utils": ("sqlite-utils", lambda program: _over_tables(program, "query")),
    "datasette --get": ("datasette", _datasette),
    "DuckDB over JSONL": ("duckdb", _duckdb),
    "sqlite3": ("sqlite3", _over_tables),
    "rg": ("rg", _over_lines),
    "grep": ("grep", _over_lines),
}
"""Each with its program, and how that is asked; the last three are the floor: sqlite3 does no more than ask, and
rg and grep find the line of the record alone."""


def _commands(tool: str, folder: Path, tools: Path | None) -> dict[str, Command]:
    """Return how `tool` is asked each question; nothing where it is not there."""
    name, make = OTHERS[tool]
    if name == "duckdb":
        python = str(tools / "python") if tools else ""
        there = (
            python and subprocess.run([python, "-c", "import duckdb"], check=False, capture_output=True).returncode == 0
        )
        program = python if there else None
    else:
        program = (tools and shutil.which(name, path=str(tools))) or shutil.which(name)
    return make(program)(folder) if program else {}


# What it was measured on


def _machine(tools: Path | None) -> Iterator[str]:
    import sqlite3

    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    versions = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    yield f"{platform.system()} {platform.release()}, {cores} cores, {versions}"
    for name in ("sqlite-utils", "datasette", "jq", "rg", "grep", "sqlite3"):
        program = (tools and shutil.which(name, path=str(tools))) or shutil.which(name)
        told = subprocess.run([program, "--version"], capture_output=True, text=True, check=False) if program else None
        yield f"- {name}: {told.stdout.splitlines()[0] if told and told.stdout else 'not there'}"


def _table(title: str, *columns: str) -> Iterator[str]:
    yield f"\n{title}:\n"
    yield f"| {' | '.join(columns)} |"
    yield f"|{'---|' * len(columns)}"


if __name__ == "__main__":
    main()
