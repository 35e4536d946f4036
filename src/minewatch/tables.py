"""The tables of a compiled dataset, and how they are filled.

What takes thought at a look-up (dates as days, names as keys, whose card a claim belongs on) is worked out here once.
A record itself stands in its table as the JSON of its fields; `model.thawed` brings it back.
"""

import sqlite3
from collections.abc import Sequence
from typing import TypeVar

from minewatch import SCHEMA, __version__
from minewatch.model import REPLACING, Claim, Dataset, Edition, Entity, Gap, Quote, Source, thawed
from minewatch.rows import Rows, reach, rows

R = TypeVar("R")

_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE file (
    path TEXT PRIMARY KEY, size INTEGER, mtime INTEGER, ctime INTEGER, inode INTEGER, sha256 TEXT
) WITHOUT ROWID;
CREATE TABLE dataset (n INTEGER PRIMARY KEY, id TEXT UNIQUE, version TEXT, title TEXT, sha256 TEXT, drafts INTEGER);
CREATE TABLE tally (name TEXT PRIMARY KEY, number INTEGER) WITHOUT ROWID;
CREATE TABLE source (
    n INTEGER PRIMARY KEY, id TEXT, dataset TEXT, publisher TEXT, earliest TEXT, latest TEXT, live INTEGER, record TEXT
);
CREATE TABLE title (key TEXT, source TEXT, PRIMARY KEY (key, source)) WITHOUT ROWID;
CREATE TABLE entity (
    n INTEGER PRIMARY KEY, id TEXT, kind TEXT, label TEXT, speaks INTEGER, passes INTEGER, live INTEGER, record TEXT
);
CREATE TABLE name (tier INTEGER, key TEXT, entity TEXT, PRIMARY KEY (tier, key, entity)) WITHOUT ROWID;
CREATE TABLE word (word TEXT, name INTEGER, entity TEXT, PRIMARY KEY (word, name)) WITHOUT ROWID;
CREATE TABLE reach (entity TEXT, member TEXT, PRIMARY KEY (entity, member)) WITHOUT ROWID;
CREATE TABLE grouped (entity TEXT, grp TEXT, PRIMARY KEY (entity, grp)) WITHOUT ROWID;
CREATE TABLE claim (
    n INTEGER PRIMARY KEY, id TEXT, source TEXT, said_by TEXT, attribution TEXT, via TEXT, said_to TEXT, mode TEXT,
    status TEXT, basis TEXT, dated INTEGER, earliest TEXT, latest TEXT, standing INTEGER, figure INTEGER, live INTEGER,
    ahead INTEGER, country TEXT, question TEXT, value TEXT, topics TEXT, paragraphs TEXT, record TEXT
);
CREATE TABLE quote (
    n INTEGER PRIMARY KEY, id TEXT, source TEXT, quotation TEXT, said_by TEXT, live INTEGER, topics TEXT,
    paragraphs TEXT, record TEXT
);
CREATE TABLE quoted (quote TEXT, claim INTEGER, PRIMARY KEY (quote, claim)) WITHOUT ROWID;
CREATE TABLE gap (n INTEGER PRIMARY KEY, id TEXT, source TEXT, live INTEGER, topics TEXT, record TEXT);
CREATE TABLE link (
    target TEXT, type TEXT, claim INTEGER, beside INTEGER, PRIMARY KEY (target, claim, type)
) WITHOUT ROWID;
CREATE TABLE reported (entity TEXT PRIMARY KEY, claims INTEGER, unsure INTEGER, first INTEGER) WITHOUT ROWID;
CREATE TABLE standing (
    country TEXT, question TEXT, value TEXT, claims INTEGER, PRIMARY KEY (country, question, value)
) WITHOUT ROWID;
CREATE TABLE related (entity TEXT, n INTEGER, PRIMARY KEY (entity, n)) WITHOUT ROWID;
CREATE TABLE about (kind TEXT, entity TEXT, n INTEGER, PRIMARY KEY (kind, entity, n)) WITHOUT ROWID;
CREATE TABLE topic (topic TEXT, topics TEXT, PRIMARY KEY (topic, topics)) WITHOUT ROWID;
CREATE TABLE paragraph (paragraph INTEGER, paragraphs TEXT, PRIMARY KEY (paragraph, paragraphs)) WITHOUT ROWID;
CREATE VIRTUAL TABLE found USING fts5 (
    name, text, besides, content = '', tokenize = 'unicode61 remove_diacritics 0'
);
INSERT INTO found (found, rank) VALUES ('rank', 'bm25(8, 4, 1)');
"""
"""The weights of a search are those of a record's name, of its text, and of the words around it."""

