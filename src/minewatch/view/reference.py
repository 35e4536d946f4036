"""Citations: what a reference to a record says, decided once for every format that a citation is written in.

What is not known is left out. A date that is not stated stands in a note, never in a field for dates. Characters are
left as they are: making them safe is each format's business.
"""

from collections.abc import Iterator, Sequence

from minewatch.answers import Citations, Cited, Setting
from minewatch.model import NOT_STATED, REPLACING, Basis, Claim, Date, Entity, Gap, Quote, Source
from minewatch.record import NamedTuple
from minewatch.text import one_line
from minewatch.view import wording
from minewatch.view.blocks import Block, Entries, Entry, Run, Section, Title

_MODES = {"direct": "direct speech", "indirect": "indirect speech", "narration": "narration"}
_DIGITS = (4, 2, 2)
"""How many a year, a month and a day have."""
_ENDINGS = (".", "!", "?", "…")


class Reference(NamedTuple):
    """What is cited, and what must be said of it."""

    id: str
    of: str
    """The kind of record."""
    warning: str | None
    """What must be read before anything else."""
    authors: tuple[str, ...]
    title: str
    """In square brackets where the source has none that is known."""
    publisher: str | None
    url: str | None
    issued: str | None
    """A day, month or year, `YYYY[-MM[-DD]]`; None where the source does not state one."""
    language: str | None
    accessed: str | None
    notes: tuple[str, ...]
    """Sentences: what is not simply stated of the source, what the record says, and where to find it."""

    @property
    def remarks(self) -> tuple[str, ...]:
        """The notes after the warning, where there is one."""
        return (self.warning, *self.notes) if self.warning else self.notes

    @property
    def text(self) -> str:
        """The citation as it is read, in sentences."""
        issue = ", ".join(part for part in (self.publisher, self.issued) if part)
        accessed = f"Accessed {self.accessed}" if self.accessed else None
        head = ("; ".join(self.authors), self.title, issue, self.url and f"<{self.url}>", accessed)
        return " ".join([*filter(None, [self.warning]), *(sentence(part) for part in head if part), *self.notes])


def references(answer: Citations, setting: Setting) -> tuple[Reference, ...]:
    """Return what the citation of each record says."""
    return tuple(_reference(item, answer.accessed, setting) for item in answer.cited)


def page(answer: Citations, setting: Setting) -> list[Block]:
    """Return citations field by field, with what is not stated named."""
    number = wording.counted(len(answer.cited), "citation", setting)
    blocks: list[Block] = [Title((Run(number, "title"),), wording.reported(setting))]
    for item in references(answer, setting):
        fields = {
            "Author": "; ".join(item.authors),
            "Title": item.title,
            "In": item.publisher,
            "Published": item.issued,
            "URL": item.url,
            "Language": item.language,
            "Accessed": item.accessed or "not given",
        }
        rows = [_row(name, value or "not stated", "" if value else "dim") for name, value in fields.items()]
        rows.append(_row("Note", " ".join(item.remarks)))
        blocks += [Section(one_line(f"{item.id} ({item.of})")), Entries(tuple(rows))]
    return wording.with_legend(blocks, "ready to paste: --format plain, bibtex, csl or ris", setting)


def _row(label: str, value: str, style: str = "") -> Entry:
    return Entry((Run(label, "label"),) if label else (), (), (Run(one_line(value), style),), ())


def _reference(item: Cited, accessed: str | None, setting: Setting) -> Reference:
    record = item.record
    edition = setting.edition(item.sources[0].dataset) if item.sources else setting.editions[0]
    article = item.sources[0] if len(item.sources) == 1 else None
    others = "".join(f", with {part.id}" for part in item.parts if part.id != record.id)
    version = f" {edition.version}" if edition.version else ""
    withdrawn = record.state or any(part.state for part in item.parts)
    warnings = [f"Withdrawn: the dataset has taken this {item.kind} back"] if withdrawn else []
    warnings += overtaken(record, setting) if isinstance(record, Claim) else ()
    _, _, own = record.id.rpartition(":")
    notes = (
        *(_of_source(article) if article else [f"Read from {len(item.sources)} sources"]),
        *said(item, setting),
        f"minewatch dataset {edition.id}{version}, record {own}{others}",
    )
    return Reference(
        id=record.id,
        of=item.kind,
        warning=" ".join(map(sentence, warnings)) or None,
        authors=article.authors if article else (),
        title=article.name if article else edition.title or edition.id,
        publisher=setting.labels[article.publisher] if article else None,
        url=article.url if article else None,
        issued=_issued(article.published) if article else None,
        language=article.language if article else None,
        accessed=accessed,
        notes=tuple(map(sentence, notes)),
    )


def _issued(published: Date) -> str | None:
    """Return a stated day, month or year; None for what is not stated, or cannot stand in a field for dates."""
    parts = published.edtf.split("-")
    plain = all(part.isascii() and part.isdigit() for part in parts)
    # 21 to 24 in place of a month are the seasons
    month = len(parts) == 1 or published.edtf[5:7] <= "12"
    sized = tuple(map(len, parts)) == _DIGITS[: len(parts)]
    return published.edtf if published.basis.kind == "stated" and plain and sized and month else None


def _of_source(article: Source) -> Iterator[str]:
    """Yield what of the source itself is not simply stated."""
    basis, published = article.publisher_basis, article.published
    if not article.title:
        yield "The title in square brackets is the dataset's: the copy it was read from states none"
    if basis.kind != "stated":
        yield f"The publication's name is {_because(basis)}"
    if published == NOT_STATED:
        yield "When it was published is not stated"
    elif not _issued(published):
        yield f"Published {published.text} ({published.basis.kind}; EDTF {published.edtf})"


