"""What programs get: every command in every format, held against the schemas over whole datasets."""

import csv
import io
import json
import re
import shlex
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import COURIER, HARBOUR, ROOT, SERVING, TODAY, Run
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt

from minewatch import CONTRACT, __version__, contract, schema, shapes
from minewatch.answers import Answer, Beginning, Differences
from minewatch.article import Article
from minewatch.audit import audit
from minewatch.beginning import begin
from minewatch.changes import compare
from minewatch.cli import COMMANDS
from minewatch.content import content, edition
from minewatch.dataset import load
from minewatch.errors import Unanswered
from minewatch.query import Facts
from minewatch.render import FORMATS, Manner, refuse, render
from minewatch.render.csv import COLUMNS
from minewatch.starting import Given
from minewatch.view import page
from minewatch.view.blocks import Grid

VALIDATORS = {command: Draft202012Validator(schema.document(command)) for command in contract.ANSWERS}
RECORD = Draft202012Validator(schema.record())


@pytest.fixture(params=["bundled", "harbour"])
def either(request: pytest.FixtureRequest) -> Facts:
    found: Facts = request.getfixturevalue("facts" if request.param == "bundled" else "harbour")
    return found


def answers(facts: Facts) -> Iterator[tuple[str, Answer]]:
    """Yield what each command answers without a name, and with every name that there is."""
    yield "country", facts.matrix()
    yield "timeline", facts.timeline()
    yield "quote", facts.quotations()
    yield "claim", facts.claims()
    yield "claim", facts.claims(compare=True)
    yield "figure", facts.figures()
    yield "entity", facts.entities()
    yield "source", facts.sources()
    yield "source", facts.source_cards([source.id for source in facts.sources().sources])
    entities = [entity.id for entity in facts.entities().entities]
    claims = [claim.id for claim in facts.claims().claims]
    countries = [entity.id for entity in facts.entities(["country"]).entities]
    yield "entity", facts.entity_cards(entities)
    yield "claim", facts.claim_cards(claims)
    yield "country", facts.cards(countries)
    yield "brief", facts.briefs(countries, "2024-06")
    yield "cite", facts.citations([*entities, *claims], TODAY)
    yield "verify", facts.verification(Article("copy.txt", ("Some other text.",)))
    yield "diff", differences()
    yield "check", audit([COURIER])
    yield "init", begun()
    for kind in ("claim", "quote", "gap", "entity", "source"):
        for words in ("mines", "lamp", "boats", "costs", "lighthouse"):
            try:
                yield "search", facts.search(words, [kind])
            except Unanswered:
                continue


def begun() -> Beginning:
    """Return what is found in a small article."""
    with tempfile.TemporaryDirectory() as scratch:
        article = Path(scratch, "article.txt")
        article.write_text("“We need 40 boats,” said Ada Oort of Norway in 1995.\n\nSubscribe\n", encoding="utf-8")
        return begin(Path(scratch, "new"), str(article), Given("new"))[0]


def differences() -> Differences:
    """Return what became of a dataset that lost and gained records, and of which one is withdrawn and one changed."""
    old = load(HARBOUR).dataset
    boats, *others = reversed(old.claims)
    claims = (*(claim._replace(id=f"{claim.id}-2") for claim in others), boats._replace(status="alleged"))
    new = old._replace(claims=claims, gaps=tuple(gap._replace(state="withdrawn") for gap in old.gaps))
    return Differences(edition(old, 0), edition(new, 1), compare(old, new))


def documents(facts: Facts) -> Iterator[tuple[str, dict[str, Any], Answer]]:
    setting = facts.setting(TODAY)
    for command, answer in answers(facts):
        yield command, json.loads("".join(render("json", answer, setting, Manner()))), answer


def test_every_command_has_a_schema_and_every_schema_is_one() -> None:
    assert {*contract.ANSWERS, "export", "browse", *SERVING, "schema"} == set(COMMANDS)
    for command in contract.ANSWERS:
        Draft202012Validator.check_schema(schema.document(command))
    Draft202012Validator.check_schema(schema.record())


def test_every_document_is_as_its_schema_says(either: Facts) -> None:
    met = set()
    for command, document, _ in documents(either):
        VALIDATORS[command].validate(document)
        assert document["results"], command
        met.add(command)
    assert met == set(contract.ANSWERS)


def test_every_line_is_as_the_record_s_schema_says_and_in_its_answer_s_forms(either: Facts) -> None:
    setting = either.setting(TODAY)
    for _, answer in answers(either):
        lines = [json.loads(line) for line in render("jsonl", answer, setting, Manner())]
        assert lines == list(map(dict, shapes.records(answer, setting)))
        for line in lines:
            RECORD.validate(line)
            assert set(line) <= set(contract.fields(answer))


