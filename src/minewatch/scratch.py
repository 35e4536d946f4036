"""A folder for what is not finished, gone however that ends."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def scratch(prefix: str = "minewatch-", *, beside: Path | None = None) -> Iterator[Path]:
    """Give an empty folder that is this user's alone, among temporary files if not in the folder `beside`.

    Raises:
        OSError: it cannot be made.
    """
    import tempfile
    from shutil import rmtree

    # As `tempfile.TemporaryDirectory`, but that its name is known before it is there: an interrupt between the two
    # would leave it behind
    path = Path(beside or tempfile.gettempdir(), f"{prefix}{os.getpid()}-{os.urandom(8).hex()}")
    try:
        path.mkdir(mode=0o700)
        yield path
    finally:
        rmtree(path, ignore_errors=True)
