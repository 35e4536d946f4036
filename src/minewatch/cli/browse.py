"""`minewatch browse`."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minewatch.cli.answering import task
from minewatch.cli.output import Output
from minewatch.cli.tell import tell
from minewatch.errors import MinewatchError
from minewatch.export import FILTERS, Extract, hold, write

if TYPE_CHECKING:
    from minewatch.answers import Setting
    from minewatch.filters import Filters
    from minewatch.query import Facts

NAME = "page.html"
"""What the page is called in the user's cache folder."""
NoOpen = Annotated[bool, typer.Option("--no-open", help="Write the page and print its path, no more.")]


def browse(facts: "Facts", filters: "Filters", setting: "Setting", no_open: NoOpen = False) -> None:
    """Open the page of `minewatch export html` in your browser.

    It is written to one file in your cache folder, each time anew, and its path is printed.
    """
    # Not above: whoever completes a name imports this module, and asks nothing
    from minewatch import cache
    from minewatch.export.delivery import deliver
    from minewatch.notices import notices

    out = Output(sys.stdout, os.environ)
    holdings = hold("html", facts.holdings(filters))
    extract = Extract(facts, holdings, setting._replace(beside=facts.beside(holdings.claims)))
    folder = cache.folder()
    if folder is None:
        raise MinewatchError("there is no cache folder to write to; minewatch export html -o FILE writes it elsewhere")
    folder.chmod(0o700)

    def write_privately(path: Path) -> None:
        write("html", extract, path)
        path.chmod(0o600)

    (page,) = deliver(write_privately, folder / NAME, force=True)
    out.write([str(page)])
    for notice in notices(holdings, setting, None):
        tell(notice)
    if not no_open:
        _open(page)


def _open(page: Path) -> None:
    """Open `page` in the user's browser, and say where that does not work; do nothing where there is none."""
    import webbrowser

    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return
    # One that would take over the terminal is for whoever asks for it
    if type(browser) is webbrowser.GenericBrowser and not os.environ.get("BROWSER"):
        return
    with _silence():
        opened = browser.open(page.absolute().as_uri())
    if not opened:
        tell("your browser did not open it")


@contextmanager
def _silence() -> Iterator[None]:
    """Keep what is started in the meantime from writing to the terminal, or holding a pipe open that somebody reads."""
    sys.stdout.flush()
    kept = [os.dup(1), os.dup(2)]
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        for number in (1, 2):
            os.dup2(nowhere, number)
        yield
    finally:
        for number, was in enumerate(kept, start=1):
            os.dup2(was, number)
            os.close(was)
        os.close(nowhere)


app = task(browse, filters=FILTERS, examples=("minewatch browse", "minewatch browse --about poland --no-open"))
