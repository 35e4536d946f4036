"""Nothing, and why: which command is suggested, what a name is instead, and claims that were taken back."""

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import COURIER, HARBOUR, TODAY, Run
from hypothesis import given
from hypothesis import strategies as st

from minewatch import load, model, store
from minewatch.errors import NothingFound
from minewatch.filters import Filters
from minewatch.query import Facts
from minewatch.render import Manner, render

NAMES = ("poland", "norway", "estonia", "belma", "zalewski", "reuters", "nato", "mines", "baltic-states", "ukraine")
FILTERS = {
    "about": st.lists(st.sampled_from(NAMES), max_size=2),
    "by": st.lists(st.sampled_from(("poland", "belma", "zalewski", "defence-talks", "finland")), max_size=1),
    "via": st.lists(st.just("landmine-monitor"), max_size=1),
    "topic": st.lists(st.sampled_from(model.TOPICS), max_size=2),
    "status": st.lists(st.sampled_from(model.STATUSES), max_size=2),
    "basis": st.lists(st.sampled_from(model.CLAIM_BASES), max_size=1),
    "paragraph": st.lists(st.integers(1, 20), max_size=1),
    "since": st.sampled_from((None, "1900", "2026", "2031")),
    "until": st.sampled_from((None, "1900", "2026")),
}


def tried(facts: Facts, command: str) -> bool:
    """Return whether a command that is suggested answers."""
    _, noun, *words = shlex.split(command)
    names = []
    given: dict[str, Any] = {}
    while words:
        word = words.pop(0)
        if word.startswith("--"):
            given.setdefault(word[2:], []).append(words.pop(0))
        else:
            names.append(word)
    if given.pop("compare", None):
        return True
    days = {name: given.pop(name)[0] for name in ("since", "until") if name in given}
    paragraphs = [int(number) for number in given.pop("paragraph", [])]
    filters = facts.filters(**given, paragraph=paragraphs, **days)
    match noun:
        case "claim":
            return bool(facts.claim_cards(names) if names else facts.claims(filters))
        case "timeline":
            return bool(facts.timeline(filters))
        case "figure":
            return bool(facts.figures(names, filters))
        case "quote":
            return bool(facts.quotations(filters._replace(by=facts.speakers_named(names)) if names else filters))
        case "entity" | "country":
            return bool(facts.entity_cards(names) if names else facts.entities())
    raise AssertionError(command)


def suggested(facts: Facts, asked: str, filters: Filters) -> tuple[str, ...]:
    """Return what to try where `asked`, a command or a name whose figures are wanted, has no answer."""
    plain = Filters(about=filters.about, topic=filters.topic, by=filters.by, paragraph=filters.paragraph)
    try:
        match asked:
            case "claim":
                facts.claims(filters)
            case "timeline":
                facts.timeline(filters)
            case "quote":
                facts.quotations(plain)
            case "figure":
                facts.figures((), filters)
            case _:
                facts.figures([asked], filters)
    except NothingFound as error:
        return error.tries or ("",)
    return ()


@given(st.fixed_dictionaries(FILTERS), st.sampled_from(("claim", "timeline", "figure", "quote", *NAMES)))
def test_whatever_the_filters_leave_what_is_suggested_answers(given: dict[str, Any], asked: str) -> None:
    if (given["since"] or "0") > (given["until"] or "9"):
        given["until"] = None
    with load() as facts:
        for command in suggested(facts, asked, facts.filters(**given)):
            assert command, "it says what to try"
            assert tried(facts, command), command


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["entity", "poland-production-resumes"], "'poland-production-resumes' is not among the names; known: poland-production-resumes (claim); try: minewatch claim poland-production-resumes"),
        (["country", "zalewski-such-needs-quote"], "'zalewski-such-needs-quote' is not among the countries; known: zalewski-such-needs-quote (quote); try: minewatch quote zalewski"),
        (["quote", "zalewski-own-needs-ukraine-quote"], "'zalewski-own-needs-ukraine-quote' is not among the speakers; known: zalewski-own-needs-quote (quote); try: minewatch quote zalewski"),
        (["claim", "defence-talks-poland-mines"], "'defence-talks-poland-mines' is not among the claims; known: defence-talks-poland-mines (source); try: minewatch source defence-talks-poland-mines"),
        (["source", "poland"], "'poland' is not among the sources; known: Poland (country); try: minewatch country poland"),
        (["claim", "reuters"], "'reuters' is not among the claims; known: Reuters (organisation); try: minewatch entity reuters"),
        (["claim", "--via", "reuters"], "'reuters' is not among the names of who passes on what others said; known: Reuters (organisation); try: minewatch entity reuters"),
        (["claim", "--by", "xyz"], "'xyz' is not in this dataset; try: minewatch claim --compare"),
        (["claim", "poland-produ"], "'poland-produ' is not in this dataset; did you mean poland-production-resumes?"),
    ],
)  # fmt: skip
def test_a_name_that_is_something_else_says_what_it_is_and_what_shows_it(
    run: Run, words: list[str], message: str
) -> None:
    result = run(*words)
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", f"minewatch: {message}\n")
    if "try: " in message:
        assert run(*shlex.split(message.partition("try: ")[2])[1:]).exit_code == 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["country", "nowhere", "--format", "jsn"], "there is no format 'jsn'; there are table, json, jsonl, csv, md"),
        (["claim", "nowhere", "--raw"], "--raw goes with csv, and not with table"),
        (["quote", "nowhere", "--fields", "id"], "--fields goes with json, jsonl, csv, and not with table"),
        (["country", "--format", "bibtex"], "the format 'bibtex' is for minewatch cite; here there are table, json, jsonl, csv, md"),
    ],
)  # fmt: skip
def test_wrong_usage_comes_before_any_answer(run: Run, words: list[str], message: str) -> None:
    result = run(*words)
    assert (result.exit_code, result.stderr) == (2, f"minewatch: {message}\n")


