"""What becomes of a dataset when the article that it stands on is edited."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import COURIER, Run
from hypothesis import given
from hypothesis import strategies as st

from minewatch.answers import Renewed
from minewatch.beginning import again as follow
from minewatch.check import check
from minewatch.dataset import load
from minewatch.dataset.mentions import mentions
from minewatch.errors import BadUsage, UnreadableArticle
from minewatch.model import Basis, Claim, Dataset, Quote, within
from minewatch.placing import replace
from minewatch.render import FORMATS

HEADING = "On paper"
LINES = (COURIER / "article.txt").read_text(encoding="utf-8").splitlines()
TEXTS = [line for line in LINES if line != HEADING]
OLD = load(COURIER)


def copied(folder: Path) -> Path:
    shutil.copytree(COURIER, folder / "courier")
    return folder / "courier"


def article(path: Path, texts: list[str]) -> str:
    """Write an article of these paragraphs, under its heading where that stood."""
    lines = [line for text in texts for line in ([HEADING, text] if text == TEXTS[3] else [text])]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


class Renewal(NamedTuple):
    """What a renewal says, and which files it changed."""

    answer: Renewed
    changed: list[str]


def renewed(folder: Path, texts: list[str]) -> Renewal:
    """Let the dataset in `folder` follow an article of these paragraphs."""
    before = {path: path.read_bytes() for path in folder.rglob("*.yaml")}
    answer, _ = follow(folder, article(folder.parent / "new.txt", texts), None)
    return Renewal(answer, [path.name for path, content in before.items() if path.read_bytes() != content])


def fates(plan: Renewal) -> list[tuple[str, int | None, int | None]]:
    return [(one.status, one.old, one.new) for one in plan.answer.paragraphs]


def again(plan: Renewal) -> list[str]:
    return [f"{one.id}.{one.part}" if one.part else one.id for one in plan.answer.again]


def test_the_same_article_changes_nothing(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    plan = renewed(folder, TEXTS)
    assert (plan.changed, fates(plan), again(plan), plan.answer.same) == ([], [], [], 6)


GAPS = [gap.id for gap in OLD.dataset.gaps if not gap.state]


def test_what_stands_on_a_changed_paragraph_is_a_draft_and_all_else_stays(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    changed = TEXTS[4].replace("2027", "2028")
    plan = renewed(folder, [*TEXTS[:4], changed, TEXTS[5]])
    standing = [claim.id for claim in OLD.dataset.claims if 5 in claim.evidence and not claim.state]
    assert standing
    assert fates(plan) == [("changed", 5, 5)]
    assert set(again(plan)) == {*standing, *GAPS, "latvian-ministry.relations", "latvia-when"}, "drafts too"
    loaded = load(folder)
    assert not [problem for problem in check(loaded) if problem.severity == "fault"]
    assert {claim.id for claim in loaded.dataset.claims} == {c.id for c in OLD.dataset.claims} - set(standing)
    assert {draft.id for draft in loaded.drafts} >= {*standing, *GAPS}


def test_each_mark_is_at_the_line_that_is_named_and_nothing_else_is_touched(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    before = (folder / "courier.yaml").read_text(encoding="utf-8")
    plan = renewed(folder, [*TEXTS[:4], TEXTS[4].replace("2027", "2028"), TEXTS[5]])
    after = (folder / "courier.yaml").read_text(encoding="utf-8")
    for one in plan.answer.again:
        assert "draft: true" in after.split("\n")[one.line - 1]
    undone = re.sub(r"\n +draft: true(?=\n)|, draft: true(?=[,}])", "", after)
    hashes = re.compile('[0-9a-f]{64}|"')
    assert hashes.sub("", undone) == hashes.sub("", re.sub(r"\n +draft: true(?=\n)|, draft: true(?=[,}])", "", before))


def noted(folder: Path, note: str) -> str:
    """Give a claim in `folder` a note; return the claim's id."""
    text = (folder / "courier.yaml").read_text(encoding="utf-8")
    claim = re.findall(r"- id: (\S+)", text[: text.index("evidence: [4]\n")])[-1]
    (folder / "courier.yaml").write_text(
        text.replace("evidence: [4]\n", f"evidence: [4]\n    note: {note}\n", 1), encoding="utf-8"
    )
    return str(claim)


