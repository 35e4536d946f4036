"""The look-ups as tools that another program calls by name: what each takes, and what it gives back.

A tool is the command of the same name: it asks the same question, and gives the same document as `--json`. Around that
stands that it is quoted. How a call comes in and goes out is not known here.
"""

import json
import os
import re
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, TypedDict

from minewatch import contract, schema
from minewatch.answers import Answer
from minewatch.cli import (
    brief,
    cite,
    claim,
    country,
    entity,
    figure,
    filters,
    opening,
    output,
    quote,
    search,
    source,
    timeline,
)
from minewatch.errors import BadUsage, ExitCode, Unanswered
from minewatch.extent import cut
from minewatch.model import CLAIM_BASES, KINDS, SORTS, STATUSES, TOPICS
from minewatch.notices import drafts, notices
from minewatch.query import Facts
from minewatch.render import Manner, refuse, render

if TYPE_CHECKING:
    from sqlite3 import Connection

LIMIT = 50
"""How many rows an answer has where no other number is given; it says how many there are."""

_Names = Annotated[list[str], "names, ids or codes; none for the overview, several for a card each"]
_Limit = Annotated[int, f"at most so many of what is listed, {LIMIT} if not said; a card is whole"]


class _Named(TypedDict, total=False):
    names: _Names
    limit: _Limit


class _Narrowed(TypedDict, total=False):
    about: Annotated[list[str], "names or ids: what is about one of them, or about anything affiliated with it"]
    topic: list[Annotated[str, TOPICS]]
    paragraph: Annotated[list[int], "paragraph numbers, from 1"]
    source: Annotated[list[str], "sources, by id, title or publisher"]
    limit: _Limit


class _Filtered(_Narrowed, total=False):
    by: Annotated[list[str], "names or ids: what they say, or anybody affiliated"]
    via: Annotated[list[str], "names or ids: what they report that others said"]
    status: Annotated[list[Annotated[str, STATUSES]], "how firm it is"]
    basis: Annotated[list[Annotated[str, CLAIM_BASES]], "on what the claim as a whole rests"]
    since: Annotated[str, "an EDTF date as in 2026-02: what may reach to it or later; undated claims are left out"]
    until: Annotated[str, "an EDTF date: what may begin by then"]


class _Claims(_Filtered, total=False):
    ids: Annotated[list[str], "claims to have in full; no filter goes with them"]


class _Figures(_Filtered, total=False):
    names: _Names


class _Quotes(_Narrowed, total=False):
    names: Annotated[list[str], "speakers; an organisation gives its people's; none for all"]


class _Entities(_Named, total=False):
    kind: Annotated[list[Annotated[str, KINDS]], "to list these only; goes without names"]


class _Countries(TypedDict):
    names: Annotated[list[str], "countries, by name, code or capital; a briefing each"]


class _Brief(_Countries, total=False):
    new_since: Annotated[
        str, "an EDTF date as in 2025-08: what was reported then or later, and of what that cannot be told"
    ]


class _Text(TypedDict):
    text: Annotated[str, 'words, or the beginnings of some, all of which must be found; "a phrase" in quotes']


class _Search(_Text, total=False):
    kind: Annotated[list[Annotated[str, SORTS]], "to keep these only"]
    limit: _Limit


class _Ids(TypedDict):
    ids: Annotated[list[str], "records of any kind by id, or what has a name"]


class _Cite(_Ids, total=False):
    accessed: Annotated[str, "the day on which it was read, as in 2026-02-20, or today; left out if not said"]
    limit: _Limit


class Tool(NamedTuple):
    """What there is to know of a tool."""

    name: str
    """Of the command too."""
    text: str
    takes: Mapping[str, Any]
    """The JSON Schema of its arguments."""
    gives: Mapping[str, Any]
    """That of its result."""

    def worded(self, message: str) -> str:
        """Return a command's message with the arguments' own names for the options that it speaks of."""
        names = {f"--{name.replace('_', '-')}": name for name in self.takes["properties"]}
        return re.sub("--[a-z-]+", lambda option: names.get(option[0], option[0]), message)


class Result(NamedTuple):
    """What a call gives."""

    code: ExitCode
    content: "contract.Result"


