"""What the questions are answered with. Records of the dataset stand in them as they are."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from minewatch.agreement import Comparison
from minewatch.errors import ExitCode
from minewatch.filters import Filters
from minewatch.model import Claim, Date, Edition, Entity, Gap, Link, Quote, Record, Relation, Source

if TYPE_CHECKING:
    from minewatch.changes import Change
    from minewatch.faults import Problem


class Counts(NamedTuple):
    """How much a dataset holds."""

    sources: int
    paragraphs: int
    entities: int
    claims: int
    quotations: int
    gaps: int


class Linked(NamedTuple):
    """Another claim, and what one of the two does to the other."""

    type: str
    claim: Claim
    out: bool = False
    """Whether it is the other one to which that is done."""


class Passage(NamedTuple):
    """A paragraph as it stands in a reader's own copy, where its fingerprint holds."""

    pieces: tuple[tuple[str, bool], ...]
    """Its text, and whether that is a direct quote's."""


class Copy(NamedTuple):
    """A reader's own copy of one article or more, to be shown beside what stands on it: on a page, and nowhere else."""

    name: str
    passages: Mapping[tuple[str, int], Passage]
    """By source and number of the paragraph."""

    @property
    def sources(self) -> set[str]:
        """Of which sources it is a copy."""
        return {source for source, _ in self.passages}


class Setting(NamedTuple):
    """What every view of an answer needs beside it."""

    editions: tuple[Edition, ...]
    """Which datasets answered."""
    sources: Sequence[Source]
    labels: Mapping[str, str]
    """The label of each entity."""
    today: str
    """The present day, `YYYY-MM-DD`."""
    whole: int | None = None
    """How many rows the answer has of which only the first are shown; None where it is shown whole."""
    cited: Mapping[str, str] = MappingProxyType({})
    """What each source is called beside a paragraph, where there are several."""
    beside: Mapping[str, tuple[Linked, ...]] = MappingProxyType({})
    """By the id of a claim in the answer what is linked with it in other sources."""
    copy: Copy | None = None
    """The reader's own copy, where one is to be shown beside the answer."""
    find: Callable[[str], Source | None] | None = None
    """How a source is found by its id where there are too many to go through."""
    early: int = 0
    """How many of so many sources had not, or may not have appeared on that day."""

    def edition(self, dataset: str) -> Edition:
        """Return which edition of the dataset with that id answered."""
        return next(edition for edition in self.editions if edition.id == dataset)

    def source(self, ident: str) -> Source:
        """Return the source with that id."""
        if not self.find:
            return next(source for source in self.sources if source.id == ident)
        found = self.find(ident)
        assert found
        return found

    def behind(self, idents: Iterable[str]) -> dict[str, Source]:
        """Return the sources with these ids, and those that they are derived from in the end, by their ids."""
        if not self.find:
            return {source.id: source for source in self.sources}
        found: dict[str, Source] = {}
        ahead = list(idents)
        while ahead:
            ident = ahead.pop()
            if ident not in found and (source := self.find(ident)):
                found[ident] = source
                ahead += (origin.to for origin in source.derived_from)
        return found

    def published(self, source: str) -> Date:
        """Return when the source with that id appeared."""
        return self.source(source).published


class Welcome(NamedTuple):
    """What the dataset is."""

    editions: tuple[Edition, ...]
    counts: Counts


class Standing(NamedTuple):
    """Where a country stands on one question by one source; without a claim where none says so."""

    country: str
    question: str
    claim: Claim | None

    @property
    def value(self) -> str | None:
        """The rung of the question's ladder."""
        return self.claim.position.value if self.claim and self.claim.position else None


class Matrix(NamedTuple):
    """Every country, and its standing on every question."""

    countries: tuple[Entity, ...]
    standings: tuple[Standing, ...]
    """One or more a country and question, in the order of `countries` and of the ladders."""
    comparisons: tuple[Comparison, ...]
    """Where several sources say so, in the same order."""


class Profile(NamedTuple):
    """What the dataset says of a country, or of anything else with a name, and of whatever is affiliated with it."""

    entity: Entity
    positions: tuple[Standing, ...]
    """With a country only."""
    claims: tuple[Claim, ...]
    quotes: tuple[Quote, ...]
    direct: tuple[Claim, ...]
    """The claims that are read from these quotes, whatever they are about."""
    gaps: tuple[Gap, ...]
    groups: tuple[Entity, ...]
    """Groups that it is a member of."""
    group_claims: tuple[Claim, ...]
    """What is said of those groups as a whole: not of this country by name."""
    comparisons: tuple[Comparison, ...] = ()
    """How the positions compare, where several sources have one."""


class Cards(NamedTuple):
    """One country's profile, or several to lay side by side."""

    profiles: tuple[Profile, ...]


class Stop(NamedTuple):
    """A claim at its place on the timeline, or the publication of a source."""

    source: str
    claim: Claim | None
    ahead: bool
    """Whether its source had it still before it."""