def test_the_records_of_a_card_are_those_of_the_lists(facts: Facts) -> None:
    setting = facts.setting(TODAY)
    listed = {record["id"]: record for record in shapes.records(facts.claims(), setting)}
    for command, document, _ in documents(facts):
        for result in document["results"]:
            for record in result.get("claims", []) if command in ("country", "entity") else []:
                assert record == listed[record["id"]]


def test_csv_has_the_same_columns_for_all_and_a_row_a_record(either: Facts) -> None:
    setting = either.setting(TODAY)
    for _, answer in answers(either):
        text = "\n".join(render("csv", answer, setting, Manner(raw=True)))
        header, *rows = csv.reader(io.StringIO(text))
        assert tuple(header) == COLUMNS
        records = list(shapes.records(answer, setting))
        assert [row[:2] for row in rows] == [[record["kind"], record.get("id") or ""] for record in records]


def test_csv_leaves_nothing_out_that_has_a_column() -> None:
    """What a record has at its top is in a column of that name, or is spread over several."""
    spread = {"attribution", "quantity", "position", "speaker", "csl", "published", "missing", "publisher_basis"}
    for kind in contract.Record.__args__:
        assert set(kind.__annotations__) - set(COLUMNS) - spread <= {
            "entities",
            "quotations",
            "gaps",
            "version",
            "sources",
        }


@pytest.mark.parametrize("format_", FORMATS)
def test_every_command_prints_something_in_every_format(either: Facts, format_: str) -> None:
    setting = either.setting(TODAY)
    for command, answer in answers(either):
        assert len("".join(render(format_, answer, setting, Manner()))) > 40, command


@pytest.mark.parametrize("format_", ["json", "jsonl", "csv"])
def test_fields_select_in_order_and_an_unknown_one_lists_the_known(run: Run, format_: str) -> None:
    out = run("claim", "--by", "belma", "--format", format_, "--fields", "status,id").stdout
    if format_ == "csv":
        names = out.splitlines()[0].split(",")
    elif format_ == "jsonl":
        names = list(json.loads(out.splitlines()[0]))
    else:
        names = list(json.loads(out)["results"][0])
    assert names == ["status", "id"]
    wrong = run("claim", "--format", format_, "--fields", "id,weather")
    assert wrong.exit_code == 2
    assert wrong.stderr.startswith("minewatch: there is no field 'weather' here; there are kind, id,")


def test_fields_are_known_by_what_may_come_and_not_by_what_did(run: Run) -> None:
    # No claim of Belarus comes with a quote, and a card may have quotes
    assert run("country", "belarus", "--format", "jsonl", "--fields", "quotation").exit_code == 0


def test_a_document_says_who_answered_from_what_and_when(run: Run) -> None:
    document = json.loads(run("claim", "--by", "ukraine", "--limit", "1", "--json").stdout)
    around = {name: document[name] for name in ("minewatch", "contract", "today", "total", "truncated")}
    assert around == {
        "minewatch": __version__,
        "contract": CONTRACT,
        "today": TODAY,
        "total": 2,
        "truncated": True,
    }
    (dataset,) = document["datasets"]
    title = "Poland's decision to make anti-personnel mines again"
    assert dataset.items() >= {"id": "poland-mines", "version": "1.0.0", "title": title, "drafts": 0}.items()
    assert dataset["sha256"] == content(load(ROOT / "data").dataset)
    assert document["as_reported"][0]["published"]["edtf"] == "[2025-08..2025-12]"
    assert document["absence"] is None


ABSENT: dict[str, tuple[list[str], dict[str, Any]]] = {
    "a name that is not there": (
        ["country", "sweden"],
        {"reason": "not-in-dataset", "name": "sweden", "among": "countries", "known": [], "suggestions": []},
    ),
    "a name spelt alike": (
        ["entity", "zalewsky"],
        {"reason": "not-in-dataset", "name": "zalewsky", "among": "names", "known": [], "suggestions": ["zalewski"]},
    ),
    "a name of something else": (
        ["country", "belma"],
        {"reason": "not-in-dataset", "known": [{"id": "belma", "label": "Belma"}], "tries": ["minewatch entity belma"]},
    ),
    "no such claim": (
        ["claim", "poland"],
        {"reason": "not-in-dataset", "among": "claims", "tries": ["minewatch claim --about poland"]},
    ),
    "no such word": (["search", "zeppelin"], {"reason": "not-in-dataset", "among": "words", "name": "zeppelin"}),
    "nothing said": (
        ["claim", "--about", "norway", "--topic", "production"],
        {"reason": "not-said", "about": [{"id": "norway", "label": "Norway"}], "topic": ["production"], "by": []},
    ),
    "no words of theirs": (
        ["quote", "lithuania"],
        {"reason": "not-said", "by": [{"id": "lithuania", "label": "Lithuania"}], "about": []},
    ),
    "no figure": (["figure", "latvia"], {"reason": "not-said", "about": [{"id": "latvia", "label": "Latvia"}]}),
    "filtered out": (
        ["claim", "--about", "poland", "--until", "1900"],
        {"reason": "filtered-out", "filters": {"until": ["1900-12-31"]}, "without": 38},
    ),
    "ambiguous": (
        ["claim", "--about", "united"],
        {
            "reason": "ambiguous",
            "name": "united",
            "known": [
                {"id": "united-states", "label": "United States"},
                {"id": "united-nations", "label": "United Nations"},
            ],
        },
    ),
}


