"""What becomes of a dataset when the article that it stands on is edited."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import COURIER, Run
from hypothesis import given
from hypothesis import strategies as st

from minewatch import renewal
from minewatch.check import check
from minewatch.dataset import load
from minewatch.dataset.edits import mentioned
from minewatch.drafts.layout import Layout, Passage
from minewatch.errors import UnreadableArticle
from minewatch.files import replace
from minewatch.model import Basis, Claim, Dataset, Quote, within
from minewatch.render import FORMATS

HEADING = "On paper"
LINES = (COURIER / "article.txt").read_text(encoding="utf-8").splitlines()
TEXTS = [line for line in LINES if line != HEADING]
SECTIONS = [None, None, None, HEADING, HEADING, HEADING]
OLD = load(COURIER)


def passages(texts: list[str]) -> list[Passage]:
    """Return `texts` as the paragraphs of an article: a new one under the heading of the one before it."""
    found: list[Passage] = []
    for text in texts:
        before = found[-1].section if found else None
        found.append(Passage(SECTIONS[TEXTS.index(text)] if text in TEXTS else before, text))
    return found


def copied(folder: Path) -> Path:
    shutil.copytree(COURIER, folder / "courier")
    return folder / "courier"


def renewed(folder: Path, texts: list[str]) -> renewal.Plan:
    """Renew the dataset in `folder` by an article of these paragraphs."""
    loaded = load(folder)
    now = Layout(tuple(passages(texts)), (HEADING,), ())
    plan = renewal.plan(loaded, renewal.chosen(loaded, None), "new.txt", now)
    for path, text in plan.files.items():
        replace(path, text)
    return plan


def fates(plan: renewal.Plan) -> list[tuple[str, int | None, int | None]]:
    return [(one.status, one.old, one.new) for one in plan.answer.paragraphs]


def again(plan: renewal.Plan) -> list[str]:
    return [f"{one.id}.{one.part}" if one.part else one.id for one in plan.answer.again]


def test_the_same_article_changes_nothing(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    plan = renewed(folder, TEXTS)
    assert (plan.files, fates(plan), again(plan), plan.answer.same) == ({}, [], [], 6)


GAPS = [gap.id for gap in OLD.dataset.gaps if not gap.state]


def test_what_stands_on_a_changed_paragraph_is_a_draft_and_all_else_stays(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    changed = TEXTS[4].replace("2027", "2028")
    plan = renewed(folder, [*TEXTS[:4], changed, TEXTS[5]])
    standing = [claim.id for claim in OLD.dataset.claims if 5 in claim.evidence and not claim.state]
    assert standing
    assert fates(plan) == [("changed", 5, 5)]
    assert set(again(plan)) == {*standing, *GAPS, "latvian-ministry.relations"}
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


def test_a_new_paragraph_renumbers_what_comes_after_it_in_prose_too(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    text = (folder / "courier.yaml").read_text(encoding="utf-8")
    noted = text.replace(
        "evidence: [4]\n", "evidence: [4]\n    note: see ¶2, 4 and 6; not 4 and not ¶1 and 6 March\n", 1
    )
    (folder / "courier.yaml").write_text(noted, encoding="utf-8")
    plan = renewed(folder, [TEXTS[0], "Something that was not there.", *TEXTS[1:]])
    assert fates(plan) == [("same", n, n + 1) for n in range(2, 7)] + [("new", None, 2)]
    assert set(again(plan)) == set(GAPS), "what was looked for may stand in the new one"
    after = load(folder)
    moved = {claim.id: tuple(n + 1 for n in claim.evidence) for claim in OLD.dataset.claims}
    assert {claim.id: claim.evidence for claim in after.dataset.claims} == moved
    assert "see ¶3, 5 and 7; not 4 and not ¶1 and 6 March" in (folder / "courier.yaml").read_text(encoding="utf-8")


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


def test_words_that_are_not_verbatim_any_more_are_read_again_with_what_is_read_from_them(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    straight = TEXTS[2].replace("“", '"').replace("”", '"')
    plan = renewed(folder, [*TEXTS[:2], straight, *TEXTS[3:]])
    assert (fates(plan), again(plan)) == ([], []), "the words themselves have no typography here"
    text = (folder / "courier.yaml").read_text(encoding="utf-8")
    assert "The decision stands, and nothing has been made yet" in text
    curly = text.replace("The decision stands, and nothing", "The decision stands… and nothing")
    (folder / "courier.yaml").write_text(curly, encoding="utf-8")
    plan = renewed(folder, [*TEXTS[:2], straight, *TEXTS[3:]])
    quotes = {quote.id for quote in OLD.dataset.quotes}
    read_from = {claim.id for claim in OLD.dataset.claims if quotes & set(claim.quotes) and not claim.state}
    assert set(again(plan)) == quotes | read_from


def test_another_article_is_refused(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    with pytest.raises(UnreadableArticle, match="is it the same article"):
        renewed(folder, ["Something else.", "And more of it."])


# The command


def article(path: Path, texts: list[str]) -> str:
    """Write an article of these paragraphs, under its heading where that stood."""
    lines = [line for text in texts for line in ([HEADING, text] if text == TEXTS[3] else [text])]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def test_the_command_says_what_differs_and_what_is_to_be_read_again(run: Run, tmp_path: Path) -> None:
    folder = copied(tmp_path)
    edited_ = article(tmp_path / "new.txt", [*TEXTS[:4], TEXTS[4].replace("2027", "2028"), *TEXTS[5:]])
    result = run("init", str(folder), "--from", edited_, "--again")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith(
        f"{tmp_path}/new.txt\n[An invented report, to try minewatch with]\n\n"
        "6 paragraphs now, 5 of them as before.\n\n"
        "Paragraphs\n  ¶5  changed  taken for what stands there now, as nothing else does\n"
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
    assert (once_more.files, again(once_more)) == ({}, [])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("¶5", ["5"]),
        ("(¶5, ¶16)", ["5", "16"]),
        ("¶5, 16 and 18", ["5", "16", "18"]),
        ("¶7's August with ¶18's six months", ["7", "18"]),
        ("¶5 and 20 February", ["5"]),
        ("¶5, 1.2 million", ["5"]),
        ("¶5, 100,000 of them", ["5"]),
        ("¶5 or 6", ["5", "6"]),
        ("5 and 6", []),
    ],
)
def test_a_number_is_a_paragraph_s_where_its_mark_says_so(text: str, found: list[str]) -> None:
    assert [digits for _, digits in mentioned(text)] == found
