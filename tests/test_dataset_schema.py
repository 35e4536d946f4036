"""The schema for editors: it takes what the loader takes, and faults what a reader of one file can fault."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import HARBOUR, ROOT, Run
from jsonschema import Draft202012Validator

from minewatch.dataset import load
from minewatch.dataset.schema import dataset
from minewatch.model import LADDERS, STATUSES, TOPICS

VALIDATOR = Draft202012Validator(dataset())
FILES = [*(ROOT / "data").rglob("*.yaml"), *(ROOT / "examples").rglob("*.yaml"), HARBOUR / "harbour.yaml"]
SOUND = (HARBOUR / "harbour.yaml").read_text(encoding="utf-8")


class Editor(yaml.SafeLoader):
    """YAML 1.2 as editors read it: no dates, and of words only true and false are truth values."""


Editor.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag.split(":")[-1] in ("int", "float", "null")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Editor.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("true|false"), list("tf"))


def read(text: str) -> Any:
    return yaml.load(text, Loader=Editor)  # noqa: S506  # a safe loader of our own


def faults(text: str) -> list[str]:
    return [error.message for error in VALIDATOR.iter_errors(read(text))]


def test_it_is_a_schema_and_the_one_that_is_published(run: Run) -> None:
    Draft202012Validator.check_schema(dataset())
    published = (ROOT / "docs" / "schemas" / "dataset.json").read_text(encoding="utf-8")
    assert run("schema", "dataset").stdout == published


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_it_takes_every_sound_file(path: Path) -> None:
    assert faults(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", FILES[:-1], ids=lambda path: path.name)
def test_every_file_that_is_given_away_names_it_to_editors(path: Path) -> None:
    first = path.read_text(encoding="utf-8").split("\n", 1)[0]
    named = first.removeprefix("# yaml-language-server: $schema=")
    assert (path.parent / named).resolve() == ROOT / "docs" / "schemas" / "dataset.json"


BROKEN: dict[str, tuple[str, str]] = {
    "a word that is none": ("status: planned", "status: plannd"),
    "an unknown field": ("statement: No answer came.", "statment: No answer came."),
    "a field that is missing": ("    statement: No answer came.\n", ""),
    "a field that is missing within": ("edtf: 2025-21, ", ""),
    "no list": ("evidence: [1]", "evidence: 1"),
    "an empty list": ("evidence: [1]", "evidence: []"),
    "an item twice": ("about: [atlantis]", "about: [atlantis, atlantis]"),
    "no id": ("id: no-answer", "id: No_Answer"),
    "no number": ("value: decided", "value: 3"),
    "words for a number": ("low: 40", "low: some"),
    "fields for text": ("statement: No answer came.", "statement: {so: it is}"),
    "text for fields": ("when: {edtf: 2025-21", "when: 2025-21 #"),
    "an unknown list": ("gaps:", "gap:"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_what_the_loader_faults_in_one_file_the_schema_does(tmp_path: Path, what: str) -> None:
    sound, broken = BROKEN[what]
    text = SOUND.replace(sound, broken, 1)
    assert text != SOUND
    assert faults(text)
    (tmp_path / "d.yaml").write_text(text, encoding="utf-8")
    assert load(tmp_path).problems


@pytest.mark.parametrize(
    "text",
    [
        "claims: [{draft: true, id: a-date, evidence: [1], when: {wording: next year}}]",
        "quotes: [{draft: true, id: words, text: So it is, paragraph: 2}]",
        "entities: [{id: x, kind: person, label: X, relations: [{draft: true, type: affiliation}]}]",
        "claims: null\ngaps:",
    ],
)
def test_a_draft_may_lack_what_it_would_need(tmp_path: Path, text: str) -> None:
    assert faults(text) == []
    (tmp_path / "d.yaml").write_text(text, encoding="utf-8")
    assert load(tmp_path).problems == ()
    undrafted = text.replace("draft: true, ", "")
    assert bool(faults(undrafted)) is (undrafted != text)


def test_it_completes_every_word_there_is() -> None:
    claim = dataset()["$defs"]["claim-part"]["properties"]
    position = dataset()["$defs"]["position"]["properties"]
    assert claim["status"]["enum"] == list(STATUSES)
    assert claim["topic"]["items"]["enum"] == list(TOPICS)
    assert position["question"]["enum"] == list(LADDERS)
    assert {value for ladder in LADDERS.values() for value in ladder} == set(position["value"]["enum"])
