"""Sources: what each says of itself, what it does not, and what stands on its paragraphs."""

from collections.abc import Iterable
from itertools import groupby

from minewatch.answers import Setting, SourceCard, SourceCards, Sources, Stands
from minewatch.model import NOT_STATED, Source
from minewatch.text import count, one_line
from minewatch.view import wording
from minewatch.view.blocks import Block, Entries, Entry, Note, Run, Section, Title, field

_STATED = ("title", "authors", "url")


def listing(answer: Sources, setting: Setting) -> list[Block]:
    """Return all sources."""
    name = (Run(wording.counted(len(answer.sources), "source", setting), "title"),)
    rows = tuple(line(source, setting) for source in answer.sources)
    blocks: list[Block] = [Title(name, wording.reported(setting)), Entries(rows)]
    return wording.with_legend(blocks, "what stands on which paragraph: minewatch source ID", setting)


def line(source: Source, setting: Setting) -> Entry:
    """Return a source with its title, who published it and when."""
    body = (
        *wording.publisher(source, setting),
        Run(", "),
        *wording.date(source.published),
        Run(f", {count(len(source.paragraphs), 'paragraph')}"),
    )
    title = (Run(one_line(source.name), "label"),)
    return Entry(title, (), body, (Run(source.id, "id"),))


def cards(answer: SourceCards, setting: Setting) -> list[Block]:
    """Return each source in full."""
    blocks = [block for one in answer.cards for block in card(one, setting)]
    more = "a paragraph's claims: minewatch claim --paragraph N; to cite it: minewatch cite ID"
    return wording.with_legend(blocks, more, setting)


def card(card: SourceCard, setting: Setting) -> Iterable[Block]:
    """Yield one source in full."""
    source = card.source
    yield Title((Run(one_line(source.name), "title"),), (Run(source.id, "id"),))
    if source.state:
        yield Note(((Run(f"{source.state}: the dataset takes this source back", "alleged"),),))
    if not source.title:
        yield Note(((Run("The title in square brackets is ours.", "dim"),),))
    yield Entries(tuple(_itself(source, setting)))
    sections = {paragraph.number: paragraph.section for paragraph in source.paragraphs}
    empty = {paragraph.number: paragraph.empty for paragraph in source.paragraphs}
    for section, stands in groupby(card.stands, lambda stands: sections[stands.paragraph]):
        first = "Before the first heading" if source.sections else "Paragraphs"
        yield Section(f"Under “{one_line(section)}”" if section else first)
        yield Entries(tuple(_paragraph(item, empty[item.paragraph], setting) for item in stands))
    if source.sections:
        yield Note(((Run("The headings are the source's, and no evidence: nothing stands on them.", "dim"),),))


def _itself(source: Source, setting: Setting) -> Iterable[Entry]:
    """Yield what a source says of itself, and why it does not say the rest."""
    missing = {missing.field: missing.reason for missing in source.missing}
    stated = {"title": source.title, "authors": ", ".join(source.authors), "url": source.url}
    yield field("publisher", *wording.publisher(source, setting), *wording.why(source.publisher_basis))
    edtf = Run(f" (EDTF {source.published.edtf})" if source.published != NOT_STATED else "", "dim")
    yield field("published", *wording.date(source.published), edtf, *wording.why(source.published.basis))
    for name in _STATED:
        if value := stated[name]:
            yield field(name, Run(one_line(value), link=wording.address(source) if name == "url" else ""))
        else:
            yield field(name, Run("not stated"), Run(f"; {one_line(missing.get(name, ''))}", "dim"))
    yield field("language", Run(source.language))
    for origin in source.derived_from:
        name = setting.labels.get(origin.to, origin.to)
        yield field("derived from", *wording.marked(name, origin.basis), *wording.why(origin.basis))
    edition = setting.edition(source.dataset)
    version = f" {one_line(edition.version)}" if edition.version else ""
    yield field("dataset", Run(f"{edition.id}{version}"), Run(f" (sha256 of its records {edition.sha256[:12]})", "dim"))


def _paragraph(stands: Stands, empty: str | None, setting: Setting) -> Entry:
    """Return a paragraph with how many claims and quotes stand on it, and their ids; or why none do."""
    where = (wording.where([stands.paragraph], stands.source, setting),)
    if empty:
        return Entry(where, (Run("nothing"),), (Run(one_line(empty), "dim"),), ())
    claims, quotes = count(len(stands.claims), "claim"), count(len(stands.quotes), "quote")
    besides = (Run(f"; {quotes}: ", "id"),) if stands.claims and stands.quotes else ()
    ids = (*wording.ids(stands.claims), *besides, *wording.ids(stands.quotes))
    number = (Run(quotes if stands.quotes and not stands.claims else claims),)
    return Entry(where, number, ids, ())
