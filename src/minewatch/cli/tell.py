"""What is said besides the answer: on standard error, and nowhere if that is closed or full."""

import contextlib
import sys

from minewatch.text import safe


def tell(message: str, *, prefix: str = "minewatch: ") -> None:
    """Write `message` to standard error, safe to show."""
    if sys.stderr is not None:
        with contextlib.suppress(OSError):
            print(safe(f"{prefix}{message}"), file=sys.stderr)
