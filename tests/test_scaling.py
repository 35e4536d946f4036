"""The tools of docs/scaling.md, each of which answers three questions: held against each other, and against the program."""

import csv
import io
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import pytest
from conftest import ROOT, TODAY, Run

pytest.importorskip("minewatch.export")
duckdb = pytest.importorskip("duckdb")
pytest.importorskip("datasette")

SCALING = (ROOT / "docs" / "scaling.md").read_text(encoding="utf-8")
Rows = list[list[str]]


def blocks(tool: str) -> list[str]:
    """Return what the section on `tool` asks, its preparations first."""
    return re.findall(r"```sql\n(.*?)\n```", SCALING.split(f"## {tool}\n")[1].split("\n## ")[0], re.DOTALL)


def listed(run: Run, *words: str) -> Rows:
    """Return what a command lists, by its ids."""
    shown = run(*words, "--format", "csv", "--fields", "id,status,text").stdout
    return sorted(list(csv.reader(io.StringIO(shown)))[1:])


def of_datasette(folder: Path) -> list[Rows]:
    found = []
    for sql in blocks("Datasette"):
        query = urlencode({"sql": sql, "_shape": "array"})
        command = [sys.executable, "-m", "datasette", "mines.sqlite", "--get", f"/mines.json?{query}"]
        told = subprocess.run(command, cwd=folder, capture_output=True, check=True, encoding="utf-8").stdout
        found.append([list(row.values()) for row in json.loads(told)])
    return found


def of_duckdb(folder: Path) -> list[Rows]:
    first, *questions = (
        sql.replace("'mines.jsonl'", f"'{folder / 'mines.jsonl'}'").replace(
            "'claims.parquet'", f"'{folder / 'c.parquet'}'"
        )
        for sql in blocks("DuckDB")
    )
    with duckdb.connect() as db:
        db.execute(first)
        return [[list(row) for row in db.execute(sql).fetchall()] for sql in questions]


def of_postgres(folder: Path) -> list[Rows]:
    if not list(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        pytest.skip("there is no PostgreSQL server")
    files = []
    for n, sql in enumerate(blocks("PostgreSQL")):
        files.append(folder / f"{n}.sql")
        files[-1].write_text(f"{sql};\n\\echo =\n", encoding="utf-8")
    command = [ROOT / "tools" / "postgres.sh", folder / "mines.jsonl", *files]
    told = subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout
    return [list(csv.reader(io.StringIO(part)))[1:] for part in told.split("=\n")[:-1]]


@pytest.mark.parametrize("tool", [of_datasette, of_duckdb, of_postgres])
def test_each_tool_answers_the_three_questions_as_the_program_does(
    run: Run, tmp_path: Path, tool: Callable[[Path], list[Rows]]
) -> None:
    for name in ("sqlite", "jsonl"):
        assert run("export", name, "-o", str(tmp_path / f"mines.{name}"), "--today", TODAY).exit_code == 0
    spoken, dated, found, every = (
        listed(run, *words)
        for words in (
            ["claim", "--by", "zalewski"],
            ["claim", "--since", "2026"],
            ["search", "ukraine", "--kind", "claim"],
            ["claim"],
        )
    )
    worded = [row for row in every if re.search(r"\bukraine\b", row[2].lower())]
    assert all((spoken, dated, worded))
    # A search of the program's looks through notes and names as well
    assert len(worded) < len(found)
    assert all(row in found for row in worded)
    assert tool(tmp_path) == [spoken, dated, worded]


@pytest.mark.skipif(not shutil.which("shellcheck"), reason="shellcheck is not installed")
def test_nothing_is_wrong_with_the_script() -> None:
    subprocess.run(["shellcheck", ROOT / "tools" / "postgres.sh"], check=True)


@pytest.mark.parametrize(
    ("words", "message"), [(["nowhere.jsonl"], "nowhere.jsonl cannot be read"), ([], "EXPORT.jsonl")]
)
def test_the_script_says_what_it_misses(words: list[str], message: str) -> None:
    result = subprocess.run(
        [ROOT / "tools" / "postgres.sh", *words], capture_output=True, check=False, encoding="utf-8"
    )
    assert (result.returncode in (1, 2), result.stdout) == (True, "")
    assert message in result.stderr
