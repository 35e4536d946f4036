"""A folder for what is not finished, gone however that ends."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def scratch(prefix: str = "minewatch-", *, beside: Path | None = None) -> Iterator[Path]:
    """Give an empty folder that is this user's alone, among temporary files if not in the folder `beside`.

    Raises:
        OSError: it cannot be made; that names the folder in which.
    """
    import tempfile
    from shutil import rmtree

    # As `tempfile.TemporaryDirectory`, but that its name is known before it is there: an interrupt between the two
    # would leave it behind
    folder = Path(beside or tempfile.gettempdir())
    # SQLite is given such a path as an address, which has no form for one that is relative
    path = folder.absolute() / f"{prefix}{os.getpid()}-{os.urandom(8).hex()}"
    try:
        try:
            path.mkdir(mode=0o700)
        except OSError as error:
            raise OSError(error.errno, error.strerror, str(folder)) from error
        yield path
    finally:
        rmtree(path, ignore_errors=True)
