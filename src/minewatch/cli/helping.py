"""Help as typer writes it, but that no word is broken at its hyphens: what is copied from it is to be whole."""

from collections.abc import Iterable
from typing import Any

import typer

_Formatter: Any = typer.Context.formatter_class
_HELD = "\N{NON-BREAKING HYPHEN}"
"""What a hyphen is while lines are broken."""


class _Help(_Formatter):  # type: ignore[misc]
    def write_text(self, text: str) -> None:
        super().write_text(text.replace("-", _HELD))

    def write_dl(self, rows: Iterable[tuple[str, str]], *widths: int) -> None:
        super().write_dl([(name, text.replace("-", _HELD)) for name, text in rows], *widths)

    def write(self, string: str) -> None:
        super().write(string.replace(_HELD, "-"))


class Context(typer.Context):
    """What a command is called in, with its help."""

    formatter_class = _Help