def reported(source: Source, setting: Setting) -> str:
    """Return who published `source` and when, each with its mark in words where the source does not state it."""
    stated = (setting.labels[source.publisher], source.publisher_basis), (source.published.text, source.published.basis)
    return ", ".join(text if basis.kind == "stated" else f"{text} ({basis.kind})" for text, basis in stated)


def overtaken(claim: Claim, setting: Setting) -> Iterator[str]:
    """Yield what takes the place of `claim`, and what another source has against it."""
    for link in sorted(setting.beside.get(claim.id, ()), key=lambda link: (link.type, link.claim.id)):
        other, against = link.claim, link.type == "contradicts"
        if against or (link.type in REPLACING and not link.out):
            done = wording.LINKS[link.type][not (against and link.out)].capitalize()
            basis = "" if other.basis.kind == "stated" else f", {other.basis.kind}"
            where = reported(setting.source(other.source), setting)
            status = wording.status(other.status).text
            yield f"{done} {other.id} (status: {status}{basis}; as reported by {where}): {other.text}"


def said(item: Cited, setting: Setting) -> Iterator[str]:
    """Yield what the record says, how firmly, and where in the source it stands."""
    match item.record:
        case Claim():
            yield from _of_claim(item.record, setting)
        case Quote():
            yield from _of_quotation(item.parts, setting)
        case Gap():
            yield f"The source does not give: {item.record.wording}"
        case Entity():
            yield f"Entity: {item.record.label} ({item.kind})"
            yield from _of_entity(item.record, setting, located=len(item.sources) == 1)


def _of_claim(claim: Claim, setting: Setting) -> Iterator[str]:
    labels = setting.labels
    yield f"Claim (status: {wording.status(claim.status).text}), in the dataset's words: {claim.text}"
    if claim.basis.kind != "stated":
        yield f"Not stated by the source but {_because(claim.basis)}"
    via = f" via {labels[claim.via]}" if claim.via else ""
    to = f" to {labels[claim.said_to]}" if claim.said_to else ""
    when = f", {_date(claim.said_when)}" if claim.said_when else ""
    # What is implied or inferred as a whole nobody said
    verb = "Said by" if claim.basis.kind == "stated" else "Attributed to"
    yield f"{verb} {labels[claim.said_by]}{via}{to} ({_MODES[claim.mode]}){when}"
    if claim.attribution.kind != "stated":
        yield f"That {labels[claim.said_by]} says so is {_because(claim.attribution)}"
    if claim.when:
        yield f"Date of what is claimed: {_date(claim.when)}"
    if claim.quantity and claim.quantity.basis.kind != "stated":
        yield f"The figure is {_because(claim.quantity.basis)}"
    if claim.quantity and claim.quantity.as_of:
        yield f"The figure is as of {_date(claim.quantity.as_of)}"
    if claim.asked:
        yield f"From the question put: {claim.asked}"
    if claim.note:
        yield f"Note: {claim.note}"
    yield f"Evidence: {wording.paragraphs(claim.evidence)}"


def _of_quotation(parts: Sequence[Quote], setting: Setting) -> Iterator[str]:
    first = parts[0]
    words = " [interrupted] ".join(f"“{part.text}”" for part in parts)
    to = setting.labels[first.said_to] if first.said_to else "not stated"
    where = wording.paragraphs(list(dict.fromkeys(part.paragraph for part in parts)))
    yield f"{words} — {setting.labels[first.speaker]}, said to: {to}, {where}"
    if len(parts) > 1:
        yield "Where it is interrupted, words of the source stand, such as who speaks"
    for context in dict.fromkeys(part.context for part in parts):
        yield f"Context, in the dataset's words: {context}"


def _of_entity(entity: Entity, setting: Setting, *, located: bool) -> Iterator[str]:
    """Yield on what the roles and relations of `entity` rest; paragraphs only where it is `located` in one source."""
    for role in entity.roles:
        yield f"Role: {role.title}{_resting(role.basis, located=located)}"
    for relation in entity.relations:
        name = relation.type.replace("_", " ").capitalize()
        yield f"{name}: {setting.labels[relation.to]}{_resting(relation.basis, located=located)}"
    if entity.members:
        names = ", ".join(setting.labels[ident] for ident in entity.members.are)
        yield f"Members: {names}{_resting(entity.members.basis, located=located)}"


def _resting(basis: Basis, *, located: bool) -> str:
    """Return on what a field rests, in brackets; nothing where there is nothing to say."""
    reason = _because(basis) if basis.kind != "stated" else None
    where = wording.paragraphs(basis.paragraphs) if basis.paragraphs and located else None
    rests = "; ".join(part for part in (reason, where) if part)
    return f" ({rests})" if rests else ""


def _date(date: Date) -> str:
    """Return a date as it is read out, with on what it rests, its EDTF and the source's words for it."""
    words = f"; read from “{date.wording}”" if date.wording else ""
    return f"{date.text} ({_because(date.basis)}; EDTF {date.edtf}{words})"


def _because(basis: Basis) -> str:
    """Return the kind of a basis, with the reason where it is not simply stated."""
    return f"{basis.kind}: {basis.reason}" if basis.reason and basis.kind != "stated" else basis.kind


def sentence(text: str) -> str:
    """Return `text` as a sentence."""
    return text if text.endswith(_ENDINGS) else f"{text}."