def test_figures_narrow_by_name_and_by_filter(facts: Facts) -> None:
    zalewski = facts.figures(["poland"], facts.filters(by="zalewski"))
    assert {claim.said_by for claim in zalewski.claims} == {"zalewski"}
    with pytest.raises(NothingFound, match="--by landmine-monitor leaves nothing of 5 figures"):
        facts.figures(["belma"], facts.filters(by="landmine-monitor"))


def test_a_name_without_figures_is_named_beside_one_that_has_some(run: Run) -> None:
    # A limit, which a terminal always has, leaves out what is beyond it and not what was never there
    for limit in ([], ["--limit", "50"], ["--limit", "1"]):
        out = run("figure", "belma", "estonia", *limit).stdout
        assert "About Estonia and what is affiliated with it\n  the source gives none\n" in out
    assert "Said by Belma" not in out
    kept = run("figure", "belma", "polish-foreign-ministry", "--status", "possible").stdout
    assert "none that the filters keep" in kept, "it gives one: the six months"


def test_a_group_is_named_on_the_page_and_in_the_document(run: Run) -> None:
    words = ("claim", "--about", "latvia", "--about", "norway", "--topic", "import")
    assert run(*words).stdout.startswith(
        "1 claim · about Latvia and affiliated · about Norway and affiliated · on import · said of the Baltic states ‡\n"
    )
    assert '"group": {"id": "baltic-states", "label": "Baltic states"}' in run(*words, "--json").stdout
    assert (
        run(*words).stderr
        == "minewatch: of Latvia by itself nothing is said there; this is said of the Baltic states\n"
    )


@pytest.mark.parametrize(
    ("words", "title"),
    [
        (["claim", "--limit", "3"], "3 of 68 claims"), (["search", "poland", "--limit", "2"], "2 of "),
        (["timeline", "--limit", "3"], "Timeline · 3 of 28 claims"), (["figure", "--limit", "1"], "1 of 7 figures"),
        (["quote", "--limit", "1"], "1 of 4 quotations"), (["country", "--limit", "2"], "2 of 11 countries"),
        (["entity", "--limit", "2"], "2 of 34 names"), (["claim", "--limit", "68"], "68 claims"),
    ],
)  # fmt: skip
def test_what_is_cut_says_so_in_its_title(run: Run, words: list[str], title: str) -> None:
    assert run(*words).stdout.startswith(title)
    assert run(*words, "--format", "md").stdout.startswith(f"# {title}")


# Claims that were taken back


@pytest.fixture
def taken_back(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Facts]:
    """The small dataset with the claim that there was no answer withdrawn."""
    folder = tmp_path_factory.mktemp("withdrawn")
    text = (HARBOUR / "harbour.yaml").read_text(encoding="utf-8")
    (folder / "d.yaml").write_text(text.replace("status: not-yet", "status: not-yet\n    state: withdrawn"), "utf-8")
    with Facts(store.open_folder(folder)) as facts:
        yield facts


def test_a_withdrawn_claim_is_found_by_its_id_alone(taken_back: Facts) -> None:
    setting = taken_back.setting(TODAY)
    shown = "\n".join(render("table", taken_back.claim_cards(["no-answer"]), setting, Manner()))
    assert "withdrawn: the dataset takes this claim back\n\nNo answer came." in shown
    assert "no-answer" not in [claim.id for claim in taken_back.claims().claims]
    assert taken_back.counts().claims == 3
    (card,) = taken_back.source_cards(["gazette"]).cards
    assert [stands.claims for stands in card.stands] == [("relight",), ("lamp-ready",), ("boats-sunk",)]
    with pytest.raises(NothingFound):
        taken_back.search("answer")
    linked = "\n".join(render("table", taken_back.claim_cards(["boats-sunk"]), setting, Manner()))
    assert "qualifies  not yet, withdrawn  No answer came." in linked


# What is said of others than a subject, and of a dataset that has nothing