_Given = dict[str, Any]


def _kept(facts: Facts, given: _Given) -> Any:
    return facts.filters(**{name: given[name] for name in filters.FILTERS if name in given})


_ASK: dict[str, tuple[type, Callable[[Facts, _Given, str], Answer]]] = {
    "country": (_Named, lambda facts, given, _: country.country(facts, given.get("names"))),
    "brief": (_Brief, lambda facts, given, _: brief.brief(facts, given["names"], given.get("new_since"))),
    "timeline": (_Filtered, lambda facts, given, _: timeline.timeline(facts, _kept(facts, given))),
    "quote": (_Quotes, lambda facts, given, _: quote.quote(facts, _kept(facts, given), given.get("names"))),
    "claim": (_Claims, lambda facts, given, _: claim.claim(facts, _kept(facts, given), given.get("ids"))),
    "figure": (_Figures, lambda facts, given, _: figure.figure(facts, _kept(facts, given), given.get("names"))),
    "entity": (_Entities, lambda facts, given, _: entity.entity(facts, given.get("names"), given.get("kind"))),
    "search": (_Search, lambda facts, given, _: search.search(facts, [given["text"]], given.get("kind"))),
    "source": (_Named, lambda facts, given, _: source.source(facts, given.get("names"))),
    "cite": (_Cite, lambda facts, given, day: cite.cite(facts, given["ids"], given.get("accessed"), today=day)),
}
"""What each takes, and the command's own question."""
NAMES = tuple(_ASK)


def tools() -> tuple[Tool, ...]:
    """Return all tools."""
    return tuple(Tool(name, _text(name), _takes(_ASK[name][0]), schema.result(name)) for name in NAMES)


def _takes(kind: type) -> Mapping[str, Any]:
    """Return the schema of what a tool takes; what it cannot do without is not empty."""
    takes = schema.arguments(kind)
    for name in takes["required"]:
        field = takes["properties"][name]
        field |= {"minItems": 1} if field["type"] == "array" else {}
    return takes


def _text(name: str) -> str:
    """Return what a tool does: the help of its command, and how its result is to be taken."""
    told = getattr(import_module(f"minewatch.cli.{name}"), name).__doc__ or ""
    return f"{' '.join(told.split())} {contract.QUOTED}"


class Desk:
    """Answers calls from the datasets as they are at the time of each, like a command does."""

    def __init__(self, data: list[str] | None, *, bundled: bool, today: str | None) -> None:
        """Take which datasets are asked, and on which day: that of the clock at the time of each call if it is None.

        Raises:
            MinewatchError: the datasets cannot be opened, or the day is none.
        """
        self.data, self.bundled, self.day = data, bundled, today
        self._today()
        opening.opened(self.data, os.environ, bundled=self.bundled).close()

    def call(self, name: str, given: _Given) -> Result:
        """Return what the tool `name` has to say to the arguments `given`, which are as its schema has them.

        Raises:
            MinewatchError: they do not go together, or the datasets cannot be opened any more.
        """
        limit = int(given.get("limit", LIMIT))  # 1.0 is an integer in JSON Schema
        if limit < 1:
            raise BadUsage(f"limit is {limit}; it is 1 at least")
        today = self._today()

        def asked(db: "Connection") -> Result:
            facts = Facts(db)
            setting = facts.setting(today)
            try:
                answer = _ASK[name][1](facts, given, today)
            except Unanswered as error:
                lines = refuse("json", error, setting, Manner())
                return _result(error.code, list(drafts(setting)), json.loads("".join(lines)))
            setting = setting._replace(beside=facts.beside(cut(answer, limit)))
            document = json.loads("".join(render("json", answer, setting, Manner(limit=limit))))
            return _result(ExitCode.FOUND, list(notices(answer, setting, None)), document)

        with opening.asked(asked, self.data, os.environ, bundled=self.bundled) as result:
            return result

    def _today(self) -> str:
        return output.today(self.day, os.environ)


def _result(code: ExitCode, remarks: list[str], document: Any) -> Result:
    return Result(code, {"notice": contract.QUOTED, "exit_code": code, "remarks": remarks, "document": document})