_INDEXES = """
CREATE INDEX source_id ON source (id);
CREATE INDEX source_publisher ON source (publisher);
CREATE INDEX source_latest ON source (latest, live);
CREATE INDEX entity_id ON entity (id);
CREATE INDEX entity_kind ON entity (kind);
CREATE INDEX claim_id ON claim (id);
CREATE INDEX name_entity ON name (entity, tier);
CREATE INDEX claim_source ON claim (source);
CREATE INDEX claim_said_by ON claim (said_by, mode, live, attribution);
CREATE INDEX claim_dated ON claim (dated, earliest, latest, live);
CREATE INDEX claim_via ON claim (via, live) WHERE via IS NOT NULL;
CREATE INDEX claim_said_to ON claim (said_to) WHERE said_to IS NOT NULL;
CREATE INDEX claim_standing ON claim (standing) WHERE standing = 1;
CREATE INDEX claim_figure ON claim (figure) WHERE figure = 1;
CREATE INDEX claim_position ON claim (country, question, source, live, value) WHERE country IS NOT NULL;
CREATE INDEX claim_topics ON claim (topics, live);
CREATE INDEX claim_paragraphs ON claim (paragraphs, live);
CREATE INDEX quote_id ON quote (id);
CREATE INDEX quote_source ON quote (source);
CREATE INDEX quote_quotation ON quote (quotation);
CREATE INDEX quote_said_by ON quote (said_by);
CREATE INDEX quote_topics ON quote (topics, live);
CREATE INDEX quote_paragraphs ON quote (paragraphs, live);
CREATE INDEX gap_id ON gap (id);
CREATE INDEX gap_topics ON gap (topics, live);
CREATE INDEX link_claim ON link (claim) WHERE beside;
"""
"""Made when the rows are there: to sort them once is faster than to keep them sorted.

Those of claims hold besides what is counted of all: to go through the claims themselves takes ten times as long.
"""

_PRAGMAS = (
    "page_size = 8192", "journal_mode = OFF", "synchronous = OFF", "cache_size = -16000", "temp_store = FILE",
)  # fmt: skip
"""What makes writing quick where nothing needs to survive if it is not finished."""

FORM = _TABLES + _INDEXES
"""All that a compiled file is made with."""

_BESIDE = f"""
UPDATE link SET beside = 1 WHERE EXISTS (
    SELECT 1 FROM claim AS one JOIN claim AS other ON other.id = link.target WHERE one.n = link.claim AND one.live
    AND other.live AND (one.source <> other.source OR link.type IN ({", ".join(f"'{type_}'" for type_ in REPLACING)}))
)
"""
"""A claim is shown beside what it is linked to: that is of another source, or gives way to it."""

_SPEAKERS = """
CREATE TEMP TABLE heard AS SELECT said_by AS entity, 'speaks' AS how FROM claim WHERE live UNION
    SELECT said_by, 'speaks' FROM quote WHERE live UNION SELECT via, 'passes' FROM claim WHERE live AND via IS NOT NULL;
CREATE TEMP TABLE leading AS SELECT DISTINCT reach.entity, how FROM heard JOIN reach ON reach.member = heard.entity;
UPDATE entity SET speaks = id IN (SELECT entity FROM leading WHERE how = 'speaks'),
    passes = id IN (SELECT entity FROM leading WHERE how = 'passes');
DROP TABLE heard;
DROP TABLE leading;
"""
"""Who speaks, and who has somebody affiliated speak; who passes on what others say, in the same way."""

_TOGETHER = """
INSERT INTO topic
    SELECT DISTINCT value, topics FROM (
        SELECT DISTINCT topics FROM claim UNION SELECT topics FROM quote UNION SELECT topics FROM gap
    ), json_each(topics);
INSERT INTO paragraph
    SELECT DISTINCT value, paragraphs FROM (
        SELECT DISTINCT paragraphs FROM claim UNION SELECT paragraphs FROM quote
    ), json_each(paragraphs);
"""
"""Which topics, and which paragraphs, stand together in records: a row for each of each record would be very many."""

