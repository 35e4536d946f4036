"""What a source had still before it, and whether its day has passed since."""

from minewatch.model import AHEAD, Claim, Date


def lies_ahead(claim: Claim, published: Date) -> bool:
    """Return whether `claim` stands after the publication: by its date, or by its status where the dates overlap."""
    when = claim.when
    if when and when.latest and published.earliest and when.latest < published.earliest:
        return False
    if when and when.earliest and published.latest and when.earliest > published.latest:
        return True
    return claim.status in AHEAD


def passed(claim: Claim, published: Date, today: str) -> str | None:
    """Return `passed`, `may-have-passed` or None for what `claim` has ahead of `published`; `today` is `YYYY-MM-DD`.

    A date passes with its start: for certain once the last day on which it can begin is over, perhaps once the first
    is. That a day has passed never says that what was planned for it has happened.
    """
    when = claim.when
    if when is None or not lies_ahead(claim, published):
        return None
    last = when.start_latest or when.latest
    if last and last < today:
        return "passed"
    return "may-have-passed" if when.earliest and when.earliest < today else None
