"""Every fault stands at the line of the field that is wrong, where each field has a line of its own."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hostile import WHOLE, Path_

from minewatch.check import check
from minewatch.dataset import load
from minewatch.faults import Problem

Change = Callable[[dict[str, Any]], object]


def line_of(text: str, at: Path_) -> int:
    """Return the line on which the name of the field at `at` stands."""
    node = yaml.compose(text, yaml.SafeLoader)
    line = 0
    for step in at:
        if isinstance(node, yaml.MappingNode):
            key, node = next((key, value) for key, value in node.value if key.value == step)
            line = key.start_mark.line + 1
        else:
            assert isinstance(node, yaml.SequenceNode)
            node = node.value[step]
            line = node.start_mark.line + 1
    return line


def put(at: Path_, value: Any) -> Change:
    """Return what puts `value` there."""

    def change(whole: dict[str, Any]) -> None:
        node: Any = whole
        for step in at[:-1]:
            node = node[step]
        node[at[-1]] = value

    return change


def more(name: str, **fields: Any) -> Change:
    """Return what adds a record, the last of its kind with these fields instead."""
    return lambda whole: whole[name].append(copy.deepcopy(whole[name][-1]) | fields)


DANGLING: list[tuple[Path_, Path_]] = [
    (("claims", 0, "source"), ("claims", 0, "source")),
    (("claims", 0, "about", 1), ("claims", 0, "about")),
    (("claims", 0, "said_by", "speaker"), ("claims", 0, "said_by")),
    (("claims", 1, "said_by"), ("claims", 1, "said_by")),
    (("claims", 0, "said_to"), ("claims", 0, "said_to")),
    (("claims", 0, "via"), ("claims", 0, "via")),
    (("claims", 0, "quotes", 0), ("claims", 0, "quotes")),
    (("claims", 0, "position", "country"), ("claims", 0, "position")),
    (("claims", 0, "links", 0, "to"), ("claims", 0, "links")),
    (("quotes", 0, "source"), ("quotes", 0, "source")),
    (("quotes", 0, "speaker"), ("quotes", 0, "speaker")),
    (("quotes", 0, "said_to"), ("quotes", 0, "said_to")),
    (("quotes", 0, "about", 0), ("quotes", 0, "about")),
    (("gaps", 0, "source"), ("gaps", 0, "source")),
    (("gaps", 0, "about", 0), ("gaps", 0, "about")),
    (("entities", 1, "relations", 0, "to"), ("entities", 1, "relations")),
    (("entities", 1, "relations", 0, "source"), ("entities", 1, "relations")),
    (("entities", 1, "roles", 0, "source"), ("entities", 1, "roles")),
    (("entities", 4, "uses", 0, "source"), ("entities", 4, "uses")),
    (("entities", 3, "members", "are", 0), ("entities", 3, "members")),
    (("sources", 0, "publisher", "id"), ("sources", 0, "publisher")),
    (("sources", 0, "derived_from", 0, "to"), ("sources", 0, "derived_from")),
]
"""Where an id stands that is no record's, and the field at which that is said."""

