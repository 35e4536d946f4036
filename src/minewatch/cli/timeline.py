"""`minewatch timeline`."""

from minewatch.answers import Answer
from minewatch.cli.answering import command
from minewatch.cli.filters import About, Since, Topic, Until
from minewatch.query import Facts


def timeline(
    facts: Facts, about: About = None, topic: Topic = None, since: Since = None, until: Until = None
) -> Answer:
    """Show what happened, and what was still ahead.

    Oldest first; the publication and today stand across the rail.
    """
    return facts.timeline(facts.filters(about or (), topic or (), since=since, until=until))


app = command(timeline, examples=("minewatch timeline --about poland", "minewatch timeline --since 2026 --json"))
