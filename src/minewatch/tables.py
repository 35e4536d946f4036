"""The tables of a compiled dataset, and how records fill them.

What takes thought at a look-up (dates as days, names as keys, whose card a claim belongs on) is worked out here once.
A record itself stands in its table as the JSON of its fields; `model.thaw` brings it back.
"""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from minewatch import SCHEMA, __version__, names
from minewatch.model import (
    COME_ABOUT,
    REPLACING,
    STANDING,
    Claim,
    Dataset,
    Edition,
    Entity,
    Gap,
    Link,
    Quote,
    Source,
    thaw,
)
from minewatch.passages import passages

R = TypeVar("R")

_FIRST, _LAST = "", "~"
"""What an open beginning and an open end are in order of days."""

_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE file (
    path TEXT PRIMARY KEY, size INTEGER, mtime INTEGER, ctime INTEGER, inode INTEGER, sha256 TEXT
) WITHOUT ROWID;
CREATE TABLE dataset (n INTEGER PRIMARY KEY, id TEXT UNIQUE, version TEXT, title TEXT, sha256 TEXT, drafts INTEGER);
CREATE TABLE source (
    n INTEGER PRIMARY KEY, id TEXT UNIQUE, dataset TEXT, publisher TEXT, live INTEGER, record TEXT
);
CREATE TABLE entity (
    n INTEGER PRIMARY KEY, id TEXT UNIQUE, kind TEXT, label TEXT, speaks INTEGER, passes INTEGER, live INTEGER,
    record TEXT
);
CREATE INDEX entity_kind ON entity (kind);
CREATE TABLE name (tier INTEGER, key TEXT, entity TEXT, PRIMARY KEY (tier, key, entity)) WITHOUT ROWID;
CREATE TABLE word (word TEXT, name INTEGER, entity TEXT, PRIMARY KEY (word, name)) WITHOUT ROWID;
CREATE TABLE reach (entity TEXT, member TEXT, PRIMARY KEY (entity, member)) WITHOUT ROWID;
CREATE TABLE grouped (entity TEXT, grp TEXT, PRIMARY KEY (entity, grp)) WITHOUT ROWID;
CREATE TABLE claim (
    n INTEGER PRIMARY KEY, id TEXT UNIQUE, source TEXT, said_by TEXT, attribution TEXT, via TEXT, mode TEXT,
    status TEXT, basis TEXT, dated INTEGER, earliest TEXT, latest TEXT, standing INTEGER, figure INTEGER, live INTEGER,
    country TEXT, question TEXT, record TEXT
);
CREATE INDEX claim_source ON claim (source);
CREATE INDEX claim_said_by ON claim (said_by, mode);
CREATE INDEX claim_dated ON claim (dated, earliest, latest);
CREATE INDEX claim_via ON claim (via) WHERE via IS NOT NULL;
CREATE INDEX claim_standing ON claim (standing) WHERE standing = 1;
CREATE INDEX claim_figure ON claim (figure) WHERE figure = 1;
CREATE INDEX claim_position ON claim (country, question) WHERE country IS NOT NULL;
CREATE TABLE quote (
    n INTEGER PRIMARY KEY, id TEXT UNIQUE, source TEXT, quotation TEXT, said_by TEXT, live INTEGER, record TEXT
);
CREATE INDEX quote_quotation ON quote (quotation);
CREATE INDEX quote_said_by ON quote (said_by);
CREATE TABLE quoted (quote TEXT, claim INTEGER, PRIMARY KEY (quote, claim)) WITHOUT ROWID;
CREATE TABLE voice (entity TEXT, claim INTEGER, PRIMARY KEY (entity, claim)) WITHOUT ROWID;
CREATE TABLE gap (n INTEGER PRIMARY KEY, id TEXT UNIQUE, source TEXT, live INTEGER, record TEXT);
CREATE TABLE link (
    target TEXT, type TEXT, claim INTEGER, beside INTEGER, PRIMARY KEY (target, claim, type)
) WITHOUT ROWID;
CREATE INDEX link_claim ON link (claim) WHERE beside;
CREATE TABLE related (entity TEXT, n INTEGER, PRIMARY KEY (entity, n)) WITHOUT ROWID;
CREATE TABLE stands (
    source TEXT, paragraph INTEGER, kind TEXT, n INTEGER, id TEXT, PRIMARY KEY (source, paragraph, kind, n)
) WITHOUT ROWID;
CREATE INDEX stands_kind ON stands (kind, paragraph, n);
CREATE TABLE about (kind TEXT, entity TEXT, n INTEGER, PRIMARY KEY (kind, entity, n)) WITHOUT ROWID;
CREATE TABLE topic (kind TEXT, topic TEXT, n INTEGER, PRIMARY KEY (kind, topic, n)) WITHOUT ROWID;
CREATE TABLE passage (n INTEGER PRIMARY KEY, kind TEXT, record INTEGER, name TEXT, text TEXT, besides TEXT);
CREATE VIRTUAL TABLE found USING fts5 (
    name, text, besides, content = passage, content_rowid = n, tokenize = 'unicode61 remove_diacritics 0'
);
"""


def fill(db: sqlite3.Connection, dataset: Dataset, editions: Sequence[Edition], *, base: str = "") -> None:
    """Make the tables in the empty database `db`, and write every record of `dataset` to them.

    Args:
        db: a database without tables.
        dataset: what `merge` made of one dataset or of several.
        editions: what each of these is.
        base: which edition of the bundled dataset is among them, by its hash; empty where it is not.
    """
    db.executescript(_TABLES)
    db.executemany(
        "INSERT INTO meta VALUES (?, ?)", [("schema", str(SCHEMA)), ("program", __version__), ("base", base)]
    )
    db.executemany(
        "INSERT INTO dataset VALUES (?, ?, ?, ?, ?, ?)", ((n, *edition) for n, edition in enumerate(editions))
    )
    _fill_sources(db, dataset)
    _fill_entities(db, dataset)
    _fill_claims(db, dataset.claims)
    for n, quote in enumerate(dataset.quotes):
        live = quote.state is None
        row = [n, quote.id, quote.source, quote.quotation, quote.speaker, live, _freeze(quote)]
        db.execute("INSERT INTO quote VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        _tag(db, "quote", n, quote)
        if live:
            stands = [quote.source, quote.paragraph, n, quote.id]
            db.execute("INSERT INTO stands VALUES (?, ?, 'quote', ?, ?)", stands)
    for n, gap in enumerate(dataset.gaps):
        db.execute("INSERT INTO gap VALUES (?, ?, ?, ?, ?)", [n, gap.id, gap.source, gap.state is None, _freeze(gap)])
        _tag(db, "gap", n, gap)
    words = ((n, *passage) for n, passage in enumerate(passages(dataset)))
    db.executemany("INSERT INTO passage VALUES (?, ?, ?, ?, ?, ?)", words)
    db.execute("INSERT INTO found (found) VALUES ('rebuild')")


def read(db: sqlite3.Connection, edition: Edition) -> Dataset:
    """Return the records in `db`, compiled from one dataset, which calls itself as `edition` has it."""

    def records(kind: type[R]) -> tuple[R, ...]:
        rows = db.execute(f"SELECT record FROM {kind.__name__.lower()} ORDER BY n")
        return tuple(thaw(kind, json.loads(row[0])) for row in rows)

    lists = records(Source), records(Entity), records(Claim), records(Quote), records(Gap)
    return Dataset(edition.id, edition.version, edition.title, *lists)


def _fill_sources(db: sqlite3.Connection, dataset: Dataset) -> None:
    rows = (
        (n, source.id, source.dataset, source.publisher, source.state is None, _freeze(source))
        for n, source in enumerate(dataset.sources)
    )
    db.executemany("INSERT INTO source VALUES (?, ?, ?, ?, ?, ?)", rows)


def _fill_entities(db: sqlite3.Connection, dataset: Dataset) -> None:
    live = {claim.said_by for claim in dataset.claims if not claim.state}
    voices = live | {quote.speaker for quote in dataset.quotes if not quote.state}
    reach = list(_reach(dataset.entities))
    speakers = {entity for entity, member in reach if member in voices}
    through = {claim.via for claim in dataset.claims if not claim.state}
    passing = {entity for entity, member in reach if member in through}
    number = 0
    for n, entity in enumerate(dataset.entities):
        speaks, passes = entity.id in speakers, entity.id in passing
        row = [n, entity.id, entity.kind, entity.label, speaks, passes, entity.state is None, _freeze(entity)]
        db.execute("INSERT INTO entity VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        keys = ((key.tier, key.key, entity.id) for key in names.keys(entity))
        db.executemany("INSERT OR IGNORE INTO name VALUES (?, ?, ?)", keys)
        for words in names.worded(entity):
            number += 1
            db.executemany("INSERT OR IGNORE INTO word VALUES (?, ?, ?)", ((w, number, entity.id) for w in words))
        if entity.members:
            db.executemany("INSERT INTO grouped VALUES (?, ?)", ((member, entity.id) for member in entity.members.are))
        related = ((relation.to, n) for relation in entity.relations)
        db.executemany("INSERT OR IGNORE INTO related VALUES (?, ?)", related)
    db.executemany("INSERT INTO reach VALUES (?, ?)", reach)


def _fill_claims(db: sqlite3.Connection, claims: Sequence[Claim]) -> None:
    sources = {claim.id: claim.source for claim in claims if not claim.state}
    for n, claim in enumerate(claims):
        when, position = claim.when, claim.position
        row = [
            n, claim.id, claim.source, claim.said_by, claim.attribution.kind, claim.via, claim.mode, claim.status,
            claim.basis.kind, when is not None, when and (when.earliest or _FIRST), when and (when.latest or _LAST),
            _stands(claim), claim.quantity is not None, claim.state is None,
            position and position.country, position and position.question, _freeze(claim),
        ]  # fmt: skip
        db.execute(f"INSERT INTO claim VALUES ({', '.join('?' * len(row))})", row)
        db.executemany("INSERT OR IGNORE INTO quoted VALUES (?, ?)", ((quote, n) for quote in claim.quotes))
        links = ((link.to, link.type, n, _beside(claim, link, sources)) for link in claim.links)
        db.executemany("INSERT OR IGNORE INTO link VALUES (?, ?, ?, ?)", links)
        _tag(db, "claim", n, claim)
        if not claim.state:
            heard = ((voice, n) for voice in (claim.said_by, claim.via, claim.said_to) if voice)
            db.executemany("INSERT OR IGNORE INTO voice VALUES (?, ?)", heard)
            stands = ((claim.source, paragraph, n, claim.id) for paragraph in claim.evidence)
            db.executemany("INSERT OR IGNORE INTO stands VALUES (?, ?, 'claim', ?, ?)", stands)


def _beside(claim: Claim, link: Link, sources: Mapping[str, str]) -> bool:
    """Return whether `claim` is shown beside what it is linked to: that is of another source, or gives way to it."""
    if claim.state or link.to not in sources:
        return False
    return sources[link.to] != claim.source or link.type in REPLACING


def _stands(claim: Claim) -> bool:
    """Return whether `claim` belongs at the publication on a timeline: it stood by then, and has no date of its own."""
    undated = claim.when is None and claim.said_when is None
    return undated and (claim.status in COME_ABOUT or (claim.position is not None and claim.status in STANDING))


def _tag(db: sqlite3.Connection, kind: str, n: int, record: Claim | Quote | Gap) -> None:
    db.executemany("INSERT OR IGNORE INTO about VALUES (?, ?, ?)", ((kind, entity, n) for entity in record.about))
    db.executemany("INSERT OR IGNORE INTO topic VALUES (?, ?, ?)", ((kind, word, n) for word in record.topic))


def _freeze(record: tuple[object, ...]) -> str:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def _reach(entities: Iterable[Entity]) -> Iterator[tuple[str, str]]:
    """Yield each entity with itself and with everything whose affiliation leads to it."""
    down = defaultdict(list)
    ids = []
    for entity in entities:
        ids.append(entity.id)
        for relation in entity.relations:
            if relation.type == "affiliation":
                down[relation.to].append(entity.id)
    for ident in ids:
        reached = {ident: None}
        ahead = [ident]
        while ahead:
            for member in down[ahead.pop()]:
                if member not in reached:
                    reached[member] = None
                    ahead.append(member)
        yield from ((ident, member) for member in reached)