WRONG: dict[str, tuple[Change, str, Path_]] = {
    **{
        f"unknown-id {'.'.join(map(str, at))}": (put(at, "nowhere"), "unknown-id", line)
        for at, line in DANGLING
    },
    "repeated-id": (more("gaps"), "repeated-id", ("gaps", 1, "id")),
    "repeated-id, not first": (
        lambda whole: whole["gaps"].append({"source": "paper", **{k: v for k, v in whole["gaps"][0].items() if k != "source"}}),
        "repeated-id", ("gaps", 1, "id"),
    ),
    "iso-codes": (put(("entities", 0, "codes", "alpha3"), "XRUU"), "iso-codes", ("entities", 0, "codes")),
    "iso-codes, fewer": (put(("entities", 0, "codes"), {"alpha2": "XR"}), "iso-codes", ("entities", 0, "codes")),
    "iso-codes of no country": (
        put(("entities", 4, "codes"), {"alpha2": "XA", "alpha3": "XAT", "numeric": "902"}), "iso-codes", ("entities", 4, "codes"),
    ),
    "repeated-code": (
        more("entities", id="land-2", kind="country", codes={"alpha2": "XA", "alpha3": "XRU", "numeric": "902"}, uses=[]),
        "repeated-code", ("entities", 5, "codes"),
    ),
    "affiliation-cycle": (
        lambda whole: [
            put(("entities", n, "relations"), [{"type": "affiliation", "to": to, "source": "paper", "paragraphs": [1]}])(whole)
            for n, to in ((0, "press"), (2, "ada"))
        ] and None,
        "affiliation-cycle", ("entities", 0, "relations"),
    ),
    "quotation-apart": (
        lambda whole: [more("quotes", **fields)(whole) for fields in (
            {"id": "b", "quotation": "words"}, {"id": "c", "quotation": "other"}, {"id": "d", "quotation": "words"},
        )] and None,
        "quotation-apart", ("quotes", 3, "quotation"),
    ),
    "quotation": (
        more("quotes", id="b", quotation="words", speaker="press"), "quotation", ("quotes", 1, "quotation"),
    ),
    "direct-quote": (put(("claims", 1, "quotes"), ["words"]), "direct-quote", ("claims", 1, "quotes")),
    "implied-speaker": (put(("claims", 1, "said_by"), "ada"), "implied-speaker", ("claims", 1, "said_by")),
    "position-country": (put(("claims", 0, "position", "country"), "ada"), "position-country", ("claims", 0, "position")),
    "unknown-unit": (put(("claims", 0, "quantity", "unit"), "bota"), "unknown-unit", ("claims", 0, "quantity")),
    "quantity-form": (put(("claims", 0, "quantity", "low"), 1), "quantity-form", ("claims", 0, "quantity")),
    "unknown-paragraph": (put(("claims", 0, "evidence"), [1, 9]), "unknown-paragraph", ("claims", 0, "evidence")),
    "unknown-paragraph of a date": (
        put(("claims", 0, "when", "paragraphs"), [9]), "unknown-paragraph", ("claims", 0, "when"),
    ),
    "unknown-paragraph of a relation": (
        put(("entities", 1, "relations", 0, "paragraphs"), [9]), "unknown-paragraph", ("entities", 1, "relations"),
    ),
    "unknown-paragraph of an attribution": (
        put(("claims", 0, "said_by", "paragraphs"), [9]), "unknown-paragraph", ("claims", 0, "said_by"),
    ),
    "unknown-paragraph of a publisher": (
        put(("sources", 0, "publisher", "paragraphs"), [9]), "unknown-paragraph", ("sources", 0, "publisher"),
    ),
    "hidden-character": (put(("claims", 0, "note"), "a\u202eb"), "hidden-character", ("claims", 0, "note")),
    "hidden-character of an attribution": (
        put(("claims", 0, "said_by", "reason"), "a\u202eb"), "hidden-character", ("claims", 0, "said_by"),
    ),
    "hidden-character of an alias": (
        put(("entities", 0, "aliases", 0, "name"), "a\u202eb"), "hidden-character", ("entities", 0, "aliases"),
    ),
    "long-quote": (put(("quotes", 0, "text"), "word " * 81), "long-quote", ("quotes", 0, "text")),
    "supplied-title": (put(("sources", 0, "supplied_title"), "Ours"), "supplied-title", ("sources", 0, "supplied_title")),
    "missing-reason": (put(("sources", 0, "url"), None), "missing-reason", ("sources", 0, "url")),
}  # fmt: skip


def faults(folder: Path, change: Change) -> tuple[list[Problem], str]:
    whole = copy.deepcopy(WHOLE)
    change(whole)
    text = yaml.dump(whole, default_flow_style=False, sort_keys=False, allow_unicode=True, Dumper=_Plain)
    (folder / "d.yaml").write_text(text, encoding="utf-8")
    return check(load(folder)), text


class _Plain(yaml.SafeDumper):
    """Writes what is there twice twice, and no aliases."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        return True


@pytest.mark.parametrize(("change", "rule", "at"), WRONG.values(), ids=WRONG)
def test_a_fault_stands_at_the_line_of_its_field(tmp_path: Path, change: Change, rule: str, at: Path_) -> None:
    found, text = faults(tmp_path, change)
    lines = [problem.line for problem in found if problem.rule == rule]
    assert line_of(text, at) in lines, list(map(str, found))


def test_the_dataset_is_sound_as_it_is(tmp_path: Path) -> None:
    found, _ = faults(tmp_path, lambda _: None)
    assert [problem for problem in found if problem.severity == "fault"] == []


def test_a_quote_of_as_many_words_as_may_be_is_no_long_one(tmp_path: Path) -> None:
    found, _ = faults(tmp_path, put(("quotes", 0, "text"), "word " * 80))
    assert found == []


def test_an_empty_dataset_is_said_at_the_folder(tmp_path: Path) -> None:
    (tmp_path / "d.yaml").write_text("dataset: {id: x}")
    assert list(map(str, check(load(tmp_path)))) == [f"{tmp_path}:1: empty: the folder holds no records"]
