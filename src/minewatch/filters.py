"""What a question keeps: of whom, on what, by whom, how firm, where and when."""

from minewatch.model import Entity, Source
from minewatch.record import NamedTuple


class Filters(NamedTuple):
    """What to keep: of each that is given, what has any of its values; of the days, what may overlap with them.

    A subject, a speaker and who passes it on stand for everything affiliated with them too.
    """

    about: tuple[Entity, ...] = ()
    topic: tuple[str, ...] = ()
    by: tuple[Entity, ...] = ()
    via: tuple[Entity, ...] = ()
    """Who reports that somebody said it."""
    status: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    """On what the claim as a whole rests."""
    paragraph: tuple[int, ...] = ()
    """On which it stands."""
    source: tuple[Source, ...] = ()
    """In which it stands."""
    since: str | None = None
    """First day, `YYYY-MM-DD`."""
    until: str | None = None
    """Last day."""

    @property
    def subject(self) -> "Filters":
        """Those on subject and topic alone."""
        return Filters(about=self.about, topic=self.topic)

    @property
    def untimed(self) -> "Filters":
        """All but those on time."""
        return self._replace(since=None, until=None)

    def options(self) -> dict[str, list[str]]:
        """Return the values of each filter that is given, as they are written on a command line."""
        return {
            name: [value] if isinstance(value, str) else [str(getattr(item, "id", item)) for item in value]
            for name, value in self._asdict().items()
            if value
        }


NO_FILTERS = Filters()
ONLY_CLAIMS = ("via", "status", "basis", "since", "until")
"""Those by what only claims have."""
