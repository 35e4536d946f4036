"""What the questions are answered with. Records of the dataset stand in them as they are.

Every answer says how many `rows` it has and of what, can be `cut` to a number of them, and has `notices`: what else a
reader should know. A card is always whole.
"""

from typing import NamedTuple, Self

from minewatch.model import Claim, Entity, Gap, Quote, Source
from minewatch.text import count


class Rows(NamedTuple):
    """How long an answer is."""

    number: int
    noun: str


class Edition(NamedTuple):
    """Which dataset answered."""

    id: str
    version: str | None
    title: str | None


class Counts(NamedTuple):
    """How much a dataset holds."""

    sources: int
    paragraphs: int
    entities: int
    claims: int
    quotations: int
    gaps: int


class Setting(NamedTuple):
    """What every view of an answer needs beside it."""

    edition: Edition
    sources: tuple[Source, ...]
    labels: dict[str, str]
    """The label of each entity."""
    today: str
    """The present day, `YYYY-MM-DD`."""


class Welcome(NamedTuple):
    """What the dataset is."""

    edition: Edition
    counts: Counts

    @property
    def rows(self) -> Rows:
        """One answer."""
        return Rows(1, "answer")

    def cut(self, _: int | None) -> Self:
        """Return the answer as it is."""
        return self

    def notices(self) -> tuple[str, ...]:
        """Return nothing."""
        return ()


class Standing(NamedTuple):
    """Where a country stands on one question; without a claim where the source does not say."""

    country: str
    question: str
    claim: Claim | None

    @property
    def value(self) -> str | None:
        """The rung of the question's ladder."""
        return self.claim.position.value if self.claim and self.claim.position else None


class Filters(NamedTuple):
    """What to keep: of any of the subjects, topics and speakers, and what may overlap with the days.

    A subject or speaker stands for everything affiliated with it too.
    """

    about: tuple[Entity, ...] = ()
    topic: tuple[str, ...] = ()
    by: tuple[Entity, ...] = ()
    since: str | None = None
    """First day, `YYYY-MM-DD`."""
    until: str | None = None
    """Last day."""


class Matrix(NamedTuple):
    """Every country, and its standing on every question."""

    countries: tuple[Entity, ...]
    standings: tuple[Standing, ...]
    """One a country and question, in the order of `countries` and of the ladders."""

    @property
    def rows(self) -> Rows:
        """Countries."""
        return Rows(len(self.countries), "countries")

    def cut(self, limit: int | None) -> Self:
        """Return the first `limit` countries, all if it is None."""
        countries = self.countries[:limit]
        kept = {country.id for country in countries}
        return self._replace(
            countries=countries, standings=tuple(item for item in self.standings if item.country in kept)
        )

    def notices(self) -> tuple[str, ...]:
        """Return nothing."""
        return ()


class Profile(NamedTuple):
    """What the dataset holds on a country and on whatever is affiliated with it."""

    country: Entity
    positions: tuple[Standing, ...]
    claims: tuple[Claim, ...]
    quotes: tuple[Quote, ...]
    gaps: tuple[Gap, ...]
    groups: tuple[Entity, ...]
    """Groups that it is a member of."""
    group_claims: tuple[Claim, ...]
    """What is said of those groups as a whole: not of this country by name."""


class Cards(NamedTuple):
    """One country's profile, or several to lay side by side."""

    profiles: tuple[Profile, ...]

    @property
    def rows(self) -> Rows:
        """One answer."""
        return Rows(1, "answer")

    def cut(self, _: int | None) -> Self:
        """Return the answer as it is."""
        return self

    def notices(self) -> tuple[str, ...]:
        """Return nothing."""
        return ()


class Timeline(NamedTuple):
    """Claims in the order of their dates, and what stood at publication without a date of its own."""

    dated: tuple[Claim, ...]
    standing: tuple[Claim, ...]
    undated: int
    """How many more claims have no date; with a time filter, how many it left out for that."""
    group: Entity | None
    """The group whose claims these are, where the subject itself has none."""
    filters: Filters
    """What was asked for."""

    @property
    def rows(self) -> Rows:
        """Claims."""
        return Rows(len(self.dated) + len(self.standing), "claims")

    def cut(self, limit: int | None) -> Self:
        """Return the first `limit` claims, those with a date before those without; all if it is None."""
        if limit is None:
            return self
        return self._replace(dated=self.dated[:limit], standing=self.standing[: max(limit - len(self.dated), 0)])

    def notices(self) -> tuple[str, ...]:
        """Return whose claims these are, if not the subject's, and how many have no date."""
        notices = []
        if self.group:
            names = " or ".join(entity.label for entity in self.filters.about)
            notices.append(f"of {names} by itself nothing is said there; this is said of the {self.group.label}")
        if self.undated:
            notices.append(f"{count(self.undated, 'more claim')} without a date left out")
        return tuple(notices)


class Quotations(NamedTuple):
    """Direct quotes with all parts of each quotation, and how much of the same speakers is in indirect speech."""

    quotes: tuple[Quote, ...]
    claims: tuple[Claim, ...]
    """The direct claims that are read from these quotes."""
    reported: tuple[tuple[str, int], ...]
    """Each speaker with the number of claims reported of them in indirect speech, most first."""
    filters: Filters
    """What was asked for."""

    @property
    def rows(self) -> Rows:
        """Quotations, however many parts they have."""
        return Rows(len({quote.quotation for quote in self.quotes}), "quotations")

    def cut(self, limit: int | None) -> Self:
        """Return the first `limit` quotations, whole; all if it is None."""
        kept = list(dict.fromkeys(quote.quotation for quote in self.quotes))[:limit]
        return self._replace(quotes=tuple(quote for quote in self.quotes if quote.quotation in kept))

    def notices(self) -> tuple[str, ...]:
        """Return nothing."""
        return ()


Answer = Welcome | Matrix | Cards | Timeline | Quotations