class Timeline(NamedTuple):
    """Claims in the order of their dates, each on its side of the publication of its source.

    What stood at a publication without a date of its own is right before that.
    """

    stops: Sequence[Stop]
    """From the top down."""
    undated: int
    """How many more claims have no date; with a time filter, how many it left out for that."""
    group: Entity | None
    """The group whose claims these are, where the subject itself has none."""
    filters: Filters
    """What was asked for."""
    streamed: Sequence[Claim] = ()
    """The claims alone, where they are too many to be held."""

    @property
    def claims(self) -> Sequence[Claim]:
        """All of them, from the top down."""
        return self.streamed or tuple(stop.claim for stop in self.stops if stop.claim)


class Reported(NamedTuple):
    """How many claims are reported of somebody in indirect speech."""

    speaker: str
    claims: int
    unsure: int
    """How many of them are not simply stated to be theirs."""


class Quotations(NamedTuple):
    """Direct quotes with all parts of each quotation, and how much of the same speakers is in indirect speech."""

    quotes: tuple[Quote, ...]
    claims: tuple[Claim, ...]
    """The direct claims that are read from these quotes."""
    reported: tuple[Reported, ...]
    """How much is reported in indirect speech on the same, or by the same where a speaker is asked for; most first."""
    filters: Filters
    """What was asked for."""

    @property
    def whole(self) -> list[str]:
        """What the quotations are called, however many parts they have, in order."""
        return list(dict.fromkeys(quote.quotation for quote in self.quotes))


class Entities(NamedTuple):
    """Who and what the dataset knows."""

    entities: Sequence[Entity]


class Related(NamedTuple):
    """How another entity stands to the one of a card."""

    entity: Entity
    relation: Relation


class EntityCard(NamedTuple):
    """What the dataset holds on an entity, and on whatever is affiliated with it: said of it, and by it."""

    profile: Profile
    said: tuple[Claim, ...]
    """What it, or somebody affiliated with it, says of others."""
    words: tuple[Quote, ...]
    """What of that stands in their own words; whole quotations."""
    direct: tuple[Claim, ...]
    """The claims that are read from these, whatever they are about."""
    heard: tuple[Claim, ...]
    """What else it passes on, or is told."""
    related: tuple[Related, ...]


class EntityCards(NamedTuple):
    """One entity's card, or several to lay side by side."""

    cards: tuple[EntityCard, ...]


class Claims(NamedTuple):
    """Claims in the order of the dataset."""

    claims: Sequence[Claim]
    undated: int
    """How many a time filter left out for having no date."""
    group: Entity | None
    """The group whose claims these are, where the subject itself has none."""
    filters: Filters
    """What was asked for."""
    compare: bool = False
    """Whether they are to be laid side by side, a column a speaker."""


class ClaimCard(NamedTuple):
    """A claim with everything that it stands on and is linked to."""

    claim: Claim
    quotes: tuple[Quote, ...]
    """What it is read from, whole quotations."""
    links: tuple[Linked, ...]
    """What it does to other claims."""
    linked: tuple[Linked, ...]
    """What other claims do to it."""
    elsewhere: tuple[Link, ...] = ()
    """What it does to claims of datasets that are not loaded."""


class ClaimCards(NamedTuple):
    """One claim in full, or several."""

    cards: tuple[ClaimCard, ...]


class FigureGroup(NamedTuple):
    """Claims with a figure: about an entity, said by it, or (without one) all."""

    relation: str
    """`about`, `by` or `all`."""
    entity: Entity | None
    claims: Sequence[Claim]


class Figures(NamedTuple):
    """The figures, in groups of which no two share a claim."""

    groups: tuple[FigureGroup, ...]
    undated: int
    """How many a time filter left out for having no date."""
    group: Entity | None
    """The group whose figures these are, where the subject itself has none."""
    filters: Filters
    """What was asked for."""

    @property
    def claims(self) -> Sequence[Claim]:
        """All of them, in the order of the groups."""
        if len(self.groups) == 1:
            return self.groups[0].claims
        return tuple(claim for group in self.groups for claim in group.claims)


class Hits(NamedTuple):
    """What a search found, best first."""

    words: str
    """What was searched for."""
    found: Sequence[tuple[Record, ...]]
    """A record each, or all parts of a quotation."""

    @property
    def records(self) -> Iterator[Record]:
        """All of them, in order."""
        return (record for whole in self.found for record in whole)


class Sources(NamedTuple):
    """What the dataset is read from."""

    sources: Sequence[Source]


class Stands(NamedTuple):
    """What stands on a paragraph."""

    source: str
    paragraph: int
    claims: tuple[str, ...]
    """Ids."""
    quotes: tuple[str, ...]


class SourceCard(NamedTuple):
    """A source, and what stands on each of its paragraphs, in reading order."""

    source: Source
    stands: tuple[Stands, ...]


class SourceCards(NamedTuple):
    """One source's card, or several."""

    cards: tuple[SourceCard, ...]


class Cited(NamedTuple):
    """A record to cite."""

    kind: str
    """`source`, `claim`, `quote`, `gap`, or the kind of an entity."""
    record: Record
    """Of a quotation its first part."""
    sources: tuple[Source, ...]
    """What it is read from. An entity is the dataset's and no one source's: all that there are."""
    parts: tuple[Quote, ...] = ()
    """Every part of the quotation, in order; half of it can turn the sense round."""


