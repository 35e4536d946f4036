"""The records of a part, in whichever process: held against the rules, and made rows of."""

import marshal
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from minewatch.across import concerns
from minewatch.check import EACH
from minewatch.check.records import Records
from minewatch.compiling.aside import put_aside
from minewatch.compiling.digests import Alike, by_beginning
from minewatch.compiling.known import Known, Owed, brief, know, let_go
from minewatch.compiling.parts import Besides, Content, Part, changed, content_of, put, read_all
from minewatch.compiling.spilled import Spilled, packed
from minewatch.content import digest, digest_of, freeze
from minewatch.dataset import at_home
from minewatch.faults import Problem
from minewatch.merge import renamed
from minewatch.model import LISTS, Claim, Gap, Quote, Source
from minewatch.rows import rows


class Held(NamedTuple):
    """Records of one list that have been held against the rules."""

    breaches: list[Problem]
    """What breaks a rule."""
    rows: bytes
    """For the tables that are not made aside."""
    aside: dict[str, Spilled]
    """Those for each that is."""
    digests: list[Alike]
    """Of the records as they are in their dataset; that of a quote is as if it were a whole quotation."""
    own: list[tuple[int, str]]
    """Quotes that name something otherwise in their dataset than among all, as they are there."""
    known: list[tuple[int, str, bytes]]
    """Of sources and quotes what others are held against, by number and id."""
    wanted: list[tuple[int, str]]
    """For each source the paragraphs on which something is to stand: those that are not said to be `empty`."""
    stands: list[tuple[str, str]]
    """On which paragraphs of each source, by what that is called among all, a claim or a quote stands."""
    owed: list[tuple[str, str]]
    """Which records they name that may come later, with their list."""
    across: list[bytes]
    """Those that concern other datasets too, packed with their places."""


class Outcome(NamedTuple):
    """What came of a part."""

    besides: Besides | None
    """None where that is known already."""
    held: dict[str, Held]
    """By the list of the records."""
    spilled: dict[str, Spilled]
    """Where those lists are that could not be held yet."""


class Round(NamedTuple):
    """What is the same for all parts of a dataset that are held in one round."""

    scratch: str
    """A folder for what is put away."""
    known: str
    """The file in which is what is known by then."""
    nth: int
    """Raised whenever more is known: 0 is before the round of sources."""
    number: int
    """Of the dataset."""
    id: str
    """What that is called."""
    among: tuple[int, int]
    """From which number on its records of each list are numbered, and from which those of the next dataset."""
    several: bool
    """Whether it is one of several datasets."""


def held(part: Part, name: str, turn: Round) -> Outcome:
    """Hold the records of the list `name` in `part` against the rules for each; what all show is not looked at."""
    content, known = content_of(part, name), _known(turn)
    records = content.records.get(name, ())
    sources = known.sources.near({one.source for one in records} if name != "sources" else ())
    quotes = known.quotes.near({ident for claim in records for ident in claim.quotes} if name == "claims" else ())
    return Outcome(content.besides, {name: _held(name, content, part, turn, sources, quotes)}, {})


def held_at_once(part: Part, turn: Round, place: str) -> Outcome:
    """Hold the records of all lists in `part`, which `survey` did not read, against the same rules.

    A list in which a source or a quote of another part is named is put into the file `place` instead, for its round.

    Raises:
        UnreadableDataset: as `read_all`; or there is what `survey` did not see.
    """
    content = read_all(part.pieces)
    if "entities" in content.records or (content.besides and content.besides.heads):
        raise changed(part.pieces)
    sources = {source.id: source for source in content.records.get("sources", ())}
    quotes = {quote.id: quote for quote in content.records.get("quotes", ())}
    now: list[str] = []
    later: list[str] = []
    for name, records in content.records.items():
        within = name == "sources" or all(_within(one, sources, quotes) for one in records)
        (now if within else later).append(name)
    there = {name: _held(name, content, part, turn, sources, quotes) for name in now}
    return Outcome(content.besides, there, put(content, later, place))


