"""From the name that somebody typed to the one record that answers to it, or to why none does."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from minewatch import names
from minewatch.errors import AmbiguousName, NothingFound
from minewatch.model import Entity, thaw

_SUGGESTIONS = 3
_RESEMBLANCE = 0.7
_WORD_BEYOND = "\U0010ffff"


class Scope(NamedTuple):
    """Among which entities a name is looked for."""

    name: str
    condition: str
    """In SQL, on the table `entity`."""
    overview: str | None
    """The command that lists them."""


COUNTRIES = Scope("countries", "kind = 'country'", "minewatch country")
SPEAKERS = Scope("speakers", "speaks", "minewatch quote")
EVERYTHING = Scope("names", "1", None)


def named(db: sqlite3.Connection, words: Sequence[str], scope: Scope) -> tuple[Entity, ...]:
    """Return what `words` name in `scope`: as one name if they make one, or else each by itself, each record once.

    Raises:
        NothingFound: one of them names nothing there; the message says what it is instead, or may be meant for.
        AmbiguousName: one of them fits several records.
    """
    # What the shell hands over need not be Unicode; no name in a dataset has such characters
    words = [word.encode("utf-8", "replace").decode("utf-8") for word in words]
    whole = " ".join(words)
    if len(words) > 1 and (found := _found(db, whole, scope)):
        return (_only(whole, found),)
    entities = {}
    for word in words:
        found = _found(db, word, scope)
        if not found:
            raise _not_found(db, word, scope)
        entity = _only(word, found)
        entities[entity.id] = entity
    return tuple(entities.values())


def among(ids: Iterable[str]) -> str:
    """Return `ids` as the value of a parameter that SQL reads with `json_each`."""
    return json.dumps(sorted(set(ids)))


def _only(name: str, found: Sequence[Entity]) -> Entity:
    if len(found) > 1:
        listed = ", ".join(f"{entity.id} ({entity.label})" for entity in found)
        raise AmbiguousName(f"{name!r} fits {len(found)} records: {listed}; name one by its id")
    return found[0]


def _found(db: sqlite3.Connection, name: str, scope: Scope) -> tuple[Entity, ...]:
    """Return what the first tier with a hit has for `name`."""
    for tier, key in names.query(name):
        ids = {row[0] for row in db.execute("SELECT entity FROM name WHERE tier = ? AND key = ?", [tier, key])}
        if ids and (found := _entities(db, ids, scope)):
            return found
    return _entities(db, _found_by_words(db, name), scope)


def _found_by_words(db: sqlite3.Connection, name: str) -> set[str]:
    """Return the entities of which one name has every word of `name`, or words that begin so."""
    hits: dict[int, str] | None = None
    for word in names.fold(name).split():
        beyond = word + _WORD_BEYOND if len(word) >= names.SHORTEST_BEGINNING else word
        found = dict(db.execute("SELECT name, entity FROM word WHERE word BETWEEN ? AND ?", [word, beyond]))
        hits = found if hits is None else {n: entity for n, entity in hits.items() if n in found}
    return set((hits or {}).values())


def _entities(db: sqlite3.Connection, ids: Iterable[str], scope: Scope) -> tuple[Entity, ...]:
    sql = f"SELECT record FROM entity WHERE id IN (SELECT value FROM json_each(?)) AND {scope.condition} ORDER BY n"
    return tuple(thaw(Entity, json.loads(row[0])) for row in db.execute(sql, [among(ids)]))


def _not_found(db: sqlite3.Connection, name: str, scope: Scope) -> NothingFound:
    if others := _found(db, name, EVERYTHING):
        known = ", ".join(f"{other.label} ({other.kind})" for other in others)
        shown = [command for other in others if (command := _command(db, other))]
        try_ = f"; try: {' or '.join(shown)}" if shown else ""
        return NothingFound(f"{name!r} is not among the {scope.name}; known: {known}{try_}")
    hint = f"; to see the {scope.name}: {scope.overview}" if scope.overview else ""
    if close := _close(db, name, scope):
        hint = f"; did you mean {' or '.join(close)}?"
    return NothingFound(f"{name!r} is not in this dataset{hint}")


def _command(db: sqlite3.Connection, entity: Entity) -> str | None:
    """Return the command that shows something on `entity`, None where none does."""
    if entity.kind == "country":
        return f"minewatch country {entity.id}"
    ids = "SELECT member FROM reach WHERE entity = ?"
    if db.execute(f"SELECT 1 FROM quote WHERE said_by IN ({ids})", [entity.id]).fetchone():
        return f"minewatch quote {entity.id}"
    claims = f"SELECT n FROM about WHERE kind = 'claim' AND entity IN ({ids})"
    sql = f"SELECT 1 FROM claim WHERE live AND (dated = 1 OR standing = 1) AND n IN ({claims})"
    return f"minewatch timeline --about {entity.id}" if db.execute(sql, [entity.id]).fetchone() else None


def _close(db: sqlite3.Connection, name: str, scope: Scope) -> list[str]:
    """Return the ids of names spelt like `name`: to suggest, never to answer with."""
    import difflib

    sql = f"SELECT key, entity.id FROM name JOIN entity ON entity.id = name.entity WHERE tier = ? AND {scope.condition}"
    known = dict(db.execute(sql, [names.FOLDED]))
    close = difflib.get_close_matches(names.fold(name), known, _SUGGESTIONS, _RESEMBLANCE)
    return list(dict.fromkeys(known[key] for key in close))
