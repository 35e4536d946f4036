import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import HARBOUR, ROOT, TODAY, Run, wheel
from hypothesis import given
from hypothesis import strategies as st

from minewatch import releases
from minewatch.answers import Differences, Setting
from minewatch.changes import FAULTS, compare
from minewatch.content import content, edition
from minewatch.dataset import load
from minewatch.model import Claim, Dataset
from minewatch.render import Manner, render

SOUND = (HARBOUR / "harbour.yaml").read_text(encoding="utf-8")
BASE = load(HARBOUR).dataset
ALIAS = "label: Ada Oort\n    aliases: [{name: Oort, type: other}]"
GAP = "  - {id: cost, source: gazette, about: [ruritania], topic: [procurement], wording: what it costs}\n"
NEW_GAP = "  - {id: height, source: gazette, about: [ruritania], topic: [capacity], wording: how high it is}\n"


def written(folder: Path, text: str) -> Path:
    folder.mkdir()
    (folder / "d.yaml").write_text(text, encoding="utf-8")
    return folder


def edited(*edits: tuple[str, str], version: str = "3") -> str:
    text = SOUND.replace('version: "2"', f'version: "{version}"')
    for old, new in edits:
        assert text.count(old) == 1
        text = text.replace(old, new)
    return text


@pytest.fixture
def diff(run: Run, tmp_path: Path) -> Callable[..., tuple[int, dict[str, Any]]]:
    """Compare two datasets, and return the exit code and what is answered."""

    def invoke(old: str, new: str) -> tuple[int, dict[str, Any]]:
        folders = written(tmp_path / "old", old), written(tmp_path / "new", new)
        result = run("diff", *map(str, folders), "--json")
        (answer,) = json.loads(result.stdout)["results"]
        return result.exit_code, answer

    return invoke


Diff = Callable[[str, str], tuple[int, dict[str, Any]]]

SHA = BASE.sources[0].paragraphs[2].sha256
OTHER = SHA[::-1]
CHANGED: dict[str, tuple[tuple[str, str], str, list[tuple[str, object, object]]]] = {
    "status": (("status: planned", "status: hoped"), "relight", [("status", "planned", "hoped")]),
    "what it rests on": (
        ("basis: inferred, reason: the spring after the issue, paragraphs: [1]}", "}"),
        "relight",
        [
            ("when.basis.kind", "inferred", "stated"),
            ("when.basis.reason", "the spring after the issue", None),
            ("when.basis.paragraphs", [1], None),
        ],
    ),
    "date": (("edtf: 2025-21", "edtf: 2026"), "relight", [("when.edtf", "2025-21", "2026")]),
    "quantity": (("high: 60", "high: 70"), "boats-sunk", [("quantity.high", 60, 70)]),
    "position": (("value: decided", "value: option"), "relight", [("position.value", "decided", "option")]),
    "link": (
        ("{type: qualifies, to", "{type: contradicts, to"),
        "boats-sunk",
        [("links", ["qualifies no-answer"], ["contradicts no-answer"])],
    ),
    "alias": (("label: Ada Oort", ALIAS), "oort", [("aliases.Oort.type", None, "other")]),
    "fingerprint": ((f"sha256: {SHA}", f"sha256: {OTHER}"), "gazette", [("paragraphs.3.sha256", SHA, OTHER)]),
    "wording": (("wording: what it costs", "wording: its price"), "cost", [("wording", "what it costs", "its price")]),
    "quote": (("text: The ships are not.", "text: No ship is."), "ships-quote", [("text", "The ships are not.", "No ship is.")]),
    "members": (("reason: everybody knows", "reason: as a map has it"), "sea-powers", [("members.basis.reason", "everybody knows", "as a map has it")]),
    "relation": (
        ("{type: affiliation, to: ruritania,", "{type: affiliation, to: atlantis,"),
        "oort",
        [
            ("relations.affiliation.ruritania.basis.kind", "implied", None),
            ("relations.affiliation.ruritania.basis.reason", "she speaks of its lighthouse", None),
            ("relations.affiliation.ruritania.basis.paragraphs", [1], None),
            ("relations.affiliation.ruritania.basis.source", "gazette", None),
            ("relations.affiliation.atlantis.basis.source", None, "gazette"),
            ("relations.affiliation.atlantis.basis.kind", None, "implied"),
            ("relations.affiliation.atlantis.basis.reason", None, "she speaks of its lighthouse"),
            ("relations.affiliation.atlantis.basis.paragraphs", None, [1]),
        ],
    ),
    "authors": (("    authors: [Ink]", "    authors: [Ink, Quill]"), "gazette", [("authors", ["Ink"], ["Ink", "Quill"])]),
}  # fmt: skip


