"""The dataset against the article, where there is a copy of it; the repository against carrying it, everywhere."""

import re
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest
from conftest import ROOT

from minewatch import text
from minewatch.query import Facts

ARTICLE = ROOT.parent / "shared" / "article.txt"
RUNS = Path(__file__).parent / "data" / "article-runs.txt"
LENGTH = 8

needs_article = pytest.mark.skipif(not ARTICLE.exists(), reason="no copy of the article beside the checkout")


def article_paragraphs(facts: Facts) -> list[str]:
    """Return the paragraphs of the supplied copy: its lines but headings and the newsletter's."""
    (source,) = facts.sources().sources
    lines = [text.normalise(line) for line in ARTICLE.read_text(encoding="utf-8").split("\n")]
    body = [line for line in lines if line and line not in source.sections]
    return body[: len(source.paragraphs)]


@needs_article
def test_every_fingerprint_is_that_of_its_paragraph(facts: Facts) -> None:
    (source,) = facts.sources().sources
    paragraphs = article_paragraphs(facts)
    assert len(paragraphs) == 20
    assert [p.sha256 for p in source.paragraphs] == [text.fingerprint(line) for line in paragraphs]
    assert [p.folded for p in source.paragraphs] == [
        text.fingerprint(text.fold_typography(line)) for line in paragraphs
    ]
    changed = [line for line in paragraphs if text.fold_typography(line) != line]
    assert len(changed) == 12, "so many would fail on a copy with straight quotes"


@needs_article
def test_every_section_stands_where_the_source_says(facts: Facts) -> None:
    (source,) = facts.sources().sources
    section, seen = None, []
    for line in map(text.normalise, ARTICLE.read_text(encoding="utf-8").split("\n")):
        if line in source.sections:
            section = line
        elif line:
            seen.append(section)
    assert [p.section for p in source.paragraphs] == seen[:20]


@needs_article
def test_the_quotes_are_all_the_speech_there_is_letter_for_letter(facts: Facts) -> None:
    speech = [
        (number, span.removesuffix(","))
        for number, line in enumerate(article_paragraphs(facts), 1)
        for span in re.findall("“([^”]*)”", line)
        if span != "East Shield"  # a name in quotation marks, and nobody's speech
    ]
    assert [(quote.paragraph, quote.text) for quote in facts.quotations().quotes] == speech


@needs_article
def test_every_wording_of_a_date_or_weapon_stands_in_its_paragraphs(facts: Facts) -> None:
    lines = article_paragraphs(facts)
    for claim in facts.claims().claims:
        for date in (claim.when, claim.said_when, claim.quantity and claim.quantity.as_of):
            if date and date.wording:
                numbers = date.basis.paragraphs or claim.evidence
                assert any(date.wording in lines[n - 1] for n in numbers), (claim.id, date.wording)
    for entity in facts.entities().entities:
        for use in entity.uses:
            assert all(use.wording in lines[n - 1] for n in use.basis.paragraphs if use.wording != "the weapons")


def words(value: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", value.lower())


def runs(value: str) -> set[str]:
    """Return the runs of eight words in `value`, as hashes that do not tell them."""
    found = words(value)
    return {sha256(" ".join(found[i : i + LENGTH]).encode()).hexdigest()[:16] for i in range(len(found) - LENGTH + 1)}


def tracked() -> list[Path]:
    """Return every file of the checkout that is, or would be, committed."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, check=False
    )
    if listed.returncode:
        pytest.skip("this is no git checkout")
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


@needs_article
def test_the_hashed_runs_are_those_of_the_article(facts: Facts) -> None:
    quoted = set().union(*(runs(quote.text) for quote in facts.quotations().quotes))
    found = runs(" ".join(article_paragraphs(facts))) - quoted
    assert RUNS.read_text(encoding="ascii").split() == sorted(found)


def test_no_file_repeats_eight_words_of_the_article_but_its_quotes() -> None:
    forbidden = set(RUNS.read_text(encoding="ascii").split())
    assert len(forbidden) > 400
    for path in tracked():
        try:
            content = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        assert not forbidden & runs(content), f"{path} repeats the article: say it in other words"


def test_the_guard_sees_what_it_is_for() -> None:
    assert len(runs("One two, three - four\nfive six seven: EIGHT nine")) == 2
    assert runs("one two three four five six seven eight") < runs("One two, three - four\nfive six seven: EIGHT nine")
