"""How things are put into words, once for all that people read: dates, speakers, figures, marks."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from minewatch.agreement import Comparison
from minewatch.answers import Linked, Setting
from minewatch.filters import NO_FILTERS, Filters
from minewatch.model import MEASURES, REPLACING, Basis, Claim, Date, Entity, Position, Quantity, Quote, Source, within
from minewatch.passing import passed
from minewatch.text import count, is_web_address, one_line
from minewatch.view.blocks import Block, Note, Run, Words

MARKS = {
    "implied": "†", "inferred": "*", "background": "‡", "passed": "»", "may-have-passed": "»?", "followed-up": "»+",
}  # fmt: skip
MEANINGS = {
    "†": "implied by the source, not stated",
    "*": "inferred by us, not stated",
    "‡": "from general knowledge, not from the source",
    "»": "this day has passed since; not followed up by this source",
    "»?": "this may have passed since; not followed up by this source",
    "»+": "this day has passed since, or may have; what takes its place stands beside it",
    "–": "the source does not say",
    "[interrupted]": "words of the source stand there, such as who speaks",
}
_LARGE = ((10**9, "billion"), (10**6, "million"))

SILENT = (Run("–", "dim"),)

MODES = {"direct": "read from a quote", "indirect": "in indirect speech", "narration": "in the publication's own voice"}
LINKS = {
    "supports": ("supports", "supported by"),
    "qualifies": ("qualifies", "qualified by"),
    "reports": ("reports", "reported by"),
    "contradicts": ("contradicts", "contradicted by"),
    "updates": ("updates", "updated by"),
    "corrects": ("corrects", "corrected by"),
    "repeats": ("repeats", "repeated by"),
}
"""What a claim does to another one, and what is done to that."""
FIRM = {
    "occurred": "it has happened",
    "in-effect": "it was so when the source appeared",
    "announced": "it has been made known as somebody's intention",
    "decided": "the decision has been taken; nothing is said to have followed from it",
    "not-done": "it has not been done, and nothing says that it will be",
    "not-yet": 'it has not been done; the source says "yet"',
    "scheduled": "a rule sets the date; that the day comes does not say that anything was done",
    "planned": "somebody plans it or aims at it",
    "expected": "somebody expects it; demand prepared for is expected, never ordered",
    "hoped": "somebody hopes for it",
    "interested": "somebody has shown interest",
    "possible": "it could be, or might be",
    "permitted": "it is or will be lawful, no more",
    "view": "a priority, a reason or an opinion",
    "alleged": "an accusation, by the speaker",
}
"""What each status means, in the words of data/README.md."""


def status(word: str) -> Run:
    """Return a status or a position as it is read, in its own style."""
    return Run(word.replace("-", " "), word)


def label(ident: str, setting: Setting) -> str:
    """Return what the entity with that id is called."""
    return one_line(setting.labels[ident])


def spaced(words: Words) -> Words:
    """Return `words` with a blank before them; nothing where there are none."""
    return (Run(" "), *words) if words else ()


def rung(position: Position) -> Words:
    """Return the value of a position, marked."""
    return (status(position.value), *mark(position.basis))


def mark(basis: Basis) -> Words:
    """Return the mark of a field that is not simply stated, as it stands after it."""
    return spaced((Run(MARKS[basis.kind], "mark"),) if basis.kind in MARKS else ())


def marked(text: str, basis: Basis, style: str = "") -> Words:
    """Return `text` with the mark of `basis` after it."""
    return (Run(one_line(text), style), *mark(basis))


def date(when: Date) -> Words:
    """Return a date as it is read out, marked."""
    return marked(when.text, when.basis, "date")


def gone(claim: Claim, setting: Setting) -> Words:
    """Return the mark of a claim whose day has passed, or may have, as it stands after it."""
    how = passed(claim, setting.published(claim.source), setting.today)
    if how and any(link.type == "updates" and not link.out for link in setting.beside.get(claim.id, ())):
        how = "followed-up"
    return spaced((Run(MARKS[how], "mark"),) if how else ())


def when(claim: Claim, setting: Setting) -> Words:
    """Return the date of `claim`, marked for its basis and for having passed; nothing where it has none."""
    return (*date(claim.when), *gone(claim, setting)) if claim.when else ()


def paragraphs(numbers: Sequence[int]) -> str:
    """Return paragraph numbers as they are cited; of what is withdrawn the paragraph may be gone."""
    return f"¶{', '.join(map(str, numbers))}" if any(numbers) else "no ¶ any more"


def why(basis: Basis, *, first: bool = False) -> Words:
    """Return the reason for which a field is what it is, and where that is from, to go on with or to begin with."""
    if not basis.reason:
        return ()
    where = f" ({paragraphs(basis.paragraphs)})" if basis.paragraphs else ""
    where = " (newsletter lines)" if basis.newsletter else where
    kind = "stated, and settled" if first and basis.kind == "stated" else basis.kind.replace("stated", "settled")
    return (Run(f"{'' if first else '; '}{kind}: {one_line(basis.reason)}{where}", "dim"),)


def where(numbers: Sequence[int], source: str, setting: Setting, record: str = "") -> Run:
    """Return paragraph numbers as they are cited, where there are several sources with theirs.

    They lead to its address, where it has one; `record` is what stands there.
    """
    cites = tuple((source, number) for number in numbers) if setting.copy else ()
    text = f"{_cited(source, setting)}{paragraphs(numbers)}"
    return Run(text, "where", address(setting.source(source)), cites, record)


def ids(records: Iterable[str]) -> Words:
    """Return the ids of `records`, each of which leads to its card on an output that can."""
    return tuple(run for ident in records for run in (Run(", ", "id"), Run(ident, "id", record=ident)))[1:]


def address(source: Source) -> str:
    """Return where `source` can be read; nothing where that is no address that a reader may be led to."""
    url = source.url or ""
    return url if is_web_address(url) and url.isprintable() and " " not in url else ""


def _cited(source: str, setting: Setting) -> str:
    """Return what a source is called before a paragraph: nothing where there is one only."""
    return f"{one_line(setting.cited[source])} " if source in setting.cited else ""


def as_of(source: str, setting: Setting) -> Words:
    """Return when that source appeared, where there are several."""
    return (Run(", "), *date(setting.published(source))) if setting.cited else ()


def statement(claim: Claim, setting: Setting, dated: Words = ()) -> Words:
    """Return what is claimed, under which condition, what it leaves open, when, and what other sources have on it."""
    return (*marked(claim.text, claim.basis), *caveats(claim), *dated, *beside(claim, setting))


def beside(claim: Claim, setting: Setting) -> Words:
    """Return what other sources say that is linked with `claim`, and what takes its place."""
    linked = setting.beside.get(claim.id, ())
    words: Words = ()
    if repeated := dict.fromkeys(link.claim for link in linked if link.type == "repeats"):
        number = len({claim.source, *(other.source for other in repeated)})
        words = (Run(f" [one statement, reported by {number} sources: also ", "dim"), *_listed(repeated, setting))
        words = (*words, Run("]", "dim"))
    for (kind, out), links in groupby(sorted(linked, key=_kind), key=_kind):
        if kind == "repeats":
            continue
        others = [link.claim for link in links]
        style = "mark" if kind in (*REPLACING, "contradicts") else "dim"
        words = (*words, Run(f" [{LINKS[kind][not out]} ", style))
        told = (
            ()
            if out and kind != "contradicts"
            else (Run(": ", style), *with_between(_APART, (_told(other) for other in others)))
        )
        words = (*words, *_listed(others, setting), *told, Run("]", style))
    return words


def _kind(link: Linked) -> tuple[str, bool]:
    return link.type, link.out


def _told(claim: Claim) -> Words:
    return (status(claim.status), Run(" "), *marked(claim.text, claim.basis))


def _listed(claims: Iterable[Claim], setting: Setting) -> Words:
    """Return whose `claims` are, where they stand, and as of when."""
    return with_between(_APART, ((*source(claim, setting), *as_of(claim.source, setting)) for claim in claims))


_APART = Run("; ", "dim")


def with_between(between: Run, items: Iterable[Words]) -> Words:
    """Return `items` one after the other, with `between` them."""
    return tuple(run for item in items for run in (between, *item))[1:]


def compared(item: Comparison, setting: Setting) -> Words:
    """Return whether several sources agree on where a country stands, and which is the newest."""
    if item.order == "same":
        (accord,) = item.accords
        number = len(accord.sources)
        if accord.voices == 1:
            return (Run(f"one statement, reported by {number} sources", "dim"),)
        return (Run(f"{accord.voices} voices agree, in {number} sources", "dim"),)
    claims = {claim.id: claim for accord in item.accords for claim in accord.claims}
    newest = ", ".join(dict.fromkeys(_cited(claims[ident].source, setting).strip() for ident in item.latest))
    how = {
        "updated": f"updated by {newest}",
        "later": f"they differ; {newest} is the later, and does not say that it updates the other",
        "not-known": "they differ; which is the newer is not known",
    }
    return (Run(how[item.order], "mark" if item.order != "later" else "dim"),)


def silent(setting: Setting) -> str:
    """Return that nothing is said."""
    return "the sources do not say" if len(setting.reporting) > 1 else "the source does not say"


def none_given(setting: Setting, filters: Filters = NO_FILTERS) -> str:
    """Return that there is nothing of a kind, such as figures, or nothing that `filters` keep."""
    if any(filters):
        return "none that the filters keep"
    return "the sources give none" if len(setting.reporting) > 1 else "the source gives none"


def caveats(claim: Claim) -> Words:
    """Return what of a claim is a question's, and what its sentence leaves open."""
    asked = f"from the question put: {one_line(claim.asked)}" if claim.asked else ""
    caveats = [caveat for caveat in (asked, claim.note and one_line(claim.note)) if caveat]
    return (Run(f" ({'; '.join(caveats)})", "dim"),) if caveats else ()


