"""From the name or id that somebody typed to the one record that answers to it, or to why none does."""

from collections.abc import Iterable, Mapping, Sequence

from minewatch import names
from minewatch.errors import AmbiguousName, NotInDataset
from minewatch.model import Entity
from minewatch.scopes import BEYOND, EVERYTHING, Scope
from minewatch.selection import Selection

_SUGGESTIONS = 3
_RESEMBLANCE = 0.7


def named(selection: Selection, words: Sequence[str], scope: Scope) -> tuple[Entity, ...]:
    """Return what `words` name in `scope`: as one name if they make one, or else each by itself, each record once.

    Raises:
        NotInDataset: one of them names nothing there; the message says what it is instead, or may be meant for.
        AmbiguousName: one of them fits several records.
    """
    words = [text(word) for word in words]
    whole = " ".join(words)
    if len(words) > 1 and (found := _found(selection, whole, scope)):
        return (only(whole, found),)
    entities = {}
    for word in words:
        found = _found(selection, word, scope)
        if not found:
            raise _not_found(selection, word, scope)
        entity = only(word, found)
        entities[entity.id] = entity
    return tuple(entities.values())


def anything(selection: Selection, name: str) -> tuple[Entity, ...]:
    """Return every entity that answers to `name`, whatever it is; none where there is none."""
    return _found(selection, text(name), EVERYTHING)


def text(word: str) -> str:
    """Return `word` with something visible for what is not Unicode: the shell may hand that over, no name has it."""
    return word.encode("utf-8", "replace").decode("utf-8")


def only(name: str, found: Sequence[Entity]) -> Entity:
    """Return the one entity `found`; raises `AmbiguousName` where there are several."""
    if len(found) > 1:
        listed = ", ".join(f"{entity.id} ({entity.label})" for entity in found)
        raise AmbiguousName(
            f"{name!r} fits {len(found)} records: {listed}; name one by its id",
            name=name,
            known=[entity.id for entity in found],
        )
    return found[0]


def _found(selection: Selection, name: str, scope: Scope) -> tuple[Entity, ...]:
    """Return what the first tier with a hit has for `name`."""
    for tier, key in names.query(name):
        sql = "SELECT entity FROM name WHERE tier = ? AND key = ?"
        ids = {row[0] for row in selection.db.execute(sql, [tier, key])}
        if ids and (found := _entities(selection, ids, scope)):
            return found
    return _entities(selection, _found_by_words(selection, name), scope)


def _found_by_words(selection: Selection, name: str) -> set[str]:
    """Return the entities of which one name has every word of `name`, or words that begin so."""
    hits: dict[int, str] | None = None
    for word in names.fold(name).split():
        beyond = word + BEYOND if len(word) >= names.SHORTEST_BEGINNING else word
        sql = "SELECT name, entity FROM word WHERE word BETWEEN ? AND ?"
        found = dict(selection.db.execute(sql, [word, beyond]))
        hits = found if hits is None else {n: entity for n, entity in hits.items() if n in found}
    return set((hits or {}).values())


def _entities(selection: Selection, ids: Iterable[str], scope: Scope) -> tuple[Entity, ...]:
    return selection.listed(Entity, ids, scope.condition)


def _not_found(selection: Selection, name: str, scope: Scope) -> NotInDataset:
    if others := _found(selection, name, EVERYTHING):
        listed = ", ".join(f"{other.label} ({other.kind})" for other in others)
        return NotInDataset(
            f"{name!r} is not among the {scope.name}; known: {listed}",
            name=name,
            among=scope.name,
            known=[other.id for other in others],
            tries=[f"minewatch {'country' if other.kind == 'country' else 'entity'} {other.id}" for other in others],
        )
    return unknown(name, folded(selection, scope), scope.name, scope.overview)


def folded(selection: Selection, scope: Scope = EVERYTHING) -> dict[str, str]:
    """Return the id that each folded name in `scope` stands for."""
    sql = f"SELECT key, entity.id FROM name JOIN entity ON entity.id = name.entity WHERE tier = ? AND {scope.condition}"
    return dict(selection.db.execute(sql, [names.FOLDED]))


def unknown(name: str, known: Mapping[str, str], among: str, overview: str) -> NotInDataset:
    """Return that nothing is called `name`.

    Args:
        name: what was looked for.
        known: the id of each folded name that there is; those spelt alike are suggested, and never answered with.
        among: what these are called.
        overview: the command that lists them, to try where nothing is spelt alike.
    """
    import difflib

    close = difflib.get_close_matches(names.fold(name), known, _SUGGESTIONS, _RESEMBLANCE)
    ids = list(dict.fromkeys(known[key] for key in close))
    message = f"{name!r} is not in this dataset"
    if ids:
        message += f"; did you mean {' or '.join(ids)}?"
    return NotInDataset(message, name=name, among=among, suggestions=ids, tries=() if ids else (overview,))
