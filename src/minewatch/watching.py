"""What is told of work that takes long."""

from collections.abc import Callable

Watch = Callable[[str, int, int, int], None]
"""Told what is being done, how much of it is, of how much, and how many records that were."""
