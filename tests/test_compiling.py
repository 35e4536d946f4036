"""A large dataset is compiled in parts: with what comes of it as if it had been held whole."""

import sqlite3
import tracemalloc
from pathlib import Path

import datasets
import pytest
from conftest import COURIER, HARBOUR, ROOT
from test_check import BREACHES, SOUND
from test_jsonl import as_jsonl

from minewatch import tables
from minewatch.check import check
from minewatch.compiling import compile_folder, crew
from minewatch.content import edition
from minewatch.dataset import load, pieces
from minewatch.faults import Problem
from minewatch.merge import merge


def in_parts(folder: Path, scratch: Path, processes: int = 0) -> tuple[sqlite3.Connection, list[Problem]]:
    scratch.mkdir()
    db = sqlite3.connect(":memory:")
    compiled = compile_folder(folder, db, scratch, processes=processes)
    return db, compiled.problems


def whole(folder: Path) -> sqlite3.Connection:
    loaded = load(folder)
    db = sqlite3.connect(":memory:")
    tables.fill(db, merge([loaded.dataset]), [edition(loaded.dataset, len(loaded.drafts))])
    return db


def held(db: sqlite3.Connection) -> dict[str, list[object]]:
    """Everything in the tables, but the numbers that only tell an order."""
    names = [
        row[0]
        for row in db.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'found%' AND name NOT LIKE 'sqlite%'"
        )
    ]
    found = {}
    for name in names:
        columns = [row[1] for row in db.execute(f"PRAGMA table_info({name})") if row[1] not in ("n", "claim", "name")]
        order = "n" if name in ("source", "entity", "claim", "quote", "gap") else ", ".join(columns)
        found[name] = (
            db.execute(f"SELECT {', '.join(columns)} FROM {name} ORDER BY {order}").fetchall() if columns else []
        )
    for word in ("mines", "lighthouse", "the lamp", "harvest"):
        sql = "SELECT rank FROM found WHERE found MATCH ? ORDER BY rank, rowid"
        found[f"search {word}"] = [round(row[0], 9) for row in db.execute(sql, [word])]
    return found


@pytest.fixture(params=["harbour", "bundled", "courier", "jsonl", "both", "generated"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    target = tmp_path / "d"
    match request.param:
        case "harbour":
            return HARBOUR
        case "bundled":
            return ROOT / "data"
        case "courier":
            return COURIER
        case "jsonl":
            as_jsonl(ROOT / "data", target)
        case "both":
            as_jsonl(HARBOUR, target)
            (target / "gaps.jsonl").unlink()
            gap = "{id: more, about: [oort], topic: [use], wording: more}"
            (target / "a.yaml").write_text(f"source: gazette\ngaps: [{gap}, {gap.replace('more', 'last')}]")
        case "generated":
            datasets.write_jsonl(target, 500)
    return target


def test_what_comes_of_it_is_what_would_have_come_of_the_whole(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pieces, "RANGE", 5000)
    db, problems = in_parts(folder, tmp_path / "scratch")
    assert held(db) == held(whole(folder))
    assert problems == check(load(folder))


@pytest.mark.parametrize("form", ["yaml", "jsonl"])
@pytest.mark.parametrize("rule", BREACHES)
def test_every_breach_is_found_as_in_the_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rule: str, form: str
) -> None:
    monkeypatch.setattr(pieces, "RANGE", 300)
    sound, broken, _ = BREACHES[rule]
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "d.yaml").write_text(SOUND.replace(sound, broken, 1), encoding="utf-8")
    if form == "jsonl":
        as_jsonl(tmp_path / "d", tmp_path / "lines")
        (tmp_path / "d" / "d.yaml").unlink()
        (tmp_path / "lines").rename(tmp_path / "d" / "lines")
    _, problems = in_parts(tmp_path / "d", tmp_path / "scratch")
    assert problems == check(load(tmp_path / "d"))
    assert problems


def test_the_records_without_links_to_drafts_are_what_is_kept(tmp_path: Path) -> None:
    sound, broken, _ = BREACHES["draft-link"]
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "d.yaml").write_text(SOUND.replace(sound, broken, 1), encoding="utf-8")
    db, _ = in_parts(tmp_path / "d", tmp_path / "scratch")
    assert held(db) == held(whole(tmp_path / "d"))


def test_processes_say_what_this_one_would(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "RANGE", 20_000)
    datasets.write_jsonl(tmp_path / "d", 500)
    alone, _ = in_parts(tmp_path / "d", tmp_path / "one", processes=0)
    helped, _ = in_parts(tmp_path / "d", tmp_path / "two", processes=2)
    assert held(alone) == held(helped)


def test_an_answer_waits_for_its_turn_and_an_error_is_raised_here() -> None:
    with crew.Crew(2) as two:
        assert list(two.each(divmod, [(n, 3) for n in range(20)])) == [divmod(n, 3) for n in range(20)]
        with pytest.raises(ZeroDivisionError):
            list(two.each(divmod, [(1, 0)]))


def test_who_gives_up_leaves_no_process_behind() -> None:
    two = crew.Crew(2)
    next(iter(two.each(divmod, [(n, 3) for n in range(20)])))
    two.__exit__(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert all(process.poll() is not None for process in two.processes)


def test_a_process_that_was_ended_is_told_of() -> None:
    with crew.Crew(1) as one:
        one.processes[0].kill()
        with pytest.raises(OSError, match=r"ended|Broken pipe"):
            list(one.each(divmod, [(1, 2)] * 3))


def test_no_more_than_a_part_is_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nine thousand claims more would be twenty megabytes of records; what is held of entities is a fraction of that."""
    monkeypatch.setattr(pieces, "RANGE", 50_000)
    most = []
    for claims in (1000, 10_000):
        datasets.write_jsonl(tmp_path / f"d{claims}", claims)
        (tmp_path / f"s{claims}").mkdir()
        db = sqlite3.connect(tmp_path / f"{claims}.sqlite")
        tracemalloc.start()
        compile_folder(tmp_path / f"d{claims}", db, tmp_path / f"s{claims}", processes=0)
        most.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        db.close()
    assert most[1] - most[0] < 4_000_000
