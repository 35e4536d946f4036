"""The process: what `minewatch` and `python -m minewatch` run. How it begins and how it ends is decided here.

A look-up lasts a twentieth of a second. A third of that would go by in looking for garbage among what typer imports,
where there is none, and in taking everything apart at the end, piece by piece, for the system to take back whole.

Whatever can be interrupted is imported within `main`, which meets an interrupt wherever it comes.
"""

import gc
import os
import sys

_ENOUGH = 100_000
"""More objects than a look-up makes; what makes more than these is still looked through every so often."""
_INTERRUPTED = 130
"""That of `ExitCode`, which is yet to be imported where it may be needed."""


def main() -> None:
    """Run the command line of this process, and leave with its exit code."""
    try:
        code = _run()
    except KeyboardInterrupt:
        code = _INTERRUPTED
    except RuntimeError as error:
        # Python 3.11 makes one of an interrupt that comes while a class is made
        if not isinstance(error.__cause__, KeyboardInterrupt):
            raise
        code = _INTERRUPTED
    os._exit(code)


def _run() -> int:
    gc.set_threshold(_ENOUGH)
    import contextlib

    # Not above: to import it is most of what is to be spared
    from minewatch.cli import app
    from minewatch.errors import ExitCode

    code: object = ExitCode.FOUND
    try:
        app()
    except SystemExit as leaving:
        code = leaving.code
    if sys.stdout is not None:
        with contextlib.suppress(OSError):  # who wrote there has said so
            sys.stdout.flush()
    return code if isinstance(code, int) else ExitCode.DATA


if __name__ == "__main__":
    main()
