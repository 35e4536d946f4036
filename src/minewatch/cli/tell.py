"""What is said besides the answer: on standard error, and nowhere if that is closed or full."""

import contextlib
import sys

from minewatch.text import safe


def tell(message: str, *, prefix: str = "minewatch: ") -> None:
    r"""Write `message` to standard error, safe to show: after a `prefix` in one line, a break as `\n`."""
    if sys.stderr is not None:
        with contextlib.suppress(OSError):
            shown = message.replace("\n", "\\n") if prefix else message
            print(safe(f"{prefix}{shown}"), file=sys.stderr)
