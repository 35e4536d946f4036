"""A dataset as tables: which there are, what their columns say, what refers to what, and how records fill them.

One list for every target that has tables: `sqlite` and `datapackage`; `docs/exports.md` has it for people. Nothing is
left out of the records, and what firmness a statement has stands in its own row.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from minewatch import __version__
from minewatch.export import Extract
from minewatch.export.columns import (
    ID,
    SOURCE,
    STATE,
    Column,
    ForeignKey,
    Row,
    Table,
    at,
    basis,
    date,
    entity,
    owner,
    plain,
)
from minewatch.passing import passed

_QUANTITY = (
    ("value", "number", "a figure: its value"),
    ("low", "number", "the least of its range"),
    ("high", "number", "the most of its range"),
    ("worded", "text", "its size in words, where the source gives no number"),
    ("qualifier", "text", "the source's word for how near it is: about, up to"),
    ("unit", "text", "its unit"),
    ("per", "text", "per what"),
    ("counted", "text", "what is counted"),
    ("conversion", "text", "the same in another unit, where the source prints it"),
)


def _passed(row: Row) -> str | None:
    return passed(row.record, row.setting.published(row.record.source), row.setting.today)


def _about(kind: str) -> Table:
    """Return the table of what the records of a `kind` are about."""
    entity_of = Column("entity", "text", "an entity, the subject first", at("part"), "entity")
    what = f"Whom or what each {kind} is about."
    return Table(f"{kind}_about", what, (*owner(kind), entity_of), (kind, "n"), f"{kind}s", "about")


def _topics(kind: str) -> Table:
    """Return the table of the topics of the records of a `kind`."""
    topic = Column("topic", "text", "a topic", at("part"))
    what = f"On which topics each {kind} is."
    return Table(f"{kind}_topic", what, (*owner(kind), topic), (kind, "n"), f"{kind}s", "topic")


TABLES: tuple[Table, ...] = (
    Table(
        "dataset",
        "Which datasets are exported, by which program and on which day.",
        (
            *plain(
                "record",
                ("id", "text", "what the dataset calls itself"),
                ("version", "text", "which version of it"),
                ("title", "text", "its title"),
                ("sha256", "text", "of all its records, those that are not exported too"),
                ("drafts", "integer", "how many more it has that nobody has read against their source yet"),
            ),
            Column("minewatch", "text", "version of the program", lambda _: __version__),
            Column("today", "text", "the day to which `passed` refers", at("setting.today")),
        ),
        ("id",),
        "editions",
    ),
    Table(
        "entity",
        "Who or what a claim can be about, or come from.",
        (
            ID,
            *plain(
                "record",
                ("kind", "text", "country, person, organisation, treaty, programme, place, group or weapon"),
                ("label", "text", "what it is called"),
                ("codes", "list", "ISO 3166-1 alpha-2, alpha-3 and numeric, of a country"),
                ("note", "text", "what else must be known of it"),
                ("same_as", "list", "every id that it has, as dataset:id"),
            ),
            STATE,
        ),
        ("id",),
        "entities",
    ),
    Table(
        "alias",
        "Other names.",
        (*owner("entity"), *plain("part", ("name", "text", "the name"), ("type", "text", "what kind of name it is"))),
        ("entity", "n"),
        "entities",
        "aliases",
    ),
    Table(
        "source",
        "The articles: what the supplied copy of each says of itself, and what it does not.",
        (
            ID,
            *plain(
                "record",
                ("dataset", "text", "the dataset that it belongs to"),
                ("title", "text", "its title; empty where the copy states none"),
                ("supplied_title", "text", "a title of ours, in square brackets"),
            ),
            *entity("publisher", "record.publisher", "who published it"),
            *basis("publisher_", "record.publisher_basis", "the publisher's name"),
            *plain(
                "record",
                ("authors", "list", "its authors; empty where the copy states none"),
                ("url", "text", "its address; empty where the copy states none"),
                ("language", "text", "its language"),
                ("sections", "list", "its headings"),
                ("normaliser", "integer", "version of the rules that the fingerprints were made with"),
            ),
            *date("published", "record.published", "when it appeared"),
            STATE,
        ),
        ("id",),
        "sources",
    ),
    Table(
        "paragraph",
        "The place and the fingerprints of each paragraph; its text is in no export.",
        (
            Column("source", "text", "the source", at("record.id"), "source"),
            *plain(
                "part",
                ("number", "integer", "its number, from 1"),
                ("section", "text", "the heading that it stands under"),
                ("sha256", "text", "of its normalised text"),
                ("folded", "text", "of the same with its typography folded"),
                ("empty", "text", "why nothing stands on it, where it carries nothing"),
            ),
        ),
        ("source", "number"),
        "sources",
        "paragraphs",
    ),
    Table(
        "missing",
        "What the supplied copy of a source does not state, and why it is empty.",
        (*owner("source"), *plain("part", ("field", "text", "which field"), ("reason", "text", "why it is empty"))),
        ("source", "n"),
        "sources",
        "missing",
    ),
    Table(
        "origin",
        "What a source reprints or rewrites.",
        (
            *owner("source"),
            *plain("part", ("to", "text", "a source, or who supplied it; also of a dataset that is not here")),
            *basis("", "part.basis", "it"),
        ),
        ("source", "n"),
        "sources",
        "derived_from",
    ),
    Table(
        "role",
        "Offices that somebody holds.",
        (
            *owner("entity"),
            *plain("part", ("title", "text", "the office")),
            *basis("", "part.basis", "it", located=True),
        ),
        ("entity", "n"),
        "entities",
        "roles",
    ),
    Table(
        "relation",
        "How entities stand to each other.",
        (
            *owner("entity"),
            *plain("part", ("type", "text", "affiliation, member_of, part_of, included_in or borders")),
            *entity("to", "part.to", "the other one"),
            *basis("", "part.basis", "it", located=True),
        ),
        ("entity", "n"),
        "entities",
        "relations",
    ),
    Table(
        "member",
        "Who makes up a group that a source names as a whole.",
        (
            *owner("entity"),
            *entity("member", "part", "a member"),
            *basis("", "record.members.basis", "it", located=True),
        ),
        ("entity", "n"),
        "entities",
        "members.are",
    ),
    Table(
        "wording",
        "The words that a source uses for a weapon.",
        (
            *owner("entity"),
            *plain("part", ("wording", "text", "the words")),
            *basis("", "part.basis", "it", located=True),
        ),
        ("entity", "n"),
        "entities",
        "uses",
    ),
    Table(
        "claim",
        "The smallest statements that can be true or false by themselves, in our own words.",
        (
            ID,
            *SOURCE,
            *plain(
                "record",
                ("text", "text", "the statement with its condition: what may be repeated by itself"),
                ("status", "text", "how firm it is"),
            ),
            *basis("", "record.basis", "the claim as a whole"),
            *entity("said_by", "record.said_by", "who says so"),
            *plain("record", ("mode", "text", "direct or indirect speech, or narration")),
            *basis("attribution_", "record.attribution", "the attribution"),
            *entity("via", "record.via", "who reports that they say so, where that is not the source itself"),
            *entity("said_to", "record.said_to", "to whom it was said"),
            *date("said_when", "record.said_when", "when it was said"),
            *date("when", "record.when", "when it was, or is to be"),
            Column("passed", "text", "passed or may-have-passed: its day is over, never that it has happened", _passed),
            *plain(
                "record",
                ("statement", "text", "the statement without its condition"),
                ("condition", "text", "a clause that continues it"),
                ("note", "text", "what the sentence leaves open"),
                ("asked", "text", "what of it is a question's and not the speaker's"),
            ),
            *(Column(f"quantity_{name}", kind, what, at(f"record.quantity.{name}")) for name, kind, what in _QUANTITY),
            *date("quantity_as_of", "record.quantity.as_of", "as of when the figure is"),
            *basis("quantity_", "record.quantity.basis", "the figure"),
            *entity("position_country", "record.position.country", "a country's standing: whose it is"),
            Column(
                "position_question",
                "text",
                "on which question: treaty, production, export or use",
                at("record.position.question"),
            ),
            Column("position_value", "text", "where it stands on that", at("record.position.value")),
            *basis("position_", "record.position.basis", "the standing"),
            STATE,
        ),
        ("id",),
        "claims",
    ),
    _about("claim"),
    _topics("claim"),
    Table(
        "claim_evidence",
        "The paragraphs on which each claim stands.",
        (
            *owner("claim"),
            Column("source", "text", "the source", at("record.source")),
            Column("paragraph", "integer", "the paragraph's number", at("part")),
        ),
        ("claim", "n"),
        "claims",
        "evidence",
        besides=(ForeignKey(("source", "paragraph"), "paragraph", ("source", "number")),),
    ),
    Table(
        "claim_link",
        "What a claim does to another one.",
        (
            *owner("claim"),
            *plain(
                "part",
                ("type", "text", "supports, qualifies, reports, contradicts, updates, corrects or repeats"),
                ("to", "text", "the other claim's id"),
            ),
            Column(
                "to_claim",
                "text",
                "the same, where that claim is here too",
                lambda row: row.part.to if row.part.to in row.claims else None,
                "claim",
            ),
        ),
        ("claim", "n"),
        "claims",
        "links",
    ),
    Table(
        "quote",
        "What the source prints between quotation marks as somebody's speech, letter for letter.",
        (
            ID,
            *SOURCE,
            Column(
                "quotation", "text", "what the parts of one quotation share; they come in order", at("record.quotation")
            ),
            Column("text", "text", "the words", at("record.text")),
            *entity("speaker", "record.speaker", "whose words they are"),
            *entity("said_to", "record.said_to", "to whom, where the source tells"),
            Column("paragraph", "integer", "the paragraph's number", at("record.paragraph")),
            Column("context", "text", "in our own words", at("record.context")),
            STATE,
        ),
        ("id",),
        "quotes",
        besides=(ForeignKey(("source", "paragraph"), "paragraph", ("source", "number")),),
    ),
    _about("quote"),
    _topics("quote"),
    Table(
        "claim_quotes",
        "From which quotes each claim is read.",
        (*owner("claim"), Column("quote", "text", "a quote", at("part"), "quote")),
        ("claim", "n"),
        "claims",
        "quotes",
    ),
    Table(
        "gap",
        "What a reader would look for and the source does not give.",
        (ID, *SOURCE, Column("wording", "text", "what that is", at("record.wording")), STATE),
        ("id",),
        "gaps",
    ),
    _about("gap"),
    _topics("gap"),
)
"""In an order in which each refers to those before it, and to its own."""


KINDS = tuple(dict.fromkeys(table.of for table in TABLES))
"""The records that fill them, in the same order: each kind is gone through once."""


class Filled(NamedTuple):
    """A row, and the table that it is of."""

    table: Table
    values: tuple[Any, ...]


def filled(kind: str, extract: Extract) -> Iterator[Filled]:
    """Yield the rows that records of this `kind` fill, of one table and another as the records come."""
    holdings, setting = extract.holdings, extract.setting
    found: Iterable[Any] = setting.editions if kind == "editions" else getattr(holdings, kind)
    claims = holdings.claims.origins() if kind == "claims" else {}
    tables = [table for table in TABLES if table.of == kind]
    for record in found:
        for table in tables:
            for values in table.rows(record, setting, claims):
                yield Filled(table, values)
