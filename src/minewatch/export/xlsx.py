"""A workbook for Excel and LibreOffice: a sheet a kind of record, typed cells, the header frozen.

A text is a cell of text, whatever it begins with, and never a formula; control characters have a visible form. A date
is a cell with a date only where the source states that day. It needs openpyxl: `pip install 'minewatch[xlsx]'`.
"""

import datetime as dt
import errno
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING, Any

from minewatch import __version__
from minewatch.answers import Setting
from minewatch.errors import MinewatchError
from minewatch.export import Extract
from minewatch.export.archive import settle
from minewatch.export.columns import REPEAT, Table
from minewatch.export.relations import TABLES
from minewatch.render.csv import flatten
from minewatch.shapes import Plain
from minewatch.shapes.records import claim, entity, gap, quote, source
from minewatch.text import safe
from minewatch.view.reference import reported

if TYPE_CHECKING:
    from openpyxl import Workbook

_SHEETS = {
    "claim": ("about", "topic", "evidence", "quotes", "links"),
    "quote": ("about", "topic"),
    "gap": ("about", "topic"),
    "source": ("missing", "derived_from"),
    "entity": ("aliases", "roles", "relations", "members", "uses"),
}
"""The tables of which each is a sheet, with the lists of their records that stand there in one cell."""
_SHAPES: dict[str, Callable[[Any, Setting], Plain]] = {
    "claim": claim, "quote": quote, "gap": gap, "source": source, "entity": entity,
}  # fmt: skip
_PROSE = ("text", "statement", "reason", "wording", "context", "note", "is")
_LONGEST, _MOST = 32_767, 1_048_576
"""How many characters a cell holds, and how many rows a sheet."""
_CUT = " [cut: a cell holds no more]"
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""What a spreadsheet would read as the number of a character."""
_FIRST_DAY = "1900-03-01"
"""Before it spreadsheets count days in different ways, or not at all."""
_WIDE, _NARROW = 60, 16
_SAVED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def write(extract: Extract, path: Path) -> None:
    """Write the workbook to `path`.

    Raises:
        MinewatchError: openpyxl is not installed, or there are more records than a sheet has rows.
    """
    try:
        from openpyxl import Workbook
    except ImportError as error:
        raise MinewatchError("xlsx needs openpyxl: pip install 'minewatch[xlsx]'") from error
    book = Workbook(write_only=True)
    book.properties.creator = f"minewatch {__version__}"
    book.properties.created = dt.datetime.fromisoformat(extract.setting.today)
    # Not to its place: where there is no room openpyxl leaves an archive open that complains of it once more
    whole = io.BytesIO()
    with _told():
        _sheet(book, "about", ["what", "is"], _about(extract))
        for table in TABLES:
            if table.name in _SHEETS:
                names = [column.name for column in table.columns]
                _sheet(book, table.name, [*names, *_SHEETS[table.name]], _rows(table, extract))
        book.save(whole)
    path.write_bytes(whole.getbuffer())
    # It is said to be saved on the day that is asked about, and not at this moment
    saved = b"\\g<1>%b" % f"{extract.setting.today}T00:00:00Z".encode()
    settle(path, {"docProps/core.xml": lambda content: _SAVED.sub(saved, content)})


@contextmanager
def _told() -> Iterator[None]:
    """Tell of temporary files, in which openpyxl writes sheets, as of any other: by lxml it is told in its own way."""
    try:
        yield
    except Exception as error:
        if not type(error).__module__.startswith("lxml."):
            raise
        raise OSError(errno.EIO, f"the workbook cannot be written there ({error})", gettempdir()) from error


def _about(extract: Extract) -> Iterator[list[Any]]:
    """Yield what the workbook is, for its first sheet."""
    setting = extract.setting
    for edition in setting.editions:
        yield [_text(" ".join(filter(None, (edition.id, edition.version)))), _text(edition.title or "")]
    for article in extract.holdings.sources:
        yield [_text(article.name), _text(f"as reported by {reported(article, setting)}")]
    yield ["read it so", REPEAT]
    yield ["as of", f"{setting.today}: the day to which the column `passed` refers"]


def _rows(table: Table, extract: Extract) -> Iterator[list[Any]]:
    """Yield the row of each record: the columns of its table, then its lists."""
    days = [column.type == "day" for column in table.columns]
    shape = _SHAPES[table.name]
    for record in getattr(extract.holdings, table.of):
        (values,) = table.rows(record, extract.setting, ())
        flat = flatten(shape(record, extract.setting))
        lists = (_cell(flat.get(name)) for name in _SHEETS[table.name])
        yield [*(_cell(value, day=day) for value, day in zip(values, days, strict=True)), *lists]


def _cell(value: Any, *, day: bool = False) -> Any:
    if day and value and value >= _FIRST_DAY:
        return dt.date.fromisoformat(value)
    if isinstance(value, tuple):
        return _text(", ".join(map(str, value)))
    return _text(value) if isinstance(value, str) else value


def _text(value: str) -> str:
    """Return `value` with nothing that acts or cannot stand in a cell; what does not fit is cut, and says so."""
    shown = _ESCAPE.sub("_x005F_", safe(value))
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - len(_CUT)] + _CUT


def _sheet(book: "Workbook", name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(name)
    sheet.freeze_panes = "B2"
    for number, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDE if column in _PROSE else _NARROW

    def typed(value: Any) -> Any:
        """Return a cell of text for what openpyxl would take for a formula or an error."""
        if not isinstance(value, str) or not value.startswith(("=", "#")):
            return value
        cell = WriteOnlyCell(sheet, value)
        cell.data_type = "s"
        return cell

    sheet.append(list(columns))
    for number, row in enumerate(rows, start=2):
        if number > _MOST:
            raise MinewatchError(f"there are more {name}s than a sheet has rows; keep some with --about or --topic")
        sheet.append([typed(value) for value in row])
