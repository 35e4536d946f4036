"""`minewatch export`: what is kept, where it goes, and that every target is whole, alike each time, and firm."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import COURIER, HARBOUR, TODAY, Run

from minewatch.errors import BadUsage
from minewatch.export import TARGETS
from minewatch.export.delivery import deliver

TEXT = tuple(name for name, target in TARGETS.items() if target.text)


def jsonl(run: Run, *words: str) -> dict[str, list[dict[str, Any]]]:
    """Return the records of the jsonl export, by their kind; those that have a name as `entity`."""
    result = run("export", "jsonl", *words)
    assert result.exit_code == 0, result.stderr
    found: dict[str, list[dict[str, Any]]] = {}
    for line in map(json.loads, result.stdout.splitlines()):
        found.setdefault("entity" if "aliases" in line else line["kind"], []).append(line)
    return found


def ids(records: list[dict[str, Any]]) -> list[str]:
    return [record["id"] for record in records]


# What is kept


def test_without_filters_everything_is_kept(run: Run) -> None:
    found = jsonl(run)
    counts = {kind: len(records) for kind, records in found.items()}
    assert counts == {"overview": 1, "source": 1, "paragraph": 20, "entity": 34, "claim": 68, "quote": 5, "gap": 30}
    assert found["overview"][0].items() >= {"entities": 34, "claims": 68, "quotations": 4, "gaps": 30}.items()


def test_filters_narrow_and_what_is_kept_brings_what_it_refers_to(run: Run) -> None:
    found = jsonl(run, "--about", "belma", "--status", "expected")
    assert ids(found["claim"]) == ["belma-prepares-for-demand"]
    assert ids(found["quote"]) == ["zakrzewski-polish-demand-quote"]
    # A gap has no status, and none is among what has that status
    assert "gap" not in found
    assert {"belma", "zakrzewski", "reuters", "defence-talks"} <= set(ids(found["entity"]))
    assert "latvia" not in ids(found["entity"])


def test_a_quotation_comes_whole_and_a_gap_has_no_speaker(run: Run) -> None:
    found = jsonl(run, "--by", "zalewski")
    assert [quote["quotation"] for quote in found["quote"]].count("zalewski-own-needs-ukraine-quote") == 2
    assert "gap" not in found
    assert "gap" in jsonl(run, "--about", "poland")


@pytest.mark.parametrize(
    "words",
    [[], ["--about", "latvia"], ["--by", "belma"], ["--topic", "export"], ["--basis", "stated"], ["--until", "1999"],
     ["--status", "occurred"], ["--source", "invented-courier"]],
)  # fmt: skip
def test_nothing_is_referred_to_that_is_not_there(run: Run, words: list[str]) -> None:
    found = jsonl(run, "--data", str(COURIER), *words)
    entities, sources = set(ids(found["entity"])), set(ids(found["source"]))
    quotes = set(ids(found.get("quote", [])))
    for claim in found.get("claim", []):
        people = [claim["said_by"], claim["via"], claim["said_to"], *claim["about"]]
        people += [claim["position"]["country"]] if claim["position"] else []
        assert {person["id"] for person in people if person} <= entities
        assert claim["source"] in sources
        assert set(claim["quotes"]) <= quotes
    for quote in found.get("quote", []):
        people = [quote["speaker"], quote["said_to"], *quote["about"]]
        assert {person["id"] for person in people if person} <= entities
    for gap in found.get("gap", []):
        assert {entity["id"] for entity in gap["about"]} <= entities
        assert gap["source"] in sources
    for entity in found["entity"]:
        assert {relation["to"]["id"] for relation in entity["relations"]} <= entities
        bases = [part["basis"] for key in ("roles", "relations", "uses") for part in entity[key]]
        assert {basis["source"] for basis in bases if basis["source"]} <= sources
    assert {source["publisher"]["id"] for source in found["source"]} <= entities


def test_what_a_filter_leaves_out_for_having_no_date_is_counted(run: Run) -> None:
    result = run("export", "jsonl", "--since", "2026")
    assert result.stderr == "minewatch: 56 more claims without a date left out\n"


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["frob"], 2, "there is no export 'frob'; there are "),
        (["jsonl", "--about", "sweden"], 1, "'sweden' is not in this dataset"),
        (["jsonl", "--about", "norway", "--topic", "production"], 1, "in this dataset, but the source says nothing on"),
        (
            ["jsonl", "--about", "poland", "--until", "1900"],
            1,
            "--until 1900-12-31 leaves nothing of 61 records; try: minewatch claim --about poland",
        ),
        (["jsonl", "--about", "united"], 3, "'united' fits 2"),
    ],
)
def test_nothing_to_export_is_said_as_everywhere(run: Run, words: list[str], code: int, message: str) -> None:
    result = run("export", *words)
    assert (result.exit_code, result.stdout) == (code, "")
    assert message in result.stderr


def test_what_is_withdrawn_is_left_out_and_counted(tmp_path: Path, run: Run) -> None:
    text = (HARBOUR / "harbour.yaml").read_text(encoding="utf-8")
    assert "id: boats-sunk\n" in text
    text = text.replace("id: boats-sunk\n", "id: boats-sunk\n    state: withdrawn\n").replace(
        "wording: what it costs", "wording: what it costs, state: withdrawn"
    )
    (tmp_path / "d.yaml").write_text(text, encoding="utf-8")
    result = run("export", "jsonl", "--no-bundled", "--data", str(tmp_path))
    assert result.stderr == "minewatch: 2 withdrawn records left out\n"
    kinds = [json.loads(line)["kind"] for line in result.stdout.splitlines()]
    assert (kinds.count("claim"), kinds.count("gap")) == (3, 0)


@pytest.mark.parametrize("name", TARGETS)
def test_nothing_of_somebody_s_own_copy_goes_along(run: Run, tmp_path: Path, name: str) -> None:
    article = tmp_path / "article.txt"
    article.write_text("A secret of mine. " * 20, encoding="utf-8")
    refused = run("export", name, "--article", str(article), "-o", str(tmp_path / "out"))
    assert refused.exit_code == 2
    assert "No such option: --article" in refused.stderr
    contents = []
    for n, environment in enumerate(({}, {"MINEWATCH_ARTICLE": str(article)})):
        (tmp_path / str(n)).mkdir()
        assert run("export", name, "-o", str(tmp_path / str(n) / "out"), env=environment).exit_code == 0
        contents.append([path.read_bytes() for path in sorted((tmp_path / str(n)).rglob("*")) if path.is_file()])
    assert contents[0] == contents[1]


# Where it goes


@pytest.mark.parametrize("name", TEXT)
def test_text_goes_to_standard_output_and_to_a_file_alike(run: Run, tmp_path: Path, name: str) -> None:
    place = tmp_path / "out"
    result = run("export", name, "-o", str(place))
    assert (result.exit_code, result.stdout) == (0, f"{place}\n"), result.stderr
    assert run("export", name).stdout == place.read_text(encoding="utf-8")
    assert run("export", name, "-o", "-").stdout == place.read_text(encoding="utf-8")
    assert stat.S_IMODE(place.stat().st_mode) == 0o666 & ~_umask()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@pytest.mark.parametrize("name", TARGETS)
def test_nothing_is_replaced_unless_that_is_wanted(run: Run, tmp_path: Path, name: str) -> None:
    place = tmp_path / "out"
    place.write_text("mine", encoding="utf-8")
    result = run("export", name, "-o", str(place))
    assert (result.exit_code, result.stderr) == (2, f"minewatch: {place} is there already; --force writes it anew\n")
    assert place.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("name", TEXT)
def test_force_replaces_a_file_and_never_anything_else(run: Run, tmp_path: Path, name: str) -> None:
    place = tmp_path / "out"
    place.write_text("mine", encoding="utf-8")
    assert run("export", name, "-o", str(place), "--force").exit_code == 0
    assert place.read_text(encoding="utf-8") != "mine"
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "mine").touch()
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for other in (folder, pipe):
        result = run("export", name, "-o", str(other), "--force")
        assert (result.exit_code, result.stderr) == (2, f"minewatch: {other} is no file, and is left as it is\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "out", "pipe"]


def test_a_folder_is_replaced_only_by_one_with_the_same_in_it(tmp_path: Path) -> None:
    def write(path: Path) -> None:
        path.mkdir()
        (path / "a").write_text("new", encoding="utf-8")

    place = tmp_path / "out"
    assert deliver(write, place, force=False) == [place]
    (place / "a").write_text("old", encoding="utf-8")
    deliver(write, place, force=True)
    assert (place / "a").read_text(encoding="utf-8") == "new"
    (place / "mine").touch()
    with pytest.raises(BadUsage, match="holds mine, which is not written here"):
        deliver(write, place, force=True)
    assert sorted(path.name for path in place.iterdir()) == ["a", "mine"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_what_fails_half_way_leaves_what_was_there(tmp_path: Path) -> None:
    place = tmp_path / "out"
    place.write_text("before", encoding="utf-8")

    def write(path: Path) -> None:
        path.write_text("half", encoding="utf-8")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        deliver(write, place, force=True)
    assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()] == [("out", "before")]


def test_what_belongs_beside_it_is_not_replaced_either(tmp_path: Path) -> None:
    def write(path: Path) -> None:
        path.touch()
        path.with_name("beside").touch()

    (tmp_path / "beside").write_text("mine", encoding="utf-8")
    with pytest.raises(BadUsage, match="beside is there already"):
        deliver(write, tmp_path / "out", force=False)
    assert (tmp_path / "beside").read_text(encoding="utf-8") == "mine"
    assert deliver(write, tmp_path / "out", force=True) == [tmp_path / "out", tmp_path / "beside"]


def test_a_place_that_is_not_there_is_an_error(run: Run, tmp_path: Path) -> None:
    result = run("export", "jsonl", "-o", str(tmp_path / "none" / "out"))
    assert result.exit_code == 4
    assert "No such file or directory" in result.stderr


# That it is alike each time


@pytest.mark.parametrize("name", TARGETS)
def test_it_is_the_same_byte_for_byte(tmp_path: Path, name: str) -> None:
    written = []
    for n, seed in enumerate(("1", "2")):
        folder = tmp_path / str(n)
        folder.mkdir()
        command = [sys.executable, "-m", "minewatch", "export", name, "--today", TODAY, "-o", str(folder / "out")]
        zone = ("Pacific/Auckland", "America/Lima")[n]
        # Zip files and document properties would carry the second in which they are written
        subprocess.run(command, check=True, capture_output=True, env=os.environ | {"PYTHONHASHSEED": seed, "TZ": zone})
        written.append({p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()})
    assert written[0] == written[1]
    assert written[0]
