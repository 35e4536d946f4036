"""Whether a day that a source had still before it has passed since."""

from minewatch.model import AHEAD, Claim


def passed(claim: Claim, today: str) -> str | None:
    """Return `passed`, `may-have-passed` or None for what `claim` puts ahead of its source; `today` is `YYYY-MM-DD`.

    A date passes with its start: for certain once the last day on which it can begin is over, perhaps once the first
    is. That a day has passed never says that what was planned for it has happened.
    """
    when = claim.when
    if when is None or claim.status not in AHEAD:
        return None
    last = when.start_latest or when.latest
    if last and last < today:
        return "passed"
    return "may-have-passed" if when.earliest and when.earliest < today else None
