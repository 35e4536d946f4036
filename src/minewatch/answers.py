"""What the questions are answered with. Records of the dataset stand in them as they are."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from minewatch.agreement import Comparison
from minewatch.errors import ExitCode
from minewatch.filters import Filters
from minewatch.listing import Listing
from minewatch.model import Claim, Date, Edition, Entity, Gap, Link, Quote, Record, Relation, Source
from minewatch.record import NamedTuple

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

    @property
    def reporting(self) -> Sequence[Source]:
        """The sources that report: those that are not withdrawn; where they are very many, all."""
        return self.sources if self.find else [source for source in self.sources if not source.state]

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
    standings: Sequence[Standing]
    """One or more a country and question, in the order of `countries` and of the ladders."""
    comparisons: Sequence[Comparison]
    """Where several sources say so, in the same order."""
    summary: "Summary | None" = None
    """What a page of limited length shows instead of these, where they are very many."""


class Summary(NamedTuple):
    """Where countries stand, as far as one can take it in."""

    standings: tuple[Standing, ...]
    """Those on questions on which no more than a few sources say where the country stands."""
    comparisons: tuple[Comparison, ...]
    """Of these."""
    counts: Mapping[tuple[str, str], tuple[tuple[str, int], ...]]
    """By country and question how many sources have which value, on all other questions; most first."""
    shown: bool = False
    """Whether it is what is shown."""


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

    def beneath(self) -> dict[str, tuple[Claim, ...]]:
        """Return, by the id of each claim with a position, what its source links to it; no claim stands beneath two."""
        free = {claim.id: claim for claim in self.claims if not claim.quotes and not claim.position}
        found = {}
        for claim in (standing.claim for standing in self.positions if standing.claim):
            linked = [c for c in free.values() if c.source == claim.source and any(k.to == claim.id for k in c.links)]
            found[claim.id] = tuple(free.pop(c.id) for c in linked)
        return found


class Cards(NamedTuple):
    """One country's profile, or several to lay side by side."""

    profiles: tuple[Profile, ...]


class Brief(NamedTuple):
    """What of a country goes on one page: its claims are in the profile, and each but those of quotes in one section.

    What was reported since a day is a section besides: it repeats what others hold.
    """

    profile: Profile
    standings: tuple[tuple[Standing, tuple[Claim, ...]], ...]
    """Where the country stands on each question, with what is linked to that."""
    new: tuple[Claim, ...]
    """What was reported on that day or later; no plan among it."""
    unclear: tuple[Claim, ...]
    """What was reported then or before: that cannot be told."""
    reported: tuple[Claim, ...]
    """What else has come about, is somebody's view, or has been overtaken."""
    figures: tuple[Claim, ...]
    open: tuple[Claim, ...]
    """What else is ahead, is not done, or is an accusation."""
    sources: tuple[Source, ...]
    """In which all of this stands."""


class Briefs(NamedTuple):
    """A briefing on one country, or on each of several."""

    briefs: tuple[Brief, ...]
    since: str | None
    """From which day on something is new, `YYYY-MM-DD`; None where nobody asked."""


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

    quotes: Sequence[Quote]
    claims: Sequence[Claim]
    """The direct claims that are read from these quotes."""
    reported: tuple[Reported, ...]
    """How much is reported in indirect speech on the same, or by the same where a speaker is asked for; most first."""
    filters: Filters
    """What was asked for."""
    number: int
    """How many quotations these are, however many parts they have."""
    read_from: Callable[[Sequence[Quote]], tuple[Claim, ...]] | None = None
    """How the claims are found of some of the quotes, where these are too many to go through."""
    speakers: int = 0
    """How many have something reported of them."""


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


class Withdrawn(NamedTuple):
    """What was taken back, and still answers to its id."""

    claims: tuple[ClaimCard, ...]
    others: tuple[Record, ...]
    """Records of any other kind."""


class Survey(NamedTuple):
    """Everything at once, or what filters keep of it."""

    matrix: Matrix
    timeline: Timeline
    """Without a stop where nothing has a date."""
    figures: Figures
    quotations: Quotations
    claims: tuple[ClaimCard, ...]
    gaps: tuple[Gap, ...]
    entities: tuple[Entity, ...]
    sources: "tuple[SourceCard, ...]"
    withdrawn: Withdrawn
    above: Mapping[str, frozenset[str]]
    """By the id of each entity, that entity and whatever its affiliation leads to."""
    group: Entity | None
    """The group whose claims these are, where the subject itself has none."""
    filters: Filters
    """What was asked for."""


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
    """`inserted` between paragraphs or right beside them, `around` them all, or `repeated`: a paragraph once more."""
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
        """What stands between its paragraphs or right beside them."""
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


class RenewedParagraph(NamedTuple):
    """A paragraph of an article that its publisher has edited."""

    status: str
    """`same` under another number, `moved`, `changed`, `gone` or `new`."""
    old: int | None
    """Its number before; None for a new one."""
    new: int | None
    """Its number now; None for one that is gone."""


class Reread(NamedTuple):
    """A record, or a part of one, that has to be read again."""

    file: str
    line: int
    record: str
    """What kind of record it is."""
    id: str
    part: str | None
    """The field, where it is only that."""
    draft: bool
    """Whether it is a draft until then; what all else stands on cannot be one."""


class Renewed(NamedTuple):
    """What became of a dataset whose article was edited."""

    source: Source
    """As it is now."""
    article: str
    """What the copy is called."""
    same: int
    """How many paragraphs are the same, wherever they stand."""
    paragraphs: tuple[RenewedParagraph, ...]
    """All others, and those that have another number."""
    again: tuple[Reread, ...]
    new_headings: tuple[str, ...]
    lost_headings: tuple[str, ...]
    left_out: tuple[str, ...]
    """What stands around the article, and was taken for no part of it."""


class Drafted(NamedTuple):
    """Something that was found in an article, and waits to be read against it."""

    id: str
    what: str
    """One of `DRAFTED`."""
    paragraphs: tuple[int, ...]
    text: str
    """As the article has it; of one who is named or speaks, the name."""
    reading: str | None
    """What was made of it: a quote's speaker, a date's EDTF, a figure in digits; None where nothing was."""


DRAFTED = ("quote", "date", "quantity", "name", "speaker")
"""A name is one that was known already."""


class Beginning(NamedTuple):
    """A dataset that was begun from an article."""

    folder: str
    """As it was given."""
    source: Source
    drafts: tuple[Drafted, ...]
    left_out: tuple[str, ...]
    """What stands around the article, and was taken for no part of it."""


class Holdings(NamedTuple):
    """What filters keep, to be handed on as a whole: with the names and sources that it refers to."""

    sources: tuple[Source, ...]
    entities: tuple[Entity, ...]
    claims: Listing[Claim]
    """These and the next two are read each time they are gone through."""
    quotes: Listing[Quote]
    """Whole quotations: on what is asked for, and those from which one of the claims is read."""
    gaps: Listing[Gap]
    filters: Filters
    """What was asked for."""
    group: Entity | None
    """The group whose claims these are, where the subject itself has none."""
    undated: int
    """How many claims a time filter left out for having no date."""
    withdrawn: int
    """How many records were left out for being withdrawn."""


REMARKS = ("two-datasets", "same-records", "same-version")
"""Two datasets and not two versions of one; another version with the same records, or other records without one."""


Answer = (
    Welcome
    | Matrix
    | Cards
    | Briefs
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
    | Beginning
    | Renewed
)