class Citations(NamedTuple):
    """Records to cite, each once."""

    cited: tuple[Cited, ...]
    accessed: str | None
    """The day on which they were read, `YYYY-MM-DD`; None where nobody said."""


class VerifiedParagraph(NamedTuple):
    """A paragraph of a source, as it stands in a reader's own copy."""

    stands: Stands
    """Which one, and what stands on it."""
    status: str
    """`exact`, `typography`, `moved`, `changed` or `missing`."""
    lines: tuple[int, int] | None = None
    """Its first line in the copy and its last, from 1; None where it is missing."""
    characters: tuple[str, ...] = ()
    """Of one that is the same but for typography, which characters of the copy can be the difference."""
    candidates: int = 0
    """How many blocks stand where a missing one belongs, of which one may be it."""


class VerifiedQuote(NamedTuple):
    """A direct quote, or a part of one, as it stands in a reader's own copy."""

    quote: Quote
    status: str
    """`verbatim`, `typography`, `changed`, `ambiguous` or `missing`."""
    elsewhere: bool = False
    """Whether its paragraph was not found, and its words were, in one place or in several."""
    characters: tuple[str, ...] = ()
    """In which characters typography differs, as in `’ → '`."""
    expected: str | None = None
    """Where it is changed, the first of its words that differ."""
    found: str | None = None
    """What stands in the copy instead."""


class Unrecognised(NamedTuple):
    """A block of a copy that is no paragraph of the source, and no changed one."""

    place: str
    """`inserted` between paragraphs, `around` them all, or `repeated`: a paragraph that stands there once more."""
    after: int | None
    """The paragraph before it; None at the beginning."""
    before: int | None
    """The paragraph after it; None at the end."""
    lines: tuple[int, int]
    text: str
    """The reader's own: for the page only."""


class Verification(NamedTuple):
    """A reader's own copy of a source, held against its fingerprints and quotes."""

    source: Source
    article: str
    """What the copy is called."""
    paragraphs: tuple[VerifiedParagraph, ...]
    quotes: tuple[VerifiedQuote, ...]
    unrecognised: tuple[Unrecognised, ...]
    strict: bool
    """Whether inserted text is a difference."""

    @property
    def inserted(self) -> tuple[Unrecognised, ...]:
        """What stands between its paragraphs."""
        return tuple(block for block in self.unrecognised if block.place == "inserted")

    @property
    def differs(self) -> bool:
        """Whether the copy says anything else, or in another order; typography alone is no difference."""
        statuses = {*(paragraph.status for paragraph in self.paragraphs), *(quote.status for quote in self.quotes)}
        return bool(statuses - {"exact", "verbatim", "typography"}) or (self.strict and bool(self.inserted))

    @property
    def code(self) -> ExitCode:
        """What this says to the shell."""
        return ExitCode.DIFFERENCE if self.differs else ExitCode.FOUND


class Differences(NamedTuple):
    """What became of the records of a dataset from one version to the next."""

    old: Edition
    new: Edition
    changes: "tuple[Change, ...]"
    """What vanished first, then all else in the order of the dataset."""

    @property
    def remarks(self) -> tuple[str, ...]:
        """What of the versions should be known, each in one of the words of `REMARKS`."""
        if self.old.id != self.new.id:
            return ("two-datasets",)
        renamed, same = self.old.version != self.new.version, self.old.sha256 == self.new.sha256
        if same and renamed:
            return ("same-records",)
        return () if same or renamed or self.new.version is None else ("same-version",)

    @property
    def code(self) -> ExitCode:
        """What this says to the shell: only that a record vanished, for all else is what a new version is for."""
        return ExitCode.DIFFERENCE if any(change.fault for change in self.changes) else ExitCode.FOUND


class CheckedDataset(NamedTuple):
    """A dataset that was held against the rules."""

    folder: str
    edition: Edition
    files: int
    records: int


class Checked(NamedTuple):
    """What is wrong in datasets of somebody's own."""

    datasets: tuple[CheckedDataset, ...]
    problems: "tuple[Problem, ...]"
    """By file and line."""
    strict: bool
    """Whether a warning is a fault too."""

    @property
    def faults(self) -> int:
        """How many of them are such that no look-up uses the dataset."""
        return sum(1 for problem in self.problems if problem.severity == "fault")

    @property
    def warnings(self) -> int:
        """How many only should be looked at."""
        return len(self.problems) - self.faults

    @property
    def code(self) -> ExitCode:
        """What this says to the shell."""
        return ExitCode.DATA if self.faults or (self.strict and self.problems) else ExitCode.FOUND


REMARKS = ("two-datasets", "same-records", "same-version")
"""Two datasets and not two versions of one; another version with the same records, or other records without one."""


Answer = (
    Welcome
    | Matrix
    | Cards
    | Timeline
    | Quotations
    | Entities
    | EntityCards
    | Claims
    | ClaimCards
    | Figures
    | Hits
    | Sources
    | SourceCards
    | Citations
    | Verification
    | Differences
    | Checked
)
