"""The digests of very many records: put away as they come, by how they begin, and so taken in their order."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby

TABLES = """
CREATE TABLE stage.digest (dataset INTEGER, beginning INTEGER, digests BLOB);
CREATE TABLE stage.outdated (dataset INTEGER, digest BLOB);
"""
"""Where they are."""
_LENGTH = 32
_REST = 4
"""Of so many bits of its first byte it does not depend with which others a digest is held: one in sixteen of all."""

Alike = tuple[int, bytes]
"""How some digests begin, and these one after the other."""


def by_beginning(digests: Iterable[bytes]) -> list[Alike]:
    """Return `digests` with those together that begin alike."""
    found: defaultdict[int, list[bytes]] = defaultdict(list)
    for digest in digests:
        found[digest[0] >> _REST].append(digest)
    return [(beginning, b"".join(alike)) for beginning, alike in found.items()]


def put(db: sqlite3.Connection, dataset: int, groups: Iterable[Alike]) -> None:
    """Put away digests of records of `dataset`."""
    db.executemany("INSERT INTO stage.digest VALUES (?, ?, ?)", ((dataset, *group) for group in groups))


def exchange(db: sqlite3.Connection, dataset: int, was: Iterable[bytes], now: Iterable[bytes]) -> None:
    """Let the digests `now` stand for those that `was` put away for records of `dataset`."""
    db.executemany("INSERT INTO stage.outdated VALUES (?, ?)", ((dataset, digest) for digest in was))
    put(db, dataset, by_beginning(now))


def ordered(db: sqlite3.Connection, dataset: int) -> Iterator[bytes]:
    """Yield the digests of all records of `dataset` in their own order, many of them in one piece."""
    sql = "SELECT digest FROM stage.outdated WHERE dataset = ?"
    outdated = {row[0] for row in db.execute(sql, [dataset])}
    sql = "SELECT beginning, digests FROM stage.digest WHERE dataset = ? ORDER BY beginning"
    for _, alike in groupby(db.execute(sql, [dataset]), lambda group: group[0]):
        whole = b"".join(digests for _, digests in alike)
        digests = (whole[at : at + _LENGTH] for at in range(0, len(whole), _LENGTH))
        yield b"".join(sorted(digest for digest in digests if digest not in outdated))