def _within(record: Quote | Claim | Gap, sources: Container[str], quotes: Container[str]) -> bool:
    """Return whether the source and the quotes that `record` names are among these."""
    named = record.quotes if isinstance(record, Claim) else ()
    return record.source in sources and all(ident in quotes for ident in named)


def _held(
    name: str,
    content: Content,
    part: Part,
    turn: Round,
    sources: Mapping[str, Source],
    quotes: Mapping[str, Quote],
) -> Held:
    """Hold the records of the list `name` against the rules, with the sources and quotes that they name."""
    known, besides = _known(turn), content.besides
    own, places = at_home(name, content.records.get(name, []), turn.id), content.places.get(name, [])
    owed = Owed({record.id: record for record in own})
    sources = owed if name == "sources" else sources
    claims = owed if name == "claims" else {}
    breaches: list[Problem] = []
    if part.pieces:
        looked_at = Records(
            {name: list(zip(own, places, strict=True))},
            sources,
            known.entities,
            claims,
            quotes,
            (*known.drafts, *(besides.drafts if besides else ())),
            _nothing,
            besides.shows if besides else part.shows,
        )
        breaches = [problem for rule in EACH for problem in rule(looked_at)]
    records = own
    if turn.several or name == "sources":
        records = [renamed(record, turn.id, known.ids) for record in own]
    called = {known.ids.of(turn.id, ident): one for ident, one in sources.items()} if name == "claims" else {}
    found = rows(enumerate(records, part.first), known.labels, called)
    aside = put_aside(found, turn.scratch)
    numbered = list(enumerate(own, part.first))
    return Held(
        breaches=breaches,
        rows=marshal.dumps(found),
        aside=aside,
        digests=by_beginning(_digests(name, own, records, [row[-1] for row in found.get(LISTS[name], ())])),
        own=[(n, freeze(was)) for (n, was), now in zip(numbered, records, strict=True) if was != now]
        if name == "quotes"
        else [],
        known=[(n, record.id, brief(record)) for n, record in numbered] if name in ("sources", "quotes") else [],
        wanted=[(n, _wanted(source)) for n, source in numbered] if name == "sources" else [],
        stands=_stands(records) if name in ("claims", "quotes") else [],
        owed=[(name, ident) for ident in owed.owed],
        across=[packed(record, place) for record, place in zip(own, places, strict=True) if place and concerns(record)],
    )


def _digests(name: str, own: Sequence[Any], records: Sequence[Any], frozen: Sequence[str]) -> Iterator[bytes]:
    """Yield the digests of records of the list `name` as they are in their dataset: their `own` and not as among all.

    What these are frozen serves where it is the same; what a source is a source of is no part of what that says.
    """
    for was, now, words in zip(own, records, frozen, strict=True):
        same = name != "sources" and (was is now or was == now)
        yield digest_of(name, words) if same else digest(name, was)


def _wanted(source: Source) -> str:
    return freeze(tuple([paragraph.number for paragraph in source.paragraphs if not paragraph.empty]))


def _stands(records: Iterable[Claim | Quote]) -> list[tuple[str, str]]:
    found: defaultdict[str, set[int]] = defaultdict(set)
    for record in records:
        if not record.state:
            found[record.source].update(record.evidence if isinstance(record, Claim) else (record.paragraph,))
    return [(source, freeze(tuple(paragraphs))) for source, paragraphs in found.items()]


def _nothing(_: str) -> frozenset[int]:
    return frozenset()


_remembered: dict[Round, Known] = {}
"""What is known of the dataset of which a part was read last."""


def _known(turn: Round) -> Known:
    """Return what is known in this round."""
    if turn not in _remembered:
        _close()
        _remembered[turn] = know(Path(turn.known), turn.number, turn.among)
    return _remembered[turn]


def forget() -> None:
    """Let go of what is remembered of what was known, once all parts are read."""
    _close()
    let_go()


def _close() -> None:
    while _remembered:
        _remembered.popitem()[1].close()