@pytest.mark.parametrize("what", CHANGED)
def test_a_changed_field_is_named_with_what_it_held_and_holds(diff: Diff, what: str) -> None:
    edit, ident, fields = CHANGED[what]
    code, answer = diff(SOUND, edited(edit))
    (change,) = answer["changes"]
    assert (code, change["id"], change["change"], answer["remarks"]) == (0, ident, "changed", [])
    assert sorted(change["fields"], key=str) == sorted(
        ({"field": path, "old": old, "new": new} for path, old, new in fields), key=str
    )


BECAME: dict[str, tuple[tuple[str, str], list[tuple[str, str, str | None]], int]] = {
    "added": ((GAP, GAP + NEW_GAP), [("height", "added", None)], 0),
    "withdrawn": (("wording: what it costs", "wording: what it costs, state: withdrawn"), [("cost", "withdrawn", None)], 0),
    "corrected": (
        ("{type: qualifies, to: no-answer}", "{type: corrects, to: no-answer}"),
        [("no-answer", "corrected", None), ("boats-sunk", "changed", None)],
        0,
    ),
    "removed": ((f"gaps:\n{GAP}", ""), [("cost", "vanished", "gone")], 5),
    "renamed": (("id: cost,", "id: price,"), [("cost", "vanished", "gone"), ("price", "added", None)], 5),
    "made a draft": (("{id: cost,", "{id: cost, draft: true,"), [("cost", "vanished", "draft")], 5),
}  # fmt: skip


