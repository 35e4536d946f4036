"""What tables are made of: columns, each with what fills it, and those that come together for a date or a basis."""

from collections.abc import Callable, Collection, Iterator
from typing import Any, NamedTuple

from minewatch.answers import Setting
from minewatch.model import Date
from minewatch.view.reference import reported

TYPES = ("text", "integer", "number", "boolean", "list", "day")
"""What a column holds: `list` a JSON array, `day` a day that the source states, `YYYY-MM-DD`."""


REPEAT = "A statement goes with its status, who says it, and on what it and its date rest; a quote with its speaker."
"""What whoever takes a statement out of a table must be told."""


class Row(NamedTuple):
    """What a row is filled from: a record, or one of the parts that a record has many of."""

    record: Any
    setting: Setting
    part: Any = None
    n: int = 0
    """Which of the parts it is, from 1."""
    claims: Collection[str] = ()
    """The ids of those that are exported."""


class Column(NamedTuple):
    """A column, and what fills it."""

    name: str
    type: str
    what: str
    get: Callable[[Row], Any]
    to: str | None = None
    """The table whose `id` it refers to."""


class ForeignKey(NamedTuple):
    """Columns whose values are the key of a row of another table, or all empty."""

    columns: tuple[str, ...]
    table: str
    key: tuple[str, ...]


class Table(NamedTuple):
    """A table."""

    name: str
    what: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    of: str
    """Which records fill it."""
    part: str | None = None
    """The list of theirs of which each item is a row; without one each record is."""
    besides: tuple[ForeignKey, ...] = ()
    """What several columns refer to together."""

    @property
    def references(self) -> tuple[ForeignKey, ...]:
        """What its columns refer to."""
        alone = (ForeignKey((column.name,), column.to, ("id",)) for column in self.columns if column.to)
        return (*alone, *self.besides)

    def rows(self, record: Any, setting: Setting, claims: Collection[str]) -> Iterator[tuple[Any, ...]]:
        """Yield the rows that `record` fills, a value a column; `claims` are the ids of those that are exported."""
        whole = Row(record, setting)
        if self.part is None:
            yield tuple([column.get(whole) for column in self.columns])
            return
        for n, part in enumerate(at(f"record.{self.part}")(whole) or (), start=1):
            row = Row(record, setting, part, n, claims)
            yield tuple([column.get(row) for column in self.columns])


# Columns that come together


def at(path: str) -> Callable[[Row], Any]:
    """Return what gets at `path` in a record, as in `when.basis`; None where a part of the way is None."""
    first, *rest = path.split(".")

    def get(row: Row) -> Any:
        value = getattr(row, first)
        for name in rest:
            if value is None:
                return None
            value = getattr(value, name)
        return value

    return get


def plain(of: str, *described: tuple[str, str, str]) -> tuple[Column, ...]:
    """Return a column for each field of `of`, with its type and what it says; of a list, its values."""
    return tuple(Column(name, kind, what, at(f"{of}.{name}")) for name, kind, what in described)


def basis(prefix: str, of: str, whose: str, *, located: bool = False) -> tuple[Column, ...]:
    """Return the columns for a basis; `located` where its paragraphs are of a source that must be named."""
    source = Column(f"{prefix}source", "text", "the source of these paragraphs", at(f"{of}.source"), "source")
    return (
        Column(
            f"{prefix}basis",
            "text",
            f"on what {whose} rests: stated, implied, inferred or background",
            at(f"{of}.kind"),
        ),
        Column(f"{prefix}reason", "text", "why, where it is not simply stated", at(f"{of}.reason")),
        Column(f"{prefix}paragraphs", "list", "the paragraphs that it follows from", at(f"{of}.paragraphs")),
        Column(f"{prefix}newsletter", "boolean", "whether it rests on the newsletter lines", at(f"{of}.newsletter")),
        *([source] if located else []),
    )


def date(prefix: str, of: str, whose: str) -> tuple[Column, ...]:
    """Return the columns for a date; only one of them is a date by its type, and only a stated day stands there."""
    day = at(of)
    return (
        Column(prefix, "text", f"{whose}, as it is read out", at(f"{of}.text")),
        Column(f"{prefix}_edtf", "text", "the same as EDTF (ISO 8601-2)", at(f"{of}.edtf")),
        Column(f"{prefix}_wording", "text", "the source's words for it", at(f"{of}.wording")),
        Column(
            f"{prefix}_day", "day", "the same as a day, where the source states one", lambda row: stated_day(day(row))
        ),
        Column(f"{prefix}_earliest", "text", "the first day that it can mean", at(f"{of}.earliest")),
        Column(f"{prefix}_latest", "text", "the last day that it can mean", at(f"{of}.latest")),
        Column(f"{prefix}_start_latest", "text", "the last day on which it can begin", at(f"{of}.start_latest")),
        *basis(f"{prefix}_", f"{of}.basis", "the date"),
    )


def stated_day(date: Date | None) -> str | None:
    """Return the day that the source states, `YYYY-MM-DD`; None for all else, which is no day for sure."""
    if date is None or date.basis.kind != "stated" or date.edtf != date.earliest:
        return None
    return date.edtf


def entity(name: str, of: str, what: str) -> tuple[Column, ...]:
    """Return the columns for an entity that is referred to: its id and what it is called."""
    ident = at(of)

    def label(row: Row) -> str | None:
        return row.setting.labels[ident(row)] if ident(row) else None

    return Column(name, "text", f"{what}: the id", ident, "entity"), Column(f"{name}_label", "text", what, label)


def _reported(row: Row) -> str:
    return reported(row.setting.source(row.record.source), row.setting)


STATE = Column("state", "text", "withdrawn, where the dataset takes it back", at("record.state"))
SOURCE = (
    Column("source", "text", "the source in which it stands", at("record.source"), "source"),
    Column("as_reported", "text", "who published that, and when", _reported),
)
ID = Column("id", "text", "its id", at("record.id"))


def owner(table: str) -> tuple[Column, ...]:
    """Return the columns that tell which record of `table` one of its parts belongs to, and where there."""
    return (
        Column(table, "text", f"the {table} that it belongs to", at("record.id"), table),
        Column("n", "integer", "its place there, from 1", at("n")),
    )
