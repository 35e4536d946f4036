"""What the questions are answered with. Records of the dataset stand in them as they are."""

from collections.abc import Iterator
from typing import NamedTuple

from minewatch.model import Claim, Date, Entity, Gap, Quote, Source
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

    def published(self, source: str) -> Date:
        """Return when the source with that id appeared."""
        return next(article.published for article in self.sources if article.id == source)


class Welcome(NamedTuple):
    """What the dataset is."""

    edition: Edition
    counts: Counts


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


class Profile(NamedTuple):
    """What the dataset holds on a country and on whatever is affiliated with it."""

    country: Entity
    positions: tuple[Standing, ...]
    claims: tuple[Claim, ...]
    quotes: tuple[Quote, ...]
    direct: tuple[Claim, ...]
    """The claims that are read from these quotes, whatever they are about."""
    gaps: tuple[Gap, ...]
    groups: tuple[Entity, ...]
    """Groups that it is a member of."""
    group_claims: tuple[Claim, ...]
    """What is said of those groups as a whole: not of this country by name."""


class Cards(NamedTuple):
    """One country's profile, or several to lay side by side."""

    profiles: tuple[Profile, ...]


class Timeline(NamedTuple):
    """Claims in the order of their dates, on either side of the publication."""

    past: tuple[Claim, ...]
    standing: tuple[Claim, ...]
    """What stood at publication without a date of its own."""
    ahead: tuple[Claim, ...]
    """What the source had still before it."""
    undated: int
    """How many more claims have no date; with a time filter, how many it left out for that."""
    group: Entity | None
    """The group whose claims these are, where the subject itself has none."""
    filters: Filters
    """What was asked for."""


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
    def whole(self) -> list[str]:
        """What the quotations are called, however many parts they have, in order."""
        return list(dict.fromkeys(quote.quotation for quote in self.quotes))


Answer = Welcome | Matrix | Cards | Timeline | Quotations


def rows(answer: Answer) -> Rows | None:
    """Return how long `answer` is; None for what is always whole, as a card is."""
    match answer:
        case Matrix():
            return Rows(len(answer.countries), "countries")
        case Timeline():
            return Rows(len(answer.past) + len(answer.standing) + len(answer.ahead), "claims")
        case Quotations():
            return Rows(len(answer.whole), "quotations")
    return None


def cut(answer: Answer, limit: int | None) -> Answer:
    """Return `answer` with its first `limit` rows, all of them if that is None.

    Quotations are cut between quotations, never within one.
    """
    if limit is None:
        return answer
    match answer:
        case Matrix():
            kept = {country.id for country in answer.countries[:limit]}
            standings = tuple(standing for standing in answer.standings if standing.country in kept)
            return Matrix(answer.countries[:limit], standings)
        case Timeline():
            standing = answer.standing[: max(limit - len(answer.past), 0)]
            ahead = answer.ahead[: max(limit - len(answer.past) - len(answer.standing), 0)]
            return answer._replace(past=answer.past[:limit], standing=standing, ahead=ahead)
        case Quotations():
            whole = answer.whole[:limit]
            return answer._replace(quotes=tuple(quote for quote in answer.quotes if quote.quotation in whole))
    return answer


def notices(answer: Answer, setting: Setting, limit: int | None) -> Iterator[str]:
    """Yield what a reader should know besides `answer`: whose it is, what was left out, and a day before the source."""
    early = [source for source in setting.sources if setting.today < (source.published.earliest or "")]
    if early:
        yield f"on {setting.today} the source had not appeared yet; it is shown all the same"
    if isinstance(answer, Timeline) and answer.group:
        names = " or ".join(entity.label for entity in answer.filters.about)
        yield f"of {names} by itself nothing is said there; this is said of the {answer.group.label}"
    if isinstance(answer, Timeline) and answer.undated:
        yield f"{count(answer.undated, 'more claim')} without a date left out"
    whole, shown = rows(answer), rows(cut(answer, limit))
    if whole and shown and shown.number < whole.number:
        yield f"{shown.number} of {whole.number} {whole.noun} shown; --limit {whole.number} shows all"