INSERTED = [TEXTS[0], "Something that was not there.", *TEXTS[1:]]


def test_a_new_paragraph_renumbers_what_comes_after_it_in_prose_too(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    noted(folder, "see ¶2, ¶4 and ¶6; not 4, and ¶1 in March")
    plan = renewed(folder, INSERTED)
    assert fates(plan) == [("same", n, n + 1) for n in range(2, 7)] + [("new", None, 2)]
    assert set(again(plan)) == set(GAPS), "what was looked for may stand in the new one"
    after = load(folder)
    moved = {claim.id: tuple(n + 1 for n in claim.evidence) for claim in OLD.dataset.claims}
    assert {claim.id: claim.evidence for claim in after.dataset.claims} == moved
    assert "see ¶3, ¶5 and ¶7; not 4, and ¶1 in March" in (folder / "courier.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("note", ["¶2 and 3 million others", "see ¶1-4", "¶2, 3. May", '"\\xb64 says so"'])
def test_a_number_that_may_be_a_paragraph_s_is_left_and_is_to_be_read_again(tmp_path: Path, note: str) -> None:
    folder = copied(tmp_path)
    claim = noted(folder, note)
    plan = renewed(folder, INSERTED)
    assert set(again(plan)) == {*GAPS, claim}
    assert f"note: {note}\n" in (folder / "courier.yaml").read_text(encoding="utf-8")


def test_words_of_the_source_are_never_touched(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    text = (folder / "courier.yaml").read_text(encoding="utf-8")
    said = text.replace("text: The decision stands,", "text: The decision of ¶2 stands,").replace(
        "label: Ewa Nikt", "label: Ewa ¶2 Nikt"
    )
    assert said.count("¶2") == 2
    (folder / "courier.yaml").write_text(said, encoding="utf-8")
    assert set(again(renewed(folder, INSERTED))) == set(GAPS)
    assert (folder / "courier.yaml").read_text(encoding="utf-8").count("¶2") == 2


def test_a_paragraph_that_is_gone_leaves_no_number_behind(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    plan = renewed(folder, TEXTS[:4] + TEXTS[5:])
    assert fates(plan) == [("gone", 5, None), ("same", 6, 5)]
    drafts = load(folder).drafts
    assert all(draft.paragraphs == () for draft in drafts if draft.kind == "claims" and draft.id != "latvia-when")


def test_a_paragraph_in_another_place_is_the_same(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    plan = renewed(folder, [*TEXTS[:3], TEXTS[5], TEXTS[3], TEXTS[4]])
    assert ("moved", 6, 4) in fates(plan)
    assert again(plan) == []


def test_a_withdrawn_record_stays_withdrawn(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    withdrawn = {claim.id for claim in OLD.dataset.claims if claim.state}
    assert withdrawn
    renewed(folder, [f"{text} More." if n else text for n, text in enumerate(TEXTS)])
    assert {claim.id for claim in load(folder).dataset.claims} == withdrawn


def test_another_article_is_refused(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    with pytest.raises(UnreadableArticle, match="is it the same article"):
        renewed(folder, ["Something else.", "And more of it."])


# However it is written


def edited_in(folder: Path, *edits: tuple[str, str]) -> None:
    path = folder / "courier.yaml"
    text = path.read_bytes().decode()
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new, 1)
    path.write_bytes(text.encode())


CHANGED = [*TEXTS[:4], TEXTS[4].replace("2027", "2028"), TEXTS[5]]
STANDING_ON_5 = next(claim.id for claim in OLD.dataset.claims if 5 in claim.evidence and not claim.state)


@pytest.mark.parametrize(
    ("edits", "found"),
    [
        ([("evidence: [2]", "evidence:\n    - 2  # the second\n    - 4")], "evidence:\n    - 3  # the second\n    - 5"),
        ([("evidence: [2]", "evidence: [2, # why\n      4]")], "evidence: [3, # why\n      5]"),
        ([("evidence: [2]", "? evidence\n    : [2]")], "? evidence\n    : [3]"),
        ([("evidence: [2]", '"evidence": [ 2 ]')], '"evidence": [ 3 ]'),
    ],
)
def test_numbers_change_where_they_stand(tmp_path: Path, edits: list[tuple[str, str]], found: str) -> None:
    folder = copied(tmp_path)
    edited_in(folder, *edits)
    renewed(folder, INSERTED)
    assert found in (folder / "courier.yaml").read_text(encoding="utf-8")


def test_a_list_in_lines_loses_a_paragraph_that_is_gone(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    edited_in(folder, ("evidence: [4]", "evidence:\n    - 4\n    - 5"))
    renewed(folder, [*TEXTS[:4], TEXTS[5]])
    assert "evidence: [4]\n" in (folder / "courier.yaml").read_text(encoding="utf-8")


def test_line_ends_and_a_byte_order_mark_stay(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    path = folder / "courier.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    plan = renewed(folder, CHANGED)
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf#")
    assert content.count(b"\n") == content.count(b"\r\n")
    assert all(b"draft: true" in content.splitlines()[one.line - 1] for one in plan.answer.again)


def test_a_record_that_says_it_is_no_draft_becomes_one(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    edited_in(folder, (f"- id: {STANDING_ON_5}\n", f"- id: {STANDING_ON_5}\n    draft: false\n"))
    assert STANDING_ON_5 in again(renewed(folder, CHANGED))
    assert STANDING_ON_5 not in {claim.id for claim in load(folder).dataset.claims}


def test_prose_of_an_entity_is_read_again_and_that_on_which_all_stands_is_named(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    edited_in(
        folder,
        ("label: Ewa Nikt\n", "label: Ewa Nikt\n    note: ¶5 does not name her\n    roles: [{title: spokeswoman, paragraphs: [2], reason: ¶5 agrees}]\n"),
    )  # fmt: skip
    plan = renewed(folder, CHANGED)
    marked = {f"{one.id}.{one.part}": one.draft for one in plan.answer.again if one.record == "entity"}
    assert marked == {"ewa-nikt.note": False, "ewa-nikt.roles": True, "latvian-ministry.relations": True}


def test_a_withdrawn_record_answers_also_when_its_paragraph_is_gone(run: Run, tmp_path: Path) -> None:
    folder = copied(tmp_path)
    edited_in(folder, (f"- id: {STANDING_ON_5}\n", f"- id: {STANDING_ON_5}\n    state: withdrawn\n"))
    plan = renewed(folder, [*TEXTS[:4], TEXTS[5]])
    assert STANDING_ON_5 not in again(plan)
    result = run("claim", STANDING_ON_5, "--data", str(folder), "--no-bundled")
    assert result.exit_code == 0
    assert "withdrawn: the dataset takes this claim back" in result.stdout
    assert "no ¶ any more" in run("cite", STANDING_ON_5, "--data", str(folder), "--no-bundled").stdout


def test_a_quotation_is_read_again_whole_but_for_what_is_withdrawn(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    quote = OLD.dataset.quotes[0].id
    half = f"  - {{id: half, quotation: {quote}, speaker: ewa-nikt, text: And more, paragraph: 2, about: [polska], topic: [treaty], context: c}}\n"
    taken = half.replace("id: half", "id: taken, state: withdrawn")
    text = (folder / "courier.yaml").read_text(encoding="utf-8")
    at = text.index("gaps:")
    (folder / "courier.yaml").write_text(text[:at] + half + taken + text[at:], encoding="utf-8")
    plan = renewed(folder, [*TEXTS[:2], TEXTS[2] + " So it is.", *TEXTS[3:]])
    assert {"half", quote} <= set(again(plan))
    assert "taken" not in again(plan)


# Whatever the article looks like


def followed(tmp_path: Path, text: str, name: str = "new.txt") -> Renewed:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    answer, _ = follow(copied(tmp_path), str(path), None)
    return answer


def test_a_line_that_ends_at_a_hyphen_is_no_edit(tmp_path: Path) -> None:
    broken = "\n\n".join([*TEXTS[:3], HEADING, *TEXTS[3:]]).replace("anti-personnel", "anti-\npersonnel")
    answer = followed(tmp_path, broken)
    assert (answer.same, answer.paragraphs, answer.again) == (6, (), ())
    assert [one.sha256 for one in answer.source.paragraphs] == [one.sha256 for one in OLD.dataset.sources[0].paragraphs]


def test_a_correction_at_either_end_is_new_and_a_menu_is_not(tmp_path: Path) -> None:
    whole = [
        "Home",
        "News",
        "Editor's note: this was edited.",
        *LINES,
        "It was edited on 3 May.",
        "Subscribe to us",
        "About",
    ]
    answer = followed(tmp_path, "\n".join(whole) + "\n")
    assert [(one.status, one.new) for one in answer.paragraphs if one.status == "new"] == [("new", 1), ("new", 8)]
    assert answer.left_out == ("Home", "News", "Subscribe to us", "About")


def test_two_changed_neighbours_are_not_taken_for_each_other(tmp_path: Path) -> None:
    texts = [TEXTS[0], "Something else by far.", "And something else again.", *TEXTS[3:]]
    answer = followed(tmp_path, "\n".join(texts) + "\n")
    told = [(one.status, one.old, one.new) for one in answer.paragraphs]
    assert told == [("gone", 2, None), ("gone", 3, None), ("new", None, 2), ("new", None, 3)]


def test_a_heading_that_comes_goes_or_is_renamed_is_said(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    named = followed(tmp_path / "a", "\n".join(LINES).replace(HEADING, "In writing"))
    assert (named.new_headings, named.lost_headings) == (("In writing",), (HEADING,))
    assert [one.section for one in named.source.paragraphs] == [None] * 3 + ["In writing"] * 3
    gone = followed(tmp_path / "b", "\n".join(TEXTS))
    assert (gone.source.sections, gone.lost_headings, gone.again) == ((), (HEADING,), ())


def test_a_page_is_taken_at_its_word(tmp_path: Path) -> None:
    body = "".join(f"<h2>{line}</h2>" if line == HEADING else f"<p>{line}</p>" for line in LINES)
    page = (
        "<!DOCTYPE html><nav><p>Here are all our stories.</p></nav><main><article><h1>Poland sells</h1>"
        f"{body}<aside><p>Another story begins here.</p></aside></article></main><footer><p>We use cookies.</p></footer>"
    )
    answer = followed(tmp_path, page, "page.html")
    assert (answer.same, answer.paragraphs, answer.left_out) == (6, (), ("Poland sells",))


# Whole, or not at all


def test_what_would_be_wrong_afterwards_is_said_before_anything_is_touched(run: Run, tmp_path: Path) -> None:
    folder = copied(tmp_path)
    edited_in(folder, ("{id: courier-office}", "{id: courier-office, basis: implied, reason: so, paragraphs: [6]}"))
    before = (folder / "courier.yaml").read_bytes()
    result = run("init", str(folder), "--from", article(tmp_path / "new.txt", TEXTS[:5]), "--again")
    assert (result.exit_code, result.stdout, (folder / "courier.yaml").read_bytes()) == (4, "", before)
    assert result.stderr.startswith(f"{folder}/courier.yaml:9: basis-paragraphs: what is implied names the paragraphs")
    assert "nothing was changed" in result.stderr


def test_several_files_change_together_or_none_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [tmp_path / name for name in "abc"]
    for path in paths:
        path.write_text("old")
    files = dict.fromkeys(paths, (b"old", b"new"))
    whole = Path.replace
    left = iter([True, True, False, True, True, True])

    def failing(self: Path, target: Path) -> Path:
        if not next(left):
            raise OSError(5, "Input/output error", str(target))
        return whole(self, target)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match=f"No space left on device: '{paths[0]}'"):
        replace(files)
    assert sorted(tmp_path.iterdir()) == paths, "nothing is left beside them"
    monkeypatch.undo()
    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(OSError, match="Input/output error"):
        replace(files)
    assert [path.read_text() for path in paths] == ["old"] * 3
    assert sorted(tmp_path.iterdir()) == paths, "nothing is left beside them"
    monkeypatch.undo()
    paths[2].write_text("mine")
    with pytest.raises(BadUsage, match="it has changed since it was read"):
        replace(files)
    assert [path.read_text() for path in paths] == ["old", "old", "mine"]
    paths[2].write_text("old")
    paths[1].chmod(0o444)
    with pytest.raises(PermissionError):
        replace(files)
    assert [path.read_text() for path in paths] == ["old"] * 3


# The command


def test_the_command_says_what_differs_and_what_is_to_be_read_again(run: Run, tmp_path: Path) -> None:
    folder = copied(tmp_path)
    edited_ = article(tmp_path / "new.txt", [*TEXTS[:4], TEXTS[4].replace("2027", "2028"), *TEXTS[5:]])
    result = run("init", str(folder), "--from", edited_, "--again")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith(
        f"{tmp_path}/new.txt\n[An invented report, to try minewatch with]\n\n"
        "6 paragraphs now, 5 of them as before.\n\n"
        "What differs\n  ¶5  changed  taken for the one block that stands in its place\n"
    )
    verified = run("verify", edited_, "--data", str(folder), "--no-bundled")
    assert (verified.exit_code, run("check", str(folder)).exit_code) == (0, 0)
    diff = run("diff", str(COURIER), str(folder), "--json")
    (answer,) = json.loads(diff.stdout)["results"]
    assert {change["fault"] for change in answer["changes"] if change["change"] == "vanished"} == {"draft"}


@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_has_what_is_to_be_read_again(run: Run, tmp_path: Path, format_: str) -> None:
    folder = copied(tmp_path)
    edited_ = article(tmp_path / "new.txt", TEXTS[:5])
    result = run("init", str(folder), "--from", edited_, "--again", "--format", format_)
    assert result.exit_code == 0
    assert all(gap in result.stdout for gap in GAPS)


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (["--again", "--title", "T"], 2, "--again changes nothing but what stands on paragraphs, and does not go with --title"),
        (["--again", "--force"], 2, "does not go with --force"),
        (["--source", "courier-report"], 2, "--source goes with --again"),
        (["--again", "--source", "none"], 2, "there is no source 'none'; name one of "),
    ],
)  # fmt: skip
def test_what_does_not_go_together_is_said_before_anything_is_touched(
    run: Run, tmp_path: Path, options: list[str], code: int, said: str
) -> None:
    folder = copied(tmp_path)
    before = (folder / "courier.yaml").read_bytes()
    result = run("init", str(folder), "--from", article(tmp_path / "new.txt", TEXTS[:5]), *options)
    assert (result.exit_code, result.stdout) == (code, "")
    assert said in result.stderr
    assert (folder / "courier.yaml").read_bytes() == before


def test_another_article_or_a_broken_dataset_leaves_everything_as_it_is(run: Run, tmp_path: Path) -> None:
    folder = copied(tmp_path)
    before = (folder / "courier.yaml").read_bytes()
    other = tmp_path / "other.txt"
    other.write_text("Something else.\n", encoding="utf-8")
    result = run("init", str(folder), "--from", str(other), "--again")
    assert (result.exit_code, (folder / "courier.yaml").read_bytes()) == (4, before)
    assert "is it the same article?" in result.stderr
    (folder / "courier.yaml").write_bytes(before.replace(b"topic: [treaty]", b"topic: [treety]", 1))
    broken = (folder / "courier.yaml").read_bytes()
    result = run("init", str(folder), "--from", article(tmp_path / "new.txt", TEXTS[:5]), "--again")
    assert (result.exit_code, (folder / "courier.yaml").read_bytes()) == (4, broken)
    assert "unknown-value: 'treety' is no topic" in result.stderr


# Whatever is done to the article

EDIT = st.one_of(
    st.tuples(st.just("drop"), st.integers(0, 5), st.just(0)),
    st.tuples(st.just("change"), st.integers(0, 5), st.just(0)),
    st.tuples(st.just("insert"), st.integers(0, 6), st.just(0)),
    st.tuples(st.just("move"), st.integers(0, 5), st.integers(0, 5)),
)


def edited(edits: list[tuple[str, int, int]]) -> list[str]:
    texts = list(TEXTS)
    for n, (what, where, to) in enumerate(edits):
        place = where % max(len(texts), 1)
        if what == "insert":
            texts.insert(place, f"Text number {n} that was not there.")
        elif texts and what == "drop":
            del texts[place]
        elif texts and what == "change":
            texts[place] += " And so on."
        elif texts:
            texts.insert(to, texts.pop(place))
    return texts


def named(dataset: Dataset) -> Iterator[tuple[str, list[int]]]:
    """Yield the claims and quotes that are not withdrawn, each with every paragraph that it names."""
    records: tuple[Claim | Quote, ...] = (*dataset.claims, *dataset.quotes)
    for record in records:
        own = record.evidence if isinstance(record, Claim) else (record.paragraph,)
        if not record.state:
            yield record.id, [*own, *(n for basis in within(record, Basis) for n in basis.paragraphs)]


@given(st.lists(EDIT, max_size=6))
def test_what_is_no_draft_stands_on_the_words_that_it_stood_on(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[str, int, int]]
) -> None:
    folder = copied(tmp_path_factory.mktemp("any"))
    texts = edited(edits)
    if not set(texts) & set(TEXTS):
        return
    renewed(folder, texts)
    loaded = load(folder)
    assert not [problem for problem in check(loaded) if problem.severity == "fault"]
    was = dict(named(OLD.dataset))
    for ident, numbers in named(loaded.dataset):
        assert [texts[n - 1] for n in numbers] == [TEXTS[n - 1] for n in was[ident]], ident
    (source,) = loaded.dataset.sources
    assert [one.number for one in source.paragraphs] == list(range(1, len(texts) + 1))
    once_more = renewed(folder, texts)
    assert (once_more.changed, again(once_more)) == ([], [])


@pytest.mark.parametrize(
    ("text", "numbers", "certain"),
    [
        ("¶5", {5}, True),
        ("(¶5, ¶16) and ¶ 18", {5, 16, 18}, True),
        ("¶7's August with ¶18's six months, 2025", {7, 18}, True),
        ("¶5, 16", {5}, False),
        ("¶5 and 20 February", {5}, False),
        ("¶5, 1.2 million", {5}, False),
        ("¶1-4, ¶6", {1, 6}, False),
        ("¶1 to 4", {1}, False),
        ("5 and 6", set(), True),
        ("¶ of it", set(), False),
    ],
)
def test_a_number_is_a_paragraph_s_where_its_mark_says_so(text: str, numbers: set[int], certain: object) -> None:
    assert mentions(text)._asdict() == {"numbers": numbers, "certain": certain}
