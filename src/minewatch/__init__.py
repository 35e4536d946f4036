"""Sourced facts on Poland's return to making anti-personnel mines, and on any dataset of the same form.

    >>> import minewatch
    >>> with minewatch.load() as facts:
    ...     poland = facts.country("poland")
    >>> [(p.question, p.value) for p in poland.positions]
    [('treaty', 'leaving'), ('production', 'decided'), ('export', 'possible'), ('use', 'planned')]

`load` opens the bundled dataset; what it returns, and the records it gives, are described in `minewatch.query` and
`minewatch.model`.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from minewatch.query import Facts

__version__ = "0.1.0"
SCHEMA = 8
"""Version of the compiled form; raise it with every change to its tables or to the records in them."""

CONTRACT = 2
"""Version of what programs get, as `minewatch.contract` has it; raise it with every change that could break one."""

__all__ = ["__version__", "load"]


def load(*folders: "str | Path", bundled: bool = True) -> "Facts":
    """Return the bundled dataset and those in `folders`, open for questions; close it, or use it in a `with` statement.

    Raises:
        minewatch.errors.MinewatchError: there is no dataset, or one breaks the rules.
    """
    from pathlib import Path

    from minewatch.query import Facts
    from minewatch.store import open_datasets

    return Facts(open_datasets([Path(folder) for folder in folders], bundled=bundled))