@pytest.mark.parametrize(("words", "expected"), ABSENT.values(), ids=ABSENT)
def test_why_there_is_nothing_has_a_shape(run: Run, words: list[str], expected: dict[str, Any]) -> None:
    result = run(*words, "--json")
    assert result.exit_code == (3 if expected["reason"] == "ambiguous" else 1)
    document = json.loads(result.stdout)
    VALIDATORS[words[0]].validate(document)
    assert (document["total"], document["results"]) == (0, [])
    absence = document["absence"]
    assert {name: absence[name] for name in expected} == expected
    assert result.stderr.startswith(f"minewatch: {absence['message']}")
    assert absence["tries"] or absence.get("suggestions") or absence["reason"] == "ambiguous", "it says what to try"
    for command in absence["tries"]:
        assert run(*shlex.split(command)[1:]).exit_code == 0, command


@pytest.mark.parametrize("words", [words for words, _ in ABSENT.values()], ids=ABSENT)
@pytest.mark.parametrize("format_", ["table", "jsonl", "csv", "md"])
def test_in_the_other_formats_nothing_is_nothing(run: Run, words: list[str], format_: str) -> None:
    assert run(*words, "--format", format_).stdout == ""


def test_the_schemas_are_printed(run: Run) -> None:
    assert json.loads(run("schema").stdout) == schema.record()
    assert json.loads(run("schema", "claim").stdout) == schema.document("claim")
    wrong = run("schema", "weather")
    assert (wrong.exit_code, wrong.stdout) == (2, "")
    assert wrong.stderr.startswith("minewatch: there is no schema of 'weather'; there are country, brief, timeline,")


def test_every_type_says_what_it_is() -> None:
    for definition in schema.record()["$defs"].values():
        assert definition["description"].endswith("."), definition
        assert definition["required"] == list(definition["properties"])


def test_a_schema_refuses_what_is_not_as_it_says(facts: Facts) -> None:
    line = next(iter(render("jsonl", facts.claims(), facts.setting(TODAY), Manner())))
    good = json.loads(line)
    bad: list[Callable[[], dict[str, Any]]] = [
        lambda: good | {"status": "certain"},
        lambda: good | {"more": 1},
        lambda: {key: value for key, value in good.items() if key != "basis"},
        lambda: good | {"evidence": ["1"]},
    ]
    assert RECORD.is_valid(good)
    assert not any(RECORD.is_valid(change()) for change in bad)


def test_the_docs_have_no_other_schema() -> None:
    copies = {path.stem for path in Path(ROOT / "docs" / "schemas").glob("*")}
    assert copies == {"record", "dataset", *contract.ANSWERS}


def test_a_refusal_is_for_json_alone(facts: Facts) -> None:
    with pytest.raises(Unanswered) as caught:
        facts.country("sweden")
    setting = facts.setting(TODAY)
    assert [bool(list(refuse(name, caught.value, setting, Manner()))) for name in FORMATS] == [
        False,
        True,
        False,
        False,
        False,
    ]


def test_markdown_reads_as_what_the_page_says(either: Facts) -> None:
    """Held against a parser that is not ours: what is a table is one, and no character is taken for markup."""
    parser = MarkdownIt("commonmark").enable("table")
    setting = either.setting(TODAY)
    for command, answer in answers(either):
        tokens = parser.parse("\n".join(render("md", answer, setting, Manner())))
        assert tokens[0].tag == "h1", command
        inline = [token for token in tokens if token.type == "inline"]
        read = " ".join(child.content for token in inline for child in token.children or ())
        letters = re.compile(r"[^\W_]+")
        said = "\n".join(render("table", answer, setting, Manner()))
        assert set(letters.findall(said)) <= set(letters.findall(read)), command
        for block in page(answer, setting):
            if isinstance(block, Grid):
                assert any(token.type == "table_open" for token in tokens), command
        assert not {child.type for token in inline for child in token.children or ()} & {
            "link_open",
            "image",
            "code_inline",
        }