@pytest.mark.parametrize(
    ("words", "message"),
    [
        # What somebody says is no claim about them; that they say nothing on it would be untrue
        (("--about", "zalewski", "--topic", "export"), "no claim about Pawel Zalewski is on export; from, through or to Pawel Zalewski: 4 claims on that; try: minewatch claim --topic export --by zalewski"),
        (("--about", "polish-foreign-ministry", "--topic", "treaty"), "no claim about Polish foreign ministry is on treaty; from, through or to Polish foreign ministry: 3 claims on that; try: minewatch claim --topic treaty --by polish-foreign-ministry"),
        (("--about", "belma", "--topic", "export"), "no claim about Belma is on export; from, through or to Belma or anybody affiliated: 3 claims on that; try: minewatch claim --topic export --by belma"),
        (("--about", "landmine-monitor", "--topic", "use"), "the source says nothing on Landmine and Cluster Munitions Monitor and use; no claim is about Landmine and Cluster Munitions Monitor; from, through or to Landmine and Cluster Munitions Monitor: 3 claims; try: minewatch claim --by landmine-monitor or minewatch claim --via landmine-monitor"),
        (("--about", "zakrzewski"), "no claim is about Jaroslaw Zakrzewski; from, through or to Jaroslaw Zakrzewski: 8 claims; try: minewatch claim --by zakrzewski"),
        (("--about", "landmines", "--topic", "production"), "the source says nothing on landmines (kind not said) and production by that name; on anti-personnel mines or mines (kind not said) or mines of all types: 10 claims; try: minewatch claim --about anti-personnel-mines --about mines --about mines-of-all-types --topic production"),
        (("--about", "norway", "--topic", "use"), "the source says nothing on Norway and use; about Norway: 1 claim on other topics; try: minewatch claim --about norway"),
        (("--about", "baltic-states", "--topic", "treaty"), "the source says nothing on Baltic states as a whole and treaty; on Lithuania or Latvia or Estonia, members by general knowledge: 3 claims; try: minewatch claim --about lithuania --about latvia --about estonia --topic treaty"),
    ],
)  # fmt: skip
def test_what_a_subject_says_and_what_is_said_of_its_members_is_not_passed_over(
    run: Run, words: tuple[str, ...], message: str
) -> None:
    result = run("claim", *words)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"minewatch: in this dataset, but {message}\n"


@pytest.fixture
def bare(tmp_path: Path) -> tuple[str, ...]:
    """A sound dataset with an organisation and a source, and nothing else."""
    text = (HARBOUR / "harbour.yaml").read_text(encoding="utf-8")
    entity = "entities:\n  - {id: gazette-office, kind: organisation, label: The Gazette}\n"
    more = "  - {id: other-office, kind: organisation, label: The Other}\n"
    (tmp_path / "d.yaml").write_text(text.partition("entities:")[0] + entity + more, encoding="utf-8")
    return "--data", str(tmp_path), "--no-bundled"


@pytest.mark.parametrize(
    ("noun", "what"),
    [("country", "country"), ("claim", "claim or quote"), ("timeline", "claim or quote"), ("figure", "claim or quote"), ("quote", "quote")],
)  # fmt: skip
@pytest.mark.parametrize("format_", ["table", "json", "jsonl", "csv", "md"])
def test_a_dataset_without_any_says_so(run: Run, bare: tuple[str, ...], noun: str, what: str, format_: str) -> None:
    result = run(noun, *bare, "--format", format_)
    assert result.exit_code == 1
    tries = " ".join(("minewatch entity", *bare))
    assert result.stderr == f"minewatch: there is no {what} in this dataset; try: {tries}\n"
    assert run(*shlex.split(tries)[1:]).exit_code == 0


def test_names_of_which_nothing_is_said_stand_side_by_side(run: Run, bare: tuple[str, ...]) -> None:
    result = run("entity", "gazette-office", "other-office", *bare)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "nothing is said of any of them" in result.stdout


def test_what_is_suggested_asks_the_same_datasets(run: Run) -> None:
    given = ("--data", str(HARBOUR), "--no-bundled")
    result = run("claim", "--about", "oort", "--topic", "capacity", *given)
    tries = result.stderr.strip().partition("try: ")[2]
    assert tries == f"minewatch claim --topic capacity --by oort --data {HARBOUR} --no-bundled"
    assert run(*shlex.split(tries)[1:]).exit_code == 0
    searched = run("search", *given, "--", "-lamp zzzz").stderr.strip().partition("try: ")[2].partition(" or ")[0]
    assert searched == f"minewatch search --data {HARBOUR} --no-bundled -- -lamp"
    assert run(*shlex.split(searched)[1:]).exit_code == 0


@pytest.mark.parametrize("words", [("claim",), ("export", "jsonl")])
def test_drafts_are_told_of_where_nothing_is_found_too(run: Run, words: tuple[str, ...]) -> None:
    result = run(*words, "--about", "norway", "--topic", "production", "--data", str(COURIER))
    assert result.exit_code == 1
    assert result.stderr.startswith("minewatch: 1 draft of courier left out, not read against the source yet;")