@pytest.mark.parametrize("what", BECAME)
def test_what_became_of_a_record(diff: Diff, what: str) -> None:
    edit, became, exit_code = BECAME[what]
    code, answer = diff(SOUND, edited(edit))
    assert [(c["id"], c["change"], c["fault"]) for c in answer["changes"]] == became
    assert (code, answer["faults"]) == (exit_code, exit_code // 5)


def test_who_corrects_a_claim_is_named(diff: Diff) -> None:
    _, answer = diff(SOUND, edited(BECAME["corrected"][0]))
    assert [(c["id"], c["by"]) for c in answer["changes"]] == [("no-answer", ["boats-sunk"]), ("boats-sunk", [])]


def test_an_id_that_went_to_a_record_of_another_kind_is_a_fault(diff: Diff) -> None:
    entity = "  - {id: cost, kind: place, label: Cost}\n  - {id: gazette-office,"
    code, answer = diff(SOUND, edited((f"gaps:\n{GAP}", ""), ("  - {id: gazette-office,", entity)))
    became = [(c["id"], c["record"], c["change"], c["fault"]) for c in answer["changes"]]
    assert (code, became) == (5, [("cost", "gap", "vanished", "reused"), ("cost", "entity", "added", None)])


def test_what_was_withdrawn_may_come_back_and_may_not_go(diff: Diff, tmp_path: Path) -> None:
    withdrawn = SOUND.replace("wording: what it costs", "wording: what it costs, state: withdrawn")
    code, answer = diff(withdrawn, edited())
    assert (code, [c["change"] for c in answer["changes"]]) == (0, ["reinstated"])
    shutil.rmtree(tmp_path / "old")
    shutil.rmtree(tmp_path / "new")
    code, answer = diff(withdrawn, edited((f"gaps:\n{GAP}", "")))
    assert (code, [c["fault"] for c in answer["changes"]]) == (5, ["withdrawn-before"])


def test_drafts_are_counted_and_no_part_of_it(diff: Diff) -> None:
    draft = NEW_GAP.replace("{id", "{draft: true, id")
    code, answer = diff(SOUND, edited((GAP, GAP + draft), version="2"))
    assert (code, answer["changes"], answer["remarks"], answer["new"]["drafts"]) == (0, [], [], 1)


def test_a_draft_that_somebody_has_read_is_added(diff: Diff) -> None:
    draft = NEW_GAP.replace("{id", "{draft: true, id")
    _, answer = diff(SOUND.replace(GAP, GAP + draft), edited((GAP, GAP + NEW_GAP)))
    assert [(c["id"], c["change"]) for c in answer["changes"]] == [("height", "added")]


FORMATTING: dict[str, tuple[str, str]] = {
    "a comment": ("claims:\n", "# All that is said\nclaims:\n"),
    "quoting": ("label: Ada Oort", 'label: "Ada Oort"'),
    "order of keys": ("    mode: direct\n    quotes: [lamp-quote]\n", "    quotes: [lamp-quote]\n    mode: direct\n"),
    "what goes without saying": ("status: in-effect", "status: in-effect\n    note: null"),
}


@pytest.mark.parametrize("what", FORMATTING)
def test_another_way_to_write_the_same_is_no_difference(diff: Diff, what: str) -> None:
    code, answer = diff(SOUND, edited(FORMATTING[what], version="2"))
    assert (code, answer["changes"], answer["remarks"]) == (0, [], [])


def test_nor_is_another_order_of_records_or_another_file(run: Run, tmp_path: Path) -> None:
    head, records = SOUND.split("claims:\n")
    claims, rest = records.split("quotes:\n")
    first, *others = claims.split("  - id: ")[1:]
    new = written(tmp_path / "new", head + "quotes:\n" + rest)
    text = "claims:\n" + "".join(f"  - id: {claim}" for claim in (*reversed(others), first))
    (new / "a.yaml").write_text(text, encoding="utf-8")
    result = run("diff", str(HARBOUR), str(new))
    assert result.exit_code == 0
    assert result.stdout.startswith("From harbour 2 to harbour 2\nno record differs\n")


@pytest.mark.parametrize(
    ("edits", "version", "remarks"),
    [
        ((("status: planned", "status: hoped"),), "2", ["same-version"]),
        ((("status: planned", "status: hoped"),), "3", []),
        ((), "3", ["same-records"]),
        ((), "2", []),
        ((("id: harbour,", "id: port,"),), "3", ["two-datasets"]),
    ],
)
def test_a_version_is_what_changed_records_need(
    diff: Diff, edits: tuple[tuple[str, str], ...], version: str, remarks: list[str]
) -> None:
    assert diff(SOUND, edited(*edits, version=version))[1]["remarks"] == remarks


PAGE = """\
From harbour 2 to harbour 2
1 vanished, 1 withdrawn, 1 added, 1 changed
────────────────────────────────────────────────────────────
  old  harbour 2, records a41261c1c39a
  new  harbour 2, records HASH

The records differ and the version does not: a changed
dataset needs a new version.

Vanished, which no record may: what is taken back is
withdrawn, and keeps its id
  cost  gap  what it costs (gone without being withdrawn)

Withdrawn
  lamp-ready  claim  The lamp is in order.

Added
  height  gap  how high it is

Changed: claim relight
        old      new
status  planned  hoped"""


def test_the_page(tmp_path: Path) -> None:
    edits = (
        (GAP, NEW_GAP),
        ("status: planned", "status: hoped"),
        ("status: in-effect", "status: in-effect\n    state: withdrawn"),
    )
    new = written(tmp_path / "new", edited(*edits, version="2"))
    after = load(new).dataset
    answer = Differences(edition(BASE, 0), edition(after, 0), compare(BASE, after))
    shown = render("table", answer, Setting((answer.new,), (), {}, TODAY), Manner(width=60))
    assert "\n".join(shown) == PAGE.replace("HASH", answer.new.sha256[:12])


def test_csv_and_jsonl_have_one_row_a_change(run: Run, tmp_path: Path) -> None:
    new = written(tmp_path / "new", edited(CHANGED["what it rests on"][0], (GAP, NEW_GAP)))
    shown = run("diff", str(HARBOUR), str(new), "--format", "csv", "--fields", "id,change,record,fields,fault")
    assert shown.stdout.splitlines() == [
        "id,change,record,fields,fault",
        "cost,vanished,gap,,gone",
        "relight,changed,claim,when.basis.kind: inferred → stated;"
        "when.basis.reason: the spring after the issue → (nothing);when.basis.paragraphs: 1 → (nothing),",
        "height,added,gap,,",
    ]
    lines = run("diff", str(HARBOUR), str(new), "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["cost", "relight", "height"]


# What is random

MOVES = st.sampled_from(["kept", "removed", "changed", "withdrawn"])


def became(claim: Claim, move: str) -> Claim:
    if move == "changed":
        return claim._replace(status="alleged")
    return claim._replace(state="withdrawn") if move == "withdrawn" else claim


@given(st.lists(MOVES, min_size=4, max_size=4), st.integers(0, 3), st.randoms())
def test_exactly_what_was_done_is_listed(moves: list[str], added: int, order: Any) -> None:
    kept = [became(claim, move) for claim, move in zip(BASE.claims, moves, strict=True) if move != "removed"]
    claims = [*kept, *(BASE.claims[0]._replace(id=f"new-{n}") for n in range(added))]
    order.shuffle(claims)
    done = {(claim.id, move) for claim, move in zip(BASE.claims, moves, strict=True) if move != "kept"}
    done |= {(f"new-{n}", "added") for n in range(added)}
    found = compare(BASE, BASE._replace(claims=tuple(claims)))
    words = {"vanished": "removed"}
    assert {(c.record.id, words.get(c.what, c.what)) for c in found} == done
    assert len(found) == len(done)
    assert {c.record.id for c in found if c.fault} == {ident for ident, move in done if move == "removed"}
    assert {c.fault for c in found} <= {None, *FAULTS}


LISTS = st.sampled_from(["sources", "entities", "claims", "quotes", "gaps"])


@given(LISTS, st.data())
def test_there_is_a_difference_where_the_fingerprint_of_the_records_differs(name: str, data: st.DataObject) -> None:
    records = getattr(BASE, name)
    shuffled = data.draw(st.permutations(records))
    if data.draw(st.booleans()):
        field = data.draw(st.sampled_from(["id", "state"]))
        shuffled = [shuffled[0]._replace(**{field: "withdrawn"}), *shuffled[1:]]
    new = Dataset(**{**BASE._asdict(), name: tuple(shuffled)})
    assert bool(compare(BASE, new)) == (content(BASE) != content(new))


# Wheels


def test_a_wheel_built_from_this_repository_holds_its_data(run: Run, tmp_path: Path) -> None:
    pytest.importorskip("hatchling")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (built,) = tmp_path.glob("*.whl")
    result = run("diff", str(built), str(ROOT / "data"))
    assert (result.exit_code, result.stderr) == (0, "")
    assert "no record differs" in result.stdout


def test_a_wheel_is_as_good_as_a_folder(run: Run, tmp_path: Path) -> None:
    new = written(tmp_path / "new", edited((f"gaps:\n{GAP}", "")))
    packed = [str(wheel(folder, tmp_path / f"{folder.name}.whl")) for folder in (HARBOUR, new)]
    there, packed_there = (run("diff", *pair) for pair in ((str(HARBOUR), str(new)), packed))
    assert (packed_there.exit_code, packed_there.stdout) == (there.exit_code, there.stdout) == (5, there.stdout)


def archive(path: Path, *names: str, method: int = zipfile.ZIP_DEFLATED, text: str = SOUND) -> None:
    with zipfile.ZipFile(path, "w", method) as file:
        for name in names:
            file.writestr(name, text)


INSIDE = "minewatch/data/d.yaml"
BROKEN: dict[str, tuple[Callable[[Path], object], str]] = {
    "text": (lambda p: p.write_text(SOUND), "the wheel cannot be read"),
    "nothing": (lambda p: p.write_bytes(b""), "the wheel cannot be read"),
    "another's": (lambda p: archive(p, "other/d.yaml"), "no YAML files below minewatch/data/"),
    "upwards": (lambda p: archive(p, INSIDE, "minewatch/data/../../../up.yaml"), "may lead out of its folder"),
    "backslash": (lambda p: archive(p, INSIDE, "minewatch/data/..\\up.yaml"), "may lead out of its folder"),
    "drive": (lambda p: archive(p, INSIDE, "minewatch/data/C:/up.yaml"), "may lead out of its folder"),
    "a file and a folder": (lambda p: archive(p, INSIDE, f"{INSIDE}/d.yaml"), "the wheel cannot be read"),
    "packed otherwise": (lambda p: archive(p, INSIDE, method=zipfile.ZIP_LZMA), "compressed in no way that wheels are"),
    "bomb": (lambda p: archive(p, INSIDE, text="#" * 100_001), "its dataset is larger than"),
    "bomb in pieces": (
        lambda p: archive(p, INSIDE, "minewatch/data/e.yaml", text="#" * 60_000),
        "its dataset is larger than",
    ),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_wheel_that_cannot_be_trusted_is_refused(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    scratch = tmp_path / "a" / "scratch"
    scratch.mkdir(parents=True)
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    monkeypatch.setattr(releases, "LARGEST", 100_000)
    make, message = BROKEN[what]
    make(path := tmp_path / "it.whl")
    result = run("diff", str(path), str(HARBOUR))
    assert (result.exit_code, result.stdout) == (4, "")
    assert result.stderr.startswith(f"minewatch: {path}: ")
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["a", "it.whl", "scratch"]


@pytest.mark.parametrize("cut", [10, 200, 800])
def test_so_is_one_that_was_cut_or_damaged(run: Run, tmp_path: Path, cut: int) -> None:
    path = wheel(HARBOUR, tmp_path / "it.whl")
    content = path.read_bytes()
    for broken in (content[:-cut], content[:cut] + b"\xff" * 40 + content[cut + 40 :]):
        path.write_bytes(broken)
        result = run("diff", str(path), str(HARBOUR))
        assert (result.exit_code, len(result.stderr.splitlines())) in {(0, 0), (4, 1)}
        assert "Traceback" not in result.stderr


@pytest.mark.parametrize("name", ["nowhere", "nowhere.whl", "a.txt"])
def test_what_is_no_dataset_says_so(run: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / "a.txt").write_text("a")
    result = run("diff", str(tmp_path / name), str(HARBOUR))
    assert (result.exit_code, result.stdout) == (4, "")
    assert result.stderr.startswith(f"minewatch: {tmp_path / name}: n")


def test_faults_of_a_wheel_are_named_by_its_path(run: Run, tmp_path: Path) -> None:
    text = edited(("about: [atlantis]\n    topic: [use]", "about: [atlantsi]\n    topic: [use]"))
    path = wheel(written(tmp_path / "new", text), tmp_path / "new.whl")
    result = run("diff", str(HARBOUR), str(path))
    assert result.exit_code == 4
    assert result.stderr.startswith(f"{path}/minewatch/data/d.yaml:")


def test_what_is_out_already_need_not_keep_every_rule(run: Run, tmp_path: Path) -> None:
    old = written(tmp_path / "old", edited(("high: 60", "high: 30")))
    assert run("diff", str(HARBOUR), str(old)).exit_code == 4, "from 40 to 30 is no range"
    assert run("diff", str(old), str(HARBOUR)).exit_code == 0