def speaker(claim: Claim, setting: Setting) -> Words:
    """Return who says it, through whom, to whom and when, as far as that is known; marked."""
    return (*marked(label(claim.said_by, setting), claim.attribution, "who"), *passed_on(claim, setting))


def passed_on(claim: Claim, setting: Setting) -> Words:
    """Return through whom, to whom and when it was said, as far as that is known."""
    words = []
    if claim.via:
        words.append(Run(f" via {label(claim.via, setting)}", "who"))
    if claim.said_to:
        words.append(Run(f" to {label(claim.said_to, setting)}", "who"))
    if claim.said_when:
        words += [Run(", said ", "who"), *date(claim.said_when)]
    return tuple(words)


def source(claim: Claim, setting: Setting) -> Words:
    """Return who says it and where that stands."""
    stands = where(claim.evidence, claim.source, setting, claim.id)
    if f"{label(claim.said_by, setting)} " == _cited(claim.source, setting):
        # The publication in its own voice is not named twice
        stands = stands._replace(text=paragraphs(claim.evidence))
    elif setting.cited:
        return (*speaker(claim, setting), Run(", "), stands)
    return (*speaker(claim, setting), Run(" "), stands)


def quoted(parts: Sequence[Quote], setting: Setting) -> Words:
    """Return who is quoted, to whom it was said, and where the parts of the quotation stand."""
    first = parts[0]
    to = label(first.said_to, setting) if first.said_to else "not stated"
    return (
        Run(label(first.speaker, setting), "who"),
        Run(f", said to: {to}{',' if setting.cited else ''} ", "dim"),
        where(list(dict.fromkeys(part.paragraph for part in parts)), first.source, setting, first.id),
    )


