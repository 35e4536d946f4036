"""The questions that can be put to a dataset, and their answers as records.

`Facts` is also the Python API: what the commands answer from is what a program gets.
"""

import sqlite3
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Self

from minewatch import lookup, scopes, store
from minewatch.answers import (
    Answer,
    Briefs,
    Cards,
    Citations,
    ClaimCards,
    Claims,
    Copy,
    Counts,
    Entities,
    EntityCards,
    Figures,
    Hits,
    Holdings,
    Linked,
    Matrix,
    Profile,
    Quotations,
    Setting,
    SourceCards,
    Sources,
    Survey,
    Timeline,
    Verification,
    Welcome,
)
from minewatch.filters import NO_FILTERS, Filters
from minewatch.listing import Listing
from minewatch.model import KINDS, SORTS, Claim, Edition, Entity, Source, within
from minewatch.reading import is_read
from minewatch.selection import Selection

if TYPE_CHECKING:
    from minewatch.article import Article
    from minewatch.watching import Watch

MANY = 100
"""From how many sources on they are not listed with every answer, but read as it names them."""


class Facts:
    """A dataset open for questions; close it after use, or use it in a `with` statement.

    A question that has no answer raises `NothingFound`, of which the subclasses in `minewatch.errors` say why: the
    name is not in the dataset, the source says nothing on that, or the filters leave nothing. A name that fits
    several records raises `AmbiguousName`, and a word, a date or a filter that the question does not know `BadUsage`.
    Where several names or words are taken, one may stand by itself.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        """Take over `db`, a connection to a compiled dataset."""
        self.selection = Selection(db)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self.selection.db.close()

    # The dataset

    def editions(self) -> tuple[Edition, ...]:
        """Return what each of the datasets calls itself and holds."""
        return store.editions(self.selection.db)

    def counts(self) -> Counts:
        """Return how much there is of everything."""
        tally = dict(self.selection.db.execute("SELECT name, number FROM tally"))
        return Counts(*(tally[name] for name in ("source", "paragraph", "entity", "claim", "quotation", "gap")))

    def welcome(self) -> Welcome:
        """Return what the dataset is, for somebody who has asked nothing yet."""
        return Welcome(self.editions(), self.counts())

    def setting(self, today: str) -> Setting:
        """Return what every view of an answer says beside it, with `today` (`YYYY-MM-DD`) as the present day."""
        db = self.selection.db
        (number,) = db.execute("SELECT count(*) FROM source").fetchone()
        if number > MANY:
            from minewatch.register import Articles, CitedAs, Labels

            articles, names = Articles(db, number), Labels(db)
            sql = "SELECT count(*) FROM source WHERE latest >= ? AND (earliest > ? OR latest != earliest) AND live"
            (early,) = db.execute(sql, [today, today]).fetchone()
            cited = CitedAs(articles, names)
            return Setting(self.editions(), articles, names, today, cited=cited, find=articles.find, early=early)
        labels = dict(db.execute("SELECT id, label FROM entity"))
        sources = self.selection.read(Source, "SELECT record FROM source ORDER BY n")
        return Setting(self.editions(), sources, labels, today, cited=_cited(sources, labels))

    def beside(self, answer: Answer | Collection[Claim]) -> Mapping[str, tuple[Linked, ...]]:
        """Return, by the ids of the claims in `answer`, what is linked with each in other sources.

        And what takes the place of one, in its own source too.
        """
        if isinstance(answer, Listing) or is_read(answer):
            return self.selection.beside_any()
        return self.selection.beside(within(tuple(answer), Claim))

    # Names and filters

    def countries_named(self, words: Sequence[str]) -> tuple[Entity, ...]:
        """Return the countries that `words` name, together or each."""
        return lookup.named(self.selection, _each(words), scopes.COUNTRIES)

    def speakers_named(self, words: Sequence[str]) -> tuple[Entity, ...]:
        """Return those among who speaks, or has somebody speak, that `words` name."""
        return lookup.named(self.selection, _each(words), scopes.SPEAKERS)

    def entities_named(self, words: Sequence[str]) -> tuple[Entity, ...]:
        """Return the entities of any kind that `words` name."""
        return lookup.named(self.selection, _each(words), scopes.EVERYTHING)

    def filters(
        self,
        *,
        about: Sequence[str] = (),
        by: Sequence[str] = (),
        via: Sequence[str] = (),
        topic: Sequence[str] = (),
        status: Sequence[str] = (),
        basis: Sequence[str] = (),
        paragraph: Sequence[int] = (),
        source: Sequence[str] = (),
        since: str | None = None,
        until: str | None = None,
    ) -> Filters:
        """Return filters from names and words of the vocabulary, paragraph numbers and EDTF dates.

        `BadUsage` is raised for a word or a date that is none.
        """
        from minewatch.questions import filters

        named = {
            "about": about,
            "by": by,
            "via": via,
            "topic": topic,
            "status": status,
            "basis": basis,
            "source": source,
        }
        each = {name: _each(given) for name, given in named.items()}
        return filters.read(self.selection, each, paragraph=paragraph, since=since, until=until)

    # Countries and other entities

    def matrix(self) -> Matrix:
        """Return the standing of every country on every question."""
        from minewatch.questions import cards

        return cards.matrix(self.selection)

    def country(self, name: str) -> Profile:
        """Return everything on the country that `name` finds."""
        return self.cards([name]).profiles[0]

    def cards(self, words: Sequence[str]) -> Cards:
        """Return the profiles of the countries that `words` name."""
        from minewatch.questions import cards

        return cards.countries(self.selection, self.countries_named(words))

    def briefs(self, words: Sequence[str], new_since: str | None = None) -> Briefs:
        """Return briefings on the countries that `words` name; with an EDTF date, also what was reported since then.

        `BadUsage` is raised for a date that is none.
        """
        from minewatch.questions import briefs, filters

        return briefs.ask(self.selection, self.countries_named(words), filters.bound("new-since", new_since))

    def entities(self, kinds: Sequence[str] = ()) -> Entities:
        """Return everything that has a name, or what of it is of these kinds, in the order of the dataset."""
        from minewatch.questions import cards, filters

        return cards.entities(self.selection, filters.vocabulary("kind", _each(kinds), KINDS))

    def entity_cards(self, words: Sequence[str]) -> EntityCards:
        """Return the cards of the entities that `words` name: what is said of each, and by it."""
        from minewatch.questions import cards

        return cards.of(self.selection, self.entities_named(words))

    # Claims

    def claims(self, filters: Filters = NO_FILTERS, *, compare: bool = False) -> Claims:
        """Return the claims that the filters keep, in the order of the dataset; to `compare` their speakers."""
        from minewatch.questions import claims

        return claims.ask(self.selection, filters, compare=compare)

    def claim_cards(self, ids: Sequence[str]) -> ClaimCards:
        """Return the claims with these ids, with what each stands on and is linked to; withdrawn ones too."""
        from minewatch.questions import claims

        return claims.named(self.selection, _each(ids))

    def timeline(self, filters: Filters = NO_FILTERS) -> Timeline:
        """Return the claims that have a date, oldest first, and those that stood at publication without one."""
        from minewatch.questions import timeline

        return timeline.ask(self.selection, filters)

    def figures(self, words: Sequence[str] = (), filters: Filters = NO_FILTERS) -> Figures:
        """Return all figures, or those about what `words` name and those said by it."""
        from minewatch.questions import figures

        return figures.ask(self.selection, self.entities_named(words) if words else (), filters)

    # Quotes

    def quotations(self, filters: Filters = NO_FILTERS) -> Quotations:
        """Return direct quotes, those of one speaker or subject or of all; whole quotations only."""
        from minewatch.questions import quotes

        return quotes.ask(self.selection, filters)

    # All records

    def search(self, words: str, kinds: Sequence[str] = ()) -> Hits:
        """Return the records, best first, in which all of `words` stand, or words that begin so; "" hold a phrase."""
        from minewatch.questions import filters, search

        return search.ask(self.selection, words, filters.vocabulary("kind", _each(kinds), SORTS))

    def sources(self) -> Sources:
        """Return the articles that the dataset is read from."""
        return Sources(self.selection.many(Source))

    def source_cards(self, words: Sequence[str]) -> SourceCards:
        """Return the sources with these ids, titles or publishers, with what stands on each paragraph."""
        from minewatch.questions import sources

        return sources.named(self.selection, _each(words))

    def holdings(self, filters: Filters = NO_FILTERS, *, watch: "Watch | None" = None) -> Holdings:
        """Return what the filters keep of claims, quotes and gaps, and every name and source that these refer to.

        They are read as they are gone through, while this is open; `watch` is told how far that is.
        """
        from minewatch.questions import holdings

        return holdings.ask(self.selection, filters, watch)

    def survey(self, holdings: Holdings) -> Survey:
        """Return `holdings` as the other questions answer with them, and what was withdrawn: all that a page shows."""
        from minewatch.questions import survey

        return survey.ask(self.selection, holdings)

    def verification(
        self, article: "Article | str", source: str | Sequence[str] = (), *, strict: bool = False
    ) -> Verification:
        """Return how a copy of an article (a file, `-`, or what `minewatch.article` read) differs from its source.

        Which source that is need be said only where the copy can be of several; if `strict`, inserted text is a
        difference. `UnreadableArticle` is raised for a copy that cannot be read, or is of none of them.
        """
        from minewatch.questions import verification

        return verification.ask(self.selection, _read(article), _each(source), strict=strict)

    def copy(self, article: "Article | str") -> Copy:
        """Return the paragraphs of the dataset's sources that a copy has, to be shown beside what stands on them.

        `UnreadableArticle` is raised for a copy that cannot be read, or has none of them.
        """
        from minewatch.questions import verification

        return verification.copy(self.selection, _read(article))

    def citations(self, words: Sequence[str], accessed: str | None = None) -> Citations:
        """Return the records with these ids or names, for citing, as read on the day `accessed` (`YYYY-MM-DD`)."""
        from minewatch.questions import citations

        return citations.ask(self.selection, _each(words), accessed)


def _cited(sources: Sequence[Source], labels: Mapping[str, str]) -> dict[str, str]:
    """Return what each source is called beside a paragraph, where there are several: its publication, or its id.

    Two publications may have the same name.
    """
    if len(sources) == 1:
        return {}
    names = {source.id: labels[source.publisher] for source in sources}
    number = Counter(names.values())
    return {ident: name if number[name] == 1 else ident for ident, name in names.items()}


def _each(given: str | Sequence[str]) -> Sequence[str]:
    return [given] if isinstance(given, str) else given


def _read(given: "Article | str") -> "Article":
    from minewatch import article

    return article.read(given) if isinstance(given, str) else given
