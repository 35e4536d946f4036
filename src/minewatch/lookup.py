"""From the name or id that somebody typed to the one record that answers to it, or to why none does."""

from collections.abc import Iterable, Mapping, Sequence

from minewatch import names
from minewatch.errors import AmbiguousName, NotInDataset
from minewatch.filters import Filters
from minewatch.model import Claim, Entity, Quote, Record, Source
from minewatch.scopes import BEYOND, EVERYTHING, Scope
from minewatch.selection import TABLES, Selection, among

_SUGGESTIONS = 3
_FEW = 2000
"""So many names are compared with a mistyped one, each of them."""
_BESIDE = 50
"""Of more, so many to each side of it in the alphabet."""
_RESEMBLANCE = 0.7


def named(selection: Selection, words: Sequence[str], scope: Scope) -> tuple[Entity, ...]:
    """Return what `words` name in `scope`: as one name if they make one, or else each by itself, each record once.

    Raises:
        NotInDataset: one of them names nothing there; the message says what it is instead, or may be meant for.
        AmbiguousName: one of them fits several records.
    """
    words = [unicode(word) for word in words]
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


def record(selection: Selection, ident: str, *kinds: type) -> Record | None:
    """Return the record of one of these `kinds`, or of any, with that id; None where there is none.

    Raises:
        AmbiguousName: several datasets have one.
    """
    found = selection.with_id(ident, *kinds)
    if len(found) > 1:
        listed = ", ".join(map(_described, found))
        ids = [record.id for record in found]
        raise AmbiguousName(f"{ident!r} fits {len(found)} records: {listed}; say which", name=ident, known=ids)
    return found[0] if found else None


def anything(selection: Selection, name: str) -> tuple[Entity, ...]:
    """Return every entity that answers to `name`, whatever it is; none where there is none."""
    return _found(selection, unicode(name), EVERYTHING)


def unicode(word: str) -> str:
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
    return known_otherwise(selection, name, scope.name) or unknown(
        name, folded(selection, name, scope), scope.name, scope.overview
    )


def known_otherwise(selection: Selection, name: str, among: str) -> NotInDataset | None:
    """Return what `name` is, where it is not `among` what it was looked for; None where it is nothing at all."""
    found: Sequence[Record] = selection.with_id(name) or anything(selection, name)
    if not found:
        return None
    listed = ", ".join(_described(record) for record in found)
    return NotInDataset(
        f"{name!r} is not among the {among}; known: {listed}",
        name=name,
        among=among,
        known=[record.id for record in found],
        tries=[_shown_by(selection, record, among) for record in found],
    )


def _described(record: Record) -> str:
    if isinstance(record, Entity):
        return f"{record.label} ({record.kind})" if ":" not in record.id else f"{record.id} ({record.label})"
    return f"{record.id} ({TABLES[type(record)]})"


def _shown_by(selection: Selection, record: Record, among: str) -> str:
    """Return the command that shows `record` to whoever looked `among` something else."""
    match record:
        case Entity() if among == "claims" and selection.any(Claim, Filters(about=(record,))):
            words = f"claim --about {record.id}"
        case Entity():
            words = f"{'country' if record.kind == 'country' else 'entity'} {record.id}"
        case Quote():
            words = f"quote {record.speaker}"
        case _:
            words = f"{_COMMANDS.get(type(record), 'cite')} {record.id}"
    return f"minewatch {words}"


_COMMANDS: dict[type, str] = {Claim: "claim", Source: "source"}
"""That of each kind of record that has one of its own."""


def folded(selection: Selection, name: str, scope: Scope = EVERYTHING) -> dict[str, str]:
    """Return the id that each folded name in `scope` stands for which `name` may be meant for."""
    return alike(
        selection,
        name,
        "SELECT key, entity.id FROM name JOIN entity ON entity.id = name.entity"
        f" WHERE tier = {names.FOLDED} AND {scope.condition}",
    )


def alike(selection: Selection, name: str, sql: str, key: str = "key") -> dict[str, str]:
    """Return the id of each key that `sql` selects: all of them, or of very many those that `name` may be meant for.

    These are the keys that are one letter from it, and those about it in the alphabet, which begin as it does.
    """
    few = selection.db.execute(f"{sql} LIMIT {_FEW + 1}").fetchall()
    if len(few) <= _FEW:
        return dict(few)
    plain = names.fold(name)
    near = f"{sql} AND {key} IN (SELECT value FROM json_each(?))"
    forms = (plain, plain.replace(" ", "-"))
    found = dict(selection.db.execute(near, [among(one for form in forms for one in names.one_off(form))]))
    for form in forms:
        for side, order in ((">=", "ASC"), ("<", "DESC")):
            found |= dict(
                selection.db.execute(f"{sql} AND {key} {side} ? ORDER BY {key} {order} LIMIT {_BESIDE}", [form])
            )
    return found


def unknown(name: str, known: Mapping[str, str], among: str, overview: str) -> NotInDataset:
    """Return that nothing is called `name`.

    Args:
        name: what was looked for.
        known: the id of each folded name that there is; those that begin so or are spelt alike are suggested, and
            never answered with.
        among: what these are called.
        overview: the command that lists them, to try where there is nothing to suggest.
    """
    import difflib

    known = {names.fold(key): ident for key, ident in known.items()}
    plain = names.fold(name)
    begun = [key for key in known if len(plain) >= names.SHORTEST_BEGINNING and key.startswith(plain)]
    close = difflib.get_close_matches(plain, known, _SUGGESTIONS, _RESEMBLANCE)
    ids = list(dict.fromkeys(known[key] for key in (*close, *begun)))[:_SUGGESTIONS]
    message = f"{name!r} is not in this dataset"
    if ids:
        message += f"; did you mean {' or '.join(ids)}?"
    return NotInDataset(message, name=name, among=among, suggestions=ids, tries=() if ids else (overview,))
