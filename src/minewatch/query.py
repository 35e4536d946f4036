"""The questions that can be put to a dataset, and their answers as records. The only SELECTs on records.

`Facts` is also the Python API: what the commands answer from is what a program gets.
"""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any, Self, TypeVar

from minewatch import lookup
from minewatch.answers import (
    Cards,
    Counts,
    Edition,
    Filters,
    Matrix,
    Profile,
    Quotations,
    Setting,
    Standing,
    Timeline,
    Welcome,
)
from minewatch.errors import BadUsage, NothingFound
from minewatch.lookup import among
from minewatch.model import LADDERS, TOPICS, Claim, Entity, Gap, Quote, Source, thaw
from minewatch.passing import lies_ahead
from minewatch.text import count

R = TypeVar("R")

NO_FILTERS = Filters()
_NAMED = 5
"""How many claims without a date a message names."""
_TABLE: dict[type, str] = {Claim: "claim", Quote: "quote", Gap: "gap"}


class Facts:
    """A dataset open for questions; close it after use, or use it in a `with` statement."""

    def __init__(self, db: sqlite3.Connection) -> None:
        """Take over `db`, a connection to a compiled dataset."""
        self._db = db

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    # The dataset

    def edition(self) -> Edition:
        """Return what the dataset calls itself."""
        meta = dict(self._db.execute("SELECT key, value FROM meta"))
        return Edition(meta["id"], meta["version"], meta["title"])

    def sources(self) -> tuple[Source, ...]:
        """Return the articles that the dataset is read from."""
        return self._records(Source, "SELECT record FROM source ORDER BY id")

    def entities(self) -> tuple[Entity, ...]:
        """Return everything that has a name here, in the order of the dataset."""
        return self._records(Entity, "SELECT record FROM entity ORDER BY n")

    def claims(self) -> tuple[Claim, ...]:
        """Return every claim, in the order of the dataset."""
        return self._kept(Claim, NO_FILTERS)

    def counts(self) -> Counts:
        """Return how much there is of everything."""
        (row,) = self._db.execute(
            "SELECT (SELECT count(*) FROM source), (SELECT count(*) FROM entity), (SELECT count(*) FROM claim),"
            " (SELECT count(DISTINCT quotation) FROM quote), (SELECT count(*) FROM gap)"
        )
        paragraphs = sum(len(source.paragraphs) for source in self.sources())
        return Counts(row[0], paragraphs, *row[1:])

    def welcome(self) -> Welcome:
        """Return what the dataset is, for somebody who has asked nothing yet."""
        return Welcome(self.edition(), self.counts())

    def setting(self, today: str) -> Setting:
        """Return what every view of an answer says beside it, with `today` (`YYYY-MM-DD`) as the present day."""
        labels = dict(self._db.execute("SELECT id, label FROM entity"))
        return Setting(self.edition(), self.sources(), labels, today)

    # Names

    def country(self, name: str) -> Profile:
        """Return everything on the country that `name` finds.

        Raises:
            NothingFound: no country answers to it.
            AmbiguousName: several do.
        """
        return self.profile(self.countries_named([name])[0])

    def countries_named(self, words: Sequence[str]) -> tuple[Entity, ...]:
        """Return the countries that `words` name, together or each; raises as `country` does."""
        return lookup.named(self._db, words, lookup.COUNTRIES)

    def speakers_named(self, words: Sequence[str]) -> tuple[Entity, ...]:
        """Return those among who speaks, or has somebody speak, that `words` name; raises as `country` does."""
        return lookup.named(self._db, words, lookup.SPEAKERS)

    def entities_named(self, words: Sequence[str]) -> tuple[Entity, ...]:
        """Return the entities of any kind that `words` name; raises as `country` does."""
        return lookup.named(self._db, words, lookup.EVERYTHING)

    # Countries

    def cards(self, words: Sequence[str]) -> Cards:
        """Return the profiles of the countries that `words` name; raises as `country` does."""
        return Cards(tuple(self.profile(country) for country in self.countries_named(words)))

    def matrix(self) -> Matrix:
        """Return the standing of every country on every question."""
        countries = self._records(Entity, "SELECT record FROM entity WHERE kind = 'country' ORDER BY n")
        return Matrix(countries, tuple(s for country in countries for s in self._standings(country)))

    def profile(self, country: Entity) -> Profile:
        """Return everything on `country`, and on whatever is affiliated with it."""
        groups = self._records(
            Entity, "SELECT record FROM grouped JOIN entity ON id = grp WHERE entity = ? ORDER BY n", [country.id]
        )
        about = Filters(about=(country,))
        quotes = self._whole_quotations(self._kept(Quote, about))
        return Profile(
            country,
            self._standings(country),
            self._kept(Claim, about),
            quotes,
            self._read_from(quotes),
            self._kept(Gap, about),
            groups,
            self._kept(Claim, Filters(about=groups)) if groups else (),
        )

    def _standings(self, country: Entity) -> tuple[Standing, ...]:
        claims = self._records(Claim, "SELECT record FROM claim WHERE country = ? AND live", [country.id])
        by_question = {claim.position.question: claim for claim in claims if claim.position}
        return tuple(Standing(country.id, question, by_question.get(question)) for question in LADDERS)

    # Filters

    def filters(
        self,
        about: Sequence[str] = (),
        topic: Sequence[str] = (),
        by: Sequence[str] = (),
        since: str | None = None,
        until: str | None = None,
    ) -> Filters:
        """Return filters from what a user writes: names (`by` as several words or one name), topics, dates in EDTF.

        Raises:
            NothingFound: one of the names names nothing.
            AmbiguousName: one of them fits several records.
            BadUsage: one is no topic, or no date.
        """
        topic = [word.lower() for word in topic]
        for word in topic:
            if word not in TOPICS:
                raise BadUsage(f"{word!r} is no topic; there are {', '.join(TOPICS)}")
        entities = dict.fromkeys(entity for name in about for entity in self.entities_named([name]))
        speakers = self.speakers_named(by) if by else ()
        first, last = _bound("since", since), _bound("until", until)
        if first and last and first > last:
            raise BadUsage(f"--since {since} begins after --until {until} ends")
        return Filters(tuple(entities), tuple(topic), speakers, first, last)

    # Time

    def timeline(self, filters: Filters = NO_FILTERS) -> Timeline:
        """Return the claims that have a date, oldest first, and those that stood at publication without one.

        Raises:
            NothingFound: the source says nothing on that, or nothing is left by the filters.
        """
        asked = filters
        filters, group = self._answerable(filters)
        untimed = filters._replace(since=None, until=None)
        published = {source.id: source.published for source in self.sources()}
        dated = self._kept(Claim, filters, "dated = 1", "earliest, latest, n")
        standing = () if filters.since or filters.until else self._kept(Claim, untimed, "standing = 1")
        undated = self._count(untimed, "dated = 0") - len(standing)
        if not dated and not standing:
            instead = f"of {_subject(asked)} by itself nothing is said; " if group else ""
            raise NothingFound(instead + self._nothing_left(filters))
        sides: tuple[list[Claim], list[Claim]] = [], []
        for claim in dated:
            sides[lies_ahead(claim, published[claim.source])].append(claim)
        return Timeline(
            tuple(sides[False]),
            tuple(sorted(standing, key=_decisions_first)),
            tuple(sides[True]),
            undated,
            group,
            asked,
        )

    def _nothing_left(self, filters: Filters) -> str:
        """Return which filter leaves nothing of the claims, and what there is without it."""
        untimed = filters._replace(since=None, until=None)
        dated, without = self._count(untimed, "dated = 1"), count(self._count(untimed, "dated = 0"), "claim")
        if not dated:
            first = self._kept(Claim, untimed, "dated = 0")[:_NAMED]
            ids = f": {', '.join(claim.id for claim in first)}" if first else "; there are quotes on it"
            return f"no claim on {_subject(filters)} has a date; {without} without one{ids}"
        days = {name: day for name in ("since", "until") if (day := getattr(filters, name))}
        alone = {name: day for name, day in days.items() if not self._any(Claim, untimed._replace(**{name: day}))}
        named = " ".join(f"--{name} {day}" for name, day in (alone or days).items())
        return f"{named} leaves nothing of {count(dated, 'dated claim')}; besides: {without} without a date"

    # Quotes

    def quotations(self, filters: Filters = NO_FILTERS) -> Quotations:
        """Return direct quotes, those of one speaker or subject or of all.

        Raises:
            NothingFound: they are not quoted, the source says nothing on that, or nothing is left by the filters.
        """
        if filters.since or filters.until:
            raise BadUsage("quotes have no dates to filter by")
        found = self._kept(Quote, filters)
        where, values = self._where(filters, "claim")
        sql = f"SELECT said_by, count(*) FROM claim WHERE mode = 'indirect' AND {where} GROUP BY said_by"
        reported = tuple(self._db.execute(f"{sql} ORDER BY count(*) DESC, min(n)", values))
        if not found:
            raise NothingFound(self._unquoted(filters, sum(number for _, number in reported)))
        quotes = self._whole_quotations(found)
        return Quotations(quotes, self._read_from(quotes), reported, filters)

    def _unquoted(self, filters: Filters, reported: int) -> str:
        who = " or ".join(speaker.label for speaker in filters.by)
        if who and not self._any(Quote, Filters(by=filters.by)):
            indirect = f"; of theirs in indirect speech: {count(reported, 'claim')}" if reported else ""
            return f"the source quotes no words of {who}{indirect}"
        self._answerable(filters._replace(by=()))
        options = [f"--about {entity.id}" for entity in filters.about] + [f"--topic {topic}" for topic in filters.topic]
        return f"{' '.join(options)} leaves none of the quotes" + (f" of {who}" if who else "")

    def _whole_quotations(self, quotes: Sequence[Quote]) -> tuple[Quote, ...]:
        """Return `quotes` with the other parts of their quotations: half of one can turn the sense round."""
        wanted = among(quote.quotation for quote in quotes)
        sql = "SELECT record FROM quote WHERE quotation IN (SELECT value FROM json_each(?)) ORDER BY n"
        return self._records(Quote, sql, [wanted])

    def _read_from(self, quotes: Sequence[Quote]) -> tuple[Claim, ...]:
        sql = "SELECT claim FROM quoted WHERE quote IN (SELECT value FROM json_each(?))"
        sql = f"SELECT record FROM claim WHERE live AND n IN ({sql}) ORDER BY n"
        return self._records(Claim, sql, [among(quote.id for quote in quotes)])

    # What is common to them

    def _answerable(self, filters: Filters) -> tuple[Filters, Entity | None]:
        """Return filters under which subject and topic have records: those given, or those of the subject's group.

        Raises:
            NothingFound: subject and topic alone match nothing.
        """
        bare = Filters(filters.about, filters.topic)
        if any(self._any(kind, bare) for kind in (Claim, Quote)):
            return filters, None
        ids = among(entity.id for entity in filters.about)
        groups = self._records(
            Entity,
            "SELECT record FROM grouped JOIN entity ON id = grp"
            " WHERE entity IN (SELECT value FROM json_each(?)) ORDER BY n",
            [ids],
        )
        for group in groups:
            if any(self._any(kind, bare._replace(about=(group,))) for kind in (Claim, Quote)):
                return filters._replace(about=(group,)), group
        sql = "SELECT count(DISTINCT claim) FROM voice WHERE entity IN (SELECT value FROM json_each(?))"
        (voiced,) = self._db.execute(sql, [ids]).fetchone()
        besides = f"; it says, passes on or is told {count(voiced, 'claim')} on other things" if voiced else ""
        raise NothingFound(f"in this dataset, but the source says nothing on {_subject(filters)}{besides}")

    def _any(self, kind: type, filters: Filters) -> bool:
        where, values = self._where(filters, _TABLE[kind])
        return self._db.execute(f"SELECT 1 FROM {_TABLE[kind]} WHERE {where} LIMIT 1", values).fetchone() is not None

    def _count(self, filters: Filters, condition: str) -> int:
        where, values = self._where(filters, "claim")
        (number,) = self._db.execute(f"SELECT count(*) FROM claim WHERE {where} AND {condition}", values).fetchone()
        return int(number)

    def _kept(self, kind: type[R], filters: Filters, condition: str = "1", order: str = "n") -> tuple[R, ...]:
        where, values = self._where(filters, _TABLE[kind])
        sql = f"SELECT record FROM {_TABLE[kind]} WHERE {where} AND {condition} ORDER BY {order}"
        return self._records(kind, sql, values)

    def _where(self, filters: Filters, table: str) -> tuple[str, list[str]]:
        """Return `filters` as a condition on `table`, and the values of its parameters."""
        terms, values = ["live" if table == "claim" else "1"], []
        tagged = f"n IN (SELECT n FROM {{0}} WHERE kind = '{table}' AND {{1}} IN (SELECT value FROM json_each(?)))"
        if filters.about:
            terms.append(tagged.format("about", "entity"))
            values.append(among(self._reach(filters.about)))
        if filters.topic:
            terms.append(tagged.format("topic", "topic"))
            values.append(among(filters.topic))
        if filters.by:
            terms.append("said_by IN (SELECT value FROM json_each(?))")
            values.append(among(self._reach(filters.by)))
        if filters.since:
            terms.append("dated = 1 AND latest >= ?")
            values.append(filters.since)
        if filters.until:
            terms.append("dated = 1 AND earliest <= ?")
            values.append(filters.until)
        return " AND ".join(terms), values

    def _reach(self, entities: Iterable[Entity]) -> set[str]:
        """Return the ids of `entities` and of everything whose affiliation leads to one of them."""
        sql = "SELECT member FROM reach WHERE entity IN (SELECT value FROM json_each(?))"
        return {row[0] for row in self._db.execute(sql, [among(entity.id for entity in entities)])}

    def _records(self, kind: type[R], sql: str, values: Sequence[Any] = ()) -> tuple[R, ...]:
        return tuple(thaw(kind, json.loads(row[0])) for row in self._db.execute(sql, values))


def _decisions_first(claim: Claim) -> int:
    order = ("decided", "announced", "occurred", "not-yet")
    return order.index(claim.status) if claim.status in order else len(order)


def _subject(filters: Filters) -> str:
    """Return what `filters` ask about, as in `Norway and production`."""
    names = " or ".join(entity.label for entity in filters.about)
    return " and ".join(part for part in (names, " or ".join(filters.topic)) if part) or "anything"


def _bound(name: str, edtf: str | None) -> str | None:
    """Return the first day of `--since`, or the last of `--until`; None where it is not given."""
    if edtf is None:
        return None
    from minewatch import dates

    try:
        span = dates.parse(edtf)
    except dates.DateError as error:
        raise BadUsage(f"--{name}: {error}") from error
    day = span.earliest if name == "since" else span.latest
    if day is None:
        raise BadUsage(f"--{name} {edtf} has no {'beginning' if name == 'since' else 'end'} to go by")
    return day
