"""Several datasets at once: whose ids are whose, which entities are one, and how their sources compare."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import HARBOUR, ROOT, Run

from minewatch import load, store
from minewatch.errors import AmbiguousName, BadUsage, NotInDataset
from minewatch.faults import InvalidDataset
from minewatch.query import Facts

COURIER, WIRE = ROOT / "examples" / "courier", ROOT / "examples" / "wire"
BOTH = ["--data", str(COURIER), "--data", str(WIRE)]


@pytest.fixture(params=["held", "in parts"], scope="module", autouse=True)
def compiled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Whether they are small enough to be held, or compiled in parts: all is said of both."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        if request.param == "in parts":
            patch.setattr(store, "LARGE", -1)
        yield


@pytest.fixture
def three() -> Iterator[Facts]:
    """The bundled dataset and the two examples."""
    with load(COURIER, WIRE) as facts:
        yield facts


def page(run: Run, *words: str) -> str:
    result = run(*words, *BOTH)
    assert result.exit_code == 0, result.stderr
    return result.stdout


# Which there are


def test_datasets_are_added_to_the_bundled_one_in_their_order(run: Run) -> None:
    document = json.loads(page(run, "source", "--json"))
    assert [(d["id"], d["version"], d["drafts"]) for d in document["datasets"]] == [
        ("poland-mines", "1.0.0", 0), ("courier", "1.1.1", 1), ("wire", "1.0.0", 0),
    ]  # fmt: skip
    assert [source["dataset"] for source in document["results"]] == ["poland-mines", "courier", "wire"]


def test_the_environment_names_datasets_and_an_option_goes_before_it(run: Run) -> None:
    environment = {"MINEWATCH_DATA": os.pathsep.join([str(COURIER), "", str(WIRE)])}
    ids = [d["id"] for d in json.loads(run("source", "--json", env=environment).stdout)["datasets"]]
    assert ids == ["poland-mines", "courier", "wire"]
    given = run("source", "--json", "--data", str(HARBOUR), env=environment)
    assert [d["id"] for d in json.loads(given.stdout)["datasets"]] == ["poland-mines", "harbour"]


def test_the_bundled_dataset_can_be_left_out(run: Run) -> None:
    alone = run("country", "--no-bundled", "--data", str(HARBOUR))
    assert alone.stdout.startswith("Countries\nas reported by The Gazette, 5 Nov 2024\n")
    none = run("country", "--no-bundled")
    assert (none.exit_code, none.stdout) == (2, "")
    assert none.stderr == "minewatch: without the bundled dataset there is none; name one with --data DIR\n"


def test_a_folder_that_is_not_there_is_an_error(run: Run, tmp_path: Path) -> None:
    result = run("country", "--data", str(tmp_path / "none"))
    assert (result.exit_code, result.stdout) == (4, "")
    assert "no such folder" in result.stderr


def test_the_same_folder_twice_is_one_dataset(run: Run) -> None:
    result = run("source", "--json", "--data", str(WIRE), "--data", str(WIRE / ".." / "wire"))
    assert [d["id"] for d in json.loads(result.stdout)["datasets"]] == ["poland-mines", "wire"]


def test_what_one_dataset_says_is_the_same_beside_others(three: Facts, facts: Facts) -> None:
    ids = [claim.id for claim in facts.claims().claims]
    assert [card.claim for card in three.claim_cards(ids).cards] == [
        card.claim for card in facts.claim_cards(ids).cards
    ]


# Ids


def test_an_id_that_one_dataset_has_is_short_and_may_have_its_dataset_before_it(three: Facts) -> None:
    for written in ("poland-has-left", "courier:poland-has-left", " Courier:Poland-Has-Left "):
        (card,) = three.claim_cards([written]).cards
        assert card.claim.id == "poland-has-left"
    with pytest.raises(NotInDataset):
        three.claim_cards(["wire:poland-has-left"])


def test_with_one_dataset_too_an_id_may_have_its_dataset_before_it(facts: Facts) -> None:
    assert (
        facts.claim_cards(["poland-mines:poland-production-resumes"]).cards[0].claim.id == "poland-production-resumes"
    )
    assert facts.country("poland-mines:poland").entity.id == "poland"


def test_an_id_that_two_datasets_have_is_ambiguous_and_shown_with_its_dataset(three: Facts, run: Run) -> None:
    with pytest.raises(AmbiguousName) as raised:
        three.claim_cards(["decision-stands"])
    assert raised.value.known == ("courier:decision-stands", "wire:decision-stands")
    result = run("claim", "decision-stands", *BOTH)
    assert (result.exit_code, result.stdout) == (3, "")
    assert page(run, "claim", "wire:decision-stands").startswith("wire:decision-stands\n")


def test_every_id_that_is_shown_finds_its_one_record(three: Facts) -> None:
    ids = [claim.id for claim in three.claims().claims] + [entity.id for entity in three.entities().entities]
    ids += [source.id for source in three.sources().sources]
    assert len(set(ids)) == len(ids)
    assert [item.record.id for item in three.citations(ids).cited] == ids


# Entities


def test_countries_are_one_by_their_codes_whatever_their_ids(three: Facts) -> None:
    poland = three.country("polska").entity
    assert (poland.id, poland.label) == ("poland", "Poland")
    assert poland.same_as == ("poland-mines:poland", "courier:polska", "wire:poland")
    assert [c.id for c in three.entities(["country"]).entities if c.codes[:1] == ("PL",)] == ["poland"]


def test_entities_are_one_where_one_says_so(three: Facts) -> None:
    (ministry,) = three.entities_named(["courier:ministry"])
    assert ministry.id == "polish-defence-ministry"
    assert "Poland's defence ministry" in [alias.name for alias in ministry.aliases]
    claims = three.claims(three.filters(by=["polish defence ministry"])).claims
    assert [claim.id for claim in claims if claim.said_by == ministry.id] == ["poland-plans-sales"]


def test_an_id_that_happens_to_be_the_same_makes_nothing_one(three: Facts) -> None:
    with pytest.raises(AmbiguousName) as raised:
        three.entities_named(["allies"])
    assert raised.value.known == ("courier:allies", "wire:allies")


def test_a_relation_of_a_merged_entity_names_the_source_of_its_paragraph(run: Run) -> None:
    lines = page(run, "entity", "polish-defence-ministry").splitlines()
    assert any(line.split() == ["affiliated", "with", "Poland", "—", "Invented", "Courier", "¶4"] for line in lines), (
        lines
    )


# How they compare


def compared(three: Facts) -> dict[str, tuple[str, list[tuple[str, int, int]]]]:
    return {
        one.question: (one.order, [(accord.value, accord.voices, len(accord.sources)) for accord in one.accords])
        for one in three.country("poland").comparisons
    }


def test_sources_agree_differ_and_are_newer_by_a_link_only(three: Facts) -> None:
    assert compared(three) == {
        "treaty": ("updated", [("leaving", 1, 1), ("left", 1, 1)]),
        # The reprint says what the report says of the same speaker: two voices in three sources, not three
        "production": ("same", [("decided", 2, 3)]),
        # One of the days on which the reprint may have appeared is after that of the report
        "export": ("not-known", [("possible", 1, 1), ("planned", 1, 1), ("exporting", 1, 1)]),
    }


def test_a_reprint_alone_is_no_agreement(run: Run) -> None:
    result = run("country", "poland", "--no-bundled", *BOTH)
    assert "one statement, reported by 2 sources" in result.stdout
    assert "voices agree" not in result.stdout


def test_the_later_of_two_publications_is_called_so_and_not_an_update(run: Run) -> None:
    cell = run("country", "--data", str(COURIER), "--format", "md").stdout
    assert "they differ; Invented Courier is the later, and does not say that it updates the other" in cell


def test_no_source_replaces_another_in_the_matrix(three: Facts) -> None:
    values = [(s.question, s.value) for s in three.matrix().standings if s.country == "poland"]
    assert values == [
        ("treaty", "leaving"), ("treaty", "left"),
        ("production", "decided"), ("production", "decided"), ("production", "decided"),
        ("export", "possible"), ("export", "planned"), ("export", "exporting"),
        ("use", "planned"),
    ]  # fmt: skip


def test_a_card_shows_them_side_by_side_with_their_sources_and_days(run: Run) -> None:
    text = page(run, "country", "poland")
    for line in (
        "leaving    Poland began the formal process of leaving the Ottawa Convention. (Aug 2025 *) [updated by Ewa Nikt,"
        " said 10 Mar 2026 *, Invented Courier ¶2, 12 Mar 2026: occurred Poland's withdrawal from the Ottawa Convention"
        " has taken effect.]  — Defence Talks ¶7, between Aug and Dec 2025 *",
        "left       Poland's withdrawal from the Ottawa Convention has taken effect. (20 Feb 2026 *)",
        "updated by Invented Courier",
        "2 voices agree, in 3 sources",
        "they differ; which is the newer is not known",
        "[one statement, reported by 2 sources: also Ewa Nikt, Invented Wire ¶2, Mar 2026]",
    ):
        assert line in text, line
    assert (
        "As reported by:\nDefence Talks between Aug and Dec 2025 *\nInvented Courier 12 Mar 2026\nInvented Wire Mar 2026\n"
        in text
    )


def test_a_date_that_was_followed_up_is_marked_so(run: Run) -> None:
    text = page(run, "timeline", "--about", "poland", "--since", "2026-02")
    (scheduled,) = (line for line in text.splitlines() if "six months" in line and "○" in line)
    assert "20 Feb 2026 »+" in scheduled
    assert "»+ this day has passed since, or may have; what takes its place stands beside it" in text


def test_each_publication_stands_at_its_place_among_the_claims_of_all(run: Run) -> None:
    lines = page(run, "timeline", "--since", "2025").splitlines()
    wanted = [
        "Aug 2025 *",
        "published by Defence Talks",
        "20 Feb 2026 *",
        "published by Invented Courier",
        "today",
        "from 2027",
    ]
    places = [next(n for n, line in enumerate(lines) if words in line) for words in wanted]
    assert places == sorted(places)


def test_programs_get_the_comparison_and_what_is_linked(run: Run) -> None:
    (card,) = json.loads(page(run, "country", "poland", "--json"))["results"]
    (treaty, *_) = card["comparisons"]
    assert (treaty["order"], treaty["latest"]) == ("updated", ["poland-has-left"])
    begun = next(claim for claim in card["claims"] if claim["id"] == "poland-withdrawal-begun")
    (beside,) = begun["beside"]
    assert (beside["type"], beside["direction"], beside["claim"], beside["source"], beside["status"]) == (
        "updates", "in", "poland-has-left", "courier-report", "occurred",
    )  # fmt: skip
    assert begun["dataset"] == "poland-mines"


# Claims that no longer stand, and drafts


@pytest.mark.parametrize(
    ("ident", "notice"),
    [
        ("posts-3000", "corrected by posts-300"),
        ("withdrawal-period-ends", "updated by poland-has-left"),
        ("poland-sells-at-cost", "withdrawn: the dataset takes this claim back"),
    ],
)
def test_what_no_longer_stands_answers_to_its_id_with_the_notice_first(run: Run, ident: str, notice: str) -> None:
    assert page(run, "claim", ident).split("\n\n")[1] == notice


def test_a_withdrawn_claim_is_in_no_other_answer(run: Run) -> None:
    assert "at cost" not in page(run, "claim", "--about", "poland")
    assert "at cost" not in page(run, "country", "poland")
    assert run("search", "cost", "mines", *BOTH, "--format", "jsonl").stdout.count("at-cost") == 0


def test_drafts_are_left_out_and_said_to_be(run: Run) -> None:
    result = run("claim", "--about", "latvia", *BOTH)
    assert "latvia-when" not in result.stdout
    wanted = "minewatch: 1 draft of courier left out, not read against the source yet; minewatch check DIR lists them\n"
    assert wanted in result.stderr
    assert run("claim", "latvia-when", *BOTH).exit_code == 1


@pytest.mark.parametrize(
    ("kind", "old", "new", "ask"),
    [
        ("quote", "speaker: oort, text: The ships", "state: withdrawn, speaker: oort, text: The ships", ["quote"]),
        ("gap", "gaps:\n  - {", "gaps:\n  - {state: withdrawn, ", ["country", "ruritania"]),
    ],
)
def test_quotes_and_gaps_can_be_withdrawn(
    run: Run, tmp_path: Path, kind: str, old: str, new: str, ask: list[str]
) -> None:
    text = (HARBOUR / "harbour.yaml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "d.yaml").write_text(text.replace(old, new), encoding="utf-8")
    only = ["--no-bundled", "--data", str(tmp_path), "--format", "jsonl"]
    before = [
        r["id"]
        for r in map(
            json.loads, run(*ask, "--no-bundled", "--data", str(HARBOUR), "--format", "jsonl").stdout.splitlines()
        )
        if r["kind"] == kind
    ]
    after = [r["id"] for r in map(json.loads, run(*ask, *only).stdout.splitlines()) if r["kind"] == kind]
    (gone,) = set(before) - set(after)
    cited = run("cite", gone, "--no-bundled", "--data", str(tmp_path), "--format", "plain").stdout
    assert cited.startswith("Withdrawn: ")


# One source among several


def test_a_source_filters(three: Facts) -> None:
    found = three.claims(three.filters(source=["invented wire"])).claims
    assert [claim.id for claim in found] == ["wire:decision-stands", "poland-sells", "posts-3000"]
    assert [quote.id for quote in three.quotations(three.filters(source=["wire-report"])).quotes] == ["stands-quote"]


def test_a_source_says_what_it_is_derived_from_and_of_which_edition_it_is(run: Run) -> None:
    text = page(run, "source", "wire-report")
    assert "derived from  courier-report\n" in text
    assert "dataset       wire 1.0.0 (sha256 of its records " in text


# Rules among datasets


def changed(tmp_path: Path, folder: Path, old: str, new: str) -> Path:
    path = next(folder.glob("*.yaml"))
    text = path.read_text(encoding="utf-8")
    assert old in text
    made = tmp_path / folder.name
    made.mkdir()
    (made / path.name).write_text(text.replace(old, new, 1), encoding="utf-8")
    return made


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("dataset: {id: wire", "dataset: {id: courier", "dataset-id: 'courier' is the dataset in"),
        ("courier:decision-stands", "courier:decision-stnads", "unknown-id: 'courier:decision-stnads' is none that can be named here; did you mean 'courier:decision-stands'?"),
        ("courier:ewa-nikt", "courier:ewa-nihil", "unknown-id: 'courier:ewa-nihil'"),
        ("courier:courier-report", "courier:report", "unknown-id: 'courier:report'"),
        ("kind: person", "kind: organisation", "same-kind: 'courier:ewa-nikt', the same as this, is a person"),
        ('numeric: "616"', 'numeric: "617"', "same-codes: 'poland-mines:poland', the same as this, has other codes"),
        ("label: Poland's allies", "label: Poland's allies, same_as: [\"courier:allies\"], members: {are: [poland], basis: background, reason: r}", None),
        ("said_by: ewa-nikt\n    mode: direct\n    quotes: [stands-quote]", "said_by: wire-office\n    mode: narration", "repeats-speaker: 'courier:decision-stands' is said by 'ewa-nikt'"),
    ],
)  # fmt: skip
def test_datasets_that_do_not_go_together_say_why_and_where(
    tmp_path: Path, old: str, new: str, rule: str | None
) -> None:
    made = changed(tmp_path, WIRE, old, new)
    if rule is None:
        load(COURIER, made).close()
        return
    with pytest.raises(InvalidDataset) as raised:
        load(COURIER, made)
    assert any(rule in str(problem) for problem in raised.value.problems), raised.value


def test_two_entities_of_one_dataset_are_never_made_one(tmp_path: Path) -> None:
    more = '  - {id: wire-office, kind: organisation, label: Invented Wire, same_as: ["courier:courier-office"]}\n  - {id: twin, kind: organisation, label: Twin, same_as: ["courier:courier-office"]}\n'
    made = changed(tmp_path, WIRE, "  - {id: wire-office, kind: organisation, label: Invented Wire}\n", more)
    with pytest.raises(InvalidDataset, match="same-twice: that makes 'wire-office' of this dataset the same as this"):
        load(COURIER, made)


def test_a_link_to_a_dataset_that_is_not_loaded_is_named_as_that(run: Run) -> None:
    result = run("claim", "decision-stands", "--no-bundled", "--data", str(WIRE))
    assert "Linked to what is not loaded\n  repeats  courier:decision-stands\n" in result.stdout


# What is compiled


def test_a_change_in_any_of_the_datasets_is_seen(tmp_path: Path, run: Run) -> None:
    made = changed(tmp_path, WIRE, "Some 3,000 fence posts", "About 3,000 fence posts")
    words = ["claim", "posts-3000", "--data", str(COURIER), "--data", str(made)]
    assert "About 3,000" in run(*words).stdout
    path = made / "wire.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("About 3,000", "Nearly 3,000"), encoding="utf-8")
    assert "Nearly 3,000" in run(*words).stdout


def test_the_order_of_the_datasets_is_part_of_what_is_compiled(run: Run) -> None:
    for order in ([COURIER, WIRE], [WIRE, COURIER]):
        given = [word for folder in order for word in ("--data", str(folder))]
        ids = [d["id"] for d in json.loads(run("source", "--json", *given).stdout)["datasets"]]
        assert ids == ["poland-mines", *(folder.name for folder in order)]


@pytest.mark.skipif(not shutil.which("bash"), reason="the README's line is for a shell")
def test_the_readme_shows_what_is_answered() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"^\$ minewatch (country .*examples/wire .*)\n((?:.*\n)+?)```", readme, re.MULTILINE)
    command, lines = shown
    line = f"{shlex.quote(sys.executable)} -m minewatch {command}"
    environment = os.environ | {"PYTHONIOENCODING": "utf-8", "SOURCE_DATE_EPOCH": "1795478400"}
    done = subprocess.run(["bash", "-c", line], capture_output=True, check=True, cwd=ROOT, env=environment)
    assert done.stdout.decode() == lines


def test_nothing_at_all_is_wrong_usage() -> None:
    with pytest.raises(BadUsage):
        load(bundled=False)


# Publications of one name, and sources that are withdrawn


def gazette(folder: Path, ident: str, *edits: tuple[str, str]) -> str:
    """Write the small dataset under another id, its entities its own; return its folder."""
    folder.mkdir()
    text = (HARBOUR / "harbour.yaml").read_text(encoding="utf-8").replace("{id: harbour,", f"{{id: {ident},")
    for old, new in (("alpha2: XR", "alpha2: XQ"), ("alpha2: XA", "alpha2: XB"), *edits):
        assert old in text
        text = text.replace(old, new)
    (folder / "d.yaml").write_text(text, encoding="utf-8")
    return str(folder)


@pytest.mark.parametrize("many", [100, 0])
def test_publications_of_one_name_are_told_apart(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    monkeypatch.setattr("minewatch.query.MANY", many)
    both = ("--data", gazette(tmp_path / "a", "a"), "--data", gazette(tmp_path / "b", "b"))
    out = run("claim", "--status", "in-effect", *both, "--no-bundled").stdout
    assert "— Ada Oort, a:gazette ¶2" in out
    assert "— Ada Oort, b:gazette ¶2" in out
    assert "The Gazette" not in out.partition("\n\n")[0]


def test_a_withdrawn_source_reports_nothing(run: Run, tmp_path: Path) -> None:
    folder = gazette(
        tmp_path / "a", "a", ("lighthouse, paragraphs: [1]}", "lighthouse, source: gazette, paragraphs: [1]}")
    )
    (tmp_path / "a" / "old.yaml").write_text(
        "sources:\n  - {id: old-paper, supplied_title: '[Old]', publisher: {id: gazette-office}, language: en,"
        " published: {edtf: 2040}, normaliser: 1, state: withdrawn, missing: [{field: title, reason: r},"
        " {field: authors, reason: r}, {field: url, reason: r}]}\n"
        "claims:\n  - {id: old-claim, source: old-paper, statement: It was so., about: [ruritania], topic: [use],"
        " said_by: gazette-office, mode: narration, status: occurred, state: withdrawn}\n",
        encoding="utf-8",
    )
    result = run("country", "ruritania", "--data", folder, "--no-bundled")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "as reported by The Gazette, 5 Nov 2024" in result.stdout
    assert "the source does not say" in result.stdout
    card = run("claim", "old-claim", "--data", folder, "--no-bundled").stdout
    assert "as reported by The Gazette, 2040" in card.splitlines()[1], "its own source, and no other"


def test_a_dataset_of_withdrawn_sources_alone_answers(run: Run, tmp_path: Path) -> None:
    withdrawn = ("normaliser: 1", "normaliser: 1\n    state: withdrawn")
    folder = gazette(tmp_path / "a", "a", withdrawn)
    path = tmp_path / "a" / "d.yaml"
    head, *_ = path.read_text(encoding="utf-8").split("claims:\n")
    head = head.replace(
        "basis: implied, reason: she speaks of its lighthouse, paragraphs: [1]", "basis: background, reason: r"
    )
    path.write_text(head, encoding="utf-8")
    for words in (("brief", "ruritania"), ("country",), ("source",), ("entity", "oort"), ("entity",)):
        for format_ in ("table", "md", "json"):
            result = run(*words, "--data", folder, "--no-bundled", "--format", format_)
            assert result.exit_code in (0, 1), (words, result.output)
            assert not result.exception or isinstance(result.exception, SystemExit), words


def test_a_head_that_cannot_be_read_makes_no_namesakes(run: Run, tmp_path: Path) -> None:
    broken = ("title: The lighthouse at Cape Sound}", "title: [x]}")
    for name, ident in (("a", "aa"), ("b", "bb")):
        (tmp_path / name).mkdir()
        gazette(tmp_path / name / "data", ident, broken, (f"id: {ident}", f"id: {ident.upper()}"))
    result = run("check", str(tmp_path / "a" / "data"), str(tmp_path / "b" / "data"), "--no-bundled")
    assert result.exit_code == 4
    assert "dataset-id" not in result.stdout


@pytest.mark.parametrize("many", [100, 0])
@pytest.mark.parametrize(("today", "early"), [("2024-11-04", True), ("2024-11-05", False), ("2024-11-06", False)])
def test_a_source_of_today_has_appeared_however_many_there_are(
    run: Run, monkeypatch: pytest.MonkeyPatch, many: int, today: str, *, early: bool
) -> None:
    monkeypatch.setattr("minewatch.query.MANY", many)
    told = run("claim", "--data", str(HARBOUR), "--no-bundled", "--today", today).stderr
    assert bool(told) is early


def test_one_folder_named_in_two_ways_is_one_dataset(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HARBOUR.parent)
    result = run("check", "harbour", str(HARBOUR), "./harbour/", "--no-bundled")
    assert (result.exit_code, result.stdout) == (0, "harbour: harbour 2, 13 records in 1 file\nsound\n")


def test_a_link_that_names_its_own_dataset_is_shown_from_both_ends(run: Run, tmp_path: Path) -> None:
    folder = gazette(tmp_path / "a", "a", ("type: qualifies, to: no-answer", 'type: corrects, to: "a:no-answer"'))
    assert "corrected by boats-sunk" in run("claim", "no-answer", "--data", folder, "--no-bundled").stdout