def figure(quantity: Quantity) -> str:
    """Return the size of a quantity, as in `5–6 million` or `roughly 800 km (500 miles)`."""
    if quantity.worded is not None:
        text = quantity.worded
    elif quantity.value is not None:
        text = _number(quantity.value)
    else:
        text = _range(quantity.low or 0, quantity.high or 0)
    qualifier = f"{quantity.qualifier} " if quantity.qualifier else ""
    conversion = f" ({quantity.conversion})" if quantity.conversion else ""
    return one_line(f"{qualifier}{_measured(text, quantity.unit, quantity.per)}{conversion}")


def size(value: float, unit: str, per: str | None) -> str:
    """Return a number with its unit, as in `1.2 million / year`."""
    return one_line(_measured(_number(value), unit, per))


def _measured(text: str, unit: str, per: str | None) -> str:
    """Return `text` with its unit: a measure or a currency; what is only counted is named by what the figure counts."""
    measure = MEASURES.get(unit) or (unit if unit.isupper() else None)
    return " ".join(part for part in (text, measure, f"/ {per}" if per else None) if part)


def _number(value: float) -> str:
    """Return `value` in digits, with a word for its size where that loses nothing."""
    for size, name in _LARGE:
        scaled = f"{value / size:.3f}".rstrip("0").rstrip(".")
        if size <= value < size * 1000 and float(scaled) * size == value:
            return f"{scaled} {name}"
    return f"{value:,}"


