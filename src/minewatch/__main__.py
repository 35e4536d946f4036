"""The process: what `minewatch` and `python -m minewatch` run. How it begins and how it ends is decided here.

A look-up lasts a twentieth of a second. A third of that would go by in looking for garbage among what typer imports,
where there is none, and in taking everything apart at the end, piece by piece, for the system to take back whole.
"""

import contextlib
import gc
import os
import sys
from typing import NoReturn

_ENOUGH = 100_000
"""More objects than a look-up makes; what makes more than these is still looked through every so often."""


def main() -> NoReturn:
    """Run the command line of this process, and leave with its exit code."""
    gc.set_threshold(_ENOUGH)
    # Not above: to import it is most of what is to be spared
    from minewatch.cli import app
    from minewatch.errors import ExitCode

    code: object = ExitCode.FOUND
    try:
        app()
    except KeyboardInterrupt:
        code = ExitCode.INTERRUPTED
    except SystemExit as leaving:
        code = leaving.code
    if sys.stdout is not None:
        with contextlib.suppress(OSError):  # who wrote there has said so
            sys.stdout.flush()
    os._exit(code if isinstance(code, int) else ExitCode.DATA)


if __name__ == "__main__":
    main()