_TALLY = """
INSERT INTO tally
    SELECT 'source', count(*) FROM source WHERE live UNION ALL SELECT 'entity', count(*) FROM entity WHERE live
    UNION ALL SELECT 'claim', count(*) FROM claim WHERE live UNION ALL SELECT 'gap', count(*) FROM gap WHERE live
    UNION ALL SELECT 'claim dated = 0', count(*) FROM claim WHERE live AND dated = 0
    UNION ALL SELECT 'quote', count(*) FROM quote WHERE live
    UNION ALL SELECT 'quotation', count(DISTINCT quotation) FROM quote WHERE live
    UNION ALL SELECT 'paragraph', coalesce(sum(json_array_length(record, '$[10]')), 0) FROM source WHERE live
    UNION ALL SELECT 'position', count(*) FROM claim WHERE live AND country IS NOT NULL;
INSERT INTO reported
    SELECT said_by, count(*), sum(attribution != 'stated'), min(n) FROM claim WHERE mode = 'indirect' AND live
    GROUP BY said_by;
INSERT INTO standing
    SELECT country, question, value, count(*) FROM claim WHERE live AND country IS NOT NULL GROUP BY 1, 2, 3;
"""
"""What is counted once, and not at every look-up: how much there is, and what overviews of very much sum up."""


def fill(db: sqlite3.Connection, dataset: Dataset, editions: Sequence[Edition], *, base: str = "") -> None:
    """Make the tables in the empty database `db`, and write every record of `dataset` to them.

    Args:
        db: a database without tables.
        dataset: what `merge` made of one dataset or of several.
        editions: what each of these is.
        base: which edition of the bundled dataset is among them, by its hash; empty where it is not.
    """
    begin(db)
    labels = {entity.id: entity.label for entity in dataset.entities}
    sources = {source.id: source for source in dataset.sources}
    for records in dataset[3:]:
        insert(db, rows(enumerate(records), labels, sources))
    insert(db, {"reach": list(reach(dataset.entities))})
    index(db)
    finish(db, editions, base=base)


def quicken(db: sqlite3.Connection) -> None:
    """Let `db` be written without a journal: it is nobody's yet, and thrown away if it is not finished."""
    for pragma in _PRAGMAS:
        db.execute(f"PRAGMA {pragma}")


def begin(db: sqlite3.Connection) -> None:
    """Make the tables in the empty database `db`."""
    db.executescript(_TABLES)


def insert(db: sqlite3.Connection, found: Rows, *, into: str = "main") -> None:
    """Write the rows in `found`, to the tables of these names in the schema `into`."""
    for table, lines in found.items():
        columns = "(rowid, name, text, besides) " if table == "found" else ""
        for first in lines[:1]:
            db.executemany(f"INSERT INTO {into}.{table} {columns}VALUES ({', '.join('?' * len(first))})", lines)


def index(db: sqlite3.Connection) -> None:
    """Make the indexes, which takes less time once the rows are there."""
    _run(db, _INDEXES)


def finish(db: sqlite3.Connection, editions: Sequence[Edition], *, base: str = "") -> None:
    """Make what tells of a record by all others; `editions` is what they are."""
    db.executemany(
        "INSERT INTO meta VALUES (?, ?)", [("schema", str(SCHEMA)), ("program", __version__), ("base", base)]
    )
    db.executemany(
        "INSERT INTO dataset VALUES (?, ?, ?, ?, ?, ?)", ((n, *edition) for n, edition in enumerate(editions))
    )
    for statements in (_BESIDE, _SPEAKERS, _TOGETHER, _TALLY):
        _run(db, statements)


def _run(db: sqlite3.Connection, statements: str) -> None:
    # Not executescript(), which would commit what has begun
    for statement in statements.split(";"):
        db.execute(statement)


def read(db: sqlite3.Connection, edition: Edition) -> Dataset:
    """Return the records in `db`, compiled from one dataset, which calls itself as `edition` has it."""

    def records(kind: type[R]) -> tuple[R, ...]:
        rows = db.execute(f"SELECT record FROM {kind.__name__.lower()} ORDER BY n")
        return tuple(thawed(kind, row[0]) for row in rows)

    lists = records(Source), records(Entity), records(Claim), records(Quote), records(Gap)
    return Dataset(edition.id, edition.version, edition.title, *lists)