def _range(low: float, high: float) -> str:
    (first, _, size), (last, _, other) = _number(low).partition(" "), _number(high).partition(" ")
    if size == other:
        return f"{first}–{last} {size}".rstrip()
    return f"{_number(low)} to {_number(high)}"


def publisher(article: Source, setting: Setting) -> Words:
    """Return who published `article`, marked."""
    return marked(label(article.publisher, setting), article.publisher_basis)


def counted(shown: int, noun: str, setting: Setting) -> str:
    """Return how many rows are shown, of how many, as in `68 claims` and `50 of 68 claims`."""
    return count(shown, noun) if setting.whole is None else f"{shown:,} of {count(setting.whole, noun)}"


def title(name: str, filters: Filters, group: Entity | None = None) -> Words:
    """Return the title of a page with what was asked for, and the group of which all of it is said instead."""
    asked = [f"by {_with_affiliated(entity)}" for entity in filters.by]
    asked += [f"via {_with_affiliated(entity)}" for entity in filters.via]
    asked += [f"about {_with_affiliated(entity)}" for entity in filters.about]
    asked += [f"on {topic}" for topic in filters.topic]
    asked += [word.replace("-", " ") for word in (*filters.status, *filters.basis)]
    asked += [paragraphs(filters.paragraph)] if filters.paragraph else []
    asked += [f"in {source.name}" for source in filters.source]
    days = [f"{word} {day}" for word, day in (("since", filters.since), ("until", filters.until)) if day]
    whole: Words = ()
    if group and group.members:
        whole = (Run(" · ", "dim"), *marked(f"said of the {group.label}", group.members.basis, "dim"))
    return Run(name, "title"), _asked(asked), *whole, _asked(days)


def _asked(parts: Iterable[str]) -> Run:
    return Run("".join(f" · {one_line(part)}" for part in parts), "dim")


def named(blocks: Iterable[object], setting: Setting) -> Note | None:
    """Return when the sources appeared that are named beside a paragraph on the page; None where none is."""
    runs = list(within(tuple(blocks), Run))
    names = {run.text.rpartition(" ¶")[0] for run in runs if run.style == "where"}
    names |= {run.text for run in runs if run.style == "who"}
    used = [ident for ident, name in setting.cited.items() if one_line(name) in names]
    lines = ((Run(f"{_cited(ident, setting)}", "dim"), *date(setting.published(ident))) for ident in used)
    return Note(((Run("As reported by:", "dim"),), *lines)) if used else None


def _with_affiliated(entity: Entity) -> str:
    """Return what an entity is called, and that a filter by it takes in whoever is affiliated."""
    others = entity.kind in ("country", "organisation", "programme")
    return f"{entity.label} and affiliated" if others else entity.label


def reported(setting: Setting, source: str | None = None) -> Words:
    """Return by whom and when all of this was reported: by one `source`, or in how many of several it was looked up."""
    if source is None and len(setting.reporting) != 1:
        # As reported by them all would say that they agree; which of them has it stands beside each line
        return (Run(f"looked up in {count(len(setting.reporting), 'source')}", "dim"),)
    article = setting.source(source) if source else setting.reporting[0]
    return (
        Run("as reported by ", "dim"),
        *publisher(article, setting),
        Run(", ", "dim"),
        *date(article.published),
    )


def with_legend(blocks: list[Block], more: str, setting: Setting | None = None) -> list[Block]:
    """Return `blocks` with which sources stand in them, what the marks mean, and where to read more."""
    if setting and setting.cited and (known := named(blocks, setting)):
        blocks = [*blocks, known]
    meanings = [f"{sign} {meaning}" for sign, meaning in legend(blocks).items()]
    return [*blocks, Note(tuple((Run(line, "dim"),) for line in (*meanings, more)))]


def legend(blocks: Iterable[object]) -> dict[str, str]:
    """Return what each mark in `blocks` means."""
    used = {run.text.strip() for run in within(tuple(blocks), Run) if run.style in ("mark", "dim")}
    return {sign: meaning for sign, meaning in MEANINGS.items() if sign in used}
