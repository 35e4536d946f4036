"""The pager that an answer of more than a screen is read in: `$PAGER`, else less, set up as git does it.

The output looks at the terminal and says whether there is a pager; only then is this loaded.
"""

import shlex
import signal
import subprocess
from collections.abc import Iterable, Iterator, Mapping

_SETTINGS = {"LESS": "FRX", "LV": "-c", "LESSCHARSET": "utf-8"}
"""Colours as they are, and the page left on the screen afterwards; for who has not said otherwise."""


def wanted(environment: Mapping[str, str]) -> list[str]:
    """Return the pager as a command, of no word where none is wanted or it cannot be read."""
    try:
        words = shlex.split(environment.get("PAGER", "less"))
    except ValueError:
        return []
    return [] if words == ["cat"] else words


def screenful(lines: Iterator[str], width: int, height: int) -> tuple[list[str], bool]:
    """Take `lines` until they fill more than so many rows; return those taken, and whether they do."""
    taken, rows = [], 0
    for line in lines:
        taken.append(line)
        rows += _rows(line, width)
        if rows > height:
            return taken, True
    return taken, False


def page(
    command: list[str], lines: Iterable[str], environment: Mapping[str, str], *, encoding: str, errors: str | None
) -> bool:
    """Show `lines` in the pager and wait until it is left; return False, with none of them read, if it cannot be run.

    Raises:
        BrokenPipeError: it was left before it had read all of them.
    """
    # An interrupt goes to the pager as well, and what it means there is for the pager to say; a handler of our own,
    # as one that ignores it would be handed on
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        pager = subprocess.Popen(  # noqa: S603 - whose environment it is may run what they like
            command, stdin=subprocess.PIPE, encoding=encoding, errors=errors, env=_settings(environment, encoding)
        )
    except OSError:
        return False
    else:
        assert pager.stdin
        try:
            with pager.stdin as pipe:
                for line in lines:
                    pipe.write(f"{line}\n")
        finally:
            pager.wait()
        return True
    finally:
        signal.signal(signal.SIGINT, before)


def _settings(environment: Mapping[str, str], encoding: str) -> dict[str, str]:
    settings = _SETTINGS | dict(environment)
    # less goes by the locale, and what Python writes need not
    if "LESSCHARSET" not in environment and not encoding.lower().startswith("utf"):
        del settings["LESSCHARSET"]
    return settings


def _rows(line: str, width: int) -> int:
    """Return how many rows of a terminal `line` takes, one that is empty too."""
    if line.isascii() and line.isprintable():
        cells = len(line)
    else:
        from rich.text import Text

        cells = Text.from_ansi(line).cell_len
    return max(-(-cells // width), 1)
