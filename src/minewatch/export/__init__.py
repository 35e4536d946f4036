"""The targets: a dataset as files that other tools open. What firmness a record has goes along in each of them.

A target is a module of its name. One that is text has `lines`, which yields the lines of its file; any other has
`write`, which makes its files in a folder that is handed to it. A library that a target needs is imported by its
module, and only when it is written. Nothing here asks about the terminal, the clock or the environment; the same
records on the same day are the same bytes.
"""

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from minewatch.errors import BadUsage

if TYPE_CHECKING:
    from minewatch.answers import Holdings, Setting
    from minewatch.query import Facts


class Extract(NamedTuple):
    """What is to be exported."""

    facts: "Facts"
    """The dataset, for targets that ask it more: open while a target is written."""
    holdings: "Holdings"
    """The records that the filters keep, and what they refer to."""
    setting: "Setting"
    ascii_only: bool = False
    """Whether the output can show nothing but ASCII; a file never is so."""


FILTERS = ("about", "by", "topic", "status", "basis", "source", "since", "until")


class Target(NamedTuple):
    """Something that a dataset can be exported to."""

    what: str
    """What it is, in a line."""
    text: bool = True
    """Whether it is one file of text, which may go to standard output."""
    filters: tuple[str, ...] = FILTERS
    """The filters that go with it."""
    most: int | None = None
    """How many claims, quotes and gaps it can hold."""
    withdrawn: bool = False
    """Whether records that were withdrawn are in it too, marked."""


TARGETS: dict[str, Target] = {
    "html": Target("a page to look at, in one file; a browser needs no network for it", most=2000, withdrawn=True),
    "jsonl": Target("a record a line, in the shapes of --format jsonl"),
    "sqlite": Target("a database with foreign keys and full-text search, for sqlite3 and Datasette", text=False),
    "datapackage": Target("CSV files with their schema, in a folder or a .zip, for what reads tables", text=False),
    "jsonld": Target("a graph in the words of schema.org and W3C PROV, for what reads linked data"),
    "xlsx": Target("a workbook for Excel and LibreOffice, a sheet a kind of record", text=False),
    "timelinejs": Target("slides for TimelineJS: what has a stated date on the axis, all else in words"),
    "md": Target("a briefing of the countries that --about names, or of all, for pandoc", filters=("about",)),
    "csl": Target("citations of every source, claim and quotation, as CSL-JSON"),
    "bibtex": Target("the same as BibTeX"),
    "ris": Target("the same as RIS"),
}
"""What there is to export to; each is the module of this package with the same name."""


def hold(name: str, holdings: "Holdings") -> "Holdings":
    """Return `holdings` as the target `name` has them.

    Raises:
        BadUsage: they are more than it can hold.
    """
    target = TARGETS[name]
    number = len(holdings.claims) + len(holdings.quotes) + len(holdings.gaps)
    if target.most is not None and number > target.most:
        raise BadUsage(
            f"{name} holds {target.most:,} claims, quotes and gaps, and there are {number:,}; "
            "keep fewer with --about, --topic or --since"
        )
    return holdings._replace(withdrawn=0) if target.withdrawn else holdings


def lines(name: str, extract: Extract) -> Iterator[str]:
    """Return the lines of the target `name`, which is text, without their line ends."""
    written: Callable[[Extract], Iterator[str]] = import_module(f"minewatch.export.{name}").lines
    return written(extract)


def write(name: str, extract: Extract, path: Path) -> None:
    """Write the target `name` to `path`, and what belongs beside it next to that; nothing is there yet."""
    if TARGETS[name].text:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.writelines(f"{line}\n" for line in lines(name, extract))
        return
    written: Callable[[Extract, Path], None] = import_module(f"minewatch.export.{name}").write
    written(extract, path)
